import Directory
import Testing

@Suite struct VettingTests {
    static let now = TrustTests.now
    static let good = Trust(goodUntil: now + 10 * secondsPerDay)

    static func policy(
        _ code: String = "US-WA",
        _ licensing: JurisdictionPolicy.Licensing = .statutory
    ) throws -> JurisdictionPolicy {
        JurisdictionPolicy(
            jurisdiction: try Jurisdiction(code),
            name: "Washington",
            licensing: licensing,
            source: "RCW 18.06"
        )
    }

    /// An approved, matched, active licence of Washington, or what is said otherwise.
    static func state(
        _ kind: Credential.Kind = .licence,
        _ credentialClass: Credential.Class? = .statutory,
        in jurisdiction: String = "US-WA",
        registry: String? = "us-wa-doh",
        decision: Decision = .approved,
        standing: Standing? = .active,
        outcome: Outcome? = .matched,
        trust: Trust = good,
        matchedAt: Instant? = now,
        isDisciplineCovered: Bool = false
    ) throws -> CredentialState {
        CredentialState(
            credential: Credential(
                kind: kind,
                credentialClass: credentialClass,
                jurisdiction: try Jurisdiction(jurisdiction),
                number: "ZX1",
                registry: try registry.map { try RegistryID($0) },
                source: .admin
            ),
            decision: decision,
            standing: standing,
            outcome: outcome,
            trust: trust,
            matchedAt: matchedAt,
            isDisciplineCovered: isDisciplineCovered
        )
    }

    private func vetting(
        _ states: CredentialState...,
        under policy: JurisdictionPolicy?,
        isNPIDeactivated: Bool = false,
        isExcluded: Bool = false
    ) -> Vetting {
        Vetting(
            under: policy,
            credentials: states,
            isNPIDeactivated: isNPIDeactivated,
            isExcluded: isExcluded
        )
    }

    // MARK: - (a) A credential that permits practice here

    @Test func `an approved licence that is good vets until its trust runs out`() throws {
        let vetting = vetting(try Self.state(), under: try Self.policy())

        #expect(vetting.vettedUntil == Self.good.goodUntil)
        #expect(vetting.credentialIndex == 0)
        #expect(vetting.isVetted(at: Self.now))
        #expect(vetting.reason(at: Self.now) == nil)
    }

    @Test func `trust runs out by the clock alone, to the second`() throws {
        let vetting = vetting(try Self.state(), under: try Self.policy())
        let end = try #require(vetting.vettedUntil)

        #expect(vetting.isVetted(at: end - 1))
        #expect(!vetting.isVetted(at: end))
        #expect(vetting.reason(at: end) == .notSeenLately)
    }

    @Test(arguments: [Decision.pending, .rejected, .withdrawn])
    func `without an approval nobody is vetted`(decision: Decision) throws {
        let vetting = vetting(try Self.state(decision: decision), under: try Self.policy())

        #expect(vetting.vettedUntil == nil)
        #expect(vetting.reason(at: Self.now) != nil)
    }

    /// Which credential permits practice where: kind, class, its place, the place's rule.
    @Test(
        arguments: [
            (Credential.Kind.licence, Credential.Class.statutory, "US-WA", .statutory, true),
            (.registration, .statutory, "US-WA", .statutory, true),
            (.permit, .statutory, "US-WA", .statutory, true),
            // Valid in the whole country.
            (.licence, .statutory, "US", .statutory, true),
            // Another state, a province, another country.
            (.licence, .statutory, "US-OR", .statutory, false),
            (.licence, .statutory, "CA-BC", .statutory, false),
            (.licence, .statutory, "CA", .statutory, false),
            // Statutory in name, permitting nothing.
            (.training, .statutory, "US-WA", .statutory, false),
            (.insurance, .statutory, "US-WA", .statutory, false),
            // An accredited register counts only where no statute licenses.
            (.nationalCertification, .accredited, "US", .statutory, false),
            (.nationalCertification, .accredited, "US", .unregulated, true),
            (.registration, .accredited, "US-WA", .unregulated, true),
            (.registration, .accredited, "US-OR", .unregulated, false),
            (.training, .accredited, "US-WA", .unregulated, false),
            (.insurance, .accredited, "US-WA", .unregulated, false),
            // A certificate never does, nor does an identity.
            (.training, .certificate, "US-WA", .unregulated, false),
            (.nationalCertification, .certificate, "US-WA", .statutory, false),
            (.identity, nil, "US", .statutory, false),
            (.identity, nil, "US", .unregulated, false),
            (.identity, .statutory, "US-WA", .statutory, false),
        ] as [(Credential.Kind, Credential.Class?, String, JurisdictionPolicy.Licensing, Bool)]
    )
    func `what permits practice vets, and nothing else`(
        kind: Credential.Kind,
        credentialClass: Credential.Class?,
        place: String,
        licensing: JurisdictionPolicy.Licensing,
        permits: Bool
    ) throws {
        let state = try Self.state(kind, credentialClass, in: place)
        let policy = try Self.policy("US-WA", licensing)

        #expect(state.credential.permitsPractice(under: policy) == permits)
        #expect(vetting(state, under: policy).isVetted(at: Self.now) == permits)
    }

    @Test func `where no policy is known nobody is vetted`() throws {
        let vetting = vetting(try Self.state(), under: nil)

        #expect(vetting.vettedUntil == nil)
        #expect(vetting.reason(at: Self.now) == .unknownJurisdiction)
    }

    @Test func `of several approved credentials the longest lasting carries`() throws {
        let short = try Self.state(trust: Trust(goodUntil: Self.now + 5))
        let pending = try Self.state(
            decision: .pending,
            trust: Trust(goodUntil: Self.now + 99 * secondsPerDay)
        )
        let elsewhere = try Self.state(
            in: "US-OR",
            trust: Trust(goodUntil: Self.now + 99 * secondsPerDay)
        )
        let vetting = vetting(
            short,
            pending,
            try Self.state(),
            elsewhere,
            under: try Self.policy()
        )

        #expect(vetting.credentialIndex == 2)
        #expect(vetting.vettedUntil == Self.good.goodUntil)
    }

    // MARK: - (b) Discipline anywhere

    @Test(arguments: [Standing.suspended, .revoked, .surrendered])
    func `discipline of another credential anywhere stands in the way`(
        standing: Standing
    ) throws {
        let other = try Self.state(
            in: "CA-BC",
            registry: nil,
            decision: .pending,
            standing: standing
        )
        let vetting = vetting(try Self.state(), other, under: try Self.policy())

        #expect(vetting.vettedUntil == nil)
        #expect(
            vetting.reason(at: Self.now) == .discipline(standing, in: try Jurisdiction("CA-BC"))
        )
    }

    @Test(
        arguments: Standing.allCases.filter { ![.suspended, .revoked, .surrendered].contains($0) }
    )
    func `no other standing elsewhere does`(standing: Standing) throws {
        let other = try Self.state(in: "US-CO", decision: .pending, standing: standing)

        #expect(vetting(try Self.state(), other, under: try Self.policy()).isVetted(at: Self.now))
    }

    @Test func `discipline that an admin has decided with a reason does not`() throws {
        let other = try Self.state(in: "US-CO", standing: .revoked, isDisciplineCovered: true)

        #expect(vetting(try Self.state(), other, under: try Self.policy()).isVetted(at: Self.now))
    }

    @Test func `one decided case does not excuse another`() throws {
        let covered = try Self.state(in: "US-CO", standing: .revoked, isDisciplineCovered: true)
        let open = try Self.state(in: "US-IL", standing: .suspended)
        let vetting = vetting(try Self.state(), covered, open, under: try Self.policy())

        #expect(vetting.reason(at: Self.now)?.code == "discipline")
    }

    @Test func `discipline is the reason even where no policy is known`() throws {
        let revoked = try Self.state(standing: .revoked)

        #expect(vetting(revoked, under: nil).reason(at: Self.now)?.code == "discipline")
    }

    // MARK: - (c) No exclusion

    @Test func `a confirmed exclusion vets nobody anywhere, and is the reason`() throws {
        let revoked = try Self.state(in: "US-CO", standing: .revoked)
        let excluded = vetting(
            try Self.state(),
            revoked,
            under: try Self.policy(),
            isNPIDeactivated: true,
            isExcluded: true
        )

        #expect(excluded.vettedUntil == nil)
        #expect(excluded.credentialIndex == nil)
        #expect(!excluded.isVetted(at: Self.now))
        #expect(excluded.reason(at: Self.now) == .excluded)
        #expect(
            vetting(try Self.state(), under: nil, isExcluded: true).reason(at: Self.now)
                == .excluded
        )
    }

    // MARK: - Reasons

    @Test func `without any credential the place is named`() throws {
        #expect(
            vetting(under: try Self.policy()).reason(at: Self.now)
                == .noCredentialHere("Washington")
        )
    }

    /// What is known of the only credential, and the reason that follows.
    static let reasons: [(state: @Sendable () throws -> CredentialState, code: String)] = [
        ({ try state(decision: .rejected) }, "rejected"),
        ({ try state(decision: .withdrawn) }, "withdrawn"),
        (
            { try state(registry: nil, decision: .pending, standing: nil, outcome: nil) },
            "no_registry"
        ),
        ({ try state(standing: nil, outcome: nil, trust: Trust()) }, "not_checked_yet"),
        ({ try state(standing: nil, outcome: .absent, trust: Trust()) }, "not_found"),
        ({ try state(standing: nil, outcome: .mismatched, trust: Trust()) }, "name_differs"),
        ({ try state(standing: nil, outcome: .ambiguous, trust: Trust()) }, "several_people"),
        (
            { try state(standing: .unknown, outcome: .unrecognised, trust: Trust()) },
            "being_checked"
        ),
        // What is unread stays so while the registry is down.
        ({ try state(standing: .unknown, outcome: .unreachable, trust: Trust()) }, "being_checked"),
        (
            { try state(standing: nil, outcome: .blocked, trust: Trust(), matchedAt: nil) },
            "no_answer_yet"
        ),
        ({ try state(decision: .pending) }, "awaiting_decision"),
        ({ try state(decision: .pending, outcome: .throttled) }, "awaiting_decision"),
        ({ try state(trust: Trust(goodUntil: now)) }, "not_seen_lately"),
        ({ try state(outcome: .unreachable, trust: Trust(goodUntil: now - 1)) }, "not_seen_lately"),
        ({ try state(standing: .expired, trust: Trust(goodUntil: now)) }, "expired"),
        (
            { try state(decision: .pending, standing: .activeRestricted, trust: Trust()) },
            "active_restricted"
        ),
        ({ try state(standing: .provisional, trust: Trust()) }, "provisional"),
        ({ try state(standing: .lapsedGrace, trust: Trust()) }, "lapsed_grace"),
        ({ try state(standing: .deceased, outcome: .refused, trust: Trust()) }, "deceased"),
        (
            { try state(standing: .suspended, trust: Trust(), isDisciplineCovered: true) },
            "suspended"
        ),
        ({ try state(standing: .revoked, trust: Trust()) }, "discipline"),
    ]

    @Test func `each state of the only credential has its reason`() throws {
        for row in Self.reasons {
            let vetting = vetting(try row.state(), under: try Self.policy())
            #expect(vetting.reason(at: Self.now)?.code == row.code)
        }
    }

    @Test func `of several credentials the nearest to being vetted explains`() throws {
        let absent = try Self.state(standing: nil, outcome: .absent, trust: Trust())
        let rejected = try Self.state(decision: .rejected)
        let awaiting = try Self.state(decision: .pending)
        let expired = try Self.state(standing: .expired, trust: Trust())
        let policy = try Self.policy()

        let all = vetting(rejected, expired, absent, awaiting, under: policy)
        #expect(all.reason(at: Self.now) == .awaitingDecision)
        #expect(vetting(rejected, expired, absent, under: policy).reason(at: Self.now) == .notFound)
        #expect(
            vetting(rejected, expired, under: policy).reason(at: Self.now) == .standing(.expired)
        )
    }

    @Test func `every reason is a sentence, and nobody is accused of what is unread`() throws {
        let all: [NotVettedReason] =
            [
                .unknownJurisdiction, .noCredentialHere("Ontario"), .noRegistry("Ontario"),
                .notCheckedYet, .noAnswerYet, .notFound, .nameDiffers, .severalPeople,
                .beingChecked, .awaitingDecision, .rejected, .withdrawn, .notSeenLately,
                .npiDeactivated, .excluded, .discipline(.revoked, in: try Jurisdiction("US-CO")),
            ] + Standing.allCases.map { .standing($0) }
        for reason in all {
            #expect(reason.sentence.first?.isUppercase == true)
            #expect(reason.sentence.last == ".")
            #expect(!reason.code.isEmpty)
        }
        #expect(
            NotVettedReason.standing(.unknown).sentence == NotVettedReason.beingChecked.sentence
        )
    }

    @Test(arguments: [Standing.active, .expired, nil])
    func `where nobody asks the registry any more, that is the reason`(standing: Standing?) throws {
        var state = try Self.state(standing: standing, trust: Trust(goodUntil: Self.now))
        state.isAsked = false

        let reason = Vetting(
            under: try Self.policy(),
            credentials: [state],
            isNPIDeactivated: false,
            isExcluded: false
        ).reason(at: Self.now)
        #expect(reason == .registryNotAsked("Washington"))
        #expect(reason?.code == "registry_not_asked")
    }

    @Test func `where nobody asks any more, trust runs on, and discipline stays in the way`() throws
    {
        var good = try Self.state()
        good.isAsked = false
        var struck = try Self.state(standing: .revoked)
        struck.isAsked = false

        func vetting(_ states: [CredentialState]) throws -> Vetting {
            Vetting(
                under: try Self.policy(),
                credentials: states,
                isNPIDeactivated: false,
                isExcluded: false
            )
        }
        #expect(try vetting([good]).isVetted(at: Self.now))
        #expect(try vetting([good, struck]).reason(at: Self.now)?.code == "discipline")
    }
}
