import Directory
import Testing

@testable import Storage

/// What admins decide about findings, and how long it holds.
@Suite struct ExclusionDecisionsTests {
    @Test func `the same person confirms a candidate and ends the trust`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bobsName])
        #expect(try await database.isVetted(.bob))

        try await database.decide(.samePerson, at: .hours(1))

        #expect(try await database.findings() == ["Bob Sample confirmed"])
        #expect(try await !database.isVetted(.bob, at: .hours(1)))
        #expect(try await database.state(of: .bob).trust.goodUntil == .hours(1))
        #expect(
            try database.rows("SELECT decision, actor, reason FROM exclusion_decision")
                == [["same_person", "tester", "Compared with the passport."]]
        )
        #expect(
            try database.rows("SELECT state, decision_id FROM exclusion_history ORDER BY id")
                == [["candidate", nil], ["confirmed", "1"]]
        )
        #expect(try await database.staleListings() == 0)
    }

    @Test func `not the same person is remembered and holds at each new list`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bobsName])
        try await database.decide(.notSamePerson, at: .hours(1))
        #expect(try await database.findings() == ["Bob Sample dismissed"])

        for hour in 2...4 {
            let summary = try await database.readList([.bobsName], at: .hours(Int64(hour)))
            #expect(summary.changes == 0)
        }
        #expect(try await database.findings() == ["Bob Sample dismissed"])

        // Gone for a month and back, it is the same row.
        try await database.readList([], at: .days(1))
        #expect(try await database.findings() == ["Bob Sample ended"])
        try await database.readList([.bobsName], at: .days(2))
        #expect(try await database.findings() == ["Bob Sample dismissed"])
        #expect(try await database.isVetted(.bob, at: .days(3)))
    }

    @Test func `what is written about the same person anew reopens nothing`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bobsName])
        try await database.decide(.notSamePerson)

        var bob = try PractitionerRecord.bob
        bob.practitioner.name = PersonName(given: "BOB", family: "SAMPLE")
        bob.locations[0].street = "13 Example Street"
        _ = try await database.apply([bob], at: .hours(1))

        #expect(try await database.findings() == ["BOB SAMPLE dismissed"])
    }

    @Test func `a new name of the person reopens what was dismissed`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bobsName])
        try await database.decide(.notSamePerson)

        var bob = try PractitionerRecord.bob
        bob.practitioner.otherNames = [PersonName(given: "Bob", family: "Formerly")]
        _ = try await database.apply([bob], at: .hours(1))

        #expect(try await database.findings() == ["Bob Sample candidate"])
    }

    @Test func `a licence claimed anew reopens what was dismissed by a row that names it`()
        async throws
    {
        let database = try await Database.vetted(.alice)
        var row = try SampleExclusion.alicesName.exclusion
        row.licence = ListedLicence(number: "ZX-999", region: "WA")
        let rows = try [row] + [SampleExclusion.daisy, .bob].map { try $0.exclusion }
        try await database.readList(of: rows)
        try await database.decide(.notSamePerson)
        var alice = try PractitionerRecord.alice
        alice.credentials.append(try .licence("ZX777", in: "US-WA"))
        _ = try await database.apply([alice], at: .hours(1))
        #expect(try await database.findings() == ["Alice Example dismissed"])

        alice.credentials.append(try .licence("ZX999", in: "US-WA"))
        _ = try await database.apply([alice], at: .hours(2))
        #expect(try await database.findings() == ["Alice Example candidate"])
    }

    @Test func `a corrected row reopens what was dismissed, and is the same finding`()
        async throws
    {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bobsName])
        try await database.decide(.notSamePerson)
        let id = try await database.exclusionFindings([.dismissed]).rows.first?.publicID

        let summary = try await database.readList([.bobsNameElsewhere], at: .hours(1))

        #expect(summary.corrected == 1)
        #expect(summary.added == 0)
        #expect(summary.removed == 0)
        #expect(try await database.findings() == ["Bob Sample candidate"])
        #expect(try await database.exclusionFindings().rows.first?.publicID == id)
    }

    @Test func `a dismissed name that turns out to have the number is confirmed`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bobsName])
        try await database.decide(.notSamePerson)

        try await database.readList([.bob], at: .hours(1))

        #expect(try await database.findings() == ["Bob Sample confirmed"])
        #expect(try await !database.isVetted(.bob, at: .hours(1)))
    }

    @Test func `a confirmed one is ended by decision, and trust waits for a fresh check`()
        async throws
    {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob])
        try await database.check(.bob, at: .hours(1))

        try await database.decide(.notSamePerson, at: .hours(2))

        #expect(try await database.findings() == ["Bob Sample dismissed"])
        #expect(try await !database.isVetted(.bob, at: .hours(2)))
        #expect(try await database.dueCounts(at: .hours(2))[.washington] == 1)
        try await database.check(.bob, at: .hours(3))
        #expect(try await database.isVetted(.bob, at: .hours(4)))
        #expect(try await database.staleListings() == 0)
    }

    @Test func `a corrected row does not end what was confirmed`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bobsName])
        try await database.decide(.samePerson)

        try await database.readList([.bobsNameElsewhere], at: .hours(1))
        #expect(try await database.findings() == ["Bob Sample confirmed"])

        // Nor does a list that takes the number away again end what it confirmed itself.
        let other = try await Database.vetted(.bob)
        try await other.readList([.bob])
        try await other.readList([.bobsName], at: .hours(1))
        #expect(try await other.findings() == ["Bob Sample confirmed"])
        try await other.check(.bob, at: .hours(2))
        #expect(try await !other.isVetted(.bob, at: .hours(3)))
    }

    @Test func `what has ended cannot be decided, nor what nobody knows`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob])
        try await database.readList([], at: .hours(1))

        let error = await #expect(throws: StorageError.self) {
            try await database.decide(.notSamePerson, at: .hours(2))
        }
        #expect(error?.description.contains("has ended") == true)

        let unknown = try #require(PublicID("0199f3c2-7b1e-7abc-8def-0123456789ab"))
        await #expect(throws: StorageError.notFound("finding \(unknown)")) {
            try await database.decide(
                ExclusionDecisionRecord(
                    decision: .samePerson,
                    actor: "tester",
                    reason: "x",
                    decidedAt: .now
                ),
                about: unknown
            )
        }
    }

    @Test(arguments: [
        ("", "Seen."), ("tester", ""), ("tester", String(repeating: "x", count: 2001)),
    ])
    func `without a name and a reason of some length there is no decision`(
        actor: String,
        reason: String
    ) async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bobsName])

        let error = await #expect(throws: StorageError.self) {
            try await database.decide(.samePerson, actor: actor, reason: reason)
        }
        #expect(error?.description.contains("reason of 1 to 2000 characters") == true)
        #expect(try database.number("SELECT count(*) FROM exclusion_decision") == 0)
    }

    @Test(arguments: [
        ("UPDATE exclusion_decision SET reason = 'x'", "a decision is kept as it was"),
        ("DELETE FROM exclusion_decision", "a decision is kept for ever"),
        ("UPDATE exclusion_history SET state = 'ended'", "history is kept as it was"),
        ("DELETE FROM exclusion_history", "history is kept for ever"),
        ("UPDATE exclusion_reading SET row_count = 1", "a reading is kept as it was"),
        ("DELETE FROM exclusion_reading", "a reading is kept for ever"),
    ])
    func `what is evidence can be neither changed nor removed`(
        sql: String,
        sentence: String
    ) async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bobsName])
        try await database.decide(.notSamePerson)

        #expect(database.refusal(of: sql) == sentence)
    }

    @Test func `findings are listed with what explains them, the likeliest first`() async throws {
        let database = try await Database.vetted(.bob)
        _ = try await database.apply([.alice, .carol], at: .now)
        try await database.readList([.alicesName, .bob, .carolTheAcupuncturist])

        let (rows, total) = try await database.exclusionFindings()
        #expect(total == 3)
        #expect(
            rows.map { "\($0.person.names[0].full) \($0.state)" } == [
                "Bob Sample confirmed", "Carol Invented candidate", "Alice Example candidate",
            ]
        )
        #expect(
            rows[1].match?.agreements.contains("The list calls the person ACUPUNCTURIST.") == true
        )
        #expect(try await database.exclusionFindings(limit: 1).rows.count == 1)
        #expect(try await database.exclusionFindings(limit: 1).total == 3)
        let alice = try await database.exclusionFindings(of: database.key(of: .alice))
        #expect(alice.map(\.state) == [.candidate])
        #expect(alice.first?.list.text == "oig-leie")
        #expect(alice.first?.history.map(\.state) == [.candidate])
    }
}
