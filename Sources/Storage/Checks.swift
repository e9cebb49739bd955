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
    package func record(
        _ results: [CheckResult],
        terms: [RegistryID: RegistryTerms]
    ) async throws -> [CheckEffect] {
        try await write { db in
            var reached: [RegistryID: Instant] = [:]
            let effects = try results.map { result in
                let registry = result.due.registry
                guard let terms = terms[registry] else {
                    throw StorageError.notFound("registry \(registry)")
                }
                if result.check.verdict.outcome.isAnswer {
                    reached[registry] = max(
                        reached[registry] ?? result.check.askedAt,
                        result.check.askedAt
                    )
                }
                return try Self.record(result, terms: terms, db)
            }
            for (registry, moment) in reached {
                try db.execute(
                    sql:
                        "UPDATE registry SET reached_at = max(coalesce(reached_at, 0), ?) WHERE id = ?",
                    arguments: [moment.secondsSince1970, registry.text]
                )
            }
            return effects
        }
    }

    private static func record(
        _ result: CheckResult,
        terms: RegistryTerms,
        _ db: Connection
    ) throws -> CheckEffect {
        guard !result.due.isSecondary else { return try recordSecondary(result, db) }
        let check = result.check
        let verdict = check.verdict
        // All of the person's: the listings follow from them together.
        var credentials = try credentials(of: result.due.practitioner, db)
        guard
            let index = credentials.firstIndex(where: {
                $0.key == result.due.key && $0.lease == result.due.lease
            })
        else {
            return CheckEffect(
                outcome: verdict.outcome,
                oldStanding: nil,
                newStanding: nil,
                isRecorded: false
            )
        }
        let before = credentials[index].state
        let after = before.after(check, terms: terms)
        let silences = verdict.outcome.isAnswer ? 0 : credentials[index].silences + 1
        let dueAt = Schedule.nextDue(
            after: verdict.outcome,
            standing: after.standing,
            expiresOn: after.expiresOn,
            checkedAt: check.askedAt,
            silences: silences,
            spread: result.due.key.value
        )
        if let evidence = result.evidence { try keep(evidence, receivedAt: check.askedAt, db) }
        let checkID = try insert(check, of: result.due, goodUntil: after.trust.goodUntil, db)
        try store(
            after,
            of: result.due.key,
            checkID: checkID,
            checkedAt: check.askedAt,
            silences: silences,
            dueAt: dueAt,
            db
        )
        try recordChange(
            from: before,
            to: after,
            of: result.due.key,
            cause: .check(checkID),
            at: check.askedAt,
            db
        )
        credentials[index].state = after
        try refreshTrust(of: result.due.practitioner, by: credentials, db)
        return CheckEffect(
            outcome: verdict.outcome,
            oldStanding: before.standing,
            newStanding: after.standing,
            isRecorded: true
        )
    }

    static func store(
        _ state: CredentialState,
        of key: Credential.Key,
        checkID: Int64,
        checkedAt: Instant,
        silences: Int,
        dueAt: Instant,
        _ db: Connection
    ) throws {
        let change = try db.cachedStatement(
            sql: """
                UPDATE credential SET wording = ?, standing = ?, outcome = ?,
                    discipline_covered = ?, good_until = ?, absences = ?, last_absence_at = ?,
                    expires_on = ?, first_issued_on = ?, checked_at = ?, answered_at = ?,
                    matched_at = ?, last_check_id = ?, silences = ?, due_at = ?, lease = NULL
                WHERE id = ?
                """
        )
        try change.run(
            state.wording,
            state.standing?.rawValue,
            state.outcome?.rawValue,
            state.isDisciplineCovered,
            state.trust.goodUntil?.secondsSince1970,
            state.trust.absences,
            state.trust.lastAbsenceAt?.secondsSince1970,
            state.expiresOn?.daysSince1970,
            state.firstIssuedOn?.daysSince1970,
            checkedAt.secondsSince1970,
            state.answeredAt?.secondsSince1970,
            state.matchedAt?.secondsSince1970,
            checkID,
            silences,
            dueAt.secondsSince1970,
            key.value
        )
    }

    static func keep(
        _ evidence: Evidence,
        receivedAt: Instant,
        _ db: Connection
    ) throws {
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO evidence (sha256, content_type, body, received_at)
                VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        )
        try insertion.run(
            evidence.sha256,
            evidence.contentType,
            evidence.body,
            receivedAt.secondsSince1970
        )
    }

    static func insert(
        _ check: Check,
        of due: DueCredential,
        goodUntil: Instant?,
        _ db: Connection
    ) throws -> Int64 {
        let entry = check.verdict.entry
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO registry_check (public_id, credential_id, registry_id, asked_at,
                    question, status, outcome, reason, wording, standing, expires_on,
                    first_issued_on, source_as_of, fields, sha256, description_sha256,
                    milliseconds, good_until, is_secondary, seen_by, seen_on, note)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try insertion.run(
            PublicID.made(at: check.askedAt),
            due.key.value,
            due.registry.text,
            check.askedAt.secondsSince1970,
            check.question,
            check.status,
            check.verdict.outcome.rawValue,
            check.verdict.reason,
            entry?.wording,
            entry?.standing?.rawValue,
            entry?.expiresOn?.daysSince1970,
            entry?.firstIssuedOn?.daysSince1970,
            check.sourceAsOf?.secondsSince1970,
            RegisterEntry.Field.json(entry?.fields ?? []),
            check.sha256,
            check.description,
            check.milliseconds,
            goodUntil?.secondsSince1970,
            due.isSecondary,
            check.sighting?.by,
            check.sighting?.on.daysSince1970,
            check.sighting.flatMap { $0.note.isEmpty ? nil : $0.note }
        )
        return db.lastInsertedRowID
    }
}
