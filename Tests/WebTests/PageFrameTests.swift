import Directory
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
@testable import Web

@Suite struct PageFrameTests {
    /// One of every kind of page, by its address.
    private func addresses(_ site: SampleSite) async throws -> [String] {
        let alice = try await site.database.publicID("AC60000001")
        let carol = try await site.database.publicID("AC60000003")
        return [
            "/", "/ask-your-doctor", "/practitioners", "/practitioners?vetted=false",
            "/practitioners?min_years=900", "/practitioners/alice-adams-\(alice)",
            "/practitioners/carol-clark-\(carol)", "/practitioners/nobody", "/nothing",
        ]
    }

    @Test func `every page carries the safety message and allows nothing from elsewhere`()
        async throws
    {
        let site = try await SampleSite()
        let addresses = try await addresses(site)
        try await site.test { client in
            for address in addresses {
                let page = try await client.page(address)
                #expect(page.text.contains(SafetyMessage.askFirst), "\(address)")
                for sentence in SafetyMessage.contraindications {
                    #expect(page.text.contains(sentence), "\(address)")
                }
                let policy = page.response.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.hasPrefix("default-src 'none'; style-src 'self';"), "\(address)")
                #expect(!policy.contains("unsafe"))
                for forbidden in ["<script", " style=", "<style", " onclick", "src=\"http"] {
                    #expect(!page.text.contains(forbidden), "\(address) \(forbidden)")
                }
                #expect(page.text.contains("<html lang=\"en\">"))
                #expect(page.text.components(separatedBy: "<h1").count == 2, "\(address)")
                #expect(!page.words.contains("invented"))
            }
        }
    }

    @Test func `no two things on a page have one name`() async throws {
        let site = try await SampleSite()
        let addresses = try await addresses(site)
        try await site.test { client in
            for address in addresses {
                let page = try await client.page(address)
                let names = page.text.matches(of: #/\ id="([^"]*)"/#).map { String($0.1) }
                #expect(Set(names).count == names.count, "\(address)")
                #expect(!names.contains(""), "\(address)")
                let wanted = page.text.matches(
                    of: #/\ (?:for|form|aria-labelledby)="([^"]*)"/#
                )
                for name in wanted {
                    #expect(names.contains(String(name.1)), "\(address) \(name.1)")
                }
            }
        }
    }

    @Test func `a demonstration says so on every page`() async throws {
        let site = try await SampleSite()
        try await site.database.markAsDemonstration()
        try await site.server.feed.load()
        let addresses = try await addresses(site)
        try await site.test { client in
            for address in addresses {
                let page = try await client.page(address)
                #expect(page.text.contains("Every person shown here is invented."), "\(address)")
            }
        }
    }

    @Test func `a page may be kept for a minute and is sent once to who has it`() async throws {
        let site = try await SampleSite()
        let alice = try await site.database.publicID("AC60000001")
        try await site.test { client in
            for address in [
                "/", "/ask-your-doctor", "/practitioners", "/practitioners/alice-adams-\(alice)",
            ] {
                let page = try await client.page(address)
                #expect(page.response.headers[.cacheControl] == "public, max-age=60")
                let tag = try #require(page.response.headers[.eTag])
                let again = try await client.get(address, headers: [.ifNoneMatch: tag])
                #expect(again.status == .notModified, "\(address)")
                #expect(again.body.readableBytes == 0)
                let head = try await client.client.execute(uri: address, method: .head)
                #expect(head.status == .ok)
                #expect(head.headers[.contentLength] == String(page.text.utf8.count))
            }
        }
    }

    @Test func `the style sheet that a page names may be kept for ever`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.page("/")
            let link = try #require(page.text.firstMatch(of: /rel="stylesheet" href="([^"]+)"/))
            let style = try await client.get(String(link.1))
            #expect(style.status == .ok)
            #expect(style.headers[.contentType] == "text/css; charset=utf-8")
            #expect(style.headers[.cacheControl]?.contains("immutable") == true)
            #expect(
                try await client.get("/style.css").headers[.cacheControl] == "public, max-age=60"
            )
        }
    }

    @Test func `a site under a path of its host links below that path`() async throws {
        let site = try await SampleSite(publicURL: PublicURL("https://health.example.org/needles"))
        try await site.test { client in
            let page = try await client.page("/practitioners")
            #expect(page.text.contains("href=\"/needles/style.css?v="))
            #expect(page.text.contains("action=\"/needles/practitioners\""))
            let sent = try await client.send(
                "bleeding_disorder=no&blood_thinners=no&pregnancy=no",
                to: "/"
            )
            #expect(sent.response.headers[.location] == "/needles/practitioners")
        }
    }

    @Test func `a server that is still reading is a page for browsers and a problem for programs`()
        async throws
    {
        let site = try await SampleSite(isLoaded: false)
        try await site.test { client in
            let page = try await client.page("/practitioners")
            #expect(page.status == .serviceUnavailable)
            #expect(page.response.headers[.retryAfter] == "2")
            #expect(page.words.contains("One moment, please"))
            let problem = try await client.page("/v1/practitioners")
            #expect(problem.response.headers[.contentType] == "application/problem+json")
        }
    }

    @Test func `another method at a page is refused with what it has`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            for (path, allowed) in [("/", "GET, HEAD, POST"), ("/practitioners", "GET, HEAD")] {
                let response = try await client.client.execute(uri: path, method: .put)
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow] == allowed)
            }
        }
    }
}
