import Directory
import Foundation
import Ingestion
import Storage
import Testing

/// What real dissemination files do, on invented rows; numbered as in the list of oddities.
@Suite struct NPPESImportTests {
    let work: Workplace

    init() async throws {
        work = try await Workplace()
    }

    @Test func `an acupuncturist comes with name, practice location, licence and identity`()
        async throws
    {
        let summary = try await work.importNPPES([.person(Numbers.ada)])
        #expect(summary.added == 1)
        #expect(summary.rows.read == 1)

        let profile = try #require(try await work.profile(Numbers.ada))
        #expect(profile.practitioner.name == PersonName(given: "Ada", family: "Example"))
        #expect(profile.practitioner.profile == .unclaimed)
        let location = try #require(profile.places.first?.location)
        #expect(location.street == "12 Example St NW")
        #expect(location.city == "Seattle")
        #expect(location.postalCode == "98101-1234")
        #expect(location.telephone == "206-555-0100")
        #expect(location.placement == .postalCode)
        #expect(location.coordinate?.latitude == 47.61)
        let credentials = profile.credentials.map(\.state)
        #expect(
            credentials.map { "\($0.credential.kind) \($0.credential.jurisdiction.code)" } == [
                "identity US", "licence US-WA",
            ]
        )
        #expect(credentials.map(\.credential.number) == [Numbers.ada, "ZX100"])
        #expect(credentials.allSatisfy { $0.decision == .pending && $0.outcome == nil })
        #expect(credentials.last?.credential.source == .nppes)
        #expect(credentials.last?.credential.title == "L.AC.")
    }

    // 1
    @Test(arguments: [
        NPPESCells.version1Short, NPPESCells.version1, NPPESCells.version2,
    ])
    func `every header is read by name`(_ header: [String]) async throws {
        #expect([329, 330].contains(header.count))
        try await work.importNPPES([.person(Numbers.ada)], header: header)
        #expect(try await work.profile(Numbers.ada)?.places.first?.location.city == "Seattle")
    }

    @Test func `foreign columns in the middle are passed over`() async throws {
        var header = NPPESCells.version2
        header.insert("LOADED_BY", at: 5)
        header.insert("ROW HASH\n(internal)", at: 60)
        try await work.importNPPES([.person(Numbers.ada)], header: header)
        let profile = try #require(try await work.profile(Numbers.ada))
        #expect(profile.practitioner.name.full == "Ada Example")
        #expect(profile.credentials.count == 2)
    }

    @Test func `a header without a column that is read is refused by its name`() async throws {
        let header = NPPESCells.version2.filter { $0 != "Last Update Date" }
        await #expect(throws: ImportError.missingColumns(["Last Update Date"])) {
            try await work.importNPPES([.person(Numbers.ada)], header: header)
        }
    }

    // 2
    @Test func `a row with a deactivation only is no organisation and nobody to add`() async throws
    {
        let summary = try await work.importNPPES([
            .person(Numbers.ada), .deactivated(Numbers.ben, on: "01/15/2020"),
        ])
        #expect(summary.added == 1)
        #expect(summary.rows.rejected == 0)
        #expect(try await work.profile(Numbers.ben) == nil)
    }

    // 3
    @Test func `who was switched on again is active, who was not is not taken in`() async throws {
        try await work.importNPPES([
            .person(Numbers.ada).with([
                "NPI Deactivation Date": "01/10/2019", "NPI Reactivation Date": "02/10/2019",
            ]),
            .person(Numbers.ben).with(["NPI Deactivation Date": "04/10/2026"]),
            .person(Numbers.cleo).with([
                "NPI Deactivation Date": "04/10/2026", "NPI Reactivation Date": "02/10/2019",
            ]),
        ])
        #expect(try await work.profile(Numbers.ada)?.npiDeactivatedOn == nil)
        #expect(try work.rows("SELECT npi FROM practitioner") == [Numbers.ada])
    }

    // 4
    @Test func `a deactivation switches off and keeps the name`() async throws {
        try await work.importNPPES([.person(Numbers.ada)])
        let summary = try await work.importNPPES([.deactivated(Numbers.ada, on: "04/10/2026")])
        #expect(summary.deactivated == 1)
        let profile = try #require(try await work.profile(Numbers.ada))
        #expect(profile.npiDeactivatedOn == CalendarDate(year: 2026, month: 4, day: 10))
        #expect(profile.practitioner.name.full == "Ada Example")
        #expect(profile.places.count == 1)
        #expect(try work.rows("SELECT * FROM listing").isEmpty)

        let again = NPPESCells.person(Numbers.ada, updated: "05/01/2026").with([
            "NPI Deactivation Date": "04/10/2026", "NPI Reactivation Date": "05/01/2026",
        ])
        try await work.importNPPES([again])
        #expect(try await work.profile(Numbers.ada)?.npiDeactivatedOn == nil)
        #expect(try work.rows("SELECT * FROM listing").count == 1)
    }

    @Test func `a new surname keeps the former one`() async throws {
        try await work.importNPPES([.person(Numbers.ada)])
        try await work.importNPPES([
            .person(Numbers.ada, family: "SAMPLE", updated: "04/01/2026")
        ])
        let profile = try #require(try await work.profile(Numbers.ada))
        #expect(profile.practitioner.name.full == "Ada Sample")
        #expect(profile.practitioner.otherNames.map(\.full) == ["Ada Example"])
    }

    // 5
    @Test func `the same taxonomies in another order are the same`() async throws {
        let row = NPPESCells.person(Numbers.ada)
        try await work.importNPPES([row.taxonomy(2, "225100000X", "ZY9", "OR", "N")])
        let before = try work.everything()
        let first = NPPESImport.acupuncturist
        let summary = try await work.importNPPES([
            row.taxonomy(1, "225100000X", "ZY9", "OR", "N").taxonomy(2, first, "ZX100", "WA", "Y")
        ])
        #expect(summary.unchanged == 1)
        #expect(try work.everything() == before)
    }

    // 6
    @Test(arguments: 1...15)
    func `the code is found in any slot, whatever the switch says`(_ slot: Int) async throws {
        let row = NPPESCells.person(Numbers.ada).taxonomy(1, "225100000X", "", "", "X")
            .taxonomy(slot, NPPESImport.acupuncturist, "ZX7", "CO", slot > 7 ? "" : "N")
        try await work.importNPPES([row])
        let profile = try #require(try await work.profile(Numbers.ada))
        #expect(profile.credentials.last?.state.credential.jurisdiction.code == "US-CO")
    }

    @Test func `the code outside a taxonomy column makes nobody an acupuncturist`() async throws {
        let row = NPPESCells.person(Numbers.ada).taxonomy(1, "225100000X").with([
            "Other Provider Identifier_1": NPPESImport.acupuncturist,
            "Provider License Number_3": NPPESImport.acupuncturist,
            "Healthcare Provider Taxonomy Group_1": NPPESImport.acupuncturist,
        ])
        #expect(try await work.importNPPES([row]).rows.kept == 0)
    }

    @Test func `other codes can be asked for`() async throws {
        let path = try work.file(
            "physio.csv",
            NPPESCells.csv([.person(Numbers.ada).taxonomy(1, "225100000X", "", "", "Y")])
        )
        var nppes = NPPESImport()
        nppes.taxonomies = ["225100000X"]
        let summary = try await nppes.run(path, into: work.database, at: Workplace.now)
        #expect(summary.added == 1)
    }

    // 7
    @Test func `one code with two licences gives two credentials`() async throws {
        let code = NPPESImport.acupuncturist
        try await work.importNPPES([
            .person(Numbers.ada).taxonomy(2, code, "ZX200", "OR").taxonomy(3, code, "ZX200", "OR")
        ])
        #expect(
            try work.rows(
                "SELECT jurisdiction, number FROM credential WHERE kind = 'licence' ORDER BY id"
            ) == ["US-WA|ZX100", "US-OR|ZX200"]
        )
        // The two that are alike in all are one.
        #expect(try work.rows("SELECT count(*) FROM taxonomy") == ["2"])
    }

    // 8
    @Test(arguments: [("NONE", "WA"), ("0000", "WA"), ("123", "WA"), ("ZX9", ""), ("ZX9", "XX")])
    func `no credential comes of a licence that is none or of no state`(
        _ sample: (licence: String, state: String)
    ) async throws {
        let row = NPPESCells.person(Numbers.ada, licence: sample.licence, state: sample.state)
        let summary = try await work.importNPPES([row])
        #expect(summary.added == 1)
        #expect(try work.rows("SELECT kind FROM credential") == ["identity"])
    }

    // 9
    @Test(arguments: [
        ("021081234", "02108-1234"), ("21081234", "02108-1234"), ("2108", "02108"),
        ("02108", "02108"), ("02108-1234", "02108-1234"),
    ])
    func `zeros in front of a ZIP are put back`(
        _ sample: (text: String, code: String)
    ) async throws {
        try await work.importNPPES([
            .person(Numbers.ada).with([
                "Provider Business Practice Location Address Postal Code": sample.text
            ])
        ])
        let location = try #require(try await work.profile(Numbers.ada)?.places.first?.location)
        #expect(location.postalCode == sample.code)
        #expect(location.coordinate?.latitude == 42.36)
    }

    @Test(arguments: [
        ("PR", "", "PR"), ("US", "PUERTO RICO", "PR"), ("UM", "AP", "AP"), ("", "WA", "WA"),
        ("US", "", ""),
    ])
    func `territories and the armed forces are in the country, a state may be missing`(
        _ sample: (country: String, state: String, region: String)
    ) async throws {
        try await work.importNPPES([
            .person(Numbers.ada).with([
                "Provider Business Practice Location Address Country Code (If outside U.S.)":
                    sample.country,
                "Provider Business Practice Location Address State Name": sample.state,
            ])
        ])
        let location = try #require(try await work.profile(Numbers.ada)?.places.first?.location)
        #expect(location.country == "US")
        #expect(location.region == sample.region)
    }

    @Test func `organisations and people abroad are passed over without a complaint`() async throws
    {
        let summary = try await work.importNPPES([
            .person(Numbers.ada).with([
                "Provider Business Practice Location Address Country Code (If outside U.S.)": "CA",
                "Provider Business Practice Location Address State Name": "",
            ]),
            .person(Numbers.ben).with([
                "Entity Type Code": "2",
                "Provider Organization Name (Legal Business Name)": "EXAMPLE ACUPUNCTURE LLC",
            ]),
        ])
        #expect(summary.rows.kept == 0)
        #expect(summary.rows.rejected == 0)
    }

    // 10
    @Test func `CRLF, quotes only where needed, commas and double spaces make no difference`()
        async throws
    {
        let row = NPPESCells.person(Numbers.ada, given: "MARY  ANN").with([
            "Provider First Line Business Practice Location Address": "12 EXAMPLE ST,  REAR",
            "Provider Credential Text": "L.AC; D.D.S> /#",
        ])
        let header = NPPESCells.version2
        let bare = [header, header.map { row.cells[$0] ?? "" }].map { line in
            line.map { $0.contains(",") || $0.contains("\"") ? "\"\($0)\"" : $0 }
                .joined(separator: ",")
        }.joined(separator: "\r\n")
        try await work.importNPPES(bare)
        let profile = try #require(try await work.profile(Numbers.ada))
        #expect(profile.practitioner.name.given == "Mary Ann")
        #expect(profile.places.first?.location.street == "12 Example St, Rear")
        #expect(profile.credentials.last?.state.credential.title == "L.AC D.D.S")
    }

    // 11
    @Test func `what else stands in the name fields is cleaned, other names are kept`() async throws
    {
        try await work.importNPPES([
            .person(Numbers.ada, given: "LUCY (BETH)", family: "SAMPLE, III").with([
                "Provider Other Last Name": "MAIDEN", "Provider Other First Name": "LUCY",
                "Provider Other Last Name Type Code": "1",
            ])
        ])
        let person = try #require(try await work.profile(Numbers.ada)).practitioner
        #expect(person.name.full == "Lucy Sample III")
        #expect(person.otherNames.map(\.full) == ["Beth Sample III", "Lucy Maiden"])
    }

    // 12
    @Test func `a header inside the data is rejected and repeats make one practitioner`()
        async throws
    {
        let text =
            NPPESCells.csv([.person(Numbers.ada, family: "LATER", updated: "05/01/2026")])
            + NPPESCells.csv([
                .person(Numbers.ada, family: "EARLIER", updated: "04/01/2026"),
                .person(Numbers.ben),
            ])
        let summary = try await work.importNPPES(text)
        #expect(summary.added == 2)
        #expect(try await work.profile(Numbers.ada)?.practitioner.name.family == "Later")
        #expect(try work.rejects() == ["3,\"the names of the columns again\",\"\""])
    }

    @Test func `in one file the later of a record and a deactivation counts, in either order`()
        async throws
    {
        try await work.importNPPES([
            .deactivated(Numbers.ada, on: "04/01/2026"),
            .person(Numbers.ada, updated: "03/01/2026"),
            .person(Numbers.ben, updated: "03/01/2026"),
            .deactivated(Numbers.ben, on: "04/01/2026"),
            .deactivated(Numbers.cleo, on: "02/01/2026"),
            .person(Numbers.cleo, updated: "03/01/2026"),
        ])
        #expect(try work.rows("SELECT npi FROM practitioner") == [Numbers.cleo])
        #expect(try work.rows("SELECT * FROM listing").count == 1)
    }

    @Test(arguments: ["1234567890", "123456789", "ABCDEFGHIJ", ""])
    func `a number that fails its check digit rejects the row`(_ npi: String) async throws {
        let summary = try await work.importNPPES([.person(npi), .person(Numbers.ben)])
        #expect(summary.added == 1)
        #expect(summary.rows.rejected == 1)
        #expect(try work.rejects().first?.hasPrefix("2,") == true)
    }

    // 13
    @Test func `a row of another length is reported with its line and shifts nothing`()
        async throws
    {
        let header = NPPESCells.csv([], header: NPPESCells.version1Short)
        let rows = NPPESCells.csv([.person(Numbers.ada), .person(Numbers.ben)])
        let dataOnly = rows.drop { $0 != "\n" }.dropFirst()
        let summary = try await work.importNPPES(header + dataOnly)
        #expect(summary.rows.rejected == 2)
        #expect(
            try work.rejects().first
                == "2,\"the row has 330 cells and the first row names 329 columns\",\"\(Numbers.ada)\""
        )
        #expect(try work.rows("SELECT * FROM practitioner").isEmpty)
    }

    // 14
    @Test(arguments: ["3/1/2026", "03/01/2026", "2026-03-01"])
    func `dates are read as the file or a spreadsheet writes them`(_ text: String) async throws {
        try await work.importNPPES([.person(Numbers.ada, updated: text)])
        #expect(try work.rows("SELECT npi_updated_on FROM practitioner") == ["20513"])
    }

    @Test func `a date that is none rejects the row and says what would be right`() async throws {
        try await work.importNPPES([.person(Numbers.ada, updated: "13/45/2026")])
        #expect(
            try work.rejects() == [
                "2,\"Last Update Date is written MM/DD/YYYY, found \"\"13/45/2026\"\"\","
                    + "\"\(Numbers.ada)\""
            ]
        )
    }

    @Test func `the date of what was never touched verifies nothing`() async throws {
        try await work.importNPPES([.person(Numbers.ada, updated: "07/08/2007")])
        let state = try #require(try await work.profile(Numbers.ada)?.credentials.last?.state)
        #expect(state.matchedAt == nil)
        #expect(state.trust.goodUntil == nil)
    }

    @Test func `bytes that are no UTF-8 reject their row`() async throws {
        let text = NPPESCells.csv([.person(Numbers.ada, given: "@@@"), .person(Numbers.ben)])
        let bytes = Array(text.utf8).map { $0 == UInt8(ascii: "@") ? 0xFF : $0 }
        let path = try work.file("latin.csv", bytes)
        let summary = try await NPPESImport().run(path, into: work.database, at: Workplace.now)
        #expect(summary.added == 1)
        #expect(summary.rows.rejected == 1)
    }

    @Test func `a demonstration takes no real file`() async throws {
        let seed = StoredSeed(
            loadedOn: Workplace.now.date,
            practitioners: [],
            testimonials: [],
            decisions: []
        )
        _ = try await work.database.load(seed, from: "seed", rows: RowCounts(), at: Workplace.now)
        await #expect(throws: StorageError.demonstrationOnly) {
            try await work.importNPPES([.person(Numbers.ada)])
        }
    }

    @Test func `progress ends with the whole file read`() async throws {
        let path = try work.file("npidata.csv", NPPESCells.csv([.person(Numbers.ada)]))
        let reports = Reports()
        var nppes = NPPESImport()
        nppes.receiveProgress = { reports.add($0) }
        _ = try await nppes.run(path, into: work.database, at: Workplace.now)
        let last = try #require(reports.all.last)
        #expect(last.isApplying)
        #expect(last.bytesRead == last.bytesInAll)
        #expect(last.rowsKept == 1)
    }
}
