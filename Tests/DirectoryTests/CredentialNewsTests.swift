import Directory
import Testing

@Suite struct CredentialNewsTests {
    private static let now = Instant(secondsSince1970: 1_795_435_200)
    private static let before = now - 7 * secondsPerDay
    private static let later = now + 30 * secondsPerDay

    private func state(
        _ standing: Standing? = .active,
        outcome: Outcome = .matched,
        goodUntil: Instant? = later,
        decision: Decision = .approved
    ) throws -> CredentialState {
        CredentialState(
            credential: Credential(
                kind: .licence,
                credentialClass: .statutory,
                jurisdiction: try Jurisdiction("US-WA"),
                number: "ZX101",
                source: .admin
            ),
            decision: decision,
            standing: standing,
            outcome: outcome,
            trust: Trust(goodUntil: goodUntil)
        )
    }

    private func news(
        _ old: CredentialState,
        _ new: CredentialState,
        previous: Instant? = before,
        isPersonApproved: Bool = true
    ) -> CredentialNews? {
        old.news(
            becoming: new,
            checkedAt: Self.now,
            previousCheckAt: previous,
            isPersonApproved: isPersonApproved
        )
    }

    @Test(arguments: Standing.allCases)
    func `what a register says now is told by its gravity`(standing: Standing) throws {
        let isGood = standing == .active
        let after = try state(standing, goodUntil: isGood ? Self.later : Self.now)
        let expected: CredentialNews? =
            switch standing {
            case .active: nil
            case .suspended, .revoked, .surrendered: .disciplined
            case .activeRestricted: .restricted
            default: .lapsed(.standing)
            }

        #expect(try news(state(), after) == expected)
        // The next check that says the same tells nothing.
        #expect(
            after.news(
                becoming: after,
                checkedAt: Self.now + secondsPerDay,
                previousCheckAt: Self.now,
                isPersonApproved: true
            ) == nil
        )
    }

    @Test func `trust that ended without an answer is told at the next check`() throws {
        // Until yesterday, or until the check itself.
        for end in [Self.now - secondsPerDay, Self.now] {
            let old = try state(goodUntil: end)
            let new = try state(outcome: .unreachable, goodUntil: end)
            #expect(news(old, new) == .lapsed(.ranOut))
            #expect(
                new.news(
                    becoming: new,
                    checkedAt: Self.now + 3600,
                    previousCheckAt: Self.now,
                    isPersonApproved: true
                ) == nil
            )
        }
    }

    @Test func `a register that still says active after the expiry day has let it run out`() throws
    {
        let end = Self.now - secondsPerDay

        #expect(try news(state(goodUntil: end), state(goodUntil: end)) == .lapsed(.ranOut))
    }

    @Test func `a wording that nobody can read, and a third absence, end trust by name`() throws {
        let unread = try state(.unknown, outcome: .unrecognised, goodUntil: Self.now)
        let absent = try state(outcome: .absent, goodUntil: Self.now)

        #expect(try news(state(), unread) == .lapsed(.unrecognised))
        #expect(try news(state(), absent) == .lapsed(.absent))
    }

    @Test(arguments: Outcome.allCases)
    func `what leaves trust as it was is no news`(outcome: Outcome) throws {
        #expect(try news(state(), state(outcome: outcome)) == nil)
    }

    @Test func `whom nobody trusts cannot lapse`() throws {
        let expired = try state(.expired, goodUntil: Self.now, decision: .pending)
        #expect(try news(state(decision: .pending), expired) == nil)
        // Never trusted: the first check.
        let first = try state(.expired, goodUntil: nil)
        #expect(try news(state(nil, goodUntil: nil), first, previous: nil) == nil)
    }

    @Test func `a revocation counts in any credential of a person who has an approved one`() throws
    {
        let old = try state(goodUntil: nil, decision: .pending)
        let revoked = try state(.revoked, goodUntil: nil, decision: .pending)

        #expect(news(old, revoked) == .disciplined)
        #expect(news(old, revoked, isPersonApproved: false) == nil)
        #expect(news(revoked, revoked) == nil)
        #expect(try news(revoked, state(.suspended, goodUntil: nil)) == .disciplined)
    }

    @Test(arguments: [Decision.rejected, .withdrawn, .pending])
    func `a decision that ends trust is told`(decision: Decision) throws {
        let after = try state(goodUntil: Self.now, decision: decision)

        #expect(try state().news(becoming: after, decidedAt: Self.now) == .lapsed(.decision))
        #expect(try state(goodUntil: nil).news(becoming: after, decidedAt: Self.now) == nil)
        #expect(
            try state(decision: .pending).news(becoming: after, decidedAt: Self.now) == nil
        )
        #expect(try state().news(becoming: state(), decidedAt: Self.now) == nil)
    }
}
