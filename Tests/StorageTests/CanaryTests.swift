import Directory
import Testing

@testable import Storage

@Suite struct CanaryTests {
    static func check(_ outcome: Outcome, at moment: Instant) throws -> Check {
        Check(
            askedAt: moment,
            question: "GET https://registry.example.org/?n=canary",
            status: 200,
            verdict: Verdict(outcome: outcome, reason: "Of the canary."),
            milliseconds: 5,
            description: String(repeating: "d", count: 64)
        )
    }

    private func health(in database: Database) async throws -> RegistryHealth? {
        try await database.registryReports(at: .now)
            .first { $0.description.id.text == "us-wa-doh" }?.health
    }

    private func described(_ people: PractitionerRecord...) async throws -> Database {
        let database = try await Database.sample()
        _ = try await database.apply(people, at: .now)
        try await database.replaceDescriptions(SampleRegistries.descriptions())
        return database
    }

    @Test func `it is asked about by one process in an hour`() async throws {
        let database = try await described()
        let other = try database.reopened()
        let washington = try RegistryID.washington

        #expect(try await database.claimCanary(of: washington, now: .now))
        #expect(try await !other.claimCanary(of: washington, now: .now + 3599))
        #expect(try await other.claimCanary(of: washington, now: .now + 3600))
        #expect(try await !database.claimCanary(of: washington, now: .now + 3601))
        #expect(try await database.claimCanary(of: try .colorado, now: .now))
        // A clock that went back does not wait for the hour that it has not reached.
        #expect(try await database.claimCanary(of: washington, now: .hours(-5)))
    }

    @Test(arguments: Outcome.allCases)
    func `matched passes, another answer sets the brake, and silence says nothing`(
        outcome: Outcome
    ) async throws {
        let database = try await described(.alice)
        try await database.check(.alice, at: .days(-7))
        let washington = try RegistryID.washington
        _ = try await database.claimCanary(of: washington, now: .now)
        try await database.recordCanary(
            try Self.check(outcome, at: .now),
            evidence: nil,
            of: washington
        )
        let isFailing = outcome.isAnswer && outcome != .matched

        let health = try #require(try await health(in: database))
        #expect(health.isCanaryFailing == isFailing)
        #expect(health.canary?.outcome == outcome)
        #expect(health.brakedAt == (isFailing ? .now : nil))
        #expect(
            try await database.brakeEvents(of: washington).map(\.kind)
                == (isFailing ? [.set, .canaryFailed] : [])
        )
        // Who got no answer is asked about again as soon as the registry is.
        #expect(
            try await database.claimCanary(of: washington, now: .now + 60) == !outcome.isAnswer
        )
        #expect(try await database.check(.alice, .standing(.suspended)).isHeld == isFailing)
    }

    @Test func `while it is not found no absence counts`() async throws {
        let database = try await described(.alice)
        try await database.check(.alice, at: .days(-9))
        try await database.check(.alice, at: .days(-2), .outcome(.absent))
        try await database.check(.alice, at: .days(-1), .outcome(.absent))
        let washington = try RegistryID.washington
        let failing = try Self.check(.absent, at: .now)
        try await database.recordCanary(failing, evidence: nil, of: washington)

        #expect(try await database.check(.alice, .outcome(.absent)).isHeld)
        #expect(try await database.state(of: .alice).trust.goodUntil == .days(21))
        #expect(try await database.state(of: .alice).trust.absences == 2)
    }

    @Test func `found again, it lets changes take effect`() async throws {
        let database = try await described(.alice)
        try await database.check(.alice, at: .days(-9))
        let washington = try RegistryID.washington
        for (outcome, hour) in [(Outcome.mismatched, Int64(0)), (.ambiguous, 1), (.matched, 2)] {
            try await database.recordCanary(
                try Self.check(outcome, at: .hours(hour)),
                evidence: nil,
                of: washington
            )
        }
        let events = try await database.brakeEvents(of: washington)
        #expect(events.map(\.kind) == [.eased, .canaryFound, .set, .canaryFailed])
        #expect(events.last?.outcome == .mismatched)
        #expect(
            try await !database.check(.alice, at: .hours(2), .standing(.suspended)).isHeld
        )
    }

    @Test func `another description has it asked about anew, and forgets the answer`() async throws
    {
        let database = try await described(.alice)
        let washington = try RegistryID.washington
        _ = try await database.claimCanary(of: washington, now: .now)
        let failing = try Self.check(.absent, at: .now)
        try await database.recordCanary(failing, evidence: nil, of: washington)
        try await database.describe(SampleRegistries.summaries())
        #expect(try await health(in: database)?.isCanaryFailing == true)

        let summaries = try SampleRegistries.summaries()
        try await database.describeRegistries(
            summaries.map { ($0, String(repeating: "e", count: 64)) },
            at: .now
        )
        let health = try #require(try await health(in: database))
        #expect(!health.isCanaryFailing)
        #expect(health.canaryState == .notAsked)
        #expect(try await database.claimCanary(of: washington, now: .now))
        // The next check finds that nothing is held any more.
        try await database.check(.alice)
        let kinds = try await database.brakeEvents(of: washington).map(\.kind)
        #expect(kinds == [.eased, .set, .canaryFailed])
    }
}

extension SampleRegistries {
    static func descriptions() throws -> [RegistryDescriptionRow] {
        try summaries().map { summary in
            RegistryDescriptionRow(
                id: summary.id,
                name: summary.name,
                jurisdiction: summary.jurisdiction,
                role: summary.role.rawValue,
                kind: "query",
                completeness: summary.completeness,
                publicPage: summary.publicPage,
                offReason: nil
            )
        }
    }
}
