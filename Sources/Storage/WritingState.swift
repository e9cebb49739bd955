import Dispatch
import Foundation
import Glibc
import GRDB

/// Whether anything more can be saved; where not, why.
package enum WritingState: String, Sendable, CaseIterable {
    case works = "ok"
    case diskNearlyFull = "disk_nearly_full"
    case diskFull = "disk_full"
    /// Another process has held the database for longer than a transaction of ours lasts.
    case locked
    /// The file or its file system takes no changes from this account.
    case notPermitted = "not_permitted"
}

/// A look at the disk and the database's lock.
package struct WritingReport: Hashable, Sendable {
    package let state: WritingState
    /// What is left for accounts like ours, in bytes; nil where the file system does not tell.
    package let freeBytes: Int64?
}

extension Database {
    /// A night's sweep over a hundred thousand licences still finds room in so many bytes.
    package static let scarceBytes: Int64 = 256 << 20

    /// Tries whether anything can be saved, and changes nothing.
    ///
    /// Some bytes go into a file without a name beside the database, and its lock is taken and given
    /// back: a server that writes nothing finds out as well as one that does.
    ///
    /// - Returns: What was found.
    package func writingReport() async -> WritingReport {
        let path = path
        return await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(returning: Disk(holding: path).report())
            }
        }
    }
}

/// The file system that holds a database.
struct Disk {
    private let path: String

    /// More than a file system would give out of what it has left in blocks begun.
    private static let trialBytes = 64 << 10

    init(holding path: String) {
        self.path = path
    }

    fileprivate func report() -> WritingReport {
        let free = freeBytes
        func found(_ state: WritingState) -> WritingReport {
            WritingReport(state: state, freeBytes: free)
        }
        if let problem { return found(problem) }
        if let problem = lockProblem { return found(problem) }
        guard let free, free < Database.scarceBytes else { return found(.works) }
        return found(.diskNearlyFull)
    }

    private var folder: String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    private var freeBytes: Int64? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    /// Why bytes cannot be written beside the database; nil where they can.
    var problem: WritingState? {
        var name = Array("\(folder)/.meridian-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { return Self.state(of: errno) }
        unlink(name)
        defer { close(descriptor) }
        let bytes = [UInt8](repeating: 0, count: Self.trialBytes)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return Self.state(of: errno) }
            written += count
        }
        return nil
    }

    private static func state(of error: Int32) -> WritingState {
        error == ENOSPC || error == EDQUOT ? .diskFull : .notPermitted
    }

    private var lockProblem: WritingState? {
        var configuration = Configuration()
        configuration.busyMode = .timeout(2)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { db in try db.execute(sql: "BEGIN IMMEDIATE; ROLLBACK") }
            try queue.close()
            return nil
        } catch let error as DatabaseError {
            return switch StorageError(error, path: path) {
            case .busy: .locked
            case .diskFull: .diskFull
            default: .notPermitted
            }
        } catch {
            return .notPermitted
        }
    }
}
