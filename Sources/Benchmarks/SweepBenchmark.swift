import ArgumentParser
import Foundation

/// A sweep against a web server, beside `curl --parallel` fetching the same pages.
struct SweepBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Verify licences over TLS beside curl fetching the same pages.",
        discussion: "Needs nginx, curl and openssl."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "How many licences; at most 12,000.") var count = 10_000
    @Option(help: "How many questions at once.") var parallel = 32
    @Option(help: "How many interleaved pairs.") var pairs = 5
    @Option(help: "Which registries: http1, http2, steps, csv, fhir; all unless given.")
    var kind: [SweepKind] = SweepKind.allCases

    func run() async throws {
        let ground = try SweepGround(count: count, parallel: parallel)
        defer { ground.remove() }
        try await ground.prepareDatabase()
        for kind in kind {
            // The server has every page open from here on.
            _ = try ground.fetchWithCurl(kind)
            var ours: [Double] = []
            var theirs: [Double] = []
            for _ in 0..<pairs {
                theirs.append(try ground.fetchWithCurl(kind))
                ours.append(try await ground.sweep(kind))
            }
            let ratios = zip(theirs, ours).map { $0 / $1 }.sorted()
            let requests = Double(ground.checks(of: kind) * kind.requestsPerCheck)
            let unit = kind.requestsPerCheck > 1 ? "requests" : "checks"
            let figure = Figure(
                name: "sweep.\(kind.rawValue).\(unit)_per_s",
                value: requests / ours.sorted()[pairs / 2],
                reference: requests / theirs.sorted()[pairs / 2],
                budget: "0.9 of curl; pairs \(ratios.map { String(format: "%.2f", $0) })"
            )
            print(figure.line(json: json))
        }
    }
}

extension SweepKind: ExpressibleByArgument {}
