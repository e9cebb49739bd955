/// One question put to a registry, and what came of it; kept for ever.
package struct Check: Hashable, Sendable {
    package typealias Key = RowKey<Check>

    package var askedAt: Instant
    /// The request as anybody can repeat it, secrets left out.
    package var question: String
    /// The HTTP status; nil where no answer came.
    package var status: Int?
    package var verdict: Verdict
    /// The source's own date of what it said, where it gives one.
    package var sourceAsOf: Instant?
    /// SHA-256 of the bytes received, in hexadecimal; nil where none came.
    package var sha256: String?
    package var milliseconds: Int
    /// SHA-256 of the description that read the answer.
    package var description: String
    /// Who saw it and when; nil where a machine asked.
    package var sighting: Sighting?

    package init(
        askedAt: Instant,
        question: String,
        status: Int?,
        verdict: Verdict,
        sourceAsOf: Instant? = nil,
        sha256: String? = nil,
        milliseconds: Int = 0,
        description: String = "",
        sighting: Sighting? = nil
    ) {
        self.askedAt = askedAt
        self.question = question
        self.status = status
        self.verdict = verdict
        self.sourceAsOf = sourceAsOf
        self.sha256 = sha256
        self.milliseconds = milliseconds
        self.description = description
        self.sighting = sighting
    }

    /// When the register showed it: what a person saw is entered later.
    package var seenAt: Instant {
        sighting == nil ? askedAt : min(sourceAsOf ?? askedAt, askedAt)
    }
}

/// That a person looked at a register, in place of a machine's question.
package struct Sighting: Hashable, Sendable {
    /// The account of who looked; never public.
    package let by: String
    /// The day on which the register showed it, in the register's time zone.
    package let on: CalendarDate
    /// What else the person has to say, for admins.
    package let note: String

    package init(by: String, on: CalendarDate, note: String = "") {
        self.by = by
        self.on = on
        self.note = note
    }
}
