import Foundation
import Glibc

/// Where the rejected rows of an import are listed: line, reason and identifier, never the row.
///
/// It is made with the first rejection, readable by its owner only, and holds a bounded number of
/// them; the count goes on. One that an earlier run left at its place goes when the run begins.
package final class RejectsFile {
    static let limit = 100_000
    private static let header = "line,reason,identifier\n"

    package private(set) var count = 0
    private let path: String?
    private var handle: FileHandle?
    private var pending = ""

    /// - Parameter path: Nil to count only.
    package init(path: String?) {
        self.path = path
        if let path, Self.isRejectsFile(path) { unlink(path) }
    }

    /// Whether a file is a list of rejected rows: anything else at its place is somebody's own, and
    /// is not removed before there is something to put there.
    private static func isRejectsFile(_ path: String) -> Bool {
        let descriptor = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var start = [UInt8](repeating: 0, count: header.utf8.count)
        let count = read(descriptor, &start, start.count)
        return count == start.count && start.elementsEqual(header.utf8)
    }

    package func add(_ rejection: Rejection) throws(ImportError) {
        count += 1
        guard let path, count <= Self.limit else { return }
        if handle == nil { try open(at: path) }
        pending += "\(rejection.line),\(Self.cell(rejection.reason)),"
        pending += Self.cell(rejection.identifier) + "\n"
        if count == Self.limit { pending += ",further rejected rows are only counted,\n" }
        if pending.utf8.count > 65_536 { try flush() }
    }

    /// Writes what is left.
    package func flush() throws(ImportError) {
        guard let handle, let path, !pending.isEmpty else { return }
        do {
            try handle.write(contentsOf: Data(pending.utf8))
        } catch {
            throw .rejectsUnwritable(path: path)
        }
        pending = ""
    }

    private func open(at path: String) throws(ImportError) {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .rejectsUnwritable(path: path) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        pending = Self.header
    }

    private static func cell(_ text: String) -> String {
        "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
