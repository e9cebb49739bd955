/// What the law of a place keeps this directory from showing of what patients say.
///
/// Where a rule applies, neither ratings nor testimonials show, filter, count or rank.
package struct ReviewRule: Hashable, Sendable {
    /// What the law leaves, the strictest first.
    package enum Permitted: String, Sendable, CaseIterable {
        case nothing
        /// What patients say of the service, but not of the care. Nothing tells apart which of the
        /// two a testimonial or a star is about, so none is shown.
        case service
    }

    /// Also that of everything within a country.
    package let jurisdiction: Jurisdiction
    package let permitted: Permitted
    /// A sentence for whoever misses the ratings.
    package let reason: String
    /// Where the rule is written.
    package let source: String
    /// When it was read there.
    package let readOn: CalendarDate

    package init(
        jurisdiction: Jurisdiction,
        permitted: Permitted,
        reason: String,
        source: String,
        readOn: CalendarDate
    ) {
        self.jurisdiction = jurisdiction
        self.permitted = permitted
        self.reason = reason
        self.source = source
        self.readOn = readOn
    }

    /// The strictest of several places' rules; nil where none of them has one.
    ///
    /// - Parameters:
    ///   - places: Where somebody practises, and by whose law they are licensed.
    ///   - rules: Those that there are.
    /// - Returns: The one that applies to somebody bound by all of these places.
    package static func strictest(
        of places: some Sequence<Jurisdiction>,
        among rules: [ReviewRule]
    ) -> ReviewRule? {
        rules.filter { rule in places.contains { rule.jurisdiction.covers($0) } }
            .min { ($0.strictness, $0.jurisdiction.code) < ($1.strictness, $1.jurisdiction.code) }
    }

    private var strictness: Int { Permitted.allCases.firstIndex(of: permitted) ?? 0 }
}

extension CredentialState {
    /// Whether the law by which it was granted binds what is said of its holder: a statutory one,
    /// unless an admin has found that it is not theirs, or no more.
    package var bindsReviews: Bool {
        credential.credentialClass == .statutory && decision != .rejected && decision != .withdrawn
    }
}

/// What a class of credential means in a place, in a sentence.
package struct ClassExplanation: Hashable, Sendable {
    /// Also that of everything within a country that has no sentence of its own.
    package let jurisdiction: Jurisdiction
    /// Of places with this kind of law.
    package let licensing: JurisdictionPolicy.Licensing
    package let credentialClass: Credential.Class
    /// With `{place}` where the place's name goes.
    package let sentence: String

    package init(
        jurisdiction: Jurisdiction,
        licensing: JurisdictionPolicy.Licensing,
        credentialClass: Credential.Class,
        sentence: String
    ) {
        self.jurisdiction = jurisdiction
        self.licensing = licensing
        self.credentialClass = credentialClass
        self.sentence = sentence
    }

    package static let placeholder = "{place}"
}

extension JurisdictionPolicy {
    /// The sentence that explains a class here; nil where there is none.
    package func explanation(
        of credentialClass: Credential.Class,
        among explanations: [ClassExplanation]
    ) -> String? {
        let fitting = explanations.filter {
            $0.credentialClass == credentialClass && $0.licensing == licensing
                && $0.jurisdiction.covers(jurisdiction)
        }
        let nearest = fitting.max { $0.jurisdiction.code.count < $1.jurisdiction.code.count }
        guard let nearest else { return nil }
        let parts = nearest.sentence.split(
            separator: ClassExplanation.placeholder,
            omittingEmptySubsequences: false
        )
        return parts.joined(separator: name)
    }
}
