import Curl
import Directory
import Testing

@testable import Registries

@Suite struct LicenceListReaderTests {
    private static let now = Instant(secondsSince1970: 1_795_435_200)
    private static let head = "License-Number,Last,First,Profession,Status,Expires,City,Action\n"

    static func register(_ more: String = "", list: String = "") throws -> Registry {
        let text = """
            id: us-xx-board
            template: csv-register
            name: Board of Tests
            jurisdiction: US-WA
            time_zone: America/Los_Angeles
            public_page: https://board.example.org/
            base_url: https://board.example.org
            match: {number: {transforms: ["strip_prefix:AC"]}}
            list:
              path: /licensees.csv?all=1
              least_rows: 1
            \(list)
            answer:
              fields: {number: License-Number, family: Last, given: First, type: Profession, status: Status, expires: Expires}
              also: {city: City}
              types: "*ACUPUNCT*"
              dates: {formats: MM/DD/YYYY}
              discipline: [{name: action, from: Action, clear: [N]}]
            \(more)
            standings: {Clear: active, Revoked: revoked}
            """
        return try Files.withDirectory(["x.yaml": text]) { directory in
            let catalogue = try RegistryCatalogue(directories: [Files.seed, directory])
            return try #require(catalogue.listedRegistries.first { $0.id.text == "us-xx-board" })
        }
    }

    private func read(
        _ registry: Registry,
        _ bytes: [UInt8],
        by size: Int = 4096
    ) throws -> (rows: [Result<LicenceRow, ListProblem>], summary: ListSummary, head: [UInt8]) {
        var reader = try #require(LicenceListReader(registry))
        var rows: [Result<LicenceRow, ListProblem>] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            reader.take(Array(bytes[start...].prefix(size))) { rows.append($0) }
        }
        let summary = reader.finish { rows.append($0) }
        return (rows, summary, reader.headBytes)
    }

    /// What is found about a person in a list that is kept.
    private func reply(
        _ registry: Registry,
        _ text: String,
        number: String,
        _ name: PersonName
    ) throws -> RegistryReply {
        let (rows, summary, head) = try read(registry, Array(text.utf8))
        let key = registry.key(of: number)
        let own = rows.compactMap { try? $0.get() }.filter { $0.key == key }.map(\.bytes)
        var inquiry = registry.inquiry(
            about: Claimant(number: number, names: [name]),
            isTraced: true
        )
        inquiry.take(
            ListExcerpt(head: head, rows: own, asOf: Self.now - 3600, sha256: summary.sha256),
            at: Self.now
        )
        guard case .reply(let reply) = inquiry.next else {
            throw Drift("The look-up has no end.")
        }
        return reply
    }

    private static let ann = PersonName(given: "Ann", family: "Steady")

    // MARK: - Reading

    @Test(arguments: [1, 7, 300, 1 << 20])
    func `rows are kept as they came, however the list arrives`(size: Int) throws {
        let first = "AC-0017,Steady,Ann,Acupuncturist,Clear,12/31/2027,\"Olympia, \"\"W\"\"\",N\r\n"
        let last = "18,Other,Bea,Massage,Clear,,,"
        let bytes = [0xEF, 0xBB, 0xBF] + Array((Self.head + first + "\n" + last).utf8)
        let (rows, summary, head) = try read(try Self.register(), bytes, by: size)

        #expect(
            rows == [
                .success(LicenceRow(key: "17", bytes: Array(first.utf8))),
                .success(LicenceRow(key: "18", bytes: Array(last.utf8))),
            ]
        )
        #expect(head == Array(Self.head.utf8))
        #expect(summary.entries == 2)
        #expect(summary.bytes == bytes.count)
        #expect(summary.failure == nil)
    }

    @Test(arguments: [
        ("17,Steady\n", "2 cells; the head has 8"),
        ("17,\"Steady\"x,Ann,Acupuncturist,Clear,,,\n", "a stray quotation mark"),
        (
            "17,Steady,Ann,Acupuncturist,Clear,31.12.2027,,\n",
            "expires is \"31.12.2027\", a date in none of the formats described."
        ),
        (
            ",Steady,Ann,Acupuncturist,Clear,,,\n",
            "A row has no number, which every row of this register has."
        ),
        (
            "17,Steady,Ann,Acupuncturist,,,,\n",
            "A row has no status, which every row of this register has."
        ),
        ("--,Steady,Ann,Acupuncturist,Clear,,,\n", "The number is nothing but ornament."),
    ])
    func `a row that could not be judged is told with its line`(
        row: String,
        sentence: String
    ) throws {
        let good = "1,A,B,Acupuncturist,Clear,,,\n"
        let (rows, summary, _) = try read(
            try Self.register(),
            Array((Self.head + good + row + good).utf8)
        )

        #expect(rows.count == 3)
        #expect(rows[1] == .failure(ListProblem(line: 3, sentence: sentence)))
        #expect(summary.entries == 2)
        #expect(summary.firstProblem == ListProblem(line: 3, sentence: sentence))
    }

    @Test func `bytes of another encoding make a problem, not a name`() throws {
        let bytes =
            Array(Self.head.utf8) + [0x31, 0x2C, 0xFA, 0x2C]
            + Array("B,Acupuncturist,Clear,,,\n".utf8)

        #expect(
            try read(try Self.register(), bytes).summary.firstProblem?.sentence
                == "last is not utf-8"
        )
        let other = try Self.register("  encoding: windows-1252")
        #expect(try read(other, bytes).summary.entries == 1)
        let units = Self.head.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let wide: [UInt8] = [0xFF, 0xFE] + units
        #expect(try read(other, wide).summary.failure == .anotherEncoding)
    }

    @Test(arguments: [
        ("", ListFailure.empty), ("\n\n", .empty),
        (head.replacing("Status", with: "State"), .columnsMissing(["status"])),
        (head.replacing("Action", with: "Acts"), .columnsMissing(["action"])),
        (head.replacing("City", with: "Last"), .columnsMissing(["city"])),
        (head.replacing("\n", with: ",City\n"), .doubledColumn("city")),
        (head + "17,\"Ste", .cutShort), (head + "17,Ste", .cutShort),
        (
            "<html>maintenance</html>",
            .columnsMissing([
                "license-number", "last", "first", "profession", "status", "expires", "city",
                "action",
            ])
        ),
    ])
    func `what is no such list is refused as a whole`(text: String, failure: ListFailure) throws {
        let registry = try Self.register()
        let summary = try read(registry, Array(text.utf8)).summary

        #expect(summary.failure == failure)
        #expect(
            registry.list?.refusal(of: summary, after: nil)
                == ListRefusal(sentence: failure.description, mayBeAccepted: false)
        )
    }

    @Test func `unquoted text with a delimiter at each end is read`() throws {
        let registry = try Self.register(
            "  delimiter: \"|\"\n  quoted: no\n  trailing_delimiter: yes"
        )
        let text =
            Self.head.replacing(",", with: "|").replacing("\n", with: "|\n")
            + "17|O\"Neil|Ann|Acupuncturist|Clear||Miami|N|\n18|A|B|Acupuncturist|Clear||Miami|N\n"
        let found = try reply(
            registry,
            text,
            number: "17",
            PersonName(given: "Ann", family: "O\"Neil")
        )
        #expect(found.verdict.outcome == .matched)
        let other = try reply(registry, text, number: "18", PersonName(given: "B", family: "A"))
        #expect(other.verdict.outcome == .matched)
    }

    // MARK: - Looking up

    /// Rows of a list, who is looked up in it, and what comes of it.
    @Test(
        arguments: [
            ("AC-0017,Steady,Ann,Acupuncturist,Clear,12/31/2027,,N", "17", .matched, .active),
            ("17,Steady,Ann,Acupuncturist,Revoked,,,N", "AC 17", .matched, .revoked),
            ("17,Steady,Ann,Acupuncturist,Odd,,,N", "17", .unrecognised, nil),
            // A disciplinary flag that nobody has read stops who would be in force.
            ("17,Steady,Ann,Acupuncturist,Clear,,,Y", "17", .unrecognised, nil),
            ("17,Other,Bea,Acupuncturist,Clear,,,N", "17", .mismatched, .active),
            ("17,Steady,Ann,Massage,Clear,,,N", "17", .mismatched, .active),
            ("18,Steady,Ann,Acupuncturist,Clear,,,N", "17", .absent, nil),
            (
                "17,Steady,Ann,Acupuncturist,Clear,,,N\n17,Other,Bea,Acupuncturist,Clear,,,N",
                "17", .ambiguous, nil
            ),
            // One licence in two rows: the gravest counts.
            (
                "17,Steady,Ann,Acupuncturist,Clear,,,N\n17,Steady,Ann,Acupuncturist,Revoked,,,N",
                "17", .matched, .revoked
            ),
        ] as [(String, String, Outcome, Standing?)]
    )
    func `a person is looked up by number, name and type, as at a register that is asked`(
        rows: String,
        number: String,
        outcome: Outcome,
        standing: Standing?
    ) throws {
        let registry = try Self.register()
        let reply = try reply(registry, Self.head + rows + "\n", number: number, Self.ann)

        #expect(reply.verdict.outcome == outcome)
        #expect(reply.verdict.entry?.standing == standing)
        #expect(reply.sourceAsOf == Self.now - 3600)
        #expect(reply.status == 200)
    }

    @Test func `the question says where to look, and its hash is of the lines of the list`() throws
    {
        let registry = try Self.register()
        let row = "AC-0017,Steady,Ann,Acupuncturist,Clear,12/31/2027,Olympia,N\r\n"
        let text = Self.head + "1,A,B,Acupuncturist,Clear,,,\n" + row
        let reply = try reply(registry, text, number: "AC-17", Self.ann)
        let list = try read(registry, Array(text.utf8)).summary.sha256

        #expect(
            reply.question
                == "GET https://board.example.org/licensees.csv?all=1, the rows under the number "
                + "AC-17 in the list with the SHA-256 \(list)"
        )
        var hasher = try #require(LicenceListReader(registry))
        hasher.take(Array((Self.head + row).utf8)) { _ in }
        #expect(reply.sha256 == hasher.finish { _ in }.sha256)
        #expect(
            String(decoding: reply.evidence, as: UTF8.self).hasPrefix(
                "[{\"action\":\"N\",\"city\":\"Olympia\""
            )
        )
        #expect(reply.verdict.entry?.fields.contains(.init(name: "city", value: "Olympia")) == true)
    }

    @Test(arguments: [
        "17,Steady,Ann,Acupuncturist,Clear,12/31/2027,,N", "18,Steady,Ann,Acupuncturist,Clear,,,N",
    ])
    func `what was kept of a look-up is judged anew to the same`(row: String) throws {
        let registry = try Self.register()
        let reply = try reply(registry, Self.head + row + "\n", number: "17", Self.ann)
        let kept = KeptAnswer(
            outcome: reply.verdict.outcome,
            status: reply.status,
            contentType: reply.contentType ?? "",
            body: reply.evidence
        )
        let again = try #require(
            registry.rejudged(
                kept,
                fields: [],
                about: Claimant(number: "17", names: [Self.ann])
            )
        )
        #expect(again.verdict == reply.verdict)
        #expect(again.basis == .body)
    }

    @Test func `nobody is looked up where there is nothing to look in`() throws {
        var inquiry = try Self.register().inquiry(
            about: Claimant(number: "17", names: [Self.ann])
        )
        inquiry.giveUp(because: "No list has been taken in.")
        guard case .reply(let reply) = inquiry.next else {
            Issue.record("The look-up has no end.")
            return
        }
        #expect(reply.verdict.outcome == .unreachable)
        #expect(reply.verdict.reason == "No list has been taken in.")
        #expect(reply.sha256 == nil)
    }

    // MARK: - Describing

    @Test(arguments: [
        ("answer:\n  limit: 5", "limit has no meaning for a list"),
        ("answer:\n  outcomes: [{outcome: found}]", "outcomes has no meaning for a list"),
        ("answer:\n  format: json", "a list is csv"),
        ("list:\n  encoding: utf-8", "encoding has no meaning here"),
        ("list:\n  fields: {family: Last}", "fields has no meaning here"),
        ("interval: 5", "interval has no meaning for the kind list"),
        ("request: {path: /x}", "request has no meaning for the kind list"),
        ("role: identity", "licence or exclusion would be right"),
        ("role: secondary", "licence or exclusion would be right"),
    ])
    func `what has no meaning for a list of licences is refused`(
        more: String,
        sentence: String
    ) throws {
        let text = "id: us-fl-mqa\nenabled: yes\n\(more)\n"
        try Files.withDirectory(["x.yaml": text]) { directory in
            let error = #expect(throws: DescriptionError.self) {
                try RegistryCatalogue(directories: [Files.seed, directory])
            }
            #expect(error?.description.contains(sentence) == true)
        }
    }

    @Test func `a list is asked for on condition, and an answer judged before it is read`() throws {
        let list = try #require(try Self.register().list)
        let request = list.request(ifNot: "\"tag\"", since: "Mon, 23 Nov 2026 08:00:00 GMT")

        #expect(request.url == "https://board.example.org/licensees.csv?all=1")
        #expect(request.headers.contains(.init(name: "If-None-Match", value: "\"tag\"")))
        #expect(list.refusal(status: 200, contentType: "text/csv; charset=utf-8") == nil)
        #expect(list.refusal(status: 200, contentType: "text/html") != nil)
        #expect(list.everyHours == 24)
    }

    @Test func `Florida's list is described, and off until it has an address`() throws {
        let catalogue = try RegistryCatalogue(directories: [Files.seed])
        let florida = try #require(catalogue[RegistryID("us-fl-mqa")])
        #expect(florida.offReason?.contains("sign-in") == true)
        #expect(!catalogue.listedRegistries.contains { $0.id == florida.id })

        let text = """
            License-Number|Last-Name|First-Name|Profession-Name|License-Status-Description|\
            Expire-Date|Board-Action-Indicator|
            AP123|INVENTED|ROSA "ROSE"|Acupuncturist|Clear|02/28/2027|N|
            123|INVENTED|ROSA|Massage Therapist|Clear|02/28/2027|N|

            """
        let (rows, summary, head) = try read(florida, Array(text.utf8))
        #expect(summary.problemCount == 0)
        let own = rows.compactMap { try? $0.get() }.filter { $0.key == florida.key(of: "AP 123") }
        #expect(own.count == 2)
        var inquiry = florida.inquiry(
            about: Claimant(
                number: "AP 123",
                names: [PersonName(given: "Rosa", family: "Invented")]
            ),
            isOffline: true
        )
        inquiry.take(
            ListExcerpt(
                head: head,
                rows: own.map(\.bytes),
                asOf: nil,
                sha256: summary.sha256
            ),
            at: Self.now
        )
        guard case .reply(let reply) = inquiry.next else { return }
        #expect(reply.verdict.outcome == .matched)
        #expect(reply.verdict.entry?.standing == .active)
    }
}
