import Directory
import Loopback
import Registries
import Storage
import Testing
import Verification

/// Boards that want to be left alone, or fail again and again.
///
/// A pause of up to 60 seconds is waited out, a longer one ends the sweep of that board; so do ten
/// questions in a row without an answer. What was claimed and not asked is due at once again.
@Suite struct StormTests {
    private static func refusal(
        _ status: String,
        _ retryAfter: String?
    ) -> @Sendable (RawServer.Question) -> [RawServer.Step] {
        { question in
            .answer(
                question.person?.body() ?? "",
                status: status,
                headers: retryAfter.map { "Retry-After: \($0)\r\n" } ?? ""
            )
        }
    }

    // MARK: - Short pauses

    static let short: [Misbehaviour] = [
        Misbehaviour(
            "throttled, without a pause",
            .throttled,
            "status 429",
            answer: refusal("429 Too Many Requests", "0")
        ),
        // What makes no sense is not obeyed: the described pause holds, of a second here.
        Misbehaviour(
            "a pause below zero",
            .throttled,
            "status 429",
            answer: refusal("429 Too Many Requests", "-5")
        ),
        Misbehaviour(
            "a pause in words",
            .throttled,
            "status 429",
            answer: refusal("429 Too Many Requests", "a while")
        ),
        Misbehaviour(
            "a pause as an exponent",
            .throttled,
            "status 429",
            answer: refusal("429 Too Many Requests", "1e9")
        ),
        Misbehaviour(
            "a pause until the past",
            .throttled,
            "status 429",
            answer: refusal("429 Too Many Requests", "Sun, 06 Nov 1994 08:49:37 GMT")
        ),
        Misbehaviour(
            "a pause after a good answer",
            .matched,
            "agree",
            effect: .renews,
            answer: refusal("200 OK", "31536000")
        ),
        Misbehaviour(
            "a failing server",
            .unreachable,
            "status 503",
            answer: refusal("503 Service Unavailable", nil)
        ),
    ]

    @Test(arguments: short)
    func `a pause that makes sense is waited out, another not`(
        misbehaviour: Misbehaviour
    ) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Long ones

    @Test(arguments: [
        // A year, more than there are numbers for, a date far off; under 429, 403 and 503.
        ("429 Too Many Requests", "31536000"),
        ("429 Too Many Requests", "99999999999999999999999"),
        ("429 Too Many Requests", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("429 Too Many Requests", "61"),
        ("403 Forbidden", "31536000"),
        ("503 Service Unavailable", "31536000"),
    ])
    func `a long pause ends that board's sweep and nothing else`(
        status: String,
        retryAfter: String
    ) async throws {
        let server = try RawServer(Self.refusal(status, retryAfter))
        defer { server.stop() }
        let (sweeps, findings) = try await Self.sweep(at: server)

        #expect(server.questions.count == 1)
        let sweep = try #require(sweeps.first { $0.registry.text == "hostile-board" })
        #expect(sweep.stopReason?.contains("left alone") ?? false)
        // At most a day, whatever was asked for.
        #expect(retryAfter == "61" || sweep.stopReason?.contains("86400") ?? false)
        #expect(findings.count { $0.isDue } == 2)
    }

    // MARK: - Storms

    @Test(arguments: [
        "429 Too Many Requests", "500 Internal Server Error", "502 Bad Gateway",
        "503 Service Unavailable",
    ])
    func `a storm ends that board's sweep and nothing else`(status: String) async throws {
        let server = try RawServer(Self.refusal(status, "0"))
        defer { server.stop() }
        let (sweeps, findings) = try await Self.sweep(at: server, crowd: 50)

        #expect(server.questions.count == Self.silencesThatOpen)
        let sweep = try #require(sweeps.first { $0.registry.text == "hostile-board" })
        #expect(sweep.stopReason?.contains("got no answer") ?? false)
        #expect(sweep.tally.unanswered == Self.silencesThatOpen)
        #expect(findings.allSatisfy { !($0.outcome?.isAnswer ?? false) || $0.isVetted })
    }

    @Test func `a storm of resets ends that board's sweep and nothing else`() async throws {
        let server = try RawServer { _ in [.reset] }
        defer { server.stop() }
        let (sweeps, _) = try await Self.sweep(at: server, crowd: 50)

        #expect(server.questions.count == Self.silencesThatOpen)
        #expect(sweeps.contains { $0.stopReason?.contains("got no answer") ?? false })
    }

    /// As `Pace` has it.
    private static let silencesThatOpen = 10

    /// A sweep over Ann, Bea, Cas and a crowd at a board that answers nobody.
    ///
    /// - Returns: What came of it, and how Ann, Bea and Cas stand; nobody's trust has moved.
    private static func sweep(
        at server: RawServer,
        crowd: Int = 0
    ) async throws -> (sweeps: [RegistrySweep], findings: [Ordeal.Finding]) {
        let steady = try RawServer.wellBehaved()
        defer { steady.stop() }
        let ordeal = try await Ordeal()
        defer { ordeal.remove() }
        let registries = try ordeal.registries(
            at: "127.0.0.1:\(server.port)",
            steadyPort: steady.port
        )
        try await ordeal.vetAnn(at: registries)
        let people = try (0..<crowd).map { number in
            try Licensee(number: "ZX-9\(number)", given: "Gil", family: "Crowd").record()
        }
        _ = try await ordeal.database.apply(people, at: Ordeal.before)

        let sweeps = try await ordeal.sweep(registries)

        var findings: [Ordeal.Finding] = []
        for licensee in [Licensee.ann, .bea, .cas] {
            findings.append(try await ordeal.finding(about: licensee))
        }
        #expect(findings[0].goodUntil == Ordeal.kept)
        #expect(findings[0].isVetted)
        #expect(findings[1...].allSatisfy { $0.goodUntil == nil })
        // What was not asked was given back, and is due.
        let due = try await ordeal.database.dueCounts(at: Ordeal.now).values.reduce(0, +)
        let asked = sweeps.filter { $0.registry.text == "hostile-board" }.map(\.tally.checked)
        #expect(due == 3 + crowd - asked.reduce(0, +))
        let dan = try await ordeal.finding(about: .dan)
        #expect(dan.goodUntil == Ordeal.renewed)
        return (sweeps, findings)
    }
}
