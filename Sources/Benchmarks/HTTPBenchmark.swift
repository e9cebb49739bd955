import ArgumentParser
import Directory
import Foundation
import Hummingbird
import Logging
import Population
import Storage
import Web

/// The search over HTTP, beside a constant reply of the same size.
struct HTTPBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http",
        abstract: "Search a million practitioners over HTTP.",
        discussion: "Needs wrk."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "How many practitioners.") var count = Crowd.benchmarkCount
    @Option(help: "The database to use; made where it is missing.") var database: String
    @Option(help: "Seconds of each measurement.") var seconds = 4
    @Option(help: "How many interleaved rounds.") var rounds = 5

    private static let port = 18_081
    private static let constantPort = 18_082

    func run() async throws {
        let now = Instant.now
        try CrowdDatabase.make(at: database, count: count, now: now)
        let store = try Storage.Database(path: database, use: .serving)
        let logger = Logger(label: "benchmarks") { _ in SwiftLogNoOpLogHandler() }
        let web = try WebServer(
            database: store,
            configuration: WebConfiguration(port: Self.port),
            logger: logger,
            clock: { now }
        )
        try await web.feed.load()
        let server = Task { try await web.application().runService(gracefulShutdownSignals: []) }
        defer { server.cancel() }
        try await Task.sleep(for: .seconds(1))

        let sample = try body(of: Self.seen)
        let constant = Task {
            try await Self.constantReply(sample).runService(gracefulShutdownSignals: [])
        }
        defer { constant.cancel() }
        try await Task.sleep(for: .milliseconds(500))

        var rates: [String: [Double]] = [:]
        for _ in 0..<rounds {
            rates["constant", default: []].append(
                try rate(Self.constantPort, Self.fixed("/constant"))
            )
            // Counted from here: requests that a run before left behind are long answered.
            let before = web.pageCacheCounts
            rates["uncached", default: []].append(try rate(Self.port, try Self.everyOther()))
            let after = web.pageCacheCounts
            print(
                "page cache, uncached: \(after.hits - before.hits) hits of "
                    + "\(after.hits - before.hits + after.misses - before.misses)"
            )
            rates["seen", default: []].append(try rate(Self.port, Self.fixed(Self.seen)))
        }
        let reference = median(rates["constant"])
        for (name, budget) in [("uncached", "0.25 of the constant reply"), ("seen", "0.8 of it")] {
            print(
                Figure(
                    name: "http.dense.\(name).requests_per_s",
                    value: median(rates[name]),
                    reference: reference,
                    budget: budget
                ).line(json: json)
            )
        }
    }

    private func median(_ rates: [Double]?) -> Double {
        let sorted = (rates ?? []).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    private static let filters =
        "radius_km=25&min_years=5&min_rating=4&min_reviews=5&condition=neuropathy&language=en"
        + "&verified_within_days=30"

    private static var seen: String {
        let center = Crowd.densestCentre
        return "/v1/practitioners?near=\(center.latitude),\(center.longitude)&" + filters
    }

    /// The body that the server gives to a request.
    private func body(of target: String) throws -> String {
        try Subprocess("curl", ["-s", "http://127.0.0.1:\(Self.port)\(target)"]).finish()
    }

    private static func constantReply(_ body: String) -> some ApplicationProtocol {
        let buffer = ByteBuffer(string: body)
        let router = Router()
        router.get("/constant") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "application/json; charset=utf-8"],
                body: .init(byteBuffer: buffer)
            )
        }
        return Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: constantPort)),
            logger: Logger(label: "constant") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// A wrk script that asks for one thing.
    private static func fixed(_ target: String) -> String {
        "request = function() return wrk.format('GET', '\(target)') end"
    }

    /// A wrk script whose every request has a centre of its own, and every run another start.
    private static func everyOther() throws -> String {
        let center = Crowd.densestCentre
        return """
            local start, count = \(Double.random(in: 0..<1)), 0
            request = function()
              -- Steps of the golden ratio, which never come to the same place twice.
              count = count + 1
              local north = \(center.latitude) + ((start + count * 0.6180339887498949) % 1 - 0.5) * 0.02
              local east = \(center.longitude) + ((start + count * 0.7548776662466927) % 1 - 0.5) * 0.02
              return wrk.format('GET', string.format(
                '/v1/practitioners?near=%.9f,%.9f&\(filters)', north, east))
            end
            """
    }

    /// Requests a second, as wrk counts them; refuses a run in which any failed.
    private func rate(_ port: Int, _ script: String) throws -> Double {
        let file = FileManager.default.temporaryDirectory.appending(path: "wrk-\(UUID()).lua")
        try script.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let report = try Subprocess(
            "wrk",
            ["-t1", "-c16", "-d\(seconds)s", "-s", file.path, "http://127.0.0.1:\(port)"]
        ).finish()
        guard !report.contains("Non-2xx"), !report.contains("Socket errors"),
            let line = report.split(separator: "\n").first(where: { $0.hasPrefix("Requests/sec:") }
            ),
            let rate = line.split(separator: " ").last.flatMap({ Double($0) })
        else { throw ValidationError("wrk did not get its answers:\n\(report)") }
        return rate
    }
}
