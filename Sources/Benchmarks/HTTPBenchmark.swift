import ArgumentParser
import Curl
import Directory
import Foundation
import Hummingbird
import Logging
import Population
import Storage
import Web

/// The search over HTTP, beside constant replies of the same sizes.
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

        let deepPages = try await self.deepPages()
        let grounds = [
            Ground(name: "dense.uncached", budget: "0.25 of a constant reply") {
                WrkScript.around(Crowd.densestCentre, Self.filters)
            },
            Ground(name: "rural.uncached", budget: "0.5 of it") {
                let city = Crowd.densestCentre
                return WrkScript.around(
                    (city.latitude + SearchGround.ruralOffset, city.longitude),
                    "radius_km=25"
                )
            },
            Ground(name: "state.deep", budget: "0.3 of it") { WrkScript.each(of: deepPages) },
            Ground(name: "dense.seen", budget: "0.8 of it") { WrkScript.fixed(Self.seen) },
        ]
        let samples = try [Self.seen, Self.rural, deepPages[deepPages.count / 2], Self.seen]
            .map { try body(of: $0) }
        let constant = Task {
            try await Self.constantReplies(samples).runService(gracefulShutdownSignals: [])
        }
        defer { constant.cancel() }
        try await Task.sleep(for: .milliseconds(500))

        var rates: [[Double]] = grounds.map { _ in [] }
        var references = rates
        for _ in 0..<rounds {
            for (index, ground) in grounds.enumerated() {
                references[index].append(
                    try rate(Self.constantPort, WrkScript.fixed("/constant/\(index)"))
                )
                // Counted from here: requests that a run before left behind are long answered.
                let before = web.pageCacheCounts
                rates[index].append(try rate(Self.port, ground.script()))
                let after = web.pageCacheCounts
                let hits = after.hits - before.hits
                print("\(ground.name): \(hits) cached of \(hits + after.misses - before.misses)")
            }
        }
        for (index, ground) in grounds.enumerated() {
            print(
                Figure(
                    name: "http.\(ground.name).requests_per_s",
                    value: Figure.percentile(rates[index], 0.5),
                    reference: Figure.percentile(references[index], 0.5),
                    budget: ground.budget
                ).line(json: json)
            )
        }
        try await measureWhileChanging(grounds[0])
    }

    /// Somewhere to ask, in requests none of which need be like another.
    private struct Ground {
        let name: String
        let budget: String
        let script: () -> String
    }

    /// Answers to few at once, quiet and while others write.
    private func measureWhileChanging(_ ground: Ground) async throws {
        let changes = try ChangeStream(database: database, people: count, perSecond: 500)
        var quiet: [Double] = []
        var changing: [Double] = []
        for _ in 0..<rounds {
            quiet.append(try wrk(Self.port, ground.script(), connections: 2).p99)
            let (measured, perSecond) = try await changes.during {
                try wrk(Self.port, ground.script(), connections: 2)
            }
            changing.append(measured.p99)
            print("changes: \(Int(perSecond)) a second")
        }
        print(
            Figure(
                name: "http.dense.changing.p99_ms",
                value: Figure.percentile(changing, 0.5),
                reference: Figure.percentile(quiet, 0.5),
                budget: "at most twice what it is while nothing changes"
            ).line(json: json)
        )
    }

    private static let filters =
        "radius_km=25&min_years=5&min_rating=4&min_reviews=5&condition=neuropathy&language=en"
        + "&verified_within_days=30"

    private static var seen: String { target(northward: 0, filters) }
    private static var rural: String {
        target(northward: SearchGround.ruralOffset, "radius_km=25")
    }

    private static func target(northward offset: Double, _ parameters: String) -> String {
        let city = Crowd.densestCentre
        return "/v1/practitioners?near=\(city.latitude + offset),\(city.longitude)&" + parameters
    }

    /// The body that the server gives to a request.
    private func body(of target: String) throws -> String {
        try Subprocess("curl", ["-s", "http://127.0.0.1:\(Self.port)\(target)"]).finish()
    }

    /// Pages far into searches of a state; more than are kept, so that none is kept long enough.
    private func deepPages() async throws -> [String] {
        let transport = try Transport()
        defer { transport.shutdown() }
        var pages: [String] = []
        for search in 0..<100 {
            var target = Self.target(
                northward: Double(search) * 0.0001,
                "radius_km=\(SearchGround.stateKilometres)"
            )
            for depth in 0..<60 {
                var request = Curl.Request(url: "http://127.0.0.1:\(Self.port)\(target)")
                request.allowsPlainText = true
                request.privateHosts = [HostAndPort(host: "127.0.0.1", port: UInt16(Self.port))]
                let body = String(decoding: try await transport.send(request).body, as: UTF8.self)
                guard let next = body.firstMatch(of: /"next":"([^"]+)"/)?.1 else {
                    throw ValidationError("A page has none after it: \(target)")
                }
                target = String(next)
                if depth >= 10 { pages.append(target) }
            }
        }
        return pages
    }

    /// A server that answers to each number with one body.
    private static func constantReplies(_ bodies: [String]) -> some ApplicationProtocol {
        let router = Router()
        for (index, body) in bodies.enumerated() {
            let buffer = ByteBuffer(string: body)
            router.get("/constant/\(index)") { _, _ in
                Response(
                    status: .ok,
                    headers: [.contentType: "application/json; charset=utf-8"],
                    body: .init(byteBuffer: buffer)
                )
            }
        }
        return Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: constantPort)),
            logger: Logger(label: "constant") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func rate(_ port: Int, _ script: String) throws -> Double {
        try wrk(port, script, connections: 16).requestsPerSecond
    }

    private func wrk(_ port: Int, _ script: String, connections: Int) throws -> Wrk {
        try Wrk(port: port, script: script, seconds: seconds, connections: connections)
    }
}
