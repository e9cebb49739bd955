package import Directory
package import Storage

/// What a mail says of the events that it gathers.
package struct EventDigest: Sendable {
    /// How many events of a kind are shown one by one.
    package static let shownOfAKind = 50

    /// The events of one kind.
    private struct Section {
        let title: String
        let lines: [String]
        let rest: Int
        let advice: String
    }

    package let subject: String
    private let lead: [String]
    private let sections: [Section]

    /// Makes a digest.
    ///
    /// - Parameters:
    ///   - events: Those to show one by one.
    ///   - counts: How many there are of each type, more than are shown perhaps.
    ///   - names: What the practitioners are called, by public id.
    ///   - isDemonstration: Whether all are invented.
    ///   - installation: The address under which this directory is known.
    package init(
        _ events: [StoredEvent],
        counts: [String: Int],
        names: [String: PersonName],
        isDemonstration: Bool,
        installation: String?
    ) {
        let known = events.compactMap { stored in stored.event.map { (stored, $0) } }
        let sections = Event.Kind.byGravity.compactMap { kind -> Section? in
            let count = counts[kind.rawValue] ?? 0
            guard count > 0 else { return nil }
            let lines = known.filter { $0.1.kind == kind }.prefix(Self.shownOfAKind).map {
                "\($0.0.occurredAt): \($0.1.sentence(names))".onOneLine
            }
            return Section(
                title: kind.title(count),
                lines: lines,
                rest: count - lines.count,
                advice: kind.advice
            )
        }
        self.sections = sections
        var subject = sections.map(\.title).joined(separator: "; ")
        if known.count == 1, let only = known.first?.1.practitioner.flatMap({ names[$0] }) {
            subject += ": \(only.full)"
        }
        let mark = isDemonstration ? "[Demonstration] " : ""
        self.subject = mark + "Meridian: " + String(subject.onOneLine.prefix(150))
        lead =
            (isDemonstration
                ? [
                    "This is a demonstration: everybody in it is invented, and nothing here "
                        + "happened to anyone."
                ] : []) + ["From the directory\(installation.map { " at \($0.onOneLine)" } ?? "")."]
    }

    package var text: String {
        let parts = sections.map { section in
            ([section.title.uppercased(), ""]
                + section.lines.map { "- \($0)" }
                + (section.rest > 0 ? ["- and \(section.rest) more: meridian admin events"] : [])
                + ["", section.advice]).joined(separator: "\n")
        }
        return (lead + parts).joined(separator: "\n\n") + "\n"
    }

    package var html: String {
        let parts = sections.map { section in
            let items =
                section.lines
                + (section.rest > 0 ? ["and \(section.rest) more: meridian admin events"] : [])
            return """
                <h2>\(section.title.escaped)</h2>
                <ul>
                \(items.map { "<li>\($0.escaped)</li>" }.joined(separator: "\n"))
                </ul>
                <p>\(section.advice.escaped)</p>
                """
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>\(subject.escaped)</title></head>
            <body>
            \((lead.map { "<p>\($0.escaped)</p>" } + parts).joined(separator: "\n"))
            </body>
            </html>

            """
    }
}

extension Event.Kind {
    /// The gravest first.
    fileprivate static let byGravity: [Event.Kind] = [
        .credentialDisciplined, .exclusionConfirmed, .credentialLapsed, .credentialRestricted,
        .brakeSet, .canaryFailed, .wordingUnknown, .exclusionCandidate, .heldDecided, .brakeEased,
        .canaryFound,
    ]

    fileprivate func title(_ count: Int) -> String {
        let (one, many) =
            switch self {
            case .credentialLapsed: ("credential lapsed", "credentials lapsed")
            case .credentialDisciplined:
                (
                    "credential suspended, revoked or surrendered",
                    "credentials suspended, revoked or surrendered"
                )
            case .credentialRestricted: ("credential restricted", "credentials restricted")
            case .exclusionConfirmed: ("exclusion confirmed", "exclusions confirmed")
            case .exclusionCandidate:
                ("possible exclusion to look at", "possible exclusions to look at")
            case .wordingUnknown: ("wording unknown", "wordings unknown")
            case .brakeSet: ("registry held", "registries held")
            case .brakeEased: ("registry no longer held", "registries no longer held")
            case .heldDecided: ("decision about held changes", "decisions about held changes")
            case .canaryFailed: ("canary not found", "canaries not found")
            case .canaryFound: ("canary found again", "canaries found again")
            }
        return "\(count) \(count == 1 ? one : many)"
    }

    fileprivate var advice: String {
        switch self {
        case .credentialLapsed, .credentialRestricted:
            "The practitioner is not shown as vetted by it any more. meridian check shows the "
                + "evidence."
        case .credentialDisciplined:
            "The practitioner is not shown as vetted anywhere. meridian check shows the evidence; "
                + "meridian admin approve --despite-discipline overrules it, with a reason."
        case .exclusionConfirmed:
            "The practitioner is not shown as vetted anywhere. meridian admin exclusion shows what "
                + "agrees."
        case .exclusionCandidate:
            "Nothing has changed. meridian admin exclusions lists whom somebody has to look at."
        case .wordingUnknown:
            "Whoever carries it is not shown as vetted until its meaning stands in the registry's "
                + "description: meridian registry wordings"
        case .brakeSet:
            "Changes for the worse wait for somebody to look at them; those people are not "
                + "extended, and drop out after 72 hours: meridian admin held"
        case .brakeEased, .heldDecided, .canaryFound: "Nothing has to be done."
        case .canaryFailed:
            "Somebody who has to be on the register was not found: what it says is not believed "
                + "until they are."
        }
    }
}

extension Event {
    /// The public id of whom it is about; nil where that is a registry.
    var practitioner: String? {
        switch self {
        case .credentialLapsed(let facts, _), .credentialDisciplined(let facts),
            .credentialRestricted(let facts):
            facts.practitioner
        case .exclusionConfirmed(let facts), .exclusionCandidate(let facts): facts.practitioner
        case .wordingUnknown, .brakeSet, .brakeEased, .heldDecided, .canaryFailed, .canaryFound: nil
        }
    }

    /// What happened, for a person to read.
    fileprivate func sentence(_ names: [String: PersonName]) -> String {
        func person(_ id: String) -> String {
            names[id].map { "\($0.full) (\(id))" } ?? id
        }
        switch self {
        case .credentialLapsed(let facts, let because):
            let why =
                switch because {
                case .standing: says(facts)
                case .unrecognised:
                    says(facts) + ", which stands in no map"
                case .absent: "the register has not had it three times in a row"
                case .ranOut:
                    facts.expiresOn.map {
                        "it has not been seen good for too long, or it expired: \($0)"
                    }
                        ?? "it has not been seen good for too long"
                case .decision: "an admin has decided so"
                }
            return "\(person(facts.practitioner)), \(place(facts)): \(why)."
        case .credentialDisciplined(let facts), .credentialRestricted(let facts):
            return "\(person(facts.practitioner)), \(place(facts)): \(says(facts))."
        case .exclusionConfirmed(let facts):
            return "\(person(facts.practitioner)) is on \(facts.list) (finding \(facts.finding))."
        case .exclusionCandidate(let facts):
            return
                "\(person(facts.practitioner)) may be on \(facts.list) (finding \(facts.finding))."
        case .wordingUnknown(let facts):
            return "\(facts.registry) says \"\(facts.wording)\"."
        case .brakeSet(let facts):
            let why =
                facts.because == .canary
                ? "its canary was not found"
                : "\(facts.worsened) of \(facts.answered) records changed for the worse"
            return "\(facts.registry): \(why)."
        case .brakeEased(let facts): return "\(facts.registry): changes take effect again."
        case .heldDecided(let facts):
            return "\(facts.registry): \(facts.changes) held changes \(facts.decision.rawValue)."
        case .canaryFailed(let facts), .canaryFound(let facts):
            return "\(facts.registry): \(facts.outcome.rawValue)."
        }
    }

    private func place(_ facts: CredentialFacts) -> String {
        facts.registry.map { "\(facts.jurisdiction) (\($0))" } ?? facts.jurisdiction
    }

    private func says(_ facts: CredentialFacts) -> String {
        "the register says \"\(facts.wording ?? "")\""
            + (facts.standing.map { ", read as \($0.rawValue)" } ?? "")
    }
}

extension String {
    /// Control characters as blanks, so that a name cannot make lines of its own.
    var onOneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
                        " "
                    default: scalar
                    }
                }
            )
        )
    }

    /// As text or an attribute's value in HTML.
    fileprivate var escaped: String {
        var escaped = ""
        for character in unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
