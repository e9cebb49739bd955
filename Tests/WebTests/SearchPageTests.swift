import Directory
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
@testable import Web

@Suite struct SearchPageTests {
    private let near = "/practitioners?near=\(Sample.seattle)"

    @Test func `the page shows who the API shows, in its order, with what is known`() async throws {
        let site = try await SampleSite()
        try await site.test { [near] client in
            let page = try await client.page(near + "&sort=distance")
            #expect(page.status == .ok)
            #expect(page.words.contains("3 vetted practitioners within 25 km"))
            let names = try await client.names("/v1" + near + "&sort=distance")
            #expect(names == ["Alice Adams", "Bob Brown", "Dave Dunn"])
            let places = names.compactMap { page.text.firstRange(of: ">\($0)</a>")?.lowerBound }
            #expect(places.count == 3 && places == places.sorted())
            for text in [
                "Vetted until 18 December 2026", "“ACTIVE” at the Department of Health",
                "15 years of experience on registers", "4.66 of 5 from 6 testimonials",
                "2 testimonials, too few to rate", "Unclaimed profile", "Clinic of Adams",
                "under 0.1 km", "1.1 km (0.7 mi)", "Neuropathy, Migraine", "English, Vietnamese",
            ] {
                #expect(page.words.contains(text), "\(text)")
            }
            #expect(!page.words.contains("Not vetted"))
        }
    }

    @Test func `who is not vetted is shown on request only, with the reason in words`() async throws
    {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.page("/practitioners?vetted=false")
            #expect(page.words.contains("People who are not vetted are listed too."))
            #expect(
                page.words.contains(
                    "Not vetted A licence of this person stands suspended in US-WA."
                )
            )
            #expect(page.words.contains("No registry of Oregon is described yet."))
            let vetted = try await client.page("/practitioners")
            #expect(!vetted.words.contains("Carol Clark"))
        }
    }

    @Test func `what a browser sends of the form is brought to one plain address`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.page(
                "/practitioners?place=&condition=&radius_km=25&sort=best&min_years=5"
                    + "&language=en&language=vi&payer="
            )
            #expect(page.status == .seeOther)
            #expect(
                page.response.headers[.location] == "/practitioners?min_years=5&language=en,vi"
            )
            let found = try await client.page("/practitioners?min_years=5&language=en,vi")
            #expect(found.status == .ok)
            #expect(found.text.contains("value=\"vi\" checked"))
            #expect(found.text.contains("<option value=\"5\" selected>"))
        }
    }

    @Test func `a filter in force can be taken back by a link`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.page(
                "/practitioners?place=Seattle&radius_km=50&language=en,vi&accepting=true"
            )
            for link in [
                "/practitioners?place=Seattle&amp;radius_km=50&amp;language=vi&amp;accepting=true",
                "/practitioners?place=Seattle&amp;radius_km=50&amp;language=en,vi",
            ] {
                #expect(page.text.contains("href=\"\(link)\""), "\(link)")
            }
        }
    }

    @Test(arguments: [
        ("place=Atlantis", "No place called “Atlantis” is known here.", "place-fault"),
        ("place=Atlantis&min_years=900", "“900” cannot be used here.", "min_years-fault"),
        ("place=Seattle&radius_km=9999", "Distances go from 1 to 500 km.", "radius_km-fault"),
        ("min_rating=9", "Ratings go from 1 to 5 stars.", "min_rating-fault"),
        ("sort=distance", "To have the nearest first, say where you are.", "sort-fault"),
    ])
    func `a parameter that cannot be used is told at its field`(
        query: String,
        sentence: String,
        field: String
    ) async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.page("/practitioners?" + query)
            #expect(page.status.kind == .clientError)
            #expect(page.response.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.words.contains(sentence))
            #expect(page.text.contains("id=\"\(field)\""))
            #expect(page.text.contains("aria-invalid=\"true\""))
        }
    }

    @Test(arguments: ["utm=1", "cursor=x", "near=1", "place=%ff", "min_years=1&min_years=2"])
    func `what has no field is told above the results`(query: String) async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.page("/practitioners?" + query)
            #expect(page.status.kind == .clientError)
            #expect(page.words.contains("put right"))
        }
    }

    @Test func `pages follow each other by their links and show everybody once`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            var address = "/practitioners?limit=1&sort=experience"
            var names: [String] = []
            for _ in 0..<3 {
                let page = try await client.page(address)
                let all = ["Alice Adams", "Bob Brown", "Dave Dunn"]
                names += all.filter { page.text.contains(">\($0)</a>") }
                let link = page.text.firstMatch(of: /rel="next" href="([^"]+)"/)
                address = link.map { String($0.1).replacing("&amp;", with: "&") } ?? ""
            }
            #expect(names.sorted() == ["Alice Adams", "Bob Brown", "Dave Dunn"])
            #expect(address.isEmpty)
        }
    }

    @Test func `what a word or a place was taken for is said`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let words = try await client.page("/practitioners?q=adamz+")
            #expect(words.words.contains("Nobody has “adamz”; it was read as “adams”."))
            #expect(words.words.contains("Alice Adams"))
            let region = try await client.page("/practitioners?place=Washington&radius_km=25")
            #expect(region.response.headers[.location] == "/practitioners?place=Washington")
            let place = try await client.page("/practitioners?place=Seatle")
            #expect(place.words.contains("Did you mean Seattle, WA"))
        }
    }

    @Test func `filters say how many each would leave`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.page("/practitioners?language=vi")
            #expect(page.words.contains("English 2"))
            #expect(page.words.contains("10 years or more (2)"))
            // Nobody speaks it, so nobody is asked to look for it.
            #expect(!page.words.contains("Swahili"))
        }
    }

    @Test func `an empty result says so and how to go on`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.page("/practitioners?min_years=70")
            #expect(page.status == .ok)
            #expect(page.words.contains("No vetted practitioner"))
            #expect(page.words.contains("Nobody fits all of this."))
        }
    }

    @Test func `whoever is vetted no more has gone from the page too`() async throws {
        let site = try await SampleSite()
        try await site.test { [near] client in
            let before = try await client.page(near)
            #expect(before.words.contains("Bob Brown"))
            site.clock.pass(601)
            let after = try await client.page(near)
            #expect(!after.words.contains("Bob Brown"))
        }
    }
}
