import Directory
import Testing

@testable import Storage

@Suite struct CalendarTokensTests {
    private static let year = Instant.now.date...Instant.now.date + 365

    /// Alice's licence is approved and expires in 40 days; Bob's is not approved.
    private func sample() async throws -> Database {
        let database = try await Database.sample(.alice, .bob)
        let due = try await database.claimDue(at: .washington, limit: 10, now: .now)
        let expires = Instant.now.date + 40
        let results = try due.map { due in
            try SampleAnswer.standing(.active, expires: expires).result(for: due, at: .now)
        }
        _ = try await database.record(results, terms: SampleRegistries.terms())
        try database.execute("UPDATE credential SET decision = 'approved' WHERE number = 'ZX101'")
        return database
    }

    @Test func `a token shows the expiries of approved credentials and of no others`() async throws
    {
        let database = try await sample()
        let token = try await database.makeCalendarToken(named: "Ada", by: "os:ada", at: .now)
        let found = try await database.expiries(shownTo: token, on: Self.year, limit: 10)

        let expiry = try #require(found?.first)
        #expect(found?.count == 1)
        #expect(expiry.number == "ZX101")
        #expect(expiry.name == "Alice Example")
        #expect(expiry.jurisdiction == "US-WA")
        #expect(expiry.expiresOn == Instant.now.date + 40)
        #expect(expiry.seenAt == .now)
        let days = Instant.now.date + 41...Instant.now.date + 365
        #expect(try await database.expiries(shownTo: token, on: days, limit: 10) == [])
    }

    @Test func `a token that was never made or is revoked shows nothing`() async throws {
        let database = try await sample()
        let token = try await database.makeCalendarToken(named: "Ada", by: "os:ada", at: .now)
        for wrong in ["", "x", String(token.dropLast()), token.uppercased() + "0"] {
            #expect(try await database.expiries(shownTo: wrong, on: Self.year, limit: 10) == nil)
        }
        try await database.revokeCalendarToken(named: "Ada", by: "os:bob", at: .now + 60)
        #expect(try await database.expiries(shownTo: token, on: Self.year, limit: 10) == nil)
        let known = try await database.calendarTokens()
        #expect(known.map(\.name) == ["Ada"])
        #expect(known.first?.revokedAt == .now + 60)
    }

    @Test func `the database keeps a hash and not the token`() async throws {
        let database = try await sample()
        let token = try await database.makeCalendarToken(named: "Ada", by: "os:ada", at: .now)
        let rows = try database.rows("SELECT * FROM calendar_token")

        #expect(token.utf8.count == 40)
        #expect(!rows.joined().contains { $0?.contains(token) == true })
        let second = try await database.makeCalendarToken(named: "Bob", by: "os:ada", at: .now)
        #expect(second != token)
    }

    @Test func `a name is one token's until it is revoked`() async throws {
        let database = try await sample()
        _ = try await database.makeCalendarToken(named: "Ada", by: "os:ada", at: .now)
        await #expect(throws: StorageError.self) {
            try await database.makeCalendarToken(named: "Ada", by: "os:ada", at: .now)
        }
        for name in ["", String(repeating: "x", count: 101)] {
            await #expect(throws: StorageError.self) {
                try await database.makeCalendarToken(named: name, by: "os:ada", at: .now)
            }
        }
        try await database.revokeCalendarToken(named: "Ada", by: "os:ada", at: .now)
        await #expect(throws: StorageError.notFound("calendar called Ada")) {
            try await database.revokeCalendarToken(named: "Ada", by: "os:ada", at: .now)
        }
        _ = try await database.makeCalendarToken(named: "Ada", by: "os:ada", at: .now)
    }
}
