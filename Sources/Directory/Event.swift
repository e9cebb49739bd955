import Foundation

/// Something that happened and that people have to be told: ids and public facts, no free text
/// about anybody.
///
/// The raw value of `Kind` and the members of each payload are what receivers rely on; README lists
/// them. A member may be added, none may change its meaning or go.
package enum Event: Hashable, Sendable {
    /// Trust in an approved credential has ended, for another reason than the next two.
    case credentialLapsed(CredentialFacts, because: LapseReason)
    /// A register says suspended, revoked or surrendered of somebody with an approved credential.
    case credentialDisciplined(CredentialFacts)
    /// A register says of an approved credential that it is good under terms only.
    case credentialRestricted(CredentialFacts)
    /// A row of a list of exclusions is this practitioner.
    case exclusionConfirmed(ExclusionFacts)
    /// A row of a list of exclusions may be this practitioner; never public.
    case exclusionCandidate(ExclusionFacts)
    /// A register uses a wording that stands in no map.
    case wordingUnknown(WordingFacts)
    /// Changes for the worse at a registry are held until an admin has looked.
    case brakeSet(BrakeFacts)
    /// They take effect again.
    case brakeEased(BrakeFacts)
    /// An admin has decided about held changes.
    case heldDecided(HeldFacts)
    /// The person who has to be found before a batch is believed was not.
    case canaryFailed(CanaryFacts)
    /// They are found again.
    case canaryFound(CanaryFacts)

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case credentialLapsed = "credential.lapsed"
        case credentialDisciplined = "credential.disciplined"
        case credentialRestricted = "credential.restricted"
        case exclusionConfirmed = "exclusion.confirmed"
        case exclusionCandidate = "exclusion.candidate"
        case wordingUnknown = "registry.wording_unknown"
        case brakeSet = "registry.brake_set"
        case brakeEased = "registry.brake_eased"
        case heldDecided = "registry.held_decided"
        case canaryFailed = "registry.canary_failed"
        case canaryFound = "registry.canary_found"
    }

    package var kind: Kind {
        switch self {
        case .credentialLapsed: .credentialLapsed
        case .credentialDisciplined: .credentialDisciplined
        case .credentialRestricted: .credentialRestricted
        case .exclusionConfirmed: .exclusionConfirmed
        case .exclusionCandidate: .exclusionCandidate
        case .wordingUnknown: .wordingUnknown
        case .brakeSet: .brakeSet
        case .brakeEased: .brakeEased
        case .heldDecided: .heldDecided
        case .canaryFailed: .canaryFailed
        case .canaryFound: .canaryFound
        }
    }
}

// MARK: - Payloads

extension Event {
    /// Why trust in a credential has ended.
    package enum LapseReason: String, Codable, Hashable, Sendable, CaseIterable {
        /// The register says something else than active.
        case standing
        /// The register's wording stands in no map; a person has to read it.
        case unrecognised
        /// A register that keeps everybody has not had it three times in a row.
        case absent
        /// The expiry day is over, or nobody has seen it in good standing for too long.
        case ranOut = "ran_out"
        /// An admin has rejected it or withdrawn the approval.
        case decision
    }

    package struct CredentialFacts: Codable, Hashable, Sendable {
        /// Public ids.
        package var credential: String
        package var practitioner: String
        package var jurisdiction: String
        package var registry: RegistryID?
        /// What the register says, and how it was read.
        package var wording: String?
        package var standing: Standing?
        /// How it was read before.
        package var standingBefore: Standing?
        /// As `2026-11-23`.
        package var expiresOn: String?

        package init(
            credential: String,
            practitioner: String,
            from before: CredentialState,
            to after: CredentialState
        ) {
            self.credential = credential
            self.practitioner = practitioner
            jurisdiction = after.credential.jurisdiction.code
            registry = after.credential.registry
            wording = after.wording?.bounded
            standing = after.standing
            standingBefore = before.standing
            expiresOn = after.expiresOn?.description
        }
    }

    package struct ExclusionFacts: Codable, Hashable, Sendable {
        /// Public ids.
        package var finding: String
        package var practitioner: String
        package var list: RegistryID
        /// What agrees; nil where an admin has decided it.
        package var rule: ExclusionMatch.Rule?

        package init(
            finding: String,
            practitioner: String,
            list: RegistryID,
            rule: ExclusionMatch.Rule?
        ) {
            self.finding = finding
            self.practitioner = practitioner
            self.list = list
            self.rule = rule
        }
    }

    package struct WordingFacts: Codable, Hashable, Sendable {
        package var registry: RegistryID
        package var wording: String
        /// The public id of the first credential that was seen with it.
        package var credential: String

        package init(registry: RegistryID, wording: String, credential: String) {
            self.registry = registry
            self.wording = wording.bounded
            self.credential = credential
        }
    }

    package struct BrakeFacts: Codable, Hashable, Sendable {
        package var registry: RegistryID
        /// Why changes are held; nil where they no longer are.
        package var because: Brake.Cause?
        /// How many records changed for the worse within 24 hours, of how many with an answer.
        package var worsened: Int
        package var answered: Int
    }

    package struct HeldFacts: Codable, Hashable, Sendable {
        package enum Decision: String, Codable, Hashable, Sendable {
            case released, discarded
        }

        package var registry: RegistryID
        package var decision: Decision
        /// How many credentials it was about.
        package var changes: Int
    }

    package struct CanaryFacts: Codable, Hashable, Sendable {
        package var registry: RegistryID
        package var outcome: Outcome
    }

    /// What is told of something that a brake did or that was decided about it.
    package init(_ event: BrakeEvent) {
        let facts = BrakeFacts(
            registry: event.registry,
            because: event.cause,
            worsened: event.worsened,
            answered: event.answered
        )
        let canary = CanaryFacts(registry: event.registry, outcome: event.outcome ?? .absent)
        func held(_ decision: HeldFacts.Decision) -> HeldFacts {
            HeldFacts(registry: event.registry, decision: decision, changes: event.worsened)
        }
        self =
            switch event.kind {
            case .set: .brakeSet(facts)
            case .eased: .brakeEased(facts)
            case .canaryFailed: .canaryFailed(canary)
            case .canaryFound: .canaryFound(canary)
            case .released: .heldDecided(held(.released))
            case .discarded: .heldDecided(held(.discarded))
            }
    }
}

// MARK: - JSON

extension Event {
    /// What receivers get: `type`, `timestamp`, `data`, and `demonstration` where it is one.
    private struct Message<Content: Codable>: Codable {
        let type: String
        let timestamp: String
        let demonstration: Bool?
        let data: Content
    }

    private struct LapseData: Codable {
        let because: LapseReason
        let facts: CredentialFacts

        private enum CodingKeys: CodingKey { case because }

        init(_ facts: CredentialFacts, _ because: LapseReason) {
            self.facts = facts
            self.because = because
        }

        init(from decoder: any Decoder) throws {
            facts = try CredentialFacts(from: decoder)
            because = try decoder.container(keyedBy: CodingKeys.self)
                .decode(LapseReason.self, forKey: .because)
        }

        func encode(to encoder: any Encoder) throws {
            try facts.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(because, forKey: .because)
        }
    }

    /// The JSON object that receivers get; members in the order of the alphabet.
    ///
    /// - Parameters:
    ///   - moment: When it happened.
    ///   - isDemonstration: Whether the people are invented; the object then says so.
    /// - Returns: One line of JSON.
    /// - Throws: `EncodingError`, which these values give no cause for.
    package func json(at moment: Instant, isDemonstration: Bool = false) throws -> String {
        func json(_ data: some Codable) throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            let message = Message(
                type: kind.rawValue,
                timestamp: moment.description,
                demonstration: isDemonstration ? true : nil,
                data: data
            )
            return String(decoding: try encoder.encode(message), as: UTF8.self)
        }
        return switch self {
        case .credentialLapsed(let facts, let because): try json(LapseData(facts, because))
        case .credentialDisciplined(let facts), .credentialRestricted(let facts): try json(facts)
        case .exclusionConfirmed(let facts), .exclusionCandidate(let facts): try json(facts)
        case .wordingUnknown(let facts): try json(facts)
        case .brakeSet(let facts), .brakeEased(let facts): try json(facts)
        case .heldDecided(let facts): try json(facts)
        case .canaryFailed(let facts), .canaryFound(let facts): try json(facts)
        }
    }

    /// Reads such an object.
    ///
    /// - Parameters:
    ///   - kind: What its `type` says.
    ///   - text: The object.
    /// - Throws: `DecodingError` where it is none of that kind.
    package init(_ kind: Kind, json text: String) throws {
        func data<Content: Codable>(_ content: Content.Type = Content.self) throws -> Content {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Message<Content>.self, from: Data(text.utf8)).data
        }
        switch kind {
        case .credentialLapsed:
            let lapse = try data(LapseData.self)
            self = .credentialLapsed(lapse.facts, because: lapse.because)
        case .credentialDisciplined: self = .credentialDisciplined(try data())
        case .credentialRestricted: self = .credentialRestricted(try data())
        case .exclusionConfirmed: self = .exclusionConfirmed(try data())
        case .exclusionCandidate: self = .exclusionCandidate(try data())
        case .wordingUnknown: self = .wordingUnknown(try data())
        case .brakeSet: self = .brakeSet(try data())
        case .brakeEased: self = .brakeEased(try data())
        case .heldDecided: self = .heldDecided(try data())
        case .canaryFailed: self = .canaryFailed(try data())
        case .canaryFound: self = .canaryFound(try data())
        }
    }
}

extension Standing: Codable {}
extension Outcome: Codable {}
extension ExclusionMatch.Rule: Codable {}
extension Brake.Cause: Codable {}

extension RegistryID: Codable {
    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension String {
    /// The first 200 characters: no status needs more, and an event has to stay small.
    fileprivate var bounded: String { String(prefix(200)) }
}
