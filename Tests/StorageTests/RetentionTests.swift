import Directory
import Testing

@testable import Storage

@Suite struct RetentionTests {
    /// The days on which the bodies that are still there were received.
    private func kept(_ database: Database) throws -> [String?] {
        try database.rows(
            """
            SELECT (received_at - \(Instant.now.secondsSince1970)) / 86400 FROM evidence
            WHERE body IS NOT NULL ORDER BY 1
            """
        ).map { $0[0] }
    }

    private func expiring(_ day: Int64) -> SampleAnswer {
        .standing(.active, expires: .today + Int(1000 + day))
    }

    @Test func `old bodies go, the newest of each credential stays, and every row does`()
        async throws
    {
        let database = try await Database.sample(.alice, .bob)
        for day in Int64(0)..<5 {
            try await database.check(.alice, at: .days(day), expiring(day))
        }
        try await database.check(.bob, at: .days(1), expiring(1))
        try await database.check(.bob, at: .days(2), .outcome(.unreachable))
        let rows = try database.rows("SELECT id, sha256, received_at FROM evidence")
        let checks = try database.rows("SELECT * FROM registry_check")

        let tally = try await database.emptyBodies(receivedBefore: .days(100))

        // Alice's last; Bob's last in which he was found. A silence has no body to speak of.
        #expect(try kept(database) == ["1", "4"])
        #expect(tally.emptied == 5)
        #expect(tally.kept == 2)
        #expect(try database.rows("SELECT id, sha256, received_at FROM evidence") == rows)
        #expect(try database.rows("SELECT * FROM registry_check") == checks)
        #expect(try await database.emptyBodies(receivedBefore: .days(100)).emptied == 0)
    }

    @Test func `what is younger stays, and so do the bytes that came again`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice, at: .days(0), expiring(0))
        try await database.check(.alice, at: .days(1), expiring(1))
        try await database.check(.alice, at: .days(50), expiring(0))
        try await database.check(.alice, at: .days(51), expiring(51))

        _ = try await database.emptyBodies(receivedBefore: .days(40))

        #expect(try kept(database) == ["0", "51"])
    }

    @Test func `a body that a decision names stays`() async throws {
        let database = try await Database.sample(.alice)
        for day in Int64(0)..<3 {
            try await database.check(.alice, at: .days(day), expiring(day))
            if day == 1 { try await database.decide(.approved, about: .alice, at: .days(1)) }
        }

        _ = try await database.emptyBodies(receivedBefore: .days(100))

        #expect(try kept(database) == ["1", "2"])
    }

    @Test func `the last answer and the last in which the person was found both stay`()
        async throws
    {
        let database = try await Database.sample(.alice)
        try await database.check(.alice, at: .days(0), expiring(0))
        try await database.check(.alice, at: .days(1), expiring(1))
        try await database.check(.alice, at: .days(2), .outcome(.absent))

        _ = try await database.emptyBodies(receivedBefore: .days(100))

        #expect(try kept(database) == ["1", "2"])
    }

    @Test func `emptied bytes that come again are kept again`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice, at: .days(0), expiring(0))
        try await database.check(.alice, at: .days(1), expiring(1))
        _ = try await database.emptyBodies(receivedBefore: .days(100))
        #expect(try kept(database) == ["1"])

        try await database.check(.alice, at: .days(200), expiring(0))

        #expect(try kept(database) == ["0", "1"])
    }

    @Test func `a trial empties nothing and tells the same`() async throws {
        let database = try await Database.sample(.alice)
        for day in Int64(0)..<3 { try await database.check(.alice, at: .days(day), expiring(day)) }

        let trial = try await database.emptyBodies(receivedBefore: .days(100), isDry: true)

        #expect(try kept(database).count == 3)
        #expect(try await database.emptyBodies(receivedBefore: .days(100)) == trial)
    }
}
