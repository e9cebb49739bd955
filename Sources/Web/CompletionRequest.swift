import Directory

/// What the completion of places may be asked with.
enum CompletionParameter: String, CaseIterable {
    case q, limit
}

/// What the completion of everything may be asked with.
enum SuggestionParameter: String, CaseIterable {
    case q, limit, vetted
}

/// What the address of a completion asks for, read strictly.
struct CompletionRequest<Parameter: RawRepresentable<String> & CaseIterable & Equatable> {
    /// As it was typed so far.
    private(set) var text = ""
    private(set) var limit: Int
    private(set) var vettedOnly = true

    /// - Parameters:
    ///   - target: Path and query as the request line has them.
    ///   - limits: How many completions may be asked for.
    ///   - limit: How many are shown unless asked.
    /// - Throws: Every parameter that cannot be used, each with what is permitted.
    init(target: String, limits: ClosedRange<Int>, limit: Int) throws(BadParameters) {
        self.limit = limit
        let given = GivenParameters<Parameter>(target: target) {
            (parameter, value) throws(NotPermitted) in
            switch parameter.rawValue {
            case "q": text = try ParameterValue.typed(value)
            case "limit": self.limit = try ParameterValue.whole(value, limits)
            default: vettedOnly = try ParameterValue.flag(value)
            }
        }
        var faults = given.faults
        if !given.seen.contains(where: { $0.rawValue == "q" }) {
            faults.append(
                ParameterFault(
                    parameter: "q",
                    value: "",
                    detail: "q is missing: it takes what was typed so far, 1 to 100 characters."
                )
            )
        }
        guard faults.isEmpty else { throw BadParameters(faults: faults) }
    }
}
