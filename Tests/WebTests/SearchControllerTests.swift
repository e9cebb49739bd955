import Directory
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
@testable import Web

@Suite struct SearchControllerTests {
    private let near = "/v1/practitioners?near=\(Sample.seattle)"

    @Test func `a search shows who is vetted, the nearest first, and what is known of them`()
        async throws
    {
        let site = try await SampleSite()
        try await site.test { [near] client in
            let answer = try await client.json(near + "&sort=distance")
            #expect(
                answer["results"].array.map { $0["name"].string }
                    == ["Alice Adams", "Bob Brown", "Dave Dunn"]
            )
            #expect(answer["total"].int == 3)
            #expect(answer["next"].isNull)
            #expect(answer["as_of"].string == SampleSite.now.description)
            #expect(answer["demonstration"].isNull)
            let alice = answer["results"][0]
            #expect(alice["claimed"].bool == true)
            #expect(alice["vetted"].bool == true)
            #expect(alice["vetted_until"].string == (SampleSite.now + 30 * 86_400).description)
            #expect(alice["distance_km"].double == 0)
            #expect(alice["distance_is_about"].bool == false)
            #expect(alice["location"]["clinic"].string == "Clinic of Adams")
            #expect(alice["location"]["placed"].string == "exact")
            #expect(alice["location"]["latitude"].double == 47.6062)
            #expect(alice["years_of_experience"].int == 15)
            #expect(alice["rating"]["count"].int == 6)
            #expect(alice["rating"]["mean"].double == 4.66)
            #expect(alice["languages"].array.map(\.string) == ["en", "vi"])
            #expect(alice["conditions"].array.map(\.string) == ["neuropathy", "migraine"])
            #expect(alice["accepting"].bool == true)
            #expect(alice["accepts_referrals"].bool == false)
            #expect(alice["wheelchair"].bool == true)
            let credential = alice["credential"]
            #expect(credential["title"].string == "Acupuncturist")
            #expect(credential["class"].string == "statutory")
            #expect(credential["jurisdiction"].string == "US-WA")
            #expect(credential["wording"].string == "ACTIVE")
            #expect(credential["standing"].string == "active")
            #expect(credential["registry"].string == "us-wa-doh")
            #expect(credential["last_seen"].string == SampleSite.now.description)
            #expect(alice["url"].string == "/v1/practitioners/\(alice["id"].string ?? "")")
        }
    }

    @Test func `under five testimonials no star is shown`() async throws {
        let site = try await SampleSite()
        try await site.test { [near] client in
            let bob = try await client.json(near + "&sort=distance")["results"][1]
            #expect(bob["rating"]["count"].int == 2)
            #expect(bob["rating"]["mean"].isNull)
            #expect(bob["rating"]["note"].string == "too few to rate")
        }
    }

    @Test func `an unclaimed profile shows registry facts only`() async throws {
        let site = try await SampleSite()
        try await site.test { [near] client in
            let dave = try await client.json(near + "&sort=distance")["results"][2]
            #expect(dave["claimed"].bool == false)
            #expect(dave["credential"]["wording"].string == "ACTIVE")
            for name in ["rating", "languages", "conditions", "accepting", "accepts_referrals"] {
                #expect(dave[name].isNull && dave.names.contains(name), "\(name)")
            }
        }
    }

    @Test func `the best order says what its points are made of`() async throws {
        let site = try await SampleSite()
        try await site.test { [near] client in
            for result in try await client.json(near)["results"].array {
                let ranking = result["ranking"]
                let parts = ["nearness", "score", "experience"].map { ranking[$0].double ?? -1 }
                let points = try #require(ranking["points"].double)
                #expect(abs(parts.reduce(0, +) - points) < 0.02)
            }
            #expect(
                !(try await client.json(near + "&sort=rating")["results"][0].names.contains(
                    "ranking"
                ))
            )
        }
    }

    @Test func `facets count what each value would leave, and only where asked for`() async throws {
        let site = try await SampleSite()
        try await site.test { [near] client in
            let all = try await client.json(near + "&language=vi&facets=all")
            #expect(all["total"].int == 2)
            let facets = all["facets"]
            #expect(facets.names == Set(Facet.allCases.map(\.rawValue)))
            func counts(_ facet: Facet) -> [String: Int] {
                Dictionary(
                    uniqueKeysWithValues: facets[facet.rawValue].array.map {
                        ($0["value"].string ?? "", $0["count"].int ?? -1)
                    }
                )
            }
            #expect(counts(.language)["vi"] == 2)
            #expect(counts(.credentialClass) == ["statutory": 2])
            #expect(counts(.minYears) == ["2": 2, "5": 2, "10": 2, "15": 2])
            #expect(counts(.minRating)["4.5"] == 1)
            for (value, count) in counts(.language) {
                let asked = try await client.json(near + "&language=" + value)
                #expect(asked["total"].int == count, "\(value)")
            }
            // A value that is asked for shows even where nobody has it.
            let none = try await client.json(near + "&language=sw&facets=language,payer")
            #expect(none["facets"].names == ["language", "payer"])
            #expect(
                none["facets"]["language"].array.contains {
                    $0["value"].string == "sw" && $0["count"].int == 0
                }
            )
            #expect(try await client.json(near)["facets"].isNull)
            let wrong = try await client.get(near + "&facets=languages")
            #expect(wrong.status == .badRequest)
            #expect(
                try JSON(wrong)["errors"][0]["detail"].string?.contains("nearest is language")
                    == true
            )
        }
    }

    @Test func `everybody is listed when asked for, each with why not vetted`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let answer = try await client.json("/v1/practitioners?vetted=false")
            #expect(answer["total"].int == 5)
            var reasons: [String: String] = [:]
            for result in answer["results"].array where result["vetted"].bool == false {
                let reason = try #require(result["not_vetted"]["reason"].string)
                reasons[
                    "\(result["name"].string ?? "") \(result["not_vetted"]["code"].string ?? "")"
                ] =
                    reason
                #expect(result["vetted_until"].isNull)
            }
            #expect(
                reasons == [
                    "Carol Clark discipline": "A licence of this person stands suspended in US-WA.",
                    "Erin Evans no_registry": "No registry of Oregon is described yet.",
                ]
            )
        }
    }

    @Test func `a distance to the centre of a postal code is about`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let erin = try await client.json(
                "/v1/practitioners?near=45.5,-122.6&vetted=false"
            )["results"][0]
            #expect(erin["name"].string == "Erin Evans")
            #expect(erin["distance_is_about"].bool == true)
        }
    }

    @Test func `a place is found by name, and says where its data comes from`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let answer = try await client.json("/v1/practitioners?place=seattle,+wa&radius_km=2")
            #expect(answer["place"]["name"].string == "Seattle")
            #expect(answer["place"]["region"].string == "WA")
            #expect(answer["place"]["attribution"].string == "Place data © GeoNames, CC BY 4.0")
            #expect(answer["total"].int == 2)

            let unknown = try await client.get("/v1/practitioners?place=Atlantis")
            #expect(unknown.status == .unprocessableContent)
            let fault = try JSON(unknown)["errors"][0]
            #expect(fault["parameter"].string == "place")
            #expect(fault["value"].string == "Atlantis")
            #expect(fault["detail"].string?.contains("Portland, ME") == true)
        }
    }

    @Test(arguments: [
        "/v1", "/v1/practitioners", "/v1/practitioners?near=0,0", "/v1/practitioners?vetted=false",
        "/v1/practitioners?place=Seattle", "/v1/practitioners/ALICE",
        "/v1/practitioners/ALICE/credentials", "/v1/practitioners/ALICE/testimonials",
    ])
    func `the safety message stands in every answer`(path: String) async throws {
        let site = try await SampleSite()
        let alice = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let safety = try await client.json(
                path.replacing("ALICE", with: alice)
            )["safety"]
            #expect(
                safety["contraindications"].array.map(\.string) == SafetyMessage.contraindications
            )
            #expect(safety["ask_first"].string == SafetyMessage.askFirst)
            #expect(safety["choose"].string == SafetyMessage.choose)
            #expect(safety["source"].string == SafetyMessage.source)
        }
    }

    @Test(arguments: SearchRequestTests.bad)
    func `a bad parameter gets a problem that names it, its value and what is permitted`(
        query: String,
        parameter: String,
        hint: String
    ) async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let response = try await client.get("/v1/practitioners?" + query)
            #expect(response.status == .badRequest)
            #expect(response.headers[.contentType] == "application/problem+json")
            let fault = try JSON(response)["errors"][0]
            #expect(fault["parameter"].string == parameter)
            #expect(fault["value"].string != nil)
            #expect(fault["detail"].string?.contains(hint) == true)
        }
    }

    @Test(arguments: [
        // Percent garbage, NUL, controls, bytes that are no text, everything at once.
        "%", "%%%", "%00", "%00=%00", "near=%00", "place=%ED%A0%80", "place=\u{202E}x", "&&&=&=",
        "place=%F0%9F%8C%BF", "near=47.6,-122.3%00", "cursor=%2e%2e%2f", "limit=1;DROP TABLE",
        "place='+OR+1=1--", "place=%22%3E%3Cscript%3E", "sort[]=best", "near=,", "near=-,-",
        "place=" + String(repeating: "%E6%B0%B4", count: 100),
        "condition=" + String(repeating: ",", count: 5000),
        String(repeating: "a=1&", count: 1500),
    ])
    func `a hostile query gets an answer that says what is wrong, or finds nothing`(
        query: String
    ) async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let response = try await client.get("/v1/practitioners?" + query)
            #expect([200, 400, 422].contains(response.status.code))
            #expect(!(try JSON(response).names.isEmpty))
            #expect(response.body.readableBytes < 40_000)
        }
    }

    @Test func `an address of more than 8 KB is refused`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let path = "/v1/practitioners?place="
            let longest = path + String(repeating: "x", count: 8192 - path.utf8.count)
            let read = try await client.get(longest)
            #expect(read.status == .badRequest)
            let refused = try await client.get(longest + "x")
            #expect(refused.status == .uriTooLong)
        }
    }

    // MARK: - Pages

    @Test func `cursors walk through all, each once`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let base = "/v1/practitioners?vetted=false&sort=experience&limit=2"
            let all = try await client.names("/v1/practitioners?vetted=false&sort=experience")
            var walked: [String] = []
            var next: String? = base
            var pageCount = 0
            while let uri = next, pageCount < 10 {
                let response = try await client.get(uri)
                let page = try JSON(response)
                walked += page["results"].array.map { $0["name"].string ?? "" }
                #expect(page["total"].int == 5)
                next = try Self.next(response)
                #expect((next == nil) == page["next"].isNull)
                pageCount += 1
            }
            #expect(walked == all)
            #expect(pageCount == 3)
        }
    }

    private static func next(_ response: TestResponse) throws -> String? {
        let name = try #require(HTTPField.Name("Link"))
        guard let link = response.headers[name] else { return nil }
        #expect(link.hasPrefix("<") && link.hasSuffix(">; rel=\"next\""))
        return String(link.dropFirst().prefix { $0 != ">" })
    }

    @Test func `a cursor of another search is refused`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let cursor = try #require(
                try await client.json("/v1/practitioners?limit=1")["next"].string
            )
            let response = try await client.get("/v1/practitioners?min_years=1&cursor=\(cursor)")
            #expect(response.status == .badRequest)
            #expect(try JSON(response)["errors"][0]["parameter"].string == "cursor")
        }
    }

    @Test func `links come from the public address and never from what a request says`()
        async throws
    {
        let site = try await SampleSite(publicURL: try PublicURL("https://meridian.example.org/"))
        try await site.test { client in
            let forwarded = try #require(HTTPField.Name("X-Forwarded-Host"))
            let response = try await client.get(
                "/v1/practitioners?limit=1",
                headers: [forwarded: "evil.example"]
            )
            let link = try #require(try Self.next(response))
            #expect(link.hasPrefix("https://meridian.example.org/v1/practitioners?limit=1&cursor="))
            let url = try JSON(response)["results"][0]["url"].string
            #expect(url?.hasPrefix("https://meridian.example.org/v1/practitioners/") == true)
            #expect(!String(buffer: response.body).contains("evil"))
        }
    }

    // MARK: - Seen before

    @Test func `a page seen before is sent again as it was, until its time is over`() async throws {
        let site = try await SampleSite()
        try await site.test { [near] client in
            let first = try await client.get(near)
            site.clock.pass(5)
            let second = try await client.get(near)
            #expect(first.body == second.body)
            #expect(first.headers[.eTag] == second.headers[.eTag])
            #expect(site.server.pageCacheCounts.hits == 1)
            site.clock.pass(60)
            let third = try await client.get(near)
            #expect(try JSON(third)["as_of"].string == (SampleSite.now + 65).description)
            #expect(site.server.pageCacheCounts.hits == 1)
        }
    }

    @Test func `whose trust runs out leaves at that second, although the page was seen before`()
        async throws
    {
        let site = try await SampleSite()
        try await site.test { [near] client in
            site.clock.pass(590)
            #expect(try await client.names(near).contains("Bob Brown"))
            site.clock.pass(9)
            #expect(try await client.names(near).contains("Bob Brown"))
            #expect(site.server.pageCacheCounts.hits == 1)
            site.clock.pass(1)
            let answer = try await client.json(near)
            #expect(!answer["results"].array.contains { $0["name"].string == "Bob Brown" })
            #expect(answer["total"].int == 2)
        }
    }

    @Test func `what the client has already is not sent again`() async throws {
        let site = try await SampleSite()
        try await site.test { [near] client in
            let tag = try #require(try await client.get(near).headers[.eTag])
            let same = try await client.get(near, headers: [.ifNoneMatch: "\"x\", W/\(tag)"])
            #expect(same.status == .notModified)
            #expect(same.body.readableBytes == 0)
            #expect(same.headers[.eTag] == tag)
            #expect(same.headers[.cacheControl] == "public, max-age=60")
            let other = try await client.get(near, headers: [.ifNoneMatch: "\"x\""])
            #expect(other.status == .ok)
        }
    }
}
