import Directory
import Loopback
import Testing

/// What goes wrong before an answer's body is read.
///
/// Time is bound by `timeout` (here one second where it is to run out, else five), memory by
/// `max_bytes` (64 KB, counted as it is unpacked) and the transport's 64 KB and 100 lines of
/// headers.
@Suite struct WireTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

    /// Two megabytes of nothing in thirteen kilobytes.
    private static let bomb = Gzip.zeros(atLeast: 2 << 20)

    private static func packed(_ body: [UInt8], as coding: String) -> [RawServer.Step] {
        let head = "\(head)Content-Encoding: \(coding)\r\nContent-Length: \(body.count)\r\n\r\n"
        return [.send(head), .send(body)]
    }

    private static func chunked(_ chunks: String) -> [RawServer.Step] {
        [.send("\(head)Transfer-Encoding: chunked\r\n\r\n\(chunks)"), .close]
    }

    private static func half(_ question: RawServer.Question) -> String {
        let body = question.person?.body() ?? ""
        return "\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body.prefix(40))"
    }

    private static func length(_ length: String, _ question: RawServer.Question) -> String {
        "\(head)\(length)\r\n\(question.person?.body() ?? "")"
    }

    @Test func `a board that behaves renews everybody`() async throws {
        try await Ordeal.judge(
            Misbehaviour("none", .matched, "agree", effect: .renews) { question in
                .answer(question.person?.body() ?? "")
            }
        )
    }

    // MARK: - Time

    static let slow: [Misbehaviour] = [
        Misbehaviour("nothing at all", .unreachable, "too long", settings: soon) { _ in [.hang] },
        Misbehaviour("half a header", .unreachable, "too long", settings: soon) { _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Le"), .hang]
        },
        Misbehaviour("a slow header", .unreachable, "too long", settings: soon) { _ in
            [.send("\(head)X-A: "), .drip(0x61, milliseconds: 20)]
        },
        Misbehaviour("half a body", .unreachable, "too long", settings: soon) { question in
            [.send(half(question)), .hang]
        },
        Misbehaviour("a slow body", .unreachable, "too long", settings: soon) { _ in
            [
                .send("\(head)Content-Length: 60000\r\n\r\n{\"rows\":["),
                .drip(0x20, milliseconds: 20),
            ]
        },
        Misbehaviour("a slow chunk", .unreachable, "too long", settings: soon) { _ in
            [.send("\(head)Transfer-Encoding: chunked\r\n\r\n"), .drip(0x31, milliseconds: 200)]
        },
    ]

    // At once, so that all of them wait the same second.
    private static let soon = "timeout: 1000\nconcurrency: 3"

    @Test(arguments: slow)
    func `what is slow is given up`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Size

    static let large: [Misbehaviour] = [
        Misbehaviour("a body without end", .unparseable, "larger than the 65536 bytes") { _ in
            [.send("\(head)\r\n"), .repeatForever(.init(repeating: 0x20, count: 10_000))]
        },
        Misbehaviour("a length beyond reason", .unparseable, "larger than the 65536 bytes") { _ in
            [.send("\(head)Content-Length: 999999999999\r\n\r\n"), .hang]
        },
        Misbehaviour("a length past all numbers", .unparseable, "larger than the 65536 bytes") {
            _ in
            [.send("\(head)Content-Length: 99999999999999999999999\r\n\r\n"), .hang]
        },
        Misbehaviour("chunks without end", .unparseable, "larger than the 65536 bytes") { _ in
            [
                .send("\(head)Transfer-Encoding: chunked\r\n\r\n"),
                .repeatForever(Array("4\r\n    \r\n".utf8)),
            ]
        },
        Misbehaviour("a gzip bomb", .unparseable, "larger than the 65536 bytes") { _ in
            packed(bomb, as: "gzip")
        },
        Misbehaviour("a gzip bomb in transfer", .unparseable, "larger than the 65536 bytes") { _ in
            [
                .send("\(head)Transfer-Encoding: gzip\r\n\r\n"),
                .send(bomb),
            ]
        },
        Misbehaviour("gzip in gzip in gzip", .unparseable, "not valid HTTP") { _ in
            packed(
                Gzip.zeros(atLeast: 1 << 20),
                as: Array(repeating: "gzip", count: 50).joined(separator: ", ")
            )
        },
        Misbehaviour("a header line without end", .unparseable, "headers are larger") { _ in
            [.send("\(head)X-A: "), .repeatForever(.init(repeating: 0x61, count: 1000))]
        },
        Misbehaviour("headers without end", .unparseable, "headers are larger") { _ in
            [.send(head), .repeatForever(Array("X-A: 1\r\n".utf8))]
        },
        Misbehaviour("more headers than are read", .unparseable, "headers are larger") { question in
            .answer(
                question.person?.body() ?? "",
                headers: String(repeating: "Set-Cookie: a=b\r\n", count: 120)
            )
        },
        Misbehaviour("interim answers without end", .unparseable, "headers are larger") { _ in
            [.repeatForever(Array("HTTP/1.1 103 Early Hints\r\n\r\n".utf8))]
        },
        Misbehaviour("trailers without end", .unparseable, "headers are larger") { _ in
            [
                .send("\(head)Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"),
                .repeatForever(Array("X-A: 1\r\n".utf8)),
            ]
        },
    ]

    @Test(arguments: large)
    func `what is large is cut off`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Breaking off

    static let broken: [Misbehaviour] = [
        Misbehaviour("closed without a word", .unreachable, "broke") { _ in [.close] },
        Misbehaviour("reset without a word", .unreachable, "broke") { _ in [.reset] },
        Misbehaviour("reset in the header", .unreachable, "broke") { _ in [.send(head), .reset] },
        Misbehaviour("reset in the body", .unreachable, "broke") { question in
            [.send(half(question)), .reset]
        },
        Misbehaviour("closed in the body", .unreachable, "broke") { question in
            [.send(half(question)), .close]
        },
        Misbehaviour("a length that is too long", .unreachable, "broke") { question in
            .raw(length("Content-Length: 5000\r\n", question))
        },
        // What is left over must not be taken for the next answer either.
        Misbehaviour("a length that is too short", .unparseable, "ends early") { question in
            [.send(length("Content-Length: 40\r\n", question))]
        },
        Misbehaviour("closed in a chunk", .unreachable, "broke") { _ in chunked("40\r\n{\"rows\"")
        },
        Misbehaviour("chunks without their end", .unreachable, "broke") { question in
            let body = question.person?.body() ?? ""
            return chunked("\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n")
        },
        Misbehaviour("packed and cut short", .unparseable, "") { question in
            let whole = Gzip.stored(Array((question.person?.body() ?? "").utf8))
            return packed(Array(whole.dropLast(60)), as: "gzip")
        },
    ]

    @Test(arguments: broken)
    func `what breaks off is no answer`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Not HTTP

    static let malformed: [Misbehaviour] = [
        Misbehaviour("no status line", .unparseable, "not valid HTTP") { question in
            .raw(question.person?.body() ?? "")
        },
        Misbehaviour("a status line without a status", .unparseable, "not valid HTTP") { question in
            .raw("HTTP/1.1 OK\r\n\r\n\(question.person?.body() ?? "")")
        },
        Misbehaviour("a status of two digits", .unparseable, "not valid HTTP") { _ in
            .raw("HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n")
        },
        Misbehaviour("a status below all", .unparseable, "not valid HTTP") { _ in
            .raw("HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n")
        },
        Misbehaviour("another protocol", .unparseable, "not valid HTTP") { _ in
            .raw("SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n")
        },
        Misbehaviour("two lengths", .unparseable, "not valid HTTP") { question in
            .raw(length("Content-Length: 20\r\nContent-Length: 40\r\n", question))
        },
        Misbehaviour("two lengths in one", .unparseable, "not valid HTTP") { question in
            .raw(length("Content-Length: 20, 40\r\n", question))
        },
        Misbehaviour("a length and chunks", .unparseable, "not valid HTTP") { question in
            let body = question.person?.body() ?? ""
            return .raw(
                "\(head)Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
            )
        },
        Misbehaviour("a length below zero", .unparseable, "not valid HTTP") { question in
            .raw(length("Content-Length: -1\r\n", question))
        },
        Misbehaviour("a length with a sign", .unparseable, "not valid HTTP") { question in
            .raw(length("Content-Length: +40\r\n", question))
        },
        Misbehaviour("a zero byte in a header", .unparseable, "not valid HTTP") { question in
            .raw(length("X-A: \0\r\n", question))
        },
        Misbehaviour("a folded header", .unparseable, "not valid HTTP") { question in
            .raw(length("X-A: 1\r\n Content-Length: 5\r\n", question))
        },
        Misbehaviour("a header without a colon", .unparseable, "not valid HTTP") { question in
            .raw(length("X-A\r\n", question))
        },
        Misbehaviour("chunks of no number", .unreachable, "broke") { _ in
            chunked("zz\r\n{}\r\n0\r\n\r\n")
        },
        Misbehaviour("a chunk past all numbers", .unreachable, "broke") { _ in
            chunked("ffffffffffffffffff\r\n{}\r\n0\r\n\r\n")
        },
        Misbehaviour("a coding nobody asked for", .unparseable, "not valid HTTP") { _ in
            packed([0x28, 0xB5, 0x2F, 0xFD], as: "zstd")
        },
        Misbehaviour("not packed as it says", .unparseable, "not valid HTTP") { question in
            packed(Array((question.person?.body() ?? "").utf8), as: "gzip")
        },
        Misbehaviour("packed with a wrong checksum", .unparseable, "not valid HTTP") { question in
            var bytes = Gzip.stored(Array((question.person?.body() ?? "").utf8))
            bytes[bytes.count - 6] ^= 0xFF
            return packed(bytes, as: "gzip")
        },
    ]

    @Test(arguments: malformed)
    func `what is not valid HTTP is no answer`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Statuses

    static let statuses: [Misbehaviour] = [
        Misbehaviour("a good body under 500", .unreachable, "status 500") { question in
            .answer(question.person?.body() ?? "", status: "500 Internal Server Error")
        },
        Misbehaviour("a good body under 503", .unreachable, "status 503") { question in
            .answer(question.person?.body() ?? "", status: "503 Service Unavailable")
        },
        Misbehaviour("nobody under 502", .unreachable, "status 502") { _ in
            .answer(#"{"rows":[]}"#, status: "502 Bad Gateway")
        },
        Misbehaviour("a good body under 404", .refused, "status 404") { question in
            .answer(question.person?.body() ?? "", status: "404 Not Found")
        },
        Misbehaviour("nobody under 400", .refused, "status 400") { _ in
            .answer(#"{"rows":[]}"#, status: "400 Bad Request")
        },
        Misbehaviour("a status beyond all", .refused, "status 999") { question in
            .answer(question.person?.body() ?? "", status: "999 No")
        },
        Misbehaviour("no content", .unparseable, "status 204") { _ in
            [.send("HTTP/1.1 204 No Content\r\n\r\n")]
        },
        Misbehaviour("not modified, though nothing was compared", .unparseable, "status 304") { _ in
            [.send("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n")]
        },
        Misbehaviour("accepted, to be done later", .unparseable, "status 202") { _ in
            .answer(#"{"rows":[]}"#, status: "202 Accepted")
        },
        Misbehaviour("a part that nobody asked for", .unparseable, "status 206") { question in
            .answer(
                question.person?.body() ?? "",
                status: "206 Partial Content",
                headers: "Content-Range: bytes 0-9/900\r\n"
            )
        },
        Misbehaviour("another protocol, unasked", .refused, "status 101") { question in
            .raw(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"
                    + (question.person?.body() ?? "")
            )
        },
        Misbehaviour("a choice of several", .blocked, "status 300") { question in
            .answer(question.person?.body() ?? "", status: "300 Multiple Choices")
        },
        Misbehaviour("not for us", .blocked, "status 451", settings: "pause: 1") { question in
            .answer(
                question.person?.body() ?? "",
                status: "451 Unavailable For Legal Reasons",
                headers: "Retry-After: 0\r\n"
            )
        },
        Misbehaviour("HTTP/1.0 as it was", .matched, "agree", effect: .renews) { question in
            .raw(
                "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"
                    + (question.person?.body() ?? "")
            )
        },
        Misbehaviour("HTTP/1.0 cut short", .unparseable, "ends early") { question in
            .raw(
                "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"
                    + (question.person?.body().dropLast() ?? "")
            )
        },
    ]

    @Test(arguments: statuses)
    func `a status counts as much as the body`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Between answers

    @Test func `an answer that nobody asked for is not taken for the next`() async throws {
        // Behind each answer comes one about the next licensee, that she has lost her licence.
        try await Ordeal.judge(
            Misbehaviour("two answers", .matched, "agree", effect: .renews) { question in
                let next = RawServer.Step.revoked(.bea) + RawServer.Step.revoked(.ann)
                // In one piece: what comes after the next question is out is an answer to it.
                return .answer(question.person?.body() ?? "").map { step in
                    if case .send(let answer) = step { .send(answer + next) } else { step }
                }
            }
        )
    }
}

extension RawServer.Step {
    /// The bytes of an answer by which somebody's licence is revoked.
    fileprivate static func revoked(_ licensee: Licensee) -> [UInt8] {
        let body = licensee.body(["status": #""Revoked""#])
        return Array(
            """
            HTTP/1.1 200 OK\r
            Content-Type: application/json\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """.utf8
        )
    }
}
