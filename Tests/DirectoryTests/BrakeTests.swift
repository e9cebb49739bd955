import Directory
import Foundation
import Testing

@Suite struct BrakeTests {
    static let now = TrustTests.now
    static let day = secondsPerDay

    /// An approved licence that its register showed as active a week ago, or what is said otherwise.
    static func state(
        _ standing: Standing? = .active,
        answeredAt: Instant? = now - 7 * day,
        matchedAt: Instant? = now - 7 * day,
        outcome: Outcome? = .matched,
        trust: Trust = Trust(goodUntil: now + 23 * day),
        hold: Hold? = nil
    ) throws -> CredentialState {
        var state = try VettingTests.state(
            standing: standing,
            outcome: outcome,
            trust: trust,
            matchedAt: matchedAt
        )
        state.wording = standing?.rawValue
        state.answeredAt = answeredAt
        state.hold = hold
        return state
    }

    static func check(
        _ outcome: Outcome = .matched,
        _ standing: Standing? = .active,
        expires: CalendarDate? = nil,
        sourceAsOf: Instant? = nil,
        at moment: Instant = now
    ) -> Check {
        let isShown = outcome == .matched || outcome == .unrecognised
        let entry = RegisterEntry(
            number: "ZX1",
            names: [],
            wording: standing?.rawValue ?? "odd",
            standing: standing,
            expiresOn: expires
        )
        return Check(
            askedAt: moment,
            question: "GET https://registry.example.org/",
            status: 200,
            verdict: Verdict(outcome: outcome, reason: "", entry: isShown ? entry : nil),
            sourceAsOf: sourceAsOf
        )
    }

    /// A brake that holds, whatever comes.
    static let set = Brake(isCanaryFailing: true)

    private func judged(
        _ check: Check,
        of state: CredentialState,
        by brake: Brake = Brake(),
        _ completeness: Completeness = .fullHistory
    ) throws -> (ruling: Brake.Ruling, brake: Brake) {
        var brake = brake
        let ruling = brake.judge(check, of: state, terms: try TrustTests.terms(completeness))
        return (ruling, brake)
    }

    // MARK: - When there are too many

    @Test(
        arguments: [
            // Answered, worsened, too many?
            (0, 0, false), (1, 1, false), (9, 9, false),
            // Exactly ten.
            (10, 10, true), (100, 9, false), (100, 10, true), (180, 9, false),
            // Exactly five in a hundred.
            (200, 10, false), (199, 10, true), (201, 11, true), (220, 11, false), (219, 11, true),
            (1000, 50, false), (1000, 51, true), (1_000_000, 50_000, false),
            (1_000_000, 50_001, true),
            // More that changed than were counted as answered: the rest was counted earlier.
            (3, 12, true),
        ] as [(Int, Int, Bool)]
    )
    func `it is set by more than five in a hundred and at least ten`(
        answered: Int,
        worsened: Int,
        isSet: Bool
    ) {
        #expect(Brake(answered: answered, worsened: worsened).cause == (isSet ? .share : nil))
        // Whatever the numbers say, a canary that is not found sets it.
        #expect(
            Brake(answered: answered, worsened: worsened, isCanaryFailing: true).cause == .canary
        )
    }

    @Test func `nine changes take effect, and the tenth is the first to be held`() throws {
        var brake = Brake()
        let terms = try TrustTests.terms()
        for number in 1...25 {
            let ruling = brake.judge(
                Self.check(.matched, .expired),
                of: try Self.state(),
                terms: terms
            )
            #expect(ruling.isForTheWorse)
            #expect((ruling.heldBy == nil) == (number < 10))
            #expect((ruling.state.standing == .expired) == (number < 10))
            #expect(ruling.worsened == (number < 10 ? 1 : 0))
            #expect(brake.worsened == number)
            #expect(brake.answered == number)
        }
    }

    @Test func `of a thousand a day, fifty take effect`() throws {
        var brake = Brake(answered: 1000 - 51)
        var heldFrom: Int?
        for number in 1...51 {
            let ruling = brake.judge(
                Self.check(.matched, .revoked),
                of: try Self.state(),
                terms: try TrustTests.terms()
            )
            if ruling.heldBy == .share, heldFrom == nil { heldFrom = number }
        }
        // 49 of 998 and 50 of 999 are 4.9 and 5.005 in a hundred.
        #expect(heldFrom == 50)
    }

    // MARK: - What counts

    @Test(
        arguments: [
            (Outcome.matched, Standing.active), (.matched, .expired), (.absent, nil),
            (.mismatched, nil), (.ambiguous, nil), (.unrecognised, nil),
        ] as [(Outcome, Standing?)]
    )
    func `who was never matched counts for nothing and has nothing to lose`(
        outcome: Outcome,
        standing: Standing?
    ) throws {
        let state = try Self.state(
            nil,
            answeredAt: Self.now - Self.day,
            matchedAt: nil,
            outcome: .absent,
            trust: Trust()
        )
        let check = Self.check(outcome, standing)
        let (ruling, brake) = try judged(check, of: state, by: Self.set)

        #expect(ruling.heldBy == nil)
        #expect(!ruling.isForTheWorse)
        #expect(ruling.state == state.after(check, terms: try TrustTests.terms()))
        #expect(brake == Self.set)
    }

    @Test(arguments: Outcome.allCases.filter { !$0.isAnswer })
    func `no answer counts for nothing and ends no waiting`(outcome: Outcome) throws {
        let hold = Hold(since: Self.now - Self.day, standing: .revoked)
        for held in [nil, hold] {
            let (ruling, brake) = try judged(
                Self.check(outcome, nil),
                of: try Self.state(hold: held),
                by: Self.set
            )
            #expect(ruling.heldBy == nil)
            #expect(ruling.state.hold == held)
            #expect(ruling.state.trust == (try Self.state()).trust)
            #expect(brake == Self.set)
        }
    }

    @Test func `a record counts once within the window`() throws {
        for (ago, counted) in [(Self.day, 1), (Self.day + 1, 1), (Self.day - 1, 0), (0, 0)] {
            let state = try Self.state(
                answeredAt: Self.now - ago,
                matchedAt: Self.now - ago
            )
            let (good, goodBrake) = try judged(Self.check(), of: state)
            #expect(good.answered == counted)
            #expect(goodBrake.answered == counted)
            let (bad, badBrake) = try judged(Self.check(.absent, nil), of: state)
            #expect(bad.answered == counted)
            #expect(bad.worsened == 1)
            #expect(badBrake.worsened == 1)
        }
    }

    // MARK: - What is a change for the worse

    /// Every standing against every other: a graver one is worse.
    @Test(arguments: Standing.allCases)
    func `a graver standing is held, another takes effect`(before: Standing) throws {
        let trust = before == .active ? Trust(goodUntil: Self.now + 9 * Self.day) : Trust()
        for after in Standing.allCases {
            let state = try Self.state(before, trust: trust)
            let check = Self.check(.matched, after)
            let (ruling, _) = try judged(check, of: state, by: Self.set)
            let isWorse = after.gravity > before.gravity
            #expect(ruling.isForTheWorse == isWorse, "\(before) to \(after)")
            #expect(ruling.heldBy == (isWorse ? .canary : nil))
            if isWorse {
                var kept = state
                kept.hold = Hold(since: Self.now, standing: after)
                #expect(ruling.state == kept)
            } else {
                #expect(ruling.state == state.after(check, terms: try TrustTests.terms()))
            }
        }
    }

    @Test(arguments: [Outcome.absent, .mismatched, .ambiguous, .unrecognised])
    func `not being found where one was found is held`(outcome: Outcome) throws {
        let (ruling, _) = try judged(Self.check(outcome, nil), of: try Self.state(), by: Self.set)

        #expect(ruling.heldBy == .canary)
        #expect(ruling.state.outcome == .matched)
        #expect(ruling.state.standing == .active)
        #expect(ruling.state.trust == (try Self.state()).trust)
        #expect(ruling.state.hold?.standing == (outcome == .unrecognised ? .unknown : nil))
    }

    @Test func `active with a date that ends trust at once is held`() throws {
        for check in [
            // The expiry day is over.
            Self.check(.matched, .active, expires: Self.now.date - 2),
            // The source's date went back by months.
            Self.check(.matched, .active, sourceAsOf: Self.now - 60 * Self.day),
        ] {
            let (ruling, _) = try judged(check, of: try Self.state(), by: Self.set)
            #expect(ruling.heldBy == .canary)
            #expect(ruling.state.trust.goodUntil == Self.now + 23 * Self.day)
        }
    }

    @Test func `another absence is no change, and does not count while it is set`() throws {
        let absent = try Self.state(
            answeredAt: Self.now - Self.day,
            matchedAt: Self.now - 8 * Self.day,
            outcome: .absent,
            trust: Trust(
                goodUntil: Self.now + 9 * Self.day,
                absences: 1,
                lastAbsenceAt: Self.now - Self.day
            )
        )
        let check = Self.check(.absent, nil)

        let (free, brake) = try judged(check, of: absent)
        #expect(free.state.trust.absences == 2)
        #expect(!free.isForTheWorse)
        #expect(brake.worsened == 0)

        let (braked, _) = try judged(check, of: absent, by: Self.set)
        #expect(braked.heldBy == nil)
        #expect(braked.state.trust == absent.trust)
        #expect(braked.state.hold == nil)
    }

    @Test func `the third absence, which ends trust, is a change and is held`() throws {
        let absent = try Self.state(
            answeredAt: Self.now - Self.day,
            matchedAt: Self.now - 8 * Self.day,
            outcome: .absent,
            trust: Trust(
                goodUntil: Self.now + 9 * Self.day,
                absences: 2,
                lastAbsenceAt: Self.now - Self.day
            )
        )
        let (free, _) = try judged(Self.check(.absent, nil), of: absent)
        #expect(free.isForTheWorse)
        #expect(free.state.trust.goodUntil == Self.now)

        let (braked, _) = try judged(Self.check(.absent, nil), of: absent, by: Self.set)
        #expect(braked.heldBy == .canary)
        #expect(braked.state.trust == absent.trust)
        // Elsewhere it runs out by itself: nothing is to be held.
        let (runsOut, _) = try judged(
            Self.check(.absent, nil),
            of: absent,
            by: Self.set,
            .currentAndLapsed
        )
        #expect(runsOut.heldBy == nil)
    }

    // MARK: - While it waits

    private static let waiting = Hold(since: now - day, standing: .expired)

    @Test func `the same answer again waits on from the first, and graver ones are noted`() throws {
        let state = try Self.state(hold: Self.waiting)
        let (same, brake) = try judged(Self.check(.matched, .expired), of: state, by: Self.set)
        #expect(same.state == state)
        #expect(same.heldBy == .canary)
        #expect(!same.isForTheWorse)
        #expect(brake == Self.set)

        let (graver, _) = try judged(Self.check(.matched, .revoked), of: state, by: Self.set)
        #expect(graver.state.hold == Hold(since: Self.waiting.since, standing: .revoked))
        let (milder, _) = try judged(Self.check(.absent, nil), of: state, by: Self.set)
        #expect(milder.state.hold == Self.waiting)
    }

    @Test func `a good answer ends the waiting and extends, whether it is set or not`() throws {
        for brake in [Brake(answered: 40, worsened: 12), Brake(), Self.set] {
            let (ruling, after) = try judged(
                Self.check(),
                of: try Self.state(hold: Self.waiting),
                by: brake
            )
            #expect(ruling.heldBy == nil)
            #expect(ruling.state.hold == nil)
            #expect(ruling.state.trust.goodUntil == Self.now + 30 * Self.day)
            #expect(after.worsened == max(0, brake.worsened - 1))
            #expect(ruling.answered == 1)
        }
    }

    @Test func `once it has eased the same answer takes effect`() throws {
        let (ruling, _) = try judged(
            Self.check(.matched, .expired),
            of: try Self.state(hold: Self.waiting),
            by: Brake(answered: 1000, worsened: 12)
        )
        #expect(ruling.heldBy == nil)
        #expect(ruling.state.hold == nil)
        #expect(ruling.state.standing == .expired)
        #expect(ruling.state.trust.goodUntil == Self.now)
        #expect(ruling.worsened == 1)
    }

    // MARK: - 72 hours

    @Test func `trust outlasts a change that waits by 72 hours, and no longer`() throws {
        let state = try Self.state(hold: Hold(since: Self.now, standing: .expired))
        let end = Self.now + 72 * 3600
        #expect(state.goodUntil == end)
        let vetting = Vetting(
            under: try VettingTests.policy(),
            credentials: [state],
            isNPIDeactivated: false,
            isExcluded: false
        )
        #expect(vetting.vettedUntil == end)
        #expect(vetting.heldSince == Self.now)
        #expect(vetting.isVetted(at: end - 1))
        #expect(!vetting.isVetted(at: end))
        #expect(vetting.reason(at: end) == .registerLookedAt)
        // Trust that ends sooner ends sooner.
        let short = try Self.state(
            trust: Trust(goodUntil: Self.now + 60),
            hold: Hold(since: Self.now, standing: nil)
        )
        #expect(short.goodUntil == Self.now + 60)
    }

    @Test(arguments: [Standing.suspended, .revoked, .surrendered, .expired])
    func `a suspension that waits elsewhere ends it too, an expiry does not`(
        standing: Standing
    ) throws {
        let good = try Self.state()
        var elsewhere = try VettingTests.state(in: "US-CO", registry: "us-co-dora")
        elsewhere.hold = Hold(since: Self.now, standing: standing)
        let vetting = Vetting(
            under: try VettingTests.policy(),
            credentials: [good, elsewhere],
            isNPIDeactivated: false,
            isExcluded: false
        )
        let end = Self.now + 72 * 3600
        #expect(vetting.vettedUntil == (standing == .expired ? good.trust.goodUntil : end))
        #expect(vetting.credentialIndex == 0)
        #expect(vetting.heldSince == (standing == .expired ? nil : Self.now))
        #expect(vetting.reason(at: end) == (standing == .expired ? nil : .registerLookedAt))
    }

    @Test func `trust that ended by waiting returns by a good answer only`() throws {
        let since = Self.now - Hold.seconds
        let late = try Self.state(hold: Hold(since: since, standing: .expired))
        #expect(late.withoutHold(at: Self.now).trust.goodUntil == Self.now)
        #expect(late.withoutHold(at: Self.now - 1).trust.goodUntil == Self.now + 23 * Self.day)
        for outcome in [Outcome.mismatched, .ambiguous, .absent] {
            let (ruling, _) = try judged(Self.check(outcome, nil), of: late)
            #expect(ruling.state.hold == nil)
            #expect(ruling.state.goodUntil == Self.now)
        }
        let (good, _) = try judged(Self.check(), of: late)
        #expect(good.state.goodUntil == Self.now + 30 * Self.day)
    }

    @Test func `a release judges each held answer at its own time`() throws {
        let state = try Self.state(hold: Hold(since: Self.now, standing: nil))
        let checks = (Int64(0)..<3).map { Self.check(.absent, nil, at: Self.now + $0 * Self.day) }
        let released = state.releasing(
            checks,
            terms: try TrustTests.terms(),
            at: Self.now + 2 * Self.day + 60
        )
        #expect(released.hold == nil)
        #expect(released.trust.absences == 3)
        #expect(released.trust.goodUntil == Self.now + 2 * Self.day)

        let one = state.releasing(
            [Self.check(.matched, .expired)],
            terms: try TrustTests.terms(),
            at: Self.now + Self.day
        )
        #expect(one.standing == .expired)
        #expect(one.trust.goodUntil == Self.now)
        #expect(one.answeredAt == Self.now)
    }

    // MARK: - As promises about any history

    /// A hundred records asked daily for two months by a register that goes wrong now and then.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `whatever comes, what is held is neither made worse nor extended`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let terms = try TrustTests.terms()
        var states = [CredentialState](repeating: try Self.state(), count: 100)
        var lastGood = [Instant](repeating: Self.now - 7 * Self.day, count: 100)
        var slots: [(at: Instant, answered: Int, worsened: Int)] = []
        var badness = 1
        for day in Int64(0)..<60 {
            if Int.random(in: 0..<6, using: &generator) == 0 {
                badness = [1, 1, 5, 40, 100].randomElement(using: &generator) ?? 1
            }
            for index in states.indices {
                let moment = Self.now + day * Self.day + Int64(index) * 60
                let isBad = Int.random(in: 0..<100, using: &generator) < badness
                let bad: [(Outcome, Standing?)] = [
                    (.absent, nil), (.matched, .expired), (.matched, .revoked),
                    (.unrecognised, nil), (.unreachable, nil),
                ]
                let (outcome, standing) =
                    isBad
                    ? bad.randomElement(using: &generator) ?? (.absent, nil)
                    : (.matched, .active)
                slots.removeAll { $0.at <= moment - Brake.windowSeconds }
                let held = states.count { $0.hold != nil }
                var brake = Brake(
                    answered: slots.reduce(0) { $0 + $1.answered } + held,
                    worsened: slots.reduce(0) { $0 + $1.worsened } + held
                )
                let before = states[index]
                let ruling = brake.judge(
                    Self.check(outcome, standing, at: moment),
                    of: before,
                    terms: terms
                )
                slots.append((moment, ruling.answered, ruling.worsened))
                let after = ruling.state
                if outcome == .matched, standing == .active { lastGood[index] = moment }

                if ruling.heldBy != nil {
                    #expect(after.standing == before.standing)
                    #expect(after.trust == before.trust)
                    #expect(brake.cause != nil)
                }
                // Never good past the window, and never more than 72 hours past the hold.
                let until = after.goodUntil ?? moment
                #expect(until <= lastGood[index] + 30 * Self.day)
                if let hold = after.hold { #expect(until <= hold.since + Hold.seconds) }
                // Nobody is good again but by an answer that says active.
                let wasGood = before.goodUntil.map { $0 > moment } ?? false
                let isGood = after.goodUntil.map { $0 > moment } ?? false
                if isGood, !wasGood { #expect(lastGood[index] == moment) }
                states[index] = after
            }
        }
    }
}
