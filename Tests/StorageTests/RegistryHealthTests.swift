import Directory
import Testing

@testable import Storage

@Suite struct RegistryHealthTests {
    private func health(
        in database: Database,
        at moment: Instant = .now
    ) async throws -> RegistryHealth? {
        try await database.registryReports(at: moment)
            .first { $0.description.id.text == "us-wa-doh" }?.health
    }

    private func described() async throws -> Database {
        let database = try await Database.sample(.alice, .carol)
        try await database.replaceDescriptions(SampleRegistries.descriptions())
        return database
    }

    @Test func `it tells of the checks of a day and of a week`() async throws {
        let database = try await described()
        #expect(try await health(in: database) == nil)
        try await database.check(.alice, at: .days(-9))
        try await database.check(.alice, at: .days(-6))
        try await database.check(.alice, at: .days(-2), .outcome(.unreachable))
        try await database.check(.alice, at: .hours(-5))
        try await database.check(.alice, at: .hours(-4), .standing(.expired))
        try await database.check(.carol, at: .hours(-3), .outcome(.throttled))

        let health = try #require(try await health(in: database))
        #expect(health.day.checks == 3)
        #expect(health.day.answered == 2)
        #expect(health.day.worsened == 1)
        #expect(health.week.checks == 5)
        #expect(health.week.answered == 3)
        #expect(health.day.median == 12)
        #expect(health.day.slowest == 12)
        #expect(health.reachedAt == .hours(-4))
        #expect(health.sourceAsOf == nil)
        #expect(health.canaryState == .notAsked)
        #expect(health.brakedAt == nil)
    }

    /// The same numbers as from the checks themselves, over a month of random ones.
    @Test func `it counts what the checks say`() async throws {
        let database = try await described()
        var generator = SeededGenerator(seed: 11)
        var moment = Instant.days(-12)
        while moment < .now {
            moment = moment + Int64.random(in: 600...20_000, using: &generator)
            let outcome = Outcome.allCases.randomElement(using: &generator) ?? .absent
            let answer = outcome == .matched ? SampleAnswer.active : .outcome(outcome)
            try await database.check(.alice, at: min(moment, .now), answer)
        }
        let hour = Instant.now.secondsSince1970 / 3600
        let health = try #require(try await health(in: database))
        for (period, hours) in [(health.day, Int64(24)), (health.week, 7 * 24)] {
            let counted = try database.rows(
                """
                SELECT count(*), sum(outcome IN ('matched', 'mismatched', 'ambiguous',
                    'unrecognised', 'absent'))
                FROM registry_check WHERE asked_at / 3600 > \(hour - hours)
                """
            )
            #expect(counted == [["\(period.checks)", "\(period.answered)"]])
        }
    }

    @Test func `half and ninety-five of a hundred answers took at most so long`() async throws {
        let database = try await described()
        for index in Int64(0)..<100 {
            let milliseconds = index < 50 ? 30 : index < 95 ? 90 : 4000
            try await database.check(.alice, at: .now, .active, milliseconds: milliseconds)
        }
        // What got no answer took no time that says anything.
        try await database.check(.alice, .outcome(.unreachable), milliseconds: 30_000)

        let health = try #require(try await health(in: database))
        #expect(health.day.median == 32)
        #expect(health.day.slowest == 96)
    }

    @Test(
        arguments: [
            (0, 1), (1, 1), (2, 2), (3, 3), (4, 4), (5, 6), (6, 6), (7, 8), (8, 8), (9, 12),
            (100, 128), (96, 96), (97, 128), (30_000, 32_768), (1 << 40, 1 << 40),
            ((1 << 40) + 1, 3 << 39),
        ]
    )
    func `times are told by steps of a third to a half`(milliseconds: Int, bound: Int) {
        #expect(RegistryMeter.bound(of: milliseconds) == bound)
    }

    @Test func `what is older than a month is told no more`() async throws {
        let database = try await described()
        try await database.check(.alice, at: .days(-40))
        try await database.check(.alice, at: .now)

        #expect(try database.number("SELECT count(*) FROM registry_hour") == 1)
        #expect(try database.number("SELECT count(*) FROM brake_slot") == 1)
    }

    @Test func `every description is listed, asked or not`() async throws {
        let database = try await described()
        var rows = try SampleRegistries.descriptions()
        let first = rows[0]
        rows[0] = RegistryDescriptionRow(
            id: first.id,
            name: first.name,
            jurisdiction: first.jurisdiction,
            role: first.role,
            kind: first.kind,
            completeness: first.completeness,
            publicPage: first.publicPage,
            offReason: "no key"
        )
        try await database.replaceDescriptions(Array(rows.dropLast()))

        let reports = try await database.registryReports(at: .now).map(\.description)
        #expect(reports.map(\.id.text) == ["us-co-dora", "us-wa-doh"])
        #expect(reports.map(\.isAsked) == [true, false])
        #expect(reports.last?.notAskedReason == "no key")
    }

    // MARK: - Doors

    @Test func `a silent registry is left alone for longer each time, and an answer opens it`()
        async throws
    {
        let database = try await described()
        let washington = try RegistryID.washington
        for seconds: Int64 in [60, 120, 240, 480, 960, 1920, 3600, 3600] {
            let until = try await database.close(
                washington,
                because: "silence",
                forSeconds: nil,
                now: .now
            )
            #expect(until == .now + seconds)
        }
        let asked = try await database.close(
            washington,
            because: "Retry-After",
            forSeconds: 86_400,
            now: .now
        )
        #expect(asked == .days(1))
        let other = try database.reopened()
        #expect(try await other.door(of: washington, now: .days(1) - 1).closedUntil == asked)
        #expect(try await other.door(of: washington, now: .days(1)).closedUntil == nil)
        #expect(try await other.door(of: try .colorado, now: .now).closedUntil == nil)

        try await database.check(.alice, .outcome(.unreachable))
        #expect(try await database.door(of: washington, now: .now).closedUntil == asked)
        try await database.check(.alice)
        #expect(try await database.door(of: washington, now: .now).closedUntil == nil)
        let again = try await database.close(
            washington,
            because: "silence",
            forSeconds: nil,
            now: .now
        )
        #expect(again == .now + 60)
    }

    @Test func `a door says whether anything is due and whether the clock went back`() async throws
    {
        let database = try await described()
        let washington = try RegistryID.washington
        #expect(try await database.door(of: washington, now: .now).hasDue)
        #expect(try await database.door(of: try .nppes, now: .now).hasDue == false)
        try await database.check(.alice, at: .now)
        #expect(try await database.door(of: washington, now: .now).clockBehind == nil)
        #expect(try await database.door(of: washington, now: .now - 1).clockBehind == .now)
    }

    @Test func `a clock that went back extends nothing and ends what it must`() async throws {
        let database = try await described()
        try await database.check(.alice, at: .days(-5))
        try await database.check(.carol, at: .now)
        let before = try await database.state(of: .alice).trust.goodUntil

        for answer in [SampleAnswer.active, .outcome(.absent)] {
            try await database.check(.alice, at: .days(-2), answer, clock: .days(-2))
            #expect(try await database.state(of: .alice).trust.goodUntil == before)
        }
        try await database.check(.alice, at: .days(-2), .standing(.revoked), clock: .days(-2))
        #expect(try await database.state(of: .alice).trust.goodUntil == .days(-2))
        // Never seen before, and not trusted by such a clock either.
        try await database.check(.carol, in: "US-CO", at: .days(-2), clock: .days(-2))
        let colorado = try await database.state(of: .carol, in: "US-CO")
        #expect(colorado.standing == .active)
        #expect(colorado.trust.goodUntil == nil)
        try await database.check(.alice, at: .now, clock: .now)
        #expect(try await database.state(of: .alice).trust.goodUntil == .days(30))
    }

    @Test func `no more look-ups are taken than a day permits, by all processes together`()
        async throws
    {
        let database = try await described()
        let other = try database.reopened()
        let washington = try RegistryID.washington
        func take(_ wanted: Int, from database: Database, on day: CalendarDate) async throws -> Int
        {
            try await database.takeLookUps(
                wanted,
                at: washington,
                requestsEach: 3,
                dailyLimit: 100,
                on: day
            )
        }
        #expect(try await take(20, from: database, on: .today) == 20)
        #expect(try await take(20, from: other, on: .today) == 13)
        #expect(try await take(1, from: database, on: .today) == 0)
        try await database.giveBackLookUps(2, at: washington, requestsEach: 3, on: .today)
        #expect(try await take(5, from: other, on: .today) == 2)
        #expect(try await take(50, from: database, on: .today + 1) == 33)
        // What was taken yesterday is not given back today.
        try await database.giveBackLookUps(9, at: washington, requestsEach: 3, on: .today)
        #expect(try await take(1, from: database, on: .today + 1) == 0)
    }
}
