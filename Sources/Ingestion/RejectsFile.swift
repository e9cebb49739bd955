import Foundation
import Glibc

/// Where the rejected rows of an import are listed: line, reason and identifier, never the row.
///
/// It is made with the first rejection, readable by its owner only, and holds a bounded number of
/// them; the count goes on.
final class RejectsFile {
    static let limit = 100_000

    private(set) var count = 0
    private let path: String?
    private var handle: FileHandle?
    private var pending = ""

    /// - Parameter path: Nil to count only.
    init(path: String?) {
        self.path = path
    }

    func add(_ rejection: Rejection) throws(ImportError) {
        count += 1
        guard let path, count <= Self.limit else { return }
        if handle == nil { try open(at: path) }
        pending += "\(rejection.line),\(Self.cell(rejection.reason)),"
        pending += Self.cell(rejection.identifier) + "\n"
        if count == Self.limit { pending += ",further rejected rows are only counted,\n" }
        if pending.utf8.count > 65_536 { try flush() }
    }

    /// Writes what is left.
    func flush() throws(ImportError) {
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
        pending = "line,reason,identifier\n"
    }

    private static func cell(_ text: String) -> String {
        "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
