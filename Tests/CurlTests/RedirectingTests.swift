import Loopback
import Testing

@testable import Curl

/// Redirects as a server sends them; the rule alone is in `RedirectTests`.
@Suite struct RedirectingTests {
    private let transport: Transport

    init() throws {
        transport = try Transport()
    }

    @Test func `a redirect is reported where none is permitted`() async throws {
        let server = try RawServer(.redirect(to: "/there"))
        defer { server.stop() }

        let response = try await transport.send(server.request())

        #expect(response.status == 302)
        #expect(response.headers["Location"] == "/there")
        #expect(server.requests.count == 1)
    }

    @Test func `a redirect to a permitted host is followed`() async throws {
        let server = try RawServer { question in
            question.text.hasPrefix("GET /there ")
                ? .answer("found")
                : .redirect(to: "/there")
        }
        defer { server.stop() }
        var request = server.request()
        request.redirectHosts = [server.hostAndPort]

        let response = try await transport.send(request)

        #expect(response.text == "found")
        #expect(response.url == server.url("/there"))
    }

    @Test func `a redirect elsewhere is refused`() async throws {
        let server = try RawServer(
            .redirect(to: "http://c.example/?a=b")
        )
        defer { server.stop() }
        var request = server.request()
        request.redirectHosts = [server.hostAndPort]

        #expect(await transport.failure(of: request) == .redirectRefused("c.example:80"))
    }

    @Test func `a circle of redirects is left`() async throws {
        let server = try RawServer(.redirect(to: "/"))
        defer { server.stop() }
        var request = server.request()
        request.redirectHosts = [server.hostAndPort]
        request.limits.redirects = 3

        #expect(await transport.failure(of: request) == .tooManyRedirects(limit: 3))
        #expect(server.requests.count == 4)
    }

    @Test func `the time limit holds for all redirects together`() async throws {
        let server = try RawServer { question in
            question.text.hasPrefix("GET /slow ")
                ? [.hang] : .redirect(to: "/slow")
        }
        defer { server.stop() }
        var request = server.request()
        request.redirectHosts = [server.hostAndPort]
        request.limits.totalMilliseconds = 200

        #expect(await transport.failure(of: request) == .timedOut)
    }

    @Test func `a secret stays with its host`() async throws {
        let target = try RawServer(.answer("found"))
        defer { target.stop() }
        let location = target.url("/there")
        let server = try RawServer(.redirect(to: location))
        defer { server.stop() }
        var request = server.request()
        request.headers = [
            .init(name: "Authorization", value: "Bearer t0k"),
            .init(name: "X-App-Token", value: "t0k"),
            .init(name: "Accept", value: "application/json"),
        ]
        request.privateHosts.insert(target.hostAndPort)
        request.redirectHosts = [target.hostAndPort]

        #expect(try await transport.send(request).text == "found")

        #expect(server.requests[0].contains("Authorization: Bearer t0k\r\n"))
        #expect(!target.requests[0].contains("t0k"))
        #expect(target.requests[0].contains("Accept: application/json\r\n"))
        // The same handle sends it again to the host it belongs to.
        #expect(try await transport.send(request).text == "found")
        #expect(server.requests[1].contains("Authorization: Bearer t0k\r\n"))
    }

    @Test func `a POST that is redirected becomes a GET`() async throws {
        let server = try RawServer { question in
            question.text.hasPrefix("GET /there ")
                ? .answer("found")
                : .redirect(to: "/there", status: "303 See Other")
        }
        defer { server.stop() }
        var request = server.request()
        request.method = .post(body: [0x61], contentType: "text/plain")
        request.redirectHosts = [server.hostAndPort]

        #expect(try await transport.send(request).text == "found")
        #expect(server.requests[1].contains("Content-") == false)
    }
}
