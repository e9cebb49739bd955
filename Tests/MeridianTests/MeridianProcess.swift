import Foundation
import Glibc
import Synchronization

/// The `meridian` command as it is built, in a process of its own.
struct MeridianProcess: Sendable {
    struct Ending: Sendable {
        /// The exit code; nil where a signal ended it.
        let code: Int32?
        let output: String
        let errors: String
    }

    /// Built beside the tests.
    static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "meridian")

    /// Told by its id alone: the process itself is waited for on a thread of its own.
    private let id: Int32
    private let ending: Task<Ending, Never>
    private let isOver: Flag

    private final class Flag: Sendable {
        private let state = Mutex(false)

        var isSet: Bool {
            get { state.withLock { $0 } }
            set { state.withLock { $0 = newValue } }
        }
    }

    /// Starts the command.
    ///
    /// - Parameters:
    ///   - arguments: What it is told.
    ///   - environment: All that it has beside PATH.
    ///   - folder: Where its output is kept.
    ///   - executable: Another program that runs the command.
    /// - Throws: Why it could not be started.
    init(
        _ arguments: [String],
        environment: [String: String],
        folder: URL,
        executable: URL = Self.executable
    ) throws {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment.merging(
            ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
        ) { own, _ in own }
        process.standardInput = FileHandle.nullDevice
        let name = UUID().uuidString
        let files = ["out", "err"].map { folder.appending(path: "\(name).\($0)") }
        for file in files { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        let (ended, end) = AsyncStream<Int32?>.makeStream()
        let isOver = Flag()
        self.isOver = isOver
        process.terminationHandler = { process in
            isOver.isSet = true
            end.yield(process.terminationReason == .exit ? process.terminationStatus : nil)
            end.finish()
        }
        try process.run()
        id = process.processIdentifier
        ending = Task {
            var code: Int32?
            for await ended in ended { code = ended }
            let texts = files.map { file in
                defer { try? FileManager.default.removeItem(at: file) }
                return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            }
            return Ending(code: code, output: texts[0], errors: texts[1])
        }
    }

    /// Ends it where it stands.
    func kill() {
        Glibc.kill(id, SIGKILL)
    }

    /// Waits while something holds, and for its end at most.
    func runs(while holds: @Sendable () -> Bool) async throws {
        while !isOver.isSet, holds() { try await Task.sleep(for: .milliseconds(5)) }
    }

    /// Waits for its end.
    func finish() async -> Ending {
        await ending.value
    }
}
