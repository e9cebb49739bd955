import Directory
import Testing

@testable import Storage

@Suite struct CredentialHistoryTests {
    private func history(_ database: Database) throws -> [[String?]] {
        try database.rows(
            """
            SELECT wording, standing, outcome, decision, date(expires_on * 86400, 'unixepoch'),
                date(first_issued_on * 86400, 'unixepoch'), changed_at - 1795435200, check_id,
                decision_id
            FROM credential_history ORDER BY id
            """
        )
    }

    @Test func `a first check writes down every fact that it brought`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(
            .alice,
            .standing(.active, expires: try .day("2027-05-01"), issued: try .day("2010-05-01"))
        )

        #expect(
            try history(database) == [
                [
                    "ACTIVE", "active", "matched", "pending", "2027-05-01", "2010-05-01", "0", "1",
                    nil,
                ]
            ]
        )
    }

    @Test func `a check that says the same again changes nothing`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        let before = try history(database)
        try await database.check(.alice, at: .days(7))

        #expect(try history(database) == before)
    }

    @Test func `a change names what is known from then on and what made it`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice, at: .hours(1))
        try await database.check(.alice, at: .hours(2), .standing(.expired))

        #expect(
            try history(database) == [
                ["ACTIVE", "active", "matched", "pending", nil, nil, "0", "1", nil],
                ["ACTIVE", "active", "matched", "approved", nil, nil, "3600", nil, "1"],
                ["EXPIRED", "expired", "matched", "approved", nil, nil, "7200", "2", nil],
            ]
        )
    }

    @Test func `the first issue that was seen once is not forgotten`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice, .standing(.active, issued: try .day("2010-05-01")))
        try await database.check(.alice, at: .days(7))

        #expect(
            try await database.state(of: .alice).firstIssuedOn?.description == "2010-05-01"
        )
    }
}
