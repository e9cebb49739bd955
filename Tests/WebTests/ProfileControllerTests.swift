import Directory
import HTTPTypes
import HummingbirdTesting
import Testing
@testable import Web

@Suite struct ProfileControllerTests {
    @Test func `a profile keeps the four facts of a credential apart`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let profile = try await client.json("/v1/practitioners/\(id)")
            #expect(profile["id"].string == id)
            #expect(profile["name"]["full"].string == "Alice Adams")
            let credential = profile["credentials"][0]
            #expect(credential["facts"].names == ["wording", "standing", "outcome", "decision"])
            #expect(credential["facts"]["wording"].string == "ACTIVE")
            #expect(credential["facts"]["standing"].string == "active")
            #expect(credential["facts"]["outcome"].string == "matched")
            #expect(credential["facts"]["decision"].string == "approved")
            #expect(credential["number"].string == "AC60000001")
            #expect(credential["class"].string == "statutory")
            #expect(credential["first_issued_on"].string == "2011-04-01")
            #expect(credential["good_until"].string == (SampleSite.now + 30 * 86_400).description)
            #expect(credential["next_check_due"].string != nil)
            #expect(credential["registry"]["id"].string == "us-wa-doh")
            #expect(
                credential["registry"]["public_page"].string
                    == "https://registry.example.org/look-up"
            )
        }
    }

    @Test func `the latest check shows how to repeat it`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let check = try await client.json("/v1/practitioners/\(id)")["credentials"][0][
                "latest_check"
            ]
            #expect(check["outcome"].string == "matched")
            #expect(check["asked_at"].string == SampleSite.now.description)
            #expect(check["source_as_of"].string == SampleSite.now.description)
            #expect(check["reason"].string == "Seen.")
            #expect(check["wording"].string == "ACTIVE")
            #expect(check["fields"][0]["name"].string == "status")
            #expect(check["fields"][0]["value"].string == "active")
            #expect(check["sha256"].string == String(repeating: "ab", count: 32))
            #expect(
                check["question"].string == "GET https://registry.example.org/AC60000001"
            )
            #expect(
                check["how_to_repeat"]["public_page"].string
                    == "https://registry.example.org/look-up"
            )
        }
    }

    @Test func `what the person says stands apart from what registers show`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let profile = try await client.json("/v1/practitioners/\(id)")
            #expect(profile["experience"]["years"].int == 15)
            #expect(profile["experience"]["since"].string == "2011-04-01")
            #expect(profile["self_reported"]["practising_since"].string == "2001-05-06")
            #expect(profile["self_reported"]["about"].string == "Says \"hello\".")
            #expect(profile["self_reported"]["techniques"][0].string == "moxibustion")
        }
    }

    @Test func `each location says whether vetted there, with its hours`() async throws {
        let site = try await SampleSite()
        let alice = try await site.database.publicID("AC60000001")
        let carol = try await site.database.publicID("AC60000003")
        try await site.test { client in
            let here = try await client.json("/v1/practitioners/\(alice)")["locations"][0]
            #expect(here["vetted"].bool == true)
            #expect(here["vetted_until"].string == (SampleSite.now + 30 * 86_400).description)
            #expect(here["hours"].array.map { $0["day"].string } == ["mo", "tu"])
            #expect(here["hours"][0]["opens"].string == "09:00")
            #expect(here["hours"][0]["closes"].string == "17:30")
            let there = try await client.json("/v1/practitioners/\(carol)")["locations"][0]
            #expect(there["vetted"].bool == false)
            #expect(there["not_vetted"]["code"].string == "discipline")
        }
    }

    @Test func `trust ends on a profile at the same second as in a search`() async throws {
        let site = try await SampleSite()
        let bob = try await site.database.publicID("AC60000002")
        try await site.test { client in
            site.clock.pass(599)
            let before = try await client.json("/v1/practitioners/\(bob)")["locations"][0]
            #expect(before["vetted"].bool == true)
            site.clock.pass(1)
            let after = try await client.json("/v1/practitioners/\(bob)")["locations"][0]
            #expect(after["vetted"].bool == false)
            #expect(after["not_vetted"]["code"].string == "not_seen_lately")
        }
    }

    @Test func `an unclaimed profile has no statement and no testimonials`() async throws {
        let site = try await SampleSite()
        try await site.database.rate("AC60000004", [1, 1, 1, 1, 1])
        let dave = try await site.database.publicID("AC60000004")
        try await site.test { client in
            let profile = try await client.json("/v1/practitioners/\(dave)")
            #expect(profile["claimed"].bool == false)
            #expect(profile["self_reported"].isNull)
            #expect(profile["rating"].isNull)
            #expect(profile["testimonials"].array.isEmpty)
            let testimonials = try await client.json("/v1/practitioners/\(dave)/testimonials")
            #expect(testimonials["total"].int == 0)
            #expect(testimonials["results"].array.isEmpty)
        }
    }

    @Test func `an NPI finds the profile as well, and its credential stands apart`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let profile = try await client.json("/v1/practitioners/2000000002")
            #expect(profile["name"]["full"].string == "Erin Evans")
            #expect(profile["npi"]["number"].string == "2000000002")
            #expect(profile["credentials"][0]["registry"].isNull)
            #expect(profile["credentials"][0]["latest_check"].isNull)
            #expect(profile["locations"][0]["placed"].string == "postal_code")
        }
    }

    @Test func `credentials have an address of their own`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let list = try await client.json("/v1/practitioners/\(id)/credentials")
            #expect(list["total"].int == 1)
            #expect(list["next"].isNull)
            #expect(list["results"][0]["facts"]["wording"].string == "ACTIVE")
        }
    }

    @Test func `testimonials come latest first, a page at a time`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let path = "/v1/practitioners/\(id)/testimonials"
            let first = try await client.json(path + "?limit=4")
            #expect(
                first["results"].array.map { $0["text"].string }
                    == ["Number 5.", "Number 4.", "Number 3.", "Number 2."]
            )
            #expect(first["total"].int == 6)
            let cursor = try #require(first["next"].string)
            let second = try await client.json(path + "?limit=4&cursor=\(cursor)")
            #expect(
                second["results"].array.map { $0["text"].string } == ["Number 1.", "Number 0."]
            )
            #expect(second["next"].isNull)
            #expect(second["results"][0]["rating"].int == 5)
            #expect(second["results"][0]["condition"].string == "neuropathy")
        }
    }

    @Test(arguments: [
        "limit=0", "limit=x", "cursor=x", "cursor=018f0000-0000-7000-8000-000000000000", "page=2",
    ])
    func `a bad parameter of a list gets a problem`(query: String) async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let response = try await client.get("/v1/practitioners/\(id)/testimonials?" + query)
            #expect(response.status == .badRequest)
            #expect(
                try JSON(response)["errors"][0]["parameter"].string
                    == query.prefix { $0 != "=" }.description
            )
        }
    }

    @Test(arguments: [
        "018f0000-0000-7000-8000-000000000000", "1234567893", "1234567890", "x", "%00", "1", "-1",
        "..%2f..%2fetc", "%F0%9F%8C%BF", "null",
    ])
    func `nobody is found under an identifier that nobody has`(identifier: String) async throws {
        let site = try await SampleSite()
        try await site.test { client in
            for rest in ["", "/credentials", "/testimonials"] {
                let response = try await client.get("/v1/practitioners/\(identifier)\(rest)")
                #expect(response.status == .notFound)
                #expect(try JSON(response)["status"].int == 404)
            }
        }
    }

    @Test func `a profile takes no parameters`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let response = try await client.get("/v1/practitioners/\(id)?as=of")
            #expect(response.status == .badRequest)
        }
    }

    @Test func `a profile that the client has already is not sent again`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let uri = "/v1/practitioners/\(id)"
            let tag = try #require(try await client.get(uri).headers[.eTag])
            let again = try await client.get(uri, headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
            try await site.database.reject("AC60000001")
            let changed = try await client.get(uri, headers: [.ifNoneMatch: tag])
            #expect(changed.status == .ok)
        }
    }
}
