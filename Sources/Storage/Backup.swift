import Foundation
import GRDB
import Glibc

extension Database {
    /// Copies the whole database into a new file, as it is at one moment, while others go on
    /// reading and writing; refuses to overwrite a file.
    package func backUp(to destination: String) throws {
        let partial = destination + ".partial"
        guard !FileManager.default.fileExists(atPath: destination) else {
            throw StorageError.cannotCreate(path: destination, errno: EEXIST)
        }
        try? FileManager.default.removeItem(atPath: partial)
        let descriptor = open(partial, O_CREAT | O_EXCL | O_RDWR, 0o600)
        guard descriptor >= 0 else {
            throw StorageError.cannotCreate(path: destination, errno: errno)
        }
        Glibc.close(descriptor)
        do {
            let copy = try DatabaseQueue(path: partial)
            try pool.backup(to: copy)
            try copy.writeWithoutTransaction { db in
                // A backup is one file: no journal has to travel with it.
                try db.execute(sql: "PRAGMA journal_mode = DELETE")
                // Restored, it is another state than the one that indexes have followed.
                try db.execute(
                    sql: "UPDATE installation SET edition = ?",
                    arguments: [Self.newEdition()]
                )
            }
            try copy.close()
            guard rename(partial, destination) == 0 else {
                throw StorageError.cannotCreate(path: destination, errno: errno)
            }
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            throw (error as? DatabaseError).map { StorageError($0, path: destination) } ?? error
        }
    }

    /// Puts a backup in the place of everything that is here, in one transaction, while others
    /// have the database open; they see the old or the new whole.
    package func restore(from source: String) throws {
        let backup = try Self.openedForReading(source)
        defer { try? backup.close() }
        do {
            guard try backup.read(Self.integrityProblems).isEmpty else {
                throw StorageError.notADatabase(path: source)
            }
            try backup.backup(to: pool)
            // Indexes in other processes follow the change log: tell them that all is new.
            try pool.write { db in
                try db.execute(
                    sql: "UPDATE installation SET edition = ?",
                    arguments: [Self.newEdition()]
                )
            }
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    /// What SQLite finds wrong with the file; nothing where it is sound.
    package func integrityProblems() throws -> [String] {
        try pool.read(Self.integrityProblems)
    }

    private static func integrityProblems(_ db: Connection) throws -> [String] {
        let found = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)")
        let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
        return found.filter { $0 != "ok" }
            + orphans.map { "a row of \($0[0] as String) has lost what it refers to" }
    }
}
