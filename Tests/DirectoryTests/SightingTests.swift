import Directory
import Foundation
import Testing

@Suite struct SightingTests {
    private static let now = TrustTests.now

    private func check(
        _ outcome: Outcome,
        _ standing: Standing = .active,
        daysAgo: Int64
    ) -> Check {
        Check(
            askedAt: Self.now,
            question: "Look up 1 at https://registry.example.org/",
            status: nil,
            verdict: Verdict(
                outcome: outcome,
                reason: "Seen.",
                entry: RegisterEntry(
                    number: "1",
                    names: [],
                    wording: standing.rawValue,
                    standing: standing
                )
            ),
            sourceAsOf: Self.now - daysAgo * secondsPerDay,
            sighting: Sighting(by: "os:anna", on: Self.now.date - Int(daysAgo))
        )
    }

    private let terms = RegistryTerms(completeness: .fullHistory, windowDays: 90, timeZone: .gmt)

    @Test func `what a person saw is as old as the day on which it was seen`() throws {
        let after = try VettingTests.state(trust: Trust(), matchedAt: nil)
            .after(check(.matched, daysAgo: 10), terms: terms)

        #expect(after.matchedAt == Self.now - 10 * secondsPerDay)
        #expect(after.answeredAt == Self.now - 10 * secondsPerDay)
        #expect(after.trust.goodUntil == Self.now + 80 * secondsPerDay)
    }

    @Test func `bad news ends trust from the day on which it was seen`() throws {
        let after = try VettingTests.state().after(
            check(.matched, .suspended, daysAgo: 3),
            terms: terms
        )

        #expect(after.standing == .suspended)
        #expect(after.trust.goodUntil == Self.now - 3 * secondsPerDay)
    }

    @Test func `a machine's question is as old as the asking, whatever the source's date`() throws {
        var asked = check(.matched, daysAgo: 10)
        asked.sighting = nil
        let after = try VettingTests.state(trust: Trust(), matchedAt: nil)
            .after(asked, terms: terms)

        #expect(after.matchedAt == Self.now)
        #expect(after.trust.goodUntil == Self.now + 80 * secondsPerDay)
    }

    @Test func `a moment is another day elsewhere`() throws {
        let moment = Instant(secondsSince1970: 1_795_435_200 + 11 * 3600)
        let tokyo = try #require(TimeZone(identifier: "Asia/Tokyo"))

        #expect(moment.date(in: .gmt).description == "2026-11-23")
        #expect(moment.date(in: tokyo).description == "2026-11-24")
    }
}
