import Directory
import Loopback
import Testing

/// Boards that answer with delimited text and with pages, and do it wrong.
@Suite struct TableTests {
    private static func csv(
        _ text: @escaping @Sendable (Licensee) -> String,
        type: String = "text/csv"
    ) -> @Sendable (RawServer.Question) -> [RawServer.Step] {
        { question in .answer(question.person.map(text) ?? "", type: type) }
    }

    private static let large = String(repeating: "a", count: 2 << 20)

    private static func one(_ licensee: Licensee) -> String {
        BoardForm.csv([BoardForm.cells(licensee)])
    }

    // MARK: - Delimited text

    static let delimited: [Misbehaviour] = [
        Misbehaviour(
            "as it should be",
            .matched,
            "agree",
            effect: .renews,
            form: .csv,
            answer: csv(one)
        ),
        Misbehaviour("nothing", .unparseable, "empty", form: .csv, answer: csv { _ in "" }),
        Misbehaviour(
            "only a newline",
            .unparseable,
            "no head",
            form: .csv,
            answer: csv { _ in "\r\n" }
        ),
        Misbehaviour(
            "a head alone",
            .absent,
            "no such entry",
            form: .csv,
            answer: csv { _ in BoardForm.csv([]) }
        ),
        Misbehaviour(
            "half a head",
            .unparseable,
            "shape",
            form: .csv,
            answer: csv { _ in "number,given,fam" }
        ),
        Misbehaviour(
            "cut inside a quoted cell",
            .unparseable,
            "ends inside",
            form: .csv,
            answer: csv {
                one($0).replacing("Steady", with: "\"Steady").replacing("Newcomer", with: "\"New")
            }
        ),
        Misbehaviour(
            "cut inside a row",
            .unparseable,
            "cells",
            form: .csv,
            answer: csv { "\(one($0).dropLast(25))" }
        ),
        Misbehaviour(
            "a renamed column",
            .unparseable,
            "shape",
            form: .csv,
            answer: csv { one($0).replacing("status", with: "licence_status") }
        ),
        Misbehaviour(
            "swapped heads",
            .unparseable,
            "another number",
            form: .csv,
            answer: csv { one($0).replacing("number,given", with: "given,number") }
        ),
        Misbehaviour(
            "two columns of one name",
            .unparseable,
            "Two columns have one name",
            form: .csv,
            answer: csv { one($0).replacing("given,", with: "status,") }
        ),
        Misbehaviour(
            "a zero byte",
            .unparseable,
            "is not utf-8",
            form: .csv,
            answer: csv { one($0).replacing("Active", with: "Act\0ive") }
        ),
        Misbehaviour(
            "another charset than it says",
            .unparseable,
            "is not utf-8",
            form: .csv
        ) { question in
            let text = one(question.person ?? .ann).replacing("Acupuncturist", with: "caf\u{E9}")
            return .answer(text.unicodeScalars.map { UInt8($0.value) }, type: "text/csv")
        },
        Misbehaviour("UTF-16", .unparseable, "UTF-16", form: .csv) { question in
            let text = one(question.person ?? .ann)
            return .answer(
                [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
                type: "text/csv"
            )
        },
        Misbehaviour(
            "a row of 2 MB",
            .unparseable,
            "longer than",
            form: .csv,
            settings: "max_bytes: 33554432",
            answer: csv {
                one($0).replacing("Active", with: large)
            }
        ),
        Misbehaviour(
            "200,000 rows",
            .unparseable,
            "more than 5000 rows",
            form: .csv,
            settings: "max_bytes: 33554432",
            answer: csv { _ in
                BoardForm.csv([]) + String(repeating: ",,,,,,\r\n", count: 200_000)
            }
        ),
        Misbehaviour(
            "a million columns",
            .unparseable,
            "",
            form: .csv,
            settings: "max_bytes: 33554432",
            answer: csv { one($0) + String(repeating: ",", count: 1_000_000) }
        ),
        Misbehaviour(
            "a page that says it is delimited text",
            .unparseable,
            "",
            form: .csv,
            answer: csv { _ in "<html><body>Please log in, or wait, thank you</body></html>\n" }
        ),
        Misbehaviour(
            "a part of the list, unasked",
            .unparseable,
            "206",
            form: .csv
        ) { _ in
            .answer(BoardForm.csv([]), status: "206 Partial Content", type: "text/csv")
        },
    ]

    @Test(arguments: delimited)
    func `delimited text is held to its form`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Pages

    private static func page(
        _ text: @escaping @Sendable (Licensee) -> String
    ) -> @Sendable (RawServer.Question) -> [RawServer.Step] {
        { question in .answer(question.person.map(text) ?? "", type: "text/html; charset=utf-8") }
    }

    private static func table(_ licensee: Licensee) -> String {
        BoardForm.page([BoardForm.cells(licensee)])
    }

    static let pages: [Misbehaviour] = [
        Misbehaviour(
            "as it should be",
            .matched,
            "agree",
            effect: .renews,
            form: .page,
            answer: page(table)
        ),
        Misbehaviour(
            "another page",
            .unparseable,
            "shape",
            form: .page,
            answer: page { _ in "<p>We are down for maintenance</p>" }
        ),
        Misbehaviour(
            "a hidden row of somebody better",
            .matched,
            "agree",
            effect: .ends,
            form: .page,
            answer: page {
                BoardForm.page([BoardForm.cells($0, ["status": "Suspended"])])
                    + "<div hidden>\(table($0))</div><!--\(table($0))-->"
            }
        ),
        Misbehaviour(
            "a row with cells missing",
            .unparseable,
            "cells",
            form: .page,
            answer: page { table($0).replacing("<td>Active</td>", with: "") }
        ),
        Misbehaviour(
            "tags without end",
            .unparseable,
            "",
            form: .page,
            settings: "max_bytes: 4194304",
            answer: page { _ in String(repeating: "<table><tr><td>", count: 50_000) }
        ),
        Misbehaviour(
            "paragraphs without end in one cell",
            .unparseable,
            "",
            form: .page,
            settings: "max_bytes: 4194304",
            answer: page {
                let words = String(
                    repeating: "<p>\(String(repeating: "a", count: 20))",
                    count: 49_000
                )
                return table($0).replacing("Active", with: words)
            }
        ),
        Misbehaviour(
            "a tag that does not close",
            .unparseable,
            "",
            form: .page,
            answer: page { "<a href=\"" + table($0) }
        ),
        Misbehaviour(
            "a page in UTF-16",
            .unparseable,
            "",
            form: .page
        ) { question in
            .answer(
                [0xFF, 0xFE]
                    + table(question.person ?? .ann).utf16.flatMap {
                        [UInt8($0 & 0xFF), UInt8($0 >> 8)]
                    },
                type: "text/html"
            )
        },
    ]

    @Test(arguments: pages)
    func `a page is read as it is seen`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }
}
