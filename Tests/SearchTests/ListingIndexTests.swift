import Directory
import Search
import Testing

@Suite struct ListingIndexTests {
    /// How far a key may be off where places are rounded to 6 mm.
    private func tolerance(_ query: PractitionerQuery) -> Double {
        switch query.sort {
        case .best: query.circle == nil ? 0 : 2e-3
        case .distance: 0.1
        case .rating, .experience, .reviews: 0
        }
    }

    /// Compares a first page with the plain search.
    private func expectAgreement(
        _ page: SearchPage,
        _ plain: PlainSearch,
        _ query: PractitionerQuery,
        at now: Instant,
        _ place: Comment
    ) {
        let expected = plain.matches(query, at: now)
        #expect(page.total == expected.count, place)
        #expect(page.hits.count == min(query.limit, expected.count), place)
        #expect((page.next != nil) == (expected.count > query.limit), place)

        let tolerance = tolerance(query)
        guard tolerance > 0 else {
            let keys = expected.prefix(query.limit).map(\.listing.practitioner)
            #expect(page.hits.map(\.practitioner) == keys, place)
            let locations = expected.prefix(query.limit).map(\.listing.location)
            #expect(page.hits.map(\.location) == locations, place)
            return
        }
        #expect(Set(page.hits.map(\.practitioner)).count == page.hits.count, place)
        let matches = plain.matchingListings(query, at: now)
        var shown: [PlainSearch.Match] = []
        for (hit, best) in zip(page.hits, expected) {
            let match = matches.first {
                $0.listing.location == hit.location && $0.listing.practitioner == hit.practitioner
            }
            guard let match else {
                Issue.record("somebody is shown who does not match: \(place)")
                return
            }
            #expect(abs(match.key - best.key) <= tolerance, place)
            let own = expected.first { $0.listing.practitioner == hit.practitioner }
            #expect(match.key - (own?.key ?? 0) <= tolerance, place)
            if let previous = shown.last, previous.key == match.key {
                #expect(previous.listing.practitioner < match.listing.practitioner, place)
            }
            shown.append(match)
        }
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `agrees with a plain search on random questions`(seed: UInt64) throws {
        var world = try SampleWorld(seed: seed)
        let listings = try world.listings(ofPractitioners: 1...350)
        let plain = PlainSearch(listings: listings)
        let index = ListingIndex(listings)
        for number in 0..<500 {
            let query = try world.query()
            if plain.isEdgeInDoubt(query) { continue }
            let page = try index.page(for: query, at: .noon)
            expectAgreement(page, plain, query, at: .noon, "seed \(seed), query \(number)")
        }
    }

    @Test func `agrees with a plain search where many stand together`() throws {
        var world = try SampleWorld(seed: 5150)
        let listings = try world.listings(ofPractitioners: 1...2000)
        let plain = PlainSearch(listings: listings)
        let index = ListingIndex(listings)
        for number in 0..<80 {
            var query = try world.query()
            // So many pass that most blocks can be left unranked.
            query.minYears = min(query.minYears, 1)
            query.minReviews = 0
            query.conditions = []
            query.techniques = []
            query.payers = []
            if plain.isEdgeInDoubt(query) { continue }
            let page = try index.page(for: query, at: .noon)
            expectAgreement(page, plain, query, at: .noon, "query \(number)")
        }
    }

    @Test func `agrees with a plain search while practitioners change`() throws {
        var world = try SampleWorld(seed: 77)
        var listings = Dictionary(
            grouping: try world.listings(ofPractitioners: 1...400),
            by: \.practitioner
        )
        let index = ListingIndex(listings.values.joined())
        for round in 0..<150 {
            let changed = (0..<1 + world.below(8)).map { _ in
                // Some are new, and some go.
                Practitioner.Key(Int64(1 + world.below(430)))
            }
            var replacement: [Listing] = []
            for practitioner in Set(changed) {
                let own = world.below(5) == 0 ? [] : try world.listings(of: practitioner.value)
                listings[practitioner] = own
                replacement += own
            }
            index.replace(changed, with: replacement)
            if round % 40 == 39 { index.merge() }

            let plain = PlainSearch(listings: Array(listings.values.joined()))
            #expect(index.listingCount == plain.listings.count)
            let rebuilt = ListingIndex(plain.listings)
            for _ in 0..<5 {
                let query = try world.query()
                if plain.isEdgeInDoubt(query) { continue }
                let page = try index.page(for: query, at: .noon)
                expectAgreement(page, plain, query, at: .noon, "round \(round)")
                var fresh = try rebuilt.page(for: query, at: .noon)
                fresh.generation = page.generation
                #expect(page == fresh)
            }
        }
    }

    // MARK: - Places

    private func listing(
        _ practitioner: Int64,
        at coordinate: Coordinate?,
        vettedUntil: Instant? = .noon + 1000
    ) -> Listing {
        Listing(
            practitioner: Practitioner.Key(practitioner),
            location: Location.Key(practitioner),
            coordinate: coordinate,
            vettedUntil: vettedUntil
        )
    }

    private func found(_ query: PractitionerQuery, in listings: [Listing], at now: Instant = .noon)
        throws -> [Int64]
    {
        try ListingIndex(listings).page(for: query, at: now).hits.map(\.practitioner.value)
    }

    @Test func `the edge belongs to the circle`() throws {
        let center = try Coordinate.degrees(47, -122)
        for (number, other) in [(47.05, -122.0), (47.0, -121.9), (46.2, -122.7)].enumerated() {
            let place = try Coordinate.degrees(other.0, other.1)
            var query = PractitionerQuery()
            let kilometres = center.metres(to: place) / 1000
            query.circle = .init(center: center, radiusKilometres: kilometres)
            #expect(try found(query, in: [listing(1, at: place)]) == [1], "place \(number)")
            query.circle = .init(center: center, radiusKilometres: kilometres - 0.001)
            #expect(try found(query, in: [listing(1, at: place)]) == [], "place \(number)")
        }
    }

    @Test func `a circle reaches over the date line`() throws {
        let east = listing(1, at: try .degrees(-17, 179.9))
        let west = listing(2, at: try .degrees(-17, -179.9))
        let line = listing(3, at: try .degrees(-17, 180))
        let otherLine = listing(4, at: try .degrees(-17, -180))
        for longitude in [179.95, -179.95, 180, -180] {
            var query = PractitionerQuery()
            query.circle = .init(center: try .degrees(-17, longitude), radiusKilometres: 25)
            let keys = try found(query, in: [east, west, line, otherLine])
            #expect(keys.sorted() == [1, 2, 3, 4], "centre at \(longitude)")
        }
    }

    @Test func `a circle at a pole goes round it`() throws {
        let around = try (0..<8).map { number in
            listing(Int64(number), at: try .degrees(89.95, Double(number) * 45 - 180))
        }
        for latitude in [90, 89.99] {
            var query = PractitionerQuery()
            query.circle = .init(center: try .degrees(latitude, 33), radiusKilometres: 12)
            #expect(try found(query, in: around).sorted() == Array(0..<8))
        }
    }

    @Test func `who has no place is found unless a circle is asked for`() throws {
        let listings = [listing(1, at: nil), listing(2, at: try .degrees(0, 0))]
        #expect(try found(PractitionerQuery(), in: listings) == [1, 2])
        var query = PractitionerQuery()
        query.circle = .init(center: try .degrees(0, 0), radiusKilometres: 500)
        #expect(try found(query, in: listings) == [2])
    }

    @Test func `distance is measured only from a place`() throws {
        var query = PractitionerQuery()
        query.sort = .distance
        #expect(throws: SearchError.distanceWithoutPlace) {
            try ListingIndex([]).page(for: query, at: .noon)
        }
    }

    @Test func `metres are those of the great circle`() throws {
        let center = try Coordinate.degrees(41.88, -87.63)
        let place = try Coordinate.degrees(41.9, -87.4)
        var query = PractitionerQuery()
        query.circle = .init(center: center, radiusKilometres: 25)
        let hit = try #require(
            try ListingIndex([listing(1, at: place)]).page(for: query, at: .noon).hits.first
        )
        let metres = try #require(hit.metres)
        #expect(abs(metres - center.haversineMetres(to: place)) < 0.02)
        #expect(hit.nearness > 0 && hit.nearness < 1)
    }

    @Test func `an empty index answers with nothing`() throws {
        let page = try ListingIndex([]).page(for: PractitionerQuery(), at: .noon)
        #expect(page.hits.isEmpty)
        #expect(page.total == 0)
        #expect(page.next == nil)
    }

    // MARK: - Several locations

    @Test func `a practitioner stands once, at the location that ranks first`() throws {
        let center = try Coordinate.degrees(40, -100)
        var far = listing(1, at: try .degrees(40.1, -100))
        far.location = Location.Key(10)
        var near = listing(1, at: try .degrees(40.01, -100))
        near.location = Location.Key(11)
        var nearest = listing(1, at: try .degrees(40, -100), vettedUntil: .noon)
        nearest.location = Location.Key(12)
        var query = PractitionerQuery()
        query.circle = .init(center: center, radiusKilometres: 25)
        query.sort = .distance
        let page = try ListingIndex([far, near, nearest]).page(for: query, at: .noon)
        #expect(page.total == 1)
        #expect(page.hits.map(\.location.value) == [11])
    }

    @Test func `a location that ranks before hides nobody where it is not asked for`() throws {
        func at(_ location: Int64, _ region: String, north: Double) throws -> Listing {
            var place = listing(1, at: try .degrees(40 + north, -100))
            place.location = Location.Key(location)
            place.words = SearchWords.ofListing(
                names: ["Alice Adams"],
                city: "Town",
                region: region,
                country: "US"
            )
            return place
        }
        let index = ListingIndex([
            try at(10, "NE", north: 0.01), try at(11, "KS", north: 0.1),
        ])
        var query = PractitionerQuery()
        query.circle = .init(center: try .degrees(40, -100), radiusKilometres: 25)
        query.sort = .distance
        #expect(try index.page(for: query, at: .noon).hits.map(\.location.value) == [10])
        query.region = try Jurisdiction("US-KS")
        let page = try index.page(for: query, at: .noon)
        #expect(page.total == 1)
        #expect(page.hits.map(\.location.value) == [11])
    }

    // MARK: - Trust

    @Test func `trust holds until its last second, and no longer`() throws {
        let place = try Coordinate.degrees(1, 1)
        let listings = [
            listing(1, at: place, vettedUntil: nil),
            listing(2, at: place, vettedUntil: .noon - 1),
            listing(3, at: place, vettedUntil: .noon),
            listing(4, at: place, vettedUntil: .noon + 1),
        ]
        #expect(try found(PractitionerQuery(), in: listings) == [4])
        #expect(try found(PractitionerQuery(), in: listings, at: .noon + 1) == [])
        var query = PractitionerQuery()
        query.vettedOnly = false
        let hits = try ListingIndex(listings).page(for: query, at: .noon).hits
        #expect(hits.map(\.isVetted) == [false, false, false, true])
        #expect(hits.map(\.vettedUntil) == [nil, .noon - 1, .noon, .noon + 1])
    }

    @Test func `a page says how long it is exact`() throws {
        let place = try Coordinate.degrees(1, 1)
        let index = ListingIndex([
            listing(1, at: place, vettedUntil: .noon + 1000),
            listing(2, at: place, vettedUntil: .noon + 30),
        ])
        var query = PractitionerQuery()
        #expect(try index.page(for: query, at: .noon).validUntil == .noon + 30)
        #expect(try index.page(for: query, at: .noon + 30).validUntil == .noon + 90)
        // Everybody is listed, but the second is shown as vetted for half a minute.
        query.vettedOnly = false
        #expect(try index.page(for: query, at: .noon).validUntil == .noon + 30)
        // Not on this page, but counted.
        query.vettedOnly = true
        query.limit = 1
        #expect(try index.page(for: query, at: .noon).validUntil == .noon + 30)
        // Experience grows at midnight.
        let midnight = (Instant.noon.date + 1).startInUTC
        #expect(try index.page(for: query, at: midnight - 5).validUntil == midnight)
    }

    @Test func `a page ends when a reading becomes too old`() throws {
        var recent = listing(1, at: nil)
        recent.verifiedAt = .noon - 86_400 + 20
        var query = PractitionerQuery()
        query.verifiedWithinDays = 1
        let index = ListingIndex([recent])
        let page = try index.page(for: query, at: .noon)
        #expect(page.validUntil == .noon + 21)
        #expect(try index.page(for: query, at: page.validUntil - 1).total == 1)
        #expect(try index.page(for: query, at: page.validUntil).total == 0)
    }

    // MARK: - Experience, scores and words

    @Test func `who began on a leap day completes a year on 1 March`() throws {
        var newcomer = listing(1, at: nil, vettedUntil: .noon + 1_000_000_000)
        let leapDay = try #require(CalendarDate(year: 2024, month: 2, day: 29))
        newcomer.experience = Experience(since: leapDay)
        var query = PractitionerQuery()
        query.minYears = 1
        let eve = try #require(CalendarDate(year: 2025, month: 2, day: 28))
        #expect(try found(query, in: [newcomer], at: eve.startInUTC + 86_399) == [])
        #expect(try found(query, in: [newcomer], at: (eve + 1).startInUTC) == [1])
    }

    @Test func `experience that has ended does not grow`() throws {
        let since = try #require(CalendarDate(year: 2010, month: 5, day: 1))
        var former = listing(1, at: nil)
        former.experience = Experience(since: since, until: since + 4 * 365 - 1)
        var query = PractitionerQuery()
        for (years, expected) in [(3, [1] as [Int64]), (4, [])] {
            query.minYears = years
            #expect(try found(query, in: [former]) == expected, "\(years) years")
        }
        query.minYears = 0
        let hit = try ListingIndex([former]).page(for: query, at: .noon).hits.first
        #expect(hit?.years == 3)
    }

    @Test func `by rating, too few testimonials come last`() throws {
        var few = listing(1, at: nil)
        few.score = Score(count: 4, stars: 20)
        var poor = listing(2, at: nil)
        poor.score = Score(count: 5, stars: 5)
        var good = listing(3, at: nil)
        good.score = Score(count: 60, stars: 290)
        var query = PractitionerQuery()
        query.sort = .rating
        #expect(try found(query, in: [few, poor, good]) == [3, 2, 1])
        query.minRatingHundredths = 100
        #expect(try found(query, in: [few, poor, good]) == [3, 2])
        query.minRatingHundredths = 101
        #expect(try found(query, in: [few, poor, good]) == [3])
    }

    @Test func `any of the words is enough, of each vocabulary one`() throws {
        var speaker = listing(1, at: nil)
        speaker.languages = [.en, .sw]
        speaker.conditions = [.neuropathy]
        var other = listing(2, at: nil)
        other.languages = [.so]
        var query = PractitionerQuery()
        query.languages = [.sw, .so]
        #expect(try found(query, in: [speaker, other]) == [1, 2])
        query.languages = [.en, .so]
        #expect(try found(query, in: [speaker, other]) == [1, 2])
        query.conditions = [.neuropathy, .fatigue]
        #expect(try found(query, in: [speaker, other]) == [1])
        query.conditions = [.fatigue]
        #expect(try found(query, in: [speaker, other]) == [])
    }

    @Test(arguments: 0..<64 as Range<UInt64>)
    func `every bit of a word set counts`(bit: UInt64) throws {
        var offered = listing(1, at: nil)
        offered.techniques.bits = 1 << bit
        var others = listing(2, at: nil)
        others.techniques.bits = ~(1 << bit)
        var query = PractitionerQuery()
        query.techniques.bits = 1 << bit
        #expect(try found(query, in: [offered, others]) == [1])
    }

    // MARK: - Changing

    @Test func `the generation grows with every change`() throws {
        let index = ListingIndex([listing(1, at: nil)])
        let before = index.generation
        index.replace([Practitioner.Key(1)], with: [])
        #expect(index.generation > before)
        #expect(try index.page(for: PractitionerQuery(), at: .noon).generation == index.generation)
        #expect(try index.page(for: PractitionerQuery(), at: .noon).total == 0)
        index.replace([], with: [])
        #expect(index.generation == before + 1)
    }

    @Test func `many changes make a merge due, which changes no answer`() throws {
        let index = ListingIndex((1...200).map { listing($0, at: nil) })
        #expect(!index.isMergeDue)
        let changed = 100..<Int64(100 + ListingIndex.mergeThreshold)
        index.replace(
            changed.map { Practitioner.Key($0) },
            with: changed.map { listing($0, at: nil) }
        )
        #expect(index.isMergeDue)
        var before = try index.page(for: PractitionerQuery(), at: .noon)
        index.merge()
        #expect(!index.isMergeDue)
        let after = try index.page(for: PractitionerQuery(), at: .noon)
        before.generation = after.generation
        #expect(after == before)
        #expect(after.total == 99 + ListingIndex.mergeThreshold)
    }

    @Test func `a search sees a change as a whole or not at all`() async throws {
        let practitioners = (1...60).map { Practitioner.Key($0) }
        @Sendable func listings(round: Int) -> [Listing] {
            practitioners.map { practitioner in
                Listing(
                    practitioner: practitioner,
                    location: Location.Key(practitioner.value),
                    coordinate: nil,
                    vettedUntil: .noon + 1,
                    score: Score(count: round, stars: 5 * round)
                )
            }
        }
        let index = ListingIndex(listings(round: 1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for round in 2...300 {
                    index.replace(practitioners, with: listings(round: round))
                    if round % 20 == 0 { index.merge() }
                }
            }
            for _ in 0..<3 {
                group.addTask {
                    var query = PractitionerQuery()
                    query.limit = 100
                    var generation: UInt64 = 0
                    for _ in 0..<400 {
                        let page = try index.page(for: query, at: .noon)
                        #expect(page.total == practitioners.count)
                        #expect(Set(page.hits.map(\.score)).count == 1)
                        #expect(page.generation >= generation)
                        generation = page.generation
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
