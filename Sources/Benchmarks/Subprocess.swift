import Foundation

/// Another program that a benchmark runs beside or against Meridian.
final class Subprocess {
    struct Missing: Error, CustomStringConvertible {
        let name: String
        var description: String { "This benchmark needs \(name): apt-get install \(name)" }
    }

    private let process = Process()
    private let output = Pipe()

    /// Starts a program found on the PATH or by its whole path.
    init(_ program: String, _ arguments: [String], quiet: Bool = false) throws {
        let folders =
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map(String.init) + ["/usr/sbin"]
        let path =
            program.contains("/")
            ? program
            : folders.map { "\($0)/\(program)" }
                .first(where: FileManager.default.isExecutableFile(atPath:))
        guard let path else { throw Missing(name: program) }
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = quiet ? FileHandle.nullDevice : output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// Waits for the end and returns what was printed.
    @discardableResult
    func finish() throws -> String {
        let data =
            process.standardOutput is Pipe ? try output.fileHandleForReading.readToEnd() : nil
        process.waitUntilExit()
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// The anonymous memory of the process now, in bytes.
    var anonymousMemory: Int? {
        let path = "/proc/\(process.processIdentifier)/status"
        guard let status = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
            .flatMap { $0.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first }
            .flatMap { Int($0) }.map { $0 * 1024 }
    }
}

/// Seconds that work takes.
func seconds(_ work: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try work()
    let duration = ContinuousClock.now - start
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}
