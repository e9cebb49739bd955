import Directory
import Testing

@testable import Storage

@Suite struct DecisionsTests {
    @Test func `an approval makes who is good vetted`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        #expect(try await !database.isVetted(.alice))

        try await database.decide(.approved, about: .alice)

        #expect(try await database.isVetted(.alice))
        #expect(try await !database.isVetted(.alice, at: .days(30)))
        #expect(
            try database.rows(
                "SELECT decision, actor, reason, covers_discipline, check_id FROM decision"
            )
                == [["approved", "tester", "Seen on the register.", "0", "1"]]
        )
    }

    @Test func `an approval before any check vets nobody until the register agrees`() async throws {
        let database = try await Database.sample(.alice)
        try await database.decide(.approved, about: .alice)
        #expect(try await !database.isVetted(.alice))

        try await database.check(.alice, at: .hours(1))
        #expect(try await database.isVetted(.alice, at: .hours(2)))
    }

    @Test(arguments: [Decision.rejected, .withdrawn])
    func `a rejection or withdrawal ends trust at its moment`(decision: Decision) async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice)

        try await database.decide(decision, about: .alice, at: .hours(5))

        #expect(try await !database.isVetted(.alice, at: .hours(4)))
        #expect(try await database.state(of: .alice).trust.goodUntil == .hours(5))
        // Approved again, it waits for the register.
        try await database.decide(.approved, about: .alice, at: .hours(6))
        #expect(try await !database.isVetted(.alice, at: .hours(6)))
    }

    @Test(arguments: [Standing.suspended, .revoked, .surrendered])
    func `what stands under discipline cannot be approved by accident`(
        standing: Standing
    ) async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice, .standing(standing))

        let error = await #expect(throws: StorageError.self) {
            try await database.decide(.approved, about: .alice)
        }
        #expect(error?.description.contains(standing.rawValue) == true)
        #expect(try database.number("SELECT count(*) FROM decision") == 0)
        #expect(try await database.state(of: .alice).decision == .pending)
    }

    @Test func `discipline elsewhere is lifted by a decision that covers it`() async throws {
        let database = try await Database.sample(.carol)
        try await database.check(.carol)
        try await database.decide(.approved, about: .carol)
        try await database.check(.carol, in: "US-CO", .standing(.suspended))
        #expect(try await !database.isVetted(.carol))

        try await database.decide(.rejected, about: .carol, in: "US-CO", coversDiscipline: true)
        #expect(try await database.isVetted(.carol))

        // Another discipline than the one decided on.
        try await database.check(.carol, in: "US-CO", at: .days(1), .standing(.revoked))
        #expect(try await !database.isVetted(.carol, at: .days(1)))
    }

    @Test func `an approval that covers discipline does not make a suspended licence good`()
        async throws
    {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        try await database.check(.alice, at: .hours(1), .standing(.suspended))

        try await database.decide(.approved, about: .alice, at: .hours(2), coversDiscipline: true)

        #expect(try await !database.isVetted(.alice, at: .hours(2)))
    }

    @Test func `a discipline that nobody knows of cannot be decided on`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)

        await #expect(throws: StorageError.self) {
            try await database.decide(.approved, about: .alice, coversDiscipline: true)
        }
    }

    @Test func `a decision about nothing is refused`() async throws {
        let database = try await Database.sample(.alice)
        let unknown = try #require(PublicID("0199f3c2-7b1e-7abc-8def-0123456789ab"))
        let record = DecisionRecord(
            decision: .approved,
            actor: "tester",
            reason: "x",
            decidedAt: .now
        )

        await #expect(throws: StorageError.notFound("credential \(unknown)")) {
            try await database.decide(record, about: unknown)
        }
    }

    @Test(arguments: [
        ("", "Seen."), ("tester", ""), ("tester", String(repeating: "x", count: 2001)),
    ])
    func `without a name and a reason of some length there is no decision`(
        actor: String,
        reason: String
    ) async throws {
        let database = try await Database.sample(.alice)
        let record = DecisionRecord(
            decision: .approved,
            actor: actor,
            reason: reason,
            decidedAt: .now
        )
        let id = try await database.credentialID(of: .alice)

        let error = await #expect(throws: StorageError.self) {
            try await database.decide(record, about: id)
        }
        #expect(error?.description.contains("reason of 1 to 2000 characters") == true)
    }
}
