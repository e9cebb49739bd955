import Directory
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
@testable import Web

@Suite struct ProfilePageTests {
    @Test func `a profile tells the four facts, the evidence and how to repeat it`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let page = try await client.page("/practitioners/alice-adams-\(id)")
            #expect(page.status == .ok)
            for text in [
                "Vetted until 18 December 2026",
                "The Department of Health said “ACTIVE” of licence AC60000001",
                "The register says ACTIVE", "We read that as In good standing",
                "The person was found. Seen.", "Our decision Approved by a person",
                "15 years of experience", "First issued on 1 April 2011", "Counts until",
                "Look up the number AC60000001 at the Department of Health.",
                "GET https://registry.example.org/AC60000001",
                String(repeating: "ab", count: 32), "4.66 of 5 from 6 testimonials", "Number 5.",
                "What the practitioner says. No register vouches for it.",
                "Says &quot;hello&quot;.",
                "Monday to Tuesday 9:00–17:30", "Wednesday to Sunday closed", "206-555-0100",
                "Every time a register was asked",
            ] {
                #expect(page.words.contains(text), "\(text)")
            }
            #expect(page.text.contains("href=\"https://registry.example.org/look-up\""))
            #expect(!page.words.contains("Not vetted"))
        }
    }

    @Test func `who is not vetted is told to be so first of all, with the reason`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000003")
        try await site.test { client in
            let page = try await client.page("/practitioners/carol-clark-\(id)")
            #expect(
                page.words.contains(
                    "Carol Clark Not vetted A licence of this person stands suspended in US-WA."
                )
            )
            #expect(page.words.contains("does not say that this person may practise"))
            #expect(page.words.contains("We read that as Suspended."))
        }
    }

    @Test func `an unclaimed profile shows what registers show and no testimonials`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000004")
        try await site.test { client in
            let page = try await client.page("/practitioners/dave-dunn-\(id)")
            #expect(page.words.contains("Nobody has taken this profile over"))
            #expect(page.words.contains("“ACTIVE”"))
            #expect(!page.words.contains("Says &quot;hello&quot;."))
            #expect(!page.words.contains("Neuropathy"))
        }
    }

    @Test func `plain identifiers and old names lead to the one address`() async throws {
        let site = try await SampleSite()
        let alice = try await site.database.publicID("AC60000001")
        let erin = try await site.database.publicID("OR1")
        try await site.test { client in
            for (text, canonical) in [
                (alice, "alice-adams-\(alice)"), (alice.uppercased(), "alice-adams-\(alice)"),
                ("alice-married-\(alice)", "alice-adams-\(alice)"),
                ("2000000002", "erin-evans-\(erin)"),
            ] {
                let page = try await client.page("/practitioners/\(text)")
                #expect(page.status == .movedPermanently, "\(text)")
                #expect(page.response.headers[.location] == "/practitioners/\(canonical)")
            }
        }
    }

    @Test(arguments: [
        "x", "alice-adams", "alice01a20a9a-2560-7ada-938f-afc0f5410ff0", "2000000003",
    ])
    func `nobody of this name is a page for browsers and a problem for programs`(
        slug: String
    ) async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.page("/practitioners/\(slug)")
            #expect(page.status == .notFound)
            #expect(page.words.contains("There is nobody and nothing here"))
            let problem = try await client.get("/practitioners/\(slug)")
            #expect(problem.status == .notFound)
            #expect(problem.headers[.contentType] == "application/problem+json")
        }
    }

    @Test(arguments: [
        ("Jane Shin", "jane-shin-"), ("Đỗ Thị Hà", "do-thi-ha-"),
        ("Mary-Kate O'Brien", "mary-kate-obrien-"), ("  ", ""), ("李明", ""),
    ])
    func `an address reads as the name does, in letters that need no escape`(
        name: String,
        start: String
    ) {
        #expect(ProfileSlug(name: name, id: "ID").text == start + "ID")
    }
}
