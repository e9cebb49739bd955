package import Directory
import GRDB

/// A wording of a registry that stands in no status map, and how many credentials carry it.
package struct UnreadWording: Hashable, Sendable {
    package let registry: RegistryID
    package let wording: String
    package let count: Int
    package let lastSeenAt: Instant
}

extension Database {
    /// The wordings that no map knew at the last answer, those of most credentials first.
    package func unreadWordings() async throws -> [UnreadWording] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT registry_id, coalesce(wording, ''), count(*), max(answered_at)
                    FROM credential
                    WHERE outcome = 'unrecognised' AND registry_id IS NOT NULL
                    GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
                    """
            )
            return try statement.all { row in
                UnreadWording(
                    registry: try RegistryID(row[0] as String),
                    wording: row[1],
                    count: row[2],
                    lastSeenAt: Instant(secondsSince1970: row[3])
                )
            }
        }
    }

    /// Makes the credentials of a wording that has been read now due at once.
    ///
    /// - Returns: How many there are.
    package func askAgain(
        about wording: String,
        at registry: RegistryID,
        now: Instant
    ) async throws -> Int {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE credential SET due_at = ?
                    WHERE registry_id = ? AND wording = ? AND outcome = 'unrecognised'
                        AND lease IS NULL
                    """,
                arguments: [now.secondsSince1970, registry.text, wording]
            )
            return db.changesCount
        }
    }
}
