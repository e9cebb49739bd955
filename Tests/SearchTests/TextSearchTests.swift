import Directory
import Testing

@testable import Search

@Suite struct TextSearchTests {
    private static let families = [
        "Nguyễn", "O'Brien", "Smith", "Smyth", "Smithson", "García", "Lee", "Leeds", "Kowalski-Lee",
        "Martin", "Martinez", "Marsh",
    ]
    private static let givens = ["Maria", "Mary", "Mark", "John", "Jon", "Ann", "Lee", "Văn"]
    private static let clinics = [
        "Acupuncture of Smithtown", "Back Pain Clinic", "Sample Clinic", "Acupuncture and Wellness",
    ]
    private static let cities = [
        ("Seattle", "WA", "US"), ("Portland", "OR", "US"), ("Surrey", "BC", "CA"),
    ]

    private static func listings(
        of practitioners: ClosedRange<Int64>,
        _ world: inout SampleWorld
    ) throws -> [Listing] {
        try world.listings(ofPractitioners: practitioners).map { listing in
            var listing = listing
            func drawn<Element>(_ elements: [Element]) -> Element {
                elements[world.below(elements.count)]
            }
            let city = drawn(cities)
            listing.words = SearchWords.ofListing(
                names: ["\(drawn(givens)) \(drawn(families))", drawn(clinics)],
                city: city.0,
                region: city.1,
                country: city.2
            )
            return listing
        }
    }

    private static let typed = [
        "smith", "smith ", "obrien", "o'brien", "o brien", "nguyen", "Nguyên", "maria g",
        "garcia maria",
        "lee ", "lee", "kowalskilee", "kowalski-lee", "mar ", "seattle", "smith seattle",
        "acupuncture", "acupuncture ma", "back pain", "neuropathy", "martin wellness portland",
        "le",
        "m", "clinic mar le",
    ]

    /// Whether a listing has every term, written plainly: no word is misspelt here.
    private static func matches(_ listing: Listing, _ query: PractitionerQuery) -> Bool {
        let words = listing.words.split(separator: " ").map(String.init)
        if let region = query.region {
            guard words.contains(SearchWords.mark(of: region)) else { return false }
        }
        guard let text = query.text else { return true }
        return text.terms.enumerated().allSatisfy { number, term in
            if term.conditions.words.contains(where: listing.conditions.contains) { return true }
            return term.words.enumerated().allSatisfy { index, word in
                let isLast =
                    number == text.terms.count - 1 && index == term.words.count - 1
                let isHalf = isLast && text.isHalfTyped
                return words.contains { own in
                    let own = own.hasPrefix(".") ? String(own.dropFirst()) : own
                    return isHalf ? own.hasPrefix(word) : own == word
                }
            }
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `agrees with a plain search, with every filter, before and after changes and a merge`(
        seed: UInt64
    ) throws {
        var world = try SampleWorld(seed: seed + 900)
        var listings = try Self.listings(of: 1...700, &world)
        let index = ListingIndex(listings)
        for round in 0..<4 {
            for typed in Self.typed {
                var query = try world.query()
                query.text = TextQuery(typed)
                if world.below(3) == 0 {
                    query.region = try Jurisdiction(["US", "US-WA", "CA-BC"][world.below(3)])
                }
                // All words of "mar " are unknown where nobody is called so: taken as half typed.
                if typed == "mar " { query.text = TextQuery("mar") }
                let plain = PlainSearch(listings: listings.filter { Self.matches($0, query) })
                if PlainSearch(listings: listings).isEdgeInDoubt(query) { continue }
                let expected = plain.matches(query, at: .noon)
                // Where nobody has all words, those written nearly so are looked for.
                if plain.listings.isEmpty { continue }
                let page = try index.page(for: query, at: .noon)
                #expect(page.total == expected.count, "\(typed), round \(round)")
                #expect(page.readings.isEmpty)
                if query.sort == .reviews {
                    #expect(
                        page.hits.map(\.practitioner)
                            == expected.prefix(query.limit).map(\.listing.practitioner)
                    )
                }
            }
            let changed = Int64(1 + 40 * round)...Int64(60 + 40 * round)
            let fresh = try Self.listings(of: changed, &world)
            listings.removeAll { changed.contains($0.practitioner.value) }
            listings += fresh
            index.replace(changed.map { Practitioner.Key($0) }, with: fresh)
            if round == 1 { index.merge() }
        }
    }

    private func index(_ names: [String]) -> ListingIndex {
        ListingIndex(
            names.enumerated().map { number, name in
                Listing(
                    practitioner: Practitioner.Key(Int64(number)),
                    location: Location.Key(Int64(number)),
                    coordinate: nil,
                    conditions: name.contains("Nerves") ? [.neuropathy] : [],
                    words: SearchWords.ofListing(
                        names: [name],
                        city: "Olympia",
                        region: "WA",
                        country: "US"
                    )
                )
            }
        )
    }

    private func found(_ typed: String, in index: ListingIndex) throws -> SearchPage {
        var query = PractitionerQuery()
        query.vettedOnly = false
        query.text = TextQuery(typed)
        return try index.page(for: query, at: .noon)
    }

    @Test(arguments: [
        // A letter wrong, left out, doubled or swapped.
        ("accupuncture", ["acupuncture"]), ("nguyin ", ["nguyen"]), ("ngyuen ", ["nguyen"]),
        ("smiht ", ["smith"]), ("acupunture clinic", ["acupuncture"]),
        // Two from eight letters on.
        ("akupunkture", ["acupuncture"]),
        // Half typed, with a letter wrong.
        ("accupun", ["acupuncture"]), ("olimpia", ["olympia"]),
    ])
    func `a word that nobody has is read as those written nearly so`(
        typed: String,
        readAs: [String]
    ) throws {
        let index = index(["Anh Nguyen", "Acupuncture Clinic", "Jo Smith"])
        let page = try found(typed, in: index)
        #expect(page.total >= 1)
        #expect(page.readings.map(\.readAs) == [readAs])
    }

    @Test func `where nobody has all words, each is read as those written nearly so`() throws {
        let index = index(["John Smith", "Jon Brown"])
        #expect(try found("jon smith", in: index).total == 0)
        let longer = self.index(["Johan Smith", "Jonas Brown"])
        let page = try found("jonan smith ", in: longer)
        #expect(page.total == 1)
        #expect(page.hits.first?.practitioner == Practitioner.Key(0))
    }

    @Test func `a misspelt condition finds who treats it, unless somebody is called so`() throws {
        let page = try found("neuropthy", in: index(["Of the Nerves", "Jo Smith"]))
        #expect(page.total == 1)
        #expect(page.readings.first?.readAs == ["neuropathy"])
        #expect(try found("migrane ", in: index(["Ann Migrane", "Of the Nerves"])).total == 1)
    }

    @Test func `who is renamed is found by the new name only, and who is removed by none`() throws {
        let index = index(["Alice Adams", "Bob Brown"])
        var renamed = Listing(
            practitioner: Practitioner.Key(0),
            location: Location.Key(0),
            coordinate: nil
        )
        renamed.words = "ALICE ZIMMERMANN"
        index.replace([Practitioner.Key(0)], with: [renamed])
        for _ in 0..<2 {
            #expect(try found("zimmer", in: index).total == 1)
            #expect(try found("adams ", in: index).total == 0)
            index.merge()
        }
        index.replace([Practitioner.Key(0), Practitioner.Key(1)], with: [])
        for _ in 0..<2 {
            #expect(try found("alice", in: index).total == 0)
            #expect(try found("b", in: index).total == 0)
            index.merge()
        }
    }

    @Test func `pages of a text follow one another, and of another text they do not`() throws {
        let index = index((0..<50).map { "Lee Number\($0)" })
        var query = PractitionerQuery()
        query.vettedOnly = false
        query.limit = 20
        query.text = TextQuery("lee")
        var seen: [Practitioner.Key] = []
        var cursor: SearchCursor?
        repeat {
            let page = try index.page(for: query, at: .noon, after: cursor)
            #expect(page.total == 50)
            seen += page.hits.map(\.practitioner)
            cursor = page.next
        } while cursor != nil
        #expect(seen.count == 50 && Set(seen).count == 50)

        let next = try #require(try index.page(for: query, at: .noon).next)
        query.text = TextQuery("number")
        #expect(throws: SearchError.cursorOfAnotherSearch) {
            try index.page(for: query, at: .noon, after: next)
        }
    }

    @Test func `frequent words and beginnings are counted as exactly as others`() throws {
        // More than are gone through one by one, in several batches, some of them removed.
        let index = index((0..<5000).map { $0.isMultiple(of: 3) ? "Ann Lee\($0)" : "Bo Li\($0)" })
        #expect(try found("ann", in: index).total == 1667)
        #expect(try found("l", in: index).total == 5000)
        #expect(try found("l ann", in: index).total == 1667)
        #expect(try found("bo lee", in: index).total == 0)
        index.replace((0..<30).map { Practitioner.Key($0) }, with: [])
        #expect(try found("ann", in: index).total == 1657)
        #expect(try found("olympia", in: index).total == 4970)
    }
}
