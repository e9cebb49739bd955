import Directory
import Foundation
import Ingestion
import Registries
import Storage
import Testing
import Verification

/// A list of exclusions that is at hand, read by its description.
@Suite struct ListIntakeTests {
    // MARK: - The file

    @Test func `OIG's file is read as it is published`() async throws {
        let bench = try await ListBench()
        defer { bench.remove() }

        let summary = try await bench.takeIn([
            .business("#1 INVENTED SERVICE, INC"),
            .business("101 \"\"BEST\"\" PHARMACY INC", npi: ListBench.ben),
            .person("ADA", "EXAMPLE", npi: ListBench.ada),
            .person("GRETA", "OTHER"),
        ])

        #expect(summary.rows.read == 4)
        // A business without an NPI can be nobody.
        #expect(summary.rows.kept == 3)
        #expect(summary.rows.rejected == 0)
        #expect(summary.confirmed == 1)
        #expect(summary.candidates == 1)
        let rows = try await bench.database.exclusionFindings().rows
        #expect(
            rows.map(\.exclusion) == [
                Exclusion(
                    npi: try NPI(ListBench.ada),
                    name: PersonName(given: "ADA", family: "EXAMPLE"),
                    occupations: ["IND- LIC HC SERV PRO", "NURSE/NURSES AIDE"],
                    city: "SEATTLE",
                    region: "WA",
                    ground: "1128b4",
                    excludedOn: CalendarDate(iso: "2019-03-20")
                ),
                Exclusion(
                    npi: try NPI(ListBench.ben),
                    name: nil,
                    organisation: "101 \"BEST\" PHARMACY INC",
                    occupations: ["OTHER BUSINESS", "PHARMACY"],
                    city: "SEATTLE",
                    region: "WA",
                    ground: "1128b4",
                    excludedOn: CalendarDate(iso: "2019-03-20")
                ),
            ]
        )
        let list = try #require(try await bench.database.exclusionLists().first)
        #expect(list.rowCount == 4)
        #expect(list.file.hasSuffix("UPDATED.csv"))
        #expect(try await bench.state().seenAt == ListBench.now)
    }

    @Test func `neither address nor date of birth is kept`() async throws {
        let bench = try await ListBench()
        defer { bench.remove() }
        try await bench.takeIn([
            .person("ADA", "EXAMPLE", npi: ListBench.ada), .person("GRETA", "OTHER"),
        ])

        var bytes = Data()
        for file in ["meridian.sqlite", "meridian.sqlite-wal"] {
            bytes += try Data(contentsOf: bench.folder.appending(path: file))
        }
        #expect(bytes.range(of: Data("1128b4".utf8)) != nil)
        #expect(bytes.range(of: Data("EXAMPLE STREET".utf8)) == nil)
        #expect(bytes.range(of: Data("19600131".utf8)) == nil)
    }

    @Test func `columns in another order and more of them are no matter`() async throws {
        let bench = try await ListBench()
        defer { bench.remove() }
        let text =
            "NEW,STATE,CITY,EXCLDATE,REINDATE,EXCLTYPE,NPI,SPECIALTY,GENERAL,BUSNAME,MIDNAME,"
            + "FIRSTNAME,LASTNAME\nx,WA,SEATTLE,20190320,,1128b4,,,,,,CLEO,INVENTED\n"
            + "x,WA,SEATTLE,20190320,,1128b4,,,,,,GRETA,OTHER\n"
        try await bench.takeIn(text)

        #expect(try await bench.findings() == ["Cleo candidate"])
    }

    // MARK: - What is wrong with it

    @Test(arguments: [
        ("EXCLDATE", "2019-03-20", "from is no date of the formats described"),
        ("EXCLDATE", "20190231", "from is no date of the formats described"),
        ("REINDATE", "soon", "until is no date of the formats described"),
        ("LASTNAME", "", "neither a person nor an organisation"),
    ])
    func `a wrong row is rejected by line and reason, and nobody is taken off`(
        column: String,
        value: String,
        sentence: String
    ) async throws {
        let bench = try await ListBench()
        defer { bench.remove() }
        try await bench.takeIn(LEIERow.strangers + [.person("ADA", "EXAMPLE", npi: ListBench.ada)])
        var wrong = LEIERow.person("", "EXAMPLE")
        wrong.cells[column] = value

        let summary = try await bench.takeIn(LEIERow.strangers + [wrong])

        #expect(summary.rows.rejected == 1)
        #expect(summary.doubtful == 1)
        #expect(try bench.rejects() == ["202,\"\(sentence)\",\"\""])
        #expect(try await bench.findings() == ["Ada confirmed"])
    }

    @Test(arguments: [
        ("<html><body>Maintenance</body></html>\n", "no longer has the columns NPI"),
        ("PK\u{3}\u{4}", "no longer has the columns"), ("", "is empty"),
        (
            LEIERow.csv(LEIERow.strangers).replacing("EXCLDATE", with: "EXCLUDED"),
            "no longer has the columns EXCLDATE"
        ),
        (String(LEIERow.csv(LEIERow.strangers).dropLast(40)), "ends inside a row"),
        (LEIERow.csv([]), "0 entries; at least 2"),
    ])
    func `what is no list changes nothing`(text: String, sentence: String) async throws {
        let bench = try await ListBench()
        defer { bench.remove() }
        try await bench.takeIn(LEIERow.strangers + [.person("ADA", "EXAMPLE", npi: ListBench.ada)])

        let refusal = await #expect(throws: ListRefusal.self) { try await bench.takeIn(text) }

        #expect(refusal?.sentence.contains(sentence) == true)
        #expect(try await bench.findings() == ["Ada confirmed"])
        #expect(try await bench.database.exclusionLists().map(\.rowCount) == [201])
    }

    @Test func `an admin may take a list that has shrunk, and no other that is refused`()
        async throws
    {
        let bench = try await ListBench()
        defer { bench.remove() }
        let acceptance = ListAcceptance(actor: "os:tester", reason: "OIG announced it.")
        try await bench.takeIn(LEIERow.strangers)
        let half = Array(LEIERow.strangers.prefix(100))

        await #expect(throws: ListRefusal.self) { try await bench.takeIn(half) }
        await #expect(throws: ListRefusal.self) {
            try await bench.takeIn("<html>", accepting: acceptance)
        }
        await #expect(throws: StorageError.self) {
            try await bench.takeIn(LEIERow.csv([]), accepting: acceptance)
        }
        #expect(try await bench.takeIn(half, accepting: acceptance).removed == 100)
    }

    @Test func `the share of the last list is the description's and counts once`() async throws {
        let bench = try await ListBench()
        defer { bench.remove() }
        try await bench.takeIn(LEIERow.strangers)
        let half = LEIERow.csv(Array(LEIERow.strangers.prefix(100)))

        #expect(try await bench.takeIn(half, settings: "  least_share: 50").removed == 100)
    }

    @Test func `a file that is not there and one that cannot be written leave the last list`()
        async throws
    {
        let bench = try await ListBench()
        defer { bench.remove() }
        try await bench.takeIn(LEIERow.strangers)
        let intake = ListIntake(of: try bench.list(), into: bench.database)

        await #expect(throws: ImportError.noFile(path: "/nowhere/UPDATED.csv")) {
            try await intake.takeIn("x", at: ListBench.now) {
                let source = try ByteSource(path: "/nowhere/UPDATED.csv")
                return ListBytes(next: { try source.piece() })
            }
        }
        await #expect(throws: ImportError.rejectsUnwritable(path: "x")) {
            try await intake.takeIn("x", at: ListBench.now) {
                var pieces = [Array((LEIERow.csv(LEIERow.strangers) + "bad\r\n").utf8), []]
                return ListBytes(
                    next: { pieces.removeFirst() },
                    reject: { _ in throw ImportError.rejectsUnwritable(path: "x") }
                )
            }
        }
        #expect(try await bench.database.exclusionLists().map(\.rowCount) == [200])
        // Neither attempt keeps the next one waiting.
        #expect(try await bench.state().dueAt == ListBench.now)
    }

    // MARK: - From list to list

    @Test func `people come, stay and go with the list`() async throws {
        let bench = try await ListBench()
        defer { bench.remove() }
        let first =
            LEIERow.strangers + [
                .person("ADA", "EXAMPLE", npi: ListBench.ada),
                .person("GRETA", "OTHER", npi: ListBench.ben),
            ]
        try await bench.takeIn(first)
        #expect(try await bench.findings() == ["Ada confirmed", "Ben candidate"])

        let again = try await bench.takeIn(first, at: ListBench.now + 3600)
        #expect(again.changes == 0)
        #expect(again.added == 0)
        #expect(again.removed == 0)

        try await bench.takeIn(LEIERow.strangers + [.person("CLEO", "INVENTED")])
        #expect(try await bench.findings() == ["Ada ended", "Ben ended", "Cleo candidate"])
    }
}
