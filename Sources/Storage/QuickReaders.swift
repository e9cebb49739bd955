import GRDB
import Synchronization

/// Connections for the question that every search ends with, asked where the search runs.
///
/// The rows of a page take some fifty microseconds out of mapped pages, less than the two changes
/// of thread that keep long questions off Swift's cooperative threads. So these connections never
/// wait: what would have to is asked of the pool.
final class QuickReaders: Sendable {
    private struct State {
        var idle: [DatabaseQueue] = []
        var isClosed = false
    }

    private let path: String
    private let state = Mutex(State())

    init(path: String) {
        self.path = path
    }

    /// The answer; nil where it cannot be had without waiting.
    func read<Answer>(_ question: (Connection) throws -> Answer) throws -> Answer? {
        guard let reader = try idleReader() else { return nil }
        defer { giveBack(reader) }
        do {
            return try reader.unsafeRead(question)
        } catch let error as DatabaseError
            where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode)
        {
            return nil
        }
    }

    func close() throws {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for reader in idle { try reader.close() }
    }

    private func idleReader() throws -> DatabaseQueue? {
        let (idle, isClosed) = state.withLock { ($0.idle.popLast(), $0.isClosed) }
        if idle != nil || isClosed { return idle }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .immediateError
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA mmap_size = 2147483648;
                    PRAGMA cache_size = -8192;
                    PRAGMA trusted_schema = OFF;
                    """
            )
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private func giveBack(_ reader: DatabaseQueue) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.idle.append(reader) }
            return state.isClosed
        }
        if isClosed { try? reader.close() }
    }
}
