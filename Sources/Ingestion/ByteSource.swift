import Glibc

/// A file, or standard input, to be read once from beginning to end.
package final class ByteSource {
    /// As it was named: a path, or `-`.
    package let path: String
    /// Nil for standard input and other pipes.
    package let size: Int64?
    private let descriptor: Int32

    private static let pieceSize = 256 << 10

    /// Opens a file; `-` is standard input.
    package init(path: String) throws(ImportError) {
        self.path = path
        guard path != "-" else {
            descriptor = STDIN_FILENO
            size = nil
            return
        }
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .noFile(path: path) : .unreadable(path: path)
        }
        var status = stat()
        let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        size = isRegular ? Int64(status.st_size) : nil
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The next bytes, a good many at once; none at the end.
    package func piece() throws(ImportError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.pieceSize,
            alignment: 1
        )
        defer { buffer.deallocate() }
        return Array(buffer.prefix(try fill(buffer)))
    }

    /// Fills a buffer as far as the source has bytes.
    ///
    /// A pipe hands out little at a time; it is read until the buffer is full all the same.
    ///
    /// - Parameter buffer: Where the bytes go.
    /// - Returns: How many bytes came; fewer than asked for only at the end.
    /// - Throws: Where the file cannot be read.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = read(
                descriptor,
                buffer.baseAddress?.advanced(by: filled),
                buffer.count - filled
            )
            if count == 0 { break }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw .unreadable(path: path)
            }
            filled += count
        }
        return filled
    }
}
