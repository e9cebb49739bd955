import Directory
import Search
import Testing

/// Pages one after the other while the directory changes.
@Suite struct PagingTests {
    /// Practitioners with all their listings, as the index has them.
    private struct People {
        var listings: [Practitioner.Key: [Listing]] = [:]
        /// Who was changed in any way since the first page.
        var touched: Set<Practitioner.Key> = []

        var all: [Listing] { Array(listings.values.joined()) }
    }

    /// What stays the same for a listing's place in an order, whatever else is written.
    private func write(
        _ world: inout SampleWorld,
        _ people: inout People,
        _ index: ListingIndex,
        at now: Instant
    ) throws {
        var changed: [Practitioner.Key: [Listing]] = [:]
        for _ in 0..<world.below(12) {
            let key = Practitioner.Key(Int64(1 + world.below(330)))
            var own = people.listings[key] ?? []
            switch world.below(6) {
            case 0: own = []
            case 1: own = try world.listings(of: key.value, at: now)
            // Trust ends, or is renewed.
            case 2: for place in own.indices { own[place].vettedUntil = now - 1 }
            case 3: for place in own.indices { own[place].vettedUntil = now + 3_000_000 }
            case 4:
                for place in own.indices {
                    own[place].score = Score(
                        count: own[place].score.count + 1,
                        stars: own[place].score.stars + 5
                    )
                }
            // Written again as it was.
            default: break
            }
            if own != people.listings[key] ?? [] { people.touched.insert(key) }
            changed[key] = own
            people.listings[key] = own
        }
        index.replace(changed.keys, with: changed.values.joined())
        if world.below(4) == 0 { index.merge() }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `who did not change is shown exactly once, whatever is written meanwhile`(
        seed: UInt64
    ) throws {
        var world = try SampleWorld(seed: seed + 4000)
        var people = People()
        for key in 1...300 as ClosedRange<Int64> {
            people.listings[Practitioner.Key(key)] = try world.listings(of: key)
        }
        let index = ListingIndex(people.all)
        var pages = 0
        for number in 0..<40 {
            var query = try world.query()
            query.limit = 1 + world.below(9)
            // Few filters, so that there are pages to turn.
            if world.below(3) > 0 {
                var plain = PractitionerQuery()
                plain.circle = query.circle
                plain.sort = query.sort
                plain.limit = query.limit
                plain.vettedOnly = query.vettedOnly
                query = plain
            }
            people.touched = []
            let begunAt: Instant = .noon
            let before = Set(
                PlainSearch(listings: people.all).matches(query, at: begunAt)
                    .map(\.listing.practitioner)
            )
            guard !PlainSearch(listings: people.all).isEdgeInDoubt(query) else { continue }
            var now = begunAt
            var shown: [Practitioner.Key: Int] = [:]
            var cursor: SearchCursor?
            repeat {
                let page = try index.page(for: query, at: now, after: cursor)
                for hit in page.hits {
                    shown[hit.practitioner, default: 0] += 1
                    if query.vettedOnly {
                        #expect(hit.isVetted, "seed \(seed), query \(number)")
                    }
                }
                cursor = page.next
                pages += 1
                try write(&world, &people, index, at: now)
                // Across midnight too, when everybody's experience is another.
                now = now + Int64(world.below(20_000))
                if now >= begunAt + 86_000 { break }
            } while cursor != nil

            guard cursor == nil else { continue }
            for (practitioner, times) in shown where !people.touched.contains(practitioner) {
                #expect(times == 1, "seed \(seed), query \(number): \(practitioner) \(times) times")
            }
            for practitioner in before where !people.touched.contains(practitioner) {
                // Left out is who ceased to be vetted on the way, and nobody else.
                let stayed =
                    !query.vettedOnly
                    || people.listings[practitioner, default: []].allSatisfy {
                        ($0.vettedUntil ?? begunAt) > now || ($0.vettedUntil ?? begunAt) <= begunAt
                    }
                if stayed {
                    #expect(
                        shown[practitioner] == 1,
                        "seed \(seed), query \(number): \(practitioner) is missing"
                    )
                }
            }
        }
        #expect(pages > 100)
    }

    @Test func `experience is judged at the moment of the first page`() throws {
        // Ten years tomorrow.
        let since = (Instant.noon.date + 1).yearsEarlier(10)
        let index = ListingIndex(
            (1...6).map { key in
                Listing(
                    practitioner: Practitioner.Key(key),
                    location: Location.Key(key),
                    coordinate: nil,
                    vettedUntil: .noon + 400_000,
                    experience: Experience(since: key <= 3 ? since : since - 400)
                )
            }
        )
        var query = PractitionerQuery()
        query.minYears = 10
        query.limit = 1
        let first = try index.page(for: query, at: .noon)
        #expect(first.total == 3)
        let tomorrow = Instant.noon + 50_000
        #expect(try index.page(for: query, at: tomorrow).total == 6)
        let second = try index.page(for: query, at: tomorrow, after: first.next)
        #expect(second.total == 3)
        #expect(second.hits.map(\.years) == [11])
    }
}
