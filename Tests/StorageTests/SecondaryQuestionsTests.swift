import Directory
import Foundation
import Testing

@testable import Storage

@Suite struct SecondaryQuestionsTests {
    /// Alice, with Washington's register and a directory that copies it.
    private func bench() async throws -> Database {
        let database = try await Database.sample(.alice)
        try await database.describe(SampleRegistries.summaries() + [.copies])
        return database
    }

    /// Lets the directory of copies answer about whoever is due there.
    private func repeatedly(
        _ answer: SampleAnswer,
        in database: Database,
        at moment: Instant
    ) async throws -> [CheckEffect] {
        let due = try await database.claimDue(at: .copies, limit: 10, now: moment)
        return try await database.record(
            try due.map { try answer.result(for: $0, at: moment) },
            terms: [
                try .copies: RegistryTerms(completeness: .activeOnly, timeZone: .gmt)
            ]
        )
    }

    @Test func `a credential is asked about at its register and at every copy`() async throws {
        let database = try await bench()
        #expect(try await database.dueCounts(at: .now) == [.washington: 1, .copies: 1])

        _ = try await database.apply([.carol], at: .now)
        #expect(
            try await database.dueCounts(at: .now) == [.washington: 2, .colorado: 1, .copies: 2]
        )
    }

    @Test func `a copy that says active vets nobody, approved or not`() async throws {
        let database = try await bench()
        try await database.decide(.approved, about: .alice)
        let before = try await database.state(of: .alice)

        let effects = try await repeatedly(
            .standing(.active, issued: .today - 4000),
            in: database,
            at: .now
        )

        #expect(effects.map(\.isRecorded) == [true])
        #expect(try await database.state(of: .alice) == before)
        #expect(try await !database.isVetted(.alice))
        #expect(try await database.profile(of: .alice).experience == nil)
        #expect(
            try await database.listings().map(\.verifiedAt) == [nil]
        )
    }

    @Test func `a copy that says revoked strikes nobody, is shown, and waits for a person`()
        async throws
    {
        let database = try await bench()
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice)
        let before = try await database.state(of: .alice)

        _ = try await repeatedly(.standing(.revoked), in: database, at: .hours(1))

        #expect(try await database.state(of: .alice) == before)
        #expect(try await database.isVetted(.alice, at: .days(29)))
        let copies = try RegistryID.copies
        let credential = try #require(try await database.profile(of: .alice).credentials.first)
        #expect(credential.secondary.map(\.registry.summary.id) == [copies])
        #expect(credential.secondary.map(\.check.standing) == [.revoked])
        #expect(credential.latestCheck?.registry != copies)
        let (rows, total) = try await database.waiting(.secondary, limit: 10, at: .hours(2))
        #expect(total == 1)
        #expect(rows.map(\.wording) == ["REVOKED"])
        #expect(rows.map(\.registry) == [copies])
    }

    @Test func `a copy that agrees waits for nobody`() async throws {
        let database = try await bench()
        try await database.check(.alice)
        _ = try await repeatedly(.active, in: database, at: .now)

        #expect(try await database.waiting(.secondary, limit: 10, at: .now).total == 0)
    }

    @Test func `three absences from a copy end nothing`() async throws {
        let database = try await bench()
        try await database.check(.alice)
        for day: Int64 in [0, 14, 28] {
            let effects = try await repeatedly(.outcome(.absent), in: database, at: .days(day))
            #expect(effects.count == 1)
        }
        #expect(try await database.state(of: .alice).trust.absences == 0)
        #expect(try await database.state(of: .alice).trust.goodUntil == .days(30))
    }

    @Test func `a copy is asked weekly, and after silence sooner and sooner no more`() async throws
    {
        let database = try await bench()
        _ = try await repeatedly(.standing(.revoked), in: database, at: .now)
        #expect(try await database.dueCounts(at: .hours(23))[.copies] == nil)
        #expect(try await database.dueCounts(at: .days(9))[.copies] == 1)

        _ = try await repeatedly(.outcome(.unreachable), in: database, at: .days(9))
        #expect(try await database.dueCounts(at: .days(9) + 3599)[.copies] == nil)
        #expect(try await database.dueCounts(at: .days(9) + 3600)[.copies] == 1)
    }

    @Test func `one worker asks at a time, and a lost lease records nothing`() async throws {
        let database = try await bench()
        let due = try await database.claimDue(at: .copies, limit: 10, now: .now)
        #expect(due.count == 1)
        #expect(try await database.claimDue(at: .copies, limit: 10, now: .now).isEmpty)
        let key = try #require(due.first).key
        #expect(try await database.claim(key, at: .copies, now: .now) == nil)
        // The register itself is asked as if there were no copies.
        #expect(try await database.claim(key, now: .now) != nil)

        let again = try await database.claimDue(at: .copies, limit: 10, now: .hours(1))
        #expect(again.count == 1)
        let effects = try await database.record(
            try due.map { try SampleAnswer.active.result(for: $0, at: .hours(1)) },
            terms: [try .copies: RegistryTerms(completeness: .activeOnly, timeZone: .gmt)]
        )
        #expect(effects.map(\.isRecorded) == [false])
        #expect(try database.number("SELECT count(*) FROM registry_check") == 0)

        try await database.release(again, now: .hours(1))
        #expect(try await database.dueCounts(at: .hours(1))[.copies] == 1)
    }

    @Test func `a copy may be asked about one person at once`() async throws {
        let database = try await bench()
        _ = try await repeatedly(.active, in: database, at: .now)
        let askable = try await database.askableCredentials(of: database.key(of: .alice))

        #expect(askable.map(\.registry.text) == ["us-wa-doh", "us-copies"])
        let key = try #require(askable.first).key
        let due = try #require(try await database.claim(key, at: .copies, now: .hours(1)))
        #expect(due.isSecondary)
    }
}
