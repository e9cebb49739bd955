import ArgumentParser
import Directory
import Foundation
import Population

/// How long a server with a million listings takes until it is ready, and what memory it keeps.
struct StartBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start a server over a million listings."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "How many practitioners.") var count = Crowd.benchmarkCount
    @Option(help: "The database to use; made where it is missing.") var database: String
    @Option(help: "The meridian command to start.") var meridian: String

    private static let port = 18_080

    func run() async throws {
        try CrowdDatabase.make(at: database, count: count, now: .now)
        var starts: [Double] = []
        var readings: [Double] = []
        var memory = 0
        for _ in 0..<5 {
            readings.append(try seconds { _ = try readWhole() })
            let server = try Subprocess(
                meridian,
                ["serve", "--database", database, "--port", "\(Self.port)"],
                quiet: true
            )
            defer { server.stop() }
            starts.append(
                try seconds {
                    while !Self.isReady {
                        guard server.isRunning else {
                            throw ValidationError("The server ended before it was ready.")
                        }
                        usleep(5_000)
                    }
                }
            )
            memory = max(memory, server.anonymousMemory ?? 0)
        }
        print(
            Figure(
                name: "start.ready_s",
                value: starts.sorted()[2],
                reference: readings.sorted()[2],
                budget: "under 3 s"
            ).line(json: json)
        )
        print(
            Figure(
                name: "start.rss_anon_mb",
                value: Double(memory) / 1e6,
                reference: 600,
                budget: "under 600 MB"
            ).line(json: json)
        )
    }

    /// The database's bytes, read and thrown away.
    private func readWhole() throws -> Int {
        let file = try FileHandle(forReadingFrom: URL(filePath: database))
        defer { try? file.close() }
        var count = 0
        while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty { count += chunk.count }
        return count
    }

    private static var isReady: Bool {
        guard let url = URL(string: "http://127.0.0.1:\(port)/readyz"),
            let curl = try? Subprocess(
                "curl",
                ["-fsm", "1", "-o", "/dev/null", "-w", "%{http_code}", url.absoluteString]
            )
        else { return false }
        return (try? curl.finish()) == "200"
    }
}

extension Instant {
    static var now: Instant { Instant(secondsSince1970: Int64(Date().timeIntervalSince1970)) }
}
