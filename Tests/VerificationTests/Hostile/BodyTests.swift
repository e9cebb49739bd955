import Directory
import Loopback
import Testing

/// Bodies that are not the JSON that was described, under a status and headers that promise it.
///
/// Memory is bound by `max_bytes` (64 KB unless a case raises it) and the reader's own limits: 64
/// levels, 1000 bytes a field, `limit` rows.
@Suite struct BodyTests {
    private static func page(_ words: String, type: String = "text/html") -> [RawServer.Step] {
        .answer(
            "<html><body><p>\(words)</p></body></html>",
            type: type,
            headers: "Retry-After: 0\r\n"
        )
    }

    private static func answer(
        _ change: @escaping @Sendable (String) -> String
    ) -> @Sendable (RawServer.Question) -> [RawServer.Step] {
        { question in .answer(change(question.person?.body() ?? "")) }
    }

    // MARK: - Pages

    static let pages: [Misbehaviour] = [
        Misbehaviour("a captcha", .blocked, "described as blocked") { _ in
            page("Please solve this CAPTCHA to go on")
        },
        Misbehaviour("a log-in page", .blocked, "described as blocked") { _ in
            page("Please log in with your account")
        },
        Misbehaviour("a maintenance page", .unreachable, "a page where data") { _ in
            page("We are down for maintenance until Monday")
        },
        Misbehaviour("a maintenance page that says JSON", .unparseable, "not strict JSON") { _ in
            page("We are down for maintenance", type: "application/json")
        },
        Misbehaviour("a captcha that says JSON", .unparseable, "not strict JSON") { _ in
            page("Please solve this captcha", type: "application/json; charset=utf-8")
        },
        Misbehaviour("a wrong content type", .unparseable, "text/plain") { question in
            .answer(question.person?.body() ?? "", type: "text/plain")
        },
        Misbehaviour("no content type", .unparseable, "no content type") { question in
            .answer(question.person?.body() ?? "", type: nil)
        },
        Misbehaviour("a content type of 60 KB", .unparseable, "not as described") { question in
            .answer(
                question.person?.body() ?? "",
                type: "application/json" + String(repeating: "x", count: 60_000)
            )
        },
        Misbehaviour("two content types", .unreachable, "a page where data") { question in
            .answer(
                question.person?.body() ?? "",
                type: "text/html",
                headers: "Content-Type: application/json\r\n"
            )
        },
    ]

    @Test(arguments: pages)
    func `a page is no answer`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Not strict JSON

    static let broken: [Misbehaviour] = [
        Misbehaviour("nothing", .unparseable, "empty") { _ in .answer("") },
        Misbehaviour("blanks", .unparseable, "nothing stands there") { _ in .answer(" \n\t ") },
        Misbehaviour(
            "cut short",
            .unparseable,
            "ends early",
            answer: answer { "\($0.dropLast())" }
        ),
        Misbehaviour(
            "two documents",
            .unparseable,
            "more follows",
            answer: answer { #"{"rows":[]}"# + $0 }
        ),
        Misbehaviour("a doubled key", .unparseable, "one key stands twice") { question in
            .answer(question.person?.body(["status": #""Revoked","status":"Active""#]) ?? "")
        },
        Misbehaviour("a doubled key, once escaped", .unparseable, "one key stands twice") {
            .answer($0.person?.body(["status": #""Revoked","st\u0061tus":"Active""#]) ?? "")
        },
        Misbehaviour("doubled rows", .unparseable, "one key stands twice") { question in
            .answer(#"{"rows":[],"rows":[\#(question.person?.row() ?? "")]}"#)
        },
        Misbehaviour(
            "nested without end",
            .unparseable,
            "nested deeper than 64",
            answer: answer { _ in String(repeating: "[", count: 60_000) }
        ),
        Misbehaviour("a deep field", .unparseable, "nested deeper than 64") { question in
            let deep =
                String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
            return .answer(question.person?.body(["note": deep]) ?? "")
        },
        Misbehaviour("a zero byte", .unparseable, "zero byte") { question in
            .answer(question.person?.body(["status": "\"Act\0ive\""]) ?? "")
        },
        Misbehaviour("an escaped zero byte", .unparseable, "zero byte") { question in
            .answer(question.person?.body(["status": #""Active\u0000""#]) ?? "")
        },
        Misbehaviour("zero bytes behind", .unparseable, "", answer: answer { $0 + "\0\0\0" }),
        Misbehaviour("UTF-16 with its mark", .unparseable, "UTF-16") { question in
            .answer(
                [0xFF, 0xFE]
                    + (question.person?.body() ?? "").utf16.flatMap {
                        [UInt8($0 & 0xFF), UInt8($0 >> 8)]
                    }
            )
        },
        Misbehaviour("UTF-16 without", .unparseable, "UTF-16") { question in
            .answer((question.person?.body() ?? "").utf16.flatMap { [UInt8($0 >> 8), UInt8($0)] })
        },
        Misbehaviour("another charset", .unparseable, "not valid UTF-8") { question in
            .answer(
                (question.person?.body(["note": "\"caf\u{E9}\""]) ?? "").unicodeScalars
                    .map { UInt8($0.value) },
                type: "application/json; charset=iso-8859-1"
            )
        },
        Misbehaviour("an overlong form", .unparseable, "not valid UTF-8") { question in
            let body = Array((question.person?.body(["note": #""@""#]) ?? "").utf8)
            return .answer(body.flatMap { $0 == UInt8(ascii: "@") ? [0xC1, 0x80] : [$0] })
        },
        Misbehaviour("half a character", .unparseable, "surrogate") { question in
            .answer(question.person?.body(["note": #""\ud800""#]) ?? "")
        },
        Misbehaviour("a comma too many", .unparseable, "not strict JSON") { question in
            .answer(#"{"rows":[\#(question.person?.row() ?? ""),]}"#)
        },
        Misbehaviour("no number", .unparseable, "not strict JSON") { question in
            .answer(question.person?.body(["note": "NaN"]) ?? "")
        },
        Misbehaviour("a comment", .unparseable, "not strict JSON", answer: answer { "/* */\($0)" }),
        Misbehaviour(
            "behind a guard against scripts",
            .unparseable,
            "not strict JSON",
            answer: answer { ")]}'\n\($0)" }
        ),
        // Such answers are whole, and the mark says nothing else than what they are.
        Misbehaviour(
            "a byte order mark",
            .matched,
            "agree",
            effect: .renews,
            answer: answer { "\u{FEFF}\($0)" }
        ),
    ]

    @Test(arguments: broken)
    func `what is not strict JSON is no answer`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Another shape

    static let shapes: [Misbehaviour] = [
        Misbehaviour("null", .unparseable, "shape") { _ in .answer("null") },
        Misbehaviour("a word", .unparseable, "shape") { _ in .answer(#""ok""#) },
        Misbehaviour("an empty object", .unparseable, "shape") { _ in .answer("{}") },
        Misbehaviour("an empty list", .unparseable, "shape") { _ in .answer("[]") },
        Misbehaviour("no rows but null", .unparseable, "shape") { _ in .answer(#"{"rows":null}"#) },
        Misbehaviour("no rows but a text", .unparseable, "shape") { _ in .answer(#"{"rows":""}"#) },
        Misbehaviour("rows as an object", .unparseable, "") { question in
            .answer(#"{"rows":{"0":\#(question.person?.row() ?? "")}}"#)
        },
        Misbehaviour("a row that is null", .unparseable, "A row is not an object") { _ in
            .answer(#"{"rows":[null]}"#)
        },
        Misbehaviour("a row among nulls", .unparseable, "A row is not an object") { question in
            .answer(#"{"rows":[\#(question.person?.row() ?? ""),null]}"#)
        },
        Misbehaviour("an error under 200", .unparseable, "shape") { _ in
            .answer(#"{"error":"database is down","rowCount":0}"#)
        },
        Misbehaviour("a renamed column", .unparseable, "no status") { question in
            .answer(
                question.person?.body(["status": nil, "licence_status": #""Active""#]) ?? ""
            )
        },
        Misbehaviour("a column in other capitals", .unparseable, "no status") { question in
            .answer(question.person?.body(["status": nil, "Status": #""Active""#]) ?? "")
        },
        Misbehaviour("a status that is true", .unrecognised, "looked at", effect: .ends) {
            .answer($0.person?.body(["status": "true"]) ?? "")
        },
        Misbehaviour("a status that is a list", .unparseable, "a list or an object") { question in
            .answer(question.person?.body(["status": #"["Active"]"#]) ?? "")
        },
        Misbehaviour("a status that is an object", .unparseable, "a list or an object") {
            .answer($0.person?.body(["status": #"{"value":"Active"}"#]) ?? "")
        },
        Misbehaviour("a control character in a name", .unparseable, "control character") {
            .answer($0.person?.body(["family": #""Stea\u001bdy""#]) ?? "")
        },
        Misbehaviour("a wrong date", .unparseable, "in none of the formats") { question in
            .answer(question.person?.body(["expires": #""30/06/2027""#]) ?? "")
        },
        Misbehaviour("a day that is not", .unparseable, "in none of the formats") { question in
            .answer(question.person?.body(["expires": #""2027-02-30""#]) ?? "")
        },
        Misbehaviour("a field of 10 MB", .unparseable, "longer than 1000", settings: roomy) {
            .answer(
                $0.person?.body(["family": "\"\(String(repeating: "a", count: 10 << 20))\""]) ?? ""
            )
        },
        Misbehaviour("200,000 rows", .unparseable, "at most 1000", settings: roomy) { question in
            let row = #"{"number":"\#(question.number)"}"#
            let rows = Array(repeating: row, count: 200_000)
            return .answer(#"{"rows":[\#(rows.joined(separator: ","))]}"#)
        },
        Misbehaviour("200,000 keys", .unparseable, "", settings: roomy) { _ in
            let keys = (0..<200_000).map { "\"\($0)\":0" }
            return .answer("{\(keys.joined(separator: ","))}")
        },
        Misbehaviour(
            "200,000 rows where lists are cut unsaid",
            .unparseable,
            "at most 1000",
            form: .capped,
            settings: roomy
        ) { question in
            let row = #"{"number":"\#(question.number)"}"#
            let rows = Array(repeating: row, count: 200_000)
            return .answer(#"{"rows":[\#(rows.joined(separator: ","))]}"#)
        },
        Misbehaviour(
            "a thousand people under one number",
            .unparseable,
            "entries under one number",
            form: .capped,
            settings: roomy
        ) { question in
            let rows = (0..<1000).map { number in
                let letters = String(number).map {
                    ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"][$0.wholeNumberValue ?? 0]
                }
                return question.person?.row(["family": "\"\(letters.joined())\""]) ?? ""
            }
            return .answer(#"{"rows":[\#(rows.joined(separator: ","))]}"#)
        },
        Misbehaviour("as many rows as are asked for", .unparseable, "The list was cut") {
            question in
            let rows = Array(repeating: question.person?.row() ?? "", count: 20)
            return .answer(#"{"rows":[\#(rows.joined(separator: ","))]}"#)
        },
    ]

    private static let roomy = "max_bytes: 33554432"

    @Test(arguments: shapes)
    func `another shape is no answer`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }
}
