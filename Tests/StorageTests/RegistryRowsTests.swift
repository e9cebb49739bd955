import Directory
import Testing

@testable import Storage

@Suite struct RegistryRowsTests {
    @Test func `described registries are known, and described again as they are now`() async throws
    {
        let database = try await Database.sample()
        let before = try await database.registries().map(\.summary)
        #expect(Set(before) == Set(try SampleRegistries.summaries()))

        let renamed = RegistrySummary(
            id: try .washington,
            name: "Department of Health",
            jurisdiction: try Jurisdiction("US-WA"),
            completeness: .currentAndLapsed,
            windowDays: 45,
            timeZone: "America/Los_Angeles",
            publicPage: "https://registry.example.org/new"
        )
        try await database.describe([renamed])

        let after = try await database.registries().map(\.summary)
        #expect(after.count == before.count)
        #expect(after.contains(renamed))
    }

    @Test func `a registry newly described is asked about everybody of its place`() async throws {
        let database = try Database.empty()
        try await database.replacePolicies(SampleRegistries.policies())
        _ = try await database.apply([.alice, .bob, .carol, .dave], at: .now)
        #expect(try await database.dueCounts(at: .now).isEmpty)

        try await database.describe(SampleRegistries.summaries())

        #expect(
            try await database.dueCounts(at: .now)
                == [.washington: 3, .colorado: 1, .nppes: 1]
        )
        let listing = try database.rows(
            "SELECT registry_id FROM listing WHERE name = 'Alice Example'"
        )
        #expect(listing == [["us-wa-doh"]])
    }

    @Test func `neither a certificate nor an accredited membership is asked of a board`()
        async throws
    {
        var alice = try PractitionerRecord.alice
        for (kind, credentialClass) in [
            (Credential.Kind.nationalCertification, Credential.Class.accredited),
            (.training, .certificate),
        ] {
            alice.credentials.append(
                Credential(
                    kind: kind,
                    credentialClass: credentialClass,
                    jurisdiction: try Jurisdiction("US-WA"),
                    number: "1",
                    source: .file
                )
            )
        }
        let database = try await Database.sample(alice)

        #expect(try await database.dueCounts(at: .now) == [.washington: 1])
    }

    @Test func `describing again moves nothing that is due`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        let due = try database.rows("SELECT due_at FROM credential")

        try await database.describe(SampleRegistries.summaries())
        #expect(try database.rows("SELECT due_at FROM credential") == due)
    }

    @Test func `where no registry is described that is the reason`() async throws {
        let database = try await Database.sample(.dave)
        let keys = try await database.listings().map(\.location)

        let reasons = try await database.notVettedReasons(at: keys, moment: .now)
        #expect(reasons.values.first == .noRegistry("Ontario"))
        #expect(reasons.values.first?.sentence == "No registry of Ontario is described yet.")
    }

    // MARK: - What is not described any more

    /// Alice approved in Washington, whose description then goes.
    private func abandoned() async throws -> Database {
        let database = try await Database.sample(.alice, .carol)
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice)
        try await database.describe(
            try SampleRegistries.summaries().filter { $0.id.text != "us-wa-doh" }
        )
        return database
    }

    @Test func `what is not described any more leaves nothing due`() async throws {
        let database = try await abandoned()

        #expect(try await database.dueCounts(at: .days(40)) == [.colorado: 1])
        #expect(try await database.census(at: .days(40)).due == 1)
        #expect(try await database.unaskedCounts() == [.washington: 2])
        #expect(try await database.profile(of: .alice).credentials.first?.dueAt == nil)
    }

    @Test func `its trust runs out by itself, and then that is the reason`() async throws {
        let database = try await abandoned()
        let location = try #require(
            try await database.listings().first { $0.vettedUntil != nil }
        ).location

        #expect(try await database.isVetted(.alice, at: .days(29)))
        #expect(try await database.notVettedReasons(at: [location], moment: .days(29)).isEmpty)
        let reason = try await database.notVettedReasons(at: [location], moment: .days(30))[
            location
        ]
        #expect(reason == .registryNotAsked("Washington"))
        #expect(reason?.sentence == "No registry of Washington is asked at present.")
    }

    @Test func `when it returns, what waited is due at once`() async throws {
        let database = try await abandoned()
        try await database.describe(SampleRegistries.summaries())

        #expect(try await database.unaskedCounts().isEmpty)
        #expect(try await database.dueCounts(at: .days(10)) == [.washington: 2, .colorado: 1])
        #expect(
            try await database.profile(of: .alice).credentials.first?.dueAt.map { $0 < .days(9) }
                == true
        )
    }

    @Test func `a worker that still knows it goes on asking`() async throws {
        let database = try await abandoned()

        #expect(try await database.claimDue(at: .washington, limit: 9, now: .days(9)).count == 2)
    }

    // MARK: - The best of a place

    /// Washington as it is when a person looks there, under an id of its own.
    private func byHand() throws -> RegistrySummary {
        RegistrySummary(
            id: try RegistryID("us-wa-by-hand"),
            name: "Department of Health, its page",
            jurisdiction: try Jurisdiction("US-WA"),
            asker: .person,
            completeness: .fullHistory,
            windowDays: 90,
            timeZone: "America/Los_Angeles",
            publicPage: "https://registry.example.org/by-hand"
        )
    }

    @Test func `where a machine may ask, no person has to, and the other way round`() async throws {
        let database = try Database.empty()
        _ = try await database.apply([.alice], at: .now)
        func registry() throws -> [[String?]] {
            try database.rows("SELECT registry_id FROM credential")
        }

        try await database.describe([byHand()])
        #expect(try registry() == [["us-wa-by-hand"]])
        #expect(try await database.waiting(.lookUp, limit: 9, at: .now).total == 1)

        try await database.describe([byHand()] + SampleRegistries.summaries())
        #expect(try registry() == [["us-wa-doh"]])
        #expect(try await database.dueCounts(at: .now) == [.washington: 1])
        #expect(try await database.waiting(.lookUp, limit: 9, at: .now).total == 0)

        try await database.describe([byHand()])
        #expect(try registry() == [["us-wa-by-hand"]])
        // Nobody at all: it stays where it was last.
        try await database.describe([])
        #expect(try registry() == [["us-wa-by-hand"]])
    }

    @Test func `a credential that names its registry stays with it`() async throws {
        let database = try Database.empty()
        try await database.describe([byHand()])
        var alice = try PractitionerRecord.alice
        alice.credentials[0].registry = try RegistryID("us-wa-by-hand")
        _ = try await database.apply([alice], at: .now)

        try await database.describe([byHand()] + SampleRegistries.summaries())

        #expect(try database.rows("SELECT registry_id FROM credential") == [["us-wa-by-hand"]])
    }

    @Test func `absences at one registry do not count at the next`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice, .outcome(.absent))
        #expect(try await database.state(of: .alice).trust.absences == 1)

        try await database.describe([byHand()])

        #expect(try await database.state(of: .alice).trust.absences == 0)
    }
}
