import Testing

@testable import Registries

@Suite struct PatternTests {
    @Test(
        arguments: [
            ("abc", "xabcx", "abc"), ("a.c", "a\nc abc", "abc"), ("a*", "aaab", "aaa"),
            ("a+?", "aaab", "a"), ("a{2,3}", "aaaa", "aaa"), ("a{2}", "a aa", "aa"),
            ("x?y", "xy", "xy"), ("ab|cd|e", "xcd", "cd"), ("(?:ab)+", "ababa", "abab"),
            ("[A-C0-9]+", "xB2C", "B2C"), ("[^\"]+", "\"in\"", "in"), ("\\d{3}", "ab123", "123"),
            ("\\bcat\\b", "concat cat", "cat"), ("^a", "ba", nil), ("a$", "ab", nil),
            ("[]a]+", "x]a]", "]a]"), ("\\.", "a.b", "."), ("é+", "caféé", "éé"),
            // The leftmost counts, then the earlier alternative.
            ("b|ab", "ab", "ab"), ("a|ab", "ab", "a"),
            // A repetition of repetitions, of jumps, and of nothing.
            ("(?:a|bc){2,3}d", "abcad", "abcad"), ("(?:x(?:a|b)*){2}", "xabx", "xabx"),
            ("(a){0}(b)", "ab", "b"),
            // Groups joined.
            ("^([^(]+)", "Sample, Nora (T8127)", "Sample, Nora "),
            ("^(?:[A-Z]+\\.)?([A-Z]{2})\\.?([0-9]{6,8})", "ARNP.AP.60949950-CNM", "AP60949950"),
            (
                "id=\"querySID\"[^>]*value=\"([0-9]{1,12})\"",
                "<input id=\"querySID\" value=\"17\">", "17"
            ),
        ] as [(String, String, String?)]
    )
    func `an expression finds the first match`(
        expression: String,
        text: String,
        found: String?
    ) throws {
        #expect(try Pattern(expression).extracted(from: text) == found)
    }

    @Test func `a repetition of a repetition is as large as it says`() throws {
        // Each level read once: else twenty of them are read a million times.
        var expression = "a"
        for _ in 0..<18 { expression = "(?:\(expression){1})" }
        #expect(try Pattern(expression).extracted(from: "ba") == "a")
    }

    @Test func `a group that stands zero times is one all the same`() throws {
        #expect(try Pattern("(a){0}(b)").firstMatch(in: "ab") == ["b", nil, "b"])
    }

    @Test func `capitals do not count where that is asked`() throws {
        #expect(try Pattern("no [a-f]+", ignoresCase: true).extracted(from: "NO FADE") == "NO FADE")
        #expect(try Pattern("no", ignoresCase: false).extracted(from: "NO") == nil)
    }

    @Test(arguments: [
        "", "(a", "a)", "[a", "*a", "a{3,2}", "a{999}", "\\q", "(?=a)", "[z-a]", "a\\",
        "(a{100}){100}", String(repeating: "(", count: 30),
    ])
    func `what is no expression, or too large, is refused`(expression: String) {
        #expect(throws: Pattern.ParseError.self) { try Pattern(expression) }
    }

    @Test func `what takes others for ever takes no longer than the text`() throws {
        let text = String(repeating: "a", count: 10_000) + "b"
        for expression in ["(a*)*c", "(a|a)*c", "(a+)+$", "(?:a?){50}c"] {
            _ = try? Pattern(expression).firstMatch(in: text)
        }
        #expect(throws: Drift.self) {
            try Pattern("(?:a?){200}(?:a?){200}c").firstMatch(in: text)
        }
    }
}
