import ArgumentParser
import Curl
import Directory
import Foundation
import Registries

/// An answer of each format in the shape that real registers give it, about invented people.
enum ReadAnswer: String, CaseIterable {
    case json, csv, html, fhir

    /// Reads one answer as a look-up does; the middle row is the one asked for.
    func read(_ body: [UInt8], by registry: Registry, rows: Int) throws {
        let name = PersonName(given: Self.given(rows / 2), family: Self.family(rows / 2))
        var inquiry = registry.inquiry(
            about: Claimant(number: Self.number(rows / 2), names: [name])
        )
        let type = self == .html ? "text/html" : self == .csv ? "text/csv" : "application/json"
        let header = Request.Header(name: "Content-Type", value: type)
        let received = ReceivedAnswer(status: 200, headers: [header], body: body)
        inquiry.take(received, at: Instant(secondsSince1970: 1_795_435_200))
        guard case .reply(let reply) = inquiry.next, reply.verdict.outcome == .matched else {
            throw ValidationError("The answer in \(rawValue) was not matched: \(inquiry.next)")
        }
    }

    func answer(rows: Int) -> [UInt8] {
        let text =
            switch self {
            case .json: "[" + (0..<rows).map(Self.json).joined(separator: "\n,") + "]\n"
            case .csv: Self.head + (0..<rows).map(Self.csv).joined()
            case .html: Self.top + (0..<rows).map(Self.html).joined() + Self.bottom
            case .fhir:
                "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":\(rows),\"entry\":["
                    + (0..<rows).map(Self.fhir).joined(separator: ",") + "]}"
            }
        return Array(text.utf8)
    }

    // MARK: - People

    private static func number(_ row: Int) -> String { "ZX\(60_000_000 + row * 37)" }

    private static func family(_ row: Int) -> String {
        let names = ["Example", "Sample-Chen", "Invented", "Nguyen", "O'Sample", "Van Example"]
        return names[row % names.count] + " " + letters(row)
    }

    private static func given(_ row: Int) -> String {
        ["Mei Lin", "Ada", "Robert", "Thi Kim", "Soo-Jin", "Katherine"][row % 6]
    }

    private static func letters(_ row: Int) -> String {
        String(decoding: "\(row)".utf8.map { $0 - 0x30 + 0x61 }, as: UTF8.self)
    }

    private static func date(_ row: Int, _ year: Int) -> (month: String, day: String, year: String)
    {
        (String(format: "%02d", row % 12 + 1), String(format: "%02d", row % 28 + 1), "\(year)")
    }

    private static func slashed(_ row: Int, _ year: Int) -> String {
        let date = date(row, year)
        return "\(date.month)/\(date.day)/\(date.year)"
    }

    private static func hyphenated(_ row: Int, _ year: Int) -> String {
        let date = date(row, year)
        return "\(date.year)-\(date.month)-\(date.day)"
    }

    // MARK: - Answers

    /// Washington's row.
    private static func json(_ row: Int) -> String {
        """
        {"credentialnumber":"\(number(row))","lastname":"\(family(row))",\
        "firstname":"\(given(row))","middlename":"A","credentialtype":\
        "Acupuncturist or Acupuncture and Eastern Medicine Practitioner License",\
        "status":"Active","firstissuedate":"20110405","lastissuedate":"20260101",\
        "expirationdate":"\(slashed(row, 2028))","actiontaken":"No"}
        """
    }

    private static let head = """
        Profession,License Type,License Number,Last Name,First Name,Middle Name,Suffix,Status,\
        Issue Date,Expiration Date,Address,City,State,Zip,Phone,Discipline

        """

    private static func csv(_ row: Int) -> String {
        """
        Acupuncture,Acupuncturist,\(number(row)),\(family(row)),\(given(row)),A,,Active,\
        04/05/2011,\(slashed(row, 2028)),"\(row) Example Street, Suite \(row % 40)",Springfield,\
        IL,62701,217-555-0100,N

        """
    }

    private static let top = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>License Lookup</title>
        <link rel="stylesheet" href="/content/site.css?v=20260101">
        <style>.grid td { padding: 4px 8px; } .odd { background: #eee; }</style>
        <script>var settings = { paging: true, rows: "all", action: '<table>' };</script></head>
        <body class="page lookup"><div id="header" role="banner"><h1>Board of Invented Professions</h1>
        <ul class="menu"><li><a href="/home">Home</a></li><li><a href="/boards">Boards</a></li></ul>
        <div style="display: none" id="help"><p>How to search</p></div></div>
        <div id="content"><h2>Search results</h2><form method="post" action="/lookup/results">
        <table class="grid table table-striped" id="ctl00_Main_Results" cellspacing="0" border="0">
        <thead><tr class="head"><th scope="col">License Number</th><th scope="col">Last Name</th>
        <th scope="col">First Name</th><th scope="col">Profession</th><th scope="col">Status</th>
        <th scope="col">Issued</th><th scope="col">Expires</th><th scope="col">City</th></tr></thead>
        <tbody>

        """

    private static func html(_ row: Int) -> String {
        """
        <tr class="\(row % 2 == 0 ? "even" : "odd")" id="ctl00_Main_Results_row\(row)">
        <td class="number"><a href="/lookup/detail?id=\(row * 7919)&amp;type=acu" title="Detail">\
        \(number(row))</a></td>
        <td class="name">\(family(row))</td><td class="name">\(given(row))</td>
        <td class="type">Acupuncturist</td><td class="status"><span class="badge ok">Active</span></td>
        <td class="date">04/05/2011</td><td class="date">\(slashed(row, 2028))</td>
        <td class="place">Springfield,&nbsp;IL</td></tr>

        """
    }

    private static let bottom = """
        </tbody></table></form></div><div id="footer"><p>Invented. All of it.</p></div></body></html>

        """

    private static func fhir(_ row: Int) -> String {
        """
        {"fullUrl":"https://example.org/fhir/Practitioner/p\(row)","resource":{"resourceType":\
        "Practitioner","id":"p\(row)","meta":{"versionId":"1","lastUpdated":"2026-01-05T08:00:00Z",\
        "profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-practitioner"]},\
        "identifier":[{"use":"official","type":{"coding":[{"system":\
        "http://terminology.hl7.org/CodeSystem/v2-0203","code":"PRN"}]},"system":\
        "https://example.org/licences","value":"\(number(row))"}],"active":true,"name":[{"use":\
        "official","text":"\(given(row)) \(family(row))","family":"\(family(row))","given":\
        ["\(given(row))"],"suffix":["L.Ac."]}],"telecom":[{"system":"phone","value":\
        "206-555-0100","use":"work"}],"address":[{"use":"work","line":["\(row) Example Street"],\
        "city":"Seattle","state":"WA","postalCode":"98101","country":"US"}],"gender":"female",\
        "qualification":[{"identifier":[{"type":{"coding":[{"code":"LN"}]},"value":\
        "\(number(row))"}],"code":{"coding":[{"system":"http://nucc.org/provider-taxonomy",\
        "code":"171100000X","display":"Acupuncturist"}],"text":"Acupuncturist"},"period":\
        {"start":"2011-04-05","end":"\(hyphenated(row, 2028))"}}]},"search":{"mode":"match"}}
        """
    }

    /// A list of exclusions in the layout of OIG's, a person a row.
    static func exclusions(rows: Int) -> [UInt8] {
        let head = """
            LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,\
            ZIP,EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE

            """
        let rows = (0..<rows).map { row in
            """
            \(family(row).uppercased()),\(given(row).uppercased()),A,,IND- LIC HC SERV PRO,\
            NURSE/NURSES AIDE,,0000000000,19650101,"\(row) EXAMPLE STREET, APT 3",SPRINGFIELD,IL,\
            62701,1128b4,2011\(date(row, 2011).month)\(date(row, 2011).day),00000000,00000000,

            """
        }
        return Array((head + rows.joined()).utf8)
    }

    // MARK: - Describing

    func registry() throws -> Registry {
        guard let registry = try Self.catalogue(description).registries.first else {
            throw ValidationError("The description of \(rawValue) was not read.")
        }
        return registry
    }

    static func list() throws -> RegistryList {
        guard let list = try catalogue(exclusionList).exclusionLists.first else {
            throw ValidationError("The description of the list was not read.")
        }
        return list
    }

    private static func catalogue(_ description: String) throws -> RegistryCatalogue {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "read-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try description.write(
            to: folder.appending(path: "benchmark.yaml"),
            atomically: false,
            encoding: .utf8
        )
        return try RegistryCatalogue(directories: [folder])
    }

    private var description: String {
        """
        id: us-wa-bench
        kind: query
        role: licence
        name: Benchmark
        jurisdiction: US-WA
        completeness: full_history
        time_zone: America/Los_Angeles
        public_page: https://example.org/
        base_url: https://example.org
        request:
          path: /{number}
        answer:
          limit: 1000
        \(answerDescription)
        standings:
          Active: active
          "true": active

        """
    }

    private var answerDescription: String {
        switch self {
        case .json:
            """
              format: json
              rows: ""
              required: [number, family, status, type]
              dates: {formats: [YYYY-MM-DD, MM/DD/YYYY, YYYYMMDD]}
              outcomes:
                - {outcome: found, exists: /0}
                - {outcome: none, empty: ""}
              fields:
                number: /credentialnumber
                family: /lastname
                given: /firstname
                middle: /middlename
                type: /credentialtype
                status: /status
                first_issued: /firstissuedate
                expires: /expirationdate
              also: {last_issued: /lastissuedate, action_taken: /actiontaken}
              types: ["*ACUPUNCT*", "*EASTERN MED*"]
            """
        case .csv:
            """
              format: csv
              required: [number, family, status, type]
              dates: {formats: MM/DD/YYYY}
              outcomes:
                - {outcome: none, empty: ""}
                - {outcome: found, exists: License Number}
              fields:
                number: License Number
                family: Last Name
                given: First Name
                middle: Middle Name
                type: License Type
                status: Status
                first_issued: Issue Date
                expires: Expiration Date
              types: ["*ACUPUNCT*"]
              discipline:
                - {name: discipline, from: Discipline, clear: N}
            """
        case .html:
            """
              format: html
              rows: {columns: [License Number, Last Name, Status]}
              required: [number, family, status, type]
              dates: {formats: MM/DD/YYYY}
              outcomes:
                - {outcome: found, exists: License Number}
              fields:
                number: License Number
                family: Last Name
                given: First Name
                type: Profession
                status: Status
                first_issued: Issued
                expires: Expires
              types: ["*ACUPUNCT*"]
            """
        case .fhir:
            """
              format: fhir
              total: /total
              rows: /entry/*/resource
              required: [number, family, status]
              dates: {formats: YYYY-MM-DD}
              outcomes:
                - {outcome: found, exists: /entry/0/resource}
                - {outcome: none, equals: {/total: "0"}}
              fields:
                number: "/identifier/[system=https://example.org/licences]/value"
                family: ["/name/[use=official]/family", /name/0/family]
                given: {from: "/name/[use=official]/given", join: " "}
                type: /resourceType
                status: /active
                source_key: /id
                expires: /qualification/0/period/end
                first_issued: /qualification/0/period/start
              also:
                qualification: {from: /qualification/*/code/text, join: "; "}
              types: Practitioner
              redact: [/address, /telecom, /gender]
            """
        }
    }

    private static let exclusionList = """
        id: oig-bench
        kind: list
        role: exclusion
        name: List of Excluded Individuals/Entities
        jurisdiction: US
        completeness: exclusion_list
        time_zone: America/New_York
        public_page: https://example.org/
        base_url: https://example.org
        list:
          path: /UPDATED.csv
          format: csv
          content_types: [text/csv]
          encoding: windows-1252
          every_hours: 24
          stale_after_days: 45
          least_share: 80
          least_rows: 1000
          fields:
            npi: NPI
            family: LASTNAME
            given: FIRSTNAME
            middle: MIDNAME
            organisation: BUSNAME
            occupation: SPECIALTY
            wording: EXCLTYPE
            from: EXCLDATE
            until: REINDATE
            state: STATE
          widths: {family: 20, given: 15, middle: 15, organisation: 30}
          dates:
            formats: YYYYMMDD
            nulls: "00000000"
          nulls: {npi: "0000000000"}

        """
}
