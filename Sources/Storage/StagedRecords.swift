package import Directory
import Dispatch
import Foundation
import GRDB
import Synchronization

/// Takes the records of a file from the thread that reads it.
///
/// What it is given goes on in batches to the thread that sets it aside in the database, so that
/// neither waits for the other. Memory stays the same however many records there are, but for eight
/// bytes a deactivation.
package final class RecordStage {
    private static let batchSize = 128

    private let known: [Int64]
    private let channel: RecordChannel
    private var batch: [PractitionerRecord] = []
    /// Number and day, packed so that they sort by number.
    private var deactivations: [UInt64] = []

    /// - Parameters:
    ///   - known: The numbers of everybody in the directory, in order.
    ///   - channel: Where the records go.
    init(known: [Int64], channel: RecordChannel) {
        self.known = known
        self.channel = channel
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
        batch.append(record)
        if batch.count == Self.batchSize { try send() }
    }

    /// Sets aside that a number was switched off; whether anybody here has it is seen at the end.
    package func addDeactivation(of npi: NPI, on day: CalendarDate) {
        let days = UInt64(UInt16(clamping: day.daysSince1970))
        deactivations.append(UInt64(clamping: npi.number) << 16 | days)
    }

    private func send() throws {
        try channel.send(batch)
        batch.removeAll(keepingCapacity: true)
    }

    /// What is left when the file has been read.
    func finished(_ rows: RowCounts) throws -> RecordChannel.End {
        try send()
        deactivations.sort()
        defer { deactivations = [] }
        return RecordChannel.End(rows: rows, deactivations: deactivations)
    }
}

/// Hands records from the thread that reads a file to the one that sets them aside.
final class RecordChannel: Sendable {
    /// A file that has been read whole.
    struct End: Sendable {
        let rows: RowCounts
        /// Numbers and days of deactivations, packed and in order.
        let deactivations: [UInt64]
    }

    /// Nobody takes records any more.
    struct Closed: Error {}

    private enum Message: Sendable {
        case records([PractitionerRecord])
        case end(Result<End, any Error>)
    }

    /// How many batches may wait; a reader that is ahead by more waits itself.
    private static let room = 8

    private let messages = Mutex<[Message]>([])
    private let isClosed = Mutex(false)
    private let filled = DispatchSemaphore(value: 0)
    private let free = DispatchSemaphore(value: 0)

    init() {
        for _ in 0..<Self.room { free.signal() }
    }

    /// Runs a reader on a thread of its own: Swift's are too few to be blocked.
    func fill(reading read: @escaping @Sendable () throws -> End) {
        Thread { self.put(.end(Result(catching: read))) }.start()
    }

    func send(_ records: [PractitionerRecord]) throws(Closed) {
        guard !records.isEmpty else { return }
        free.wait()
        guard !isClosed.withLock({ $0 }) else {
            free.signal()
            throw Closed()
        }
        put(.records(records))
    }

    private func put(_ message: Message) {
        messages.withLock { $0.append(message) }
        filled.signal()
    }

    /// Takes the next batch; waits for one.
    ///
    /// - Returns: Nil at the end of the file.
    /// - Throws: What ended the reading.
    func receive(_ take: ([PractitionerRecord]) throws -> Void) throws -> End? {
        filled.wait()
        switch messages.withLock({ $0.removeFirst() }) {
        case .records(let records):
            defer { free.signal() }
            try take(records)
            return nil
        case .end(let result): return try result.get()
        }
    }

    /// Has whoever sends stop.
    func close() {
        isClosed.withLock { $0 = true }
        free.signal()
    }
}

/// The records of a file in a temporary table of one connection, until the whole has been read.
struct StagedRecords {
    private let db: Connection

    init(_ db: Connection) throws {
        self.db = db
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

    func drop() {
        try? db.execute(sql: "DROP TABLE temp.staged_record; DROP TABLE temp.staged_deactivation")
    }

    /// Sets aside everything that comes, until the file ends.
    func fill(from channel: RecordChannel) throws -> RowCounts {
        while true {
            // A transaction a batch, not one for the file: it looks up postal codes, and a state of
            // the database held for minutes would keep the journal of others from being reused.
            let end = try channel.receive { records in
                try db.inTransaction(.deferred) {
                    for record in records { try add(record) }
                    return .commit
                }
            }
            guard let end else { continue }
            try add(deactivations: end.deactivations)
            return end.rows
        }
    }

    /// Of several records of one person the latest stays.
    private func add(_ record: PractitionerRecord) throws {
        let fingerprint = RecordBytes(record).fingerprint
        var placed = record
        for index in placed.locations.indices {
            placed.locations[index] = try Database.place(placed.locations[index], db)
        }
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
            fingerprint,
            RecordBytes(placed).bytes
        )
    }

    /// Keeps the deactivations, packed and in order, of those who are in the directory or the file.
    private func add(deactivations: [UInt64]) throws {
        try db.inTransaction(.deferred) {
            let insertion = try db.cachedStatement(
                sql: """
                    INSERT INTO temp.staged_deactivation (npi, day) VALUES (?1, ?2)
                    ON CONFLICT DO UPDATE SET day = max(day, ?2)
                    """
            )
            let numbers = try db.cachedStatement(
                sql: """
                    SELECT npi FROM practitioner WHERE npi IS NOT NULL
                    UNION SELECT source_id FROM temp.staged_record ORDER BY 1
                    """
            )
            var index = 0
            try numbers.each { row in
                let text: String = row[0]
                guard let number = UInt64(text) else { return }
                while index < deactivations.count, deactivations[index] >> 16 < number {
                    index += 1
                }
                while index < deactivations.count, deactivations[index] >> 16 == number {
                    try insertion.run(text, Int64(deactivations[index] & 0xFFFF))
                    index += 1
                }
            }
            return .commit
        }
    }

    /// Lets go of what changes nothing: records that say what NPPES said the last time, but for
    /// those whose address could not be placed (the gazetteer may have grown), and deactivations
    /// that are known.
    ///
    /// - Returns: How many records.
    func dropUnchanged() throws -> Int {
        try db.execute(
            sql: """
                DELETE FROM temp.staged_deactivation WHERE EXISTS (
                    SELECT 1 FROM practitioner
                    WHERE npi = staged_deactivation.npi AND npi_deactivated_on >= day)
                    AND NOT EXISTS (SELECT 1 FROM temp.staged_record WHERE source_id = npi)
                """
        )
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

    /// Hands over the records in the order of the file, each with the day on which its number was
    /// switched off, then the deactivations of those without a record.
    func each(
        record take: (_ record: UnsafeRawBufferPointer, Int64, CalendarDate?) throws -> Void,
        deactivation takeDeactivation: (NPI, CalendarDate) throws -> Void
    ) throws {
        let records = try db.cachedStatement(
            sql: """
                SELECT record, fingerprint, day FROM temp.staged_record
                LEFT JOIN temp.staged_deactivation ON npi = source_id
                ORDER BY ordinal
                """
        )
        try records.each { row in
            try row.withBytes(of: 0) { try take($0, row[1], Database.day(row[2])) }
        }
        let deactivations = try db.cachedStatement(
            sql: """
                SELECT npi, day FROM temp.staged_deactivation
                WHERE npi NOT IN (SELECT source_id FROM temp.staged_record) ORDER BY npi
                """
        )
        try deactivations.each { row in
            try takeDeactivation(NPI(row[0] as String), CalendarDate(daysSince1970: row[1]))
        }
    }
}
