import Directory
import Testing

@testable import Storage

@Suite struct CheckRowsTests {
    private func page(
        _ database: Database,
        of record: PractitionerRecord,
        limit: Int = 100,
        after previous: PublicID? = nil,
        speakingOf moment: Instant? = nil
    ) async throws -> CheckPage {
        let id = try await database.profile(of: record).publicID
        let page = try await database.checks(
            of: id,
            limit: limit,
            after: previous,
            speakingOf: moment
        )
        return try #require(page)
    }

    @Test func `the checks of all credentials come together, the latest first`() async throws {
        let database = try await Database.sample(.carol)
        try await database.check(.carol, at: .days(0))
        try await database.check(.carol, in: "US-CO", at: .days(1))
        try await database.check(.carol, at: .days(2), .standing(.suspended))

        let found = try await page(database, of: .carol)
        #expect(found.total == 3)
        #expect(found.next == nil)
        #expect(found.checks.map(\.check.askedAt) == [.days(2), .days(1), .days(0)])
        #expect(
            found.checks.map(\.credential.jurisdiction.code) == ["US-WA", "US-CO", "US-WA"]
        )
        #expect(found.checks[0].difference?.standing?.after == .suspended)
        #expect(found.checks[0].comparedWith == found.checks[2].check.publicID)
        #expect(found.checks[1].difference == nil)
    }

    @Test func `pages follow one another without a gap or a repetition`() async throws {
        let database = try await Database.sample(.carol)
        for day in Int64(0)..<7 {
            try await database.check(.carol, in: day % 3 == 0 ? "US-CO" : "US-WA", at: .days(day))
        }
        let whole = try await page(database, of: .carol).checks.map(\.check.publicID)

        var pieces: [String] = []
        var next: PublicID?
        repeat {
            let part = try await page(database, of: .carol, limit: 2, after: next)
            pieces += part.checks.map(\.check.publicID)
            #expect(part.total == 7)
            next = part.next
        } while next != nil
        #expect(pieces == whole)
    }

    @Test func `a night without an answer makes no field a new one`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice, at: .days(0))
        try await database.check(.alice, at: .days(1), .outcome(.unreachable))
        try await database.check(.alice, at: .days(2))

        let checks = try await page(database, of: .alice).checks
        #expect(checks[0].comparedWith == checks[2].check.publicID)
        #expect(checks[0].difference?.fields.isEmpty == true)
        #expect(checks[1].difference?.outcome?.after == .unreachable)
    }

    @Test func `what speaks of a later moment only is left out`() async throws {
        let database = try await Database.sample(.alice)
        for day in Int64(0)..<4 { try await database.check(.alice, at: .days(day)) }

        let found = try await page(database, of: .alice, speakingOf: .days(1))
        #expect(found.total == 2)
        #expect(found.checks.map(\.check.askedAt) == [.days(1), .days(0)])
    }

    @Test func `nobody's checks are found under another person`() async throws {
        let database = try await Database.sample(.alice, .bob)
        try await database.check(.alice)
        let check = try #require(try await page(database, of: .alice).checks.first)
        let id = try #require(PublicID(check.check.publicID))
        let bob = try await database.profile(of: .bob).publicID

        #expect(try await database.check(id, of: bob) == nil)
        await #expect(throws: StorageError.self) {
            _ = try await database.checks(of: bob, limit: 10, after: id)
        }
        #expect(try await database.checks(of: "2999999999", limit: 10) == nil)
    }

    @Test(arguments: [
        [("a", "1"), ("b", "")], [("quote", "\"\\\u{1}\n"), ("ünï", "né\u{301}")], [],
        [("condition", "x"), ("condition", "y")],
    ])
    func `fields are read back as they were written`(pairs: [(String, String)]) {
        let fields = pairs.map { RegisterEntry.Field(name: $0.0, value: $0.1) }

        #expect(RegisterEntry.Field.list(json: RegisterEntry.Field.json(fields)) == fields)
    }

    @Test(arguments: [
        "", "{", "{\"a\"}", "{\"a\":1}", "{\"a\":\"b\",}", "{\"a\":\"\\x\"}", "{\"a\":\"b",
    ])
    func `what nobody here wrote is not guessed at`(text: String) {
        #expect(RegisterEntry.Field.list(json: text) == nil)
    }
}
