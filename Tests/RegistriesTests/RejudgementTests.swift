import Curl
import Directory
import Testing

@testable import Registries

/// What is kept of an answer says again what the answer said.
@Suite struct RejudgementTests {
    private static let now = Instant(secondsSince1970: 1_795_435_200)

    /// A description of its shape, whom it is asked about and what it answers.
    struct Shape: CustomTestStringConvertible, Sendable {
        let name: String
        let yaml: String
        var number = "A-1"
        let answers: [ReceivedAnswer]

        var testDescription: String { name }
        var claimant: Claimant {
            Claimant(number: number, names: [PersonName(given: "Ann", family: "Steady")])
        }
    }

    private static func description(
        kind: String = "query",
        _ rest: String
    ) -> String {
        """
        id: test-board
        kind: \(kind)
        role: licence
        name: Board of Tests
        jurisdiction: CA-ON
        completeness: full_history
        time_zone: America/Toronto
        public_page: https://board.example.org/search
        base_url: https://board.example.org

        """ + rest
            + """

            standings: {Active: active, Expired: expired}

            """.replacing("    standings", with: "standings")
    }

    private static let query = "request: {path: /licences, query: {n: \"{number}\"}}\n"
    private static let json = """
        answer:
          format: json
          limit: 10
          rows: /rows
          fields:
            number: /no
            family: /last
            given: /first
            type: /type
            status: /status
            expires: /until
            first_issued: /since
          other_names: {rows: /former, given: /first, family: /last}
          also: {town: /town}
          types: [Acupuncturist]
          conditions: [{from: /terms/*}]
          discipline: [{name: discipline, from: /flag, clear: [NONE], means: {ORDER: suspended}}]
          dates: {formats: [MM/DD/YYYY]}
          redact: [/address]
          outcomes:
            - {outcome: found, exists: /rows/0}
            - {outcome: none, empty: /rows}

        """

    private static func row(_ more: String) -> ReceivedAnswer {
        .json(
            #"{"rows":[{"no":"A-1","last":"STEADY","first":"ANN","type":"Acupuncturist","address":"x","until":"12/31/2027","since":"04/28/2009"\#(more)}]}"#
        )
    }

    static let shapes: [Shape] = [
        Shape(
            name: "JSON, active",
            yaml: description(query + json),
            answers: [row(#","status":"Active","flag":"NONE","town":"Arden""#)]
        ),
        Shape(
            name: "JSON, two conditions",
            yaml: description(query + json),
            answers: [row(#","status":"Active","terms":["supervision","no needles"]"#)]
        ),
        Shape(
            name: "JSON, discipline in another column",
            yaml: description(query + json),
            answers: [row(#","status":"Active","flag":"ORDER""#)]
        ),
        Shape(
            name: "JSON, a wording in no map",
            yaml: description(query + json),
            answers: [row(#","status":"Active (see note)""#)]
        ),
        Shape(
            name: "JSON, a former name",
            yaml: description(query + json),
            answers: [
                .json(
                    #"{"rows":[{"no":"A-1","last":"WED","first":"ANN","type":"Acupuncturist","status":"Active","former":[{"last":"STEADY","first":"ANN"}]}]}"#
                )
            ]
        ),
        Shape(
            name: "JSON, another name",
            yaml: description(query + json),
            answers: [
                .json(
                    #"{"rows":[{"no":"A-1","last":"OTHER","first":"BOB","type":"Acupuncturist","status":"Active"}]}"#
                )
            ]
        ),
        Shape(
            name: "JSON, another licence type",
            yaml: description(query + json),
            answers: [
                .json(
                    #"{"rows":[{"no":"A-1","last":"STEADY","first":"ANN","type":"Massage","status":"Active"}]}"#
                )
            ]
        ),
        Shape(
            name: "CSV, one name",
            yaml: description(
                query + """
                    answer:
                      format: csv
                      limit: 10
                      fields: {number: License, name: Full Name, status: Status, expires: Expires}
                      name_order: family_comma_given
                      dates: {formats: [YYYY-MM-DD]}
                      outcomes:
                        - {outcome: found, exists: License}

                    """
            ),
            answers: [
                .answer(
                    "License,Full Name,Status,Expires\nA-1,\"Steady, Ann\",Active,2027-12-31\n",
                    "text/csv"
                )
            ]
        ),
        Shape(
            name: "a page about one person",
            yaml: description(
                query + """
                    answer:
                      format: html
                      fields: {number: License, name: Name, status: Status, expires: Expires}
                      conditions: {from: Orders, none: None on file}
                      dates: {formats: [MM/DD/YYYY]}
                      outcomes: [{outcome: found, exists: Status}]

                    """
            ),
            answers: [
                .html(
                    """
                    <div>License: A-1</div><div>Name: Ann Steady</div><div>Status: Active</div>
                    <div>Expires: 12/31/2027</div><div>Orders: Chaperone</div>
                    """
                )
            ]
        ),
        Shape(
            name: "a search and a page in detail",
            yaml: description(
                kind: "steps",
                """
                search:
                  request: {path: /search, query: {n: "{number}"}}
                  answer:
                    format: json
                    limit: 20
                    rows: /people
                    fields: {number: /number, family: /last, given: /first, source_key: /id}
                    outcomes:
                      - {outcome: found, exists: /people/0}
                      - {outcome: none, empty: /people}
                detail:
                  request: {path: "/detail/{row.source_key}"}
                  answer:
                    format: html
                    fields: {status: Status, expires: Expires}
                    dates: {formats: [MM/DD/YYYY]}
                    outcomes: [{outcome: found, exists: Status}]

                """
            ),
            answers: [
                .json(#"{"people":[{"number":"A-1","last":"Steady","first":"Ann","id":"7"}]}"#),
                .html("<div>Status: Expired</div><div>Expires: 12/31/2020</div>"),
            ]
        ),
    ]

    @Test(arguments: shapes)
    func `the body says again what the answer said, and so do the fields alone`(
        shape: Shape
    ) throws {
        let registry = try Registry(yaml: shape.yaml)
        let reply = try registry.reply(about: shape.claimant, to: shape.answers, at: Self.now)
        let entry = try #require(reply.verdict.entry, "\(reply.verdict)")
        #expect(!reply.evidence.isEmpty)
        for body in [reply.evidence, nil] {
            let kept = KeptAnswer(
                outcome: reply.verdict.outcome,
                status: reply.status,
                contentType: reply.contentType ?? "",
                body: body
            )
            let found = try #require(
                registry.rejudged(kept, fields: entry.fields, about: shape.claimant)
            )
            #expect(found.basis == (body == nil ? .fields : .body))
            #expect(found.verdict.outcome == reply.verdict.outcome)
            #expect(found.verdict.entry?.wording == entry.wording)
            #expect(found.verdict.entry?.standing == entry.standing)
            #expect(found.verdict.entry?.expiresOn == entry.expiresOn)
            #expect(found.verdict.entry?.firstIssuedOn == entry.firstIssuedOn)
        }
    }

    private func rejudged(_ text: String?, _ outcome: Outcome) throws -> Rejudgement? {
        try Registry(yaml: Self.description(Self.query + Self.json)).rejudged(
            KeptAnswer(
                outcome: outcome,
                status: 200,
                contentType: "application/json",
                body: text.map { Array($0.utf8) }
            ),
            fields: [],
            about: Self.shapes[0].claimant
        )
    }

    @Test func `nobody is nobody again, from the answer as it came or from none`() throws {
        #expect(try rejudged(#"{"rows":[]}"#, .absent)?.verdict.outcome == .absent)
        #expect(try rejudged("[]", .absent)?.verdict.outcome == .absent)
        #expect(try rejudged(nil, .absent)?.verdict.outcome == .absent)
        #expect(try rejudged(nil, .absent)?.basis == .fields)
    }

    @Test func `what is read otherwise now is told`() throws {
        // A list of nobody that is no longer where the description has it.
        #expect(try rejudged(#"{"people":[]}"#, .absent)?.verdict.outcome == .unparseable)
        // Rows under the number, which the description of then left out by their type.
        let other =
            #"[{"no":"A-1","last":"Steady","first":"Ann","type":"Acupuncturist","status":"Active"}]"#
        #expect(try rejudged(other, .absent)?.verdict.outcome == .matched)
        let dateless =
            #"[{"no":"A-1","last":"Steady","first":"Ann","type":"Acupuncturist","status":"Active","until":"31.12.2027"}]"#
        #expect(try rejudged(dateless, .matched)?.verdict.outcome == .unparseable)
    }

    @Test func `silence left nothing to judge`() throws {
        for outcome in Outcome.allCases where !outcome.isAnswer {
            #expect(try rejudged("[]", outcome) == nil)
        }
        #expect(try rejudged(nil, .ambiguous) == nil)
    }
}
