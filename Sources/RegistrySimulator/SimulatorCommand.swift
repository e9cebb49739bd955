import ArgumentParser
import Directory
import Foundation
import Hummingbird

@main
struct SimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry-simulator",
        abstract: "Stands in for real licence registries, with invented people.",
        discussion: """
            Serves every registry of a seed under /<id>/ in that registry's own format, faults \
            included. It runs until it is told to stop (SIGINT, SIGTERM).
            """
    )

    @Option(help: "The seed's directory, which holds registries/simulator.csv.")
    var seed: String

    @Option(help: "The port to listen at; 0 picks one that is free.")
    var port: UInt16

    @Option(help: "The name or address to listen at.")
    var host = "127.0.0.1"

    @Option(
        name: .customLong("as-of"),
        help:
            "The day (YYYY-MM-DD) that the seed's dates are relative to; today in UTC by default.",
        transform: { text in
            guard let day = CalendarDate(iso: text) else {
                throw ValidationError("\(text) is no day; right would be 2026-11-23")
            }
            return day
        }
    )
    var day = Instant(secondsSince1970: Int64(Date.now.timeIntervalSince1970)).date

    @Option(help: "A file of faults, instead of the seed's registries/simulator-faults.csv.")
    var faults: String?

    @Option(help: "Milliseconds that every answer is held back.")
    var latency = 0

    static func main() async {
        do {
            var command = try parse()
            try await command.run()
        } catch {
            // Wrong use is 2 in all of Meridian's commands, where ArgumentParser would have 64.
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            FileHandle.standardError.write(Data("\(fullMessage(for: error))\n".utf8))
            Foundation.exit(2)
        }
    }

    mutating func validate() throws {
        guard (0...60_000).contains(latency) else {
            throw ValidationError("--latency is from 0 to 60000 milliseconds")
        }
    }

    mutating func run() async throws {
        let simulator: Simulator
        do {
            simulator = try Simulator(
                seed: URL(filePath: seed, directoryHint: .isDirectory),
                asOf: day,
                faults: faults.map { URL(filePath: $0) }
            )
        } catch {
            try Self.fail("\(error)", code: 2)
        }
        let host = host
        let name = host.contains(":") ? "[\(host)]" : host
        let application = SimulatorServer.application(
            simulator,
            host: host,
            port: Int(port),
            latency: .milliseconds(latency)
        ) { port in
            let line =
                "registry-simulator: \(simulator.registries.count) registries, "
                + "\(simulator.recordCount) records, at http://\(name):\(port)/ "
                + "(invented people, as of \(simulator.day))\n"
            // Written at once, since whoever started this may be waiting for it at a pipe.
            FileHandle.standardOutput.write(Data(line.utf8))
        }
        do {
            try await application.runService()
        } catch {
            try Self.fail("cannot listen at \(name):\(port): \(error)", code: 1)
        }
    }

    private static func fail(_ reason: String, code: Int32) throws -> Never {
        FileHandle.standardError.write(Data("registry-simulator: \(reason)\n".utf8))
        throw ExitCode(code)
    }
}
