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
            isIdentity: false,
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
}
