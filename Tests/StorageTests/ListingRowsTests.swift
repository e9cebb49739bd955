import Directory
import Testing

@testable import Storage

@Suite struct ListingRowsTests {
    private func position(_ database: Database) async throws -> ChangePosition {
        try await database.loadListings(reserving: { _ in }, { _ in })
    }

    // MARK: - The change log

    @Test func `nothing happened, nothing changed`() async throws {
        let database = try await Database.sample(.alice)
        let position = try await position(database)

        let changes = try #require(try await database.changedListings(after: position))
        #expect(changes.practitioners.isEmpty && changes.listings.isEmpty)
        #expect(changes.upTo == position)
    }

    @Test func `a new database has a position before the first change`() async throws {
        let database = try Database.empty()
        let start = try await position(database)
        _ = try await database.apply([.alice, .bob], at: .now)

        let changes = try #require(try await database.changedListings(after: start))
        #expect(changes.practitioners.count == 2)
    }

    @Test func `whoever changed is named once, with the listings of now`() async throws {
        let database = try await Database.sample(.alice, .bob)
        let start = try await position(database)
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice)

        let changes = try #require(try await database.changedListings(after: start))
        #expect(changes.practitioners == [try await database.key(of: .alice)])
        #expect(changes.listings.map(\.vettedUntil) == [.days(30)])
        let next = try #require(try await database.changedListings(after: changes.upTo))
        #expect(next.practitioners.isEmpty)
    }

    @Test func `who is listed no more is named without listings`() async throws {
        let database = try await Database.sample(.bob)
        let start = try await position(database)
        try await database.write { db in
            _ = try Database.deactivate(
                try NPI("2000000002"),
                on: .today,
                at: .now,
                db
            )
        }

        let changes = try #require(try await database.changedListings(after: start))
        #expect(changes.practitioners.count == 1)
        #expect(changes.listings.isEmpty)
        #expect(try await database.listings().isEmpty)
    }

    @Test func `what another process wrote is seen`() async throws {
        let database = try await Database.sample(.alice)
        let server = try database.reopened()
        let start = try await position(server)
        try await database.check(.alice)

        #expect(try await server.changedListings(after: start)?.practitioners.count == 1)
    }

    @Test func `where the log does not reach back all is to be loaded anew`() async throws {
        let database = try await Database.sample(.alice)
        let start = try await position(database)
        try await database.check(.alice)
        try await database.check(.alice, at: .days(7))

        try database.execute(
            "DELETE FROM change_log WHERE sequence < (SELECT max(sequence) FROM change_log)"
        )
        #expect(try await database.changedListings(after: start) == nil)
        try database.execute("DELETE FROM change_log")
        #expect(try await database.changedListings(after: start) == nil)
    }

    // MARK: - What a result shows

    @Test func `rows come in the order asked for, without those that are gone`() async throws {
        let database = try await Database.sample(.alice, .bob, .dave)
        let keys = try await database.listings().map(\.location)
        let asked = [keys[2], Location.Key(999), keys[0]]

        let rows = try await database.listingRows(at: asked)
        #expect(rows.rows.map(\.location) == [keys[2], keys[0]])
        #expect(try await database.listingRows(at: []).rows.isEmpty)
    }

    @Test func `a row shows the credential that carries the trust`() async throws {
        let database = try await Database.sample(.carol)
        try await database.check(.carol, .standing(.active, issued: try .day("2012-02-29")))
        try await database.decide(.approved, about: .carol)
        let keys = try await database.listings().map(\.location)

        let rows = try await database.listingRows(at: keys)
        let row = try #require(rows.rows.first)
        #expect(rows.string(row.name) == "Carol Invented")
        #expect(row.isClaimed)
        #expect(rows.string(row.city) == "Seattle" && rows.string(row.region) == "WA")
        #expect(rows.string(row.country) == "US")
        #expect(row.placement.map(rows.string) == "exact")
        #expect(!row.isPlacedByPostalCode)
        #expect(row.vettedUntil == .days(30))
        let credential = try #require(row.credential)
        #expect(rows.string(credential.title) == "L.Ac.")
        #expect(rows.string(credential.jurisdiction) == "US-WA")
        #expect(credential.wording.map(rows.string) == "ACTIVE")
        #expect(credential.registry.map(rows.string) == "us-wa-doh")
        #expect(credential.answeredAt == .now)
    }

    // MARK: - Watching

    @Test func `another process's commit is noticed, and nothing else`() async throws {
        let database = try await Database.sample(.alice)
        let watch = try ChangeWatch(try database.reopened())
        #expect(try await watch.hasChanged())
        #expect(try await !watch.hasChanged())

        try await database.check(.alice)
        #expect(try await watch.hasChanged())
        #expect(try await !watch.hasChanged())
    }
}
