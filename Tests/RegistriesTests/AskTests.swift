import Curl
import Directory
import Loopback
import Testing

@testable import Registries

@Suite struct AskTests {
    private static let now = Instant(secondsSince1970: 1_795_435_200)

    private func registry(port: UInt16) throws -> Registry {
        let text = plainDescription.replacing(
            "base_url: https://board.example.org/api",
            with:
                "base_url: http://127.0.0.1:\(port)/api\nprivate_hosts: 127.0.0.1:\(port)\ntimeout: 5000"
        )
        return try Registry(yaml: text)
    }

    @Test func `a registry is asked over HTTP and its answer read`() async throws {
        let body = #"{"rows":[{"no":"A-1","family":"Steady","given":"Ann","status":"Good"}]}"#
        let server = try RawServer(.answer(body))
        defer { server.stop() }
        let registry = try registry(port: server.port)
        let reply = await registry.ask(.steady, over: try Transport(), at: Self.now)

        #expect(reply.answer.verdict(on: .steady).outcome == .matched)
        #expect(reply.status == 200)
        #expect(reply.question == "GET http://127.0.0.1:\(server.port)/api/licences?number=A-1")
        let asked = try #require(server.questions.first?.text)
        #expect(asked.hasPrefix("GET /api/licences?number=A-1 HTTP/1.1\r\n"))
        #expect(asked.contains("\r\nAccept: application/json\r\n"))
        #expect(
            asked.contains("\r\nUser-Agent: Meridian (verifies licences of acupuncturists)\r\n")
        )
    }

    @Test func `a connection that breaks is silence`() async throws {
        let server = try RawServer(.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"))
        defer { server.stop() }
        let reply = try await registry(port: server.port)
            .ask(.steady, over: try Transport(), at: Self.now)

        #expect(
            reply.answer
                == .silence(.unreachable, reason: TransferError.cutShort.description)
        )
        #expect(reply.sha256 == nil)
    }

    @Test func `the steps of a look-up are asked one after the other, with their cookies`()
        async throws
    {
        let body = #"{"rows":[{"no":"A-1","family":"Steady","given":"Ann","status":"Good"}]}"#
        let cookie = "Set-Cookie: sid=s1; HttpOnly\r\n"
        let server = try RawServer { question in
            question.path == "/shell"
                ? .answer("<p>hello</p>", type: "text/html", headers: cookie) : .answer(body)
        }
        defer { server.stop() }
        let text = plainDescription.replacing("kind: query", with: "kind: steps\ninterval: 0")
            .replacing(
                "base_url: https://board.example.org/api",
                with:
                    "base_url: http://127.0.0.1:\(server.port)\nprivate_hosts: 127.0.0.1:\(server.port)"
            )
            .replacing(
                "\nrequest:\n  path: /licences\n  query:\n    number: \"{number|upper}\"\nanswer:\n",
                with: """

                    prepare:
                      request: {path: /shell}
                      answer: {format: html, outcomes: [{outcome: found}]}
                    search:
                     request: {path: /licences, query: {number: "{number}"}}
                     answer:

                    """
            )
        let registry = try Registry(yaml: text)
        let reply = await registry.ask(.steady, over: try Transport(), at: Self.now)
        let asked = server.questions.map(\.text)

        #expect(reply.verdict.outcome == .matched)
        #expect(asked.count == 2)
        #expect(asked.first?.hasPrefix("GET /shell HTTP/1.1\r\n") == true)
        #expect(asked.first?.contains("Cookie:") == false)
        #expect(asked.last?.contains("\r\nCookie: sid=s1\r\n") == true)
    }

    @Test func `a number that cannot be asked for is refused without asking`() async throws {
        let nobody = Claimant(number: "", names: [])
        let reply = try await registry(port: 9).ask(nobody, over: try Transport(), at: Self.now)

        guard case .silence(.refused, _) = reply.answer else {
            Issue.record("\(reply.answer)")
            return
        }
        #expect(reply.status == nil)
    }
}
