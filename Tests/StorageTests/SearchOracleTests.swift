import Directory
import GRDB
import Search
import Testing

@testable import Storage

/// The index in memory and SQL over the tables answer alike.
@Suite struct SearchOracleTests {
    /// Everything that ten thousand queries should have touched.
    private struct Tally {
        var queries = 0
        var empty = 0
        var nonempty = 0
        var edges = 0
        var laterPages = 0
        var exactTies = 0
        var facetValues = 0
        var differences: [String] = []
    }

    @Test func `every listing says what the other tables say`() async throws {
        var world = try await SearchWorld(people: 1500, seed: 43)
        let oracle = SearchOracle(database: world.database)
        try oracle.prepare(days: [])
        #expect(try oracle.disagreements() == [])

        try await world.change(300)
        try oracle.prepare(days: [])
        #expect(try oracle.disagreements() == [])
        #expect(try world.database.number("SELECT count(*) FROM listing") ?? 0 > 1000)
        #expect(
            try world.database.number(
                "SELECT count(*) FROM listing WHERE reviews_withheld = 'US-CO'"
            ) ?? 0 > 100
        )
    }

    @Test func `ten thousand random queries have the same totals and the same order`() async throws
    {
        var world = try await SearchWorld(people: 1500, seed: 42)
        let oracle = SearchOracle(database: world.database)
        try oracle.prepare(days: SearchWorld.days)
        let start = try await world.database.loadListings(reserving: { _ in }, { _ in })
        let index = ListingIndex(try await world.database.listings())
        var tally = Tally()

        for _ in 0..<5000 { try compare(index, oracle, &world, &tally) }

        // As a server follows what a worker writes: by the change log.
        try await world.change(150)
        let changes = try #require(try await world.database.changedListings(after: start))
        index.replace(changes.practitioners, with: changes.listings)
        try oracle.prepare(days: SearchWorld.days)
        for _ in 0..<2500 { try compare(index, oracle, &world, &tally) }

        index.merge()
        for _ in 0..<2500 { try compare(index, oracle, &world, &tally) }

        #expect(tally.differences.isEmpty, "\(tally.differences.prefix(5).joined(separator: "\n"))")
        #expect(tally.queries == 10_000)
        #expect(tally.nonempty > 4000)
        #expect(tally.empty > 300)
        #expect(tally.laterPages > 1000)
        #expect(tally.exactTies > 500)
        #expect(tally.edges < 100)
        #expect(tally.facetValues > 1000)
    }

    private func compare(
        _ index: ListingIndex,
        _ oracle: SearchOracle,
        _ world: inout SearchWorld,
        _ tally: inout Tally
    ) throws {
        var query = try randomQuery(&world)
        let now = world.moment()
        if world.chance(10), let facet = world.pick(Facet.allCases) { query.facets = [facet] }
        let pages = world.chance(12) ? 5 : 1
        let expected = try oracle.answer(query, at: now, first: query.limit * pages + 8)

        var hits: [SearchPage.Hit] = []
        var page = try index.page(for: query, at: now)
        try compareFacets(page, oracle, query, at: now, &world, &tally)
        hits += page.hits
        let total = page.total
        for _ in 1..<max(pages, 2) where pages > 1 {
            guard let next = page.next else { break }
            page = try index.page(for: query, at: now, after: next)
            hits += page.hits
            tally.laterPages += 1
        }

        tally.queries += 1
        if expected.edgeCount > 0 {
            tally.edges += 1
            if !((expected.total - expected.edgeCount)...expected.total).contains(total) {
                tally.differences.append("\(query) at \(now): \(total), not \(expected.total)")
            }
            return
        }
        if expected.total == 0 { tally.empty += 1 } else { tally.nonempty += 1 }
        let wanted = min(expected.total, query.limit * pages)
        if total != expected.total || hits.count != wanted {
            tally.differences.append(
                "\(query) at \(now): \(total) and \(hits.count) shown, not \(expected.total)"
            )
            return
        }
        if let difference = difference(of: hits, to: expected, for: query, &tally) {
            tally.differences.append("\(query) at \(now): \(difference)")
        }
    }

    /// Asks SQL for a few values of the facets that the page counted, one search each.
    private func compareFacets(
        _ page: SearchPage,
        _ oracle: SearchOracle,
        _ query: PractitionerQuery,
        at now: Instant,
        _ world: inout SearchWorld,
        _ tally: inout Tally
    ) throws {
        for counts in page.facets {
            for _ in 0..<2 {
                let number = world.number(0...counts.counts.count - 1)
                let asked = query.asking(counts.facet, for: number)
                let expected = try oracle.answer(asked, at: now, first: 1)
                guard expected.edgeCount == 0 else { continue }
                tally.facetValues += 1
                if counts.counts[number] != expected.total {
                    tally.differences.append(
                        "\(asked) at \(now): \(counts.counts[number]), not \(expected.total)"
                    )
                }
            }
        }
    }

    /// In what the order of the hits differs from the oracle's, where two that stand as good as
    /// equally far may change places.
    private func difference(
        of hits: [SearchPage.Hit],
        to expected: SearchOracle.Answer,
        for query: PractitionerQuery,
        _ tally: inout Tally
    ) -> String? {
        var matches: [Int64: SearchOracle.Match] = [:]
        for match in expected.matches { matches[match.practitioner] = match }
        let slack = slack(for: query)
        var previous: SearchOracle.Match?
        for (place, hit) in hits.enumerated() {
            guard let match = matches.removeValue(forKey: hit.practitioner.value) else {
                return "place \(place): \(hit.practitioner.value) is not among the first, or twice"
            }
            guard abs(match.key - expected.matches[place].key) <= slack else {
                return "place \(place): \(match.key), not \(expected.matches[place].key)"
            }
            if match.location != hit.location.value, slack == 0 {
                return "place \(place): location \(hit.location.value), not \(match.location)"
            }
            if let previous, previous.key == match.key,
                query.sort != .best || previous.merit == match.merit
            {
                tally.exactTies += 1
                if previous.practitioner > match.practitioner {
                    return "place \(place): a tie that does not end in the id"
                }
            }
            previous = match
        }
        return nil
    }

    /// Places stand in steps of six millimetres in the index.
    private func slack(for query: PractitionerQuery) -> Double {
        switch query.sort {
        case .rating, .experience, .reviews: 0
        case .distance: 0.05
        case .best: query.circle.map { 5 / ($0.radiusKilometres * 1000) } ?? 1e-9
        }
    }

    // MARK: - Queries

    private func randomQuery(_ world: inout SearchWorld) throws -> PractitionerQuery {
        var query = PractitionerQuery()
        query.sort = world.pick(PractitionerQuery.Sort.allCases) ?? .best
        query.limit = world.chance(10) ? 100 : world.number(1...12)
        if query.sort == .distance || world.chance(75) { query.circle = try randomCircle(&world) }
        query.vettedOnly = world.chance(65)
        if world.chance(30) { query.minYears = world.number(0...30) }
        if world.chance(20) { query.minRatingHundredths = world.number(100...500) }
        if world.chance(20) { query.minReviews = world.number(0...12) }
        if world.chance(20) { query.conditions = words(Condition.allCases.prefix(9), &world) }
        if world.chance(15) { query.languages = words(Language.allCases[...], &world) }
        if world.chance(10) { query.techniques = words(Technique.allCases.prefix(7), &world) }
        if world.chance(10) { query.payers = words(Payer.allCases.prefix(6), &world) }
        if world.chance(15) { query.credentialClass = world.pick(Credential.Class.allCases) }
        query.accepting = world.chance(12)
        query.acceptsReferrals = world.chance(8)
        query.telehealth = world.chance(8)
        query.wheelchair = world.chance(8)
        if world.chance(20) {
            query.verifiedWithinDays = world.chance(50) ? 30 : world.number(1...120)
        }
        return query
    }

    private func words<Word>(
        _ offered: ArraySlice<Word>,
        _ world: inout SearchWorld
    ) -> WordSet<Word> {
        WordSet((0..<world.number(1...3)).compactMap { _ in world.pick(Array(offered)) })
    }

    /// Around somebody, a random point or a special one; often with somebody just within or
    /// without.
    private func randomCircle(_ world: inout SearchWorld) throws -> PractitionerQuery.Circle {
        let special = try [
            Coordinate(latitude: -16.8, longitude: 180),
            Coordinate(latitude: -16.8, longitude: -180),
            Coordinate(latitude: 90, longitude: 0), Coordinate(latitude: -90, longitude: 12),
            Coordinate(latitude: 0, longitude: 0),
            Coordinate(latitude: 47.605, longitude: -122.335),
        ]
        let known = world.chance(50) ? world.pick(world.points) : nil
        let center = try known ?? (world.chance(40) ? world.pick(special) : nil) ?? world.point()
        var kilometres =
            world.chance(70)
            ? world.double(1...60) : world.double(PractitionerQuery.Circle.radiusRange)
        if world.chance(30), let other = world.pick(world.points) {
            let away = (center.metres(to: other) + (world.chance(50) ? 1.5 : -1.5)) / 1000
            if PractitionerQuery.Circle.radiusRange.contains(away) { kilometres = away }
        }
        return PractitionerQuery.Circle(center: center, radiusKilometres: kilometres)
    }
}
