import Directory
import Foundation
import Ingestion
import Storage
import Testing

@Suite struct ExclusionsImportTests {
    // MARK: - The file

    @Test func `OIG's file is read as it is published`() async throws {
        let work = try await Workplace()
        try await work.importNPPES([.person(Numbers.ada, given: "ADA", family: "EXAMPLE")])

        let summary = try await work.importExclusions([
            .business("#1 INVENTED SERVICE, INC", npi: "0000000000"),
            .business("101 \"\"BEST\"\" PHARMACY INC", npi: "2000000002"),
            .person("ADA", "EXAMPLE", npi: Numbers.ada),
            .person("GRETA", "SAMPLE", npi: "0000000000"),
        ])

        #expect(summary.rows.read == 4)
        // A business without an NPI can be nobody.
        #expect(summary.rows.kept == 3)
        #expect(summary.rows.rejected == 0)
        #expect(summary.confirmed == 1)
        #expect(summary.candidates == 0)
        #expect(
            try work.rows(
                """
                SELECT list_id, npi, given_name, family_name, organisation, occupations, city,
                    region, ground, date(excluded_on * 86400, 'unixepoch'), reinstated_on
                FROM exclusion ORDER BY given_name
                """
            ) == [
                "oig-leie|2000000002|-|-|101 \"BEST\" PHARMACY INC|OTHER BUSINESS\nPHARMACY|"
                    + "SEATTLE|WA|1128b4|2019-03-20|-",
                "oig-leie|\(Numbers.ada)|ADA|EXAMPLE||IND- LIC HC SERV PRO\nNURSE/NURSES AIDE|"
                    + "SEATTLE|WA|1128b4|2019-03-20|-",
                "oig-leie|-|GRETA|SAMPLE||IND- LIC HC SERV PRO\nNURSE/NURSES AIDE|"
                    + "SEATTLE|WA|1128b4|2019-03-20|-",
            ]
        )
        #expect(
            try work.rows(
                "SELECT kind, rows_read, rows_kept, rows_rejected FROM import ORDER BY id"
            )
            .last == "exclusions|4|3|0"
        )
    }

    @Test func `neither address nor date of birth is kept`() async throws {
        let work = try await Workplace()
        try await work.importExclusions([.person("ADA", "EXAMPLE", npi: Numbers.ada)])

        let everything = try work.everything().values.flatMap(\.self).joined(separator: "\n")
        #expect(everything.contains("1128b4"))
        #expect(!everything.contains("EXAMPLE STREET"))
        #expect(!everything.contains("19600131"))
    }

    @Test func `names are known to be cut at the width of their columns`() async throws {
        let work = try await Workplace()
        try await work.importExclusions([
            .person("CONSTANCE", "THISTLEWOOD-FEATHERS", npi: "0000000000"),
            .person("MAXIMILIANAGRAC", "EXAMPLE", npi: "0000000000"),
            .person("ADA", "EXAMPLE", npi: "0000000000"),
        ])

        #expect(
            try work.rows("SELECT is_family_cut, is_given_cut FROM exclusion ORDER BY given_name")
                == ["0|0", "1|0", "0|1"]
        )
    }

    @Test(arguments: ["0000000000", "", "1234567890", "12345", "UNKNOWN"])
    func `what is no NPI is none`(npi: String) async throws {
        let work = try await Workplace()
        let summary = try await work.importExclusions([.person("ADA", "EXAMPLE", npi: npi)])

        #expect(summary.rows.rejected == 0)
        #expect(try work.rows("SELECT npi, family_name FROM exclusion") == ["-|EXAMPLE"])
    }

    @Test func `a reinstated row excludes nobody`() async throws {
        let work = try await Workplace()
        try await work.importNPPES([.person(Numbers.ada, given: "ADA", family: "EXAMPLE")])

        let summary = try await work.importExclusions([
            .person("ADA", "EXAMPLE", npi: Numbers.ada, reinstated: "20261120"),
            .person("GRETA", "SAMPLE", npi: "0000000000"),
        ])

        #expect(summary.confirmed == 0)
        #expect(summary.candidates == 0)
    }

    // MARK: - What is wrong with it

    @Test(arguments: [
        ("EXCLDATE", "2019-03-20", "EXCLDATE: a date is written YYYYMMDD"),
        ("EXCLDATE", "20190231", "EXCLDATE: a date is written YYYYMMDD"),
        ("REINDATE", "soon", "REINDATE: a date is written YYYYMMDD"),
        ("LASTNAME", "", "neither a person nor a business"),
    ])
    func `a wrong row is rejected by line and column`(
        column: String,
        value: String,
        sentence: String
    ) async throws {
        let work = try await Workplace()
        var wrong = LEIERow.person("", "EXAMPLE", npi: Numbers.ada)
        wrong.cells[column] = value
        let rows = (0..<200).map { LEIERow.person("NOBODY", "STRANGER\($0)", npi: "") }

        let summary = try await work.importExclusions(rows + [wrong])

        #expect(summary.rows.rejected == 1)
        #expect(try work.rejects().count == 1)
        #expect(try work.rejects().first?.hasPrefix("202,") == true)
        #expect(try work.rejects().first?.contains(sentence) == true)
    }

    @Test func `a file without a column that counts is refused by its name`() async throws {
        let work = try await Workplace()
        let text = LEIERow.csv([.person("ADA", "EXAMPLE", npi: "")])
            .replacing("EXCLDATE", with: "EXCLUDED")

        await #expect(throws: ImportError.missingColumns(["EXCLDATE"])) {
            try await work.importExclusions(text)
        }
    }

    @Test func `columns in another order and more of them are no matter`() async throws {
        let work = try await Workplace()
        let text =
            "NEW,STATE,CITY,EXCLDATE,REINDATE,EXCLTYPE,NPI,SPECIALTY,GENERAL,BUSNAME,MIDNAME,"
            + "FIRSTNAME,LASTNAME\nx,WA,SEATTLE,20190320,,1128b4,,,,,,ADA,EXAMPLE\n"
        let summary = try await work.importExclusions(text)

        #expect(summary.rows.kept == 1)
        #expect(try work.rows("SELECT given_name, region FROM exclusion") == ["ADA|WA"])
    }

    @Test func `a file that was cut off inside a row changes nothing`() async throws {
        let work = try await Workplace()
        let rows = (0..<50).map { LEIERow.person("NOBODY", "STRANGER\($0)", npi: "") }
        try await work.importExclusions(rows)
        let before = try work.everything()

        let cut = LEIERow.csv(rows).dropLast(40)
        await #expect(throws: ImportError.self) { try await work.importExclusions(String(cut)) }
        #expect(try work.everything() == before)
    }

    @Test func `a list cut off between rows is refused by its length`() async throws {
        let work = try await Workplace()
        let rows = (0..<50).map { LEIERow.person("NOBODY", "STRANGER\($0)", npi: "") }
        try await work.importExclusions(rows)

        await #expect(throws: StorageError.self) {
            try await work.importExclusions(Array(rows.prefix(39)))
        }
        let acceptance = ListAcceptance(actor: "os:tester", reason: "OIG announced it.")
        let summary = try await work.importExclusions(
            Array(rows.prefix(39)),
            accepting: acceptance
        )
        #expect(summary.removed == 11)
    }

    @Test(arguments: ["<html><body>Maintenance</body></html>\n", "PK\u{3}\u{4}", ""])
    func `what is no list is refused`(text: String) async throws {
        let work = try await Workplace()

        await #expect(throws: ImportError.self) { try await work.importExclusions(text) }
    }

    // MARK: - From list to list

    @Test func `people come, stay and go with the list`() async throws {
        let work = try await Workplace()
        try await work.importNPPES([
            .person(Numbers.ada, given: "ADA", family: "EXAMPLE"),
            .person(Numbers.ben, given: "BEN", family: "SAMPLE"),
            .person(Numbers.cleo, given: "CLEO", family: "INVENTED"),
        ])
        let strangers = (0..<50).map { LEIERow.person("NOBODY", "STRANGER\($0)", npi: "") }
        let first =
            strangers + [
                .person("ADA", "EXAMPLE", npi: Numbers.ada),
                .person("GRETA", "OTHER", npi: Numbers.ben),
            ]
        try await work.importExclusions(first)
        #expect(
            try work.findings() == ["Ada confirmed npi_and_surname", "Ben candidate npi"]
        )
        let before = try work.everything()
        let again = try await work.importExclusions(first)
        #expect(again.changes == 0)
        #expect(
            try work.everything().filter { $0.key != "exclusion_reading" }
                == before.filter { $0.key != "exclusion_reading" }
        )

        try await work.importExclusions(strangers + [.person("CLEO", "INVENTED", npi: "")])
        #expect(
            try work.findings() == [
                "Ada ended npi_and_surname", "Ben ended npi", "Cleo candidate name",
            ]
        )
    }

    @Test func `a profile says nothing of a candidate`() async throws {
        let work = try await Workplace()
        try await work.importNPPES([
            .person(Numbers.ada, given: "ADA", family: "EXAMPLE"),
            .person(Numbers.ben, given: "BEN", family: "SAMPLE"),
        ])
        let reason = { (npi: String) async throws -> NotVettedReason? in
            try await work.profile(npi)?.places.first?.vetting.reason(at: Workplace.now)
        }
        let before = try await reason(Numbers.ada)

        try await work.importExclusions([
            .person("ADA", "EXAMPLE", npi: ""), .person("BEN", "SAMPLE", npi: Numbers.ben),
        ])

        #expect(try await reason(Numbers.ada) == before)
        #expect(try await work.profile(Numbers.ada)?.isExcluded == false)
        #expect(try await reason(Numbers.ben) == .excluded)
        #expect(try await work.profile(Numbers.ben)?.isExcluded == true)
    }
}

/// The filled cells of one row of OIG's file.
struct LEIERow {
    static let header = [
        "LASTNAME", "FIRSTNAME", "MIDNAME", "BUSNAME", "GENERAL", "SPECIALTY", "UPIN", "NPI", "DOB",
        "ADDRESS", "CITY", "STATE", "ZIP", "EXCLTYPE", "EXCLDATE", "REINDATE", "WAIVERDATE",
        "WVRSTATE",
    ]

    var cells: [String: String]

    static func person(
        _ given: String,
        _ family: String,
        npi: String,
        reinstated: String = "00000000"
    ) -> LEIERow {
        LEIERow(cells: [
            "LASTNAME": family, "FIRSTNAME": given, "GENERAL": "IND- LIC HC SERV PRO",
            "SPECIALTY": "NURSE/NURSES AIDE", "NPI": npi, "DOB": "19600131",
            "ADDRESS": "12 EXAMPLE STREET, APT 4", "CITY": "SEATTLE", "STATE": "WA", "ZIP": "98101",
            "EXCLTYPE": "1128b4", "EXCLDATE": "20190320", "REINDATE": reinstated,
            "WAIVERDATE": "00000000",
        ])
    }

    /// The name with quotation marks doubled, as the file has them.
    static func business(_ name: String, npi: String) -> LEIERow {
        var row = person("", "", npi: npi)
        row.cells["BUSNAME"] = name
        row.cells["DOB"] = ""
        row.cells["GENERAL"] = "OTHER BUSINESS"
        row.cells["SPECIALTY"] = "PHARMACY"
        return row
    }

    /// As it is published: the first row bare, all others quoted, lines ended with CRLF.
    static func csv(_ rows: [LEIERow]) -> String {
        header.joined(separator: ",") + "\r\n"
            + rows.map { row in
                header.map { "\"\(row.cells[$0] ?? "")\"" }.joined(separator: ",") + "\r\n"
            }.joined()
    }
}

extension Workplace {
    @discardableResult
    func importExclusions(
        _ rows: [LEIERow],
        accepting acceptance: ListAcceptance? = nil
    ) async throws -> ExclusionSummary {
        try await importExclusions(LEIERow.csv(rows), accepting: acceptance)
    }

    @discardableResult
    func importExclusions(
        _ text: String,
        accepting acceptance: ListAcceptance? = nil
    ) async throws -> ExclusionSummary {
        var exclusions = ExclusionsImport(of: try RegistryID(ExclusionsImport.oig))
        exclusions.rejectsPath = path("rejects.csv")
        exclusions.acceptance = acceptance
        return try await exclusions.run(try file("UPDATED.csv", text), into: database, at: Self.now)
    }

    /// Every finding as "Ada confirmed npi_and_surname".
    func findings() throws -> [String] {
        try rows(
            """
            SELECT given_name || ' ' || state || ' ' || rule FROM exclusion_finding
            JOIN practitioner ON practitioner.id = practitioner_id ORDER BY given_name
            """
        )
    }
}
