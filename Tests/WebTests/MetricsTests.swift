import Directory
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
@testable import Web

@Suite struct MetricsTests {
    private static let token = "a-token-of-the-monitoring"

    private func site() async throws -> SampleSite {
        try await SampleSite(metricsToken: try BearerToken(file: Array(Self.token.utf8)))
    }

    @Test func `numbers are told in Prometheus' text format to whoever knows the token`()
        async throws
    {
        let site = try await site()
        try await site.test { client in
            _ = try await client.get("/v1/practitioners?near=\(Sample.seattle)")
            _ = try await client.get("/v1/practitioners?near=\(Sample.seattle)")
            let response = try await client.get(
                "/metrics",
                headers: [.authorization: "Bearer \(Self.token)"]
            )
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(response.headers[.cacheControl] == "no-store")
            let read = try PrometheusReading(String(buffer: response.body))
            #expect(read.kinds["meridian_search_duration_seconds"] == "histogram")
            #expect(read.values["meridian_search_duration_seconds_count"] == 2)
            #expect(read.values["meridian_search_duration_seconds_bucket{le=\"+Inf\"}"] == 2)
            #expect(read.values["meridian_search_pages_total{at_hand=\"yes\"}"] == 1)
            #expect(read.values["meridian_search_pages_total{at_hand=\"no\"}"] == 1)
            #expect(read.values["meridian_index_following"] == 1)
            #expect((read.values["meridian_index_listings"] ?? 0) > 3)
            #expect((read.values["meridian_disk_free_bytes"] ?? 0) > 0)
            #expect(read.values["meridian_outbox_waiting{kind=\"mail\"}"] == 0)
            #expect(read.kinds["meridian_checks_due"] == "gauge")
            #expect(read.kinds.count > 20)
        }
    }

    @Test(arguments: [
        nil, "", "Bearer", "Bearer ", "Bearer wrong", "Bearer a-token-of-the-monitorinG",
        "Bearer a-token-of-the-monitoringg", "Basic a-token-of-the-monitoring",
    ])
    func `without the right token there is nothing at this address`(shown: String?) async throws {
        let site = try await site()
        try await site.test { client in
            var headers: HTTPFields = [:]
            headers[.authorization] = shown
            let response = try await client.get("/metrics", headers: headers)
            #expect(response.status == .notFound)
            #expect(!String(buffer: response.body).contains("meridian_"))
        }
    }

    @Test func `where no token is configured nobody is told`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let headers: HTTPFields = [.authorization: "Bearer \(Self.token)"]
            let response = try await client.get("/metrics", headers: headers)
            #expect(response.status == .notFound)
        }
    }

    @Test(arguments: ["", "short", "a token with blanks in it", String(repeating: "x", count: 513)])
    func `a file that holds no token is refused`(text: String) {
        #expect(throws: BearerToken.ParseError.self) {
            try BearerToken(file: Array(text.utf8))
        }
    }

    @Test func `the end of the line is no part of a token`() throws {
        let token = try BearerToken(file: Array("\(Self.token)\r\n".utf8))
        #expect(token.isShown(by: "bearer  \(Self.token)"))
    }
}

@Suite struct PrometheusTextTests {
    @Test func `what means something in the format is escaped`() throws {
        var text = PrometheusText()
        text.metric("a_total", .counter, "A \"quoted\" help \\ of\ntwo lines.") { samples in
            samples.add(3, ("name", "a\"b\\c\nd"), ("other", "é"))
        }
        #expect(
            text.text == """
                # HELP a_total A "quoted" help \\\\ of\\ntwo lines.
                # TYPE a_total counter
                a_total{name="a\\"b\\\\c\\nd",other="é"} 3

                """
        )
        let read = try PrometheusReading(text.text)
        #expect(read.values.count == 1)
    }

    @Test(arguments: [
        (0.0, "0"), (-1, "-1"), (0.25, "0.25"), (0.00005, "5e-05"), (1e16, "1e+16"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (1_795_435_200, "1795435200"),
    ])
    func `numbers are written as Go reads them`(value: Double, text: String) {
        #expect(PrometheusText.number(value) == text)
    }
}

@Suite struct SearchMeterTests {
    @Test func `a search is counted in its bucket and in every one above`() {
        let meter = SearchMeter()
        for nanoseconds in [0, 50_000, 50_001, 3_000_000, 2_000_000_000] {
            meter.count(nanoseconds: nanoseconds)
        }
        let reading = meter.reading

        #expect(reading.buckets.map(\.count) == [2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5])
        #expect(reading.buckets.last?.endSeconds == .infinity)
        #expect(reading.count == 5)
        #expect(abs(reading.seconds - 2.003_100_001) < 1e-9)
    }

    @Test func `nothing is lost that several threads count at once`() async {
        let meter = SearchMeter()
        await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask { for _ in 0..<5000 { meter.count(nanoseconds: 100) } }
            }
        }
        #expect(meter.reading.count == 20_000)
        #expect(meter.reading.buckets.first?.count == 20_000)
    }
}

/// A strict reader of the format (prometheus.io/docs/instrumenting/exposition_formats): every sample
/// stands behind the type and the help of its name, once, and histograms add up.
struct PrometheusReading {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var kinds: [String: String] = [:]
    private(set) var values: [String: Double] = [:]
    private var helped: Set<String> = []
    private var present = ""

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Fault(description: "no line feed at the end") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            try read(String(line))
        }
        try requireHistograms()
    }

    private mutating func read(_ line: String) throws {
        let fault = Fault(description: line)
        if line.hasPrefix("# HELP ") {
            let parts = line.dropFirst(7).split(separator: " ", maxSplits: 1)
            guard parts.count == 2, helped.insert(String(parts[0])).inserted else { throw fault }
            present = String(parts[0])
        } else if line.hasPrefix("# TYPE ") {
            let parts = line.dropFirst(7).split(separator: " ")
            guard parts.count == 2, String(parts[0]) == present, kinds[present] == nil,
                ["counter", "gauge", "histogram"].contains(parts[1])
            else { throw fault }
            kinds[present] = String(parts[1])
        } else {
            try sample(line, fault)
        }
    }

    private mutating func sample(_ line: String, _ fault: Fault) throws {
        let pattern =
            /^([a-z_:][a-z0-9_:]*)(\{([a-z_]+="([^"\\\n]|\\["\\n])*"(,[a-z_]+="([^"\\\n]|\\["\\n])*")*)\})? ([-+0-9.eInfNa]+)$/
        guard let match = try pattern.wholeMatch(in: line) else { throw fault }
        let name = String(match.1)
        let isOfPresent =
            kinds[present] == "histogram"
            ? ["_bucket", "_sum", "_count"].contains { present + $0 == name } : name == present
        let number = match.7 == "+Inf" ? .infinity : Double(match.7)
        guard isOfPresent, let number, values[name + (match.2 ?? "")] == nil else { throw fault }
        if kinds[present] == "counter" {
            guard name.hasSuffix("_total"), number >= 0 else { throw fault }
        }
        values[name + (match.2 ?? "")] = number
    }

    private func requireHistograms() throws {
        for (name, kind) in kinds where kind == "histogram" {
            let buckets = values.filter { $0.key.hasPrefix("\(name)_bucket{le=") }
                .map { key, count in
                    let end = key.split(separator: "\"")[1]
                    return (end: end == "+Inf" ? .infinity : Double(end) ?? .nan, count: count)
                }
                .sorted { $0.end < $1.end }
            let counts = buckets.map(\.count)
            guard buckets.last?.end == .infinity, counts == counts.sorted(),
                counts.last == values["\(name)_count"], values["\(name)_sum"] != nil
            else { throw Fault(description: "\(name) is no histogram") }
        }
    }
}
