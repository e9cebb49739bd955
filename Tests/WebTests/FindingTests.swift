import Directory
import Foundation
import HTTPTypes
import HummingbirdTesting
import Storage
import Testing
@testable import Web

@Suite struct FindingTests {
    /// Asks again until something holds; the feed has a second, a busy machine gets ten.
    private func eventually(_ holds: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<100 {
            if try await holds() { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    private func search(_ text: String) -> String {
        var uri = "/v1/practitioners?q="
        uri.appendEscaped(text)
        return uri
    }

    @Test(arguments: [
        ("alice", ["Alice Adams"]), ("adams alice", ["Alice Adams"]), ("ali", ["Alice Adams"]),
        ("clinic of brown", ["Bob Brown"]), ("alise", ["Alice Adams"]),
        // Carol is suspended, Erin's licence was never seen.
        ("carol", []), ("erin evans", []), ("nobody", []),
    ])
    func `a text finds vetted people by name and clinic`(
        typed: String,
        names: [String]
    ) async throws {
        try await SampleSite().test { client in
            #expect(try await client.names(search(typed)) == names)
            let answer = try await client.json(search(typed))
            #expect(answer["total"].int == names.count)
        }
    }

    @Test func `a text passes through every other filter`() async throws {
        try await SampleSite().test { client in
            let vetted = try await client.names(search("clinic"))
            #expect(vetted.count == 3)
            let rated = try await client.names(search("clinic") + "&min_reviews=5")
            #expect(rated == ["Alice Adams"])
            let all = try await client.names(search("clinic") + "&vetted=false")
            #expect(all.count == 4)
            let circle = "&near=47.6262,-122.3321&radius_km=1.5&vetted=false"
            let near = try await client.names(search("clinic") + circle)
            #expect(near.sorted() == ["Bob Brown", "Carol Clark", "Dave Dunn"])
        }
    }

    @Test func `a complaint finds who treats it, and the answer says what it was taken for`()
        async throws
    {
        try await SampleSite().test { client in
            // Dave's profile is unclaimed and says nothing.
            for complaint in ["tingling feet", "pins and needles", "diabetic nerve pain"] {
                let answer = try await client.json(search(complaint))
                #expect(answer["total"].int == 2)
                let term = answer["text"]["terms"][0]
                #expect(term["words"].string == complaint)
                #expect(term["conditions"].array.compactMap(\.string).contains("neuropathy"))
                var uri = "/v1/practitioners?condition="
                uri.appendEscaped(complaint)
                #expect(try await client.json(uri)["total"].int == 2)
            }
            let misspelt = try await client.json(search("accupuncturist adamz"))
            #expect(misspelt["total"].int == 0)
            let reading = try await client.json(search("adamz "))["text"]["readings"][0]
            #expect(reading["typed"].string == "adamz")
            #expect(reading["read_as"][0].string == "adams")
        }
    }

    @Test func `a region alone is a filter, and has no middle to measure from`() async throws {
        try await SampleSite().test { client in
            let washington = try await client.json(
                "/v1/practitioners?place=Washington&vetted=false"
            )
            #expect(washington["total"].int == 4)
            #expect(washington["place"]["region"].string == "WA")
            #expect(washington["place"]["latitude"].isNull)
            #expect(washington["results"][0]["distance_km"].isNull)
            #expect(
                try await client.json("/v1/practitioners?place=or&vetted=false")["total"].int == 1
            )
            for wrong in ["radius_km=5", "sort=distance"] {
                let problem = try await client.json("/v1/practitioners?place=Washington&\(wrong)")
                #expect(problem["status"].int == 400)
                #expect(problem["errors"][0]["detail"].string?.contains("whole region") == true)
            }
            for town in ["Seattle,+Washington", "Seattle,+WA", "seattle+wa", "Seattle"] {
                let answer = try await client.json("/v1/practitioners?place=\(town)")
                #expect(answer["total"].int == 3)
                #expect(answer["place"]["name"].string == "Seattle")
            }
        }
    }

    @Test func `a misspelt town is answered with the right one`() async throws {
        try await SampleSite().test { client in
            let problem = try await client.json("/v1/practitioners?place=Seatle,+WA")
            #expect(problem["status"].int == 422)
            #expect(problem["detail"].string?.contains("Seattle, WA") == true)
            #expect(problem["errors"][0]["detail"].string?.contains("Seattle, WA") == true)
        }
    }

    @Test func `who is renamed by another process is found by both names`() async throws {
        let site = try await SampleSite()
        let other = try Database(path: site.database.path, use: .working)
        try await site.test { client in
            var renamed = Sample.alice
            renamed.practitioner.name.family = "Zimmermann"
            _ = try await other.apply([renamed], at: SampleSite.now)
            #expect(
                try await eventually {
                    try await client.names(search("zimmermann")) == ["Alice Zimmermann"]
                }
            )
            // The former name is kept: registers and patients may know her by it.
            #expect(try await client.names(search("alice adams ")) == ["Alice Zimmermann"])
        }
    }

    @Test func `a new gazetteer is taken over while the server runs`() async throws {
        let site = try await SampleSite()
        let other = try Database(path: site.database.path, use: .working)
        try await site.test { client in
            #expect(try await client.json("/v1/places?q=tac")["total"].int == 0)
            try await other.replaceGazetteer(
                places: [
                    Place(
                        name: "Tacoma",
                        region: "WA",
                        country: "US",
                        coordinate: Coordinate(latitude: 47.25, longitude: -122.44),
                        population: 200_000
                    )
                ],
                postalCodes: []
            )
            #expect(
                try await eventually {
                    try await client.json("/v1/places?q=tac")["total"].int == 1
                }
            )
        }
    }

    // MARK: - Completing

    @Test func `places are completed with what finds them`() async throws {
        try await SampleSite().test { client in
            let answer = try await client.json("/v1/places?q=seat")
            #expect(answer["total"].int == 1)
            let seattle = answer["results"][0]
            #expect(seattle["text"].string == "Seattle, WA")
            #expect(seattle["value"].string == "Seattle, WA, US")
            #expect(seattle["population"].int == 700_000)
            var uri = "/v1/practitioners?place="
            uri.appendEscaped(seattle["value"].string ?? "")
            #expect(try await client.json(uri)["place"]["name"].string == "Seattle")
            let region = try await client.json("/v1/places?q=orego")["results"][0]
            #expect(region["kind"].string == "region")
            #expect(region["value"].string == "Oregon, US")
            #expect(
                try await client.json("/v1/practitioners?place=Oregon,+US&vetted=false")["total"]
                    .int == 1
            )
        }
    }

    @Test func `suggestions are conditions, places and vetted people`() async throws {
        try await SampleSite().test { client in
            let feet = try await client.json("/v1/suggest?q=tingling+f")
            #expect(feet["results"][0]["kind"].string == "condition")
            #expect(feet["results"][0]["text"].string == "tingling feet")
            #expect(feet["results"][0]["value"].string?.hasPrefix("neuropathy,") == true)
            let place = try await client.json("/v1/suggest?q=seatt")["results"]
            #expect(place.array.map { $0["kind"].string } == ["place"])
            let alice = try await client.json("/v1/suggest?q=al")["results"].array.last
            #expect(alice?["kind"].string == "person")
            #expect(alice?["text"].string == "Alice Adams")
            #expect(alice?["vetted"].bool == true)
            let id = try await client.json("/v1/practitioners?q=alice")["results"][0]["id"].string
            #expect(alice?["value"].string == id)
        }
    }

    @Test func `people who are not vetted are suggested only when asked for, and last`()
        async throws
    {
        let site = try await SampleSite()
        try await site.test { client in
            func people(_ uri: String) async throws -> [String?] {
                try await client.json(uri)["results"].array
                    .filter { $0["kind"].string == "person" }.map { $0["text"].string }
            }
            let suspended = try await people("/v1/suggest?q=carol")
            #expect(suspended == [])
            let all = try await people("/v1/suggest?q=carol&vetted=false")
            #expect(all == ["Carol Clark"])
            let begun = try await people("/v1/suggest?q=cl&vetted=false&limit=10")
            #expect(begun.last == "Carol Clark")
            let few = try await people("/v1/suggest?q=cl&vetted=false&limit=2")
            #expect(few.count == 2)
            // Trust runs out by itself.
            let before = try await people("/v1/suggest?q=bob")
            #expect(before == ["Bob Brown"])
            site.clock.pass(601)
            let after = try await people("/v1/suggest?q=bob")
            #expect(after == [])
        }
    }

    @Test(arguments: [
        ("/v1/places", "q", "missing"), ("/v1/suggest?limit=3", "q", "missing"),
        ("/v1/places?q=", "q", "1 to 100"), ("/v1/suggest?q=%00", "q", "1 to 100"),
        ("/v1/suggest?q=" + String(repeating: "a", count: 101), "q", "1 to 100"),
        ("/v1/places?q=a&limit=21", "limit", "1 to 20"),
        ("/v1/suggest?q=a&limit=11", "limit", "1 to 10"),
        ("/v1/suggest?q=a&vetted=no", "vetted", "true or false"),
        ("/v1/places?q=a&vetted=true", "vetted", "permitted are q, limit"),
    ])
    func `a completion that cannot be asked for is refused`(
        uri: String,
        parameter: String,
        hint: String
    ) async throws {
        try await SampleSite().test { client in
            let response = try await client.get(uri)
            #expect(response.status == .badRequest)
            let fault = try JSON(response)["errors"][0]
            #expect(fault["parameter"].string == parameter)
            #expect(fault["detail"].string?.contains(hint) == true)
        }
    }

    @Test(arguments: ["'", "\"", "*", "a*", "NEAR(a b)", "-", "a OR b", "王", "%", "\u{202E}x"])
    func `whatever is typed gets an answer`(typed: String) async throws {
        try await SampleSite().test { client in
            for path in ["/v1/suggest?q=", "/v1/places?q="] {
                var uri = path
                uri.appendEscaped(typed)
                #expect(try await client.get(uri).status == .ok)
            }
            let status = try await client.get(search(typed)).status
            #expect(status == (TextQuery(typed) == nil ? .badRequest : .ok))
        }
    }

    @Test func `a completion that has not changed is not sent again`() async throws {
        try await SampleSite().test { client in
            let first = try await client.get("/v1/suggest?q=al")
            let tag = try #require(first.headers[.eTag])
            let again = try await client.get("/v1/suggest?q=al", headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
            #expect(first.headers[.cacheControl] == "public, max-age=60")
        }
    }
}
