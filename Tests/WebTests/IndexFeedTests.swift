import Directory
import Foundation
import HTTPTypes
import HummingbirdCore
import HummingbirdTesting
import Logging
import NIOCore
import Storage
import Testing
@testable import Web

@Suite struct IndexFeedTests {
    /// Asks again until something holds; the feed has a second, a busy machine gets ten.
    private func eventually(_ holds: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<100 {
            if try await holds() { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    @Test func `what another process saves is found`() async throws {
        let site = try await SampleSite()
        let other = try Database(path: site.database.path, use: .working)
        try await site.test { client in
            let uri = "/v1/practitioners?vetted=false"
            #expect(try await client.json(uri)["total"].int == 5)
            let frank = Sample.person("Frank", "Fox", north: 0.04, number: "AC60000006")
            _ = try await other.apply([frank], at: SampleSite.now)
            #expect(
                try await eventually { try await client.names(uri).contains("Frank Fox") }
            )
            #expect(try await client.json(uri)["total"].int == 6)
        }
    }

    @Test func `a comparison with the database finds an index that does not follow it`()
        async throws
    {
        let site = try await SampleSite()
        try await site.test { client in
            func told(_ target: String) async throws -> ServerComparison.Told {
                let answer = try await client.get(target)
                return try JSONDecoder().decode(
                    ServerComparison.Told.self,
                    from: Data(answer.body.readableBytesView)
                )
            }
            let same = try await ServerComparison(of: site.database, asking: told)
            #expect(same.differences == [])
            #expect(same.questions > 3)

            // Databases of which this server knows nothing.
            let changes: [(String, (Database) async throws -> Void)] = [
                ("trust", { try await $0.reject("AC60000001") }),
                (
                    "place",
                    {
                        let moved = Sample.person("Bob", "Brown", north: 1, number: "AC60000002")
                        _ = try await $0.apply([moved], at: SampleSite.now)
                    }
                ),
                (
                    "somebody new",
                    {
                        let frank = Sample.person("Frank", "Fox", north: 0, number: "AC60000006")
                        _ = try await $0.apply([frank], at: SampleSite.now)
                    }
                ),
            ]
            for (what, change) in changes {
                let other = try await SampleSite()
                try await change(other.database)
                let changed = try await ServerComparison(of: other.database, asking: told)
                #expect(!changed.differences.isEmpty, "\(what)")
            }
        }
    }

    @Test func `whoever is rejected leaves the search, also a page seen before`() async throws {
        let site = try await SampleSite()
        let other = try Database(path: site.database.path, use: .working)
        try await site.test { client in
            let uri = "/v1/practitioners?near=\(Sample.seattle)"
            #expect(try await client.names(uri).contains("Alice Adams"))
            try await other.reject("AC60000001")
            #expect(
                try await eventually { try await !client.names(uri).contains("Alice Adams") }
            )
            #expect(try await client.json(uri)["total"].int == 2)
        }
    }

    @Test func `somebody who is vetted no more is not shown, even before the index knows`()
        async throws
    {
        let site = try await SampleSite()
        let target = "/v1/practitioners?near=\(Sample.seattle)"
        // No service runs here that would feed the index.
        let controller = SearchController(
            site: Site(
                database: site.database,
                feed: site.server.feed,
                configuration: WebConfiguration(),
                templates: try PageTemplates(),
                clock: { SampleSite.now }
            )
        )
        try await site.database.reject("AC60000001")
        let body = try await controller.page(for: target, at: SampleSite.now).body
        #expect(!String(buffer: body).contains("Alice Adams"))
        #expect(String(buffer: body).contains("Bob Brown"))
    }

    @Test func `before the index is read a search says to try again`() async throws {
        let site = try await SampleSite()
        let unread = Site(
            database: site.database,
            feed: try IndexFeed(site.database, logger: Logger(label: "test")),
            configuration: WebConfiguration(),
            templates: try PageTemplates(),
            clock: { SampleSite.now }
        )
        let error = await #expect(throws: Refusal.self) {
            try await SearchController(site: unread).page(
                for: "/v1/practitioners",
                at: SampleSite.now
            )
        }
        let refusal = try #require(error)
        let response = try #require(Problem(refusal)).response(about: "/")
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "2")
        try await unread.feed.load()
        #expect(unread.feed.listingCount == 5)
    }
}
