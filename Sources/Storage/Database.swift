package import Directory
import Foundation
import Glibc
import GRDB

/// A connection as GRDB hands it out; it never leaves this target.
typealias Connection = GRDB.Database

/// The SQLite file that holds everything, and the door to every question put to it.
///
/// One writer and several readers (WAL). Nothing here blocks one of Swift's cooperative threads:
/// GRDB runs each question on a queue of its own.
package final class Database: Sendable {
    /// What the process that opens the database is going to do with it.
    package enum Use: Sendable {
        /// Answers many readers at once.
        case serving
        /// Writes, reads little: import, worker, commands.
        case working
    }

    /// The version of `schema.sql` that this program reads and writes.
    package static let schemaVersion = 1
    /// What `schema.sql` marks the file with: "MERI" in ASCII.
    private static let applicationID = 0x4D45_5249

    package let path: String
    let pool: DatabasePool
    let quickReaders: QuickReaders

    /// Opens a database that exists.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - use: What is going to be done with it.
    ///   - patience: How long a transaction waits for another process's: a short one is waited for, a
    ///     long one is a fault to report.
    /// - Throws: `StorageError`.
    package init(path: String, use: Use, patience: Duration = .seconds(10)) throws {
        self.path = path
        quickReaders = QuickReaders(path: path)
        // A pool changes the journal of what it opens: first see whether the file is ours.
        try Self.openedForReading(path).close()
        do {
            pool = try DatabasePool(
                path: path,
                configuration: Self.configuration(for: use, patience: patience)
            )
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    /// A connection that cannot change the file, which is a database of the known version.
    static func openedForReading(_ path: String) throws -> DatabaseQueue {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StorageError.noDatabase(path: path)
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read(requireKnownVersion)
            return queue
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    /// Makes a new, empty database; refuses to touch a file that exists.
    package static func create(at path: String, now: Instant) throws -> Database {
        // Created before SQLite sees it, so that it and its journals are the owner's only.
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR, 0o600)
        guard descriptor >= 0 else { throw StorageError.cannotCreate(path: path, errno: errno) }
        Glibc.close(descriptor)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration(for: .working))
            try queue.write { db in
                try db.execute(sql: String(decoding: PackageResources.schema_sql, as: UTF8.self))
                try db.execute(
                    sql: "INSERT INTO installation (id, created_at, edition) VALUES (1, ?, ?)",
                    arguments: [now.secondsSince1970, newEdition()]
                )
            }
            try queue.close()
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
        return try Database(path: path, use: .working)
    }

    /// A number that no other state of the change log has.
    static func newEdition() -> Int64 { .random(in: 1...Int64.max) }

    private static func configuration(
        for use: Use,
        patience: Duration = .zero
    ) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = 2
        configuration.busyMode = .timeout(patience / .seconds(1))
        let cacheKilobytes = use == .serving ? 32_768 : 8_192
        // Pages that many batches change are copied into the file once for 32 MB of journal.
        // Recursive triggers see the rows that a REPLACE removes, which evidence has to refuse.
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA mmap_size = 2147483648;
                    PRAGMA cache_size = -\(cacheKilobytes);
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = 8192;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA recursive_triggers = ON;
                    """
            )
        }
        return configuration
    }

    private static func requireKnownVersion(_ db: Connection) throws {
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id")
        let isOurs = application == applicationID
        let version = isOurs ? try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 : 0
        guard version == schemaVersion else {
            throw StorageError.unknownVersion(found: version, known: schemaVersion)
        }
    }

    /// Asks one question on a reader.
    func read<Answer: Sendable>(
        _ question: @escaping @Sendable (Connection) throws -> Answer
    ) async throws -> Answer {
        do {
            return try await pool.read(question)
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    /// Changes something, in one transaction that leaves the data true.
    func write<Answer: Sendable>(
        _ command: @escaping @Sendable (Connection) throws -> Answer
    ) async throws -> Answer {
        do {
            return try await pool.write(command)
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    /// Closes every connection; what nobody else still reads of the journal is folded into the file.
    package func close() throws {
        quickReaders.close()
        // SQLite folds it in with the last connection, and the pool's last one cannot write. Where it
        // cannot be, on a full disk for one, nothing is lost: it is read with the file.
        _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
        try pool.close()
    }
}
