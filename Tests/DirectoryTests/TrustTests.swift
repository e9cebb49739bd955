import Directory
import Foundation
import Testing

@Suite struct TrustTests {
    /// 2026-11-23T12:00:00Z.
    static let now = Instant(secondsSince1970: 1_795_435_200)
    static let day = secondsPerDay

    static func terms(
        _ completeness: Completeness = .fullHistory,
        window: Int = 30,
        zone: String = "America/Los_Angeles",
        grace: Int = 0
    ) throws -> RegistryTerms {
        RegistryTerms(
            completeness: completeness,
            windowDays: window,
            timeZone: try .named(zone),
            renewalGraceDays: grace
        )
    }

    static func active(
        expires: CalendarDate? = nil,
        readAt: Instant = now
    ) -> Trust.Evidence {
        .matched(.active, expiresOn: expires, readAt: readAt)
    }

    // MARK: - The table

    /// What a row of the table does to `goodUntil`.
    enum Effect { case extends, ends, stays, endsAtTheThird }

    /// The design's table, a row for every answer that there is and for every standing of a match.
    static let table: [(answer: String, evidence: Trust.Evidence, effect: Effect)] = [
        ("matched active", active(), .extends),
        ("matched active_restricted", matched(.activeRestricted), .ends),
        ("matched provisional", matched(.provisional), .ends),
        ("matched lapsed_grace", matched(.lapsedGrace), .ends),
        ("matched expired", matched(.expired), .ends),
        ("matched inactive", matched(.inactive), .ends),
        ("matched suspended", matched(.suspended), .ends),
        ("matched revoked", matched(.revoked), .ends),
        ("matched surrendered", matched(.surrendered), .ends),
        ("matched deceased", matched(.deceased), .ends),
        ("matched superseded", matched(.superseded), .ends),
        ("matched pending", matched(.pending), .ends),
        ("matched unknown", matched(.unknown), .ends),
        ("mismatched", .mismatched, .stays),
        ("ambiguous", .ambiguous, .stays),
        ("unrecognised", .unrecognised, .ends),
        ("absent", .absent(readAt: now), .endsAtTheThird),
        ("unreachable", .noAnswer, .stays),
        ("throttled", .noAnswer, .stays),
        ("refused", .noAnswer, .stays),
        ("blocked", .noAnswer, .stays),
        ("unparseable", .noAnswer, .stays),
    ]

    private static func matched(_ standing: Standing) -> Trust.Evidence {
        .matched(standing, expiresOn: nil, readAt: now)
    }

    /// Trust as it may be before a check.
    static let befores: [Trust] = [
        Trust(),
        Trust(goodUntil: now + 10 * day),
        Trust(goodUntil: now + 100 * day),
        Trust(goodUntil: now + 1),
        Trust(goodUntil: now),
        Trust(goodUntil: now - 10 * day),
        Trust(goodUntil: now + 10 * day, absences: 1, lastAbsenceAt: now - day),
        Trust(goodUntil: now + 10 * day, absences: 2, lastAbsenceAt: now - day),
        Trust(goodUntil: now + 10 * day, absences: 2, lastAbsenceAt: now - day + 1),
        Trust(goodUntil: now - 10 * day, absences: 2, lastAbsenceAt: now - day),
        Trust(absences: 2, lastAbsenceAt: now - 9 * day),
        Trust(goodUntil: now + 10 * day, absences: 7, lastAbsenceAt: now - 9 * day),
    ]

    @Test(arguments: Completeness.allCases)
    func `every row of the table does what it says, whatever was before`(
        completeness: Completeness
    ) throws {
        let terms = try Self.terms(completeness)
        for row in Self.table {
            for before in Self.befores {
                let after = before.after(row.evidence, at: Self.now, terms: terms)
                let ended = before.goodUntil.map { min($0, Self.now) }
                let isThird =
                    completeness == .fullHistory && before.absences >= 2
                    && (before.lastAbsenceAt ?? Self.now) <= Self.now - Self.day
                let expected: Instant? =
                    switch row.effect {
                    case .extends: Self.now + 30 * Self.day
                    case .ends: ended
                    case .stays: before.goodUntil
                    case .endsAtTheThird: isThird ? ended : before.goodUntil
                    }
                #expect(
                    after.goodUntil == expected,
                    "\(row.answer) at \(completeness) after \(before)"
                )
            }
        }
    }

    @Test func `the table has a row for every outcome and every standing`() {
        var rows = Set(Self.table.map(\.answer))
        for outcome in Outcome.allCases where outcome != .matched {
            #expect(rows.remove(outcome.rawValue) != nil, "\(outcome)")
        }
        for standing in Standing.allCases {
            #expect(rows.remove("matched \(standing.rawValue)") != nil, "\(standing)")
        }
        #expect(rows.isEmpty)
    }

    @Test func `each outcome and standing is the evidence of its row`() {
        for outcome in Outcome.allCases {
            for standing in Standing.allCases {
                let entry = VerdictTests.entry(standing: standing)
                let verdict = Verdict(outcome: outcome, reason: "", entry: entry)
                let evidence = Trust.Evidence(verdict, sourceAsOf: nil, checkedAt: Self.now)
                let name =
                    outcome == .matched ? "matched \(standing.rawValue)" : outcome.rawValue
                #expect(evidence == Self.table.first { $0.answer == name }?.evidence, "\(name)")
            }
        }
    }

    // MARK: - Window and expiry

    @Test(arguments: [1, 30, 120])
    func `a reading carries trust for the window of the registry`(days: Int) throws {
        let after = Trust().after(Self.active(), at: Self.now, terms: try Self.terms(window: days))

        #expect(after == Trust(goodUntil: Self.now + Int64(days) * Self.day))
    }

    @Test func `what an old data set says is as old as the data set`() throws {
        let verdict = Verdict(outcome: .matched, reason: "", entry: VerdictTests.entry())
        let asOf = Self.now - 29 * Self.day
        let evidence = Trust.Evidence(verdict, sourceAsOf: asOf, checkedAt: Self.now)
        let after = Trust().after(evidence, at: Self.now, terms: try Self.terms())

        #expect(after.goodUntil == asOf + 30 * Self.day)
    }

    @Test func `a data set that is never updated vets nobody for long`() throws {
        let verdict = Verdict(outcome: .matched, reason: "", entry: VerdictTests.entry())
        let asOf = Self.now - 400 * Self.day
        let evidence = Trust.Evidence(verdict, sourceAsOf: asOf, checkedAt: Self.now)
        let before = Trust(goodUntil: Self.now + 5 * Self.day)
        let after = before.after(evidence, at: Self.now, terms: try Self.terms())

        #expect(after.goodUntil == asOf + 30 * Self.day)
    }

    @Test func `a source dated in the future is as old as the moment of asking`() throws {
        let verdict = Verdict(outcome: .matched, reason: "", entry: VerdictTests.entry())
        let tomorrow = Self.now + Self.day
        let evidence = Trust.Evidence(verdict, sourceAsOf: tomorrow, checkedAt: Self.now)
        let after = Trust().after(evidence, at: Self.now, terms: try Self.terms())

        #expect(after.goodUntil == Self.now + 30 * Self.day)
    }

    @Test(arguments: [
        // The day ends in the registry's own zone, and the clock change of 1 November counts.
        ("2026-12-01", "America/Los_Angeles", 0, "2026-12-02 08:00"),
        ("2026-12-01", "America/Chicago", 0, "2026-12-02 06:00"),
        ("2026-12-01", "America/Toronto", 0, "2026-12-02 05:00"),
        ("2026-12-01", "Asia/Tokyo", 0, "2026-12-01 15:00"),
        // Today, and in the zones where it is tomorrow already.
        ("2026-11-23", "America/Denver", 0, "2026-11-24 07:00"),
        ("2026-11-22", "America/Denver", 0, "2026-11-23 07:00"),
        // With days of grace after it.
        ("2026-11-20", "America/Denver", 14, "2026-12-05 07:00"),
        // The window comes first.
        ("2027-06-30", "America/Denver", 0, "2026-12-23 12:00"),
        ("2026-12-20", "America/Denver", 30, "2026-12-23 12:00"),
    ])
    func `trust lasts to the end of the expiry day and no longer than the window`(
        expires: String,
        zone: String,
        grace: Int,
        until: String
    ) throws {
        let terms = try Self.terms(zone: zone, grace: grace)
        let after = Trust().after(
            Self.active(expires: try .day(expires)),
            at: Self.now,
            terms: terms
        )

        #expect(try after.goodUntil == .moment(until))
    }

    @Test func `an active licence whose day is long past is not good`() throws {
        let before = Trust(goodUntil: Self.now + 5 * Self.day)
        let expired = Self.active(expires: try .day("2024-01-31"))
        let after = before.after(expired, at: Self.now, terms: try Self.terms())

        #expect(try after.goodUntil == .moment("2024-02-01 08:00"))
    }

    @Test func `grace is given only while the registry says active`() throws {
        let terms = try Self.terms(grace: 60)
        let before = Trust(goodUntil: Self.now + 5 * Self.day)
        let lapsed = Trust.Evidence.matched(
            .lapsedGrace,
            expiresOn: try .day("2026-11-20"),
            readAt: Self.now
        )

        #expect(before.after(lapsed, at: Self.now, terms: terms).goodUntil == Self.now)
    }

    // MARK: - Absences

    /// Puts answers one after the other, each so many hours after the start.
    private func trust(
        _ answers: [(hours: Int64, evidence: Trust.Evidence)],
        _ completeness: Completeness = .fullHistory,
        goodUntil: Instant = now + 30 * day
    ) throws -> Trust {
        let terms = try Self.terms(completeness)
        return answers.reduce(Trust(goodUntil: goodUntil)) { trust, answer in
            trust.after(answer.evidence, at: Self.now + answer.hours * 3600, terms: terms)
        }
    }

    @Test func `the third absence in a row, each a day after the one before, ends trust`() throws {
        let after = try trust([(0, .absent()), (24, .absent()), (48, .absent())])

        #expect(after.goodUntil == Self.now + 2 * Self.day)
        #expect(after.absences == 3)
    }

    @Test func `two absences end nothing`() throws {
        #expect(try trust([(0, .absent()), (24, .absent())]).goodUntil == Self.now + 30 * Self.day)
    }

    @Test func `absences closer than a day count once`() throws {
        let hourly = (Int64(0)..<47).map { (hours: $0, evidence: Trust.Evidence.absent()) }

        #expect(try trust(hourly).absences == 2)
        #expect(try trust(hourly).goodUntil == Self.now + 30 * Self.day)
    }

    @Test func `one list that lacks somebody lacks them once, however often it is read`() throws {
        let old = Trust.Evidence.absent(readAt: Self.now - 40 * Self.day)
        let same = try trust([(0, old), (24, old), (48, old), (72, old)])
        #expect(same.absences == 1)
        #expect(same.goodUntil == Self.now + 30 * Self.day)

        let next = (Int64(0)..<3).map { day in
            (
                hours: day * 24,
                evidence: Trust.Evidence.absent(readAt: Self.now + (day - 9) * Self.day)
            )
        }
        #expect(try trust(next).goodUntil == Self.now + 2 * Self.day)
    }

    @Test func `a second less than a day is too close`() throws {
        let terms = try Self.terms()
        let first = Trust(goodUntil: Self.now + Self.day).after(
            .absent(),
            at: Self.now,
            terms: terms
        )

        #expect(first.after(.absent(), at: Self.now + Self.day - 1, terms: terms) == first)
        #expect(first.after(.absent(), at: Self.now + Self.day, terms: terms).absences == 2)
    }

    @Test func `silence between absences neither counts nor forgets`() throws {
        let after = try trust([
            (0, .absent()), (5, .noAnswer), (24, .absent()), (30, .noAnswer), (47, .noAnswer),
            (48, .absent()),
        ])

        #expect(after.goodUntil == Self.now + 2 * Self.day)
    }

    @Test(arguments: [
        Trust.Evidence.mismatched, .ambiguous, .unrecognised, TrustTests.active(),
        .matched(.expired, expiresOn: nil, readAt: TrustTests.now),
    ])
    func `any other answer between starts the count again`(answer: Trust.Evidence) throws {
        let after = try trust([
            (0, .absent()), (24, .absent()), (48, answer), (72, .absent()), (96, .absent()),
        ])

        #expect(after.absences == 2)
    }

    @Test(arguments: [Completeness.currentAndLapsed, .activeOnly, .exclusionList])
    func `elsewhere than in a full history no number of absences ends trust`(
        completeness: Completeness
    ) throws {
        let daily = (Int64(0)..<20).map { (hours: $0 * 24, evidence: Trust.Evidence.absent()) }

        #expect(try trust(daily, completeness).goodUntil == Self.now + 30 * Self.day)
    }

    @Test func `a clock that went back counts no absence`() throws {
        let after = try trust([(48, .absent()), (0, .absent()), (1, .absent())])

        #expect(after.absences == 1)
    }

    // MARK: - Ending

    @Test func `a decision ends trust at its moment and never revives it`() {
        let good = Trust(goodUntil: Self.now + 5)
        let over = Trust(goodUntil: Self.now - 5)

        #expect(good.ended(at: Self.now).goodUntil == Self.now)
        #expect(over.ended(at: Self.now).goodUntil == Self.now - 5)
        #expect(Trust().ended(at: Self.now).goodUntil == nil)
    }

    // MARK: - Any history

    /// What holds of every history, however long and wild.
    @Test(arguments: Completeness.allCases)
    func `no history breaks the promises of the table`(completeness: Completeness) throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            let window = Int.random(in: 1...120, using: &generator)
            let grace = Int.random(in: 0...60, using: &generator)
            let terms = try Self.terms(completeness, window: window, grace: grace)
            var trust = Trust()
            var clock = Self.now
            var absencesInARow = 0
            for _ in 0..<40 {
                clock = clock + Int64.random(in: 1...200_000, using: &generator)
                let evidence = randomEvidence(at: clock, &generator)
                let before = trust
                trust = before.after(evidence, at: clock, terms: terms)
                if trust.lastAbsenceAt == clock { absencesInARow += 1 }

                let isLater =
                    (trust.goodUntil?.secondsSince1970 ?? .min)
                    > (before.goodUntil?.secondsSince1970 ?? .min)
                switch evidence {
                case .matched(.active, let expiresOn, let readAt):
                    absencesInARow = 0
                    let until = try #require(trust.goodUntil)
                    #expect(until <= readAt + Int64(window) * Self.day)
                    if let expiresOn {
                        #expect(until <= (expiresOn + grace).end(in: terms.timeZone))
                    }
                case .matched, .unrecognised:
                    absencesInARow = 0
                    #expect(!isLater)
                    #expect(trust.goodUntil.map { $0 <= clock } ?? true)
                case .noAnswer:
                    #expect(trust == before)
                case .mismatched, .ambiguous:
                    absencesInARow = 0
                    #expect(trust.goodUntil == before.goodUntil)
                case .absent:
                    #expect(!isLater)
                    if completeness != .fullHistory || absencesInARow < 3 {
                        #expect(trust.goodUntil == before.goodUntil)
                    } else if trust.lastAbsenceAt == clock {
                        #expect(trust.goodUntil.map { $0 <= clock } ?? true)
                    }
                }
            }
        }
    }

    private func randomEvidence(
        at clock: Instant,
        _ generator: inout SeededGenerator
    ) -> Trust.Evidence {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0...1:
            let expires = Int.random(in: -100...400, using: &generator)
            return .matched(
                .active,
                expiresOn: Bool.random(using: &generator) ? clock.date + expires : nil,
                readAt: clock - Int64.random(in: 0...4_000_000, using: &generator)
            )
        case 2:
            let standing = Standing.allCases.randomElement(using: &generator) ?? .expired
            let other = standing == .active ? Standing.expired : standing
            return .matched(other, expiresOn: nil, readAt: clock)
        case 3: return .unrecognised
        case 4: return .mismatched
        case 5: return .ambiguous
        case 6: return .noAnswer
        default: return .absent()
        }
    }
}
