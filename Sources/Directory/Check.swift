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

    package init(
        askedAt: Instant,
        question: String,
        status: Int?,
        verdict: Verdict,
        sourceAsOf: Instant? = nil,
        sha256: String? = nil,
        milliseconds: Int = 0,
        description: String = ""
    ) {
        self.askedAt = askedAt
        self.question = question
        self.status = status
        self.verdict = verdict
        self.sourceAsOf = sourceAsOf
        self.sha256 = sha256
        self.milliseconds = milliseconds
        self.description = description
    }
}
