import Directory
import Testing

@testable import Storage

@Suite struct ListingsTests {
    private func listing(_ database: Database) async throws -> Listing {
        try #require(try await database.listings().first)
    }

    @Test func `a claimed profile is listed with what it says`() async throws {
        let database = try await Database.sample(.alice)
        let listing = try await listing(database)

        #expect(listing.coordinate == (try Coordinate(latitude: 47.61, longitude: -122.33)))
        #expect(listing.conditions == [.neuropathy, .backPain])
        #expect(listing.languages == [.en, .zh])
        #expect(listing.techniques == [.manualAcupuncture])
        #expect(listing.payers == [.medicare])
        #expect(listing.features == [.accepting, .acceptsReferrals, .telehealth, .wheelchair])
        #expect(listing.vettedUntil == nil)
        #expect(listing.experience == nil)
    }

    @Test func `an unclaimed profile is listed with registry facts only`() async throws {
        var bob = try PractitionerRecord.bob
        bob.practitioner.statement = try PractitionerRecord.alice.practitioner.statement
        let database = try await Database.sample(bob)
        try await testimonials(database, about: bob, ratings: [5, 5, 5, 5, 5])
        let listing = try await listing(database)

        #expect(listing.features == [])
        #expect(listing.conditions.isEmpty && listing.languages.isEmpty)
        #expect(listing.techniques.isEmpty && listing.payers.isEmpty)
        #expect(listing.score == Score(count: 0, stars: 0))

        let profile = try await database.profile(of: bob)
        #expect(profile.practitioner.statement == ProfileStatement())
        #expect(profile.testimonials.isEmpty)
        #expect(profile.places.first?.location.hours == OpeningHours())
        #expect(profile.places.first?.location.telehealth == nil)
        #expect(profile.places.first?.location.wheelchair == nil)
        #expect(profile.places.first?.location.telephone == "206-555-0101")
    }

    @Test func `a check and an approval reach the listing`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(
            .alice,
            .standing(
                .active,
                expires: .today + 10,
                issued: try .day("2010-05-01")
            )
        )
        try await database.decide(.approved, about: .alice)
        let listing = try await listing(database)

        let end = (CalendarDate.today + 10).startInUTC + (24 + 8) * 3600
        #expect(listing.vettedUntil == end)
        #expect(listing.verifiedAt == .now)
        #expect(
            listing.experience
                == Experience(since: try .day("2010-05-01"), until: .today + 10)
        )
        #expect(listing.features.contains(.statutory))
    }

    @Test func `experience leaves out the years of a suspension that was seen`() async throws {
        let database = try await Database.sample(.alice)
        let issued = try CalendarDate.day("2010-05-01")
        try await database.check(.alice, .standing(.active, issued: issued))
        try await database.check(.alice, at: .days(10), .standing(.suspended, issued: issued))
        try await database.check(.alice, at: .days(110), .standing(.active, issued: issued))

        #expect(try await listing(database).experience == Experience(since: issued + 100))
    }

    @Test func `neither an identity nor an unread or absent licence is experience`() async throws {
        let database = try await Database.sample(.bob)
        let issued = try CalendarDate.day("2010-05-01")
        try await database.check(.bob, in: "US", .standing(.active, issued: issued))
        #expect(try await listing(database).experience == nil)

        try await database.check(.bob, .unread("STUDENT"))
        #expect(try await listing(database).experience == nil)
    }

    @Test func `an identity never vets, approved or not`() async throws {
        let database = try await Database.sample(.bob)
        try await database.check(.bob, in: "US")
        try await database.decide(.approved, about: .bob, in: "US")

        #expect(try await listing(database).vettedUntil == nil)
        #expect(try await listing(database).features == [])
    }

    @Test func `somebody with two places is vetted where the licence is valid`() async throws {
        var alice = try PractitionerRecord.alice
        var spokane = try Location.seattle
        spokane.city = "Spokane"
        var denver = try Location.seattle
        denver.city = "Denver"
        denver.region = "CO"
        alice.locations += [spokane, denver]
        let database = try await Database.sample(alice)
        try await database.check(alice)
        try await database.decide(.approved, about: alice)

        let vetted = try database.rows(
            "SELECT city FROM listing WHERE vetted_until IS NOT NULL ORDER BY city"
        )
        #expect(vetted == [["Seattle"], ["Spokane"]])
        let reasons = try await database.notVettedReasons(
            at: database.listings().map(\.location),
            moment: .now
        )
        #expect(reasons.values.map(\.code) == ["no_credential_here"])
    }

    @Test func `testimonials are counted as published`() async throws {
        let database = try await Database.sample(.alice)
        try await testimonials(database, about: .alice, ratings: [5, 4, 3])
        try database.execute("UPDATE testimonial SET state = 'held' WHERE rating = 3")
        let key = try await database.key(of: .alice)
        try await database.write { db in try Database.refreshListings(of: key, db) }

        #expect(try await listing(database).score == Score(count: 2, stars: 9))
    }

    @Test func `a policy that changes changes the listings of its place`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice)
        let before = try database.number("SELECT count(*) FROM change_log")

        try await database.replacePolicies(SampleRegistries.policies())
        #expect(try database.number("SELECT count(*) FROM change_log") == before)

        try database.execute("DELETE FROM jurisdiction")
        try await database.replacePolicies(SampleRegistries.policies())
        #expect(try await database.isVetted(.alice))
        #expect(try database.number("SELECT count(*) FROM change_log") == before.map { $0 + 1 })
    }

    @Test func `an empty list of policies is refused, and nothing changes`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice)

        await #expect(throws: StorageError.self) { try await database.replacePolicies([]) }
        #expect(try await database.isVetted(.alice))
    }

    @Test func `a policy that is left out goes, and the listings of its place follow`() async throws
    {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice)
        #expect(try await database.isVetted(.alice))

        let others = try SampleRegistries.policies().filter { $0.jurisdiction.code != "US-WA" }
        #expect(try await database.replacePolicies(others))
        #expect(try await !database.isVetted(.alice))
        #expect(try await database.staleListings() == 0)
        #expect(try await !database.replacePolicies(others))
    }

    @Test func `whatever happens, the listings are those of the other tables`() async throws {
        let database = try await Database.sample(.alice, .bob, .carol, .dave)
        var generator = SeededGenerator(seed: 11)
        let people = try [PractitionerRecord.alice, .bob, .carol]
        for step in Int64(0)..<60 {
            let person = try #require(people.randomElement(using: &generator))
            let moment = Instant.hours(step * 13)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0:
                let decision = Decision.allCases.randomElement(using: &generator) ?? .pending
                try? await database.decide(decision, about: person, at: moment)
            case 1:
                let outcome = Outcome.allCases.filter { $0 != .matched && $0 != .unrecognised }
                    .randomElement(using: &generator)
                try await database.check(person, at: moment, .outcome(outcome ?? .absent))
            case 2: try await database.check(person, at: moment, .unread("NOTE \(step)"))
            case 3:
                let standing = Standing.allCases.randomElement(using: &generator) ?? .expired
                try await database.check(person, at: moment, .standing(standing))
            case 4: _ = try await database.apply([person], at: moment)
            default: try await database.check(person, at: moment)
            }
        }

        #expect(try await database.staleListings() == 0)
        #expect(try database.integrityProblems().isEmpty)
        try database.execute("UPDATE listing SET name = 'Nobody' WHERE city = 'Toronto'")
        #expect(try await database.staleListings() == 1)
        #expect(try database.number("SELECT count(*) FROM listing WHERE name = 'Nobody'") == 1)
    }

    private func testimonials(
        _ database: Database,
        about record: PractitionerRecord,
        ratings: [Int]
    ) async throws {
        let key = try await database.key(of: record)
        try await database.write { db in
            for rating in ratings {
                let testimonial = Testimonial(
                    rating: rating,
                    text: "Kind.",
                    condition: nil,
                    writtenOn: .today
                )
                try Database.insert(testimonial, about: key, at: .now, db)
            }
            try Database.refreshListings(of: key, db)
        }
    }
}
