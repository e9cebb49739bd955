import Directory
import GRDB

/// A number of changes as bytes: what one row of `staged_part` holds.
struct StagedPart {
    /// How the bytes are laid out; another number when they are laid out anew, so that a later
    /// version of the program does not misread what an earlier one has left.
    static let layout = 1
    /// Few enough to be applied in some hundredths of a second.
    private static let changesAtMost = 200

    private(set) var bytes: [UInt8] = []
    private var changes = 0

    var isEmpty: Bool { changes == 0 }
    var isFull: Bool { changes >= Self.changesAtMost }

    mutating func append(
        record: UnsafeRawBufferPointer,
        fingerprint: Int64,
        endedOn day: CalendarDate?
    ) {
        append(Int64(record.count))
        append(fingerprint)
        append(day.map { Int64($0.daysSince1970) } ?? .min)
        bytes.append(contentsOf: record)
        changes += 1
    }

    mutating func appendDeactivation(of npi: NPI, on day: CalendarDate) {
        // No record has no bytes.
        append(0)
        append(npi.number)
        append(Int64(day.daysSince1970))
        changes += 1
    }

    private mutating func append(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

/// One change that a file brings.
enum StagedChange {
    /// A record, and on what day its number was switched off by another row of the file.
    case record(PractitionerRecord, fingerprint: Int64, endedOn: CalendarDate?)
    case deactivation(NPI, on: CalendarDate)

    /// Hands over the changes that a part's bytes hold, one after the other.
    static func each(in bytes: UnsafeRawBufferPointer, _ take: (StagedChange) throws -> Void) throws
    {
        var position = 0
        func number() throws -> Int64 {
            guard bytes.count - position >= 8 else { throw StorageError.fault(code: 0) }
            defer { position += 8 }
            return Int64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Int64.self)
            )
        }
        while position < bytes.count {
            let count = Int(try number())
            let identity = try number()
            let day = try number()
            if count == 0 {
                try take(.deactivation(NPI(number: identity), on: CalendarDate(days: day)))
                continue
            }
            guard count > 0, bytes.count - position >= count else {
                throw StorageError.fault(code: 0)
            }
            let slice = UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
            position += count
            try take(
                .record(
                    PractitionerRecord(bytes: slice),
                    fingerprint: identity,
                    endedOn: day == .min ? nil : CalendarDate(days: day)
                )
            )
        }
    }
}

/// Some parts of a run, read and waiting to be applied.
struct ReadyParts {
    /// As many as a slice takes, or some more: what they hold stays in memory meanwhile.
    private static let most = 16

    let run: Int64
    private var parts: [(ordinal: Int64, changes: [StagedChange])] = []
    private var lastOrdinal: Int64 = 0

    init(of run: Int64) {
        self.run = run
    }

    /// Reads on, which needs no lock.
    mutating func fill(_ db: Connection) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT ordinal, layout, changes FROM staged_part
                WHERE import_id = ? AND ordinal > ? ORDER BY ordinal LIMIT ?
                """
        )
        parts += try statement.all(run, lastOrdinal, Self.most - parts.count) { row in
            guard row[1] == StagedPart.layout else {
                throw StorageError.refused(
                    """
                    An import was begun by another version of Meridian and cannot be finished. \
                    Run it again.
                    """
                )
            }
            var changes: [StagedChange] = []
            try row.withBytes(of: 2) { bytes in
                try StagedChange.each(in: bytes) { changes.append($0) }
            }
            return (row[0], changes)
        }
        lastOrdinal = parts.last?.ordinal ?? lastOrdinal
    }

    /// Takes the next part out of the database, and what it holds; nil where none is ready.
    mutating func removeNext(_ db: Connection) throws -> [StagedChange]? {
        let removal = try db.cachedStatement(
            sql: "DELETE FROM staged_part WHERE import_id = ? AND ordinal = ?"
        )
        while !parts.isEmpty {
            let next = parts.removeFirst()
            try removal.run(run, next.ordinal)
            // Another process may have taken it.
            if db.changesCount > 0 { return next.changes }
        }
        return nil
    }

    func areAllGone(_ db: Connection) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT 1 FROM staged_part WHERE import_id = ? LIMIT 1"
        )
        return try statement.first(run) { _ in true } == nil
    }
}

extension CalendarDate {
    fileprivate init(days: Int64) {
        self.init(daysSince1970: Int32(truncatingIfNeeded: days))
    }
}

extension Database {
    /// What one transaction adds to the tables at most, in bytes: some hundredths of a second.
    private static let stagedAtOnce = 8 << 20
    /// A run that has not staged everything after so many seconds is dead.
    private static let stagingSeconds: Int64 = 3_600

    /// Copies what a file brings from the connection's own table to where everybody sees it, in
    /// short transactions; the last marks it complete.
    ///
    /// - Returns: The run, to be applied.
    static func stage(
        _ records: StagedRecords,
        of summary: ImportSummary,
        at now: Instant,
        _ db: Connection
    ) throws -> Int64 {
        var run: Int64?
        var ordinal = 0
        var waiting: [StagedPart] = []
        var size = 0
        func write(isComplete: Bool) throws {
            try db.inTransaction(.immediate) {
                try requireReal(db)
                let id = try run ?? beginRun(summary, at: now, db)
                for part in waiting {
                    ordinal += 1
                    try insert(part, of: id, ordinal: ordinal, db)
                }
                if isComplete { try completeStaging(of: id, db) }
                run = id
                return .commit
            }
            waiting = []
            size = 0
        }
        var part = StagedPart()
        func close() throws {
            guard !part.isEmpty else { return }
            waiting.append(part)
            size += part.bytes.count
            part = StagedPart()
            if size >= stagedAtOnce { try write(isComplete: false) }
        }
        try records.each { record, fingerprint, day in
            part.append(record: record, fingerprint: fingerprint, endedOn: day)
            if part.isFull { try close() }
        } deactivation: { npi, day in
            part.appendDeactivation(of: npi, on: day)
            if part.isFull { try close() }
        }
        try close()
        try write(isComplete: true)
        guard let run else { throw StorageError.fault(code: 0) }
        return run
    }

    private static func insert(
        _ part: StagedPart,
        of run: Int64,
        ordinal: Int,
        _ db: Connection
    ) throws {
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO staged_part (import_id, ordinal, layout, changes) VALUES (?, ?, ?, ?)
                """
        )
        try insertion.run(run, ordinal, StagedPart.layout, part.bytes)
    }

    private static func completeStaging(of run: Int64, _ db: Connection) throws {
        let change = try db.cachedStatement(
            sql: "UPDATE import SET state = 'applying' WHERE id = ? AND state = 'staging'"
        )
        try change.run(run)
        guard db.changesCount == 1 else {
            throw StorageError.refused(
                "Another import took this one for dead and removed it. Run it again."
            )
        }
    }

    /// Removes what runs have left that died before everything was staged: nothing comes of them.
    static func removeDeadRuns(at now: Instant, _ db: Connection) throws {
        let dead = try Int64.fetchAll(
            db,
            sql: "SELECT id FROM import WHERE state = 'staging' AND started_at <= ?",
            arguments: [now.secondsSince1970 - stagingSeconds]
        )
        guard !dead.isEmpty else { return }
        try db.inTransaction(.immediate) {
            for run in dead { try giveUp(run, db) }
            return .commit
        }
    }

    /// Removes what a run has staged and not applied.
    static func giveUp(_ run: Int64, _ db: Connection) throws {
        try db.execute(sql: "DELETE FROM staged_part WHERE import_id = ?", arguments: [run])
        try db.execute(sql: "UPDATE import SET state = 'given_up' WHERE id = ?", arguments: [run])
    }
}
