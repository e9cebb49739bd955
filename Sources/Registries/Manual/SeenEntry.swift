package import Directory

/// What a register showed of somebody to the person who looked, as it was written there.
package struct SeenEntry: Hashable, Sendable {
    package var number: String
    package var name: PersonName
    /// The licence type or class.
    package var type: String
    /// The status.
    package var wording: String
    /// What the wording means; needed only where the register's map does not know it.
    package var standing: Standing?
    /// Terms of practice; empty where the register shows none.
    package var conditions: String
    package var expiresOn: CalendarDate?
    package var firstIssuedOn: CalendarDate?

    package init(
        number: String,
        name: PersonName,
        type: String = "",
        wording: String,
        standing: Standing? = nil,
        conditions: String = "",
        expiresOn: CalendarDate? = nil,
        firstIssuedOn: CalendarDate? = nil
    ) {
        self.number = number
        self.name = name
        self.type = type
        self.wording = wording
        self.standing = standing
        self.conditions = conditions
        self.expiresOn = expiresOn
        self.firstIssuedOn = firstIssuedOn
    }

    /// The fields that were seen, which are the public evidence.
    var fields: [RegisterEntry.Field] {
        [
            ("number", number), ("name", name.full), ("type", type), ("status", wording),
            ("first_issued", firstIssuedOn?.description ?? ""),
            ("expires", expiresOn?.description ?? ""), ("conditions", conditions),
        ].filter { !$0.1.isEmpty }.map { RegisterEntry.Field(name: $0.0, value: $0.1) }
    }
}

/// Why what a person saw cannot be taken as a check.
package enum ManualCheckError: Error, Equatable, CustomStringConvertible {
    case seenInFuture(CalendarDate, today: CalendarDate)
    case seenTooLongAgo(CalendarDate, windowDays: Int)
    case issuedInFuture(CalendarDate)
    /// The field is empty or longer than this many characters.
    case wrongLength(field: String, most: Int)
    case standingNeeded(wording: String)
    case standingDiffers(wording: String, known: Standing)
    case noStanding

    package var description: String {
        switch self {
        case .seenInFuture(let day, let today):
            "It cannot have been seen on \(day): at the register it is \(today)."
        case .seenTooLongAgo(let day, let windowDays):
            "What was seen on \(day) is too old: what a person saw carries trust for \(windowDays) "
                + "days. Look again, and keep the new page."
        case .issuedInFuture(let day):
            "A first issue on \(day) is later than the day on which it was seen."
        case .wrongLength(let field, let most):
            "The \(field) is text of 1 to \(most) characters, as the register shows it."
        case .standingNeeded(let wording):
            "No map knows what \"\(wording)\" means at this register: say it with the standing, or add "
                + "it to the description."
        case .standingDiffers(let wording, let known):
            "The description says that \"\(wording)\" means \(known.rawValue): leave the standing "
                + "out, or correct the description."
        case .noStanding:
            "unknown is no standing to enter: say what the register means, or ask it."
        }
    }
}

extension ManualRegistry {
    /// The check that a person's look at the register comes to, judged as a machine's would be.
    ///
    /// - Parameters:
    ///   - seen: What the register showed under the number; nil where it showed nobody.
    ///   - claimant: Whose credential it is.
    ///   - sighting: Who looked, and on which day.
    ///   - document: What shows it.
    ///   - now: The moment of entering it.
    /// - Returns: The check, as old as the day on which it was seen.
    /// - Throws: What of it cannot be.
    package func check(
        seeing seen: SeenEntry?,
        of claimant: Claimant,
        _ sighting: Sighting,
        document: SightingDocument,
        at now: Instant
    ) throws(ManualCheckError) -> Check {
        // From the day's beginning on: at what hour of it the page was read, nobody knows.
        let seenAt = (sighting.on - 1).end(in: terms.timeZone)
        guard seenAt <= now else {
            throw .seenInFuture(sighting.on, today: now.date(in: terms.timeZone))
        }
        guard seenAt + Int64(terms.windowDays) * secondsPerDay > now else {
            throw .seenTooLongAgo(sighting.on, windowDays: terms.windowDays)
        }
        let entries = try seen.map { seen throws(ManualCheckError) in
            [try entry(seen, on: sighting.on)]
        }
        return Check(
            askedAt: now,
            question: "Look up \(claimant.number) at \(summary.publicPage)",
            status: nil,
            verdict: RegistryAnswer.entries(entries ?? []).verdict(on: claimant),
            sourceAsOf: seenAt,
            sha256: document.sha256,
            description: profile.descriptionHash,
            sighting: sighting
        )
    }

    private func entry(
        _ seen: SeenEntry,
        on day: CalendarDate
    ) throws(ManualCheckError) -> RegisterEntry {
        for (field, text, most) in [
            ("number", seen.number, 64), ("name", seen.name.full, 200),
            ("wording", seen.wording, 200),
        ] where !(1...most).contains(text.unicodeScalars.count) {
            throw .wrongLength(field: field, most: most)
        }
        for (field, text, most) in [
            ("type", seen.type, 200), ("conditions", seen.conditions, 2000),
        ]
        where text.unicodeScalars.count > most {
            throw .wrongLength(field: field, most: most)
        }
        if let firstIssuedOn = seen.firstIssuedOn, firstIssuedOn > day {
            throw .issuedInFuture(firstIssuedOn)
        }
        var standing = try standing(of: seen)
        // Active under terms is not active, whatever the status says beside them.
        if standing == .active, !seen.conditions.isEmpty { standing = .activeRestricted }
        return RegisterEntry(
            number: seen.number,
            names: [seen.name],
            type: seen.type,
            wording: seen.wording,
            standing: standing,
            expiresOn: seen.expiresOn,
            firstIssuedOn: seen.firstIssuedOn,
            fields: seen.fields
        )
    }

    private func standing(of seen: SeenEntry) throws(ManualCheckError) -> Standing {
        guard seen.standing != .unknown else { throw .noStanding }
        guard let known = standings.standing(of: seen.wording), known != .unknown else {
            guard let given = seen.standing else { throw .standingNeeded(wording: seen.wording) }
            return given
        }
        guard seen.standing == nil || seen.standing == known else {
            throw .standingDiffers(wording: seen.wording, known: known)
        }
        return known
    }
}
