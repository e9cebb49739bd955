import Directory
import HTTPTypes
import HummingbirdTesting
import Testing
@testable import Web

@Suite struct CheckControllerTests {
    @Test func `a check shows its evidence and how to repeat it, and nothing else`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let list = try await client.json("/v1/practitioners/\(id)/checks")
            #expect(
                list.names == ["results", "total", "next", "safety", "demonstration"]
            )
            #expect(list["total"].int == 1)
            #expect(list["next"].isNull)
            let check = list["results"][0]
            // Nobody's account and no body: a closed list.
            #expect(
                check.names == [
                    "id", "asked_at", "seen_by_a_person_on", "source_as_of", "speaks_of",
                    "question", "status", "outcome",
                    "reason", "wording", "standing", "expires_on", "first_issued_on", "good_until",
                    "fields", "sha256", "description_sha256", "how_to_repeat", "credential",
                    "registry", "note", "changes",
                ]
            )
            #expect(check["outcome"].string == "matched")
            #expect(check["standing"].string == "active")
            #expect(check["good_until"].string == (SampleSite.now + 30 * 86_400).description)
            #expect(check["fields"][0]["value"].string == "active")
            #expect(check["sha256"].string == String(repeating: "ab", count: 32))
            #expect(check["credential"]["number"].string == "AC60000001")
            #expect(check["registry"]["id"].string == "us-wa-doh")
            #expect(check["changes"].isNull)
            let steps = check["how_to_repeat"]["by_hand"].array.compactMap(\.string)
            #expect(steps.count == 3)
            #expect(steps[0].contains("https://registry.example.org/look-up"))
            #expect(steps[1].contains("AC60000001"))

            let single = try await client.json(
                "/v1/practitioners/\(id)/checks/\(check["id"].string ?? "")"
            )
            #expect(single["asked_at"].string == check["asked_at"].string)
        }
    }

    @Test func `what differs from the check before is told`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.database.see("AC60000001", standing: .suspended, daysAgo: 0)
        try await site.test { client in
            let results = try await client.json("/v1/practitioners/\(id)/checks")["results"]
            let changes = results[0]["changes"]
            #expect(changes["compared_with"].string == results[1]["id"].string)
            #expect(changes["outcome"].isNull)
            #expect(changes["standing"]["before"].string == "active")
            #expect(changes["standing"]["after"].string == "suspended")
            #expect(changes["fields"].array.count == 1)
            #expect(changes["fields"][0]["change"].string == "changed")
            #expect(changes["fields"][0]["before"].string == "active")
        }
    }

    @Test func `pages lead to one another by cursor and link`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.database.see("AC60000001", standing: .active, daysAgo: 0)
        try await site.test { client in
            let uri = "/v1/practitioners/\(id)/checks?limit=1"
            let response = try await client.get(uri)
            let first = try JSON(response)
            let cursor = try #require(first["next"].string)
            let link = try #require(HTTPField.Name("Link"))
            #expect(response.headers[link]?.contains("limit=1&cursor=\(cursor)") == true)
            let second = try await client.json(uri + "&cursor=\(cursor)")
            #expect(second["results"].array.count == 1)
            #expect(second["next"].isNull)
            #expect(second["results"][0]["id"].string != first["results"][0]["id"].string)
        }
    }

    @Test func `checks that the client has already are not sent again`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let uri = "/v1/practitioners/\(id)/checks"
            let tag = try #require(try await client.get(uri).headers[.eTag])
            let again = try await client.get(uri, headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
        }
    }

    @Test func `what is not there or not meant is refused with a sentence`() async throws {
        let site = try await SampleSite()
        let alice = try await site.database.publicID("AC60000001")
        let carol = try await site.database.publicID("AC60000003")
        try await site.test { client in
            let base = "/v1/practitioners/\(alice)/checks"
            let check = try await client.json(base)["results"][0]["id"].string ?? ""
            #expect(try await client.get("/v1/practitioners/2999999999/checks").status == .notFound)
            #expect(try await client.get(base + "/nonsense").status == .notFound)
            // Another person's.
            let other = "/v1/practitioners/\(carol)/checks"
            #expect(try await client.get("\(other)/\(check)").status == .notFound)
            #expect(try await client.get("\(other)?cursor=\(check)").status == .badRequest)
            #expect(try await client.get(base + "?limit=0").status == .badRequest)
            #expect(try await client.get(base + "?since=1").status == .badRequest)
            let posted = try await client.client.execute(uri: base, method: .post)
            #expect(posted.status == .methodNotAllowed)
        }
    }

    @Test func `as of a moment every check says whether it had been made`() async throws {
        let site = try await SampleSite()
        // Read thirty days ago and ten minutes, as its source says, and asked for now.
        let id = try await site.database.publicID("AC60000002")
        let moment = (SampleSite.now - 86_400).description
        try await site.test { client in
            let list = try await client.json("/v1/practitioners/\(id)/checks?as_of=\(moment)")
            #expect(list["total"].int == 1)
            #expect(list["results"][0]["known_then"].bool == false)
            #expect(list["as_of"]["instant"].string == moment)
            let early = (SampleSite.now - 40 * 86_400).description
            let none = try await client.json("/v1/practitioners/\(id)/checks?as_of=\(early)")
            #expect(none["total"].int == 0)
        }
    }
}
