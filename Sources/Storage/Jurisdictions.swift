package import Directory
import GRDB

extension Database {
    /// Makes the policies the given ones and no others; listings of places whose rule changed, or
    /// that have none any more, are made again.
    ///
    /// - Returns: Whether anything changed.
    /// - Throws: `StorageError`; an empty list is refused, since it would end all trust.
    @discardableResult
    package func replacePolicies(_ policies: [JurisdictionPolicy]) async throws -> Bool {
        try await replacePolicies(Policies(jurisdictions: policies))
    }

    /// The same with what places say about reviews, and what classes of credentials mean there.
    @discardableResult
    package func replacePolicies(_ all: Policies) async throws -> Bool {
        let policies = all.jurisdictions
        guard !policies.isEmpty else {
            throw StorageError.refused("The list of policies is empty; nothing was changed.")
        }
        return try await write { db in
            let change = try db.cachedStatement(
                sql: """
                    INSERT INTO jurisdiction (code, name, licensing, source) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT DO UPDATE SET name = ?2, licensing = ?3, source = ?4
                    WHERE name <> ?2 OR licensing <> ?3 OR source <> ?4
                    """
            )
            let start = db.totalChangesCount
            let codes = Set(policies.map(\.jurisdiction.code))
            let known = try String.fetchAll(db, sql: "SELECT code FROM jurisdiction ORDER BY code")
            for code in known where !codes.contains(code) {
                try db.execute(sql: "DELETE FROM jurisdiction WHERE code = ?", arguments: [code])
                try Self.refreshListings(in: Jurisdiction(code), db)
            }
            for policy in policies {
                let before = db.totalChangesCount
                try change.execute(arguments: [
                    policy.jurisdiction.code, policy.name, policy.licensing.rawValue, policy.source,
                ])
                if db.totalChangesCount > before {
                    try Self.refreshListings(in: policy.jurisdiction, db)
                }
            }
            let hasChanged = db.totalChangesCount > start
            if hasChanged { try Self.notePlacesChanged(db) }
            let rules = try Set(Self.reviewRules(db))
            let explanations = try Set(Self.explanations(db))
            guard rules != Set(all.reviewRules) || explanations != Set(all.explanations) else {
                return hasChanged
            }
            try Self.replaceRules(with: all, db)
            return true
        }
    }

    private static func refreshListings(
        in jurisdiction: Jurisdiction,
        _ db: Connection
    ) throws {
        let parts = jurisdiction.code.split(separator: "-").map(String.init)
        let ids = try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT practitioner_id FROM location WHERE country = ? AND region = ?
                """,
            arguments: [parts[0], parts.count > 1 ? parts[1] : ""]
        )
        for id in ids { try refreshListings(of: RowKey(id), db) }
    }

    static func policy(
        of jurisdiction: Jurisdiction,
        _ db: Connection
    ) throws -> JurisdictionPolicy? {
        let statement = try db.cachedStatement(
            sql: "SELECT name, licensing, source FROM jurisdiction WHERE code = ?"
        )
        return try statement.first(jurisdiction.code) { row in
            JurisdictionPolicy(
                jurisdiction: jurisdiction,
                name: row[0],
                licensing: try known(row[1]),
                source: row[2]
            )
        }
    }
}
