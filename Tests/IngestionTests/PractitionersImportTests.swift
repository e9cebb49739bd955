import Directory
import Foundation
import Ingestion
import Storage
import Testing

@Suite struct PractitionersImportTests {
    let work: Workplace

    init() async throws {
        work = try await Workplace()
    }

    private func run(
        _ text: String,
        at moment: Instant = Workplace.now
    ) async throws -> ImportSummary {
        var practitioners = PractitionersImport()
        practitioners.rejectsPath = work.path("rejects.csv")
        return try await practitioners.run(
            try work.file("people.csv", text),
            into: work.database,
            at: moment
        )
    }

    private static let full = """
        id,npi,given_name,middle_name,family_name,name_suffix,former_family_name,name_order,\
        profile,languages,conditions,techniques,payers,accepting,accepts_referrals,\
        practising_since,about,clinic,street,city,region,country,postal_code,latitude,longitude,\
        telephone,hours,wheelchair,telehealth,credential_kind,credential_class,\
        credential_jurisdiction,credential_number,credential_type,credential_title,registry
        p1,,Thị Mai,,Nguyễn,,Trần,family_first,claimed,vi;en,neuropathy; migraine,cupping,icbc,yes,\
        no,2004,"Two lines
        about me.",Example Clinic,12 Example Street,Vancouver,BC,CA,V6B 1A1,49.28,-123.12,\
        604-555-0100,sa 10:00-14:00;mo-tu 09:00-12:00,yes,no,licence,statutory,CA-BC,ZX100,R.Ac.,\
        R.Ac.,
        p1,,,,,,,,,,,,,,,,,,,Burnaby,BC,CA,V5H,,,,,,yes,training,certificate,CA,ZT7,,,

        """

    @Test func `a person comes with all that the columns tell`() async throws {
        let summary = try await run(Self.full)
        #expect(summary.added == 1)
        #expect(summary.rows.kept == 2)
        let id = try #require(try work.rows("SELECT public_id FROM practitioner").first)
        let profile = try #require(try await work.profile(id))
        let person = profile.practitioner
        #expect(person.name.full == "Nguyễn Thị Mai")
        #expect(person.otherNames.map(\.family) == ["Trần"])
        #expect(person.statement.languages == [.en, .vi])
        #expect(person.statement.conditions == [.neuropathy, .migraine])
        #expect(person.statement.accepting == true)
        #expect(person.statement.acceptsReferrals == false)
        #expect(person.statement.practisingSince == CalendarDate(year: 2004, month: 1, day: 1))
        #expect(person.statement.about == "Two lines\nabout me.")
        #expect(profile.places.map(\.location.city) == ["Vancouver", "Burnaby"])
        #expect(profile.places.first?.location.placement == .exact)
        #expect(
            profile.places.first?.location.hours.description
                == "mo 09:00-12:00;tu 09:00-12:00;sa 10:00-14:00"
        )
        #expect(profile.credentials.map(\.state.credential.number) == ["ZX100", "ZT7"])
    }

    @Test func `the same file twice changes nothing`() async throws {
        _ = try await run(Self.full)
        let before = try work.everything()
        let summary = try await run(Self.full, at: Workplace.now + 86_400)
        #expect(summary.unchanged == 1)
        #expect(try work.everything() == before)
    }

    @Test func `a newer file updates what the person says`() async throws {
        _ = try await run(Self.full)
        _ = try await run(Self.full.replacing("vi;en", with: "fr").replacing("yes", with: "no"))
        #expect(try work.rows("SELECT language FROM practitioner_language") == ["fr"])
        #expect(try work.rows("SELECT accepting FROM practitioner") == ["0"])
    }

    @Test func `who has an NPI is asked about at NPPES too`() async throws {
        _ = try await run("id,given_name,npi\np1,Ada,\(Numbers.ada)\n")
        #expect(
            try work.rows("SELECT kind, jurisdiction, number, class FROM credential") == [
                "identity|US|\(Numbers.ada)|-"
            ]
        )
    }

    /// Each with the column that is wrong and what would be right.
    @Test(arguments: [
        ("npi", "1234567890", "npi: the check digit of this NPI is wrong"),
        ("languages", "en;klingon", "languages has no word \"klingon\"; it is one of en, es"),
        ("conditions", "neuropthy", "conditions has no word \"neuropthy\"; perhaps neuropathy"),
        ("accepting", "maybe", "accepting is yes, no or empty, found \"maybe\""),
        ("practising_since", "long ago", "practising_since is a year, or a date is written"),
        ("practising_since", "{-30}", "practising_since is a year, or a date is written"),
        ("hours", "always", "hours: hours are written as mo-fr 09:00-17:00"),
        ("hours", "mo 09:00-12:00;mo 11:00-13:00", "hours: two spans of mo overlap"),
        ("country", "Canada", "country is two capital letters, as CA, found \"Canada\""),
        ("region", "British Columbia", "region is the code of a state or province"),
        ("latitude", "95", "latitude is a number from -90.0 to 90.0, found \"95\""),
        ("longitude", "", "latitude and longitude stand together or not at all"),
        ("credential_kind", "license", "credential_kind has no word \"license\"; perhaps licence"),
        ("credential_class", "", "credential_class is statutory, accredited or certificate"),
        ("credential_jurisdiction", "bc", "credential_jurisdiction: a jurisdiction is an ISO"),
        ("credential_number", "", "credential_number is empty"),
        ("registry", "BC College", "registry: a registry's id has"),
        ("id", "", "id is empty"),
        ("city", "", "city is empty"),
    ])
    func `a wrong cell rejects its person and says what would be right`(
        _ sample: (column: String, value: String, reason: String)
    ) async throws {
        var cells: [(column: String, value: String)] = [
            ("id", "p1"), ("given_name", "Ada"), ("npi", ""), ("languages", ""),
            ("conditions", ""), ("accepting", ""), ("practising_since", ""), ("city", "Vancouver"),
            ("region", "BC"), ("country", "CA"), ("latitude", "49"), ("longitude", "-123"),
            ("hours", ""), ("credential_kind", "licence"), ("credential_class", "statutory"),
            ("credential_jurisdiction", "CA-BC"), ("credential_number", "ZX1"), ("registry", ""),
        ]
        cells = cells.map { $0.column == sample.column ? ($0.column, sample.value) : $0 }
        let header = cells.map(\.column).joined(separator: ",")
        let row = cells.map { "\"\($0.value)\"" }.joined(separator: ",")
        let good = cells.map { $0.column == "id" ? "p2" : $0.column == "given_name" ? "Ben" : "" }
            .joined(separator: ",")
        let summary = try await run([header, row, good].joined(separator: "\n") + "\n")
        #expect(summary.added == 1)
        #expect(summary.rows.rejected == 1)
        let rejected = try #require(try work.rejects().first)
        #expect(rejected.hasPrefix("2,"))
        #expect(rejected.replacing("\"\"", with: "\"").contains(sample.reason), "\(rejected)")
    }

    @Test func `of a person with a wrong row nothing is taken in, nor taken away`() async throws {
        let header = "id,given_name,city,region,country\n"
        _ = try await run(header + "p1,Ada,Vancouver,BC,CA\np1,,Burnaby,BC,CA\n")
        let before = try work.everything()
        let summary = try await run(header + "p1,Ada,Vancouver,BC,CA\np1,,Burnaby,BC,Canada\n")
        #expect(summary.rows.rejected == 2)
        #expect(try work.everything() == before)
        #expect(
            try work.rejects().map { $0.prefix(40) }
                == [
                    "3,\"country is two capital letters, as CA",
                    "2,\"left out with line 3\",\"p1\"",
                ].map { $0.prefix(40) }
        )
    }

    @Test func `rows of one person stand together and agree`() async throws {
        let header = "id,given_name,npi,city,region,country\n"
        let summary = try await run(
            header + """
                p1,Ada,,Vancouver,BC,CA
                p2,Ben,\(Numbers.ben),,,
                p1,Ada,,Burnaby,BC,CA
                p3,Cleo,\(Numbers.ben),,,
                p4,Dora,,Victoria,BC,CA
                p4,Doris,,Nanaimo,BC,CA

                """
        )
        #expect(summary.added == 2)
        let reasons = try work.rejects()
        #expect(reasons.contains { $0.contains("id stood before") })
        #expect(reasons.contains { $0.contains("npi stood before, with another id") })
        #expect(reasons.contains { $0.contains("given_name stands in the first row") })
    }

    @Test func `a column that is unknown refuses the file and names the nearest`() async throws {
        await #expect(
            throws: ImportError.unknownColumn("familyname", nearest: "family_name")
        ) { try await run("id,familyname\np1,Example\n") }
        await #expect(throws: ImportError.missingColumns(["id"])) {
            try await run("given_name\nAda\n")
        }
        await #expect(throws: ImportError.repeatedColumn("given_name")) {
            try await run("id,given_name,given_name\np1,Ada,Ada\n")
        }
    }

    @Test func `a file that was cut off changes nothing`() async throws {
        let text = "id,given_name,family_name\np1,Ada,Example\np2,Be"
        await #expect(throws: ImportError.truncated(line: 3)) { try await run(text) }
        #expect(try work.rows("SELECT * FROM practitioner").isEmpty)
    }

    @Test func `an NPI that somebody has already is not given to another`() async throws {
        _ = try await run("id,given_name,npi\np1,Ada,\np2,Ben,\(Numbers.ben)\n")
        _ = try await run("id,given_name,npi\np1,Ada,\(Numbers.ben)\n")
        #expect(
            try work.rows("SELECT source_id FROM practitioner WHERE npi IS NOT NULL") == ["p2"]
        )
    }
}
