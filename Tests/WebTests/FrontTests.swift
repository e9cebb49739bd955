import Directory
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
@testable import Web

@Suite struct FrontTests {
    private static let search = "/v1/practitioners?near=\(Sample.seattle)"
    private static let data = [search, "/v1/practitioners/2000000002", "/v1/registries"]

    // MARK: Other sites' scripts

    @Test(arguments: data + ["/v1/nothing", "/v1/practitioners?limit=0"])
    func `any site's script may read an answer, without credentials`(target: String) async throws {
        let site = try await SampleSite()
        try await site.testLive { client in
            let response = try await client.get(target, headers: [.origin: "https://example.org"])
            #expect(response.headers[.accessControlAllowOrigin] == "*")
            #expect(response.headers[.accessControlAllowCredentials] == nil)
            let exposed = try #require(response.headers[.accessControlExposeHeaders])
            for name in ["Link", "ETag", "RateLimit", "RateLimit-Policy", "Retry-After"] {
                #expect(exposed.split(separator: ", ").contains { $0 == name }, "\(name)")
            }
        }
    }

    @Test(arguments: data)
    func `a browser that asks first learns what it may`(target: String) async throws {
        let site = try await SampleSite()
        try await site.testLive { client in
            let response = try await client.client.execute(
                uri: target,
                method: .options,
                headers: [
                    .origin: "https://example.org", .accessControlRequestMethod: "GET",
                    .accessControlRequestHeaders: "if-none-match",
                ]
            )
            #expect(response.status == .noContent)
            #expect(response.body.readableBytes == 0)
            #expect(response.headers[.allow] == "GET, HEAD, OPTIONS")
            #expect(response.headers[.accessControlAllowOrigin] == "*")
            #expect(response.headers[.accessControlAllowMethods] == "GET, HEAD, OPTIONS")
            #expect(response.headers[.accessControlAllowHeaders] == "*")
        }
    }

    // MARK: Addresses

    @Test(arguments: [
        ("/v1/practitioners/", "/v1/practitioners"),
        ("/v1/practitioners/?limit=1&sort=best", "/v1/practitioners?limit=1&sort=best"),
        ("/healthz/", "/healthz"),
    ])
    func `a slash at the end leads to the address without it`(
        target: String,
        expected: String
    ) async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let response = try await client.get(target)
            #expect(response.status == .permanentRedirect)
            #expect(response.headers[.location] == expected)
        }
    }

    @Test(arguments: [
        "//example.org/", "/v1//practitioners", "//v1/practitioners", "/v1/practitioners//",
        "/nothing/",
    ])
    func `a path with an empty name is none`(target: String) async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let response = try await client.get(target)
            #expect(response.status == .notFound)
            #expect(response.headers[.location] == nil)
        }
    }

    @Test func `a target that is too long is refused`() async throws {
        let site = try await SampleSite()
        try await site.testLive { client in
            let target = "/v1/practitioners?q=" + String(repeating: "a", count: 8200)
            let response = try await client.get(target)
            #expect(response.status == .uriTooLong)
            #expect(try JSON(response)["status"].int == 414)
        }
    }

    @Test func `a head that is too long is refused`() async throws {
        let site = try await SampleSite()
        try await site.testLive { client in
            let name = try #require(HTTPField.Name("X-Long"))
            let response = try await client.get(
                "/v1/registries",
                headers: [name: String(repeating: "a", count: 20_000)]
            )
            #expect(response.status == .requestHeaderFieldsTooLarge)
            #expect(try JSON(response)["status"].int == 431)
        }
    }

    // MARK: Limits

    @Test func `whoever asks too often is refused on every path but those of health`() async throws
    {
        let site = try await SampleSite(requestsPerMinute: 3)
        try await site.testLive { client in
            for path in ["/v1/registries", Self.search, "/nothing"] {
                let response = try await client.get(path)
                #expect(response.status != .tooManyRequests)
                #expect(response.headers[.rateLimitPolicy] == "\"address\";q=3;w=60")
                #expect(response.headers[.rateLimit] != nil)
            }
            for path in ["/v1/registries", Self.search, "/v1/practitioners?limit=0", "/nothing"] {
                let response = try await client.get(path)
                #expect(response.status == .tooManyRequests)
                #expect(response.headers[.retryAfter] == "20")
                #expect(response.headers[.rateLimit] == "\"address\";r=0;t=20")
                let problem = try JSON(response)
                #expect(problem["type"].string?.hasSuffix("#quota-exceeded") == true)
                #expect(problem["violated-policies"][0].string == "address")
            }
            for path in ["/healthz", "/readyz"] {
                let response = try await client.get(path)
                #expect(response.status == .ok)
                #expect(response.headers[.rateLimit] == nil)
            }
        }
    }

    @Test func `without a limit nothing is said of one`() async throws {
        let site = try await SampleSite()
        try await site.testLive { client in
            for path in ["/v1/registries", Self.search] {
                let response = try await client.get(path)
                #expect(response.headers[.rateLimit] == nil)
                #expect(response.headers[.rateLimitPolicy] == nil)
            }
        }
    }

    // Both where a search is answered at once and where a route answers.
    @Test(arguments: [search, "/v1/registries"])
    func `a trusted proxy says whom to count`(path: String) async throws {
        let proxy = try AddressBlock("127.0.0.1")
        let site = try await SampleSite(requestsPerMinute: 1, trustedProxies: [proxy])
        try await site.testLive { client in
            for address in ["192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8:0:1::1"] {
                let first = try await client.get(path, headers: [.xForwardedFor: address])
                let second = try await client.get(path, headers: [.xForwardedFor: address])
                #expect(first.status == .ok)
                #expect(second.status == .tooManyRequests)
            }
            let neighbour = try await client.get(path, headers: [.xForwardedFor: "2001:db8::2"])
            #expect(neighbour.status == .tooManyRequests)
        }
    }

    @Test(arguments: [search, "/v1/registries"])
    func `anybody else is counted by the address they come from`(path: String) async throws {
        let site = try await SampleSite(requestsPerMinute: 1)
        try await site.testLive { client in
            let first = try await client.get(path, headers: [.xForwardedFor: "192.0.2.1"])
            let second = try await client.get(path, headers: [.xForwardedFor: "192.0.2.2"])
            #expect(first.status == .ok)
            #expect(second.status == .tooManyRequests)
        }
    }
}
