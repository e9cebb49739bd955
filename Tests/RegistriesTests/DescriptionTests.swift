import Curl
import Directory
import Foundation
import Testing

@testable import Registries

@Suite struct DescriptionTests {
    @Test func `a complete description is read, and what it leaves out has a default`() throws {
        let registry = try Registry(yaml: plainDescription)

        #expect(registry.id.text == "test-board")
        #expect(registry.summary.jurisdiction.code == "CA-ON")
        #expect(registry.summary.name == "Board of Tests")
        #expect(registry.summary.role == .licence)
        #expect(registry.terms.completeness == .fullHistory)
        #expect(registry.terms.windowDays == 30)
        #expect(registry.terms.timeZone.identifier == "America/Toronto")
        #expect(registry.terms.renewalGraceDays == 0)
        #expect(
            registry.pacing == Pacing(intervalMilliseconds: 1000, concurrency: 1, pauseSeconds: 60)
        )
        #expect(registry.canary == nil)
    }

    @Test func `what a description says of transfer, pace and grace is taken`() throws {
        let registry = try Registry(
            yaml: plainDescription + """
                window_days: 120
                renewal_grace: {days: 60, source: "Ontario Regulation 27/13"}
                interval: 0
                concurrency: 8
                pause: 5
                connect_timeout: 200
                timeout: 900
                max_bytes: 2048
                user_agent: Tests (board@example.org)
                http_version: "1.1"
                redirect_hosts: [www.example.org, "other.example.org:8443"]
                authorities: /etc/authorities.pem
                canary: {number: A-1, family: Steady, given: Ann}
                quiet_hours: {from: "22:30", to: "06:00"}
                daily_limit: 5000

                """
        )
        let request = try registry.request(about: .steady)

        #expect(registry.terms.windowDays == 120)
        #expect(registry.terms.renewalGraceDays == 60)
        #expect(registry.renewalGraceSource == "Ontario Regulation 27/13")
        #expect(
            registry.pacing
                == Pacing(
                    intervalMilliseconds: 0,
                    concurrency: 8,
                    pauseSeconds: 5,
                    quietHours: try QuietHours(from: "22:30", to: "06:00"),
                    dailyLimit: 5000
                )
        )
        #expect(request.limits.connectMilliseconds == 200)
        #expect(request.limits.totalMilliseconds == 900)
        #expect(request.limits.bodyBytes == 2048)
        #expect(request.userAgent == "Tests (board@example.org)")
        #expect(request.version == .http1)
        #expect(
            request.redirectHosts.map(\.description).sorted() == [
                "other.example.org:8443", "www.example.org:443",
            ]
        )
        #expect(request.authoritiesFile == "/etc/authorities.pem")
        #expect(registry.canary?.number == "A-1")
        #expect(registry.canary?.names.first?.full == "Ann Steady")
    }

    @Test(arguments: [
        // Unknown keys, with the nearest right one or all of them.
        ("role: licence", "roll: licence", #"3:1: unknown key "roll"; did you mean "role"?"#),
        ("time_zone:", "timezone:", #"7:1: unknown key "timezone"; did you mean "time_zone"?"#),
        ("  limit: 10", "  limits: 10", #"16:3: unknown key "limits"; did you mean "limit"?"#),
        (
            "    given: /given", "    givne: /given",
            #"21:5: unknown key "givne"; did you mean "given"?"#
        ),
        (
            "    formats:", "    banana:",
            #"25:5: unknown key "banana"; one of these would be right: formats, nulls"#
        ),
        // Missing and doubled keys.
        ("role: licence\n", "", #"1:1: the key "role" is missing"#),
        ("  limit: 10\n", "", #"15:3: the key "limit" is missing"#),
        ("    status: /status\n", "", #"19:5: the key "status" is missing"#),
        (
            "name: Board of Tests", "role: identity",
            #"3:1: the key "role" stands twice in one mapping, here for one; once is right"#
        ),
        (
            "name: Board of Tests", "\"role\": identity",
            #"3:1: the key "role" stands twice in one mapping, here for one; once is right"#
        ),
        ("name: Board of Tests", "name:", #"4:6: a value is missing; an empty text is written """#),
        ("name: Board of Tests", "name: \"\"", "4:7: some text would be right here"),
        // Wrong values.
        (
            "completeness: full_history", "completeness: full_histry",
            #"6:15: "full_histry" is wrong; did you mean "full_history"?"#
        ),
        (
            "kind: query", "kind: telephone",
            #"2:7: "telephone" is wrong; one of these would be right: query, steps, list, manual"#
        ),
        (
            "time_zone: America/Toronto", "time_zone: America/Torronto",
            #"7:12: "America/Torronto" is no IANA time zone; one would be right, as "America/Toronto""#
        ),
        (
            "time_zone: America/Toronto", "time_zone: PST",
            #"7:12: "PST" is no IANA time zone; one would be right, as "America/Los_Angeles""#
        ),
        (
            "jurisdiction: CA-ON", "jurisdiction: Ontario",
            #"5:15: "Ontario" is wrong; a jurisdiction is an ISO 3166 code, as US, US-WA or CA-BC"#
        ),
        (
            "limit: 10", "limit: many",
            #"16:10: "many" is wrong; a whole number from 2 to 1000 would be right (rows asked for)"#
        ),
        (
            "limit: 10", "limit: 1",
            #"16:10: "1" is wrong; a whole number from 2 to 1000 would be right (rows asked for)"#
        ),
        (
            "id: test-board", "id: Test Board",
            #"1:5: "Test Board" is wrong; a registry's id has 2 to 40 small letters, digits and hyphens, as us-wa-doh"#
        ),
        (
            "rows: /rows\n", "rows: rows\n",
            #"17:9: "rows" is wrong; a JSON pointer is empty or begins with a slash, as /results/0/number or /names/*/text"#
        ),
        (
            "formats: YYYY-MM-DD", "formats: dd.mm.yy",
            #"25:14: "dd.mm.yy" is wrong; a date format has YYYY, one of MM, M, Mon, Month, and DD or D unless days are not given, as MM/DD/YYYY; a * may end it; epoch_s and epoch_ms are known too"#
        ),
        (
            "Good: active", "Good: splendid",
            #"33:9: "splendid" is wrong; one of these would be right: active, active_restricted, provisional, lapsed_grace, expired, inactive, suspended, revoked, surrendered, deceased, superseded, pending, unknown"#
        ),
        (
            "Good: active", "Good: activ\n  Bad: revoked",
            #"33:9: "activ" is wrong; did you mean "active"?"#
        ),
        (
            "Good: active", "Good: active\n  GOOD : revoked",
            #"34:3: the wording "GOOD" stands here already in other capitals or spaces; once is right"#
        ),
        (
            "Good: active\n", "Good: active\nquiet_hours: {from: 22, to: \"06:00\"}\n",
            #"34:21: "22" is wrong; a time of day would be right here, as "22:30", and another one for the end"#
        ),
        (
            "Good: active\n", "Good: active\ndaily_limit: 0\n",
            #"34:14: "0" is wrong; a whole number from 1 to 100000000 would be right (requests a day)"#
        ),
        // Values of another shape.
        ("name: Board of Tests", "name: [a, b]", "4:7: one text would be right here"),
        ("  Good: active", "  - Good", "33:3: a mapping of keys to values would be right here"),
        // Addresses.
        (
            "base_url: https://board.example.org/api", "base_url: board.example.org",
            #"9:11: "board.example.org" is wrong; a scheme, host and path would be right, as https://data.example.gov, without user, query or fragment"#
        ),
        (
            "base_url: https://board.example.org/api",
            "base_url: https://user:secret@board.example.org",
            #"9:11: "https://user:secret@board.example.org" is wrong; a scheme, host and path would be right, as https://data.example.gov, without user, query or fragment"#
        ),
        (
            "base_url: https://board.example.org/api", "base_url: http://board.example.org",
            "9:11: plain http is permitted for a host and port that stand under private_hosts only; https:// would be right"
        ),
        (
            "public_page: https://board.example.org/search", "public_page: javascript:alert(1)",
            #"8:14: "javascript:alert(1)" is wrong; an https:// address of a page would be right"#
        ),
        // Questions.
        (
            "\"{number|upper}\"", "\"{numbr|upper}\"",
            #"13:13: "numbr" is wrong; did you mean "number"?"#
        ),
        (
            "\"{number|upper}\"", "\"{number|shout}\"",
            #"13:13: unknown transform "shout"; one of these would be right: after_letters, digits, fold, json, leading_letters, letters, letters_digits, lower, soql, strip_zeros, trim, upper, url, after:TEXT, before:TEXT, strip_prefix:TEXT, strip_suffix:TEXT, without:TEXT, first:9, last:9, pad:9"#
        ),
        (
            "\"{number|upper}\"", "\"no='{number|soql|upper}'\"",
            "13:13: {number|soql|upper} stands between apostrophes; its last transform has to be soql"
        ),
        (
            "\"{number|upper}\"", "\"{number\"",
            "13:13: a brace stands alone; a placeholder is written {number}, and a brace that means itself twice"
        ),
        ("\"{number|upper}\"", "\"17\"", "11:3: no parameter asks for the {number}; one has to"),
        (
            "path: /licences", "path: /licences?x=1",
            "11:9: a path begins with a slash and has no ? or #; parameters belong under query"
        ),
        // Answers.
        (
            "      exists: /rows/0", "      exists: /rows/0\n      status: 500-599",
            "28:7: an answer under 429 or 500 to 599 says nothing about a person; another outcome than found would be right"
        ),
        (
            "      exists: /rows/0", "      status: 99",
            #"29:15: "99" is wrong; a status or a range of them would be right, as 404 or 500-599"#
        ),
        (
            "      empty: /rows", "      body_contains: nobody",
            "30:7: the outcome none has to be told by empty, equals, exists or body_matches, or by a status that is not 200 to 299"
        ),
        (
            "    - outcome: found", "    - outcome: refused",
            "28:5: a rule with the outcome found would be right among these"
        ),
        (
            "  limit: 10", "  limit: 10\n  required: suffix",
            #"17:13: "suffix" stands nowhere under fields"#
        ),
        (
            "  limit: 10", "  limit: 10\n  types: ACU",
            "17:10: types are compared with the field type, which is missing"
        ),
        (
            "  limit: 10", "  limit: 10\n  also: {given: /x}",
            #"17:10: "given" belongs under fields; another name would be right"#
        ),
        (
            "Good: active", "Good: {Late: expired}",
            "19:5: the standings name reasons, and no field is the reason"
        ),
        // YAML itself.
        (
            "name: Board of Tests", "name: &n Board of Tests",
            "4:7: anchors and aliases are not permitted here; write it out"
        ),
        (
            "name: Board of Tests", "name: Board: of Tests",
            "4:12: not YAML: mapping values are not allowed in this context"
        ),
        (
            "Good: active", "Good: [[[[[[[[[[[[[1]]]]]]]]]]]]]",
            "33:19: nested deeper than any key of a description is"
        ),
    ])
    func `a mistake is told with its file, line, column and what would be right`(
        right: String,
        wrong: String,
        sentence: String
    ) throws {
        try #require(plainDescription.contains(right))
        let text = plainDescription.replacing(right, with: wrong, maxReplacements: 1)
        let error = #expect(throws: DescriptionError.self) { try Registry(yaml: text) }
        #expect(error?.description == "test-board.yaml:" + sentence)
    }

    @Test(arguments: [
        ("", "the file is empty"),
        ("# nothing but words\n", "the file is empty"),
        ("[]", "a mapping of keys to values would be right here"),
        ("--- {a: b}\n--- {a: b}", "not YAML: but found another document"),
        ("a: &x [b]\nc: *x", "anchors and aliases are not permitted here; write it out"),
        ("? [a]\n: b", "a key has to be text"),
        (String(repeating: "#", count: 262_145), "a description has at most 262144 bytes"),
    ])
    func `what is no description is refused`(text: String, sentence: String) {
        let error = #expect(throws: DescriptionError.self) { try Registry(yaml: text) }
        #expect(error?.message == sentence)
    }

    @Test func `aliases of aliases as keys are refused before they take time`() {
        var text = "a0: &a0 {x: y}\n"
        for level in 1..<60 {
            text += "a\(level): &a\(level) {? *a\(level - 1) : x, z: *a\(level - 1)}\n"
        }
        let error = #expect(throws: DescriptionError.self) { try Registry(yaml: text) }
        #expect(error?.line == 2)
    }

    @Test(arguments: ["[", "{", "- ", "? ", "{a: "])
    func `nesting without end is refused`(opening: String) {
        let text = String(repeating: opening, count: 50_000)
        #expect(throws: DescriptionError.self) { try Registry(yaml: text) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: DescriptionError(file: "x.yaml", message: "the file is not valid UTF-8")) {
            try DescriptionNode(yaml: [0x61, 0x3A, 0x20, 0xFF], file: "x.yaml")
        }
    }

    @Test func `values are text as written, whatever YAML would make of them`() throws {
        let text = plainDescription.replacing(
            "Good: active",
            with: "ON: active\n  0123: expired\n  ~: revoked"
        )
        let registry = try Registry(yaml: text)

        #expect(registry.standings.standing(of: "ON") == .active)
        #expect(registry.standings.standing(of: "true") == nil)
        #expect(registry.standings.standing(of: "0123") == .expired)
        #expect(registry.standings.standing(of: "~") == .revoked)
    }

    @Test func `comments and places do not change a description's hash, and every value does`()
        throws
    {
        let hash = try Registry(yaml: plainDescription).descriptionHash
        let commented = try Registry(yaml: "# Of tests.\n\n" + plainDescription).descriptionHash
        let changed = plainDescription.replacing("limit: 10", with: "limit: 11")

        #expect(hash == commented)
        #expect(hash.utf8.count == 64)
        #expect(try Registry(yaml: changed).descriptionHash != hash)
    }

    @Test(arguments: [
        ("kitten", "sitting", 3), ("abcd", "abdc", 1), ("", "abc", 3), ("same", "same", 0),
    ])
    func `spelling is compared by edits`(left: String, right: String, distance: Int) {
        let edits = Spelling.distance(Array(left.unicodeScalars), Array(right.unicodeScalars))
        #expect(edits == distance)
    }
}

extension Claimant {
    /// Somebody whose licence is in order.
    static let steady = Claimant(
        number: "A-1",
        names: [PersonName(given: "Ann", family: "Steady")]
    )
}
