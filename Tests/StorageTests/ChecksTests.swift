import Directory
import Testing

@testable import Storage

@Suite struct ChecksTests {
    private func claimed(
        _ database: Database,
        limit: Int = 100,
        at moment: Instant = .now
    ) async throws -> [DueCredential] {
        try await database.claimDue(at: .washington, limit: limit, now: moment)
    }

    // MARK: - Claiming

    @Test func `a credential is claimed by one worker only`() async throws {
        let database = try await Database.sample(.alice)

        #expect(try await claimed(database).count == 1)
        #expect(try await claimed(database).isEmpty)
    }

    @Test func `a claim says whom to ask about, by every name`() async throws {
        var alice = try PractitionerRecord.alice
        alice.practitioner.otherNames = [PersonName(given: "Alice", family: "Maiden")]
        let database = try await Database.sample(alice)

        let claimant = try #require(try await claimed(database).first).claimant
        #expect(claimant.number == "ZX101")
        #expect(claimant.names.map(\.family) == ["Example", "Maiden"])
    }

    @Test func `what is not due yet or belongs to another registry is not claimed`() async throws {
        let database = try await Database.sample(.alice, .carol)

        #expect(try await claimed(database, at: .now - 1).isEmpty)
        #expect(
            try await database.claimDue(at: .colorado, limit: 10, now: .now).map(\.claimant.number)
                == ["ACU.0000103"]
        )
    }

    @Test func `the longest due come first and no more than asked for`() async throws {
        let database = try await Database.sample(.alice, .bob, .carol)
        try database.execute("UPDATE credential SET due_at = due_at - id * 60")

        let first = try await claimed(database, limit: 2)
        #expect(Set(first.map(\.claimant.number)) == ["ZX102", "ZX103"])
        #expect(try await claimed(database, limit: 2).map(\.claimant.number) == ["ZX101"])
    }

    @Test func `two processes at once claim each credential once`() async throws {
        let database = try await Database.sample()
        let people = try (0..<300).map { number in
            try PractitionerRecord.sample(
                "p\(number)",
                "Given",
                "Family",
                licence: "ZX9\(number)"
            )
        }
        _ = try await database.apply(people, at: .now)
        let doors = [database, try database.reopened(), try database.reopened()]

        let keys = try await withThrowingTaskGroup(of: [Credential.Key].self) { group in
            for door in doors {
                group.addTask {
                    var mine: [Credential.Key] = []
                    while true {
                        let batch = try await door.claimDue(at: .washington, limit: 7, now: .now)
                        if batch.isEmpty { return mine }
                        mine += batch.map(\.key)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        #expect(keys.count == 300)
        #expect(Set(keys).count == 300)
    }

    @Test func `a lease that runs out leaves the credential due again`() async throws {
        let database = try await Database.sample(.alice)
        _ = try await claimed(database)

        let end = Instant.now + Database.leaseSeconds
        #expect(try await claimed(database, at: end - 1).isEmpty)
        #expect(try await claimed(database, at: end).count == 1)
    }

    @Test func `what is given back is due at once`() async throws {
        let database = try await Database.sample(.alice)
        let due = try await claimed(database)

        try await database.release(due, now: .now)

        #expect(try await claimed(database).count == 1)
    }

    @Test func `nobody gives back what another has taken over`() async throws {
        let database = try await Database.sample(.alice)
        let lost = try await claimed(database)
        let later = Instant.now + Database.leaseSeconds
        _ = try await claimed(database, at: later)

        try await database.release(lost, now: later)

        #expect(try await claimed(database, at: later).isEmpty)
    }

    @Test func `a credential without a registry is never due and cannot be claimed`() async throws {
        let database = try await Database.sample(.dave)
        let id = try await database.credentialID(of: .dave, in: "CA-ON")
        let credential = try #require(try await database.credential(with: id))

        #expect(try await database.dueCounts(at: .days(1000)).isEmpty)
        #expect(try await database.claim(credential.key, now: .now) == nil)
    }

    @Test func `what is due is counted per registry`() async throws {
        let database = try await Database.sample(.alice, .bob, .carol, .dave)

        let counts = try await database.dueCounts(at: .now)
        #expect(try counts == [.washington: 3, .colorado: 1, .nppes: 1])
        #expect(try await database.dueCounts(at: .now - 1).isEmpty)
    }

    // MARK: - Recording

    @Test func `a check leaves its evidence, its effect and when it is next due`() async throws {
        let database = try await Database.sample(.alice)
        let expires = CalendarDate.today + 400

        let effect = try await database.check(
            .alice,
            .standing(.active, expires: expires, issued: try .day("2010-05-01"))
        )

        #expect(
            effect
                == CheckEffect(
                    outcome: .matched,
                    oldStanding: nil,
                    newStanding: .active,
                    isRecorded: true
                )
        )
        let shown = try #require(try await database.profile(of: .alice).credentials.first)
        #expect(shown.state.wording == "ACTIVE")
        #expect(shown.state.standing == .active)
        #expect(shown.state.outcome == .matched)
        #expect(shown.state.trust == Trust(goodUntil: .days(30)))
        #expect(shown.state.expiresOn == expires)
        #expect(shown.state.firstIssuedOn?.description == "2010-05-01")
        #expect(shown.state.matchedAt == .now)
        #expect(shown.state.answeredAt == .now)
        let due = try #require(shown.dueAt)
        #expect(due >= .days(1) && due < .days(8))

        let check = try #require(shown.latestCheck)
        #expect(check.askedAt == .now)
        #expect(check.question == "GET https://registry.example.org/?n=1")
        #expect(check.outcome == .matched)
        #expect(check.goodUntil == .days(30))
        #expect(check.fields.map(\.name) == ["status", "note"])
        #expect(check.fields.last?.value == "a\"\\\n")
        #expect(
            try database.rows("SELECT sha256, length(body) > 0 FROM evidence")
                == [[check.sha256, "1"]]
        )
    }

    @Test func `the same bytes are kept once and every check of them is`() async throws {
        let database = try await Database.sample(.alice)
        for day in Int64(0)..<3 { try await database.check(.alice, at: .days(day)) }

        #expect(try database.number("SELECT count(*) FROM evidence") == 1)
        #expect(try database.number("SELECT count(*) FROM registry_check") == 3)
    }

    @Test func `a lost lease writes nothing at all`() async throws {
        let database = try await Database.sample(.alice)
        let lost = try #require(try await claimed(database).first)
        let later = Instant.now + Database.leaseSeconds
        let taken = try await claimed(database, at: later)
        let before = try database.rows("SELECT * FROM credential")
        let changes = try database.number("SELECT count(*) FROM change_log")

        let result = try SampleAnswer.standing(.revoked).result(for: lost, at: later)
        let effects = try await database.record([result], terms: SampleRegistries.terms())

        #expect(effects.map(\.isRecorded) == [false])
        #expect(taken.count == 1)
        #expect(try database.rows("SELECT * FROM credential") == before)
        #expect(try database.number("SELECT count(*) FROM registry_check") == 0)
        #expect(try database.number("SELECT count(*) FROM evidence") == 0)
        #expect(try database.number("SELECT count(*) FROM change_log") == changes)
    }

    @Test func `a result is recorded once`() async throws {
        let database = try await Database.sample(.alice)
        let due = try #require(try await claimed(database).first)
        let result = try SampleAnswer.active.result(for: due, at: .now)
        let terms = try SampleRegistries.terms()

        let first = try await database.record([result, result], terms: terms)
        let second = try await database.record([result], terms: terms)

        #expect(first.map(\.isRecorded) == [true, false])
        #expect(second.map(\.isRecorded) == [false])
    }

    @Test func `results are recorded all or none`() async throws {
        let database = try await Database.sample(.alice, .carol)
        let washington = try #require(try await claimed(database, limit: 1).first)
        let colorado = try #require(
            try await database.claimDue(at: .colorado, limit: 1, now: .now).first
        )
        let results = try [washington, colorado].map {
            try SampleAnswer.active.result(for: $0, at: .now)
        }
        let undescribed = try RegistryID.colorado
        let terms = try SampleRegistries.terms().filter { $0.key != undescribed }

        await #expect(throws: StorageError.notFound("registry us-co-dora")) {
            _ = try await database.record(results, terms: terms)
        }
        #expect(try database.number("SELECT count(*) FROM registry_check") == 0)
        #expect(
            try database.number("SELECT count(*) FROM credential WHERE standing IS NOT NULL") == 0
        )
    }

    @Test func `silence leaves everything but the next date, which backs off`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        let before = try await database.state(of: .alice)

        var moment = Instant.days(7)
        for hours: Int64 in [1, 2, 4, 8, 16, 24, 24] {
            try await database.check(.alice, at: moment, .outcome(.unreachable))
            let due = try #require(try await database.profile(of: .alice).credentials.first?.dueAt)
            #expect(due == moment + hours * 3600)
            moment = due
        }

        var after = try await database.state(of: .alice)
        #expect(after.outcome == .unreachable)
        after.outcome = .matched
        #expect(after == before)

        try await database.check(.alice, at: moment)
        try await database.check(.alice, at: moment + 1, .outcome(.throttled))
        let due = try #require(try await database.profile(of: .alice).credentials.first?.dueAt)
        #expect(due == moment + 1 + 3600)
    }

    @Test func `an answer about somebody else leaves the facts as they were`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        let before = try await database.state(of: .alice)

        for outcome in [Outcome.mismatched, .ambiguous, .absent] {
            try await database.check(.alice, at: .days(7), .outcome(outcome))
            let after = try await database.state(of: .alice)
            #expect(after.outcome == outcome)
            #expect(after.standing == .active)
            #expect(after.wording == before.wording)
            #expect(after.trust.goodUntil == before.trust.goodUntil)
            #expect(after.answeredAt == .days(7))
            #expect(after.matchedAt == .now)
        }
    }

    @Test func `three absences a day apart end trust, across restarts`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        for day in Int64(7)...9 {
            try await database.check(.alice, at: .days(day), .outcome(.absent))
            try await database.check(.alice, at: .days(day) + 3600, .outcome(.absent))
            try await database.check(.alice, at: .days(day) + 7200, .outcome(.blocked))
        }

        #expect(try await database.state(of: .alice).trust.goodUntil == .days(9))
    }

    @Test func `an unread wording ends trust and is unknown, not worse`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        try await database.check(.alice, at: .days(7), .unread("ACTIVE - SEE NOTE"))

        let state = try await database.state(of: .alice)
        #expect(state.standing == .unknown)
        #expect(state.wording == "ACTIVE - SEE NOTE")
        #expect(state.trust.goodUntil == .days(7))
    }

    @Test(arguments: [Standing.suspended, .revoked, .surrendered])
    func `an unread wording takes no discipline back`(standing: Standing) async throws {
        let database = try await Database.sample(.carol)
        try await database.check(.carol)
        try await database.decide(.approved, about: .carol)
        try await database.check(.carol, in: "US-CO", .standing(standing))
        try await database.check(.carol, in: "US-CO", at: .hours(24), .unread("Final Order 7"))

        #expect(try await database.state(of: .carol, in: "US-CO").standing == standing)
        #expect(try await !database.isVetted(.carol, at: .hours(25)))

        try await database.check(.carol, in: "US-CO", at: .hours(48), .standing(.expired))
        #expect(try await database.isVetted(.carol, at: .hours(49)))
    }

    @Test func `a registry is known to have answered, and when`() async throws {
        let database = try await Database.sample(.alice, .carol)
        try await database.check(.alice, at: .days(1))
        try await database.check(.carol, at: .now)
        try await database.check(.carol, in: "US-CO", .outcome(.unreachable))

        let reached = try await database.registries().map { ($0.summary.id.text, $0.reachedAt) }
        #expect(reached.first { $0.0 == "us-wa-doh" }?.1 == .days(1))
        #expect(reached.first { $0.0 == "us-co-dora" }?.1 == .some(nil))
    }
}
