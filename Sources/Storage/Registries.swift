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
    /// description, and lets each be asked about the credentials of its place that had nobody to
    /// ask.
    package func describeRegistries(
        _ descriptions: [(summary: RegistrySummary, sha256: String)],
        at now: Instant
    ) async throws {
        try await write { db in
            for (summary, sha256) in descriptions {
                try Self.describe(summary, sha256: sha256, db)
                try Self.assign(summary, at: now, db)
            }
        }
    }

    private static func describe(
        _ summary: RegistrySummary,
        sha256: String,
        _ db: Connection
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO registry (id, name, jurisdiction, is_identity, completeness,
                    window_days, time_zone, public_page, description_sha256)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                ON CONFLICT DO UPDATE SET name = ?2, jurisdiction = ?3, is_identity = ?4,
                    completeness = ?5, window_days = ?6, time_zone = ?7, public_page = ?8,
                    description_sha256 = ?9
                """,
            arguments: [
                summary.id.text, summary.name, summary.jurisdiction.code, summary.isIdentity,
                summary.completeness.rawValue, summary.windowDays, summary.timeZone,
                summary.publicPage, sha256,
            ]
        )
    }

    private static func assign(
        _ summary: RegistrySummary,
        at now: Instant,
        _ db: Connection
    ) throws {
        let assigned = try Int64.fetchAll(
            db,
            sql: """
                UPDATE credential SET registry_id = ?1, due_at = ?2
                WHERE registry_id IS NULL AND jurisdiction = ?3
                    AND CASE WHEN ?4 THEN kind = 'identity' ELSE class = 'statutory' END
                RETURNING practitioner_id
                """,
            arguments: [
                summary.id.text, now.secondsSince1970, summary.jurisdiction.code,
                summary.isIdentity,
            ]
        )
        for id in Set(assigned).sorted() { try refreshListings(of: RowKey(id), db) }
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
                SELECT id, name, jurisdiction, is_identity, completeness, window_days, time_zone,
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
                    isIdentity: row[3],
                    completeness: try known(row[4]),
                    windowDays: row[5],
                    timeZone: row[6],
                    publicPage: row[7]
                ),
                reachedAt: instant(row[8])
            )
        }
        return registries
    }
}
