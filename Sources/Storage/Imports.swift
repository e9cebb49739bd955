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
        case nppes, practitioners, seed, gazetteer, policies
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
    /// How long other writers had to wait.
    package var lockHeld: Duration = .zero

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

/// The records of a file, set aside in a temporary file until the whole has been read.
///
/// Memory stays the same however many there are, but for eight bytes a deactivation.
package final class RecordStage {
    private let db: Connection
    private let known: [Int64]
    /// Number and day, packed so that they sort by number.
    private var deactivations: [UInt64] = []

    fileprivate init(_ db: Connection) throws {
        self.db = db
        known = try Int64.fetchAll(
            db,
            sql: "SELECT CAST(npi AS INTEGER) FROM practitioner WHERE npi IS NOT NULL ORDER BY npi"
        )
        try db.execute(
            sql: """
                DROP TABLE IF EXISTS temp.staged_record;
                CREATE TEMP TABLE staged_record (
                    ordinal INTEGER PRIMARY KEY,
                    source_id TEXT NOT NULL UNIQUE,
                    as_of INTEGER NOT NULL,
                    fingerprint INTEGER NOT NULL,
                    record BLOB NOT NULL
                );
                DROP TABLE IF EXISTS temp.staged_deactivation;
                CREATE TEMP TABLE staged_deactivation (
                    npi TEXT PRIMARY KEY,
                    day INTEGER NOT NULL
                ) WITHOUT ROWID;
                """
        )
    }

    /// Whether the directory had somebody of this number when the reading began.
    package func knows(_ npi: NPI) -> Bool {
        var low = 0
        var high = known.count
        while low < high {
            let middle = (low + high) / 2
            if known[middle] < npi.number { low = middle + 1 } else { high = middle }
        }
        return low < known.count && known[low] == npi.number
    }

    /// Sets a record aside; of several of one person the latest stays.
    package func add(_ record: PractitionerRecord) throws {
        let bytes = RecordBytes(record)
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO temp.staged_record (source_id, as_of, fingerprint, record)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (source_id) DO UPDATE SET as_of = excluded.as_of,
                    fingerprint = excluded.fingerprint, record = excluded.record
                WHERE excluded.as_of >= as_of
                """
        )
        let asOf = [record.npiUpdatedOn, record.npiReactivatedOn].compactMap(\.self).max()
        try insertion.run(
            record.sourceID,
            asOf?.daysSince1970 ?? .min,
            bytes.fingerprint,
            bytes.bytes
        )
    }

    /// Sets aside that a number was switched off; whether anybody here has it is seen at the end.
    package func addDeactivation(of npi: NPI, on day: CalendarDate) {
        let days = UInt64(UInt16(clamping: day.daysSince1970))
        deactivations.append(UInt64(clamping: npi.number) << 16 | days)
    }

    /// Keeps the deactivations of those who are in the directory or in the file.
    fileprivate func settleDeactivations() throws {
        deactivations.sort()
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO temp.staged_deactivation (npi, day) VALUES (?1, ?2)
                ON CONFLICT DO UPDATE SET day = max(day, ?2)
                """
        )
        let numbers = try String.fetchCursor(
            db,
            sql: """
                SELECT npi FROM practitioner WHERE npi IS NOT NULL
                UNION SELECT source_id FROM temp.staged_record ORDER BY 1
                """
        )
        var index = 0
        while let text = try numbers.next() {
            guard let number = UInt64(text) else { continue }
            while index < deactivations.count, deactivations[index] >> 16 < number { index += 1 }
            while index < deactivations.count, deactivations[index] >> 16 == number {
                try insertion.run(text, Int64(deactivations[index] & 0xFFFF))
                index += 1
            }
        }
        deactivations = []
    }
}

extension Database {
    private static let importCacheKilobytes = 65_536

    /// Takes in the records that a reader sets aside, all in one short transaction at the end;
    /// nothing where the reader throws.
    ///
    /// - Parameters:
    ///   - kind: What is taken in.
    ///   - file: Its name, for the list of imports.
    ///   - now: The moment of the import.
    ///   - read: Reads the file and sets its records aside. It runs on a thread of the database's
    ///     own, and nobody else's reading or writing waits for it.
    /// - Returns: What came of it.
    /// - Throws: What the reader throws, or `StorageError`.
    package func takeIn(
        _ kind: ImportSummary.Kind,
        file: String,
        at now: Instant,
        reading read: @escaping @Sendable (RecordStage) throws -> RowCounts
    ) async throws -> ImportSummary {
        do {
            return try await pool.writeWithoutTransaction { db in
                // A demonstration is refused before gigabytes are read.
                if case .demonstration = try Self.installation(db) {
                    throw StorageError.demonstrationOnly
                }
                let stage = try RecordStage(db)
                defer { try? Self.dropStage(db) }
                var summary = ImportSummary(kind: kind, file: file)
                // A deferred transaction that writes temporary tables only locks nobody out; it
                // spares a commit for every row.
                try db.inTransaction(.deferred) {
                    summary.rows = try read(stage)
                    return .commit
                }
                try stage.settleDeactivations()
                summary.unchanged = try Self.unstageUnchanged(db)
                let clock = ContinuousClock()
                // What the transaction changes stays in memory rather than going to the journal and
                // back; by far the most of an import fits.
                let cache = try Int.fetchOne(db, sql: "PRAGMA main.cache_size") ?? -8_192
                try db.execute(sql: "PRAGMA main.cache_size = -\(Self.importCacheKilobytes)")
                defer { try? db.execute(sql: "PRAGMA main.cache_size = \(cache)") }
                try db.inTransaction(.immediate) {
                    let start = clock.now
                    try Self.requireReal(db)
                    try Self.applyStaged(to: &summary, at: now, db)
                    try Self.insert(summary, at: now, db)
                    summary.lockHeld = clock.now - start
                    return .commit
                }
                return summary
            }
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    private static func dropStage(_ db: Connection) throws {
        try db.execute(sql: "DROP TABLE temp.staged_record; DROP TABLE temp.staged_deactivation")
    }

    /// Lets go of the records that say what NPPES said the last time, but for those whose address
    /// could not be placed: the gazetteer may have grown.
    ///
    /// - Returns: How many.
    private static func unstageUnchanged(_ db: Connection) throws -> Int {
        try db.execute(
            sql: """
                DELETE FROM temp.staged_record WHERE EXISTS (
                    SELECT 1 FROM practitioner
                    WHERE npi = staged_record.source_id
                        AND nppes_fingerprint = staged_record.fingerprint
                        AND NOT EXISTS (SELECT 1 FROM location
                            WHERE practitioner_id = practitioner.id AND latitude IS NULL))
                """
        )
        return db.changesCount
    }

    private static func applyStaged(
        to summary: inout ImportSummary,
        at now: Instant,
        _ db: Connection
    ) throws {
        let records = try db.cachedStatement(
            sql: """
                SELECT record, fingerprint, day FROM temp.staged_record
                LEFT JOIN temp.staged_deactivation ON npi = source_id
                ORDER BY ordinal
                """
        )
        let fingerprinting = try db.cachedStatement(
            sql: """
                UPDATE practitioner SET nppes_fingerprint = ?1
                WHERE npi = ?2 AND nppes_fingerprint IS NOT ?1
                """
        )
        try records.each { row in
            let record = try row.withBytes(of: 0, PractitionerRecord.init)
            if let day = day(row[2]), record.isEnded(by: day),
                try practitionerKey(of: record, db) == nil
            {
                // Somebody new who has been switched off since is nobody to add.
                return
            }
            let effect = try apply(record, at: now, db)
            summary.count(effect)
            if effect != .outdated, record.source == .nppes {
                try fingerprinting.run(row[1] as Int64, record.sourceID)
            }
        }
        let deactivations = try Row.fetchAll(
            db,
            sql: "SELECT npi, day FROM temp.staged_deactivation ORDER BY npi"
        )
        for row in deactivations {
            let day = CalendarDate(daysSince1970: row[1])
            if try deactivate(try NPI(row[0] as String), on: day, at: now, db) {
                summary.deactivated += 1
            }
        }
    }

    /// Adds a line to the list of imports.
    package func record(_ summary: ImportSummary, at now: Instant) async throws {
        try await write { db in try Self.insert(summary, at: now, db) }
    }

    static func insert(_ summary: ImportSummary, at now: Instant, _ db: Connection) throws {
        try db.execute(
            sql: """
                INSERT INTO import (kind, file, finished_at, rows_read, rows_kept, rows_rejected,
                    added, updated)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                summary.kind.rawValue, summary.file, now.secondsSince1970, summary.rows.read,
                summary.rows.kept, summary.rows.rejected, summary.added,
                summary.updated + summary.deactivated,
            ]
        )
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
