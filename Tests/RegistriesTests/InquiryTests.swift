import Curl
import Directory
import Testing

@testable import Registries

@Suite struct InquiryTests {
    private static let now = Instant(secondsSince1970: 1_795_435_200)
    private static let found = ReceivedAnswer.json(
        #"{"rows":[{"no":"A-1","family":"Steady","given":"Ann","status":"Good"}]}"#
    )

    private func reply(_ inquiry: Inquiry) throws -> RegistryReply {
        guard case .reply(let reply) = inquiry.next else { throw Registry.NothingIsDecided() }
        return reply
    }

    @Test func `what comes after the reply changes nothing`() throws {
        var inquiry = try Registry(yaml: plainDescription).inquiry(about: .steady)
        inquiry.take(Self.found, at: Self.now)
        inquiry.take(.failure(.timedOut), at: Self.now)
        inquiry.take(.json("[]"), at: Self.now)

        #expect(try reply(inquiry).verdict.outcome == .matched)
        #expect(inquiry.answered == 1)
    }

    @Test func `a spelling after a failure is not tried, and the failure is no absence`() throws {
        let text = plainDescription + "numbers: [\"{number}\", \"X{number}\", \"Y{number}\"]\n"
        var inquiry = try Registry(yaml: text).inquiry(about: .steady)
        inquiry.take(.json(#"{"rows":[]}"#), at: Self.now)
        inquiry.take(.failure(.timedOut), at: Self.now)
        let reply = try reply(inquiry)

        #expect(reply.verdict.outcome == .unreachable)
        #expect(reply.sha256 == nil)
        #expect(
            reply.question.hasSuffix(
                "?number=A-1, then GET https://board.example.org/api/licences?number=XA-1"
            )
        )
    }

    @Test func `the hash of several answers is taken over all of them`() throws {
        let text = plainDescription + "numbers: [\"{number}\", \"X{number}\"]\n"
        let registry = try Registry(yaml: text)
        let none = ReceivedAnswer.json(#"{"rows":[]}"#)
        let twice = try registry.reply(about: .steady, to: [none, none], at: Self.now)
        let once = try Registry(yaml: plainDescription).reply(
            about: .steady,
            to: [.json(#"{"rows":[]}{"rows":[]}"#)],
            at: Self.now
        )

        #expect(twice.verdict.outcome == .absent)
        #expect(twice.sha256 == once.sha256)
        #expect(twice.evidence == Array(#"{"rows":[]}"#.utf8))
    }

    @Test func `a registry that is off answers only what was saved`() throws {
        let text = plainDescription + "enabled: no\noff_reason: in doubt\n"
        let registry = try Registry(yaml: text)

        #expect(registry.offReason == "in doubt")
        guard case .reply(let refused) = registry.inquiry(about: .steady).next else {
            Issue.record("it would be asked")
            return
        }
        #expect(refused.verdict.reason == "The registry is off: in doubt.")
        #expect(
            try registry.reply(about: .steady, to: [Self.found], at: Self.now).verdict.outcome
                == .matched
        )
    }

    @Test func `the trace shows what was asked, answered, extracted, decided and why`() throws {
        let registry = try Registry(yaml: plainDescription)
        let lines = try #require(
            try registry.reply(about: .steady, to: [Self.found], at: Self.now, isTraced: true)
                .trace
        ).lines

        #expect(
            lines == [
                "1. search", "   asked     GET https://board.example.org/api/licences?number=A-1",
                "   answered  HTTP 200, application/json, 71 bytes, 0 ms",
                "   rule      outcomes, number 1", "   row       kept: the number asked for",
                "     number: A-1", "     family: Steady", "     given: Ann", "     status: Good",
                "     → standing: active",
                "   decided   matched: Number, name and licence type agree.",
            ]
        )
    }
}
