/// What an answer says about the one person who was asked for.
package struct Verdict: Hashable, Sendable {
    package let outcome: Outcome
    /// One sentence for a person who reads the evidence.
    package let reason: String
    /// The entry that was recognised as the person's, or the one nearest to it.
    package let entry: RegisterEntry?

    package init(outcome: Outcome, reason: String, entry: RegisterEntry? = nil) {
        self.outcome = outcome
        self.reason = reason
        self.entry = entry
    }
}

/// What came of a check.
package enum Outcome: String, Sendable, CaseIterable {
    /// The person was found.
    case matched
    /// The number belongs to somebody of another name.
    case mismatched
    /// More than one person could be meant.
    case ambiguous
    /// The person was found, but the wording of the status stands in no map.
    case unrecognised
    case absent
    case unreachable, throttled, refused, blocked, unparseable

    package init(_ silence: RegistryAnswer.Silence) {
        self =
            switch silence {
            case .unreachable: .unreachable
            case .throttled: .throttled
            case .refused: .refused
            case .blocked: .blocked
            case .unparseable: .unparseable
            }
    }

    /// Whether the registry said anything about the person.
    package var isAnswer: Bool {
        switch self {
        case .matched, .mismatched, .ambiguous, .unrecognised, .absent: true
        case .unreachable, .throttled, .refused, .blocked, .unparseable: false
        }
    }
}

/// Whom a registry was asked about.
package struct Claimant: Hashable, Sendable {
    package let number: String
    /// The present name, then every other known one.
    package let names: [PersonName]

    package init(number: String, names: [PersonName]) {
        self.number = number
        self.names = names
    }
}

extension RegistryAnswer {
    /// Recognises a person by number, name and licence type together; a number alone names nobody.
    package func verdict(on claimant: Claimant) -> Verdict {
        switch self {
        case .silence(let silence, let reason):
            return Verdict(outcome: Outcome(silence), reason: reason)
        case .entries(let entries):
            let number = RegisterEntry.folded(number: claimant.number)
            let candidates = entries.filter {
                // Two numbers of ornament only, as "-" and "000", agree in nothing.
                $0.isExpectedType && !number.isEmpty
                    && RegisterEntry.folded(number: $0.number) == number
            }
            let people = RegisterEntry.collapsed(candidates)
            guard let only = people.first else {
                return Verdict(
                    outcome: .absent,
                    reason: "The register has no such entry under this number."
                )
            }
            guard people.count == 1 else {
                return Verdict(
                    outcome: .ambiguous,
                    reason: "The register has \(people.count) people under this number."
                )
            }
            return Self.verdict(on: claimant, recognising: only)
        }
    }

    private static func verdict(
        on claimant: Claimant,
        recognising entry: RegisterEntry
    ) -> Verdict {
        let agreement = NameComparison.best(of: claimant.names, with: entry.names)
        guard agreement != .mismatch else {
            return Verdict(
                outcome: .mismatched,
                reason: "The register has another name under this number.",
                entry: entry
            )
        }
        let how =
            agreement == .exact
            ? "Number, name and licence type agree."
            : "Number and licence type agree, and the name as far as both show it."
        guard let standing = entry.standing, standing != .unknown else {
            return Verdict(
                outcome: .unrecognised,
                reason: how + " What the status means is being looked at by a person.",
                entry: entry
            )
        }
        return Verdict(outcome: .matched, reason: how, entry: entry)
    }
}

extension RegisterEntry {
    /// A number as compared: capitals and digits only, without zeros in front of a run of digits.
    ///
    /// `ZX-0060.1` and `zx 601` are printed for one licence; the letters count, the ornament does
    /// not.
    package static func folded(number: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(number.utf8.count)
        eachFolded(number) { byte in
            result.append(byte)
            return true
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether a number is, as compared, one that is folded already; for less than folding costs.
    package static func isNumber(_ number: String, folded: String) -> Bool {
        var rest = folded.utf8.makeIterator()
        var isSame = true
        eachFolded(number) { byte in
            isSame = rest.next() == byte
            return isSame
        }
        return isSame && rest.next() == nil
    }

    /// Hands over the bytes of a number as compared, while they are wanted.
    @inline(__always)
    private static func eachFolded(_ number: String, _ take: (UInt8) -> Bool) {
        var isAfterDigit = false
        for byte in number.utf8 {
            switch byte {
            case 0x30:
                if isAfterDigit, !take(byte) { return }
            case 0x31...0x39:
                guard take(byte) else { return }
                isAfterDigit = true
            case 0x41...0x5A, 0x61...0x7A:
                guard take(byte & 0xDF) else { return }
                isAfterDigit = false
            case 0x80...: guard take(byte) else { return }
            default: continue
            }
        }
    }

    /// One entry a person: rows that repeat a licence are one, and the gravest of them counts.
    ///
    /// Colorado prints a row for every discipline case of a licence.
    fileprivate static func collapsed(_ entries: [RegisterEntry]) -> [RegisterEntry] {
        var people: [RegisterEntry] = []
        for entry in entries {
            if let index = people.firstIndex(where: { $0.isSamePerson(as: entry) }) {
                if entry.gravity > people[index].gravity { people[index] = entry }
            } else {
                people.append(entry)
            }
        }
        return people
    }

    private func isSamePerson(as other: RegisterEntry) -> Bool {
        if let sourceKey, let otherKey = other.sourceKey { return sourceKey == otherKey }
        guard let name = names.first, let otherName = other.names.first else { return false }
        return name.compared(with: otherName) == .exact
    }

    private var gravity: Int { (standing ?? .unknown).gravity }
}
