package import Directory
import GRDB

/// How much there is of everything, for whoever looks after the installation.
package struct Census: Hashable, Sendable {
    package let practitioners: Int
    package let vetted: Int
    package let places: Int
    package let checks: Int
    package let due: Int
    package let newestCheckAt: Instant?
    /// How long the longest due credential has waited; nil where nothing is due.
    package let longestOverdueSeconds: Int64?
    /// Whether the clock lies before the newest check: then nothing can be trusted by it.
    package let isClockBehind: Bool
    /// Files that were read and are not yet applied whole.
    package let unfinishedImports: Int
}

extension Database {
    package func census(at now: Instant) async throws -> Census {
        try await read { db in
            func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
                try Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0
            }
            let seconds = now.secondsSince1970
            let newest = try Self.newestCheckAt(db)
            let due = """
                FROM credential WHERE due_at <= ?
                    AND registry_id IN (SELECT id FROM registry WHERE asker = 'machine')
                """
            let oldestDue = try Int64.fetchOne(
                db,
                sql: "SELECT min(due_at) \(due)",
                arguments: [seconds]
            )
            return Census(
                practitioners: try count("SELECT count(*) FROM practitioner"),
                vetted: try count(
                    "SELECT count(DISTINCT practitioner_id) FROM listing WHERE vetted_until > ?",
                    [seconds]
                ),
                places: try count("SELECT count(*) FROM place"),
                checks: try count("SELECT count(*) FROM registry_check"),
                due: try count("SELECT count(*) \(due)", [seconds]),
                newestCheckAt: newest,
                longestOverdueSeconds: oldestDue.map { seconds - $0 },
                isClockBehind: newest.map { $0 > now } ?? false,
                unfinishedImports: try count("SELECT count(*) FROM import WHERE state = 'applying'")
            )
        }
    }

    /// How many listings differ from what the other tables say; makes all of them anew to compare
    /// and changes nothing.
    package func staleListings() async throws -> Int {
        try await pool.writeWithoutTransaction { db in
            var differing = 0
            try db.inTransaction {
                try db.execute(sql: "CREATE TEMP TABLE listing_before AS SELECT * FROM listing")
                for id in try Int64.fetchAll(db, sql: "SELECT id FROM practitioner") {
                    try Self.refreshListings(of: RowKey(id), db)
                }
                differing =
                    try Int.fetchOne(
                        db,
                        sql: """
                            SELECT count(DISTINCT location_id) FROM (
                                SELECT * FROM (SELECT * FROM listing
                                    EXCEPT SELECT * FROM temp.listing_before)
                                UNION ALL
                                SELECT * FROM (SELECT * FROM temp.listing_before
                                    EXCEPT SELECT * FROM listing))
                            """
                    ) ?? 0
                return .rollback
            }
            return differing
        }
    }
}
