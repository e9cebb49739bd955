import Directory
import Loopback
import Testing

/// Boards that are asked in steps, and try to lead the later ones elsewhere.
///
/// A look-up makes at most eight requests, reads at most 32 MB, keeps 20 cookies of 4 KB and looks at
/// three entries in detail.
@Suite struct StepsOrdealTests {
    /// A board whose first step gives a token, and whose search and detail are as they should be.
    private static func begins(
        with token: String,
        headers: String = ""
    ) -> @Sendable (RawServer.Question) -> [RawServer.Step] {
        { question in
            question.path == "/begin"
                ? .answer(#"{"token":\#(token)}"#, headers: headers)
                : .answer(question.person?.body() ?? "")
        }
    }

    private static func goesOn(
        _ search: @escaping @Sendable (Licensee) -> String,
        _ detail: @escaping @Sendable (Licensee) -> String = { $0.body() }
    ) -> @Sendable (RawServer.Question) -> [RawServer.Step] {
        { question in
            guard let person = question.person else { return .answer(#"{"token":"abc"}"#) }
            return .answer(question.path.hasPrefix("/licences") ? search(person) : detail(person))
        }
    }

    static let tokens: [Misbehaviour] = [
        Misbehaviour(
            "as it should be",
            .matched,
            "agree",
            effect: .renews,
            form: .steps,
            answer: begins(with: #""abc""#)
        ),
        Misbehaviour("no token", .unparseable, "token", form: .steps, answer: begins(with: "null")),
        Misbehaviour(
            "an empty token",
            .unparseable,
            "token",
            form: .steps,
            answer: begins(with: #""""#)
        ),
        Misbehaviour(
            "a token that is a list",
            .unparseable,
            "token",
            form: .steps,
            answer: begins(with: #"["a"]"#)
        ),
        Misbehaviour(
            "a token that would add a header",
            .unparseable,
            "token",
            form: .steps,
            answer: begins(with: #""a\r\nX-Injected: 1""#)
        ),
        Misbehaviour(
            "a token of 60 KB",
            .unparseable,
            "token",
            form: .steps,
            answer: begins(with: "\"\(String(repeating: "a", count: 60_000))\"")
        ),
        Misbehaviour(
            "a token that would change the path",
            .matched,
            "agree",
            effect: .renews,
            form: .steps,
            answer: begins(with: #""../../admin?delete=all#""#)
        ),
        Misbehaviour(
            "a token that would change the host",
            .matched,
            "agree",
            effect: .renews,
            form: .steps,
            answer: begins(with: #""@elsewhere.example""#)
        ),
        Misbehaviour(
            "a token that no header holds",
            .refused,
            "",
            form: .steps,
            answer: begins(with: "\"\u{E9}\"")
        ),
        Misbehaviour(
            "cookies without end",
            .matched,
            "agree",
            effect: .renews,
            form: .steps,
            answer: begins(
                with: #""abc""#,
                headers: (0..<90).map { "Set-Cookie: c\($0)=\($0)\r\n" }.joined()
            )
        ),
        Misbehaviour(
            "a cookie of 60 KB",
            .matched,
            "agree",
            effect: .renews,
            form: .steps,
            answer: begins(
                with: #""abc""#,
                headers: "Set-Cookie: c=\(String(repeating: "a", count: 60_000))\r\n"
            )
        ),
    ]

    @Test(arguments: tokens)
    func `what a step gives is not believed`(misbehaviour: Misbehaviour) async throws {
        // The first step is the same for all, so nobody is spared.
        try await Ordeal.judge(misbehaviour, sparesBea: false)
    }

    static let details: [Misbehaviour] = [
        Misbehaviour(
            "a detail about somebody else",
            .unparseable,
            "another number",
            form: .steps,
            answer: goesOn({ $0.body() }, { _ in Licensee.bea.body() })
        ),
        Misbehaviour(
            "a detail with another name",
            .mismatched,
            "another name",
            form: .steps,
            answer: goesOn({ $0.body() }, { $0.body(["family": #""Wrong""#]) })
        ),
        Misbehaviour(
            "no detail",
            .unparseable,
            "",
            form: .steps,
            answer: goesOn({ $0.body() }, { _ in #"{"rows":[]}"# })
        ),
        Misbehaviour(
            "details without end",
            .unparseable,
            "entries under one number",
            form: .steps,
            answer: goesOn { person in
                let rows = (0..<19).map { person.row(["key": "\"\($0)\""]) }
                return #"{"rows":[\#(rows.joined(separator: ","))]}"#
            }
        ),
        Misbehaviour(
            "a detail that takes the suspension back",
            .matched,
            "agree",
            effect: .ends,
            form: .steps,
            answer: goesOn({ $0.body() }, { $0.body(["status": #""Suspended""#]) })
        ),
    ]

    @Test(arguments: details)
    func `what the detail says has to be about the entry`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    @Test func `later requests hold nothing that the board smuggled in`() async throws {
        let server = try RawServer { question in
            question.path == "/begin"
                ? .answer(
                    #"{"token":"a/../b?c#d&e"}"#,
                    headers: "Set-Cookie: id=1; Domain=elsewhere.example\r\n"
                        + "Set-Cookie: bad=a\"b\u{1F}\r\n".filter { $0 != "\u{1F}" }
                        + String(
                            repeating: "Set-Cookie: big=\(String(repeating: "a", count: 5000))\r\n",
                            count: 2
                        )
                )
                : .answer(question.person?.body() ?? "")
        }
        defer { server.stop() }
        let board = "127.0.0.1:\(server.port)"
        try await Ordeal.judge(
            Misbehaviour("smuggling", .matched, "agree", effect: .renews, form: .steps) { _ in [] },
            at: board
        )
        let later = server.questions.filter { $0.path != "/begin" }
        #expect(later.count == 6)
        #expect(
            later.allSatisfy {
                $0.path.hasPrefix("/licence") && !$0.path.contains("..") || $0.path.contains("%2F")
            }
        )
        #expect(later.allSatisfy { !$0.text.contains("big=") })
    }
}
