import Directory
import HTTPTypes
import HummingbirdTesting
@testable import Storage
import Testing
@testable import Web

@Suite struct RegistriesControllerTests {
    private func describe(_ database: Database) async throws {
        let registry = Sample.registry
        let asked = RegistryDescriptionRow(
            id: registry.id,
            name: registry.name,
            jurisdiction: registry.jurisdiction,
            role: "licence",
            kind: "query",
            completeness: registry.completeness,
            publicPage: registry.publicPage,
            offReason: nil
        )
        let manual = RegistryDescriptionRow(
            id: try RegistryID("us-or-omb"),
            name: "Oregon \"OMB\"",
            jurisdiction: Sample.oregon,
            role: "licence",
            kind: "manual",
            completeness: .activeOnly,
            publicPage: "https://registry.example.org/oregon",
            offReason: nil
        )
        try await database.replaceDescriptions([asked, manual])
    }

    @Test func `every registry is listed with whether it is asked and how it is doing`()
        async throws
    {
        let site = try await SampleSite()
        try await describe(site.database)
        try await site.test { client in
            let list = try await client.json("/v1/registries")
            #expect(list["total"].int == 2)
            #expect(list["next"].isNull)
            #expect(!list["safety"].isNull)
            let oregon = list["results"][0]
            #expect(oregon["id"].string == "us-or-omb")
            #expect(oregon["name"].string == "Oregon \"OMB\"")
            #expect(oregon["asked"].bool == false)
            #expect(oregon["not_asked_because"].string != nil)
            #expect(oregon["health"].isNull)
            #expect(oregon["list"].isNull)
            let washington = list["results"][1]
            #expect(washington["name"].string == "Department of Health")
            #expect(washington["jurisdiction"].string == "US-WA")
            #expect(washington["role"].string == "licence")
            #expect(washington["completeness"].string == "full_history")
            #expect(
                washington["public_page"].string == "https://registry.example.org/look-up"
            )
            #expect(washington["asked"].bool == true)
            #expect(washington["not_asked_because"].isNull)
            let health = washington["health"]
            #expect(health["reached_at"].string == SampleSite.now.description)
            #expect(health["source_as_of"].string == SampleSite.now.description)
            #expect(health["data_age_days"].int == 0)
            #expect(health["last_24_hours"]["checks"].int == 4)
            #expect(health["last_24_hours"]["success_rate"].double == 1)
            #expect(health["last_24_hours"]["worsened"].int == 0)
            #expect(health["last_7_days"]["milliseconds"].names == ["p50", "p95"])
            #expect(health["canary"]["state"].string == "not_asked")
            #expect(health["circuit"]["state"].string == "closed")
            #expect(health["brake"]["set"].bool == false)
            #expect(health["brake"]["waiting"].int == 0)
        }
    }

    @Test func `an answer that is known already is not sent again`() async throws {
        let site = try await SampleSite()
        try await describe(site.database)
        try await site.test { client in
            let first = try await client.get("/v1/registries")
            let tag = try #require(first.headers[.eTag])
            let again = try await client.get("/v1/registries", headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
            #expect(try await client.get("/v1/registries?x=1").status == .badRequest)
        }
    }

    @Test func `a register that is being looked at is told with its people`() async throws {
        let site = try await SampleSite()
        try await describe(site.database)
        let failing = Check(
            askedAt: SampleSite.now,
            question: "GET https://registry.example.org/canary",
            status: 200,
            verdict: Verdict(outcome: .absent, reason: "Nobody.")
        )
        try await site.database.recordCanary(failing, evidence: nil, of: Sample.registry.id)
        try await site.database.see("AC60000001", standing: .expired, daysAgo: 0)
        try await site.server.feed.load()
        let alice = try await site.database.publicID("AC60000001")
        let near = "/v1/practitioners?near=\(Sample.seattle)"
        try await site.test { client in
            let listed = try await client.json(near)["results"].array
                .first { $0["name"].string == "Alice Adams" }
            #expect(listed?["vetted"].bool == true)
            #expect(
                listed?["vetted_until"].string == (SampleSite.now + 72 * 3600).description
            )
            #expect(listed?["being_looked_at"]["code"].string == "register_being_looked_at")
            #expect(listed?["being_looked_at"]["since"].string == SampleSite.now.description)
            #expect(listed?["credential"]["standing"].string == "active")
            let profile = try await client.json("/v1/practitioners/\(alice)")
            #expect(
                profile["locations"][0]["being_looked_at"]["code"].string
                    == "register_being_looked_at"
            )
            #expect(
                profile["credentials"][0]["good_until"].string
                    == (SampleSite.now + 72 * 3600).description
            )
            #expect(profile["credentials"][0]["latest_check"]["wording"].string == "EXPIRED")
            let brake = try await client.json("/v1/registries")["results"][1]["health"]["brake"]
            #expect(brake["set"].bool == true)
            #expect(brake["waiting"].int == 1)
        }
        site.clock.pass(72 * 3600)
        try await site.test { client in
            #expect(try await !client.names(near).contains("Alice Adams"))
            let listed = try await client.json(near + "&vetted=false")["results"].array
                .first { $0["name"].string == "Alice Adams" }
            #expect(listed?["vetted"].bool == false)
            #expect(listed?["not_vetted"]["code"].string == "register_being_looked_at")
        }
    }
}
