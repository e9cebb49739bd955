import ArgumentParser
import Directory
import Population
import Search

/// The search in process, over a million practitioners.
struct SearchBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search a million practitioners in process."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "How many practitioners.") var count = Crowd.benchmarkCount
    @Flag(help: "Only the dense city with every filter, in every order.") var brief = false

    func run() async throws {
        let now = Instant(secondsSince1970: 1_795_000_000)
        var builder = ListingIndex.Builder()
        builder.reserve(count)
        for member in Crowd(count: count) { builder.append(Listing(member, at: now)) }
        let index = ListingIndex(builder)
        let circle = try Columns(index: index, at: now)
        var questions = DenseCityQuery()
        var total = 0
        for sort in PractitionerQuery.Sort.allCases {
            var times = Samples()
            var references = Samples()
            for round in 0..<2_000 {
                var query = questions.next()
                query.sort = sort
                let page = try times.measure { try index.page(for: query, at: now) }
                total += page.total
                if round % 4 == 0 { references.measure { circle.sum() } }
            }
            print(
                Figure(
                    name: "search.dense.\(sort.rawValue).p99_ms",
                    value: times.percentile(0.99),
                    reference: references.percentile(0.5),
                    budget: "under 0.5 ms"
                ).line(json: json)
            )
            print(
                Figure(
                    name: "search.dense.\(sort.rawValue).p50_ms",
                    value: times.percentile(0.5),
                    reference: references.percentile(0.5),
                    budget: "-"
                ).line(json: json)
            )
        }
        let passing = total / (2_000 * PractitionerQuery.Sort.allCases.count)
        print(
            Figure(
                name: "search.dense.passing",
                value: Double(passing),
                reference: Double(circle.count),
                budget: "35 to 45 % of the circle"
            ).line(json: json)
        )
        guard !brief else { return }
        for ground in SearchGround.allCases {
            for need in SearchNeed.allCases {
                for withFacets in [false, true] {
                    try measure(ground, need, withFacets, index, circle, at: now)
                }
            }
        }
    }

    private func measure(
        _ ground: SearchGround,
        _ need: SearchNeed,
        _ withFacets: Bool,
        _ index: ListingIndex,
        _ circle: Columns,
        at now: Instant
    ) throws {
        var random = SplitMix64(seed: 11)
        var times = Samples()
        var references = Samples()
        for round in 0..<ground.rounds {
            var query = PractitionerQuery()
            query.circle = ground.circle(&random)
            need.ask(of: &query)
            if withFacets { query.facets = Set(Facet.allCases) }
            try times.measure { try index.page(for: query, at: now) }
            if round % 4 == 0 { references.measure { circle.sum() } }
        }
        print(
            Figure(
                name: "search.\(ground.rawValue).\(need.rawValue)"
                    + (withFacets ? ".facets" : "") + ".p99_ms",
                value: times.percentile(0.99),
                reference: references.percentile(0.5),
                budget: ground.budget(withFacets: withFacets)
            ).line(json: json)
        )
    }
}

/// What a search in the dense city has to look at, without the search: the reference.
private struct Columns {
    private let columns: [[Int32]]

    var count: Int { columns[0].count }

    init(index: ListingIndex, at now: Instant) throws {
        var questions = DenseCityQuery()
        var all = PractitionerQuery()
        all.circle = questions.next().circle
        all.vettedOnly = false
        let count = try index.page(for: all, at: now).total
        columns = (0..<8).map { column in
            (0..<count).map { Int32(truncatingIfNeeded: $0 &* (column + 3)) }
        }
    }

    @inline(never)
    func sum() -> Int32 {
        columns.reduce(0) { sum, column in column.reduce(sum, &+) }
    }
}

/// Times taken one after the other, in milliseconds.
struct Samples {
    private var milliseconds: [Double] = []

    @discardableResult
    mutating func measure<Result>(_ work: () throws -> Result) rethrows -> Result {
        let start = ContinuousClock.now
        let result = try work()
        let duration = ContinuousClock.now - start
        milliseconds.append(
            Double(duration.components.seconds) * 1e3
                + Double(duration.components.attoseconds) / 1e15
        )
        // Kept from being optimised away with the work that made it.
        withExtendedLifetime(result) {}
        return result
    }

    /// The time that a share of all, 0 to 1, stays under.
    func percentile(_ share: Double) -> Double {
        let sorted = milliseconds.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}
