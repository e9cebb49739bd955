package import Directory
import Foundation
import GRDB

/// A credential whose check is due, claimed by one worker.
package struct DueCredential: Hashable, Sendable {
    package let key: Credential.Key
    package let practitioner: Practitioner.Key
    package let registry: RegistryID
    package let claimant: Claimant
    let lease: Int64
}

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
    /// How long a claimed credential stays with its worker before it is due again.
    package static let leaseSeconds: Int64 = 300

    /// Claims the credentials of one registry that have been due longest; each is claimed once.
    package func claimDue(
        at registry: RegistryID,
        limit: Int,
        now: Instant
    ) async throws -> [DueCredential] {
        try await write { db in
            let lease = Int64.random(in: 1...Int64.max)
            let claim = try db.cachedStatement(
                sql: """
                    UPDATE credential SET due_at = ?1, lease = ?2
                    WHERE id IN (SELECT id FROM credential
                        WHERE registry_id = ?3 AND due_at <= ?4 ORDER BY due_at LIMIT ?5)
                    RETURNING id, practitioner_id, number
                    """
            )
            let rows = try Row.fetchAll(
                claim,
                arguments: [
                    now.secondsSince1970 + Self.leaseSeconds, lease, registry.text,
                    now.secondsSince1970, limit,
                ]
            )
            return try rows.map { row in
                let practitioner = Practitioner.Key(row[1])
                return DueCredential(
                    key: RowKey(row[0]),
                    practitioner: practitioner,
                    registry: registry,
                    claimant: Claimant(number: row[2], names: try Self.names(of: practitioner, db)),
                    lease: lease
                )
            }
        }
    }

    /// Claims one credential at once, due or not.
    package func claim(
        _ key: Credential.Key,
        now: Instant
    ) async throws -> DueCredential? {
        try await write { db in
            let lease = Int64.random(in: 1...Int64.max)
            let row = try Row.fetchOne(
                db,
                sql: """
                    UPDATE credential SET due_at = ?, lease = ?
                    WHERE id = ? AND registry_id IS NOT NULL
                    RETURNING practitioner_id, registry_id, number
                    """,
                arguments: [now.secondsSince1970 + Self.leaseSeconds, lease, key.value]
            )
            return try row.map { row in
                let practitioner = Practitioner.Key(row[0])
                return DueCredential(
                    key: key,
                    practitioner: practitioner,
                    registry: try RegistryID(row[1] as String),
                    claimant: Claimant(number: row[2], names: try Self.names(of: practitioner, db)),
                    lease: lease
                )
            }
        }
    }

    /// Gives claimed credentials back unasked: they are due at once again.
    package func release(_ due: [DueCredential], now: Instant) async throws {
        try await write { db in
            let statement = try db.cachedStatement(
                sql: "UPDATE credential SET due_at = ?, lease = NULL WHERE id = ? AND lease = ?"
            )
            for due in due {
                try statement.execute(arguments: [
                    now.secondsSince1970, due.key.value, due.lease,
                ])
            }
        }
    }

    /// The latest moment at which any of the checks recorded last was made; a clock that shows less
    /// went back.
    package func newestCheckAt() async throws -> Instant? {
        try await read { db in
            // The rows are in the order of recording, which is nearly that of asking.
            let seconds = try Int64.fetchOne(
                db,
                sql: """
                    SELECT max(asked_at) FROM (
                        SELECT asked_at FROM registry_check ORDER BY id DESC LIMIT 100)
                    """
            )
            return Self.instant(seconds)
        }
    }

    /// How many credentials of each registry are due.
    package func dueCounts(at now: Instant) async throws -> [RegistryID: Int] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT registry_id, count(*) FROM credential
                    WHERE registry_id IS NOT NULL AND due_at <= ? GROUP BY registry_id
                    """,
                arguments: [now.secondsSince1970]
            )
            var counts: [RegistryID: Int] = [:]
            for row in rows { counts[try RegistryID(row[0] as String)] = row[1] }
            return counts
        }
    }

    static func names(of key: Practitioner.Key, _ db: Connection) throws -> [PersonName] {
        let present = try db.cachedStatement(
            sql: """
                SELECT given_name, middle_name, family_name, name_suffix, name_order
                FROM practitioner WHERE id = ?
                """
        )
        let others = try db.cachedStatement(
            sql: """
                SELECT given_name, middle_name, family_name, name_suffix, 'given_first'
                FROM other_name WHERE practitioner_id = ? ORDER BY id
                """
        )
        return try [present, others].flatMap { statement in
            try Row.fetchAll(statement, arguments: [key.value]).map { PersonName($0, from: 0) }
        }
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
        let check = result.check
        let verdict = check.verdict
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(credentialColumns), silences FROM credential WHERE id = ? AND lease = ?
                """
        )
        guard
            let row = try Row.fetchOne(
                statement,
                arguments: [result.due.key.value, result.due.lease]
            )
        else {
            return CheckEffect(
                outcome: verdict.outcome,
                oldStanding: nil,
                newStanding: nil,
                isRecorded: false
            )
        }
        let before = try storedCredential(row).state
        let evidence = Trust.Evidence(
            verdict,
            sourceAsOf: check.sourceAsOf,
            checkedAt: check.askedAt
        )
        var after = before
        after.trust = before.trust.after(evidence, at: check.askedAt, terms: terms)
        after.outcome = verdict.outcome
        if verdict.outcome.isAnswer { after.answeredAt = check.askedAt }
        if verdict.outcome == .matched || verdict.outcome == .unrecognised,
            let entry = verdict.entry
        {
            after.matchedAt = check.askedAt
            after.wording = entry.wording
            // What nobody can read takes no suspension or revocation back.
            let isDisciplinary = before.standing?.isDisciplinary ?? false
            after.standing =
                switch verdict.outcome {
                case .matched: entry.standing
                default: isDisciplinary ? before.standing : .unknown
                }
            after.expiresOn = entry.expiresOn
            after.firstIssuedOn = entry.firstIssuedOn ?? before.firstIssuedOn
            // What an admin decided about one disciplinary standing says nothing of another.
            if after.standing != before.standing { after.isDisciplineCovered = false }
        }
        let silences = verdict.outcome.isAnswer ? 0 : (row[24] as Int) + 1
        let dueAt = Schedule.nextDue(
            after: verdict.outcome,
            standing: after.standing,
            expiresOn: after.expiresOn,
            checkedAt: check.askedAt,
            silences: silences,
            spread: result.due.key.value
        )
        let checkID = try insert(result, goodUntil: after.trust.goodUntil, db)
        try store(
            after,
            of: result.due.key,
            checkID: checkID,
            checkedAt: check.askedAt,
            silences: silences,
            dueAt: dueAt,
            db
        )
        try recordChanges(
            from: before,
            to: after,
            of: result.due.key,
            cause: .check(checkID),
            at: check.askedAt,
            db
        )
        try refreshListings(of: result.due.practitioner, db)
        return CheckEffect(
            outcome: verdict.outcome,
            oldStanding: before.standing,
            newStanding: after.standing,
            isRecorded: true
        )
    }

    private static func store(
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
        try change.execute(arguments: [
            state.wording, state.standing?.rawValue, state.outcome?.rawValue,
            state.isDisciplineCovered, state.trust.goodUntil?.secondsSince1970,
            state.trust.absences, state.trust.lastAbsenceAt?.secondsSince1970,
            state.expiresOn?.daysSince1970, state.firstIssuedOn?.daysSince1970,
            checkedAt.secondsSince1970, state.answeredAt?.secondsSince1970,
            state.matchedAt?.secondsSince1970, checkID, silences, dueAt.secondsSince1970, key.value,
        ])
    }

    private static func insert(
        _ result: CheckResult,
        goodUntil: Instant?,
        _ db: Connection
    ) throws -> Int64 {
        let check = result.check
        let entry = check.verdict.entry
        if let evidence = result.evidence {
            let keeping = try db.cachedStatement(
                sql: """
                    INSERT INTO evidence (sha256, content_type, body, received_at)
                    VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """
            )
            try keeping.execute(arguments: [
                evidence.sha256, evidence.contentType, Data(evidence.body),
                check.askedAt.secondsSince1970,
            ])
        }
        var random = SystemRandomNumberGenerator()
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO registry_check (public_id, credential_id, registry_id, asked_at,
                    question, status, outcome, reason, wording, standing, expires_on,
                    first_issued_on, source_as_of, fields, sha256, description_sha256,
                    milliseconds, good_until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try insertion.execute(arguments: [
            PublicID(at: check.askedAt, using: &random).text, result.due.key.value,
            result.due.registry.text, check.askedAt.secondsSince1970, check.question, check.status,
            check.verdict.outcome.rawValue, check.verdict.reason, entry?.wording,
            entry?.standing?.rawValue, entry?.expiresOn?.daysSince1970,
            entry?.firstIssuedOn?.daysSince1970, check.sourceAsOf?.secondsSince1970,
            RegisterEntry.Field.json(entry?.fields ?? []), check.sha256, check.description,
            check.milliseconds, goodUntil?.secondsSince1970,
        ])
        return db.lastInsertedRowID
    }
}

extension RegisterEntry.Field {
    /// The fields as one JSON object, in their order.
    static func json(_ fields: [RegisterEntry.Field]) -> String {
        var text = "{"
        for field in fields {
            if text.utf8.count > 1 { text += "," }
            appendString(field.name, to: &text)
            text += ":"
            appendString(field.value, to: &text)
        }
        return text + "}"
    }

    /// The fields of such an object; nothing of a text that is none.
    static func fields(json text: String) -> [RegisterEntry.Field] {
        guard let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)),
            let values = object as? [String: String]
        else { return [] }
        // Decoders forget the order; the registry's own names sort well enough to read.
        return values.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }
    }

    private static func appendString(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
