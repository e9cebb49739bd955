import Glibc

/// That one sweep of the nightly job runs at a time on a database; it ends with the process at the
/// latest.
package final class SweepLock: Sendable {
    package enum Failure: Error, Equatable, CustomStringConvertible {
        case taken
        case cannotLock(path: String)

        package var description: String {
            switch self {
            case .taken:
                "Another sweep over this database is running: what is due is being asked about."
            case .cannotLock(let path):
                "No lock can be had at \(path): its folder must be writable."
            }
        }
    }

    private let descriptor: Int32

    /// Takes the lock beside a database's file.
    package init(besideDatabase path: String) throws(Failure) {
        let path = path + "-reverify.lock"
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotLock(path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            close(descriptor)
            throw isTaken ? .taken : .cannotLock(path: path)
        }
        self.descriptor = descriptor
    }

    // The file stays: who removed it might remove one that another process has just locked.
    deinit { close(descriptor) }
}
