import Directory
import Search
import Testing

@Suite struct SearchCursorTests {
    private func index(practitioners: Int64 = 50) -> ListingIndex {
        ListingIndex(
            (1...practitioners).map { key in
                Listing(
                    practitioner: Practitioner.Key(key),
                    location: Location.Key(key),
                    coordinate: nil,
                    vettedUntil: .noon + 1_000_000
                )
            }
        )
    }

    private func next(_ query: PractitionerQuery, of index: ListingIndex) throws -> SearchCursor {
        try #require(try index.page(for: query, at: .noon).next)
    }

    @Test func `a cursor survives being written and read`() throws {
        let cursor = try next(PractitionerQuery(), of: index())
        #expect(cursor.text.count == SearchCursor.textLength)
        #expect(try SearchCursor(cursor.text) == cursor)
    }

    @Test func `pages follow one another without a gap`() throws {
        let index = index()
        var query = PractitionerQuery()
        let first = try index.page(for: query, at: .noon)
        #expect(first.hits.map(\.practitioner.value) == Array(1...20))
        // The limit may change on the way.
        query.limit = 100
        let second = try index.page(for: query, at: .noon + 5, after: first.next)
        #expect(second.hits.map(\.practitioner.value) == Array(21...50))
        #expect(second.total == 50)
        #expect(second.next == nil)
    }

    @Test func `a cursor is of no use to another search`() throws {
        let index = index()
        let cursor = try next(PractitionerQuery(), of: index)
        let changes: [(inout PractitionerQuery) throws -> Void] = [
            { $0.minYears = 1 }, { $0.minReviews = 1 }, { $0.minRatingHundredths = 1 },
            { $0.sort = .reviews }, { $0.vettedOnly = false }, { $0.accepting = true },
            { $0.acceptsReferrals = true }, { $0.telehealth = true }, { $0.wheelchair = true },
            { $0.conditions = [.neuropathy] }, { $0.languages = [.en] },
            { $0.techniques = [.cupping] }, { $0.payers = [.va] },
            { $0.credentialClass = .statutory }, { $0.verifiedWithinDays = 0 },
            { $0.circle = .init(center: try .degrees(0, 0), radiusKilometres: 25) },
        ]
        for (number, change) in changes.enumerated() {
            var query = PractitionerQuery()
            try change(&query)
            #expect(throws: SearchError.cursorOfAnotherSearch, "change \(number)") {
                try index.page(for: query, at: .noon, after: cursor)
            }
        }
    }

    @Test func `a cursor lives for a day`() throws {
        let index = index()
        let query = PractitionerQuery()
        let cursor = try next(query, of: index)
        #expect(throws: Never.self) {
            try index.page(for: query, at: .noon + 86_399, after: cursor)
        }
        #expect(throws: SearchError.cursorTooOld) {
            try index.page(for: query, at: .noon + 86_400, after: cursor)
        }
        // A clock may be set back a little between two pages, not by an hour.
        #expect(throws: Never.self) { try index.page(for: query, at: .noon - 60, after: cursor) }
        #expect(throws: SearchError.cursorOfAnotherSearch) {
            try index.page(for: query, at: .noon - 3600, after: cursor)
        }
    }

    @Test(
        arguments: [
            ("", .wrongLength), ("AQ", .wrongLength),
            (String(repeating: "A", count: 100_000), .wrongLength),
            (String(repeating: "A", count: 44), .unknownVersion),
            ("Ag" + String(repeating: "A", count: 42), .unknownVersion),
            (String(repeating: "A", count: 43) + "=", .notBase64URL),
            (String(repeating: "A", count: 43) + "+", .notBase64URL),
            (String(repeating: "é", count: 22), .notBase64URL),
            (String(repeating: "\0", count: 44), .notBase64URL),
            // A moment no calendar has.
            ("AX" + String(repeating: "_", count: 42), .impossibleMoment),
        ] as [(String, SearchCursor.ParseError)]
    )
    func `nonsense is refused`(text: String, error: SearchCursor.ParseError) {
        #expect(throws: error) { try SearchCursor(text) }
    }

    @Test func `an altered cursor is refused`() throws {
        let index = index()
        let query = PractitionerQuery()
        let text = Array(try next(query, of: index).text.utf8)
        for position in text.indices {
            for digit in "AZaz09-_".utf8 where digit != text[position] {
                var altered = text
                altered[position] = digit
                let cursor = try? SearchCursor(String(decoding: altered, as: UTF8.self))
                guard let cursor else { continue }
                #expect(throws: SearchError.self) {
                    try index.page(for: query, at: .noon, after: cursor)
                }
            }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `who does not change is shown exactly once, whatever others do`(seed: UInt64) throws {
        var world = try SampleWorld(seed: 1000 + seed)
        let listings = try world.listings(ofPractitioners: 1...300)
        let index = ListingIndex(listings)
        var query = try world.query()
        if seed.isMultiple(of: 2) {
            // With few filters many are found, on many pages.
            var wide = PractitionerQuery()
            wide.circle = query.circle
            wide.sort = query.sort
            wide.vettedOnly = query.vettedOnly
            query = wide
        }
        query.limit = 1 + world.below(12)
        var now = Instant.noon
        var touched: Set<Practitioner.Key> = []
        var shown: [Practitioner.Key: Int] = [:]
        var cursor: SearchCursor?
        repeat {
            let page = try index.page(for: query, at: now, after: cursor)
            for hit in page.hits {
                shown[hit.practitioner, default: 0] += 1
                #expect(hit.isVetted || !query.vettedOnly)
            }
            cursor = page.next
            now = now + 1
            let changed = (0..<3).map { _ in Practitioner.Key(Int64(1 + world.below(320))) }
            touched.formUnion(changed)
            index.replace(
                changed,
                with: try Set(changed).flatMap { try world.listings(of: $0.value) }
            )
            if world.below(10) == 0 { index.merge() }
        } while cursor != nil

        // Judged at the first page's moment, all those who are still vetted now at the location
        // that ranks first.
        let plain = PlainSearch(listings: listings)
        if plain.isEdgeInDoubt(query) { return }
        for match in plain.matches(query, at: .noon)
        where !touched.contains(match.listing.practitioner) {
            let own = listings.filter { $0.practitioner == match.listing.practitioner }
            let isSteady = own.allSatisfy { listing in
                guard query.vettedOnly, let until = listing.vettedUntil else { return true }
                return until <= .noon || until > now
            }
            if isSteady { #expect(shown[match.listing.practitioner] == 1) }
        }
    }

    @Test func `who ceases to be vetted is left out, at that location`() throws {
        func listing(_ key: Int64, _ location: Int64, reviews: Int, until: Instant) -> Listing {
            Listing(
                practitioner: Practitioner.Key(key),
                location: Location.Key(location),
                coordinate: nil,
                vettedUntil: until,
                score: Score(count: reviews, stars: 0)
            )
        }
        let index = ListingIndex([
            listing(1, 10, reviews: 9, until: .noon + 100),
            listing(2, 20, reviews: 8, until: .noon + 10),
            listing(3, 30, reviews: 7, until: .noon + 10),
            listing(3, 31, reviews: 7, until: .noon + 100),
        ])
        var query = PractitionerQuery()
        query.sort = .reviews
        query.limit = 1
        let first = try index.page(for: query, at: .noon)
        #expect(first.total == 3)
        let second = try index.page(for: query, at: .noon + 10, after: first.next)
        #expect(second.hits.map(\.location.value) == [31])
        #expect(second.total == 2)
    }

    @Test func `experience is judged at the first page's moment`() throws {
        let tomorrow = Instant.noon.date + 1
        let listings = [(1, 12), (2, 10), (3, 8)].map { key, years in
            Listing(
                practitioner: Practitioner.Key(Int64(key)),
                location: Location.Key(Int64(key)),
                coordinate: nil,
                vettedUntil: .noon + 1_000_000,
                experience: Experience(since: tomorrow.yearsEarlier(years))
            )
        }
        let index = ListingIndex(listings)
        var query = PractitionerQuery()
        query.limit = 1
        let first = try index.page(for: query, at: .noon)
        #expect(first.hits.map(\.years) == [11])
        let second = try index.page(for: query, at: tomorrow.startInUTC, after: first.next)
        #expect(second.hits.map(\.years) == [9])
    }
}
