package import Directory
import GRDB

/// Whether a registry may be asked now, as far as the database tells.
package struct RegistryDoor: Hashable, Sendable {
    /// The newest check's time, where the clock shows less.
    package let clockBehind: Instant?
    /// Until when it is left alone after silences, and why; nil where it is not.
    package let closedUntil: Instant?
    package let closedBecause: String?
    package let hasDue: Bool
}

extension Database {
    /// The first wait after silences, doubled each time up to an hour.
    private static let firstClosingSeconds: Int64 = 60
    private static let longestClosingSeconds: Int64 = 3600

    /// Says whether a registry may be asked now, and whether there is anything to ask.
    package func door(of registry: RegistryID, now: Instant) async throws -> RegistryDoor {
        try await read { db in
            let closed = try Row.fetchOne(
                try db.cachedStatement(
                    sql: """
                        SELECT closed_until, closed_because FROM registry_health
                        WHERE registry_id = ? AND closed_until > ?
                        """
                ),
                arguments: [registry.text, now.secondsSince1970]
            )
            let due = try Int64.fetchOne(
                try db.cachedStatement(
                    sql: """
                        SELECT 1 WHERE EXISTS (SELECT 1 FROM credential
                                WHERE registry_id = ?1 AND due_at <= ?2)
                            OR EXISTS (SELECT 1 FROM secondary_question
                                WHERE registry_id = ?1 AND due_at <= ?2)
                        """
                ),
                arguments: [registry.text, now.secondsSince1970]
            )
            return RegistryDoor(
                clockBehind: try Self.newestCheckAt(db).flatMap { $0 > now ? $0 : nil },
                closedUntil: closed.flatMap { Self.instant($0[0]) },
                closedBecause: closed?[1],
                hasDue: due != nil
            )
        }
    }

    /// Has every process leave a registry alone: for so long as it asked for, else for longer each
    /// time that it is silent anew.
    ///
    /// - Parameters:
    ///   - registry: Which one.
    ///   - reason: A sentence that says why.
    ///   - seconds: How long it asked to be left alone; nil where it did not ask.
    ///   - now: What the clock shows.
    /// - Returns: Until when.
    /// - Throws: `StorageError` where it could not be written down.
    @discardableResult
    package func close(
        _ registry: RegistryID,
        because reason: String,
        forSeconds seconds: Int64?,
        now: Instant
    ) async throws -> Instant {
        try await write { db in
            try Self.makeHealth(of: registry, db)
            let closings =
                try Int64.fetchOne(
                    db,
                    sql: "SELECT closings FROM registry_health WHERE registry_id = ?",
                    arguments: [registry.text]
                ) ?? 0
            let usual = Self.firstClosingSeconds << min(closings, 6)
            let until = now + max(seconds ?? 0, min(usual, Self.longestClosingSeconds))
            try db.execute(
                sql: """
                    UPDATE registry_health SET closed_until = ?, closed_because = ?,
                        closings = closings + 1
                    WHERE registry_id = ?
                    """,
                arguments: [until.secondsSince1970, reason, registry.text]
            )
            return until
        }
    }

    static func reopen(_ registry: RegistryID, _ db: Connection) throws {
        try db.cachedStatement(
            sql: """
                UPDATE registry_health SET closed_until = NULL, closed_because = NULL, closings = 0
                WHERE registry_id = ?
                """
        ).run(registry.text)
    }

    static func makeHealth(of registry: RegistryID, _ db: Connection) throws {
        try db.cachedStatement(
            sql: "INSERT INTO registry_health (registry_id) VALUES (?) ON CONFLICT DO NOTHING"
        ).run(registry.text)
    }

    // MARK: - So many a day

    /// Takes look-ups out of what a registry permits in a day.
    ///
    /// - Parameters:
    ///   - wanted: How many look-ups at most.
    ///   - registry: Where.
    ///   - requests: How many requests one of them takes.
    ///   - limit: How many requests a day are permitted.
    ///   - day: The day, by the registry's own clock.
    /// - Returns: How many may be made.
    /// - Throws: `StorageError` where it could not be written down.
    package func takeLookUps(
        _ wanted: Int,
        at registry: RegistryID,
        requestsEach requests: Int,
        dailyLimit limit: Int,
        on day: CalendarDate
    ) async throws -> Int {
        try await write { db in
            try Self.makeHealth(of: registry, db)
            let made =
                try Int.fetchOne(
                    db,
                    sql: """
                        SELECT requests FROM registry_health
                        WHERE registry_id = ? AND requests_on = ?
                        """,
                    arguments: [registry.text, day.daysSince1970]
                ) ?? 0
            let taken = max(0, min(wanted, (limit - made) / requests))
            try db.execute(
                sql: """
                    UPDATE registry_health SET requests_on = ?, requests = ? WHERE registry_id = ?
                    """,
                arguments: [day.daysSince1970, made + taken * requests, registry.text]
            )
            return taken
        }
    }

    /// Gives back look-ups that were taken and not made.
    package func giveBackLookUps(
        _ count: Int,
        at registry: RegistryID,
        requestsEach requests: Int,
        on day: CalendarDate
    ) async throws {
        guard count > 0 else { return }
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE registry_health SET requests = max(0, requests - ?)
                    WHERE registry_id = ? AND requests_on = ?
                    """,
                arguments: [count * requests, registry.text, day.daysSince1970]
            )
        }
    }
}
