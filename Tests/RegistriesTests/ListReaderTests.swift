import Curl
import Directory

import Testing

@testable import Registries

@Suite struct ListReaderTests {
    private func read(
        _ list: RegistryList,
        _ bytes: [UInt8],
        by size: Int = 4096
    ) -> (entries: [ListEntry], summary: ListSummary) {
        let (rows, summary) = readRows(list, bytes, by: size)
        return (rows.compactMap { try? $0.get() }, summary)
    }

    private func readRows(
        _ list: RegistryList,
        _ bytes: [UInt8],
        by size: Int = 4096
    ) -> (rows: [Result<ListEntry, ListProblem>], summary: ListSummary) {
        var reader = ListReader(list)
        var rows: [Result<ListEntry, ListProblem>] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + size)
            reader.take(Array(bytes[start..<end])) { rows.append($0) }
            start = end
        }
        let summary = reader.finish { rows.append($0) }
        return (rows, summary)
    }

    private func leie() throws -> RegistryList {
        let catalogue = try RegistryCatalogue(directories: [Files.seed])
        return try #require(catalogue.exclusionLists.first { $0.id.text == "oig-leie" })
    }

    /// A state's list of exclusions, which names licences.
    private func excluded(
        _ more: String = "",
        fields: String =
            "licence: License-Number, family: Last, given: First, occupation: [Profession], wording: Reason, until: Ends, city: City",
        jurisdiction: String = "US-WA"
    ) throws -> RegistryList {
        let text = """
            id: us-xx-excluded
            template: csv-exclusions
            name: Excluded by Testing Medicaid
            jurisdiction: \(jurisdiction)
            time_zone: America/Los_Angeles
            public_page: https://board.example.org/
            base_url: https://board.example.org
            list:
              path: /excluded.csv?all=1
              least_rows: 1
              fields: {\(fields)}
              dates: {formats: MM/DD/YYYY}
            \(more)
            """
        return try Files.withDirectory(["x.yaml": text]) { directory in
            let catalogue = try RegistryCatalogue(directories: [Files.seed, directory])
            return try #require(
                catalogue.exclusionLists.first { $0.id.text == "us-xx-excluded" }
            )
        }
    }

    private static let head = "License-Number,Last,First,Profession,Reason,Ends,City\n"

    @Test(arguments: [1, 7, 300, 1 << 20])
    func `the exclusion list is read however it arrives`(size: Int) throws {
        let (entries, summary) = read(
            try leie(),
            try Files.fixture("oig-leie/UPDATED.csv"),
            by: size
        )

        #expect(summary.failure == nil)
        #expect(summary.entries == 4)
        #expect(summary.problemCount == 0)
        #expect(summary.sha256.utf8.count == 64)
        #expect(
            entries.map(\.organisation) == [
                "#1 INVENTED SERVICE, INC", "101 \"BEST\" PHARMACY INC", "", "",
            ]
        )
        #expect(entries.map { $0.npi?.description } == [nil, "2000000002", nil, "2000000010"])
        #expect(entries[0].name == nil)
        #expect(entries[2].name == PersonName(given: "NORA", middle: "JO", family: "SAMPLE"))
        #expect(entries[2].wording == "1128b4")
        #expect(entries[2].from == CalendarDate(iso: "2021-02-20"))
        #expect(entries[2].until == nil)
        #expect(entries[2].state == "CO")
        #expect(entries[2].city == "DENVER")
        #expect(entries[2].occupations == ["IND- LIC HC SERV PRO", "ACUPUNCTURIST"])
        // Twenty letters fill the column, and the name may go on.
        #expect(entries.map(\.isFamilyCut) == [false, false, false, true])
        #expect(entries.map(\.isGivenCut) == [false, false, false, false])
        #expect(entries[3].until == CalendarDate(iso: "2024-01-01"))
        #expect(entries.map(\.line) == [2, 3, 4, 5])
    }

    @Test func `an entry is compared as an exclusion`() throws {
        let (entries, _) = read(try leie(), try Files.fixture("oig-leie/UPDATED.csv"))

        #expect(
            entries[3].exclusion
                == Exclusion(
                    npi: try NPI("2000000010"),
                    name: PersonName(given: "HUBERT", family: "WOLFESCHLEGELSTEINHA"),
                    isFamilyCut: true,
                    occupations: ["IND- LIC HC SERV PRO", "NURSE"],
                    city: "DENVER",
                    region: "CO",
                    ground: "1128b4",
                    excludedOn: CalendarDate(iso: "2021-02-20"),
                    reinstatedOn: CalendarDate(iso: "2024-01-01")
                )
        )
        #expect(entries[0].exclusion.canMeanAPerson == false)
    }

    @Test(arguments: ["0000000000", "", "1234567890", "12345", "1.23E+09"])
    func `who has no NPI, or none that can be, stays in the list without one`(
        npi: String
    ) throws {
        let head =
            "LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,NPI,CITY,STATE,EXCLTYPE,"
            + "EXCLDATE,REINDATE\n"
        let row = "EXAMPLE,ADA,,,,,\(npi),SEATTLE,WA,1128b4,20190320,00000000\n"
        let (entries, summary) = read(try leie(), Array((head + row).utf8))

        #expect(entries.map(\.npi) == [nil])
        #expect(entries.first?.name?.family == "EXAMPLE")
        #expect(summary.wrongNPIs == (npi.isEmpty || npi == "0000000000" ? 0 : 1))
    }

    @Test func `line ends inside a cell are blanks`() throws {
        let text = Self.head + "17,\"Two\r\nParts\",Ann,Acupuncturist,Clear,,\n"
        #expect(
            read(try excluded(), Array(text.utf8)).entries.first?.name?.family == "Two  Parts"
        )
    }

    @Test func `a licence is of the list's own state, or of the one that its column names`() throws
    {
        let (entries, _) = read(
            try excluded(),
            Array((Self.head + "AC-0017,Steady,Ann,Acupuncturist,Fraud,,\n,B,C,,,,\n").utf8)
        )
        #expect(entries.map(\.licence) == [ListedLicence(number: "AC-0017", region: "WA"), nil])
        #expect(entries.first?.exclusion.licence?.number == "AC-0017")

        let named = try excluded(
            fields: "licence: No, licence_state: Of, family: Last, given: First",
            jurisdiction: "US"
        )
        let text = "No,Of,Last,First\n17,co,Steady,Ann\n18,,B,C\n"
        #expect(
            read(named, Array(text.utf8)).entries.map(\.licence)
                == [ListedLicence(number: "17", region: "CO"), nil]
        )
    }

    @Test(arguments: [
        ("licence: No, family: Last", "US", "the field licence_state would be right"),
        ("licence_state: Of, family: Last", "US-WA", "no field licence whose state it would be"),
    ])
    func `a licence's number without its state is refused`(
        fields: String,
        jurisdiction: String,
        sentence: String
    ) throws {
        let error = #expect(throws: DescriptionError.self) {
            try excluded(fields: fields, jurisdiction: jurisdiction)
        }
        #expect(error?.description.contains(sentence) == true)
    }

    @Test(arguments: [
        ("17,Steady\n", "2 cells; the head has 7"),
        ("17,\"Steady\"x,Ann,Acupuncturist,Clear,,\n", "a stray quotation mark"),
        (
            "17,Steady,Ann,Acupuncturist,Clear,31.12.2027,\n",
            "until is no date of the formats described"
        ),
        ("17,,,Acupuncturist,Clear,,\n", "neither a person nor an organisation"),
    ])
    func `a row that cannot be read is told with its line`(row: String, sentence: String) throws {
        let good = "1,A,B,Acupuncturist,Clear,,\n"
        let bytes = Array((Self.head + good + row + good).utf8)
        let (rows, summary) = readRows(try excluded(), bytes)

        #expect(rows.compactMap { try? $0.get().line } == [2, 4])
        #expect(rows[1] == .failure(ListProblem(line: 3, sentence: sentence)))
        #expect(summary.problemCount == 1)
        #expect(summary.firstProblem?.description == "line 3: " + sentence)
    }

    @Test func `bytes of another encoding make a problem, not a name`() throws {
        let bytes =
            Array(Self.head.utf8) + [0x31, 0x2C, 0xFA, 0x2C]
            + Array("B,Acupuncturist,Clear,,\n".utf8)
        #expect(read(try excluded(), bytes).summary.problemCount == 1)
        let (entries, _) = read(try excluded("  encoding: windows-1252"), bytes)
        #expect(entries.first?.name?.family == "ú")
    }

    @Test(arguments: [
        ("", ListFailure.empty), ("\n\n", .empty),
        ("License-Number,Last,First,Profession,Grounds,Ends,City\n", .columnsMissing(["Reason"])),
        (head.replacing("City", with: "Last"), .doubledColumn("Last")),
        (head + "17,\"Ste", .cutShort), (head + "17,Ste", .cutShort),
        (head + "17,\"Ste\"", .cutShort),
        (
            "<html>maintenance</html>",
            .columnsMissing([
                "License-Number", "Last", "First", "Profession", "Reason", "Ends", "City",
            ])
        ),
    ])
    func `what is no such list is refused as a whole`(text: String, failure: ListFailure) throws {
        let list = try excluded()
        let (_, summary) = read(list, Array(text.utf8))
        let first = try #require(summary.failure)

        #expect(first == failure || failure == .doubledColumn("Last") && first != .empty)
        #expect(
            list.refusal(of: summary, after: nil)
                == ListRefusal(sentence: first.description, mayBeAccepted: false)
        )
    }

    @Test(
        arguments: [
            (1000, 1000, nil), (1000, 800, nil),
            (
                1000, 799,
                "The list has 799 entries, under 80 % of the last one's 1000: it was probably cut off, and would reinstate whoever is missing."
            ),
            (nil, 1, nil), (nil, 0, "The list has 0 entries; at least 1 are expected."),
        ] as [(Int?, Int, String?)]
    )
    func `a list that shrank takes nobody's place`(
        last: Int?,
        entries: Int,
        sentence: String?
    ) throws {
        var summary = ListSummary()
        summary.entries = entries
        let refusal = try excluded().refusal(of: summary, after: last.map { ListExtent(rows: $0) })

        #expect(refusal?.sentence == sentence)
        #expect(refusal?.mayBeAccepted ?? true)
    }

    @Test(arguments: [(100, 1, nil), (199, 1, nil), (100, 2, false)] as [(Int, Int, Bool?)])
    func `more than one bad row in a hundred makes no list`(
        entries: Int,
        problems: Int,
        mayBeAccepted: Bool?
    ) throws {
        var summary = ListSummary()
        summary.entries = entries
        summary.problemCount = problems
        summary.firstProblem = ListProblem(line: 9, sentence: "a stray quotation mark")
        let refusal = try excluded().refusal(of: summary, after: nil)

        #expect(refusal?.mayBeAccepted == mayBeAccepted)
        #expect(
            mayBeAccepted == nil
                || refusal?.sentence
                    == "2 rows beside 100 good ones cannot be read: line 9: a stray quotation mark."
        )
    }

    @Test(arguments: [(100, 1, false), (100, 2, true)])
    func `NPIs of which many are none are another column's`(
        entries: Int,
        wrong: Int,
        isRefused: Bool
    ) throws {
        var summary = ListSummary()
        summary.entries = entries
        summary.wrongNPIs = wrong
        #expect((try excluded().refusal(of: summary, after: nil) != nil) == isRefused)
    }

    @Test(
        arguments: [
            ("2026-11-01", "2026-11-02", true), ("2026-11-02", "2026-11-02", false),
            ("2026-11-03", "2026-11-02", false), (nil, "2026-11-02", false),
            ("2026-11-01", nil, false),
        ] as [(String?, String?, Bool)]
    )
    func `an older list takes no newer one's place`(
        latest: String?,
        lastLatest: String?,
        isRefused: Bool
    ) throws {
        var summary = ListSummary()
        summary.entries = 10
        let refusal = try excluded().refusal(
            of: summary,
            latestOn: latest.flatMap(CalendarDate.init(iso:)),
            after: ListExtent(rows: 10, latestOn: lastLatest.flatMap(CalendarDate.init(iso:)))
        )
        #expect(refusal?.sentence.hasSuffix("this is an older list.") ?? false == isRefused)
    }

    @Test(arguments: [
        ("list:\n  fields: {family: L, number: N}", "unknown key \"number\""),
        ("list:\n  types: X", "unknown key \"types\""),
        ("standings: {Active: active}", "a list of exclusions has none of these"),
        ("canary: {number: X, family: Y}", "a list of exclusions has none of these"),
        ("match: {number_scope: unique}", "a list of exclusions has none of these"),
        ("answer: {format: csv}", "a list of exclusions has none of these"),
        ("role: identity\ncompleteness: full_history", "licence or exclusion would be right"),
    ])
    func `what is a licence's is refused in a list of exclusions`(
        more: String,
        sentence: String
    ) throws {
        let text = "id: oig-leie\n\(more)\n"
        try Files.withDirectory(["x.yaml": text]) { directory in
            let error = #expect(throws: DescriptionError.self) {
                try RegistryCatalogue(directories: [Files.seed, directory])
            }
            #expect(error?.description.contains(sentence) == true)
        }
    }

    @Test func `a state's list is described in a few lines`() throws {
        let text = """
            id: us-xx-medicaid
            template: csv-exclusions
            name: Providers excluded from Testing Medicaid
            jurisdiction: US-WA
            time_zone: America/Los_Angeles
            public_page: https://medicaid.example.org/
            base_url: https://medicaid.example.org
            list:
              path: /excluded.csv
              least_rows: 1
              fields: {npi: NPI, name: Provider, occupation: Provider Type, wording: Reason, from: Effective, until: Reinstated, state: State}
              name_order: family_comma_given
              dates: {formats: MM/DD/YYYY, nulls: [Indefinite]}
              nulls: {npi: N/A}
            """
        let list = try Files.withDirectory(["x.yaml": text]) { directory in
            let catalogue = try RegistryCatalogue(directories: [Files.seed, directory])
            return try #require(catalogue.exclusionLists.first { $0.id.text == "us-xx-medicaid" })
        }
        let file =
            "NPI,Provider,Provider Type,Reason,Effective,Reinstated,State\n"
            + "2000000002,\"Sample, Bob\",Acupuncturist,Licence revoked,03/20/2019,Indefinite,WA\n"
            + "N/A,\"Example, Ada\",Clinic,Fraud,03/20/2019,04/01/2020,WA\n"
        let exclusions = read(list, Array(file.utf8)).entries.map(\.exclusion)

        #expect(exclusions.map { $0.npi?.description } == ["2000000002", nil])
        #expect(exclusions.map { $0.name?.family } == ["Sample", "Example"])
        #expect(exclusions[0].occupations == ["Acupuncturist"])
        #expect(exclusions[0].ground == "Licence revoked")
        #expect(exclusions.map(\.reinstatedOn) == [nil, CalendarDate(iso: "2020-04-01")])
    }

    @Test func `a list is asked for on condition, and an answer judged before it is read`() throws {
        let list = try excluded()
        let request = list.request(ifNot: "\"tag\"", since: "Mon, 23 Nov 2026 08:00:00 GMT")

        #expect(request.url == "https://board.example.org/excluded.csv?all=1")
        #expect(request.headers.contains(.init(name: "If-None-Match", value: "\"tag\"")))
        #expect(request.headers.contains { $0.name == "If-Modified-Since" })
        #expect(list.refusal(status: 200, contentType: "text/csv; charset=utf-8") == nil)
        #expect(list.refusal(status: 200, contentType: "text/html") != nil)
        #expect(list.refusal(status: 503, contentType: "text/csv") != nil)
        #expect(list.everyHours == 24)
    }

    @Test func `unquoted text with a delimiter at each end is read`() throws {
        let list = try excluded("  delimiter: \"|\"\n  quoted: no\n  trailing_delimiter: yes")
        let text =
            "License-Number|Last|First|Profession|Reason|Ends|City|\n17|O\"Neil|Ann|Acupuncturist|Clear||Miami|\n18|A|B|Acupuncturist|Clear||Miami\n"
        let (entries, summary) = read(list, Array(text.utf8))

        #expect(summary.problemCount == 0)
        #expect(entries.map { $0.name?.family } == ["O\"Neil", "A"])
    }
}
