package import Directory
import GRDB

/// The bytes a registry sent, redacted and cut to what matters.
package struct Evidence: Hashable, Sendable {
    /// Of the bytes as received, in hexadecimal.
    package let sha256: String
    package let contentType: String
    package let body: [UInt8]

    package init(sha256: String, contentType: String, body: [UInt8]) {
        self.sha256 = sha256
        self.contentType = contentType
        self.body = body
    }
}

/// A check that was made, ready to be recorded.
package struct CheckResult: Sendable {
    package let due: DueCredential
    package let check: Check
    package let evidence: Evidence?

    package init(due: DueCredential, check: Check, evidence: Evidence?) {
        self.due = due
        self.check = check
        self.evidence = evidence
    }
}

/// What recording a check changed.
package struct CheckEffect: Hashable, Sendable {
    package let outcome: Outcome
    package let oldStanding: Standing?
    package let newStanding: Standing?
    /// False where another worker had taken the credential over; then nothing was written.
    package let isRecorded: Bool
    /// Whether the brake holds what the registry said.
    package var isHeld = false
}

extension Database {
    /// The latest moment at which any of the checks recorded last was made; a clock that shows less
    /// went back.
    package func newestCheckAt() async throws -> Instant? {
        try await read { try Self.newestCheckAt($0) }
    }

    static func newestCheckAt(_ db: Connection) throws -> Instant? {
        // The rows are in the order of recording, which is nearly that of asking.
        let seconds = try Int64.fetchOne(
            db,
            sql: """
                SELECT max(asked_at) FROM (
                    SELECT asked_at FROM registry_check ORDER BY id DESC LIMIT 100)
                """
        )
        return instant(seconds)
    }

    /// Records checks with their evidence, what each changed and when it is next due; all of them
    /// or none.
    ///
    /// A check whose lease another worker has taken over meanwhile is left out.
    ///
    /// - Parameters:
    ///   - results: The checks.
    ///   - terms: The terms of each registry that was asked.
    ///   - now: What the clock shows; where that is before the newest check of all, it went back, and
    ///     no trust is extended. Nil takes the checks' own times as they are.
    /// - Returns: What each changed, in their order.
    /// - Throws: `StorageError`; then nothing is recorded.
    package func record(
        _ results: [CheckResult],
        terms: [RegistryID: RegistryTerms],
        now: Instant? = nil
    ) async throws -> [CheckEffect] {
        try await write { db in
            let isClockBehind = try now.map { try Self.isBehind($0, db) } ?? false
            var meters: [RegistryMeter] = []
            var recording = try CheckRecording(db)
            let effects = try results.map { result in
                let registry = result.due.registry
                guard let terms = terms[registry] else {
                    throw StorageError.notFound("registry \(registry)")
                }
                let place: Int
                if let known = meters.firstIndex(where: { $0.registry == registry }) {
                    place = known
                } else {
                    place = meters.count
                    meters.append(
                        try RegistryMeter(of: registry, at: result.check.askedAt, db)
                    )
                }
                return try recording.record(
                    result,
                    terms: terms,
                    isClockBehind: isClockBehind,
                    counting: &meters[place]
                )
            }
            for meter in meters { try meter.store(db) }
            return effects
        }
    }

    /// Whether a clock shows less than that by which the newest check was made.
    static func isBehind(_ now: Instant, _ db: Connection) throws -> Bool {
        try newestCheckAt(db).map { now < $0 } ?? false
    }
}
