package import Directory
import Foundation
import GRDB

/// How many rows of a file were read, and what became of them.
package struct RowCounts: Hashable, Sendable {
    package var read = 0
    package var kept = 0
    package var rejected = 0

    package init() {}
}

/// What came of taking a file in.
package struct ImportSummary: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case nppes, practitioners, seed, gazetteer, policies, exclusions, licences
    }

    package let kind: Kind
    package let file: String
    package var rows = RowCounts()
    package var added = 0
    package var updated = 0
    /// Who is known and about whom the file says nothing new.
    package var unchanged = 0
    /// About whom a later file has been taken in already.
    package var outdated = 0
    package var deactivated = 0
    /// How long other writers had to wait at a stretch.
    package var longestLock: Duration = .zero

    package init(kind: Kind, file: String) {
        self.kind = kind
        self.file = file
    }

    mutating func count(_ effect: RecordEffect) {
        switch effect {
        case .added: added += 1
        case .updated: updated += 1
        case .unchanged: unchanged += 1
        case .outdated: outdated += 1
        }
    }
}

/// How a run applies what it has staged.
package struct ApplyPace: Hashable, Sendable {
    /// A transaction ends after so long, with the part of the file that it is at.
    package var slice: Duration = .milliseconds(300)
    /// For how long others may write between two transactions.
    ///
    /// Who waits looks again every tenth of a second at least, so that nobody waits for long.
    package var pause: Duration = .milliseconds(40)

    package init() {}
}

extension Database {
    private static let importCacheKilobytes = 65_536

    /// Takes in the records that a reader sets aside; nothing where the reader throws.
    ///
    /// The file is read whole first, into a table that only this connection sees. Then what it
    /// changes is copied to `staged_part`, and the import marked complete. From there on it is going
    /// to be applied, whatever happens to this process: in slices, each a short transaction that
    /// takes some parts, applies them and removes them.
    ///
    /// One transaction for all would be simpler, but it would keep other writers out for as long as
    /// there are people in the file: a worker's checks are refused after ten seconds. A slice leaves
    /// the data true: it holds whole people, a record and its deactivation stand together, and no
    /// rule of the directory speaks of two practitioners at once. Readers see the directory between
    /// last month's state and this month's for some seconds, never a person in between.
    ///
    /// - Parameters:
    ///   - kind: What is taken in.
    ///   - file: Its name, for the list of imports.
    ///   - now: The moment of the import.
    ///   - pace: How long others have to wait.
    ///   - applied: Is told after each slice, when others may write, what has come of it so far.
    ///     Where it throws the rest is left to `finishImports`.
    ///   - read: Reads the file and sets its records aside. It runs on a thread of its own, and
    ///     nobody else's reading or writing waits for it.
    /// - Returns: What came of it.
    /// - Throws: What the reader throws, or `StorageError`.
    package func takeIn(
        _ kind: ImportSummary.Kind,
        file: String,
        at now: Instant,
        pace: ApplyPace = ApplyPace(),
        applied: @escaping @Sendable (ImportSummary) throws -> Void = { _ in },
        reading read: @escaping @Sendable (RecordStage) throws -> RowCounts
    ) async throws -> ImportSummary {
        try await importing { db in
            // A demonstration is refused before gigabytes are read.
            if case .demonstration = try Self.installation(db) {
                throw StorageError.demonstrationOnly
            }
            // What an earlier file brought comes first.
            try Self.finishRuns(at: now, pace: pace, db)
            let staged = try StagedRecords(db)
            defer { staged.drop() }
            var summary = ImportSummary(kind: kind, file: file)
            let channel = RecordChannel()
            let known = try Self.knownNumbers(db)
            channel.fill {
                let stage = RecordStage(known: known, channel: channel)
                return try stage.finished(try read(stage))
            }
            defer { channel.close() }
            summary.rows = try staged.fill(from: channel)
            summary.unchanged = try staged.dropUnchanged()
            let run = try Self.stage(staged, of: summary, at: now, db)
            return try Self.apply(run, at: now, pace: pace, applied, db)
        }
    }

    /// Applies what imports have staged whose process died before the end.
    ///
    /// Every import begins with it; a process that starts may do so too. An import that another
    /// process is at is helped, and does no harm: each part is applied once.
    ///
    /// - Parameters:
    ///   - now: The moment.
    ///   - pace: How long others have to wait.
    /// - Returns: What came of each.
    /// - Throws: `StorageError`; an import that can never be applied is given up first.
    @discardableResult
    package func finishImports(
        at now: Instant,
        pace: ApplyPace = ApplyPace()
    ) async throws -> [ImportSummary] {
        try await importing { db in try Self.finishRuns(at: now, pace: pace, db) }
    }

    /// Asks something of the writing connection outside of a transaction.
    private func importing<Answer: Sendable>(
        _ command: @escaping @Sendable (Connection) throws -> Answer
    ) async throws -> Answer {
        do {
            return try await pool.writeWithoutTransaction { db in
                let cache = try Int.fetchOne(db, sql: "PRAGMA main.cache_size") ?? -8_192
                // What a slice changes stays in memory rather than going to the journal and back.
                try db.execute(sql: "PRAGMA main.cache_size = -\(Self.importCacheKilobytes)")
                defer { try? db.execute(sql: "PRAGMA main.cache_size = \(cache)") }
                return try command(db)
            }
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    private static func knownNumbers(_ db: Connection) throws -> [Int64] {
        try db.cachedStatement(
            sql: "SELECT CAST(npi AS INTEGER) FROM practitioner WHERE npi IS NOT NULL ORDER BY npi"
        ).all { $0[0] }
    }

    @discardableResult
    private static func finishRuns(
        at now: Instant,
        pace: ApplyPace,
        _ db: Connection
    ) throws -> [ImportSummary] {
        try removeDeadRuns(at: now, db)
        return try Int64.fetchAll(
            db,
            sql: "SELECT id FROM import WHERE state = 'applying' ORDER BY id"
        ).map { try apply($0, at: now, pace: pace, { _ in }, db) }
    }

    // MARK: - Applying

    /// Applies all parts of a run, slice by slice.
    ///
    /// Another process may be at the same run, having taken this one for dead: each part is applied
    /// by whoever removes it.
    private static func apply(
        _ run: Int64,
        at now: Instant,
        pace: ApplyPace,
        _ applied: (ImportSummary) throws -> Void,
        _ db: Connection
    ) throws -> ImportSummary {
        let clock = ContinuousClock()
        var longestLock = Duration.zero
        var parts = ReadyParts(of: run)
        while true {
            let gap = clock.now
            // Read while others may write.
            try givingUp(run, db) { try parts.fill(db) }
            if longestLock > .zero { sleep(for: pace.pause - (clock.now - gap)) }
            var start = clock.now
            var (summary, isFinished) = try givingUp(run, db) {
                try inImmediateTransaction(db) {
                    start = clock.now
                    return try applySlice(&parts, at: now, until: start + pace.slice, db)
                }
            }
            longestLock = max(longestLock, clock.now - start)
            summary.longestLock = longestLock
            if isFinished { return summary }
            try applied(summary)
        }
    }

    private static func sleep(for duration: Duration) {
        if duration > .zero { Thread.sleep(forTimeInterval: duration / .seconds(1)) }
    }

    private static func inImmediateTransaction<Answer>(
        _ db: Connection,
        _ command: () throws -> Answer
    ) throws -> Answer {
        var answer: Answer?
        try db.inTransaction(.immediate) {
            answer = try command()
            return .commit
        }
        guard let answer else { throw StorageError.fault(code: 0) }
        return answer
    }

    /// Removes the parts of a run that can never be applied, so that later ones are not held up.
    private static func givingUp<Answer>(
        _ run: Int64,
        _ db: Connection,
        _ command: () throws -> Answer
    ) throws -> Answer {
        do {
            return try command()
        } catch {
            // A busy file or a full disk passes; what cannot be read or stored never will be.
            let isHopeless = (error as? DatabaseError).map { $0.resultCode == .SQLITE_CONSTRAINT }
            if isHopeless ?? true {
                try inImmediateTransaction(db) { try giveUp(run, db) }
            }
            throw error
        }
    }

    /// Applies parts until a moment has passed or none is left.
    private static func applySlice(
        _ parts: inout ReadyParts,
        at now: Instant,
        until end: ContinuousClock.Instant,
        _ db: Connection
    ) throws -> (summary: ImportSummary, isFinished: Bool) {
        var (summary, state) = try self.run(parts.run, db)
        guard state == .applying else { return (summary, true) }
        let registries = try RegistryChoice(db)
        while let changes = try parts.removeNext(db) {
            for change in changes {
                try apply(change, choosing: registries, to: &summary, at: now, db)
            }
            if ContinuousClock.now >= end { break }
        }
        let isFinished = try parts.areAllGone(db)
        try save(summary, of: parts.run, isFinished ? .finished : .applying, at: now, db)
        return (summary, isFinished)
    }

    private static func apply(
        _ change: StagedChange,
        choosing registries: RegistryChoice,
        to summary: inout ImportSummary,
        at now: Instant,
        _ db: Connection
    ) throws {
        switch change {
        case .record(let record, let fingerprint, let day):
            if let day, record.isEnded(by: day), try practitionerKey(of: record, db) == nil {
                // Somebody new who has been switched off since is nobody to add.
                return
            }
            let effect = try apply(
                record,
                fingerprint: fingerprint,
                choosing: registries,
                at: now,
                db
            )
            summary.count(effect)
            if let day, let npi = record.practitioner.npi {
                try deactivate(npi, on: day, at: now, counting: &summary, db)
            }
        case .deactivation(let npi, let day):
            try deactivate(npi, on: day, at: now, counting: &summary, db)
        }
    }

    private static func deactivate(
        _ npi: NPI,
        on day: CalendarDate,
        at now: Instant,
        counting summary: inout ImportSummary,
        _ db: Connection
    ) throws {
        if try deactivate(npi, on: day, at: now, db) { summary.deactivated += 1 }
    }

    // MARK: - The list of imports

    private enum RunState: String {
        case staging, applying, finished
        case givenUp = "given_up"
    }

    /// Adds a line to the list of imports.
    package func record(_ summary: ImportSummary, at now: Instant) async throws {
        try await write { db in _ = try Self.insert(summary, at: now, db) }
    }

    /// - Returns: The key of the new line.
    @discardableResult
    static func insert(
        _ summary: ImportSummary,
        at now: Instant,
        _ db: Connection
    ) throws -> Int64 {
        let run = try beginRun(summary, at: now, db)
        try save(summary, of: run, .finished, at: now, db)
        return run
    }

    /// - Returns: The key of the new line.
    static func beginRun(
        _ summary: ImportSummary,
        at now: Instant,
        _ db: Connection
    ) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO import (kind, file, state, started_at, rows_read, rows_kept,
                    rows_rejected, unchanged)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                summary.kind.rawValue, summary.file, RunState.staging.rawValue,
                now.secondsSince1970, summary.rows.read, summary.rows.kept,
                summary.rows.rejected, summary.unchanged,
            ]
        )
        return db.lastInsertedRowID
    }

    private static func save(
        _ summary: ImportSummary,
        of run: Int64,
        _ state: RunState,
        at now: Instant,
        _ db: Connection
    ) throws {
        try db.execute(
            sql: """
                UPDATE import SET state = ?, added = ?, updated = ?, unchanged = ?, outdated = ?,
                    deactivated = ?, finished_at = ?
                WHERE id = ?
                """,
            arguments: [
                state.rawValue, summary.added, summary.updated, summary.unchanged,
                summary.outdated, summary.deactivated,
                state == .finished ? now.secondsSince1970 : nil, run,
            ]
        )
    }

    /// What has come of a run so far.
    private static func run(
        _ run: Int64,
        _ db: Connection
    ) throws -> (summary: ImportSummary, state: RunState) {
        let statement = try db.cachedStatement(
            sql: """
                SELECT kind, file, state, rows_read, rows_kept, rows_rejected, added, updated,
                    unchanged, outdated, deactivated
                FROM import WHERE id = ?
                """
        )
        let found = try statement.first(run) { row in
            var summary = ImportSummary(kind: try known(row[0]), file: row[1])
            summary.rows.read = row[3]
            summary.rows.kept = row[4]
            summary.rows.rejected = row[5]
            summary.added = row[6]
            summary.updated = row[7]
            summary.unchanged = row[8]
            summary.outdated = row[9]
            summary.deactivated = row[10]
            return (summary, try known(row[2]) as RunState)
        }
        guard let found else { throw StorageError.notFound("import") }
        return found
    }
}

extension PractitionerRecord {
    /// Whether a deactivation on some day came after this state of the record.
    func isEnded(by day: CalendarDate) -> Bool {
        Self.isEnded(by: day, updatedOn: npiUpdatedOn, reactivatedOn: npiReactivatedOn)
    }

    /// A number that was switched off counts as off until it is switched on or its record changes
    /// on a later day; on one day the switching off came last, unless it was switched on again.
    static func isEnded(
        by day: CalendarDate,
        updatedOn: CalendarDate?,
        reactivatedOn: CalendarDate?
    ) -> Bool {
        if let reactivatedOn, reactivatedOn >= day { return false }
        return updatedOn.map { $0 <= day } ?? true
    }
}
