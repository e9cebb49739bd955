import Directory
import Testing

@Suite struct ScheduleTests {
    static let now = TrustTests.now

    private func wait(
        _ outcome: Outcome = .matched,
        _ standing: Standing? = .active,
        expiresIn days: Int? = nil,
        silences: Int = 0,
        at moment: Instant = now,
        spread: Int64 = 1
    ) -> Int64 {
        Schedule.nextDue(
            after: outcome,
            standing: standing,
            expiresOn: days.map { moment.date + $0 },
            checkedAt: moment,
            silences: silences,
            spread: spread
        ).seconds(since: moment)
    }

    // MARK: - Good licences

    @Test func `a good licence is asked again once a week, always at its own hour`() {
        for spread in Int64(1)...500 {
            let first = wait(spread: spread)
            #expect(first >= secondsPerDay)
            #expect(first < 8 * secondsPerDay)
            let due = Self.now + first
            #expect(wait(at: due, spread: spread) == 7 * secondsPerDay)
            // A sweep that comes late does not move the slot.
            #expect(wait(at: due + 20_000, spread: spread) == 7 * secondsPerDay - 20_000)
        }
    }

    // A thousand and a million credentials, loaded within one second.
    @Test(arguments: [Int64(1), 1_000_000])
    func `neighbouring credentials spread flat over the week`(firstID: Int64) {
        var perDay: [Int64: Int] = [:]
        var perHour: [Int64: Int] = [:]
        for spread in firstID..<firstID + 20_000 {
            let due = wait(spread: spread)
            perDay[due / secondsPerDay, default: 0] += 1
            perHour[due / 3600, default: 0] += 1
        }
        #expect(perDay.count == 7)
        #expect(perDay.values.allSatisfy { (2714...3000).contains($0) })
        #expect(perHour.count == 168)
        #expect(perHour.values.allSatisfy { (80...160).contains($0) })
    }

    @Test(arguments: [0, -1, .max, .min, 848_487, 1 << 40] as [Int64])
    func `any key gives a moment within the week`(spread: Int64) {
        #expect((secondsPerDay..<8 * secondsPerDay).contains(wait(spread: spread)))
    }

    // MARK: - Around the expiry

    @Test(arguments: -7...7)
    func `it is asked daily from a week before the expiry to a week after`(days: Int) {
        for spread in Int64(1)...20 {
            #expect(wait(expiresIn: days, spread: spread) == secondsPerDay)
        }
    }

    @Test func `before, it is never asked later than the first daily day`() {
        for days in 8...30 {
            for spread in Int64(1)...200 {
                let due = Self.now + wait(expiresIn: days, spread: spread)
                let daily = (Self.now.date + (days - 7)).startInUTC
                #expect(due <= max(daily, Self.now + secondsPerDay))
            }
        }
    }

    @Test(arguments: [8, 30, 400])
    func `an active licence long past its day is asked weekly again`(days: Int) {
        for spread in Int64(1)...50 {
            #expect(wait(expiresIn: -days, spread: spread) == wait(spread: spread))
        }
    }

    @Test func `an expiry far away changes nothing`() {
        #expect(wait(expiresIn: 300) == wait())
    }

    // MARK: - Other answers

    @Test(arguments: [Outcome.mismatched, .ambiguous, .unrecognised, .absent])
    func `any other answer is asked again after a day`(outcome: Outcome) {
        #expect(wait(outcome, .active) == secondsPerDay)
        #expect(wait(outcome, nil) == secondsPerDay)
    }

    @Test(arguments: Standing.allCases.filter { $0 != .active })
    func `a match with another standing is asked again after a day`(standing: Standing) {
        #expect(wait(.matched, standing) == secondsPerDay)
    }

    // MARK: - No answer

    @Test(
        arguments: [
            (1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 24), (7, 24), (500, 24), (Int.max, 24),
            (0, 1), (-3, 1),
        ] as [(Int, Int64)]
    )
    func `after silence it waits an hour, doubled each time up to a day`(
        silences: Int,
        hours: Int64
    ) {
        for outcome in Outcome.allCases where !outcome.isAnswer {
            #expect(wait(outcome, .active, silences: silences) == hours * 3600)
            #expect(wait(outcome, nil, expiresIn: 0, silences: silences) == hours * 3600)
        }
    }

    // MARK: - A person

    @Test func `a person looks again two weeks before trust runs out, a day off at the least`() {
        func look(_ goodFor: Int64?) -> Int64 {
            let goodUntil = goodFor.map { Self.now + $0 * secondsPerDay }
            return Schedule.nextLook(after: Self.now, goodUntil: goodUntil).seconds(since: Self.now)
                / secondsPerDay
        }

        #expect(look(90) == 76)
        #expect(look(16) == 2)
        #expect(look(15) == 1)
        #expect(look(3) == 1)
        // Without trust there is no hurry.
        #expect(look(0) == 30)
        #expect(look(-5) == 30)
        #expect(look(nil) == 30)
    }
}
