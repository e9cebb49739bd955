import Directory
import Testing

@testable import Storage

@Suite struct ManualChecksTests {
    private static let start = Instant(secondsSince1970: Instant.now.secondsSince1970 - 7 * 3600)

    @Test func `what one person saw and another approved vets for ninety days`() async throws {
        let database = try await Database.withNora()
        let effect = try await database.look()
        #expect(try await !database.isVetted(.nora))

        try await database.decide(.approved, aboutNoraBy: "os:ben")

        // From the beginning of the day in New York, five hours behind.
        #expect(effect.goodUntil == Self.start + 90 * secondsPerDay)
        #expect(try await database.isVetted(.nora, at: Self.start + 90 * secondsPerDay - 1))
        #expect(try await !database.isVetted(.nora, at: Self.start + 90 * secondsPerDay))
        let experience = try await database.profile(of: .nora).experience?.experience
        #expect(experience?.years(on: .today) == 10)
    }

    @Test func `who looked does not approve, and nothing is written`() async throws {
        let database = try await Database.withNora()
        try await database.look(by: "os:anna")

        let error = await #expect(throws: StorageError.self) {
            try await database.decide(.approved, aboutNoraBy: "os:anna")
        }
        #expect(error?.description.contains("another person has to approve it") == true)
        #expect(try database.number("SELECT count(*) FROM decision") == 0)
        // A rejection needs one person only.
        try await database.decide(.rejected, aboutNoraBy: "os:anna")
    }

    @Test func `who looked does not approve behind a later look either`() async throws {
        let database = try await Database.withNora()
        try await database.look(by: "os:anna")
        try await database.look(by: "os:ben", outcome: .mismatched)

        await #expect(throws: StorageError.self) {
            try await database.decide(.approved, aboutNoraBy: "os:anna")
        }
    }

    @Test func `who approved enters no further look that would carry the approval on`() async throws
    {
        let database = try await Database.withNora()
        try await database.look(by: "os:anna")
        try await database.decide(.approved, aboutNoraBy: "os:ben")

        let error = await #expect(throws: StorageError.self) {
            try await database.look(by: "os:ben", on: .today + 60, at: .days(60))
        }
        #expect(error?.description.hasPrefix("os:ben approved this credential") == true)
        try await database.look(by: "os:anna", on: .today + 60, at: .days(60))
        #expect(try await database.isVetted(.nora, at: .days(149)))
    }

    @Test func `a look is as old as the day, not as its entry`() async throws {
        let database = try await Database.withNora()
        try await database.look(on: .today - 20)

        let state = try await database.state(of: .nora, in: "US-NY")
        #expect(state.matchedAt == Self.start - 20 * secondsPerDay)
        #expect(state.answeredAt == Self.start - 20 * secondsPerDay)
        #expect(state.trust.goodUntil == Self.start + 70 * secondsPerDay)
    }

    @Test func `no window is longer than ninety days, whatever is said`() async throws {
        let database = try await Database.withNora()
        let effect = try await database.look(windowDays: 120)

        #expect(effect.goodUntil == Self.start + 90 * secondsPerDay)
        #expect(
            try await database.look(windowDays: 20).goodUntil == Self.start + 20 * secondsPerDay
        )
    }

    @Test func `a name that does not agree changes nothing but the outcome`() async throws {
        let database = try await Database.withNora()
        try await database.look(outcome: .mismatched)

        let state = try await database.state(of: .nora, in: "US-NY")
        #expect(state.outcome == .mismatched)
        #expect(state.standing == nil)
        #expect(state.trust.goodUntil == nil)
    }

    @Test func `what was seen earlier than what is known is refused`() async throws {
        let database = try await Database.withNora()
        try await database.look(on: .today, standing: .suspended)

        let error = await #expect(throws: StorageError.self) {
            try await database.look(on: .today - 1)
        }
        #expect(
            error?.description
                == "What was seen on 2026-11-22 is older than what is known of 2026-11-23."
        )
        #expect(try await database.state(of: .nora, in: "US-NY").standing == .suspended)
        #expect(try database.number("SELECT count(*) FROM registry_check") == 1)
    }

    @Test func `absences seen on three days end trust at the third`() async throws {
        let database = try await Database.withNora()
        try await database.look()
        for day in 1...3 {
            try await database.look(
                on: .today + day,
                at: .days(Int64(day)),
                outcome: .absent
            )
        }

        #expect(
            try await database.state(of: .nora, in: "US-NY").trust.goodUntil
                == Self.start + 3 * secondsPerDay
        )
    }

    @Test func `the document is kept by its hash, and the check says who and when`() async throws {
        let database = try await Database.withNora()
        try await database.look()

        #expect(
            try database.rows(
                """
                SELECT seen_by, seen_on, note, status, outcome, is_secondary, sha256 = evidence.sha256,
                    content_type, CAST(body AS TEXT)
                FROM registry_check JOIN evidence USING (sha256)
                """
            ) == [
                [
                    "os:anna", "\(CalendarDate.today.daysSince1970)", "By their page.", nil,
                    "matched", "0", "1", "application/pdf", "%PDF-1.7",
                ]
            ]
        )
        let check = try await database.profile(of: .nora).credentials.first?.latestCheck
        #expect(check?.sighting == Sighting(by: "os:anna", on: .today, note: "By their page."))
    }

    @Test func `a decision names the look that it was made on`() async throws {
        let database = try await Database.withNora()
        let effect = try await database.look()
        try await database.decide(.approved, aboutNoraBy: "os:ben")

        let id = try await database.credentialID(of: .nora, in: "US-NY")
        let decisions = try await database.decisions(about: id)
        #expect(decisions.map(\.checkID) == [effect.checkID.text])
        #expect(decisions.map(\.record.actor) == ["os:ben"])
    }

    @Test func `what a person saw is news as what a machine is told`() async throws {
        let database = try await Database.withNora()
        try await database.look()
        try await database.decide(.approved, aboutNoraBy: "os:ben")
        try await database.look(on: .today + 1, at: .days(1), standing: .suspended)

        #expect(try await database.events(limit: 9).map(\.type) == ["credential.disciplined"])
        #expect(try await !database.isVetted(.nora, at: .days(1)))
    }

    @Test func `an absence that ends trust is told as one, though seen before it was entered`()
        async throws
    {
        let database = try await Database.withNora()
        try await database.look()
        try await database.decide(.approved, aboutNoraBy: "os:ben")
        for day in 1...3 {
            try await database.look(
                on: .today + day,
                at: .days(Int64(day)),
                outcome: .absent
            )
        }

        let told = try await database.events(limit: 9).compactMap(\.event)
        #expect(told.count == 1)
        guard case .credentialLapsed(_, because: .absent) = told.first else {
            Issue.record("\(told)")
            return
        }
    }

    @Test func `a clock that went back lets nobody enter anything`() async throws {
        let database = try await Database.withNora()
        try await database.look()

        let error = await #expect(throws: StorageError.self) {
            try await database.look(by: "os:ben", at: .now - 60)
        }
        #expect(error?.description.contains("clock") == true)
    }

    @Test func `nobody enters what a machine is told, or what nobody describes`() async throws {
        let database = try await Database.withNora()
        for (asker, word) in [(RegistryAsker.machine, "by machine"), (.nobody, "switched off")] {
            try database.execute(
                "UPDATE registry SET asker = '\(asker.rawValue)' WHERE id = 'us-ny-op'"
            )
            let error = await #expect(throws: StorageError.self) { try await database.look() }
            #expect(error?.description.contains(word) == true)
        }
        #expect(try database.number("SELECT count(*) FROM registry_check") == 0)
    }

    @Test func `a machine claims nothing that a person looks up`() async throws {
        let database = try await Database.withNora()

        #expect(try await database.dueCounts(at: .days(100)).isEmpty)
        #expect(try await database.census(at: .days(100)).due == 0)
        #expect(try await database.census(at: .days(100)).longestOverdueSeconds == nil)
    }

    @Test func `whom to look for where is known before`() async throws {
        let database = try await Database.withNora()
        let id = try await database.credentialID(of: .nora, in: "US-NY")
        let lookUp = try #require(try await database.lookUp(of: id))

        let newYork = try RegistrySummary.newYork
        #expect(lookUp.registry == newYork)
        #expect(lookUp.claimant.number == "ZX105")
        #expect(lookUp.claimant.names.map(\.full) == ["Nora York"])
    }
}
