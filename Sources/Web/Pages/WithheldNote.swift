import Directory

/// Why ratings and testimonials are not shown, for whoever misses them.
struct WithheldNote {
    let reason: String
    /// Where the rule is written.
    let rule: String

    /// Where there is no room for the reason.
    static let short = "Not shown here, by law"

    init(_ rule: ReviewRule) {
        reason = rule.reason
        self.rule = "\(rule.source) (read on \(rule.readOn.longText))"
    }
}
