import Curl
import Directory
import Testing

@testable import Registries

/// What a description of several steps can say, beyond what the shipped ones do.
@Suite struct StepsTests {
    private static let now = Instant(secondsSince1970: 1_795_435_200)

    /// A session, a form and a page, as a medical board has them.
    private static let board = """
        id: test-board
        kind: steps
        role: licence
        name: Board of Tests
        jurisdiction: CA-ON
        completeness: full_history
        time_zone: America/Toronto
        public_page: https://board.example.org/search
        base_url: https://board.example.org
        interval: 0
        prepare:
          - request: {path: /options}
            answer:
              format: json
              outcomes: [{outcome: found, exists: /s}]
            capture:
              s: {pointer: /s}
              session: {cookie: ASP.NET_SessionId}
              etag: {header: ETag, match: '"([a-z]+)"'}
        search:
          request:
            method: POST
            path: /search
            headers: {Referer: "https://board.example.org/{captured.etag}"}
            json: '{{"licenseNumber":"{number|json}","s":"{captured.s|json}","page":{limit}}}'
          answer:
            format: json
            limit: 20
            rows: /people
            wrapped: /value
            fields: {number: /number, family: /last, given: /first, source_key: /entity}
            outcomes:
              - {outcome: refused, equals: {/Message: ""}}
              - {outcome: found, exists: /people/0}
              - {outcome: none, equals: {/total: "0"}}
        detail:
          request: {path: "/detail/{row.source_key}"}
          answer:
            format: html
            fields:
              number: MD License
              status: Current Status
              expires: Expires
              first_issued: Originally Issued
            dates: {formats: MM/DD/YYYY}
            conditions: {from: Board Actions, none: None on file}
            outcomes: [{outcome: found, exists: Current Status}]
        standings: {Active: active}

        """

    private static let options = ReceivedAnswer.answer(
        #"{"s":"zof2","optionList":[]}"#,
        "application/json",
        headers: [
            .init(name: "Set-Cookie", value: "ASP.NET_SessionId=zof2; path=/; HttpOnly"),
            .init(name: "Set-Cookie", value: "gone=; Max-Age=0"),
            .init(name: "ETag", value: "\"abc\""),
        ]
    )
    private static let people = ReceivedAnswer.json(
        #"{"total":1,"people":[{"number":{"label":"No","value":"A-1"},"last":{"value":"Steady"},"first":{"value":"Ann"},"entity":77}]}"#
    )
    private static func page(_ status: String, _ actions: String = "None on file") -> ReceivedAnswer
    {
        .html(
            """
            <div>Steady, Ann, MD</div><div>MD License: A-1</div><div>Originally Issued: 04/28/2020</div>
            <div>Current Status: \(status)</div><div>Expires: 12/31/2027</div>
            <h3>Board Actions</h3><p>\(actions)</p>
            """
        )
    }

    private func verdict(_ answers: [ReceivedAnswer], _ text: String = board) throws -> Verdict {
        try Registry(yaml: text).reply(about: .steady, to: answers, at: Self.now).verdict
    }

    @Test func `values and cookies go from step to step`() throws {
        var inquiry = try Registry(yaml: Self.board).inquiry(about: .steady)
        inquiry.take(Self.options, at: Self.now)
        guard case .request(let search) = inquiry.next,
            case .post(let body, let type) = search.method
        else {
            Issue.record("nothing is posted")
            return
        }
        inquiry.take(Self.people, at: Self.now)
        guard case .request(let detail) = inquiry.next else {
            Issue.record("no detail is asked for")
            return
        }

        #expect(type == "application/json")
        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"licenseNumber":"A-1","s":"zof2","page":20}"#
        )
        #expect(search.headers.contains(.init(name: "Cookie", value: "ASP.NET_SessionId=zof2")))
        #expect(
            search.headers.contains(.init(name: "Referer", value: "https://board.example.org/abc"))
        )
        #expect(detail.url == "https://board.example.org/detail/77")
        #expect(detail.method == .get)
        #expect(
            detail.headers.filter { $0.name == "Accept" }.map(\.value) == [
                "text/html, application/xhtml+xml"
            ]
        )
    }

    @Test(
        arguments: [
            (page("Active"), Outcome.matched, Standing.active),
            (page("Active", "Letter of concern, 2024"), .matched, .activeRestricted),
            (page("Telemedicine Active"), .unrecognised, nil),
            (.html("<p>Session expired</p>"), .unparseable, nil),
            (.html("<p>MD License: A-2</p><p>Current Status: Active</p>"), .unparseable, nil),
            (
                .html("<p>Current Status: Active</p><p>Current Status: Lapsed</p>"), .unparseable,
                nil
            ),
            (page("Active").under(500), .unreachable, nil),
        ] as [(ReceivedAnswer, Outcome, Standing?)]
    )
    func `a detail page is read by its labels`(
        page: ReceivedAnswer,
        outcome: Outcome,
        standing: Standing?
    ) throws {
        let found = try verdict([Self.options, Self.people, page])

        #expect(found.outcome == outcome)
        #expect(found.entry?.standing == standing)
    }

    @Test func `a refusal under 200 and an answer of nobody are told apart`() throws {
        #expect(try verdict([Self.options, .json(#"{"Message":""}"#)]).outcome == .refused)
        #expect(try verdict([Self.options, .json(#"{"total":0}"#)]).outcome == .absent)
    }

    @Test func `a number is kept inside its JSON`() throws {
        let claimant = Claimant(number: "A\",\"x\":\"1", names: [])
        var inquiry = try Registry(yaml: Self.board).inquiry(about: claimant)
        inquiry.take(Self.options, at: Self.now)
        guard case .request(let search) = inquiry.next, case .post(let body, _) = search.method
        else {
            Issue.record("nothing is posted")
            return
        }
        #expect(String(decoding: body, as: UTF8.self).contains(#""A\",\"x\":\"1""#))
    }

    @Test func `several entries under one number are looked at one by one`() throws {
        let person = #"{"number":"A-1","last":"Steady","first":"Ann","entity":"E"}"#
        let two = ReceivedAnswer.json(#"{"people":[\#(person),\#(person)]}"#)
        let many = ReceivedAnswer.json(
            #"{"people":[\#(Array(repeating: person, count: 4).joined(separator: ","))]}"#
        )

        #expect(
            try verdict([Self.options, two, Self.page("Active"), Self.page("Active")]).outcome
                == .matched
        )
        #expect(try verdict([Self.options, many]).outcome == .unparseable)
    }

    @Test func `data that stands in a page's script is read as JSON`() throws {
        let text = Self.board.replacing(
            """
                format: html
                fields:
                  number: MD License
                  status: Current Status
                  expires: Expires
                  first_issued: Originally Issued
                dates: {formats: MM/DD/YYYY}
                conditions: {from: Board Actions, none: None on file}
                outcomes: [{outcome: found, exists: Current Status}]
            """,
            with: """
                    format: html_json
                    literal: "fwkParseStringTemplate("
                    rows: ""
                    fields: {number: /rn, status: /pr, expires: /ex}
                    dates: {formats: [epoch_ms, "Mon D, YYYY"]}
                    outcomes: [{outcome: found, exists: /rn}]
                """
        )
        try #require(text != Self.board)
        let page = ReceivedAnswer.html(
            #"<script>fwkParseStringTemplate('#tpl {x}', {"rn":"A-1","pr":"Active","ex":1830297600000});</script>"#
        )
        let found = try verdict([Self.options, Self.people, page], text)

        #expect(found.outcome == .matched)
        #expect(found.entry?.expiresOn == CalendarDate(iso: "2027-12-31"))
    }

    @Test func `rows of delimited text and of a page's table are rows`() throws {
        let csv =
            plainDescription
            .replacing(
                "  format: json\n",
                with: "  format: csv\n  delimiter: \"|\"\n  quoted: no\n"
            )
            .replacing("  rows: /rows\n", with: "")
            .replacing("[/surname, /family]", with: "Surname").replacing("/given", with: "Given")
            .replacing("number: /no", with: "number: No").replacing("/status", with: "Status")
            .replacing("/until", with: "Until").replacing(
                "      exists: /rows/0",
                with: "      exists: No"
            )
            .replacing("      empty: /rows", with: "      empty: \"\"")
            .replacing(
                "    - outcome: found\n      exists: No\n    - outcome: none\n      empty: \"\"",
                with:
                    "    - outcome: none\n      empty: \"\"\n    - outcome: found\n      exists: No"
            )
        let table = csv.replacing(
            "format: csv",
            with: "format: html\n  rows: {columns: [No, Status]}"
        )
        .replacing("  delimiter: \"|\"\n  quoted: no\n", with: "")
        let head = "Surname|Given|No|Status|Until\n"
        let text = ReceivedAnswer.answer(
            head + "Steady|Ann \"A\"|A-1|Good|2027-01-31\n",
            "text/csv"
        )
        let page = ReceivedAnswer.html(
            "<table><tr><th>No<th>Surname<th>Given<th>Status<th>Until<tr><td>A-1<td>Steady<td>Ann<td>Good<td></table>"
        )

        #expect(try verdict([text], csv).entry?.expiresOn == CalendarDate(iso: "2027-01-31"))
        #expect(try verdict([.answer(head, "text/csv")], csv).outcome == .absent)
        #expect(try verdict([.answer(head + "a|b\n", "text/csv")], csv).outcome == .unparseable)
        // A column that was renamed is not one that is empty.
        let renamed = "Surname|Given|No|Status|Valid until\nSteady|Ann|A-1|Good|2027-01-31\n"
        #expect(try verdict([.answer(renamed, "text/csv")], csv).outcome == .unparseable)
        // Nor is an error in plain words a list of nobody.
        #expect(
            try verdict([.answer("Error: no data today\n", "text/csv")], csv).outcome
                == .unparseable
        )
        #expect(try verdict([page], table).entry?.standing == .active)
        #expect(try verdict([.html("<p>none</p>")], table).outcome == .unparseable)
    }

    @Test(arguments: [
        (
            "{captured.s|json}", "{captured.t|json}",
            #"no step before captures "t"; did you mean "s"?"#
        ),
        ("{captured.s|json}", "{row.x|json}", "{row.…} has a meaning in the detail's request only"),
        ("{number|json}", "{number}", "{number} stands in JSON; its last transform has to be json"),
        (
            #""page":{limit}}}"#, #""page":{limit}"#,
            "filled in, this is not JSON: it ends early (byte 37)"
        ),
        (
            "method: POST", "method: GET",
            "a body is sent by POST only; \"method: POST\" would be right"
        ),
        ("kind: steps", "kind: query", "prepare has no meaning for the kind query"),
        ("s: {pointer: /s}", "s: {}", "pointer, header, cookie or match would be right here"),
        ("match: '\"([a-z]+)\"'", "match: '([a-z'", #""([a-z" is wrong; a [ is not closed"#),
        (
            "exists: Current Status}", "exists: Current Status}, {outcome: none, empty: x}",
            "only the answer that lists people can say that there is none"
        ),
        (
            "{outcome: found, exists: /s}]",
            "{outcome: found, exists: /s}]\n      fields: {number: /x}",
            "this step has no rows of the register; capture would be right"
        ),
        (
            "role: licence", "role: licence\nenabled: no",
            "what is off has an off_reason; a sentence would be right"
        ),
        (
            "interval: 0", "match: {number_scope: shared}",
            "a number that several licence types share names nobody; types would be right"
        ),
        (
            "    limit: 20", "    caps: 20",
            "{limit} is asked for, and the answer has no limit"
        ),
        (
            "role: licence", "role: exclusion",
            "exclusion_list is the completeness of the role exclusion, and of no other"
        ),
    ])
    func `a mistake in the steps is told`(right: String, wrong: String, sentence: String) throws {
        try #require(Self.board.contains(right))
        let text = Self.board.replacing(right, with: wrong, maxReplacements: 1)
        let error = #expect(throws: DescriptionError.self) { try Registry(yaml: text) }
        #expect(error?.message == sentence)
    }
}

extension ReceivedAnswer {
    fileprivate func under(_ status: Int) -> ReceivedAnswer {
        var answer = self
        answer.status = status
        return answer
    }
}
