import Directory
import Testing

@testable import Storage

/// What is written down for people to be told, by whatever changes something.
@Suite struct EventsTests {
    /// The sample person approved and seen active, with this written down so far: nothing.
    private func vetted(_ people: PractitionerRecord...) async throws -> Database {
        let database = try await Database.sample()
        _ = try await database.apply(people, at: .now)
        for person in people {
            try await database.check(person)
            try await database.decide(.approved, about: person)
        }
        #expect(try await database.events(limit: 10).isEmpty)
        return database
    }

    /// The kinds, oldest first.
    private func kinds(_ database: Database) async throws -> [Event.Kind] {
        try await database.events(limit: 1000).reversed().compactMap(\.event?.kind)
    }

    @Test func `a lapse is told with its credential, its person and what the register says`()
        async throws
    {
        let database = try await vetted(.alice)
        try await database.check(.alice, at: .days(7), .standing(.expired))

        let stored = try #require(try await database.events(limit: 10).first)
        guard case .credentialLapsed(let facts, because: .standing) = stored.event else {
            Issue.record("\(stored)")
            return
        }
        #expect(stored.occurredAt == .days(7))
        #expect(facts.credential == (try await database.credentialID(of: .alice)).text)
        #expect(facts.practitioner == (try await database.profile(of: .alice)).publicID)
        #expect(facts.registry == (try .washington))
        #expect(facts.wording == "EXPIRED")
        #expect(facts.standing == .expired)
        #expect(facts.standingBefore == .active)
    }

    @Test func `each change is told once`() async throws {
        let database = try await vetted(.alice)

        try await database.check(.alice, at: .days(7), .standing(.suspended))
        try await database.check(.alice, at: .days(8), .standing(.suspended))
        #expect(try await kinds(database) == [.credentialDisciplined])

        try await database.check(.alice, at: .days(9), .standing(.active))
        try await database.check(.alice, at: .days(10), .standing(.activeRestricted))
        #expect(try await kinds(database) == [.credentialDisciplined, .credentialRestricted])
    }

    @Test func `a register that is silent for long is told when trust has run out`() async throws {
        let database = try await vetted(.alice)

        for day in 7...40 {
            try await database.check(.alice, at: .days(Int64(day)), .outcome(.unreachable))
        }

        let events = try await database.events(limit: 10)
        #expect(events.map(\.occurredAt) == [.days(30)])
        guard case .credentialLapsed(_, because: .ranOut)? = events.first?.event else {
            Issue.record("\(events)")
            return
        }
    }

    @Test func `a wording that nobody can read is told once for all who carry it`() async throws {
        let database = try await vetted(.alice, .bob)

        try await database.check(.alice, at: .days(7), .unread("ON ICE"))
        try await database.check(.bob, at: .days(7), .unread("ON ICE"))
        try await database.check(.bob, at: .days(8), .unread("ON FIRE"))

        let told = try await database.events(limit: 10, of: .wordingUnknown).compactMap(\.event)
        let wordings = told.map { event -> String in
            if case .wordingUnknown(let facts) = event { facts.wording } else { "" }
        }
        #expect(wordings == ["ON FIRE", "ON ICE"])
        #expect(try await kinds(database).filter { $0 == .credentialLapsed }.count == 2)
    }

    @Test func `what is found about people whom nobody approved is not told`() async throws {
        let database = try await Database.sample(.alice)

        try await database.check(.alice, .standing(.revoked))
        try await database.check(.alice, at: .days(1), .standing(.expired))

        #expect(try await kinds(database).isEmpty)
    }

    @Test func `an approval that is withdrawn is told`() async throws {
        let database = try await vetted(.alice)

        try await database.decide(.withdrawn, about: .alice, at: .days(1))

        #expect(try await kinds(database) == [.credentialLapsed])
    }

    @Test func `a list tells whom it means and whom it may mean`() async throws {
        let database = try await vetted(.alice, .bob)

        try await database.readList([.bob, .alicesName])
        try await database.readList([.bob, .alicesName], at: .hours(1))

        #expect(
            Set(try await kinds(database)) == [.exclusionConfirmed, .exclusionCandidate]
        )
        #expect(try await kinds(database).count == 2)
        guard
            case .exclusionConfirmed(let facts)? = try await database.events(
                limit: 1,
                of: .exclusionConfirmed
            ).first?.event
        else { return }
        #expect(facts.rule == .npiAndSurname)
        #expect(facts.practitioner == (try await database.profile(of: .bob)).publicID)
    }

    @Test func `what a brake holds is told as held, and as what it is once it is released`()
        async throws
    {
        let people = try HeldChangesTests.crowd(20)
        let database = try await Database.sample()
        _ = try await database.apply(people, at: .days(-7))
        for person in people {
            try await database.check(person, at: .days(-7))
            try await database.decide(.approved, about: person, at: .days(-7))
        }

        for person in people { try await database.check(person, .standing(.expired)) }
        #expect(
            try await kinds(database)
                == Array(repeating: .credentialLapsed, count: 9) + [.brakeSet]
        )

        let terms = try #require(try SampleRegistries.terms()[try .washington])
        _ = try await database.decide(
            HeldDecision(
                word: .released,
                actor: "os:ada",
                reason: "Asked the board.",
                decidedAt: .hours(1)
            ),
            at: try .washington,
            terms: terms
        )
        let later = try await kinds(database).dropFirst(10)
        #expect(later.filter { $0 == .credentialLapsed }.count == 11)
        #expect(later.filter { $0 == .heldDecided }.count == 1)
        let told = try await database.events(limit: 100).map(\.payload).joined()
        #expect(!told.contains("os:ada"))
        #expect(!told.contains("Asked the board"))
    }

    @Test func `trust that runs out where no machine asks is told all the same, once`() async throws
    {
        let database = try await Database.withNora()
        try await database.look()
        try await database.decide(.approved, aboutNoraBy: "os:ben")

        #expect(try await database.noteUncheckedLapses(at: .days(89)) == 0)
        #expect(try await database.noteUncheckedLapses(at: .days(91)) == 1)
        #expect(try await database.noteUncheckedLapses(at: .days(91)) == 0)
        #expect(try await kinds(database) == [.credentialLapsed])
        // Nor by a person who looks again and finds that it has expired.
        try await database.look(by: "os:anna", on: .today + 92, at: .days(92), standing: .expired)
        #expect(try await kinds(database) == [.credentialLapsed])
    }

    @Test func `what was not recorded is not told`() async throws {
        let database = try await vetted(.alice)
        let due = try #require(
            try await database.claimDue(at: .washington, limit: 1, now: .days(9)).first
        )
        let result = try SampleAnswer.standing(.revoked).result(for: due, at: .days(9))
        // The check is refused after the event was written.
        try database.execute(
            "CREATE TRIGGER refuse BEFORE UPDATE ON listing BEGIN SELECT RAISE(ABORT, 'no'); END"
        )

        await #expect(throws: StorageError.self) {
            try await database.record([result], terms: SampleRegistries.terms())
        }

        #expect(try database.number("SELECT count(*) FROM registry_check") == 1)
        #expect(try await kinds(database).isEmpty)
    }

    @Test(arguments: [
        "UPDATE event SET payload = '{}'", "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT * FROM event",
    ])
    func `an event can be neither changed nor removed`(sql: String) async throws {
        let database = try await vetted(.alice)
        try await database.decide(.withdrawn, about: .alice)

        #expect(database.refusal(of: sql)?.hasPrefix("an event is kept") == true)
    }
}
