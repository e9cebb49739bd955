import Directory
import Foundation
import GRDB
import Testing

@testable import Storage

/// What was known then is compared with the profile as it really was then; what was true then with a
/// plain recomputation from the raw rows.
@Suite struct ProfilePastsTests {
    // MARK: - A wild history

    /// The profile as it was from a moment on.
    private struct Snapshot {
        let moment: Instant
        let profile: Profile
    }

    /// Lets things happen to Bob for a year or two, and photographs his profile after each.
    private func history(seed: UInt64) async throws -> (Storage.Database, [Snapshot]) {
        var bob = try PractitionerRecord.bob
        bob.credentials.append(try .licence("ACU.0000102", in: "US-CO"))
        let database = try await Database.sample(bob)
        var generator = SeededGenerator(seed: seed)
        var clock = Instant.now
        var snapshots = [Snapshot(moment: clock, profile: try await database.profile(of: bob))]
        for _ in 0..<70 {
            clock = clock + Int64.random(in: 1...(8 * secondsPerDay), using: &generator)
            let place = Bool.random(using: &generator) ? "US-WA" : "US-CO"
            switch Int.random(in: 0..<20, using: &generator) {
            case 0..<15: try await see(bob, in: place, at: clock, database, &generator)
            case 15, 16:
                let standing = try await database.state(of: bob, in: place).standing
                try await database.decide(
                    .approved,
                    about: bob,
                    in: place,
                    at: clock,
                    coversDiscipline: standing?.isDisciplinary ?? false
                )
            case 17:
                try await database.decide(.withdrawn, about: bob, in: place, at: clock)
            case 18: try await database.readList([.bob], at: clock)
            default: try await database.readList([], at: clock)
            }
            snapshots.append(
                Snapshot(moment: clock, profile: try await database.profile(of: bob))
            )
        }
        return (database, snapshots)
    }

    private func see(
        _ record: PractitionerRecord,
        in place: String,
        at clock: Instant,
        _ database: Storage.Database,
        _ generator: inout SeededGenerator
    ) async throws {
        let id = try await database.credentialID(of: record, in: place)
        let credential = try #require(try await database.credential(with: id))
        let due = try #require(try await database.claim(credential.key, now: clock))
        var answer = SampleAnswer.standing(
            [.active, .active, .active, .expired, .suspended, .inactive]
                .randomElement(using: &generator) ?? .active,
            expires: Bool.random(using: &generator)
                ? clock.date + Int.random(in: -30...200, using: &generator) : nil,
            issued: Int.random(in: 0..<4, using: &generator) > 0
                ? .today + Int.random(in: -40...30, using: &generator) : nil
        )
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: answer = .outcome(.unreachable)
        case 1, 2: answer = .outcome(.absent)
        case 3: answer = .outcome(.mismatched)
        case 4: answer = .unread("See note")
        default: break
        }
        var check = try answer.result(for: due, at: clock).check
        // Sources are late: by hours, or by months.
        if Bool.random(using: &generator) {
            check.sourceAsOf =
                clock - Int64.random(in: -3600...(60 * secondsPerDay), using: &generator)
        }
        _ = try await database.record(
            [CheckResult(due: due, check: check, evidence: nil)],
            terms: SampleRegistries.terms()
        )
    }

    private func moments(_ snapshots: [Snapshot], seed: UInt64) -> [Instant] {
        var generator = SeededGenerator(seed: seed &+ 100)
        let ends = snapshots.flatMap { [$0.moment, $0.moment - 1] }.filter { $0 >= .now }
        let last = snapshots.last?.moment ?? .now
        let between = (0..<60).map { _ in
            Instant.now + Int64.random(in: 0...last.seconds(since: .now), using: &generator)
        }
        return ends + between
    }

    // MARK: - Known then

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `what was known then is the profile as it was then`(seed: UInt64) async throws {
        let (database, snapshots) = try await history(seed: seed)
        for moment in moments(snapshots, seed: seed) {
            let snapshot = try #require(snapshots.last { $0.moment <= moment })
            let past = try #require(
                try await database.past(of: snapshot.profile.publicID, at: moment)
            )
            for (shown, was) in zip(past.credentials, snapshot.profile.credentials) {
                var then = try #require(shown.then)
                // How absences were counted is no part of the answer.
                then.trust = Trust(goodUntil: then.trust.goodUntil)
                var state = was.state
                state.trust = Trust(goodUntil: state.trust.goodUntil)
                #expect(then == state, "\(was.state.credential.number) at \(moment)")
                #expect(shown.thenCheck?.publicID == was.latestCheck?.publicID)
            }
            #expect(past.isExcludedThen == snapshot.profile.isExcluded)
            for (place, was) in zip(past.places, snapshot.profile.places) {
                let then = try #require(place.then)
                #expect(then.vettedUntil == was.vetting.vettedUntil)
                #expect(then.reason(at: moment) == was.vetting.reason(at: moment))
            }
            #expect(
                past.experienceThen?.experience.years(on: moment.date)
                    == snapshot.profile.experience?.experience.years(on: moment.date)
            )
        }
    }

    // MARK: - Known now

    /// A row of registry_check, and nothing made of it.
    private struct RawCheck {
        let id: Int64
        let askedAt: Int64
        let speaksOf: Int64
        let outcome: String
        let standing: String?
        let expiresOn: Int32?
        let issuedOn: Int32?
        let goodUntil: Int64?

        var isActive: Bool { outcome == "matched" && standing == "active" }
    }

    private struct Truth: Equatable {
        var standing: String?
        var outcome: String?
        var goodUntil: Int64?
        var basis = "nothing"
    }

    private func rawChecks(_ database: Storage.Database, _ credential: String) throws -> [RawCheck]
    {
        try database.pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT k.id, asked_at, min(coalesce(source_as_of, asked_at), asked_at), k.outcome,
                        k.standing, k.expires_on, k.first_issued_on, k.good_until
                    FROM registry_check k JOIN credential c ON c.id = k.credential_id
                    WHERE c.public_id = ? ORDER BY k.id
                    """,
                arguments: [credential]
            ).map { row in
                RawCheck(
                    id: row[0],
                    askedAt: row[1],
                    speaksOf: row[2],
                    outcome: row[3],
                    standing: row[4],
                    expiresOn: row[5],
                    issuedOn: row[6],
                    goodUntil: row[7]
                )
            }
        }
    }

    private func withdrawals(_ database: Storage.Database, _ credential: String) throws -> [Int64] {
        try database.pool.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT decided_at FROM decision d JOIN credential c ON c.id = d.credential_id
                    WHERE c.public_id = ? AND d.decision = 'withdrawn' ORDER BY d.id
                    """,
                arguments: [credential]
            )
        }
    }

    /// When a day ends in a time zone, found by looking for midnight.
    private func end(of day: Int32, in zone: TimeZone) -> Int64 {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let noon = Date(timeIntervalSince1970: Double(day) * 86_400 + 43_200)
        var utc = Calendar(identifier: .gregorian)
        utc.timeZone = .gmt
        let parts = utc.dateComponents([.year, .month, .day], from: noon)
        let start = calendar.date(from: parts) ?? noon
        let next = calendar.date(byAdding: .day, value: 1, to: start) ?? noon
        return Int64(calendar.startOfDay(for: next).timeIntervalSince1970)
    }

    /// The table of the design and its corrections, written out over plain rows.
    private func truth(
        of checks: [RawCheck],
        _ withdrawals: [Int64],
        at moment: Int64,
        in zone: TimeZone
    ) -> Truth {
        var truth = Truth()
        var expiresOn: Int32?
        var absences = 0
        var lastAbsence: Int64?
        var seenAt: Int64?
        let told = checks.filter { $0.speaksOf <= moment }
            .sorted { ($0.speaksOf, $0.id) < ($1.speaksOf, $1.id) }
        for check in told {
            truth.outcome = check.outcome
            truth.basis = "reading"
            let ended = truth.goodUntil.map { min($0, check.speaksOf) }
            switch check.outcome {
            case "matched":
                truth.goodUntil = check.isActive ? check.goodUntil : ended
                truth.standing = check.standing
            case "unrecognised":
                truth.goodUntil = ended
                let isDiscipline = ["suspended", "revoked", "surrendered"]
                    .contains(truth.standing ?? "")
                if !isDiscipline { truth.standing = "unknown" }
            case "absent":
                if lastAbsence.map({ check.speaksOf - $0 >= 86_400 }) ?? true {
                    absences += 1
                    lastAbsence = check.speaksOf
                    if absences >= 3 { truth.goodUntil = ended }
                }
            default: break
            }
            if ["matched", "unrecognised"].contains(check.outcome) {
                expiresOn = check.expiresOn
                seenAt = check.speaksOf
            }
            if ["matched", "unrecognised", "mismatched", "ambiguous"].contains(check.outcome) {
                absences = 0
                lastAbsence = nil
            }
        }
        let issued = checks.last { $0.issuedOn != nil }?.issuedOn
        if let issued, end(of: issued - 1, in: zone) > moment {
            return Truth(basis: "not_yet_issued")
        }
        let next =
            checks
            .filter {
                $0.speaksOf > moment && ["matched", "unrecognised"].contains($0.outcome)
            }
            .min { $0.speaksOf < $1.speaksOf }
        let inForce = ["active", "active_restricted", "lapsed_grace", "provisional", "pending"]
        if let next {
            let isOver = next.outcome == "matched" && !inForce.contains(next.standing ?? "")
            if isOver, let day = next.expiresOn, end(of: day, in: zone) <= moment,
                truth.standing.map({ inForce.contains($0) }) ?? true
            {
                truth.standing = "expired"
                truth.outcome = "matched"
                truth.goodUntil = truth.goodUntil.map { min($0, end(of: day, in: zone)) }
                truth.basis = "later_expiry"
            } else if next.isActive, truth.goodUntil.map({ $0 <= moment }) ?? true {
                let isExpired = expiresOn.map { end(of: $0, in: zone) <= moment } ?? false
                if let seenAt {
                    if truth.standing == "active", !isExpired,
                        next.speaksOf - seenAt <= 120 * 86_400
                    {
                        truth.goodUntil = next.speaksOf
                        truth.basis = "readings_on_both_sides"
                    }
                } else if next.issuedOn != nil {
                    truth.standing = "active"
                    truth.outcome = "matched"
                    truth.basis = "register_dates"
                }
            }
        }
        if let active = told.last(where: \.isActive) {
            for withdrawal in withdrawals
            where withdrawal <= moment && withdrawal >= active.speaksOf {
                truth.goodUntil = truth.goodUntil.map { min($0, withdrawal) }
            }
        }
        return truth
    }

    @Test func `what was true then is what a plain recomputation finds`() async throws {
        var bases: Set<String> = []
        for seed in UInt64(1)...5 { bases.formUnion(try await compareTruth(seed: seed)) }
        // A history in which nothing is ever corrected would show nothing.
        #expect(
            bases.isSuperset(of: [
                "reading", "readings_on_both_sides", "later_expiry", "not_yet_issued",
            ]),
            "\(bases)"
        )
    }

    private func compareTruth(seed: UInt64) async throws -> Set<String> {
        let (database, snapshots) = try await history(seed: seed)
        let profile = try #require(snapshots.last).profile
        var bases: Set<String> = []
        for shown in profile.credentials where shown.state.credential.kind == .licence {
            let checks = try rawChecks(database, shown.publicID)
            let withdrawals = try withdrawals(database, shown.publicID)
            let zone = try #require(
                TimeZone(identifier: shown.registry?.summary.timeZone ?? "")
            )
            for moment in moments(snapshots, seed: seed) {
                let past = try #require(try await database.past(of: profile.publicID, at: moment))
                let found = try #require(
                    past.credentials.first { $0.publicID == shown.publicID }
                ).now
                let expected = truth(
                    of: checks,
                    withdrawals,
                    at: moment.secondsSince1970,
                    in: zone
                )
                let judged = Truth(
                    standing: found.state.standing?.rawValue,
                    outcome: found.state.outcome?.rawValue,
                    goodUntil: found.state.trust.goodUntil?.secondsSince1970,
                    basis: found.basis.rawValue
                )
                #expect(judged == expected, "\(shown.state.credential.number) at \(moment)")
                bases.insert(expected.basis)
            }
        }
        return bases
    }

    // MARK: - One person

    @Test func `before anything was recorded nothing is known, and later knowledge still speaks`()
        async throws
    {
        let database = try await Database.sample(.alice)
        try await database.check(.alice, .standing(.active, issued: try .day("2010-05-01")))
        let id = try await database.profile(of: .alice).publicID

        let past = try #require(try await database.past(of: id, at: .days(-100)))
        #expect(past.isBeforeAll)
        #expect(past.credentials[0].then == nil)
        #expect(past.places[0].then == nil)
        #expect(past.experienceThen == nil)
        #expect(past.credentials[0].now.basis == .registerDates)
        #expect(past.experienceNow?.experience.years(on: Instant.days(-100).date) == 16)
        #expect(try await database.past(of: "2999999999", at: .now) == nil)
    }

    @Test func `a wrong exclusion was known then and is not true now`() async throws {
        let database = try await Database.vetted(.bob)
        let id = try await database.profile(of: .bob).publicID
        try await database.readList([.bob], at: .days(1))
        try await database.decide(.notSamePerson, at: .days(3))

        let past = try #require(try await database.past(of: id, at: .days(2)))
        #expect(past.isExcludedThen)
        #expect(!past.isExcludedNow)
        #expect(past.places[0].then?.reason(at: .days(2)) == .excluded)
        #expect(past.places[0].now.isVetted(at: .days(2)))
    }

    @Test func `an exclusion found late was true before it was known`() async throws {
        let database = try await Database.vetted(.bob)
        let id = try await database.profile(of: .bob).publicID
        try await database.readList([.bob], at: .days(20))

        let past = try #require(try await database.past(of: id, at: .days(2)))
        #expect(past.places[0].then?.isVetted(at: .days(2)) == true)
        #expect(past.places[0].now.reason(at: .days(2)) == .excluded)
    }
}
