#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A file without a name for the body of an answer that is too long to be held in memory.
///
/// Having no name from the start, it is gone with the process, however that ends.
package final class BodyFile: Sendable {
    /// How much is read of it at once.
    private static let piece = 256 << 10

    private let descriptor: Int32

    /// Makes an empty file.
    ///
    /// - Parameter folder: Where there is room for it.
    /// - Throws: `TransferError.cannotKeepBody` where no file can be made there.
    package init(in folder: String) throws(TransferError) {
        var path = Array("\(folder)/.download-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw .cannotKeepBody }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        close(descriptor)
    }

    /// Reads on from a place; nothing is left where nothing comes.
    ///
    /// - Parameter offset: How many bytes were read before.
    /// - Returns: The next bytes.
    /// - Throws: `TransferError.cannotKeepBody` where the disk fails.
    package func bytes(from offset: Int) throws(TransferError) -> [UInt8] {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.piece) { buffer, filled in
            repeat {
                count = pread(descriptor, buffer.baseAddress, Self.piece, off_t(offset))
            } while count < 0 && errno == EINTR
            filled = max(0, count)
        }
        guard count >= 0 else { throw .cannotKeepBody }
        return bytes
    }

    /// Begins anew, for an answer that takes the place of the one before.
    func clear() -> Bool {
        ftruncate(descriptor, 0) == 0 && lseek(descriptor, 0, SEEK_SET) == 0
    }

    /// Adds bytes at the end and says whether there was room for them.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = write(descriptor, part.baseAddress, part.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 || errno != EINTR {
                return false
            }
        }
        return true
    }
}
