package import Directory
import Foundation
import GRDB

/// Takes in the rows of a list of licences, one after the other, on a thread of its own.
package final class LicenceStage {
    /// More rows than any list has.
    private static let mostRows: Int64 = 10_000_000
    /// So many rows or bytes go in in one transaction.
    private static let rowsAtOnce = 5000
    private static let bytesAtOnce = 2 << 20

    private let database: Database
    private let claim: ListClaim
    private let now: Instant
    private let pace: ApplyPace
    private var waiting: [(place: Int64, bytes: [UInt8])] = []
    private var waitingBytes = 0
    fileprivate private(set) var longestLock: Duration = .zero
    fileprivate private(set) var keys: [(key: String, place: Int64)] = []
    fileprivate var count: Int64 { Int64(keys.count) }

    fileprivate init(_ database: Database, _ claim: ListClaim, at now: Instant, _ pace: ApplyPace) {
        self.database = database
        self.claim = claim
        self.now = now
        self.pace = pace
    }

    /// Takes a row.
    ///
    /// - Parameters:
    ///   - key: What it is looked up by.
    ///   - bytes: The row as it came.
    /// - Throws: `StorageError` where it cannot be kept, or another process has the list.
    package func add(_ key: String, _ bytes: [UInt8]) throws {
        guard count < Self.mostRows else {
            throw StorageError.refused("The list has more than \(Self.mostRows) rows.")
        }
        keys.append((key, count))
        waiting.append((count - 1, bytes))
        waitingBytes += bytes.count
        if waiting.count >= Self.rowsAtOnce || waitingBytes >= Self.bytesAtOnce { try flush() }
    }

    fileprivate func flush() throws {
        guard !waiting.isEmpty else { return }
        let rows = waiting
        waiting = []
        waitingBytes = 0
        try write { db in
            let insertion = try db.cachedStatement(
                sql: "INSERT INTO licence_row (batch, place, bytes) VALUES (?, ?, ?)"
            )
            for row in rows { try insertion.run(self.claim.lease, row.place, row.bytes) }
        }
    }

    /// Writes down what the rows are looked up by, in its order, so that the index grows at its end.
    fileprivate func index() throws {
        keys.sort { $0.key == $1.key ? $0.place < $1.place : $0.key < $1.key }
        for start in stride(from: 0, to: keys.count, by: Self.rowsAtOnce) {
            let slice = keys[start...].prefix(Self.rowsAtOnce)
            try write { db in
                let insertion = try db.cachedStatement(
                    sql: "INSERT INTO licence_row_key (batch, key, place) VALUES (?, ?, ?)"
                )
                for entry in slice { try insertion.run(self.claim.lease, entry.key, entry.place) }
            }
        }
    }

    private func write(_ command: (Connection) throws -> Void) throws {
        let clock = ContinuousClock()
        do {
            try database.pool.write { db in
                let start = clock.now
                try Database.hold(claim, at: now, db)
                try command(db)
                longestLock = max(longestLock, clock.now - start)
            }
        } catch let error as DatabaseError {
            throw StorageError(error, path: database.path)
        }
        Thread.sleep(forTimeInterval: pace.pause / .seconds(1) / 10)
    }
}

/// A list of licences that was read to its end.
package struct ReadLicences: Hashable, Sendable {
    package var rows: RowCounts
    /// SHA-256 of its bytes, in hexadecimal.
    package var sha256: String
    /// The row of column names as it came.
    package var head: [UInt8]

    package init(rows: RowCounts, sha256: String, head: [UInt8]) {
        self.rows = rows
        self.sha256 = sha256
        self.head = head
    }
}

/// What came of reading a list of licences.
package struct LicenceListSummary: Hashable, Sendable {
    package let list: RegistryID
    package let file: String
    package var rows = RowCounts()
    /// The list's own date; nil where its source gives none.
    package var asOf: Instant?
    /// Credentials that are due at once, since the list before would not have carried their trust
    /// until their turn.
    package var due = 0
    /// How long other writers had to wait at a stretch.
    package var longestLock: Duration = .zero
}

/// What a list of licences that is held has under some numbers.
package struct LicenceRows: Sendable {
    /// The row of column names as it came.
    package let head: [UInt8]
    /// SHA-256 of the whole list, in hexadecimal.
    package let sha256: String
    /// The list's own date, else when its source last gave it or called it unchanged.
    package let asOf: Instant
    /// When its source last gave it or called it unchanged.
    package let seenAt: Instant
    /// By the numbers that were asked for.
    package let rows: [String: [[UInt8]]]
}

extension Database {
    /// More rows under one number than these are more than anybody compares.
    private static let mostRowsOfANumber = 200

    // MARK: - Taking in

    /// Puts a list of licences in the place of the one of the same id that was read last.
    ///
    /// Others may write meanwhile, and look people up in the old list until the moment in which the
    /// new one, which lies beside it whole, takes its place. Memory is that of the numbers.
    ///
    /// - Parameters:
    ///   - claim: Which list; the claim ends with it.
    ///   - origin: Where it came from.
    ///   - description: The SHA-256 of the description by which it is read.
    ///   - now: The moment.
    ///   - acceptance: Who lets it in, and why, though it looks wrong.
    ///   - pace: How long others have to wait.
    ///   - read: Reads the list, on a thread of its own, and throws where it must not take the place
    ///     of the one that it is handed the extent of.
    /// - Returns: What came of it.
    /// - Throws: What the reader throws, or `StorageError`; the old list stands then.
    package func takeInLicences(
        under claim: ListClaim,
        from origin: ListOrigin,
        describedBy description: String,
        at now: Instant,
        accepting acceptance: ListAcceptance? = nil,
        pace: ApplyPace = ApplyPace(),
        reading read: @escaping @Sendable (LicenceStage, ListExtent?) throws -> ReadLicences
    ) async throws -> LicenceListSummary {
        if let acceptance { try Self.check(acceptance) }
        try await removeDeadRows(pace)
        let last = try await self.read { db in try Self.lastLicenceExtent(of: claim.list, db) }
        var summary = LicenceListSummary(list: claim.list, file: origin.file)
        summary.asOf = origin.asOf
        let taken: ReadLicences
        do {
            let (read, count, lock) = try await Self.onThread { [self] in
                let stage = LicenceStage(self, claim, at: now, pace)
                let taken = try read(stage, last)
                guard stage.count > 0 else {
                    throw StorageError.refused("The list has no row that can be read.")
                }
                try stage.flush()
                try stage.index()
                return (taken, stage.count, stage.longestLock)
            }
            taken = read
            summary.rows = taken.rows
            summary.rows.kept = Int(count)
            summary.longestLock = lock
            try await write { [summary] db in
                try Self.noteRead(claim, from: origin, at: now, db)
                try Self.record(
                    summary,
                    taken,
                    batch: claim.lease,
                    describedBy: description,
                    accepting: acceptance,
                    at: now,
                    db
                )
            }
        } catch {
            // A claim that is nobody's any more leaves nothing behind.
            try await removeRows(of: claim.lease, pace)
            throw error
        }
        summary.due = try await askSoon(at: claim.list, now: now)
        try await removeDeadRows(pace)
        return summary
    }

    private static func check(_ acceptance: ListAcceptance) throws {
        guard !acceptance.actor.isEmpty,
            (1...2000).contains(acceptance.reason.unicodeScalars.count)
        else {
            throw StorageError.refused(
                "To take such a list needs the name of who decides and a reason of 1 to 2000 "
                    + "characters."
            )
        }
    }

    private static func lastLicenceExtent(
        of list: RegistryID,
        _ db: Connection
    ) throws -> ListExtent? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT row_count FROM licence_reading WHERE list_id = ? ORDER BY id DESC LIMIT 1
                """
        )
        return try statement.first(list.text) { ListExtent(rows: $0[0]) }
    }

    private static func record(
        _ summary: LicenceListSummary,
        _ taken: ReadLicences,
        batch: Int64,
        describedBy description: String,
        accepting acceptance: ListAcceptance?,
        at now: Instant,
        _ db: Connection
    ) throws {
        var run = ImportSummary(kind: .licences, file: summary.file)
        run.rows = summary.rows
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO licence_reading (list_id, import_id, read_at, description_sha256,
                    sha256, row_count, source_as_of, head, batch, actor, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try insertion.run(
            summary.list.text,
            try insert(run, at: now, db),
            now.secondsSince1970,
            description,
            taken.sha256,
            summary.rows.kept,
            summary.asOf?.secondsSince1970,
            taken.head,
            batch,
            acceptance?.actor,
            acceptance?.reason
        )
    }

    /// Has those asked about at once whose trust the list before does not carry until their turn.
    private func askSoon(at registry: RegistryID, now: Instant) async throws -> Int {
        var count = 0
        while true {
            let some = try await write { db in
                let statement = try db.cachedStatement(
                    sql: """
                        UPDATE credential SET due_at = ?1
                        WHERE id IN (SELECT id FROM credential
                            WHERE registry_id = ?2 AND due_at > ?1 AND lease IS NULL
                                AND (good_until IS NULL OR good_until < due_at)
                            LIMIT 2000)
                        """
                )
                try statement.run(now.secondsSince1970, registry.text)
                return db.changesCount
            }
            count += some
            if some == 0 { return count }
        }
    }

    // MARK: - Removing

    /// Removes the rows of lists that others have taken the place of, or that were never read whole.
    private func removeDeadRows(_ pace: ApplyPace) async throws {
        let dead = try await read { db in
            let alive = Set(
                try Int64.fetchAll(
                    db,
                    sql: """
                        SELECT batch FROM licence_reading
                        WHERE id IN (SELECT max(id) FROM licence_reading GROUP BY list_id)
                        UNION SELECT lease FROM list WHERE lease IS NOT NULL
                        """
                )
            )
            var dead: [Int64] = []
            var last = Int64.min
            // From one batch to the next, past all rows of each.
            let next = try db.cachedStatement(
                sql: """
                    SELECT min(batch) FROM (
                        SELECT min(batch) AS batch FROM licence_row WHERE batch > ?1
                        UNION ALL
                        SELECT min(batch) FROM licence_row_key WHERE batch > ?1)
                    """
            )
            while let batch = try next.first(last, read: { $0[0] as Int64? }) ?? nil {
                if !alive.contains(batch) { dead.append(batch) }
                last = batch
            }
            return dead
        }
        for batch in dead { try await removeRows(of: batch, pace) }
    }

    private func removeRows(of batch: Int64, _ pace: ApplyPace) async throws {
        for table in ["licence_row_key", "licence_row"] {
            let place = table == "licence_row" ? "place" : "key, place"
            while true {
                let count = try await write { db in
                    try db.execute(
                        sql: """
                            DELETE FROM \(table) WHERE batch = ?1 AND (\(place)) IN (
                                SELECT \(place) FROM \(table) WHERE batch = ?1 LIMIT 20000)
                            """,
                        arguments: [batch]
                    )
                    return db.changesCount
                }
                if count == 0 { break }
                try await Task.sleep(for: pace.pause)
            }
        }
    }

    // MARK: - Looking up

    /// What the list that is held has under some numbers.
    ///
    /// - Parameters:
    ///   - keys: The numbers, by the rules of the description.
    ///   - list: The list's id.
    ///   - description: The SHA-256 of the description: what another's rules looked its rows up by
    ///     need not be found by this one's.
    /// - Returns: The rows; nil where no list has been taken in by this description.
    /// - Throws: `StorageError`.
    package func licenceRows(
        under keys: [String],
        in list: RegistryID,
        describedBy description: String
    ) async throws -> LicenceRows? {
        try await read { db in
            let held = try db.cachedStatement(
                sql: """
                    SELECT head, sha256, source_as_of, seen_at, batch
                    FROM licence_reading JOIN list ON list.id = list_id
                    WHERE licence_reading.id = (SELECT max(id) FROM licence_reading
                            WHERE list_id = ?1)
                        AND licence_reading.description_sha256 = ?2 AND seen_at IS NOT NULL
                    """
            )
            let rows = try db.cachedStatement(
                sql: """
                    SELECT bytes FROM licence_row_key JOIN licence_row USING (batch, place)
                    WHERE batch = ? AND key = ? ORDER BY place LIMIT \(Self.mostRowsOfANumber)
                    """
            )
            return try held.first(list.text, description) { row in
                let batch: Int64 = row[4]
                let seenAt = Instant(secondsSince1970: row[3])
                var found: [String: [[UInt8]]] = [:]
                for key in keys where found[key] == nil {
                    found[key] = try rows.all(batch, key) { $0.withBytes(of: 0) { Array($0) } }
                }
                return LicenceRows(
                    head: row.withBytes(of: 0) { Array($0) },
                    sha256: row[1],
                    // One that claims to be from tomorrow is as old as when it was seen.
                    asOf: min(Self.instant(row[2]) ?? seenAt, seenAt),
                    seenAt: seenAt,
                    rows: found
                )
            }
        }
    }
}
