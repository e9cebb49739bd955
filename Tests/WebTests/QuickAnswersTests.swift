import Directory
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import Testing
@testable import Web

@Suite struct QuickAnswersTests {
    private static let search = "/v1/practitioners?near=\(Sample.seattle)"

    @Test(arguments: [search, search + "&sort=distance&limit=1", "/v1/practitioners"])
    func `a search is answered at once, as the routes answer it`(target: String) async throws {
        let site = try await SampleSite()
        let connection = try Connection(site)
        try connection.ask(target)

        let answer = try connection.answer()
        #expect(try connection.handedOn() == nil)
        try await site.test { client in
            let routed = try await client.get(target)
            #expect(answer.head.status == routed.status)
            #expect(answer.body == routed.body)
            // The server adds the date behind the routes.
            let fields = answer.head.headerFields.filter { $0.name != .date }
            #expect(Array(fields) == Array(routed.headers))
        }
    }

    @Test func `an answer says when it was given`() async throws {
        let connection = try Connection(try await SampleSite())
        try connection.ask(Self.search)
        let date = try #require(try connection.answer().head.headerFields[.date])
        #expect(date.hasSuffix(" GMT") && date.utf8.count == 29)
    }

    @Test func `what the client has is not sent again`() async throws {
        let connection = try Connection(try await SampleSite())
        try connection.ask(Self.search)
        let tag = try #require(try connection.answer().head.headerFields[.eTag])
        try connection.ask(Self.search, [.ifNoneMatch: tag])

        let again = try connection.answer()
        #expect(again.head.status == .notModified)
        #expect(again.body.readableBytes == 0)
        #expect(again.head.headerFields[.eTag] == tag)
    }

    // Each is the routes' affair.
    @Test(arguments: [
        // Other addresses, and this one written otherwise.
        "/", "/v1/practitioners/ALICE", "/v1/practitionersx", "/v1%2Fpractitioners",
        // What has to be waited for.
        "/v1/practitioners?vetted=false",
        // What gets a problem.
        "/v1/practitioners?limit=0", "/v1/practitioners?colour=red",
        "/v1/practitioners?" + String(repeating: "a", count: 9000),
    ])
    func `everything else is handed on`(target: String) async throws {
        let connection = try Connection(try await SampleSite())
        try connection.ask(target)
        #expect(try connection.handedOn() == target)
        #expect(try connection.isSilent())
    }

    @Test(arguments: [HTTPRequest.Method.head, .post, .options])
    func `another method is handed on`(method: HTTPRequest.Method) async throws {
        let connection = try Connection(try await SampleSite())
        try connection.ask(Self.search, method: method)
        #expect(try connection.handedOn() == Self.search)
        #expect(try connection.isSilent())
    }

    @Test func `a directory that is still being read is the routes' affair`() async throws {
        let site = try await SampleSite()
        let unread = try WebServer(
            database: site.database,
            configuration: WebConfiguration(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            clock: { SampleSite.now }
        )
        let connection = try Connection(unread)
        try connection.ask(Self.search)
        #expect(try connection.handedOn() == Self.search)
    }

    @Test func `what comes behind a request that the routes answer waits its turn`() async throws {
        let connection = try Connection(try await SampleSite())
        try connection.ask("/healthz")
        try connection.ask(Self.search)
        #expect(try connection.handedOn() == "/healthz")
        #expect(try connection.handedOn() == Self.search)
        #expect(try connection.isSilent())

        try connection.routesAnswer()
        try connection.ask(Self.search)
        #expect(try connection.handedOn() == Self.search)
        try connection.routesAnswer()
        try connection.routesAnswer()
        for _ in 0..<3 { _ = try connection.answer(of: .noContent) }

        try connection.ask(Self.search)
        #expect(try connection.answer().head.status == .ok)
        #expect(try connection.handedOn() == nil)
    }

    @Test func `nothing more is answered behind a request to close`() async throws {
        let connection = try Connection(try await SampleSite())
        try connection.ask(Self.search, [.connection: "close"])
        #expect(try connection.handedOn() == Self.search)
        try connection.routesAnswer()
        _ = try connection.answer(of: .noContent)

        try connection.ask(Self.search)
        #expect(try connection.isSilent())
    }

    @Test func `a connection that is kept alive is answered`() async throws {
        let connection = try Connection(try await SampleSite())
        try connection.ask(Self.search, [.connection: "Keep-Alive"])
        #expect(try connection.answer().head.status == .ok)
    }

    @Test(arguments: [HTTPField.Name.contentLength, .transferEncoding, .expect, .upgrade])
    func `a request that brings more than a head is handed on`(name: HTTPField.Name) async throws {
        let connection = try Connection(try await SampleSite())
        try connection.ask(Self.search, [name: "1"])
        #expect(try connection.handedOn() == Self.search)
    }

    @Test func `a client that does not read is not answered at once`() async throws {
        let connection = try Connection(try await SampleSite())
        connection.channel.isWritable = false
        try connection.ask(Self.search)
        #expect(try connection.handedOn() == Self.search)
        #expect(try connection.isSilent())
    }

    @Test func `whoever asks too often is told at once, and when to ask again`() async throws {
        let site = try await SampleSite(requestsPerMinute: 2)
        let connection = try Connection(site)
        for remaining in [1, 0] {
            try connection.ask(Self.search)
            let head = try connection.answer(of: .ok).head
            #expect(head.headerFields[.rateLimitPolicy] == "\"address\";q=2;w=60")
            let standing = try #require(head.headerFields[.rateLimit])
            #expect(standing.hasPrefix("\"address\";r=\(remaining);"))
        }
        try connection.ask(Self.search)
        let refused = try connection.answer(of: .tooManyRequests)
        #expect(refused.head.headerFields[.retryAfter] == "30")
        #expect(refused.head.headerFields[.rateLimit] == "\"address\";r=0;t=30")
        #expect(refused.head.headerFields[.contentType] == "application/problem+json")
        #expect(refused.head.headerFields[.contentLength] == "\(refused.body.readableBytes)")
        #expect(try connection.handedOn() == nil)

        try Connection(site, from: "192.0.2.1").ask(Self.search)
        site.clock.pass(30)
        try connection.ask(Self.search)
        _ = try connection.answer(of: .ok)
    }

    @Test func `what the routes are going to answer is not counted twice`() async throws {
        let connection = try Connection(try await SampleSite(requestsPerMinute: 1))
        for _ in 0..<5 {
            try connection.ask("/v1/practitioners?vetted=false")
            #expect(try connection.handedOn() != nil)
            try connection.routesAnswer()
            _ = try connection.answer(of: .noContent)
        }
        try connection.ask(Self.search)
        _ = try connection.answer(of: .ok)
    }

    @Test(arguments: [
        (HTTPParserError.headerOverflow, HTTPResponse.Status.requestHeaderFieldsTooLarge),
        (.invalidMethod, .badRequest), (.invalidHeaderToken, .badRequest),
    ])
    func `what cannot be read gets a problem, and nothing after it`(
        error: HTTPParserError,
        status: HTTPResponse.Status
    ) async throws {
        let connection = try Connection(try await SampleSite())
        connection.channel.pipeline.fireErrorCaught(error)
        let answer = try connection.answer(of: status)
        #expect(answer.head.headerFields[.connection] == "close")
        #expect(answer.head.headerFields[.contentType] == "application/problem+json")
        #expect(String(buffer: answer.body).contains("\"status\":\(status.code)"))
        try connection.channel.throwIfErrorCaught()
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (1_795_000_000, "Wed, 18 Nov 2026 11:06:40 GMT"),
    ])
    func `a moment is written as HTTP does`(seconds: Int64, expected: String) {
        #expect(Instant(secondsSince1970: seconds).httpDate == expected)
    }
}

/// One connection without a network, seen from both its ends.
private struct Connection {
    let channel: EmbeddedChannel

    init(_ site: SampleSite, from address: String = "127.0.0.1") throws {
        try self.init(site.server, from: address)
    }

    init(_ server: WebServer, from address: String = "127.0.0.1") throws {
        channel = EmbeddedChannel(handler: QuickAnswers(SearchController(site: server.site)))
        channel.remoteAddress = try SocketAddress(ipAddress: address, port: 1)
        try channel.connect(to: SocketAddress(ipAddress: address, port: 1)).wait()
    }

    func ask(
        _ target: String,
        _ fields: HTTPFields = [:],
        method: HTTPRequest.Method = .get
    ) throws {
        let request = HTTPRequest(
            method: method,
            scheme: "http",
            authority: "example.org",
            path: target,
            headerFields: fields
        )
        try channel.writeInbound(HTTPRequestPart.head(request))
        try channel.writeInbound(HTTPRequestPart.end(nil))
    }

    /// The target of the next request that the routes got.
    func handedOn() throws -> String? {
        guard case .head(let request) = try channel.readInbound(as: HTTPRequestPart.self) else {
            return nil
        }
        guard case .end = try channel.readInbound(as: HTTPRequestPart.self) else { return nil }
        return request.path
    }

    /// Has the routes answer one request.
    func routesAnswer() throws {
        channel.write(HTTPResponsePart.head(HTTPResponse(status: .noContent)), promise: nil)
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    /// Whether nothing was sent.
    func isSilent() throws -> Bool {
        try channel.readOutbound(as: HTTPResponsePart.self) == nil
    }

    /// The next answer that was sent.
    func answer(
        of status: HTTPResponse.Status? = nil
    ) throws -> (head: HTTPResponse, body: ByteBuffer) {
        guard case .head(let head) = try channel.readOutbound(as: HTTPResponsePart.self) else {
            throw Silence()
        }
        if let status { #expect(head.status == status) }
        var body = ByteBuffer()
        while let part = try channel.readOutbound(as: HTTPResponsePart.self) {
            switch part {
            case .body(let bytes): body.writeImmutableBuffer(bytes)
            case .end: return (head, body)
            case .head: throw Silence()
            }
        }
        throw Silence()
    }

    struct Silence: Error {}
}
