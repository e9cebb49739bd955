package import Directory
import GRDB

/// A registry as the database keeps it beside its description.
package struct RegistryRow: Hashable, Sendable {
    package let summary: RegistrySummary
    /// When it last answered anything at all.
    package let reachedAt: Instant?
}

extension Database {
    /// Makes the known registries those of the descriptions, each with the SHA-256 of its
    /// description, and lets the best of each place be asked about its credentials.
    ///
    /// What is known and not among them is asked by nobody from now on: what would be due there is
    /// not, until it is described again. A credential that names no registry goes to one that a
    /// machine asks before one at which a person looks, and stays where it is when nobody asks.
    package func describeRegistries(
        _ descriptions: [(summary: RegistrySummary, sha256: String)],
        at now: Instant
    ) async throws {
        try await write { db in
            for (summary, sha256) in descriptions { try Self.describe(summary, sha256: sha256, db) }
            try Self.leaveAlone(allBut: descriptions.map(\.summary.id), db)
            try Self.assignRegistries(at: now, db)
            try Self.askSecondaryRegistries(at: now, db)
        }
    }

    private static func describe(
        _ summary: RegistrySummary,
        sha256: String,
        _ db: Connection
    ) throws {
        try forgetCanary(of: summary.id, unlessDescribedBy: sha256, db)
        try db.execute(
            sql: """
                INSERT INTO registry (id, name, jurisdiction, role, asker, completeness,
                    window_days, time_zone, public_page, description_sha256)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                ON CONFLICT DO UPDATE SET name = ?2, jurisdiction = ?3, role = ?4, asker = ?5,
                    completeness = ?6, window_days = ?7, time_zone = ?8, public_page = ?9,
                    description_sha256 = ?10
                """,
            arguments: [
                summary.id.text, summary.name, summary.jurisdiction.code, summary.role.rawValue,
                summary.asker.rawValue, summary.completeness.rawValue, summary.windowDays,
                summary.timeZone, summary.publicPage, sha256,
            ]
        )
    }

    private static func leaveAlone(allBut described: [RegistryID], _ db: Connection) throws {
        for id in try String.fetchAll(db, sql: "SELECT id FROM registry WHERE asker <> 'nobody'")
        where !described.contains(where: { $0.text == id }) {
            try db.execute(
                sql: "UPDATE registry SET asker = 'nobody' WHERE id = ?",
                arguments: [id]
            )
        }
    }

    /// Lets the best registry of each place be asked about the credentials that had a worse one.
    private static func assignRegistries(at now: Instant, _ db: Connection) throws {
        // CROSS JOIN: once through the credentials, whatever the planner makes of so many.
        let assigned = try Row.fetchAll(
            db,
            sql: """
                WITH ranked AS (
                    SELECT id, jurisdiction, role, asker = 'person' AS rank, row_number() OVER (
                        PARTITION BY jurisdiction, role ORDER BY asker = 'person', id) AS place
                    FROM registry WHERE asker <> 'nobody' AND role <> 'secondary'),
                best AS MATERIALIZED (SELECT * FROM ranked WHERE place = 1)
                SELECT credential.id, practitioner_id, best.id
                FROM credential CROSS JOIN best
                WHERE best.jurisdiction = credential.jurisdiction
                    AND best.role = iif(kind = 'identity', 'identity', 'licence')
                    AND (kind = 'identity' OR class = 'statutory')
                    AND NOT is_registry_named AND registry_id IS NOT best.id
                    AND best.rank < coalesce((SELECT iif(asker = 'nobody', 2, asker = 'person')
                        FROM registry WHERE registry.id = registry_id), 3)
                """
        )
        let change = try db.cachedStatement(
            sql: """
                UPDATE credential SET registry_id = ?, due_at = ?, lease = NULL, silences = 0,
                    absences = 0, last_absence_at = NULL
                WHERE id = ?
                """
        )
        var practitioners: Set<Int64> = []
        for row in assigned {
            // Absences at one registry say nothing of another.
            try change.run(row[2] as String, now.secondsSince1970, row[0] as Int64)
            practitioners.insert(row[1])
        }
        for id in practitioners.sorted() { try refreshListings(of: RowKey(id), db) }
    }

    /// How many credentials have a registry that nobody asks at present, by registry.
    package func unaskedCounts() async throws -> [RegistryID: Int] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT registry_id, count(*) FROM credential
                    WHERE registry_id IN (SELECT id FROM registry WHERE asker = 'nobody')
                    GROUP BY registry_id
                    """
            )
            var counts: [RegistryID: Int] = [:]
            try statement.each { counts[try RegistryID($0[0] as String)] = $0[1] }
            return counts
        }
    }

    /// Every registry that was ever described here.
    package func registries() async throws -> [RegistryRow] {
        try await read { db in
            try Self.registryRows(db).values.sorted { $0.summary.id < $1.summary.id }
        }
    }

    static func registryRows(_ db: Connection) throws -> [RegistryID: RegistryRow] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, name, jurisdiction, role, asker, completeness, window_days, time_zone,
                    public_page, reached_at
                FROM registry
                """
        )
        var registries: [RegistryID: RegistryRow] = [:]
        for row in try Row.fetchAll(statement) {
            let id = try RegistryID(row[0] as String)
            registries[id] = RegistryRow(
                summary: RegistrySummary(
                    id: id,
                    name: row[1],
                    jurisdiction: try Jurisdiction(row[2] as String),
                    role: try known(row[3]),
                    asker: try known(row[4]),
                    completeness: try known(row[5]),
                    windowDays: row[6],
                    timeZone: row[7],
                    publicPage: row[8]
                ),
                reachedAt: instant(row[9])
            )
        }
        return registries
    }
}
