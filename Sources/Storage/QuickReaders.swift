import Directory
import GRDB
import GRDBSQLite
import Synchronization

/// Connections for the question that every search ends with, asked where the search runs.
///
/// The rows of a page take some forty microseconds out of mapped pages, less than the two changes
/// of thread that keep long questions off Swift's cooperative threads. So these connections never
/// wait: what would have to is asked of the pool. They are SQLite's own, since GRDB's queues and
/// statement caches cost as much as the question.
final class QuickReaders: Sendable {
    private struct State {
        var idle: [QuickReader] = []
        var isClosed = false
    }

    private let path: String
    private let state = Mutex(State())

    init(path: String) {
        self.path = path
    }

    /// What to show of listings; nil where it cannot be had without waiting.
    func listingRows(at locations: [Location.Key]) throws(DatabaseError) -> ListingRows? {
        do throws(DatabaseError) {
            guard let reader = try idleReader() else { return nil }
            defer { giveBack(reader) }
            var rows = ListingRows(reserving: locations.count)
            let code = rows.take(locations, with: reader.statement)
            guard code == SQLITE_DONE else {
                throw DatabaseError(resultCode: ResultCode(rawValue: code))
            }
            return rows
        } catch {
            let isHeld = error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
            guard isHeld else { throw error }
            return nil
        }
    }

    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        // They close themselves, outside the lock.
        withExtendedLifetime(idle) {}
    }

    private func idleReader() throws(DatabaseError) -> QuickReader? {
        let (idle, isClosed) = state.withLock { ($0.idle.popLast(), $0.isClosed) }
        return if idle != nil || isClosed { idle } else { try QuickReader(path: path) }
    }

    private func giveBack(_ reader: QuickReader) {
        state.withLock { state in
            if !state.isClosed { state.idle.append(reader) }
        }
    }
}

/// One connection that never waits, with its statements; whoever has taken it is alone with it.
private final class QuickReader: Sendable {
    private nonisolated(unsafe) let database: OpaquePointer
    private nonisolated(unsafe) let ordinaryPage: OpaquePointer?
    private nonisolated(unsafe) let longPage: OpaquePointer?

    /// Opens a connection that cannot change the file; without a busy handler it never waits.
    init(path: String) throws(DatabaseError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close(opened)
            throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
        database = opened
        let pragmas = """
            PRAGMA mmap_size = 2147483648;
            PRAGMA cache_size = -8192;
            PRAGMA trusted_schema = OFF;
            """
        let outcome = sqlite3_exec(opened, pragmas, nil, nil, nil)
        ordinaryPage = Self.statement(of: .ordinaryPage, opened)
        longPage = Self.statement(of: .longPage, opened)
        guard outcome == SQLITE_OK, ordinaryPage != nil, longPage != nil else {
            throw DatabaseError(resultCode: ResultCode(rawValue: sqlite3_errcode(opened)))
        }
    }

    deinit {
        sqlite3_finalize(ordinaryPage)
        sqlite3_finalize(longPage)
        sqlite3_close(database)
    }

    func statement(of query: ListingRows.Query) -> OpaquePointer? {
        switch query {
        case .ordinaryPage: ordinaryPage
        case .longPage: longPage
        }
    }

    private static func statement(
        of query: ListingRows.Query,
        _ database: OpaquePointer
    ) -> OpaquePointer? {
        var statement: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        sqlite3_prepare_v3(database, query.sql, -1, flags, &statement, nil)
        return statement
    }
}
