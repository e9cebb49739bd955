import Directory
import Testing

@testable import Storage

@Suite struct CredentialChangesTests {
    private func changes(_ database: Database) throws -> [[String?]] {
        try database.rows(
            """
            SELECT fact, old_value, new_value, changed_at - 1795435200, check_id, decision_id
            FROM credential_change ORDER BY id
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
            try changes(database) == [
                ["wording", nil, "ACTIVE", "0", "1", nil],
                ["standing", nil, "active", "0", "1", nil],
                ["outcome", nil, "matched", "0", "1", nil],
                ["expires_on", nil, "2027-05-01", "0", "1", nil],
                ["first_issued_on", nil, "2010-05-01", "0", "1", nil],
            ]
        )
    }

    @Test func `a check that says the same again changes nothing`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        let before = try changes(database)
        try await database.check(.alice, at: .days(7))

        #expect(try changes(database) == before)
    }

    @Test func `a change names its old and new value and what made it`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice, at: .hours(1))
        try await database.check(.alice, at: .hours(2), .standing(.expired))

        #expect(
            try changes(database).suffix(3) == [
                ["decision", "pending", "approved", "3600", nil, "1"],
                ["wording", "ACTIVE", "EXPIRED", "7200", "2", nil],
                ["standing", "active", "expired", "7200", "2", nil],
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
