import Directory
import Testing

/// What was known then, and what was true then as it is known now.
@Suite struct CredentialPastTests {
    private static let now = TrustTests.now
    private static let day = secondsPerDay

    private static func at(_ day: Int64) -> Instant { now + day * self.day }

    /// A check of a day, which speaks of that day or an earlier one.
    private func reading(
        _ day: Int64,
        speaksOf: Int64? = nil,
        _ outcome: Outcome = .matched,
        _ standing: Standing? = .active,
        expires: Int64? = nil,
        issued: Int64? = -1000,
        goodUntil: Int64? = nil
    ) -> CredentialPast.Reading {
        let hasEntry = outcome == .matched || outcome == .unrecognised
        return CredentialPast.Reading(
            key: RowKey(day + 1),
            askedAt: Self.at(day),
            sourceAsOf: speaksOf.map(Self.at),
            outcome: outcome,
            wording: hasEntry ? standing?.rawValue ?? "?" : nil,
            standing: hasEntry ? standing : nil,
            expiresOn: expires.map { Self.at($0).date },
            firstIssuedOn: hasEntry ? issued.map { Self.at($0).date } : nil,
            goodUntil: Self.at(goodUntil ?? (speaksOf ?? day) + 30)
        )
    }

    private func past(
        _ readings: CredentialPast.Reading...,
        rulings: [CredentialPast.Ruling] = []
    ) throws -> CredentialPast {
        CredentialPast(
            credential: Credential(
                kind: .licence,
                credentialClass: .statutory,
                jurisdiction: try Jurisdiction("US-WA"),
                number: "ZX1",
                source: .file
            ),
            createdAt: Self.at(-10),
            readings: readings,
            changes: readings.filter(\.outcome.isAnswer).map { reading in
                CredentialPast.Change(
                    changedAt: reading.askedAt,
                    wording: reading.wording,
                    standing: reading.standing,
                    outcome: reading.outcome,
                    decision: .approved,
                    isDisciplineCovered: false,
                    expiresOn: reading.expiresOn,
                    firstIssuedOn: reading.firstIssuedOn
                )
            },
            rulings: rulings,
            completeness: .fullHistory,
            timeZone: try .named("UTC")
        )
    }

    // MARK: - Known then

    @Test func `before the directory had it nothing is known`() throws {
        let past = try past(reading(0))

        #expect(past.knownThen(at: Self.at(-10) - 1) == nil)
        #expect(past.knownThen(at: Self.at(-10))?.outcome == nil)
        #expect(past.knownThen(at: Self.at(-10))?.decision == .pending)
    }

    @Test func `what was learnt later does not count`() throws {
        let past = try past(reading(0), reading(40, speaksOf: 10, .matched, .suspended))

        let then = try #require(past.knownThen(at: Self.at(20)))
        #expect(then.standing == .active)
        #expect(then.trust.goodUntil == Self.at(30))
        #expect(then.matchedAt == Self.at(0))
    }

    @Test func `an admin's end counts from its moment, unless a check came after it`() throws {
        let withdrawal = CredentialPast.Ruling(
            decision: .withdrawn,
            decidedAt: Self.at(5),
            check: RowKey(1)
        )
        let past = try past(reading(0), reading(7), rulings: [withdrawal])

        #expect(past.knownThen(at: Self.at(5) - 1)?.trust.goodUntil == Self.at(30))
        #expect(past.knownThen(at: Self.at(5))?.trust.goodUntil == Self.at(5))
        #expect(past.knownThen(at: Self.at(7))?.trust.goodUntil == Self.at(37))
    }

    // MARK: - Known now

    @Test func `a late answer counts at the moment of which it speaks`() throws {
        let past = try past(reading(0), reading(40, speaksOf: 10, .matched, .suspended))

        let found = past.knownNow(at: Self.at(20))
        #expect(found.state.standing == .suspended)
        #expect(found.state.trust.goodUntil == Self.at(10))
        #expect(found.basis == .reading)
        #expect(found.reading?.askedAt == Self.at(40))
        #expect(past.knownNow(at: Self.at(9)).state.standing == .active)
    }

    @Test func `a silence of months between two active answers was no lapse`() throws {
        let past = try past(reading(0), reading(3, .unreachable, goodUntil: 30), reading(100))

        #expect(past.knownThen(at: Self.at(60))?.trust.goodUntil == Self.at(30))
        let found = past.knownNow(at: Self.at(60))
        #expect(found.basis == .readingsOnBothSides)
        #expect(found.state.trust.goodUntil == Self.at(100))
    }

    @Test func `active answers over 120 days apart tell nothing of the time between`() throws {
        let past = try past(reading(0), reading(130))

        let found = past.knownNow(at: Self.at(60))
        #expect(found.basis == .reading)
        #expect(found.state.standing == .active)
        #expect(found.state.trust.goodUntil == Self.at(30))
    }

    @Test func `an expiry between two active answers is not talked away`() throws {
        let past = try past(
            reading(0, expires: 20, goodUntil: 21),
            reading(100, expires: 400)
        )

        let found = past.knownNow(at: Self.at(60))
        #expect(found.basis == .reading)
        #expect(found.state.trust.goodUntil == Self.at(21))
    }

    @Test func `a later answer that dates the expiry earlier corrects the past`() throws {
        let past = try past(reading(0), reading(28, .matched, .expired, expires: 5))

        #expect(past.knownThen(at: Self.at(20))?.standing == .active)
        let found = past.knownNow(at: Self.at(20))
        #expect(found.state.standing == .expired)
        #expect(found.basis == .laterExpiry)
        #expect(found.state.trust.goodUntil == Self.at(6).date.startInUTC)
        #expect(past.knownNow(at: Self.at(4)).state.standing == .active)
    }

    @Test func `before the first answer the register's own dates speak`() throws {
        let past = try past(reading(50, issued: -20))

        let found = past.knownNow(at: Self.at(20))
        #expect(found.basis == .registerDates)
        #expect(found.state.standing == .active)
        // A licence by its dates, and nobody's trust.
        #expect(found.state.trust.goodUntil == nil)
        #expect(past.knownNow(at: Self.at(-30)).basis == .notYetIssued)
        #expect(past.knownNow(at: Self.at(-30)).state.standing == nil)
    }

    @Test func `without a date of issue nothing speaks of the time before the first answer`() throws
    {
        let past = try past(reading(50, issued: nil))

        #expect(past.knownNow(at: Self.at(20)).basis == .nothing)
        #expect(past.knownNow(at: Self.at(20)).state.standing == nil)
    }

    @Test func `a first answer that is not active says nothing of before`() throws {
        let past = try past(reading(50, .matched, .suspended))

        #expect(past.knownNow(at: Self.at(20)).basis == .nothing)
    }

    @Test func `a corrected date of first issue counts for the whole past`() throws {
        let past = try past(reading(0), reading(10, issued: 5))

        #expect(past.knownNow(at: Self.at(3)).basis == .notYetIssued)
        #expect(past.knownThen(at: Self.at(3))?.standing == .active)
    }

    @Test func `a rejection is an act of its moment`() throws {
        let rejection = CredentialPast.Ruling(
            decision: .rejected,
            decidedAt: Self.at(5),
            check: RowKey(1)
        )
        let past = try past(reading(0), reading(100), rulings: [rejection])

        #expect(past.knownNow(at: Self.at(4)).state.trust.goodUntil == Self.at(30))
        #expect(past.knownNow(at: Self.at(6)).state.trust.goodUntil == Self.at(5))
        #expect(past.ruling(at: Self.at(6)) == rejection)
        #expect(past.ruling(at: Self.at(4)) == nil)
    }

    // MARK: - Exclusions

    private func finding(
        _ changes: (Int64, ExclusionFinding.State)...,
        excluded: Int64? = 0,
        reinstated: Int64? = nil
    ) -> ExclusionPast {
        ExclusionPast(
            changes: changes.map { .init(changedAt: Self.at($0.0), state: $0.1) },
            excludedOn: excluded.map { Self.at($0).date },
            reinstatedOn: reinstated.map { Self.at($0).date }
        )
    }

    @Test func `an exclusion found late was true from the list's own day on`() {
        let found = finding((30, .confirmed))

        #expect(!found.knownThen(at: Self.at(20)))
        #expect(found.knownNow(at: Self.at(20)))
        #expect(!found.knownNow(at: Self.at(-1)))
        #expect(found.knownThen(at: Self.at(30)))
    }

    @Test func `what is dismissed was never true, and was known all the same`() {
        let found = finding((5, .confirmed), (9, .dismissed))

        #expect(found.knownThen(at: Self.at(6)))
        #expect(!found.knownNow(at: Self.at(6)))
        #expect(!found.knownThen(at: Self.at(9)))
    }

    @Test func `a reinstatement ends it on the list's own day`() {
        let found = finding((5, .confirmed), (60, .ended), reinstated: 40)

        #expect(found.knownNow(at: Self.at(39)))
        #expect(!found.knownNow(at: Self.at(41)))
        #expect(found.knownThen(at: Self.at(41)))
    }

    @Test func `a row that went without a day ends when it was seen to be gone`() {
        let found = finding((5, .confirmed), (60, .ended))

        #expect(found.knownNow(at: Self.at(59)))
        #expect(!found.knownNow(at: Self.at(60)))
    }

    @Test func `a candidate was never an exclusion`() {
        let found = finding((5, .candidate), (60, .ended))

        #expect(!found.knownThen(at: Self.at(6)))
        #expect(!found.knownNow(at: Self.at(6)))
    }
}
