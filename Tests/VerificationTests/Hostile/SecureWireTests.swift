import Directory
import Foundation
import Loopback
import Testing

/// What goes wrong with TLS, and with HTTP/2 inside it.
///
/// Time is bound by `connect_timeout` and `timeout`; a request that a closing connection swallowed
/// is repeated at most three times by the transport, beside libcurl's own five.
@Suite struct SecureWireTests {
    private static func answer(_ licensee: Licensee) -> String {
        let body = licensee.body()
        return """
            HTTP/1.1 200 OK\r
            Content-Type: application/json\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """
    }

    private func judge(
        _ server: SecureServer,
        _ outcome: Outcome,
        _ reason: String,
        effect: Misbehaviour.Effect = .none,
        settings: String = ""
    ) async throws {
        let authority = try Certificates.shared.get().authority
        try await Ordeal.judge(
            Misbehaviour(
                "TLS",
                outcome,
                reason,
                effect: effect,
                settings: "authorities: \(authority)\n\(settings)"
            ) { _ in [] },
            at: server.hostAndPort,
            scheme: "https",
            sparesBea: false
        )
    }

    // MARK: - Certificates

    @Test func `a board with a good certificate is asked`() async throws {
        let server = try SecureServer("good", answer: Self.answer)
        defer { server.stop() }
        try await judge(server, .matched, "agree", effect: .renews)
    }

    @Test(arguments: [
        "expired", "other-host", "self-signed", "unknown", "clients-only", "by-a-board",
    ])
    func `a certificate that proves nothing is refused`(certificate: String) async throws {
        let server = try SecureServer(certificate, answer: Self.answer)
        defer { server.stop() }
        try await judge(server, .unreachable, "certificate could not be verified")
    }

    @Test func `an authority that nobody named is not trusted`() async throws {
        let server = try SecureServer("good", answer: Self.answer)
        defer { server.stop() }
        // The description names none: the system's count.
        try await Ordeal.judge(
            Misbehaviour("TLS", .unreachable, "certificate could not be verified") { _ in [] },
            at: server.hostAndPort,
            scheme: "https",
            sparesBea: false
        )
    }

    // MARK: - Agreeing

    @Test func `an old TLS is refused`() async throws {
        let server = try SecureServer(
            "good",
            options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
            answer: Self.answer
        )
        defer { server.stop() }
        try await judge(server, .unreachable, "No secure connection")
    }

    @Test func `a board that speaks plainly is not asked`() async throws {
        let server = try RawServer { _ in .answer(Licensee.ann.body()) }
        defer { server.stop() }
        try await Ordeal.judge(
            Misbehaviour("TLS", .unreachable, "", settings: "connect_timeout: 500") { _ in [] },
            at: "127.0.0.1:\(server.port)",
            scheme: "https",
            sparesBea: false
        )
        #expect(server.questions.isEmpty)
    }

    @Test func `from https to http is not followed`() async throws {
        let plain = try RawServer.wellBehaved()
        defer { plain.stop() }
        let server = try SecureServer("good") { licensee in
            """
            HTTP/1.1 302 Found\r
            Location: http://127.0.0.1:\(plain.port)/licences?number=\(licensee.number)\r
            Content-Length: 0\r
            \r

            """
        }
        defer { server.stop() }
        try await judge(
            server,
            .unreachable,
            "redirected to http://",
            settings: "redirect_hosts: [\"127.0.0.1:\(plain.port)\"]"
        )
        #expect(plain.connections == 0)
    }

    @Test func `what breaks off inside TLS is no answer`() async throws {
        let server = try SecureServer("good") { licensee in
            Self.answer(licensee).replacing("Content-Length: ", with: "Content-Length: 9")
        }
        defer { server.stop() }
        try await judge(server, .unreachable, "broke")
    }

    // MARK: - HTTP/2

    private func judgeFrames(
        _ outcome: Outcome,
        _ reason: String,
        settings: String = "",
        isRepeated: Bool = false,
        _ frames: @escaping @Sendable (UInt32) -> [UInt8]
    ) async throws {
        let server = try SecureServer("good") { (frames($0), isRepeated) }
        defer { server.stop() }
        try await judge(server, outcome, reason, settings: settings)
    }

    private static let nobody = #"{"rows":[]}"#

    @Test func `HTTP/2 that behaves is understood`() async throws {
        try await judgeFrames(.absent, "no such entry") { stream in
            Frame.headers(stream) + Frame.data(stream, Self.nobody, isLast: true)
        }
    }

    @Test(arguments: [UInt32(0), 2, 11])
    func `a GOAWAY in place of an answer is no answer`(code: UInt32) async throws {
        try await judgeFrames(.unreachable, "") { _ in Frame.goAway(last: 0, code: code) }
    }

    @Test func `a GOAWAY within an answer, and nothing more, is no answer`() async throws {
        try await judgeFrames(.unreachable, "", settings: "timeout: 500") { stream in
            Frame.headers(stream) + Frame.data(stream, #"{"rows":"#, isLast: false)
                + Frame.goAway(last: stream, code: 2)
        }
    }

    @Test func `a GOAWAY behind an answer takes nothing from it`() async throws {
        try await judgeFrames(.absent, "no such entry") { stream in
            Frame.headers(stream) + Frame.data(stream, Self.nobody, isLast: true)
                + Frame.goAway(last: stream)
        }
    }

    @Test func `a stream that is reset is no answer`() async throws {
        try await judgeFrames(.unreachable, "broke") { stream in
            Frame.headers(stream) + Frame.data(stream, Self.nobody, isLast: false)
                + Frame.reset(stream, code: 2)
        }
    }

    @Test func `a stream that does not end is given up`() async throws {
        try await judgeFrames(.unreachable, "too long", settings: "timeout: 500") { stream in
            Frame.headers(stream) + Frame.data(stream, Self.nobody, isLast: false)
        }
    }

    @Test func `a frame larger than any may be is no answer`() async throws {
        try await judgeFrames(.unreachable, "", settings: "timeout: 500") { stream in
            [0xFF, 0xFF, 0xFF, Frame.dataType, 0] + Frame.big(stream)
                + Array(repeating: 0x20, count: 20_000)
        }
    }

    @Test func `bytes that are no frames are no answer`() async throws {
        try await judgeFrames(.unreachable, "", settings: "timeout: 500") { _ in
            Array("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"rows\":[]}".utf8)
        }
    }

    @Test func `headers that unpack to more than is read are cut off`() async throws {
        // One header of 3 KB is learnt, then named 200 times by a byte each: 600 KB.
        let learnt: [UInt8] =
            [0x40, 1, UInt8(ascii: "x"), 0x7F, 0xB9, 0x16] + Array(repeating: 0x61, count: 3000)
        // nghttp2 reads no more than 64 KB, and ends the stream.
        try await judgeFrames(.unreachable, "broke") { stream in
            Frame.headers(stream, also: learnt + Array(repeating: 0xBE, count: 200))
        }
    }

    @Test func `headers that go on without end are given up`() async throws {
        try await judgeFrames(.unreachable, "", settings: "timeout: 500") { stream in
            let more = Frame.frame(9, stream: stream, [0x00, 1, 0x78, 1, 0x61])
            return Frame.headers(stream, isWhole: false)
                + Array(repeating: more, count: 20_000).joined()
        }
    }

    @Test func `a flood of pings is given up`() async throws {
        try await judgeFrames(.unreachable, "", settings: "timeout: 500", isRepeated: true) { _ in
            Frame.frame(6, Array(repeating: 0, count: 8))
        }
    }
}
