import Directory
import Testing

@testable import Search

@Suite struct EmptyResultTests {
    private func listing(
        _ key: Int64,
        north: Double = 0,
        years: Int = 10,
        score: Score = Score(count: 10, stars: 43),
        languages: WordSet<Language> = [.en],
        conditions: WordSet<Condition> = [.neuropathy],
        vettedUntil: Instant? = .noon + 1000
    ) throws -> Listing {
        Listing(
            practitioner: Practitioner.Key(key),
            location: Location.Key(key),
            coordinate: try .degrees(45 + north, -120),
            vettedUntil: vettedUntil,
            verifiedAt: .noon - 20 * 86_400,
            experience: Experience(since: Instant.noon.date.yearsEarlier(years)),
            score: score,
            conditions: conditions,
            languages: languages
        )
    }

    private func query(_ change: (inout PractitionerQuery) -> Void) throws -> PractitionerQuery {
        var query = PractitionerQuery()
        query.circle = .init(center: try .degrees(45, -120), radiusKilometres: 25)
        change(&query)
        return query
    }

    /// The one change that each of the nearest searches makes.
    private func changes(_ result: EmptyResult) -> [QueryFilter: Int?] {
        var changes: [QueryFilter: Int?] = [:]
        for alternative in result.nearest where alternative.changes.count == 1 {
            let change = alternative.changes[0]
            changes.updateValue(change.value, forKey: change.filter)
        }
        return changes
    }

    @Test func `the filter that left nobody is named, and how many there are without it`() throws {
        let index = ListingIndex([try listing(1), try listing(2, years: 12)])
        let query = try query { $0.minYears = 20 }
        #expect(try index.page(for: query, at: .noon).total == 0)
        let result = index.emptiness(of: query, at: .noon)
        #expect(result.emptying == [.init(filter: .facet(.minYears), total: 2)])
        // Twelve years are the most that somebody here has.
        #expect(changes(result) == [.facet(.minYears): 12])
        #expect(result.nearest.map(\.total) == [1])
    }

    @Test func `what is graded gives way by as little as will do`() throws {
        let index = ListingIndex([try listing(1, north: 0.5)])
        // Half a degree of latitude is 55.6 km.
        #expect(
            changes(index.emptiness(of: try query { _ in }, at: .noon)) == [.radius: 56]
        )
        let near = ListingIndex([try listing(1)])
        let rated = try query { $0.minRatingHundredths = 480 }
        #expect(changes(near.emptiness(of: rated, at: .noon)) == [.facet(.minRating): 430])
        let many = try query { $0.minReviews = 50 }
        #expect(changes(near.emptiness(of: many, at: .noon)) == [.facet(.minReviews): 10])
        let lately = try query { $0.verifiedWithinDays = 7 }
        #expect(changes(near.emptiness(of: lately, at: .noon)) == [.verifiedWithinDays: 20])
    }

    @Test func `beyond every radius the whole directory is left`() throws {
        let index = ListingIndex([try listing(1, north: 20)])
        var query = try query { $0.sort = .distance }
        query.limit = 5
        let result = index.emptiness(of: query, at: .noon)
        #expect(changes(result) == [.radius: nil])
        #expect(result.nearest.map(\.total) == [1])
    }

    @Test func `what gives up least comes first`() throws {
        let index = ListingIndex([
            try listing(1, north: 0.23), try listing(2, years: 2), try listing(3, years: 2),
        ])
        let query = try query { $0.minYears = 8 }
        let result = index.emptiness(of: query, at: .noon)
        // A kilometre more against six years less.
        #expect(
            result.nearest.map { $0.changes.map(\.filter) } == [[.radius], [.facet(.minYears)]]
        )
        #expect(result.nearest.map { $0.changes.map(\.value) } == [[26], [2]])
        #expect(result.nearest.map(\.total) == [1, 2])
    }

    @Test func `several filters give way together where no single one will do`() throws {
        let index = ListingIndex([try listing(1, years: 3, languages: [.fr])])
        let query = try query {
            $0.minYears = 5
            $0.languages = [.zh]
            $0.conditions = [.neuropathy]
        }
        let result = index.emptiness(of: query, at: .noon)
        #expect(result.emptying.isEmpty)
        let alternative = try #require(result.nearest.first)
        #expect(Set(alternative.changes.map(\.filter)) == [.facet(.minYears), .facet(.language)])
        #expect(alternative.changes.first { $0.filter == .facet(.minYears) }?.value == 3)
        #expect(alternative.total == 1)
    }

    @Test func `nobody is offered who is not vetted`() throws {
        let index = ListingIndex([try listing(1, vettedUntil: nil)])
        let result = index.emptiness(of: try query { _ in }, at: .noon)
        #expect(result.emptying == [.init(filter: .vetted, total: 1)])
        #expect(result.nearest.isEmpty)
        #expect(ListingIndex([]).emptiness(of: try query { _ in }, at: .noon).nearest.isEmpty)
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `every search that is offered finds as many as it says`(seed: UInt64) throws {
        var world = try SampleWorld(seed: seed + 900)
        let index = ListingIndex(try world.listings(ofPractitioners: 1...60))
        var offered = 0
        for _ in 0..<200 {
            let query = try world.query()
            guard try index.page(for: query, at: .noon).total == 0 else { continue }
            for alternative in index.emptiness(of: query, at: .noon).nearest {
                offered += 1
                #expect(alternative.total > 0)
                #expect(alternative.changes.allSatisfy { $0.filter != .vetted })
                #expect(alternative.changes.allSatisfy { $0.share > 0 && $0.share <= 1 })
            }
        }
        #expect(offered > 50)
    }
}
