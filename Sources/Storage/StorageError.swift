import GRDB

/// Why the database could not be opened, read or written; each case says what to do.
package enum StorageError: Error, Equatable {
    case noDatabase(path: String)
    case cannotCreate(path: String, errno: Int32)
    case unknownVersion(found: Int, known: Int)
    case notADatabase(path: String)
    /// Another process held the file for longer than we wait.
    case busy
    case diskFull
    case cannotReadOrWrite(path: String)
    /// Invented and real people do not go into one database.
    case demonstrationOnly
    case realOnly
    /// Nothing has this identifier.
    case notFound(String)
    /// The command would break a rule that the sentence names.
    case refused(String)
    /// Another process has begun to take in the same list.
    case overtaken(list: String)
    /// A fault of ours that SQLite caught; the result code is SQLite's.
    case fault(code: Int32)

    init(_ error: DatabaseError, path: String) {
        self =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_FULL: .diskFull
            case .SQLITE_NOTADB, .SQLITE_CORRUPT: .notADatabase(path: path)
            case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR:
                // A journal that finds no room to begin in is told as a fault of the file.
                Disk(holding: path).problem == .diskFull
                    ? .diskFull : .cannotReadOrWrite(path: path)
            default: .fault(code: error.extendedResultCode.rawValue)
            }
    }

    /// Whether trying the same again later may work.
    package var isTransient: Bool {
        switch self {
        case .busy, .diskFull, .overtaken: true
        default: false
        }
    }
}

extension StorageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noDatabase(let path):
            "There is no database at \(path). Make one with: meridian init --database \(path)"
        case .cannotCreate(let path, let errno) where errno == 17:
            "There is a file at \(path) already; a new database needs a path of its own."
        case .cannotCreate(let path, _):
            "No database can be made at \(path): the folder must exist and be writable."
        case .unknownVersion(0, _):
            "This file is not a database of Meridian. Make one with: meridian init"
        case .unknownVersion(let found, let known) where found > known:
            "This database has version \(found) and this program knows \(known): install the "
                + "newer Meridian, or restore a backup made with this one."
        case .unknownVersion(let found, let known):
            "This database has version \(found) and this program knows \(known): no migration "
                + "leads from there to here; restore it with the Meridian that made it."
        case .notADatabase(let path):
            "The file at \(path) is damaged or no database. Restore the last backup with: "
                + "meridian restore"
        case .busy: "Another process holds the database. Try again in a minute."
        case .diskFull: "The disk is full. Nothing was changed; make room and try again."
        case .cannotReadOrWrite(let path):
            "The database at \(path) cannot be read or written: look at its owner and the disk."
        case .demonstrationOnly:
            "This database is a demonstration with invented people. Real data needs a database of "
                + "its own: meridian init --database FILE"
        case .realOnly:
            "This database holds real data. The seed's invented people need a database of their "
                + "own: meridian init --database FILE"
        case .notFound(let what): "There is no \(what) here."
        case .refused(let sentence): sentence
        case .overtaken(let list):
            "Another process has begun to take in the list \(list), and goes on with it."
        case .fault(let code): "The database refused the change (SQLite result \(code))."
        }
    }
}
