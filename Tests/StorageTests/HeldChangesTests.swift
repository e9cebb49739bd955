import Directory
import Testing

@testable import Storage

/// A register that goes wrong about a crowd, and what the brake makes of it.
@Suite struct HeldChangesTests {
    /// When the register goes wrong; everybody was seen active and approved a week before.
    static let wrong = Instant.now
    static let seen = Instant.days(-7)

    static func crowd(_ count: Int) throws -> [PractitionerRecord] {
        try (0..<count).map { index in
            try .sample("crowd-\(index)", "Person", "Crowd\(index)", licence: "ZX9\(1000 + index)")
        }
    }

    private static func database(of people: [PractitionerRecord]) async throws -> Database {
        let database = try await Database.sample()
        _ = try await database.apply(people, at: seen)
        for person in people {
            try await database.check(person, at: seen)
            try await database.decide(.approved, about: person, at: seen)
        }
        return database
    }

    /// A database in which the register says of everybody that the licence has expired.
    private static func wrongDatabase(
        of people: [PractitionerRecord],
        _ answer: SampleAnswer = .standing(.expired)
    ) async throws -> Database {
        let database = try await database(of: people)
        for person in people { try await database.check(person, at: wrong, answer) }
        return database
    }

    private static func decide(
        _ word: HeldDecision.Word,
        in database: Database,
        at moment: Instant,
        about credential: PublicID? = nil
    ) async throws -> Int {
        let terms = try SampleRegistries.terms()
        let washington = try RegistryID.washington
        return try await database.decide(
            HeldDecision(
                word: word,
                actor: "os:ada",
                reason: "Asked the board.",
                decidedAt: moment
            ),
            at: washington,
            about: credential,
            terms: try #require(terms[washington])
        )
    }

    private static func kinds(in database: Database) async throws -> [BrakeEvent.Kind] {
        try await database.brakeEvents(of: try .washington).map(\.kind).reversed()
    }

    // MARK: - Holding

    @Test func `nine changes take effect, the others wait, and all of them are facts`() async throws
    {
        let people = try Self.crowd(20)
        let database = try await Self.wrongDatabase(of: people)

        for (index, person) in people.enumerated() {
            let state = try await database.state(of: person)
            let isHeld = index >= 9
            #expect(state.standing == (isHeld ? .active : .expired))
            #expect(state.wording == (isHeld ? "ACTIVE" : "EXPIRED"))
            #expect(state.trust.goodUntil == (isHeld ? .days(23) : Self.wrong))
            #expect(state.hold == (isHeld ? Hold(since: Self.wrong, standing: .expired) : nil))
            #expect(state.answeredAt == (isHeld ? Self.seen : Self.wrong))
            let shown = try #require(try await database.profile(of: person).credentials.first)
            #expect(shown.latestCheck?.wording == "EXPIRED")
            #expect(shown.latestCheck?.askedAt == Self.wrong)
            #expect(shown.dueAt == Self.wrong + secondsPerDay)
        }
        #expect(try database.number("SELECT count(*) FROM registry_check") == 40)
        #expect(try database.number("SELECT count(*) FROM held_check") == 11)
        let event = try #require(try await database.brakeEvents(of: try .washington).first)
        #expect(
            event
                == BrakeEvent(
                    registry: try .washington,
                    kind: .set,
                    happenedAt: Self.wrong,
                    answered: 10,
                    worsened: 10,
                    cause: .share
                )
        )
        #expect(try await database.staleListings() == 0)
    }

    @Test func `who waits is vetted for 72 hours, and the listing says why`() async throws {
        let people = try Self.crowd(12)
        let database = try await Self.wrongDatabase(of: people)
        let end = Self.wrong + Hold.seconds

        #expect(try await !database.isVetted(people[0], at: Self.wrong))
        #expect(try await database.isVetted(people[11], at: end - 1))
        #expect(try await !database.isVetted(people[11], at: end))
        let place = try #require(try await database.profile(of: people[11]).places.first)
        #expect(place.vetting.heldSince == Self.wrong)
        let key = try await database.key(of: people[11])
        let location = try #require(
            try await database.listings().first { $0.practitioner == key }?.location
        )
        let row = try #require(try await database.listingRows(at: [location]).rows.first)
        #expect(row.vettedUntil == end)
        #expect(row.heldSince == Self.wrong)
        let reasons = try await database.notVettedReasons(at: [location], moment: end)
        #expect(reasons[location] == .registerLookedAt)
    }

    @Test func `it holds across restarts, for every process`() async throws {
        let people = try Self.crowd(12)
        let database = try await Self.database(of: people)
        for person in people[..<9] {
            try await database.check(person, at: Self.wrong, .standing(.expired))
        }
        let other = try database.reopened()
        let tenth = try await other.check(people[9], at: Self.wrong, .standing(.expired))
        #expect(tenth.isHeld)
        try other.close()
        let third = try database.reopened()
        #expect(try await third.check(people[10], at: Self.wrong, .outcome(.absent)).isHeld)
        #expect(try await third.heldChanges(samples: 0).map(\.count) == [2])
        #expect(try await database.check(people[11], at: Self.wrong, .unread("?")).isHeld)
    }

    @Test func `the window slides: what changed a day ago counts no more`() async throws {
        let people = try Self.crowd(20)
        let database = try await Self.database(of: people)
        for person in people[..<9] {
            try await database.check(person, at: Self.wrong, .standing(.expired))
        }
        // Slots are of five minutes, and one that lies partly in the window counts whole.
        let later = Self.wrong + secondsPerDay + 300
        let tenth = try await database.check(people[9], at: later, .standing(.expired))
        #expect(!tenth.isHeld)
        for person in people[10..<18] {
            #expect(try await !database.check(person, at: later, .standing(.expired)).isHeld)
        }
        #expect(try await database.check(people[18], at: later, .standing(.expired)).isHeld)
        #expect(try await Self.kinds(in: database) == [.set])
    }

    @Test func `what waits counts as long as it waits`() async throws {
        let people = try Self.crowd(20)
        let database = try await Self.wrongDatabase(of: people)
        // A day later the register says the same, in another order.
        for person in people[9...].reversed() {
            let effect = try await database.check(person, at: .days(1), .standing(.expired))
            #expect(effect.isHeld)
        }
        let held = try #require(try await database.heldChanges(samples: 20).first)
        #expect(held.count == 11)
        #expect(held.samples.allSatisfy { $0.heldAt == Self.wrong })
        #expect(try database.number("SELECT count(*) FROM held_change") == 11)
        #expect(try database.number("SELECT count(*) FROM held_check") == 22)
        #expect(try await !database.isVetted(people[19], at: Self.wrong + Hold.seconds))
    }

    @Test func `a register that is well again ends the waiting, and the brake eases`() async throws
    {
        let people = try Self.crowd(12)
        let database = try await Self.wrongDatabase(of: people)
        for person in people { try await database.check(person, at: .days(1) + 300) }

        #expect(try await database.heldChanges(samples: 5).isEmpty)
        #expect(try await Self.kinds(in: database) == [.set, .eased])
        for person in people {
            #expect(try await database.state(of: person).trust.goodUntil == .days(31) + 300)
        }
        #expect(
            try database.number(
                "SELECT count(*) FROM held_change_end WHERE check_id IS NOT NULL"
            ) == 3
        )
    }

    @Test func `silence neither ends the waiting nor lengthens it`() async throws {
        let people = try Self.crowd(11)
        let database = try await Self.wrongDatabase(of: people)
        try await database.check(people[10], at: .days(1), .outcome(.unreachable))

        let state = try await database.state(of: people[10])
        #expect(state.hold?.since == Self.wrong)
        #expect(try await database.heldChanges(samples: 0).first?.count == 2)
    }

    @Test func `of another register nothing is held`() async throws {
        let people = try Self.crowd(12)
        let database = try await Self.database(of: people)
        _ = try await database.apply([.carol], at: Self.seen)
        try await database.check(.carol, in: "US-CO", at: Self.seen)
        for person in people { try await database.check(person, at: Self.wrong, .unread("?")) }

        let effect = try await database.check(.carol, in: "US-CO", .standing(.suspended))
        #expect(!effect.isHeld)
        #expect(try await database.heldChanges(at: try .colorado, samples: 5).isEmpty)
    }

    // MARK: - Showing

    @Test func `what waits is listed with samples of what was and what is held`() async throws {
        let people = try Self.crowd(14)
        let database = try await Self.database(of: people)
        for person in people[..<12] {
            try await database.check(person, at: Self.wrong, .standing(.expired))
        }
        for person in people[12...] {
            try await database.check(person, at: Self.wrong, .outcome(.absent))
        }

        let held = try #require(try await database.heldChanges(samples: 4).first)
        #expect(held.registry == (try .washington))
        #expect(held.brakedAt == Self.wrong)
        #expect(held.count == 5)
        #expect(held.kinds.map(\.count) == [3, 2])
        #expect(held.kinds.map(\.outcome) == [.matched, .absent])
        #expect(held.kinds.map(\.to) == [.expired, nil])
        #expect(held.samples.count == 4)
        let sample = try #require(held.samples.first)
        #expect(sample.name == "Person Crowd9")
        #expect(sample.number == "ZX91009")
        #expect(sample.standing == .active)
        #expect(sample.decision == .approved)
        #expect(sample.check.standing == .expired)
        #expect(sample.endsTrustAt == Self.wrong + Hold.seconds)
    }

    // MARK: - Deciding

    @Test func `released, they take effect with the time of their check`() async throws {
        let people = try Self.crowd(20)
        let database = try await Self.wrongDatabase(of: people)
        let count = try await Self.decide(.released, in: database, at: .days(1))

        #expect(count == 11)
        for person in people {
            let state = try await database.state(of: person)
            #expect(state.standing == .expired)
            #expect(state.trust.goodUntil == Self.wrong)
            #expect(state.answeredAt == Self.wrong)
            #expect(state.hold == nil)
            #expect(try await !database.isVetted(person, at: Self.wrong))
        }
        #expect(try await Self.kinds(in: database) == [.set, .released, .eased])
        let event = try #require(
            try await database.brakeEvents(of: try .washington).first { $0.kind == .released }
        )
        #expect(event.actor == "os:ada")
        #expect(event.reason == "Asked the board.")
        #expect(event.worsened == 11)
        #expect(try await database.staleListings() == 0)
        // What the admin found true is not too many any more: the count begins anew.
        let more = try PractitionerRecord.sample("more", "One", "More", licence: "ZX99999")
        _ = try await database.apply([more], at: Self.seen)
        try await database.check(more, at: Self.seen)
        #expect(try await !database.check(more, at: .days(1), .standing(.expired)).isHeld)
    }

    @Test func `discarded, they stay as they were and are asked about at once`() async throws {
        let people = try Self.crowd(20)
        let database = try await Self.wrongDatabase(of: people)
        let moment = Self.wrong + 3600
        let count = try await Self.decide(.discarded, in: database, at: moment)

        #expect(count == 11)
        #expect(try await database.dueCounts(at: moment) == [try .washington: 11])
        for person in people[9...] {
            let state = try await database.state(of: person)
            #expect(state.standing == .active)
            #expect(state.trust.goodUntil == .days(23))
            #expect(try await database.isVetted(person, at: .days(22)))
        }
        #expect(try await Self.kinds(in: database) == [.set, .discarded])
        // Should the register say the same again, it is held at once.
        #expect(try await database.check(people[9], at: moment, .standing(.expired)).isHeld)
        #expect(try await !database.check(people[10], at: moment).isHeld)
    }

    @Test func `discarded too late, trust returns with a good answer only`() async throws {
        let people = try Self.crowd(11)
        let database = try await Self.wrongDatabase(of: people)
        let late = Self.wrong + Hold.seconds
        _ = try await Self.decide(.discarded, in: database, at: late)

        #expect(try await !database.isVetted(people[10], at: late))
        try await database.check(people[10], at: late + 60)
        #expect(try await database.isVetted(people[10], at: late + 60))
    }

    // MARK: - Telling

    @Test func `what the brake does and what is decided is told, once each`() async throws {
        let database = try await Self.wrongDatabase(of: try Self.crowd(12))
        _ = try await Self.decide(.released, in: database, at: .days(1))

        let told = try database.rows(
            "SELECT type, count(*) FROM event WHERE type LIKE 'registry.%' GROUP BY 1 ORDER BY 1"
        )
        #expect(told == [["registry.brake_set", "1"], ["registry.held_decided", "1"]])
        // Nine lapsed when they were checked, and three when they were released.
        let lapsed = "SELECT count(*) FROM event WHERE type = 'credential.lapsed'"
        #expect(try database.number(lapsed) == 12)
    }

    @Test func `a failing canary is told, and that changes take effect again`() async throws {
        let database = try await Database.sample(.alice)
        for (outcome, hour) in [(Outcome.absent, Int64(0)), (.absent, 1), (.matched, 2)] {
            try await database.recordCanary(
                try CanaryTests.check(outcome, at: .hours(hour)),
                evidence: nil,
                of: try .washington
            )
        }
        #expect(
            try database.rows("SELECT type FROM event ORDER BY id") == [
                ["registry.canary_failed"], ["registry.brake_set"], ["registry.canary_found"],
                ["registry.brake_eased"],
            ]
        )
    }

    // MARK: - The past

    /// What was known of the last of a crowd at a moment, and what is known of it now.
    private static func past(
        of people: [PractitionerRecord],
        in database: Database,
        at moment: Instant
    ) async throws -> (then: Vetting?, now: Vetting) {
        let id = try await database.profile(of: people[people.count - 1]).publicID
        let past = try #require(try await database.past(of: id, at: moment))
        let place = try #require(past.places.first)
        return (place.then, place.now)
    }

    @Test func `what was known while a change waited is told with the waiting`() async throws {
        let people = try Self.crowd(12)
        let database = try await Self.wrongDatabase(of: people)
        let end = Self.wrong + Hold.seconds

        let waiting = try await Self.past(of: people, in: database, at: end - 1)
        #expect(waiting.then?.isVetted(at: end - 1) == true)
        #expect(waiting.then?.heldSince == Self.wrong)
        let over = try await Self.past(of: people, in: database, at: end)
        #expect(over.then?.isVetted(at: end) == false)
        #expect(over.then?.reason(at: end) == .registerLookedAt)
        // What nobody has decided is not known to be true.
        #expect(over.now.isVetted(at: end))
    }

    @Test(arguments: [HeldDecision.Word.released, .discarded])
    func `a decision tells what was true, from when it was made`(
        word: HeldDecision.Word
    ) async throws {
        let people = try Self.crowd(12)
        let database = try await Self.wrongDatabase(of: people)
        _ = try await Self.decide(word, in: database, at: .days(1))

        let between = try await Self.past(of: people, in: database, at: .hours(12))
        #expect(between.then?.isVetted(at: .hours(12)) == true)
        #expect(between.now.isVetted(at: .hours(12)) == (word == .discarded))
        let after = try await Self.past(of: people, in: database, at: .hours(25))
        #expect(after.then?.isVetted(at: .hours(25)) == (word == .discarded))
        #expect(after.now.isVetted(at: .hours(25)) == (word == .discarded))
    }

    @Test func `one credential can be decided about alone`() async throws {
        let people = try Self.crowd(14)
        let database = try await Self.wrongDatabase(of: people)
        let id = try await database.credentialID(of: people[13])
        #expect(
            try await Self.decide(.released, in: database, at: Self.wrong + 60, about: id) == 1
        )
        #expect(try await database.state(of: people[13]).standing == .expired)
        #expect(try await database.heldChanges(samples: 0).first?.count == 4)
        // The others still are too many.
        #expect(try await Self.kinds(in: database) == [.set, .released])
    }

    @Test func `where nothing waits there is nothing to decide`() async throws {
        let database = try await Database.sample(.alice)
        await #expect(throws: StorageError.self) {
            _ = try await Self.decide(.released, in: database, at: .now)
        }
        #expect(try database.number("SELECT count(*) FROM brake_event") == 0)
    }

    @Test(arguments: [
        "UPDATE brake_event SET reason = 'x'", "DELETE FROM brake_event",
        "UPDATE held_change SET held_at = 0", "DELETE FROM held_change",
        "UPDATE held_check SET check_id = 1", "DELETE FROM held_check",
        "UPDATE held_change_end SET ended_at = 0", "DELETE FROM held_change_end",
        "UPDATE canary_check SET reason = 'x'", "DELETE FROM canary_check",
    ])
    func `what was held and decided is kept for ever`(sql: String) async throws {
        let database = try await Self.wrongDatabase(of: try Self.crowd(11))
        try await database.recordCanary(
            try CanaryTests.check(.matched, at: Self.wrong),
            evidence: nil,
            of: try .washington
        )
        let id = try await database.credentialID(of: try Self.crowd(11)[10])
        _ = try await Self.decide(.discarded, in: database, at: Self.wrong, about: id)

        #expect(database.refusal(of: sql)?.contains("kept") == true)
    }

    @Test(arguments: [
        "INSERT INTO brake_event (registry_id, kind, happened_at, answered, worsened) VALUES ('us-wa-doh', 'released', 0, 0, 0)",
        "INSERT INTO brake_event (registry_id, kind, happened_at, answered, worsened, actor) VALUES ('us-wa-doh', 'released', 0, 0, 0, 'x')",
        "INSERT INTO brake_event (registry_id, kind, happened_at, answered, worsened) VALUES ('us-wa-doh', 'set', 0, 0, 0)",
        "INSERT INTO held_change_end VALUES (1, 0, NULL, NULL, NULL)",
        "UPDATE credential SET held_at = 5 WHERE held_at IS NULL",
        "UPDATE credential SET held_standing = 'expired' WHERE held_at IS NULL",
        "UPDATE registry_hour SET worsened = checks + 1",
    ])
    func `a value that cannot be is refused`(sql: String) async throws {
        let database = try await Self.wrongDatabase(of: try Self.crowd(11))

        #expect(database.refusal(of: sql)?.contains("constraint failed") == true)
    }
}
