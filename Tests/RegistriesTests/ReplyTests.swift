import Curl
import Directory
import Foundation
import Testing

@testable import Registries

@Suite struct ReplyTests {
    private static let now = Instant(secondsSince1970: 1_795_435_200)
    private static let mei = Claimant(
        number: "2000000010",
        names: [PersonName(given: "Mei Lin", family: "Chen")]
    )
    private static let nora = Claimant(
        number: "9900001",
        names: [PersonName(given: "Nora", family: "Sample")]
    )

    private func reply(
        _ id: String,
        _ claimant: Claimant,
        body: [UInt8],
        status: Int = 200,
        type: String? = "application/json;charset=utf-8",
        headers: [Request.Header] = []
    ) throws -> RegistryReply {
        let registry = try Registry.shipped(id)
        let type = type.map { [Request.Header(name: "content-type", value: $0)] } ?? []
        let received = ReceivedAnswer(
            status: status,
            headers: type + headers,
            body: body,
            milliseconds: 17
        )
        return try registry.reply(about: claimant, to: [received], at: Self.now)
    }

    private func entries(_ reply: RegistryReply) throws -> [RegisterEntry] {
        guard case .entries(let entries) = reply.answer else {
            Issue.record("no entries: \(reply.answer)")
            return []
        }
        return entries
    }

    // MARK: - Rows found

    @Test func `an NPPES answer is read with the names that the person had`() throws {
        let body = try Files.fixture("nppes/number.json")
        let reply = try reply("nppes", Self.mei, body: body)
        let entry = try #require(try entries(reply).first)

        #expect(entry.number == "2000000010")
        #expect(
            entry.names == [
                PersonName(given: "MEI LIN", family: "EXAMPLE-CHEN"),
                PersonName(given: "MEI", middle: "L", family: "EXAMPLE"),
            ]
        )
        #expect(entry.type == "NPI-1")
        #expect(entry.isExpectedType)
        #expect(entry.wording == "A")
        #expect(entry.standing == .active)
        #expect(entry.expiresOn == nil)
        #expect(entry.firstIssuedOn == nil)
        #expect(
            entry.fields.map(\.name) == [
                "number", "given", "family", "type", "status", "other_name", "credential",
                "enumerated", "last_updated",
            ]
        )
        #expect(reply.answer.verdict(on: Self.mei).outcome == .matched)
        #expect(reply.status == 200)
        #expect(reply.milliseconds == 17)
        #expect(reply.contentType == "application/json;charset=utf-8")
        #expect(reply.sourceAsOf == nil)
    }

    @Test func `NPPES' older shape, with numbers as numbers, reads the same`() throws {
        let older = try Files.fixture("nppes/number-in-the-older-shape.json")
        let entry = try #require(try entries(reply("nppes", Self.mei, body: older)).first)

        #expect(entry.number == "2000000010")
        #expect(entry.standing == .active)
        #expect(entry.names == [PersonName(given: "MEI LIN", family: "EXAMPLE-CHEN")])
    }

    @Test func `an organisation's NPI is an entry of another type`() throws {
        let reply = try reply(
            "nppes",
            Self.mei,
            body: try Files.fixture("nppes/organisation.json")
        )

        #expect(try entries(reply).map(\.isExpectedType) == [false])
        #expect(reply.answer.verdict(on: Self.mei).outcome == .absent)
    }

    @Test func `Washington's dates are read in both ways it writes them`() throws {
        let claimant = Claimant(number: "ZX60000001", names: Self.mei.names)
        let reply = try reply(
            "us-wa-doh",
            claimant,
            body: try Files.fixture("us-wa-doh/active.json")
        )
        let entry = try #require(try entries(reply).first)

        #expect(entry.standing == .active)
        #expect(entry.firstIssuedOn == CalendarDate(iso: "2011-04-05"))
        #expect(entry.expiresOn == CalendarDate(iso: "2028-01-12"))
        #expect(entry.isExpectedType)
        #expect(entry.fields.contains(.init(name: "expires", value: "01/12/2028")))
        #expect(entry.fields.contains(.init(name: "action_taken", value: "No")))
    }

    @Test func `what is redacted is in no field and not in the evidence`() throws {
        let claimant = Claimant(number: "ZX60000001", names: Self.mei.names)
        let reply = try reply(
            "us-wa-doh",
            claimant,
            body: try Files.fixture("us-wa-doh/active.json")
        )
        let evidence = String(decoding: reply.evidence, as: UTF8.self)

        #expect(!evidence.contains("birthyear"))
        #expect(!evidence.contains("1975"))
        #expect(evidence.hasPrefix(#"[{"credentialnumber":"ZX60000001","#))
        #expect(evidence.hasSuffix(#","actiontaken":"No"}]"#))
        _ = try JSONDocument(reply.evidence)
        #expect(try !entries(reply).contains { $0.fields.contains { $0.value == "1975" } })
    }

    @Test func `NPPES' evidence holds no address and no sex, and is still JSON`() throws {
        let reply = try reply("nppes", Self.mei, body: try Files.fixture("nppes/number.json"))
        let evidence = String(decoding: reply.evidence, as: UTF8.self)

        for word in ["EXAMPLE STREET", "206-555-0100", "\"sex\"", "addresses", "practiceLocations"]
        {
            #expect(!evidence.contains(word))
        }
        #expect(evidence.contains("EXAMPLE-CHEN"))
        #expect(evidence.contains("171100000X"))
        _ = try JSONDocument(reply.evidence)
    }

    @Test func `columns left out of a row are nulls, not drift`() throws {
        let claimant = Claimant(number: "ZX60000002", names: Self.nora.names)
        let reply = try reply(
            "us-wa-doh",
            claimant,
            body: try Files.fixture("us-wa-doh/nulls-omitted.json")
        )
        let entry = try #require(try entries(reply).first)

        #expect(entry.standing == .expired)
        #expect(entry.expiresOn == nil)
        #expect(entry.names == [PersonName(given: "", family: "Sample")])
    }

    @Test func `Illinois' text dates and nine digits are read`() throws {
        let claimant = Claimant(
            number: "99.000001",
            names: [PersonName(given: "Anna", family: "Beispiel")]
        )
        let reply = try reply(
            "us-il-idfpr",
            claimant,
            body: try Files.fixture("us-il-idfpr/active.json")
        )
        let entry = try #require(try entries(reply).first)

        #expect(entry.expiresOn == CalendarDate(iso: "2027-06-30"))
        #expect(entry.firstIssuedOn == CalendarDate(iso: "2005-03-04"))
        #expect(entry.names.first?.suffix == "JR")
        #expect(reply.answer.verdict(on: claimant).outcome == .matched)
    }

    @Test func `Colorado's rows about discipline cases are one licence`() throws {
        let reply = try reply(
            "us-co-dora",
            Self.nora,
            body: try Files.fixture("us-co-dora/discipline-cases.json")
        )
        let entries = try entries(reply)
        let verdict = reply.answer.verdict(on: Self.nora)

        #expect(entries.count == 2)
        #expect(entries.map(\.standing) == [.activeRestricted, .activeRestricted])
        #expect(entries[1].fields.contains(.init(name: "case_number", value: "2024-0007")))
        #expect(verdict.outcome == .matched)
        #expect(verdict.entry?.standing == .activeRestricted)
    }

    @Test func `rows of other types are entries and not kept, rows of other people neither`() throws
    {
        let reply = try reply(
            "us-co-dora",
            Self.nora,
            body: try Files.fixture("us-co-dora/other-types.json")
        )
        let entries = try entries(reply)
        let evidence = String(decoding: reply.evidence, as: UTF8.self)

        #expect(entries.map(\.isExpectedType) == [false, true])
        #expect(entries.map(\.number) == ["9900001", "9900001"])
        #expect(entries[0].names.isEmpty)
        #expect(reply.answer.verdict(on: Self.nora).entry?.standing == .active)
        #expect(!evidence.contains("Stranger"))
        #expect(evidence.contains("Nora Jo"))
    }

    @Test func `an unknown wording has no standing and is kept verbatim`() throws {
        let body =
            #"[{"licensenumber":"9900001","lastname":"Sample","firstname":"Nora","licensetype":"ACU","licensestatusdescription":" Active -  Under Review"}]"#
        let reply = try reply("us-co-dora", Self.nora, body: Array(body.utf8))
        let entry = try #require(try entries(reply).first)

        #expect(entry.wording == " Active -  Under Review")
        #expect(entry.standing == nil)
        #expect(reply.answer.verdict(on: Self.nora).outcome == .unrecognised)
    }

    @Test func `evidence is bounded`() throws {
        let filler = String(repeating: "x", count: 70_000)
        let row = { (number: String, more: String) in
            #"{"licensenumber":"\#(number)","lastname":"Sample","licensetype":"ACU","licensestatusdescription":"Active","unread":"\#(more)"}"#
        }
        let body =
            "[\(row("9900001", "first")),\(row("9900001", filler)),\(row("9900001", "last"))]"
        let reply = try reply("us-co-dora", Self.nora, body: Array(body.utf8))

        #expect(try entries(reply).count == 3)
        let kept = "[\(row("9900001", "first")),\(row("9900001", "last"))]"
        #expect(String(decoding: reply.evidence, as: UTF8.self) == kept)
    }

    @Test func `more other names than anybody has are drift`() throws {
        let name = #"{"type":"Former Name","first_name":"MEI","last_name":"OTHER"}"#
        let row = { (count: Int) in
            let names = Array(repeating: name, count: count).joined(separator: ",")
            return
                #"{"result_count":1,"results":[{"number":2000000010,"enumeration_type":"NPI-1","basic":{"first_name":"MEI","last_name":"CHEN","status":"A"},"other_names":[\#(names)]}]}"#
        }

        #expect(
            try entries(reply("nppes", Self.mei, body: Array(row(50).utf8)))[0].names.count == 51
        )
        let many = try reply("nppes", Self.mei, body: Array(row(51).utf8))
        #expect(outcome(of: many) == .unparseable)
    }

    // MARK: - Nobody found

    @Test func `an empty list is nobody`() throws {
        let socrata = try reply("us-co-dora", Self.nora, body: Array("[]\n".utf8))
        let nppes = try reply(
            "nppes",
            Self.mei,
            body: try Files.fixture("nppes/not-found.json")
        )

        #expect(socrata.answer == .entries([]))
        #expect(
            socrata.sha256
                == "37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570"
        )
        #expect(socrata.evidence == Array("[]\n".utf8))
        #expect(nppes.answer == .entries([]))
    }

    @Test(arguments: [
        ("us-co-dora", ""), ("us-co-dora", "{}"), ("us-co-dora", "null"), ("us-co-dora", "\"\""),
        ("us-co-dora", "[][]"), ("us-co-dora", "[1]"), ("us-co-dora", "[{}]"),
        ("nppes", "{}"), ("nppes", "[]"), ("nppes", #"{"result_count":0}"#),
        ("nppes", #"{"result_count":1,"results":[]}"#),
        ("nppes", #"{"result_count":0,"results":{}}"#),
        ("nppes", #"{"results":[]}"#), ("nppes", #"{"result_count":0,"results":null}"#),
        ("nppes", #"{"results":{"0":{"number":"2000000010"}}}"#),
    ])
    func `an answer of another shape is not nobody`(id: String, body: String) throws {
        let claimant = id == "nppes" ? Self.mei : Self.nora
        let reply = try reply(id, claimant, body: Array(body.utf8))
        #expect(Outcome.unparseable == outcome(of: reply))
        #expect(reply.evidence.isEmpty)
    }

    // MARK: - Silence

    @Test func `NPPES' refusal under 200 is a refusal, with its words`() throws {
        let reply = try reply("nppes", Self.mei, body: try Files.fixture("nppes/refused.json"))

        #expect(
            reply.answer
                == .silence(
                    .refused,
                    reason: "The API refuses the question. It says: NPI must be 10 digits"
                )
        )
    }

    @Test func `NPPES' maintenance page is no answer`() throws {
        let page = try Files.fixture("nppes/maintenance.html")
        for type in ["text/html; charset=UTF-8", "text/plain", nil] {
            #expect(
                outcome(of: try reply("nppes", Self.mei, body: page, type: type)) == .unreachable
            )
        }
    }

    @Test func `a renamed column is drift, with the column's name`() throws {
        let reply = try reply(
            "us-co-dora",
            Self.nora,
            body: try Files.fixture("us-co-dora/renamed-column.json"),
            status: 400
        )

        #expect(outcome(of: reply) == .unparseable)
        #expect(reason(of: reply).contains("No such column: licensestatusdescription"))
    }

    @Test(arguments: [
        // By the kind's rules.
        (400, "application/json", #"{"message":"Bad where"}"#, Outcome.refused),
        (404, "application/json", "{}", .unparseable),
        (410, "application/json", "[]", .unparseable),
        // Where no rule speaks: by the status, whatever the body says.
        (429, "application/json", "[]", .throttled),
        (403, "text/html", "<html>", .blocked), (401, "application/json", "[]", .blocked),
        (302, "text/html", "", .blocked), (418, "application/json", "[]", .refused),
        (408, "application/json", "[]", .unreachable),
        (500, "application/json", "[]", .unreachable),
        (503, "text/html", "<html>", .unreachable),
        (502, "application/json", #"[{"licensenumber":"9900001"}]"#, .unreachable),
        // Under 200, by the content type.
        (200, "text/html", "<html>a page</html>", .unreachable),
        (200, "text/html", "[]", .unreachable), (200, "text/plain", "[]", .unparseable),
        (200, "text/csv", "a,b", .unparseable), (200, "application/json", "<html>", .unparseable),
        (204, "application/json", "", .unparseable),
        (
            200, "application/json", #"[{"licensenumber":"9900001","licensenumber":"2"}]"#,
            .unparseable
        ),
        (200, "application/json", String(repeating: "[", count: 5000), .unparseable),
        (200, "application/json", "[{\"licensenumber\":\"9900", .unparseable),
    ])
    func `an answer is judged by status, type and body together`(
        status: Int,
        type: String,
        body: String,
        expected: Outcome
    ) throws {
        let reply = try reply(
            "us-co-dora",
            Self.nora,
            body: Array(body.utf8),
            status: status,
            type: type
        )

        #expect(outcome(of: reply) == expected)
        #expect(reply.status == status)
        #expect(reply.evidence.isEmpty)
        #expect(reply.sha256?.utf8.count == 64)
    }

    @Test func `a captcha under 200 is a wall`() throws {
        let reply = try reply(
            "us-co-dora",
            Self.nora,
            body: try Files.fixture("us-co-dora/captcha.html"),
            type: "text/html"
        )
        #expect(outcome(of: reply) == .blocked)
    }

    @Test func `as many rows as were asked for are a list that was cut`() throws {
        let row =
            #"{"licensenumber":"9900001","lastname":"Sample","licensetype":"ACU","licensestatusdescription":"Active"}"#
        let full = Array(repeating: row, count: 50).joined(separator: ",")
        let almost = Array(repeating: row, count: 49).joined(separator: ",")

        let cut = try reply("us-co-dora", Self.nora, body: Array("[\(full)]".utf8))
        #expect(outcome(of: cut) == .unparseable)
        #expect(reason(of: cut).hasPrefix("The list was cut"))
        #expect(
            try entries(reply("us-co-dora", Self.nora, body: Array("[\(almost)]".utf8))).count == 49
        )
    }

    @Test(arguments: [
        // Fields that every row of the type has.
        (#"{"lastname":"S","licensetype":"ACU","licensestatusdescription":"Active"}"#, "number"),
        (#"{"licensenumber":"1","lastname":"S","licensestatusdescription":"Active"}"#, "type"),
        (
            #"{"licensenumber":"1","licensetype":"ACU","licensestatusdescription":"Active"}"#,
            "family"
        ),
        (#"{"licensenumber":"1","lastname":"S","licensetype":"ACU"}"#, "status"),
        (
            #"{"licensenumber":"1","lastname":" ","licensetype":"ACU","licensestatusdescription":"Active"}"#,
            "family"
        ),
        // Values of another shape.
        (
            #"{"licensenumber":["1"],"lastname":"S","licensetype":"ACU","licensestatusdescription":"Active"}"#,
            "number is a list or an object"
        ),
        (
            #"{"licensenumber":"1","lastname":"S","licensetype":"ACU","licensestatusdescription":"Active","licenseexpirationdate":"30.09.2027"}"#,
            "expires is \"30.09.2027\", a date in none"
        ),
        (
            #"{"licensenumber":"1","lastname":"S\u001b[2J","licensetype":"ACU","licensestatusdescription":"Active"}"#,
            "control character"
        ),
        (
            #"{"licensenumber":"1","lastname":"\#(String(repeating: "S", count: 1001))","licensetype":"ACU","licensestatusdescription":"Active"}"#,
            "longer than 1000"
        ),
    ])
    func `a row in another shape makes the whole answer drift`(row: String, word: String) throws {
        let reply = try reply("us-co-dora", Self.nora, body: Array("[\(row)]".utf8))

        #expect(outcome(of: reply) == .unparseable)
        #expect(reason(of: reply).contains(word))
    }

    @Test(
        arguments: [
            ("Indefinite", nil), ("", nil), ("2027-01-31", "2027-01-31"),
        ] as [(String, String?)]
    )
    func `words for no date are none`(text: String, date: String?) throws {
        let registry = try Registry(yaml: plainDescription)
        let body =
            #"{"rows":[{"no":"A-1","family":"Steady","given":null,"status":"GOOD","until":"\#(text)"}]}"#
        let received = ReceivedAnswer(
            status: 200,
            headers: [.init(name: "Content-Type", value: "application/json")],
            body: Array(body.utf8)
        )
        let reply = try registry.reply(about: .steady, to: [received], at: Self.now)
        let entry = try #require(try entries(reply).first)

        #expect(entry.expiresOn?.description == date)
        // The second of two pointers, since the first leads nowhere.
        #expect(entry.names.first?.family == "Steady")
        #expect(entry.standing == .active)
    }

    // MARK: - What would be recorded

    @Test(arguments: [(40, Outcome.matched), (80, .unparseable)])
    func `what is recorded of a row stays small`(count: Int, outcome: Outcome) throws {
        let text = plainDescription.replacing(
            "  outcomes:",
            with: "  conditions: {from: /terms}\n  outcomes:"
        )
        let terms = Array(repeating: "\"\(String(repeating: "a", count: 900))\"", count: count)
        let row =
            #"{"no":"A-1","family":"Steady","status":"Good","given":"Ann","terms":[\#(terms.joined(separator: ","))]}"#
        let type = "application/json; \(String(repeating: "a", count: 9000))"
        let reply = try Registry(yaml: text).reply(
            about: .steady,
            to: [.answer(#"{"rows":[\#(row)]}"#, type)],
            at: Self.now
        )
        #expect(reply.verdict.outcome == outcome)
        #expect(reply.contentType?.utf8.count == 200)
    }

    @Test func `what a registry wrote does not write to the terminal`() throws {
        let row =
            #"{"no":"A-1","family":"Steady","given":"Ann","status":"Good\u009b2J\n   decided: so"}"#
        let reply = try Registry(yaml: plainDescription).reply(
            about: .steady,
            to: [.json(#"{"rows":[\#(row)]}"#)],
            at: Self.now,
            isTraced: true
        )
        let lines = try #require(reply.trace).lines
        #expect(lines.contains("     status: Good 2J    decided: so"))
    }

    // MARK: - Cut lists

    @Test(arguments: [
        // All of it, more than came, and nothing that says how many there are.
        (#""count":1,"#, "A-10", Outcome.absent), (#""count":2,"#, "A-10", .unparseable),
        ("", "A-10", .unparseable), (#""count":"many","#, "A-10", .unparseable),
        // Whoever is in it is found all the same.
        (#""count":1,"#, "A-1", .matched), ("", "A-1", .matched),
    ])
    func `a list that does not say how many there are proves no absence`(
        count: String,
        number: String,
        outcome: Outcome
    ) throws {
        let text = plainDescription.replacing("rows: /rows", with: "total: /count\n  rows: /rows")
        let row = #"{"no":"\#(number)","family":"Steady","given":"Ann","status":"Good"}"#
        let reply = try Registry(yaml: text).reply(
            about: .steady,
            to: [.json(#"{\#(count)"rows":[\#(row)]}"#)],
            at: Self.now
        )
        #expect(reply.verdict.outcome == outcome)
    }

    @Test(
        arguments: [
            ("</licences?page=2>; rel=\"next\"", "A-10", .unparseable),
            ("</a>; rel=\"first\", </b>; Rel=Next", "A-10", .unparseable),
            ("</licences?page=2>; rel=\"next\"", nil, .unparseable),
            ("</licences?page=2>; rel=\"next\"", "A-1", .matched),
            ("</licences?page=1>; rel=\"last\"", "A-10", .absent),
            ("</licences?page=1>; rel=\"last\"", nil, .absent),
        ] as [(String, String?, Outcome)]
    )
    func `a page that others follow proves no absence`(
        link: String,
        number: String?,
        outcome: Outcome
    ) throws {
        let row = number.map {
            #"{"no":"\#($0)","family":"Steady","given":"Ann","status":"Good"}"#
        }
        let reply = try Registry(yaml: plainDescription).reply(
            about: .steady,
            to: [
                .answer(
                    #"{"rows":[\#(row ?? "")]}"#,
                    "application/json",
                    headers: [.init(name: "Link", value: link)]
                )
            ],
            at: Self.now
        )
        #expect(reply.verdict.outcome == outcome)
    }

    // MARK: - Headers

    @Test(
        arguments: [
            (
                [
                    "X-SODA2-Truth-Last-Modified": "Fri, 20 Nov 2026 08:00:00 GMT",
                    "Last-Modified": "Mon, 23 Nov 2026 08:00:00 GMT",
                ], "2026-11-20T08:00:00Z"
            ),
            (["last-modified": "Mon, 23 Nov 2026 08:00:00 GMT"], "2026-11-23T08:00:00Z"),
            (
                [
                    "X-SODA2-Truth-Last-Modified": "lately",
                    "Last-Modified": "Mon, 23 Nov 2026 08:00:00 GMT",
                ], "2026-11-23T08:00:00Z"
            ),
            (["Date": "Mon, 23 Nov 2026 08:00:00 GMT"], nil),
            // A copy that a cache kept is as old as when it was made.
            (["Age": "0"], nil), (["age": "86400"], "2026-11-22T12:00:00Z"),
            (
                ["Last-Modified": "Fri, 20 Nov 2026 08:00:00 GMT", "Age": "60"],
                "2026-11-20T08:00:00Z"
            ),
            (
                ["Last-Modified": "Mon, 23 Nov 2026 08:00:00 GMT", "Age": "86400"],
                "2026-11-22T12:00:00Z"
            ),
            // What cannot be is not said: clocks that were never set, and ages without sense.
            (["Last-Modified": "Thu, 01 Jan 1970 00:00:00 GMT"], nil),
            (["Last-Modified": "Sat, 01 Jan 0001 00:00:00 GMT"], nil),
            (["Last-Modified": "Fri, 01 Jan 2100 00:00:00 GMT"], nil),
            (
                [
                    "X-SODA2-Truth-Last-Modified": "Thu, 01 Jan 1970 00:00:00 GMT",
                    "Last-Modified": "Mon, 23 Nov 2026 08:00:00 GMT",
                ], "2026-11-23T08:00:00Z"
            ),
            (["Age": "-5"], nil), (["Age": "soon"], nil), (["Age": "9999999999"], nil),
            (["Age": "99999999999999999999"], nil), (["Age": ""], nil),
        ] as [([String: String], String?)]
    )
    func `what was read is as old as the source says`(
        headers: [String: String],
        asOf: String?
    ) throws {
        let reply = try reply(
            "us-co-dora",
            Self.nora,
            body: Array("[]".utf8),
            headers: headers.map { Request.Header(name: $0.key, value: $0.value) }
        )
        #expect(reply.sourceAsOf?.description == asOf)
    }

    @Test func `Retry-After is kept with a throttled answer`() throws {
        let reply = try reply(
            "us-co-dora",
            Self.nora,
            body: [],
            status: 429,
            headers: [Request.Header(name: "retry-after", value: "90")]
        )

        #expect(outcome(of: reply) == .throttled)
        #expect(reply.retryAfterSeconds == 90)
    }

    // MARK: - Transfers that failed

    @Test(arguments: [
        (TransferError.timedOut, Outcome.unreachable), (.couldNotResolve, .unreachable),
        (.couldNotConnect, .unreachable), (.certificateRefused, .unreachable),
        (.cutShort, .unreachable), (.refusedAddress("10.0.0.1"), .unreachable),
        (.redirectRefused("elsewhere"), .unreachable), (.bodyTooLarge(limit: 10), .unparseable),
        (.headersTooLarge, .unparseable), (.malformedAnswer, .unparseable),
    ])
    func `a transfer that failed says nothing about the person`(
        error: TransferError,
        expected: Outcome
    ) throws {
        let registry = try Registry.shipped("us-co-dora")
        var inquiry = registry.inquiry(about: Self.nora)
        inquiry.take(.failure(error), at: Self.now)
        guard case .reply(let reply) = inquiry.next else {
            Issue.record("nothing is decided")
            return
        }

        #expect(outcome(of: reply) == expected)
        #expect(reason(of: reply) == error.description)
        #expect(reply.status == nil)
        #expect(reply.sha256 == nil)
    }

    private func outcome(of reply: RegistryReply) -> Outcome? {
        guard case .silence(let silence, _) = reply.answer else { return nil }
        return Outcome(silence)
    }

    private func reason(of reply: RegistryReply) -> String {
        guard case .silence(_, let reason) = reply.answer else { return "" }
        return reason
    }
}
