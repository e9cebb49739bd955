package import Directory
import GRDB

/// A credential whose check is due, claimed by one worker.
package struct DueCredential: Hashable, Sendable {
    package let key: Credential.Key
    package let practitioner: Practitioner.Key
    package let registry: RegistryID
    package let claimant: Claimant
    let lease: Int64
    /// Whether the registry only repeats what others licensed.
    var isSecondary = false
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
            guard try !Self.isSecondary(registry, db) else {
                return try Self.claimDueSecondary(at: registry, limit: limit, now: now, db)
            }
            let lease = Int64.random(in: 1...Int64.max)
            let claim = try db.cachedStatement(
                sql: """
                    UPDATE credential SET due_at = ?1, lease = ?2
                    WHERE id IN (SELECT id FROM credential
                        WHERE registry_id = ?3 AND due_at <= ?4 ORDER BY due_at LIMIT ?5)
                    RETURNING id, practitioner_id, number
                    """
            )
            let questions = try NameQuestions(db)
            return try claim.all(
                now.secondsSince1970 + Self.leaseSeconds,
                lease,
                registry.text,
                now.secondsSince1970,
                limit
            ) { row in
                let practitioner = Practitioner.Key(row[1])
                return DueCredential(
                    key: RowKey(row[0]),
                    practitioner: practitioner,
                    registry: registry,
                    claimant: Claimant(
                        number: row[2],
                        names: try questions.names(of: practitioner)
                    ),
                    lease: lease
                )
            }
        }
    }

    /// Claims one credential at once, due or not; nil where no registry can be asked about it, or
    /// somebody is asking at this moment.
    ///
    /// - Parameters:
    ///   - key: The credential.
    ///   - registry: A secondary registry to ask; else the credential's own is.
    ///   - now: The moment.
    /// - Returns: What was claimed.
    /// - Throws: `StorageError`.
    package func claim(
        _ key: Credential.Key,
        at registry: RegistryID? = nil,
        now: Instant
    ) async throws -> DueCredential? {
        try await write { db in
            if let registry, try Self.isSecondary(registry, db) {
                return try Self.claimSecondary(key, at: registry, now: now, db)
            }
            let lease = Int64.random(in: 1...Int64.max)
            let row = try Row.fetchOne(
                db,
                sql: """
                    UPDATE credential SET due_at = ?, lease = ?
                    WHERE id = ? AND registry_id IS NOT NULL AND (lease IS NULL OR due_at <= ?)
                    RETURNING practitioner_id, registry_id, number
                    """,
                arguments: [
                    now.secondsSince1970 + Self.leaseSeconds, lease, key.value,
                    now.secondsSince1970,
                ]
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
            let primary = try db.cachedStatement(
                sql: "UPDATE credential SET due_at = ?, lease = NULL WHERE id = ? AND lease = ?"
            )
            let secondary = try db.cachedStatement(
                sql: """
                    UPDATE secondary_question SET due_at = ?, lease = NULL
                    WHERE credential_id = ? AND lease = ?
                    """
            )
            for due in due {
                try (due.isSecondary ? secondary : primary)
                    .run(now.secondsSince1970, due.key.value, due.lease)
            }
        }
    }

    /// How many questions are due at each registry that a machine asks.
    package func dueCounts(at now: Instant) async throws -> [RegistryID: Int] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT registry_id, count(*) FROM (
                        SELECT registry_id, due_at FROM credential
                        UNION ALL SELECT registry_id, due_at FROM secondary_question)
                    WHERE due_at <= ?
                        AND registry_id IN (SELECT id FROM registry WHERE asker = 'machine')
                    GROUP BY registry_id
                    """,
                arguments: [now.secondsSince1970]
            )
            var counts: [RegistryID: Int] = [:]
            for row in rows { counts[try RegistryID(row[0] as String)] = row[1] }
            return counts
        }
    }

    static func names(of key: Practitioner.Key, _ db: Connection) throws -> [PersonName] {
        try NameQuestions(db).names(of: key)
    }

    /// The statements that find the names of practitioners, present and former.
    private struct NameQuestions {
        private let present: Statement
        private let others: Statement

        init(_ db: Connection) throws {
            present = try db.cachedStatement(
                sql: """
                    SELECT given_name, middle_name, family_name, name_suffix, name_order
                    FROM practitioner WHERE id = ?
                    """
            )
            others = try db.cachedStatement(
                sql: """
                    SELECT given_name, middle_name, family_name, name_suffix, 'given_first'
                    FROM other_name WHERE practitioner_id = ? ORDER BY id
                    """
            )
        }

        func names(of key: Practitioner.Key) throws -> [PersonName] {
            var names = try present.all(key.value) { PersonName($0, from: 0) }
            try names.append(contentsOf: others.all(key.value) { PersonName($0, from: 0) })
            return names
        }
    }
}
