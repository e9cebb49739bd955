import Directory
import Testing

@testable import Storage

@Suite struct WaitingTests {
    private func total(
        _ matter: WaitingCredential.Matter,
        in database: Database,
        at moment: Instant
    ) async throws -> Int {
        try await database.waiting(matter, limit: 10, at: moment).total
    }

    @Test func `who was never looked up waits, and again two weeks before trust runs out`()
        async throws
    {
        let database = try await Database.withNora()
        let (rows, total) = try await database.waiting(.lookUp, limit: 10, at: .now)
        #expect(total == 1)
        #expect(rows.map(\.name.full) == ["Nora York"])
        #expect(rows.map(\.number) == ["ZX105"])
        #expect(rows.map(\.registry.text) == ["us-ny-op"])

        try await database.look()
        #expect(try await self.total(.lookUp, in: database, at: .days(75)) == 0)
        #expect(try await self.total(.lookUp, in: database, at: .days(76)) == 1)
        // Who is not to be listed need not be looked up.
        try await database.decide(.rejected, aboutNoraBy: "os:ben")
        #expect(try await self.total(.lookUp, in: database, at: .days(76)) == 0)
    }

    @Test func `what was seen active waits for a decision until there is one`() async throws {
        let database = try await Database.sample(.alice)
        #expect(try await total(.decision, in: database, at: .now) == 0)
        try await database.check(.alice)
        #expect(try await total(.decision, in: database, at: .now) == 1)
        #expect(try await total(.decision, in: database, at: .days(30)) == 0)
        try await database.decide(.approved, about: .alice)
        #expect(try await total(.decision, in: database, at: .now) == 0)
    }

    @Test func `another name and several people are in doubt, absence is not`() async throws {
        let database = try await Database.sample(.alice)
        for (outcome, count) in [(Outcome.mismatched, 1), (.ambiguous, 1), (.absent, 0)] {
            try await database.check(.alice, .outcome(outcome))
            #expect(try await total(.doubt, in: database, at: .now) == count)
        }
    }

    @Test func `no more are shown than are asked for, and all are counted`() async throws {
        let database = try await Database.sample(.alice, .carol)
        try await database.check(.alice)
        try await database.check(.carol)

        let (rows, total) = try await database.waiting(.decision, limit: 1, at: .now)
        #expect(rows.count == 1 && total == 2)
    }
}
