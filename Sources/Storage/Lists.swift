package import Directory
import GRDB

/// What is known of a list that is downloaded.
package struct ListState: Hashable, Sendable {
    package let list: RegistryID
    /// When it was last asked for, whatever came of it.
    package let askedAt: Instant?
    /// When its source last gave it, or said that it has not changed.
    package let seenAt: Instant?
    /// When one was last put in the place of another.
    package let readAt: Instant?
    package let dueAt: Instant
    /// Why it could not be had or was not taken the last time; nil where nothing was wrong.
    package let failure: String?
    /// How often in a row.
    package let failureCount: Int

    /// Whether its source has neither given it nor called it unchanged for longer than this; a list
    /// that never was seen is not old.
    package func isStale(afterDays days: Int, at now: Instant) -> Bool {
        seenAt.map { now.seconds(since: $0) > Int64(days) * secondsPerDay } ?? false
    }
}

/// That one process is at a list, and what its source calls the one that is held.
package struct ListClaim: Hashable, Sendable {
    package let list: RegistryID
    /// Nil, as the other, where the list is to be had whatever it is.
    package let etag: String?
    package let lastModified: String?
    let lease: Int64
}

/// Where a list that is taken in came from.
package struct ListOrigin: Hashable, Sendable {
    /// A file's name, or the question that anybody can repeat.
    package var file: String
    package var etag: String?
    package var lastModified: String?
    /// The list's own date, where it is known.
    package var asOf: Instant?
    /// When the next is asked for.
    package var dueAt: Instant

    package init(
        file: String,
        etag: String? = nil,
        lastModified: String? = nil,
        asOf: Instant? = nil,
        dueAt: Instant
    ) {
        self.asOf = asOf
        self.file = file
        self.etag = etag
        self.lastModified = lastModified
        self.dueAt = dueAt
    }
}

extension Database {
    /// How long a claimed list stays with its process before another may ask for it.
    package static let listLeaseSeconds: Int64 = 900

    // MARK: - Claiming

    /// Claims a list that is due, or whose description has changed, to ask its source for it.
    ///
    /// - Parameters:
    ///   - list: Its id.
    ///   - description: The SHA-256 of its description: what another said need not hold for what
    ///     this one says.
    ///   - now: The moment.
    /// - Returns: The claim; nil where it is not due, or another process is at it.
    /// - Throws: `StorageError`.
    package func claimDueList(
        _ list: RegistryID,
        describedBy description: String,
        now: Instant
    ) async throws -> ListClaim? {
        let seconds = now.secondsSince1970
        // Asked on a reader first: this is called again and again, and rarely is anything due.
        let isDue = try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT 1 FROM list WHERE id = ?1 AND NOT (\(Self.isDue))"
            )
            let isWaiting = try statement.first(list.text, seconds, description) { _ in true }
            return isWaiting == nil
        }
        guard isDue else { return nil }
        return try await write { db in
            try Self.insertList(list, describedBy: description, at: now, db)
            let lease = Int64.random(in: 1...Int64.max)
            let claim = try db.cachedStatement(
                sql: """
                    UPDATE list SET
                        etag = CASE WHEN description_sha256 = ?3 THEN etag END,
                        last_modified = CASE WHEN description_sha256 = ?3 THEN last_modified END,
                        description_sha256 = ?3, asked_at = ?2, due_at = ?4, lease = ?5
                    WHERE id = ?1 AND (\(Self.isDue))
                    RETURNING etag, last_modified
                    """
            )
            return try claim.all(
                list.text,
                seconds,
                description,
                seconds + Self.listLeaseSeconds,
                lease
            ) { row in
                ListClaim(list: list, etag: row[0], lastModified: row[1], lease: lease)
            }.first
        }
    }

    /// Of the list ?1 at the moment ?2, described by ?3.
    ///
    /// A description that was mended is tried at once, but two processes with different ones must
    /// not take turns at the source's expense.
    private static let isDue = """
        due_at <= ?2 OR asked_at > ?2
            OR description_sha256 <> ?3 AND lease IS NULL AND asked_at <= ?2 - 900
        """

    /// Claims a list of which one is at hand, due or not: whoever was at it gives it up.
    package func claimList(_ list: RegistryID, now: Instant) async throws -> ListClaim {
        try await write { db in
            try Self.insertList(list, describedBy: "", at: now, db)
            let lease = Int64.random(in: 1...Int64.max)
            let claim = try db.cachedStatement(
                sql: "UPDATE list SET due_at = ?, lease = ? WHERE id = ?"
            )
            try claim.run(now.secondsSince1970 + Self.listLeaseSeconds, lease, list.text)
            return ListClaim(list: list, etag: nil, lastModified: nil, lease: lease)
        }
    }

    private static func insertList(
        _ list: RegistryID,
        describedBy description: String,
        at now: Instant,
        _ db: Connection
    ) throws {
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO list (id, description_sha256, due_at) VALUES (?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        )
        try insertion.run(list.text, description, now.secondsSince1970)
    }

    /// Goes on with a claimed list, or finds that another process has begun.
    static func hold(_ claim: ListClaim, at now: Instant, _ db: Connection) throws {
        let holding = try db.cachedStatement(
            sql: "UPDATE list SET due_at = ? WHERE id = ? AND lease = ? RETURNING 1"
        )
        let isHeld = try holding.all(
            now.secondsSince1970 + listLeaseSeconds,
            claim.list.text,
            claim.lease
        ) { _ in true }
        guard isHeld == [true] else { throw StorageError.overtaken(list: claim.list.text) }
    }

    // MARK: - What came of it

    /// Gives a claimed list back unasked.
    package func release(_ claim: ListClaim, now: Instant) async throws {
        try await write { db in
            let statement = try db.cachedStatement(
                sql: "UPDATE list SET due_at = ?, lease = NULL WHERE id = ? AND lease = ?"
            )
            try statement.run(now.secondsSince1970, claim.list.text, claim.lease)
        }
    }

    /// Notes that a claimed list could not be had or was not taken: the last one stays in force.
    ///
    /// - Parameters:
    ///   - failure: The reason in a sentence.
    ///   - claim: The claim, which ends.
    ///   - retryAfterSeconds: How long its source asks to be left alone.
    ///   - now: The moment.
    /// - Throws: `StorageError`.
    package func note(
        _ failure: String,
        of claim: ListClaim,
        retryAfterSeconds: Int? = nil,
        at now: Instant
    ) async throws {
        try await write { db in
            try Self.hold(claim, at: now, db)
            let counting = try db.cachedStatement(
                sql: """
                    UPDATE list SET failure_count = failure_count + 1, failure = ?, lease = NULL
                    WHERE id = ? RETURNING failure_count
                    """
            )
            let count =
                try counting.all(failure, claim.list.text) { $0[0] as Int }.first ?? 1
            let waiting = try db.cachedStatement(sql: "UPDATE list SET due_at = ? WHERE id = ?")
            let seconds = max(
                Schedule.retrySeconds(after: count),
                Int64(retryAfterSeconds ?? 0)
            )
            try waiting.run(now.secondsSince1970 + seconds, claim.list.text)
        }
    }

    /// Notes that the list that is held is its source's present one, and ends the exclusions whose
    /// day of reinstatement has come since it was read.
    ///
    /// - Parameters:
    ///   - claim: The claim, which ends.
    ///   - dueAt: When it is asked for again.
    ///   - now: The moment.
    ///   - pace: How long others have to wait.
    /// - Throws: `StorageError`.
    package func noteUnchanged(
        _ claim: ListClaim,
        dueAt: Instant,
        at now: Instant,
        pace: ApplyPace = ApplyPace()
    ) async throws {
        let reinstated = try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT DISTINCT practitioner_id
                    FROM exclusion_finding JOIN exclusion ON exclusion.id = exclusion_id
                    WHERE state IN ('confirmed', 'candidate') AND list_id = ?
                        AND reinstated_on <= ?
                    ORDER BY practitioner_id
                    """
            )
            return try statement.all(claim.list.text, now.date.daysSince1970) {
                Practitioner.Key($0[0])
            }
        }
        var summary = ExclusionSummary(list: claim.list, file: "")
        try await settle(reinstated, under: claim, at: now, pace: pace, &summary)
        try await write { db in
            try Self.hold(claim, at: now, db)
            let statement = try db.cachedStatement(
                sql: """
                    UPDATE list SET seen_at = ?, due_at = ?, lease = NULL, failure_count = 0,
                        failure = NULL
                    WHERE id = ?
                    """
            )
            try statement.run(now.secondsSince1970, dueAt.secondsSince1970, claim.list.text)
        }
    }

    /// Notes that a list was put in the place of the last.
    static func noteRead(
        _ claim: ListClaim,
        from origin: ListOrigin,
        at now: Instant,
        _ db: Connection
    ) throws {
        try hold(claim, at: now, db)
        let statement = try db.cachedStatement(
            sql: """
                UPDATE list SET etag = ?1, last_modified = ?2, seen_at = ?3, read_at = ?3,
                    due_at = ?4, lease = NULL, failure_count = 0, failure = NULL
                WHERE id = ?5
                """
        )
        try statement.run(
            origin.etag,
            origin.lastModified,
            now.secondsSince1970,
            origin.dueAt.secondsSince1970,
            claim.list.text
        )
    }

    // MARK: - Questions

    /// Every list that was ever asked for or read, by its id.
    package func lists() async throws -> [RegistryID: ListState] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT id, asked_at, seen_at, read_at, due_at, failure, failure_count FROM list
                    """
            )
            let states = try statement.all { row in
                ListState(
                    list: try RegistryID(row[0] as String),
                    askedAt: Self.instant(row[1]),
                    seenAt: Self.instant(row[2]),
                    readAt: Self.instant(row[3]),
                    dueAt: Instant(secondsSince1970: row[4]),
                    failure: row[5],
                    failureCount: row[6]
                )
            }
            return Dictionary(uniqueKeysWithValues: states.map { ($0.list, $0) })
        }
    }
}
