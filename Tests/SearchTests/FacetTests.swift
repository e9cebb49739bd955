import Directory
import Search
import Testing

@Suite struct FacetTests {
    /// What a facet's own filter would leave, asked one value at a time.
    private func expectAgreement(
        _ page: SearchPage,
        _ plain: PlainSearch,
        _ query: PractitionerQuery,
        _ place: Comment
    ) {
        #expect(Set(page.facets.map(\.facet)) == query.facets, place)
        for counts in page.facets {
            #expect(counts.counts.count == counts.facet.values.count, place)
            for (number, count) in counts.counts.enumerated() {
                let asked = query.asking(counts.facet, for: number)
                let expected = plain.matches(asked, at: .noon).count
                #expect(
                    count == expected,
                    "\(place): \(counts.facet) \(counts.facet.values[number])"
                )
            }
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `counts are what a search for the value would find`(seed: UInt64) throws {
        var world = try SampleWorld(seed: seed + 100)
        let listings = try world.listings(ofPractitioners: 1...250)
        let plain = PlainSearch(listings: listings)
        let index = ListingIndex(listings)
        var counted = 0
        for number in 0..<25 {
            var query = try world.query()
            query.facets = Set(Facet.allCases.filter { _ in world.below(3) > 0 })
            if plain.isEdgeInDoubt(query) { continue }
            let page = try index.page(for: query, at: .noon)
            expectAgreement(page, plain, query, "seed \(seed), query \(number)")
            counted += page.facets.flatMap(\.counts).reduce(0, +)
        }
        #expect(counted > 1000)
    }

    @Test func `counting changes neither what is found nor its order`() throws {
        var world = try SampleWorld(seed: 33)
        let index = ListingIndex(try world.listings(ofPractitioners: 1...600))
        for number in 0..<300 {
            var query = try world.query()
            let plain = try index.page(for: query, at: .noon)
            query.facets = Set(Facet.allCases.filter { _ in world.below(2) == 0 })
            var counted = try index.page(for: query, at: .noon)
            #expect(counted.validUntil <= plain.validUntil, "query \(number)")
            counted.facets = []
            counted.validUntil = plain.validUntil
            #expect(counted == plain, "query \(number)")
        }
    }

    @Test func `counts follow changes, before and after they are sorted in`() throws {
        var world = try SampleWorld(seed: 35)
        var listings = Dictionary(
            grouping: try world.listings(ofPractitioners: 1...200),
            by: \.practitioner
        )
        let index = ListingIndex(listings.values.joined())
        for round in 0..<12 {
            let changed = (0..<20).map { _ in Practitioner.Key(Int64(1 + world.below(220))) }
            var replacement: [Listing] = []
            for practitioner in Set(changed) {
                let own = world.below(4) == 0 ? [] : try world.listings(of: practitioner.value)
                listings[practitioner] = own
                replacement += own
            }
            index.replace(changed, with: replacement)
            if round % 4 == 3 { index.merge() }
            var query = try world.query()
            query.facets = [.condition, .credentialClass, .accepting, .minYears, .minRating]
            let plain = PlainSearch(listings: Array(listings.values.joined()))
            if plain.isEdgeInDoubt(query) { continue }
            let page = try index.page(for: query, at: .noon)
            expectAgreement(page, plain, query, "round \(round)")
        }
    }

    @Test func `who has two locations counts once for each value`() throws {
        func listing(_ location: Int64, _ languages: WordSet<Language>) throws -> Listing {
            Listing(
                practitioner: Practitioner.Key(1),
                location: Location.Key(location),
                coordinate: try .degrees(1, 1),
                vettedUntil: .noon + 1000,
                languages: languages
            )
        }
        let index = ListingIndex([
            try listing(1, [.en, .zh]), try listing(2, [.en]), try listing(3, [.fr]),
        ])
        var query = PractitionerQuery()
        query.facets = [.language]
        query.languages = [.fr]
        let page = try index.page(for: query, at: .noon)
        #expect(page.total == 1)
        let counts = try #require(page.facets.first).counts
        #expect(
            Language.allCases.enumerated().filter { counts[$0.offset] > 0 }.map(\.element)
                == [.en, .fr, .zh]
        )
        #expect(counts.allSatisfy { $0 <= 1 })
    }

    @Test func `a page with counts is exact only while they are`() throws {
        let brief = Listing(
            practitioner: Practitioner.Key(1),
            location: Location.Key(1),
            coordinate: nil,
            vettedUntil: .noon + 20,
            languages: [.fr]
        )
        var query = PractitionerQuery()
        query.languages = [.en]
        query.facets = [.language]
        let page = try ListingIndex([brief]).page(for: query, at: .noon)
        #expect(page.total == 0)
        #expect(page.validUntil == .noon + 20)
    }

    @Test func `many batches add up`() throws {
        // More than sixteen batches of a hundred and twenty-eight, in one cell.
        let listings = try (1...6000).map { key in
            Listing(
                practitioner: Practitioner.Key(Int64(key)),
                location: Location.Key(Int64(key)),
                coordinate: try .degrees(10, 10),
                vettedUntil: .noon + 1000,
                experience: Experience(since: Instant.noon.date.yearsEarlier(key % 40)),
                score: Score(count: key % 60, stars: (key % 60) * 4),
                conditions: key % 3 == 0 ? [.migraine] : [.neuropathy],
                features: [.statutory]
            )
        }
        var query = PractitionerQuery()
        query.facets = Set(Facet.allCases)
        query.circle = .init(center: try .degrees(10, 10), radiusKilometres: 5)
        let page = try ListingIndex(listings).page(for: query, at: .noon)
        expectAgreement(page, PlainSearch(listings: listings), query, "all")
    }
}
