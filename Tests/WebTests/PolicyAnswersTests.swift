import Directory
import HTTPTypes
import HummingbirdTesting
import Storage
import Testing
@testable import Web

/// What the law of places does to answers.
@Suite struct PolicyAnswersTests {
    /// The sample people, with what classes mean in Washington.
    private func site(withheldIn place: Jurisdiction? = nil) async throws -> SampleSite {
        let site = try await SampleSite()
        try await site.database.replacePolicies(
            Policies(
                jurisdictions: [(Sample.washington, "Washington"), (Sample.oregon, "Oregon")].map {
                    JurisdictionPolicy(
                        jurisdiction: $0,
                        name: $1,
                        licensing: .statutory,
                        source: "invented"
                    )
                },
                reviewRules: place.map { place in
                    [
                        ReviewRule(
                            jurisdiction: place,
                            permitted: .nothing,
                            reason: "No testimonials are shown here.",
                            source: "An invented law, s. 30",
                            readOn: CalendarDate(daysSince1970: 20_000)
                        )
                    ]
                } ?? [],
                explanations: [
                    ClassExplanation(
                        jurisdiction: Sample.jurisdiction("US"),
                        licensing: .statutory,
                        credentialClass: .statutory,
                        sentence: "A licence that {place} requires."
                    )
                ]
            )
        )
        try await site.server.feed.load()
        return site
    }

    private let near = "/v1/practitioners?near=\(Sample.seattle)"

    @Test func `each credential's class is explained for the place`() async throws {
        let site = try await site()
        try await site.test { [near] client in
            let answer = try await client.json(near)
            for result in answer["results"].array {
                #expect(
                    result["credential"]["explained"].string
                        == "A licence that Washington requires."
                )
            }
            let id = answer["results"][0]["id"].string ?? ""
            let profile = try await client.json("/v1/practitioners/\(id)")
            #expect(
                profile["credentials"][0]["explained"].string
                    == "A licence that Washington requires."
            )
            #expect(profile["reviews_withheld"].isNull)
            #expect(answer["reviews_withheld"].isNull)
        }
    }

    @Test func `where reviews are withheld nothing of them is shown, and the answer says why`()
        async throws
    {
        let open = try await site()
        let bound = try await site(withheldIn: Sample.washington)
        try await open.test { [near] client in
            let answer = try await client.json(near)
            #expect(answer["results"].array.contains { $0["rating"]["count"].int == 6 })
        }
        try await bound.test { [near] client in
            let answer = try await client.json(near + "&facets=min_rating,min_reviews")
            #expect(answer["total"].int == 3)
            for result in answer["results"].array {
                #expect(result["rating"].isNull && result.names.contains("rating"))
                #expect(result["reviews_withheld"].string == "US-WA")
                // What everybody has before the first testimonial: 30 × 4.2 ÷ 5.
                #expect(result["ranking"]["score"].double == 25.2)
            }
            let rule = answer["reviews_withheld"][0]
            #expect(rule["jurisdiction"].string == "US-WA")
            #expect(rule["permits"].string == "nothing")
            #expect(rule["reason"].string == "No testimonials are shown here.")
            #expect(rule["source"].string == "An invented law, s. 30")
            #expect(rule["read_on"].string == "2024-10-04")
            // They neither count nor filter.
            #expect(answer["facets"]["min_rating"].array.isEmpty)
            #expect(answer["facets"]["min_reviews"].array.isEmpty)
            let rated = try await client.json(near + "&min_rating=1")
            #expect(rated["total"].int == 0)
            #expect(rated["reviews_withheld"].array.count == 1)

            let id = answer["results"][0]["id"].string ?? ""
            let profile = try await client.json("/v1/practitioners/\(id)")
            #expect(profile["rating"].isNull)
            #expect(profile["testimonials"].array.isEmpty)
            #expect(profile["reviews_withheld"]["jurisdiction"].string == "US-WA")
            let list = try await client.json("/v1/practitioners/\(id)/testimonials")
            #expect(list["results"].array.isEmpty)
            #expect(list["total"].int == 0)
            #expect(list["reviews_withheld"]["jurisdiction"].string == "US-WA")
        }
        // Without the rule all of it is shown again.
        try await bound.database.replacePolicies(
            Policies(
                jurisdictions: [
                    JurisdictionPolicy(
                        jurisdiction: Sample.washington,
                        name: "Washington",
                        licensing: .statutory,
                        source: "invented"
                    )
                ]
            )
        )
        try await bound.server.feed.load()
        try await bound.test { [near] client in
            let answer = try await client.json(near)
            #expect(answer["reviews_withheld"].isNull)
            #expect(answer["results"].array.contains { $0["rating"]["count"].int == 6 })
            #expect(answer["total"].int == 3)
        }
    }

    @Test func `how best orders is public`() async throws {
        let site = try await SampleSite()
        try await site.test { [near] client in
            let ranking = try await client.json("/v1/ranking")
            #expect(ranking["weights"]["nearness"].double == 50)
            #expect(ranking["weights"]["score"].double == 30)
            #expect(ranking["weights"]["experience"].double == 20)
            #expect(ranking["paid_placement"].bool == false)
            // Repeated by hand from what a result shows.
            let alice = try await client.json(near)["results"].array
                .first { $0["name"].string == "Alice Adams" }
            let shown = try #require(alice)
            let score = try #require(shown["rating"]["score"].double)
            let years = try #require(shown["years_of_experience"].int)
            let sum = 50 + 30 * score / 5 + 20 * Double(min(years, 20)) / 20
            #expect(abs(sum - (shown["ranking"]["points"].double ?? 0)) < 0.01)
            #expect(try await client.get("/v1/ranking?x=1").status == .badRequest)
        }
    }

    @Test func `an empty result says which filter emptied it and links to the nearest search`()
        async throws
    {
        let site = try await SampleSite()
        try await site.test { [near] client in
            #expect(try await client.json(near)["empty"].isNull)
            let target = near + "&min_years=40&radius_km=30&limit=5"
            let empty = try await client.json(target)["empty"]
            let emptied = try #require(empty["emptied_by"].array.first)
            #expect(empty["emptied_by"].array.count == 1)
            #expect(emptied["parameter"].string == "min_years")
            #expect(emptied["value"].string == "40")
            #expect(emptied["total_without"].int == 3)
            let nearest = empty["nearest"][0]
            #expect(nearest["changes"][0]["from"].string == "40")
            #expect(nearest["changes"][0]["to"].string == "15")
            #expect(nearest["sentence"].string?.hasPrefix("With 15 years") == true)
            let url = try #require(nearest["url"].string)
            let found = try await client.json(url)
            #expect(found["total"].int == nearest["total"].int)
            #expect(found["results"].array.count == nearest["total"].int)
            #expect(url.contains("radius_km=30") && url.contains("limit=5"))

            // Nobody for hundreds of kilometres: everywhere is offered, in another order.
            let far = try await client.json(
                "/v1/practitioners?near=-40,100&radius_km=500&sort=distance"
            )["empty"]
            let everywhere = try #require(far["nearest"][0]["url"].string)
            #expect(!everywhere.contains("near=") && !everywhere.contains("sort="))
            let given = far["nearest"][0]["changes"].array
            #expect(given.map { $0["parameter"].string } == ["radius_km", "near"])
            #expect(given.allSatisfy { $0["to"].isNull })
            #expect(try await client.json(everywhere)["total"].int == 3)
            // The same from a place that has a name.
            let place = try await client.json("/v1/practitioners?place=Seattle&language=sw")
            let other = place["empty"]["nearest"][0]
            #expect(other["sentence"].string?.hasPrefix("In any language: ") == true)
            let url2 = try #require(other["url"].string)
            #expect(try await client.json(url2)["total"].int ?? 0 > 0)
        }
    }

    @Test func `an empty page links to the nearest searches and says who is left out`() async throws
    {
        let site = try await SampleSite()
        try await site.test { [near] client in
            let target = near.dropFirst("/v1".count)
            let page = try await client.page(target + "&min_years=40&radius_km=30&cursor=")
            let plain = page.response.headers[.location] ?? ""
            let empty = try await client.page(plain)
            #expect(empty.words.contains("With 15 years of experience or more: "))
            let link = try #require(empty.text.firstMatch(of: /<li><a href="([^"]+min_years=15)"/))
            let found = try await client.page(String(link.1).replacing("&amp;", with: "&"))
            #expect(found.status == .ok)
            #expect(found.text.contains("class=\"card\""))
            #expect(found.words.contains("within 30 km"))

            let unvetted = try await client.page("/practitioners?q=clark")
            #expect(unvetted.words.contains("One practitioner fits who is not vetted"))
            #expect(!unvetted.text.contains("vetted=false\">"))
        }
    }

    @Test func `pages say why no ratings are shown, and show none`() async throws {
        let site = try await site(withheldIn: Sample.washington)
        let id = try await site.database.publicID("AC60000001")
        try await site.test { [near] client in
            let target = near.dropFirst("/v1".count)
            let results = try await client.page(String(target))
            let profile = try await client.page("/practitioners/alice-adams-\(id)")
            for page in [results, profile] {
                #expect(page.status == .ok)
                #expect(page.words.contains("No testimonials are shown here."))
                #expect(page.words.contains("An invented law, s. 30 (read on 4 October 2024)"))
                #expect(!page.words.contains("from 6 testimonials"))
                #expect(!page.text.contains("class=\"stars"))
            }
            #expect(results.words.contains("Not shown here, by law"))
            #expect(!results.words.contains("No testimonials yet"))
            #expect(!profile.words.contains("Number 5."))
            #expect(!profile.words.contains("No testimonials yet"))
        }
    }

    @Test func `a rule about reviews is named where they are asked of its country`() async throws {
        let site = try await site(withheldIn: Sample.jurisdiction("CA-ON"))
        try await site.test { client in
            for (query, rules) in [
                ("place=Seattle&min_rating=1", []), ("place=Washington&sort=rating", []),
                ("sort=rating", ["CA-ON"]), ("min_reviews=1", ["CA-ON"]), ("", []),
            ] {
                let answer = try await client.json("/v1/practitioners?" + query)
                let named = answer["reviews_withheld"].array.compactMap { rule in
                    rule["jurisdiction"].string
                }
                #expect(named == rules, "\(query)")
            }
        }
    }
}
