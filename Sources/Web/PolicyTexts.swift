import Directory
import NIOCore
import Storage

/// What the law of places says, ready to be written into answers.
struct PolicyTexts: Sendable {
    /// Where ratings and testimonials are withheld.
    let reviewRules: [ReviewRule]
    private let policies: [Jurisdiction: JurisdictionPolicy]
    private let explanations: [ClassExplanation]
    /// Sentences as JSON, by the bytes of class, country and region.
    private let sentences: [UInt64: [UInt8]]

    init(_ policies: Policies) {
        reviewRules = policies.reviewRules
        explanations = policies.explanations
        self.policies = Dictionary(
            policies.jurisdictions.map { ($0.jurisdiction, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var sentences: [UInt64: [UInt8]] = [:]
        for policy in policies.jurisdictions {
            let parts = policy.jurisdiction.code.split(separator: "-", maxSplits: 1)
            for credentialClass in Credential.Class.allCases {
                let sentence = policy.explanation(
                    of: credentialClass,
                    among: policies.explanations
                )
                guard let sentence else { continue }
                var json = JSONWriter()
                json.value(sentence)
                let key = Self.key(
                    credentialClass.rawValue.utf8,
                    parts[0].utf8,
                    (parts.count > 1 ? parts[1] : "").utf8
                )
                sentences[key] = Array(json.bytes.readableBytesView)
            }
        }
        self.sentences = sentences
    }

    /// The sentence that explains a class at an address, as JSON; nil where there is none.
    func explanation(
        of credentialClass: UnsafeBufferPointer<UInt8>,
        country: UnsafeBufferPointer<UInt8>,
        region: UnsafeBufferPointer<UInt8>
    ) -> [UInt8]? {
        sentences[Self.key(credentialClass, country, region)]
    }

    /// The sentence that explains a credential to whoever goes to one of these places.
    ///
    /// - Parameters:
    ///   - credential: Granted in a place, or in all of a country.
    ///   - places: Where its holder practises; the first that it covers counts.
    /// - Returns: Nil where there is none, or no such place.
    func explanation(of credential: Credential, at places: [Jurisdiction]) -> String? {
        guard let credentialClass = credential.credentialClass else { return nil }
        let place =
            policies[credential.jurisdiction] == nil
            ? places.first(where: credential.jurisdiction.covers) : credential.jurisdiction
        return place.flatMap { policies[$0] }?
            .explanation(of: credentialClass, among: explanations)
    }

    /// FNV-1a over three texts, with a separator that none of them has.
    private static func key(
        _ credentialClass: some Sequence<UInt8>,
        _ country: some Sequence<UInt8>,
        _ region: some Sequence<UInt8>
    ) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func take(_ text: some Sequence<UInt8>) {
            for byte in text { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
        }
        take(credentialClass)
        take(country)
        take(region)
        return hash
    }
}

extension JSONWriter {
    /// Which rules keep reviews from being shown; null where none does.
    mutating func reviewsWithheld(_ rules: [ReviewRule]) {
        guard !rules.isEmpty else {
            name("reviews_withheld")
            return null()
        }
        array("reviews_withheld") { json in
            for rule in rules { json.object { $0.rule(rule) } }
        }
    }

    /// The rule that keeps one person's reviews from being shown; null where none does.
    mutating func reviewsWithheld(_ rule: ReviewRule?) {
        guard let rule else {
            name("reviews_withheld")
            return null()
        }
        object("reviews_withheld") { $0.rule(rule) }
    }

    private mutating func rule(_ rule: ReviewRule) {
        member("jurisdiction", rule.jurisdiction.code)
        member("permits", rule.permitted.rawValue)
        member("reason", rule.reason)
        member("source", rule.source)
        member("read_on", rule.readOn)
    }
}
