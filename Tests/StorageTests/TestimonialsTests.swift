import Directory
import Testing

@testable import Storage

@Suite struct TestimonialsTests {
    /// Alice with testimonials of these days before today, each telling its place in the list.
    private func database(daysAgo: [Int]) async throws -> (Database, identifier: String) {
        let database = try await Database.sample(.alice)
        let key = try await database.key(of: .alice)
        try await database.write { db in
            for (place, days) in daysAgo.enumerated() {
                let testimonial = Testimonial(
                    rating: 5,
                    text: "\(place)",
                    condition: .neuropathy,
                    writtenOn: .today - days
                )
                try Database.insert(testimonial, about: key, at: .now, db)
            }
            try Database.refreshListings(of: key, db)
        }
        return (database, try await database.profile(of: .alice).publicID)
    }

    @Test func `the latest come first, of one day the last written`() async throws {
        let (database, identifier) = try await database(daysAgo: [5, 0, 9, 0])

        let page = try #require(
            try await database.testimonials(about: identifier, limit: 10, after: nil)
        )
        #expect(page.testimonials.map(\.text) == ["3", "1", "0", "2"])
        #expect(page.testimonials.first?.condition == .neuropathy)
        #expect(page.total == 4)
        #expect(page.next == nil)
    }

    @Test func `pages follow each other without gap or repetition`() async throws {
        let (database, identifier) = try await database(daysAgo: [1, 1, 1, 1, 2, 2, 3])
        var texts: [String] = []
        var next: PublicID?
        repeat {
            let page = try #require(
                try await database.testimonials(about: identifier, limit: 2, after: next)
            )
            texts += page.testimonials.map(\.text)
            #expect(page.total == 7)
            next = page.next
        } while next != nil

        #expect(texts == ["3", "2", "1", "0", "5", "4", "6"])
    }

    @Test func `what is held or removed is neither shown nor counted`() async throws {
        let (database, identifier) = try await database(daysAgo: [1, 2, 3])
        try database.execute("UPDATE testimonial SET state = 'held' WHERE text = '0'")
        try database.execute("UPDATE testimonial SET state = 'removed' WHERE text = '2'")

        let page = try #require(
            try await database.testimonials(about: identifier, limit: 10, after: nil)
        )
        #expect(page.testimonials.map(\.text) == ["1"])
        #expect(page.total == 1)
    }

    @Test func `an unclaimed profile has none, and nobody has no page`() async throws {
        let (database, identifier) = try await database(daysAgo: [1])
        try database.execute("UPDATE practitioner SET profile = 'unclaimed'")

        let page = try await database.testimonials(about: identifier, limit: 10, after: nil)
        #expect(page?.testimonials.isEmpty == true)
        #expect(page?.total == 0)
        #expect(try await database.testimonials(about: "2000000002", limit: 10, after: nil) == nil)
    }

    @Test func `a page after somebody else's testimonial is refused`() async throws {
        let (database, identifier) = try await database(daysAgo: [1])
        let unknown = try #require(PublicID("0199f3c2-7b1e-7abc-8def-0123456789ab"))

        await #expect(throws: StorageError.notFound("testimonial \(unknown)")) {
            _ = try await database.testimonials(about: identifier, limit: 10, after: unknown)
        }
    }
}
