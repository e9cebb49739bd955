import Directory
import Loopback
import Testing

/// Answers of the shape described that say something else than they seem to.
@Suite struct EntryTests {
    private static func changed(
        _ changes: [String: String?]
    ) -> @Sendable (RawServer.Question) -> [RawServer.Step] {
        { question in .answer(question.person?.body(changes) ?? "") }
    }

    private static func rows(
        _ rows: @escaping @Sendable (Licensee) -> [String]
    ) -> @Sendable (RawServer.Question) -> [RawServer.Step] {
        { question in
            let rows = question.person.map(rows) ?? []
            return .answer(#"{"rows":[\#(rows.joined(separator: ","))]}"#)
        }
    }

    // MARK: - Another person

    static let people: [Misbehaviour] = [
        Misbehaviour(
            "the number with another name",
            .mismatched,
            "another name",
            answer: changed(["given": #""Eve""#, "family": #""Wrong""#])
        ),
        // Which part of a name is the family's is not the same everywhere: this is still she.
        Misbehaviour(
            "names in swapped columns",
            .matched,
            "as far as both show it",
            effect: .renews,
            answer: rows { [$0.row(["given": "\"\($0.family)\"", "family": "\"\($0.given)\""])] }
        ),
        Misbehaviour(
            "two people under the number",
            .ambiguous,
            "2 people",
            answer: rows { [$0.row(), $0.row(["given": #""Eve""#, "family": #""Wrong""#])] }
        ),
        Misbehaviour(
            "the licence of another profession",
            .mismatched,
            "another licence type",
            answer: changed(["type": #""Massage Therapist""#])
        ),
        Misbehaviour(
            "number and status in swapped columns",
            .unparseable,
            "another number",
            answer: rows { [$0.row(["number": #""Active""#, "status": "\"\($0.number)\""])] }
        ),
        Misbehaviour(
            "type and status in swapped columns",
            .mismatched,
            "another licence type",
            answer: changed(["type": #""Active""#, "status": #""Acupuncturist""#])
        ),
        Misbehaviour(
            "only rows of other people",
            .unparseable,
            "another number",
            answer: rows { _ in [Licensee.bea.row(), Licensee.dan.row()] }
        ),
        Misbehaviour(
            "the answer to another question, from a cache",
            .unparseable,
            "another number",
            answer: rows { _ in [Licensee.bea.row()] }
        ),
        // A search by a part of the number finds others too: that says that this one is not there.
        Misbehaviour(
            "only a longer number",
            .absent,
            "no such entry",
            answer: rows { [$0.row(["number": "\"\($0.number)9\""])] }
        ),
        Misbehaviour("an empty list", .absent, "no such entry", answer: rows { _ in [] }),
        Misbehaviour(
            "the number as an exponent",
            .unparseable,
            "another number",
            answer: changed(["number": "1e0"])
        ),
        Misbehaviour(
            "a number of ornament",
            .unparseable,
            "another number",
            answer: changed(["number": #""---""#])
        ),
        Misbehaviour(
            "a number in look-alike letters",
            .unparseable,
            "another number",
            // A Greek capital zeta.
            answer: rows { [$0.row(["number": "\"\u{396}X-\($0.number.suffix(4))\""])] }
        ),
    ]

    @Test(arguments: people)
    func `somebody else's entry is not the licensee's`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Other words

    static let words: [Misbehaviour] = [
        Misbehaviour(
            "an unknown wording",
            .unrecognised,
            "looked at by a person",
            effect: .ends,
            answer: changed(["status": #""Active - Telehealth ONLY""#])
        ),
        Misbehaviour(
            "active with more behind it",
            .unrecognised,
            "looked at by a person",
            effect: .ends,
            answer: changed(["status": #""Active\nRevoked""#])
        ),
        Misbehaviour(
            "active in look-alike letters",
            .unrecognised,
            "looked at by a person",
            effect: .ends,
            // A Cyrillic capital A.
            answer: changed(["status": "\"\u{410}ctive\""])
        ),
        Misbehaviour(
            "active with an invisible letter",
            .unrecognised,
            "looked at by a person",
            effect: .ends,
            answer: changed(["status": "\"Active\u{200B}\""])
        ),
        Misbehaviour(
            "active that reads backwards",
            .unrecognised,
            "looked at by a person",
            effect: .ends,
            answer: changed(["status": "\"\u{202E}evitcA\""])
        ),
        Misbehaviour(
            "the word of a program",
            .unrecognised,
            "looked at by a person",
            effect: .ends,
            answer: changed(["status": #""null""#])
        ),
        Misbehaviour("no wording", .unparseable, "no status", answer: changed(["status": "null"])),
        Misbehaviour(
            "an empty wording",
            .unparseable,
            "no status",
            answer: changed(["status": #""""#])
        ),
        Misbehaviour(
            "a wording of blanks",
            .unparseable,
            "no status",
            answer: changed(["status": #"" \t ""#])
        ),
        Misbehaviour(
            "active with conditions",
            .matched,
            "agree",
            effect: .ends,
            answer: changed(["status": #""Active With Conditions""#])
        ),
        Misbehaviour(
            "active and revoked at once",
            .matched,
            "agree",
            effect: .ends,
            answer: rows { [$0.row(), $0.row(["status": #""Revoked""#]), $0.row()] }
        ),
        Misbehaviour(
            "active in capitals and blanks",
            .matched,
            "agree",
            effect: .renews,
            answer: changed(["status": #""  ACTIVE ""#])
        ),
    ]

    @Test(arguments: words)
    func `only the wording that is described is active`(misbehaviour: Misbehaviour) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Dates

    private static func dated(
        _ header: String
    ) -> @Sendable (RawServer.Question) -> [RawServer.Step] {
        { question in .answer(question.person?.body() ?? "", headers: "\(header)\r\n") }
    }

    static let dates: [Misbehaviour] = [
        // The end of 30 November in Los Angeles.
        Misbehaviour(
            "active with an expiry in the past",
            .matched,
            "agree",
            effect: .limits(to: Instant(secondsSince1970: 1_796_112_000)),
            answer: changed(["expires": #""2026-11-30""#])
        ),
        Misbehaviour(
            "an expiry in the last year there is",
            .matched,
            "agree",
            effect: .renews,
            answer: changed(["expires": #""9999-12-31""#])
        ),
        Misbehaviour(
            "an expiry in the year zero",
            .unparseable,
            "in none of the formats",
            answer: changed(["expires": #""0000-01-01""#])
        ),
        Misbehaviour(
            "an expiry as an exponent",
            .unparseable,
            "in none of the formats",
            answer: changed(["expires": "1e99"])
        ),
        Misbehaviour(
            "dates in swapped columns",
            .unparseable,
            "after it expires",
            answer: changed(["issued": #""2027-06-30""#, "expires": #""2015-04-01""#])
        ),
        Misbehaviour(
            "a first issue in the future",
            .matched,
            "agree",
            effect: .renews,
            answer: changed(["issued": #""2027-01-01""#])
        ),
        // A source from tomorrow is as old as the moment of asking.
        Misbehaviour(
            "a source from the future",
            .matched,
            "agree",
            effect: .renews,
            answer: dated("Last-Modified: Fri, 01 Jan 2100 00:00:00 GMT")
        ),
        Misbehaviour(
            "a source that gives nonsense for a date",
            .matched,
            "agree",
            effect: .renews,
            answer: dated("Last-Modified: yesterday")
        ),
        Misbehaviour(
            "a source whose clock was never set",
            .matched,
            "agree",
            effect: .renews,
            answer: dated("Last-Modified: Thu, 01 Jan 1970 00:00:00 GMT")
        ),
        Misbehaviour(
            "a copy that a cache has kept for ten days",
            .matched,
            "agree",
            effect: .limits(to: Ordeal.renewed - 10 * secondsPerDay),
            answer: dated("Age: 864000")
        ),
        Misbehaviour(
            "a copy older than all that can be copied",
            .matched,
            "agree",
            effect: .renews,
            answer: dated("Age: 2147483648")
        ),
        // Of 26 November; so a data set that is frozen vets nobody for long.
        Misbehaviour(
            "a source that stands still",
            .matched,
            "agree",
            effect: .limits(to: Instant(secondsSince1970: 1_795_651_200) + 30 * secondsPerDay),
            answer: dated("Last-Modified: Thu, 26 Nov 2026 00:00:00 GMT")
        ),
    ]

    @Test(arguments: dates)
    func `a date never carries trust further than the window`(
        misbehaviour: Misbehaviour
    ) async throws {
        try await Ordeal.judge(misbehaviour)
    }

    // MARK: - Absence

    @Test func `an answer from a cache strikes nobody however often it comes`() async throws {
        let server = try RawServer { _ in .answer(Licensee.bea.body()) }
        let steady = try RawServer.wellBehaved()
        defer {
            server.stop()
            steady.stop()
        }
        let ordeal = try await Ordeal()
        defer { ordeal.remove() }
        let registries = try ordeal.registries(
            at: "127.0.0.1:\(server.port)",
            steadyPort: steady.port
        )
        try await ordeal.vetAnn(at: registries)

        for day in 0..<4 {
            let moment = Ordeal.now + Int64(day) * 2 * secondsPerDay
            _ = try await ordeal.sweep(registries, at: moment)

            let ann = try await ordeal.finding(about: .ann, at: moment)
            #expect(ann.goodUntil == Ordeal.kept)
            #expect(ann.isVetted)
        }
    }
}
