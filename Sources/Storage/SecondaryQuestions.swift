import Directory
import GRDB

// What secondary registries are asked: a credential has one primary registry, whose word moves it,
// and a question of its own, with its own due date, at each secondary one of its place.

extension Database {
    /// Has every credential asked about at the secondary registries of its place, once each.
    static func askSecondaryRegistries(at now: Instant, _ db: Connection) throws {
        let registries = try Row.fetchAll(
            db,
            sql: """
                SELECT id, jurisdiction FROM registry
                WHERE role = 'secondary' AND asker = 'machine'
                """
        )
        for row in registries {
            try db.execute(
                sql: """
                    INSERT INTO secondary_question (credential_id, registry_id, due_at)
                    SELECT id, ?1, ?3 FROM credential
                    WHERE jurisdiction = ?2 AND (kind = 'identity' OR class = 'statutory')
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [row[0] as String, row[1] as String, now.secondsSince1970]
            )
        }
    }

    static func ask(
        _ registry: RegistryID,
        about key: Credential.Key,
        at now: Instant,
        _ db: Connection
    ) throws {
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO secondary_question (credential_id, registry_id, due_at)
                VALUES (?, ?, ?) ON CONFLICT DO NOTHING
                """
        )
        try insertion.run(key.value, registry.text, now.secondsSince1970)
    }

    static func secondaryRegistries(
        of key: Credential.Key,
        _ db: Connection
    ) throws -> [RegistryID] {
        let statement = try db.cachedStatement(
            sql: "SELECT registry_id FROM secondary_question WHERE credential_id = ?"
        )
        return try statement.all(key.value) { try RegistryID($0[0] as String) }
    }

    static func isSecondary(_ registry: RegistryID, _ db: Connection) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT 1 FROM registry WHERE id = ? AND role = 'secondary'"
        )
        return try statement.first(registry.text) { _ in true } ?? false
    }

    static func claimDueSecondary(
        at registry: RegistryID,
        limit: Int,
        now: Instant,
        _ db: Connection
    ) throws -> [DueCredential] {
        let lease = Int64.random(in: 1...Int64.max)
        let claim = try db.cachedStatement(
            sql: """
                UPDATE secondary_question SET due_at = ?1, lease = ?2
                WHERE registry_id = ?3 AND credential_id IN (
                    SELECT credential_id FROM secondary_question
                    WHERE registry_id = ?3 AND due_at <= ?4 ORDER BY due_at LIMIT ?5)
                RETURNING credential_id
                """
        )
        let claimed = try claim.all(
            now.secondsSince1970 + leaseSeconds,
            lease,
            registry.text,
            now.secondsSince1970,
            limit
        ) { Credential.Key($0[0]) }
        return try claimed.compactMap { key in
            try dueCredential(key, at: registry, lease: lease, db)
        }
    }

    /// Claims one credential's question to a secondary registry at once; nil where there is none, or
    /// somebody is asking at this moment.
    static func claimSecondary(
        _ key: Credential.Key,
        at registry: RegistryID,
        now: Instant,
        _ db: Connection
    ) throws -> DueCredential? {
        let lease = Int64.random(in: 1...Int64.max)
        let claim = try db.cachedStatement(
            sql: """
                UPDATE secondary_question SET due_at = ?, lease = ?
                WHERE credential_id = ? AND registry_id = ? AND (lease IS NULL OR due_at <= ?)
                RETURNING credential_id
                """
        )
        let claimed = try claim.all(
            now.secondsSince1970 + leaseSeconds,
            lease,
            key.value,
            registry.text,
            now.secondsSince1970
        ) { Credential.Key($0[0]) }
        return try claimed.first.flatMap {
            try dueCredential($0, at: registry, lease: lease, db)
        }
    }

    private static func dueCredential(
        _ key: Credential.Key,
        at registry: RegistryID,
        lease: Int64,
        _ db: Connection
    ) throws -> DueCredential? {
        let statement = try db.cachedStatement(
            sql: "SELECT practitioner_id, number FROM credential WHERE id = ?"
        )
        return try statement.first(key.value) { row in
            let practitioner = Practitioner.Key(row[0])
            return DueCredential(
                key: key,
                practitioner: practitioner,
                registry: registry,
                claimant: Claimant(number: row[1], names: try names(of: practitioner, db)),
                lease: lease,
                isSecondary: true
            )
        }
    }

    /// Keeps the word of a secondary registry; the credential and all that follows from it stay as
    /// they are.
    static func recordSecondary(
        _ result: CheckResult,
        by recording: CheckRecording,
        _ db: Connection
    ) throws -> CheckEffect {
        let check = result.check
        let due = result.due
        let outcome = check.verdict.outcome
        let question = try db.cachedStatement(
            sql: """
                SELECT silences FROM secondary_question
                WHERE credential_id = ? AND registry_id = ? AND lease = ?
                """
        )
        let before = try question.first(due.key.value, due.registry.text, due.lease) {
            $0[0] as Int
        }
        guard let before else {
            return CheckEffect(
                outcome: outcome,
                oldStanding: nil,
                newStanding: nil,
                isRecorded: false
            )
        }
        let silences = outcome.isAnswer ? 0 : before + 1
        // Nobody waits for this word: whatever it is, weekly is often enough.
        let dueAt = Schedule.nextDue(
            after: outcome.isAnswer ? .matched : outcome,
            standing: .active,
            expiresOn: nil,
            checkedAt: check.askedAt,
            silences: silences,
            spread: due.key.value
        )
        if let evidence = result.evidence {
            try recording.keep(evidence, receivedAt: check.askedAt)
        }
        let checkID = try recording.insert(check, of: due, goodUntil: nil)
        let change = try db.cachedStatement(
            sql: """
                UPDATE secondary_question SET last_check_id = ?, silences = ?, due_at = ?,
                    lease = NULL
                WHERE credential_id = ? AND registry_id = ?
                """
        )
        try change.run(
            checkID,
            silences,
            dueAt.secondsSince1970,
            due.key.value,
            due.registry.text
        )
        return CheckEffect(
            outcome: outcome,
            oldStanding: nil,
            newStanding: nil,
            isRecorded: true
        )
    }

    /// The last check of a credential at each secondary registry that was asked.
    static func secondaryChecks(of key: Credential.Key, _ db: Connection) throws -> [CheckRow] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(checkColumns) FROM registry_check
                WHERE id IN (SELECT last_check_id FROM secondary_question WHERE credential_id = ?)
                ORDER BY registry_id
                """
        )
        return try statement.all(key.value) { try checkRow($0, db) }
    }
}
