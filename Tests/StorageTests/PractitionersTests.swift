import Directory
import Testing

@testable import Storage

@Suite struct PractitionersTests {
    // MARK: - Applying records

    @Test func `a record is added, then unchanged, then updated`() async throws {
        let database = try await Database.sample()
        var alice = try PractitionerRecord.alice

        #expect(try await database.apply([alice], at: .now) == [.added])
        let log = try database.number("SELECT count(*) FROM change_log")
        #expect(try await database.apply([alice], at: .days(1)) == [.unchanged])
        #expect(try database.number("SELECT count(*) FROM change_log") == log)
        alice.practitioner.statement.about = "Twenty years in Seattle."
        #expect(try await database.apply([alice], at: .days(2)) == [.updated])
        #expect(
            try await database.profile(of: alice).practitioner.statement.about
                == "Twenty years in Seattle."
        )
        #expect(
            try database.number("SELECT updated_at FROM practitioner") == 1_795_435_200 + 172_800
        )
    }

    @Test(arguments: [
        "mo 09:00-17:00;fr 09:00-12:00", "fr 09:00-12:00;mo 13:00-17:00;mo 09:00-12:00",
        "mo 09:00-12:00;mo 09:00-17:00",
    ])
    func `hours in whatever order are the same the second time`(hours: String) async throws {
        let database = try await Database.sample()
        var alice = try PractitionerRecord.alice
        alice.locations[0].hours = try OpeningHours(hours)
        _ = try await database.apply([alice], at: .now)

        #expect(try await database.apply([alice], at: .days(1)) == [.unchanged])
        #expect(
            try await database.profile(of: alice).places.first?.location.hours
                == OpeningHours(hours)
        )
    }

    @Test func `a married name is taken over and the former one kept`() async throws {
        var alice = try PractitionerRecord.alice
        let database = try await Database.sample(alice)
        alice.practitioner.name.family = "Married"
        _ = try await database.apply([alice], at: .days(1))

        let practitioner = try await database.profile(of: alice).practitioner
        #expect(practitioner.name.family == "Married")
        #expect(practitioner.otherNames.map(\.family) == ["Example"])
    }

    @Test func `words that are left out are let go, others come in`() async throws {
        var alice = try PractitionerRecord.alice
        let database = try await Database.sample(alice)
        alice.practitioner.statement.conditions = [.migraine]
        _ = try await database.apply([alice], at: .days(1))

        #expect(
            try await database.profile(of: alice).practitioner.statement.conditions == [.migraine]
        )
        #expect(try await database.listings().first?.conditions == [.migraine])
    }

    @Test func `a place that a source reports no more goes, one it reports newly comes`()
        async throws
    {
        var alice = try PractitionerRecord.alice
        let database = try await Database.sample(alice)
        let kept = try await database.profile(of: alice).places.map(\.publicID)
        var second = try Location.seattle
        second.street = "99 Example Avenue"
        alice.locations.append(second)
        _ = try await database.apply([alice], at: .days(1))
        #expect(try await database.profile(of: alice).places.map(\.publicID).prefix(1) == kept[...])

        alice.locations.removeFirst()
        _ = try await database.apply([alice], at: .days(2))
        #expect(
            try await database.profile(of: alice).places.map(\.location.street)
                == ["99 Example Avenue"]
        )
        #expect(try await database.listings().count == 1)
    }

    @Test func `a record without places or licences blanks none`() async throws {
        var alice = try PractitionerRecord.alice
        let database = try await Database.sample(alice)
        alice.locations = []
        alice.credentials = []

        #expect(try await database.apply([alice], at: .days(1)) == [.unchanged])
        #expect(try await database.profile(of: alice).places.count == 1)
    }

    @Test func `a credential is known by its number and keeps its state`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice)
        var alice = try PractitionerRecord.alice
        alice.credentials.append(try .licence("ZX999", in: "US-WA"))

        #expect(try await database.apply([alice], at: .days(1)) == [.updated])
        #expect(try await database.profile(of: alice).credentials.count == 2)
        #expect(try await database.state(of: alice).decision == .approved)
    }

    @Test(arguments: ["zx-100", "ZX 0100", "Zx.100"])
    func `a number written in another way names the same credential, as it was first given`(
        number: String
    ) async throws {
        var alice = try PractitionerRecord.alice
        alice.credentials = [try .licence("ZX100", in: "US-WA")]
        let database = try await Database.sample(alice)
        alice.credentials = [
            try .licence(number, in: "US-WA"), try .licence(number, in: "US-CO"),
        ]
        _ = try await database.apply([alice], at: .days(1))

        #expect(
            try database.rows("SELECT jurisdiction, number FROM credential ORDER BY id") == [
                ["US-WA", "ZX100"], ["US-CO", number],
            ]
        )
        let key = try await database.key(of: alice)
        await #expect(throws: StorageError.self) {
            _ = try await database.add(.licence(number, in: "US-WA"), to: key, now: .days(2))
        }
    }

    @Test func `records are applied all or none`() async throws {
        let database = try Database.empty()
        var broken = try PractitionerRecord.bob
        broken.credentials[0].number = String(repeating: "1", count: 65)
        let records = [try .alice, broken]

        await #expect(throws: StorageError.self) {
            _ = try await database.apply(records, at: .now)
        }
        #expect(try database.number("SELECT count(*) FROM practitioner") == 0)
        #expect(try await database.installation() == .empty)
    }

    @Test func `two sources with one NPI are one person`() async throws {
        let database = try await Database.sample(.bob)
        var other = try PractitionerRecord.sample("file-7", "Bob", "Sample")
        other.practitioner.npi = try NPI("2000000002")

        _ = try await database.apply([other], at: .now)
        #expect(try database.number("SELECT count(*) FROM practitioner") == 1)
    }

    @Test func `an NPI that somebody else has is not taken from them`() async throws {
        let database = try await Database.sample(.alice, .bob)
        var alice = try PractitionerRecord.alice
        alice.practitioner.npi = try NPI("2000000002")

        _ = try await database.apply([alice], at: .now)
        #expect(try await database.profile(of: alice).practitioner.npi == nil)
        #expect(try await database.profile(of: .bob).practitioner.npi == NPI("2000000002"))
    }

    @Test func `the file as it was last month does not undo this month's`() async throws {
        var bob = try PractitionerRecord.bob
        bob.npiUpdatedOn = try .day("2026-10-01")
        let database = try await Database.sample(bob)
        var earlier = bob
        earlier.npiUpdatedOn = try .day("2026-09-01")
        earlier.practitioner.name.family = "Earlier"

        #expect(try await database.apply([earlier], at: .now) == [.outdated])
        #expect(try await database.profile(of: bob).practitioner.name.family == "Sample")
    }

    // MARK: - Whom an identifier names

    @Test func `somebody is found by public identifier in any case, or by NPI`() async throws {
        let database = try await Database.sample(.bob)
        let key = try await database.key(of: .bob)
        let id = try await database.profile(of: .bob).publicID

        #expect(try await database.practitioner(with: id) == key)
        #expect(try await database.practitioner(with: id.uppercased()) == key)
        #expect(try await database.practitioner(with: "2000000002") == key)
        #expect(try await database.practitioner(with: "1003000126") == nil)
        #expect(try await database.practitioner(with: "' OR 1=1 --") == nil)
    }
}
