import Foundation

/// A kind of registry that a sweep is measured with: how it is described, and the pages it answers
/// with.
enum SweepKind: String, CaseIterable {
    case http1, http2, steps, csv, fhir

    /// Whether curl and the sweep may use HTTP/2.
    var isHTTP2: Bool { self == .http2 }

    /// How many requests one check takes.
    var requestsPerCheck: Int { self == .steps ? 2 : 1 }

    /// What one check of that licence fetches.
    func paths(_ number: Int) -> [String] {
        let licence = Self.licence(number)
        return switch self {
        case .http1, .http2: ["/json/\(licence).json"]
        case .steps: ["/search/\(licence).html", "/detail/\(licence).html"]
        case .csv: ["/csv/\(licence).csv"]
        case .fhir: ["/fhir/\(licence).fhir?identifier=\(licence)"]
        }
    }

    /// The folders that the pages lie in.
    static let folders = ["json", "search", "detail", "csv", "fhir"]

    /// The pages about a licence, by their files; each of about 1.5 KB and unlike every other.
    func pages(_ number: Int) -> [(file: String, text: String)] {
        let licence = Self.licence(number)
        return switch self {
        case .http1, .http2: [("json/\(licence).json", Self.json(number))]
        case .steps:
            [
                ("search/\(licence).html", Self.search(number)),
                ("detail/\(licence).html", Self.detail(number)),
            ]
        case .csv: [("csv/\(licence).csv", Self.csv(number))]
        case .fhir: [("fhir/\(licence).fhir", Self.fhir(number))]
        }
    }

    static func licence(_ number: Int) -> String {
        "ZX" + String(repeating: "0", count: 8 - "\(number)".count) + "\(number)"
    }

    static func family(_ number: Int) -> String { "Sample " + letters(number) }

    /// The number in letters, so that it can stand in a name.
    private static func letters(_ number: Int) -> String {
        String(decoding: "\(number)".utf8.map { $0 - 0x30 + 0x41 }, as: UTF8.self)
    }

    /// Twenty columns that nobody asks for, as registers have them.
    private static func filling(_ number: Int) -> [(name: String, text: String)] {
        (0..<20).map { column in
            ("column_\(column)", "value \(number &* 31 &+ column) of an invented register row")
        }
    }

    private static func json(_ number: Int) -> String {
        let filling = filling(number).map { "\"\($0.name)\":\"\($0.text)\"" }
        return """
            [{"licensenumber":"\(licence(number))","lastname":"\(family(number))",\
            "firstname":"Ada","licensetype":"ACU","status":"Active",\
            "expirationdate":"2031-01-31T00:00:00.000","firstissuedate":"2009-04-01T00:00:00.000",\
            \(filling.joined(separator: ","))}]
            """
    }

    private static func search(_ number: Int) -> String {
        """
        <!DOCTYPE html>
        <html><head><title>License Search</title><style>.grid td { padding: 4px 8px; }</style></head>
        <body><div class="banner"><h1>Board of Invented Professions</h1>
        <ul class="menu"><li><a href="/home?from=\(number)">Home</a></li>
        <li><a href="/boards">Boards</a></li><li><a href="/complaints">Complaints</a></li></ul></div>
        <div class="content"><h2>Results of your search for \(licence(number))</h2>
        <table class="grid" id="results" cellspacing="0"><thead>
        <tr class="head"><th scope="col">License Number</th><th scope="col">Last Name</th>
        <th scope="col">First Name</th><th scope="col">Profession</th><th scope="col">Key</th></tr>
        </thead><tbody>
        <tr class="odd"><td><a href="/detail/\(licence(number)).html">\(licence(number))</a></td>
        <td>\(family(number))</td><td>Ada</td><td>ACU</td><td>\(licence(number))</td></tr>
        </tbody></table>
        <p class="hint">\(filling(number).prefix(6).map(\.text).joined(separator: ", ")).</p>
        </div><script>document.forms[0].q.focus(); var page = \(number);</script></body></html>
        """
    }

    private static func detail(_ number: Int) -> String {
        let rows = filling(number).prefix(10).map {
            "<dt class=\"label\">\($0.name)</dt><dd class=\"value\">\($0.text)</dd>"
        }
        return """
            <!DOCTYPE html>
            <html><head><title>License Detail</title></head>
            <body><div class="banner"><h1>Board of Invented Professions</h1></div>
            <div class="content"><h2>\(family(number)), Ada</h2><dl class="detail">
            <dt class="label">License Number</dt><dd class="value">\(licence(number))</dd>
            <dt class="label">License Status</dt><dd class="value"><b>Active</b></dd>
            <dt class="label">Originally Issued</dt><dd class="value">04/01/2009</dd>
            <dt class="label">Expires</dt><dd class="value">01/31/2031</dd>
            \(rows.joined(separator: "\n"))
            </dl></div></body></html>
            """
    }

    private static func csv(_ number: Int) -> String {
        let filling = filling(number)
        return """
            License Number,Last Name,First Name,Type,Status,Expires,Issued,\
            \(filling.map(\.name).joined(separator: ","))
            \(licence(number)),\(family(number)),Ada,ACU,Active,01/31/2031,04/01/2009,\
            \(filling.map { "\"\($0.text)\"" }.joined(separator: ","))

            """
    }

    private static func fhir(_ number: Int) -> String {
        let lines = filling(number).prefix(12).map { "\"\($0.text)\"" }
        return """
            {"resourceType":"Bundle","id":"search-\(number)","type":"searchset","total":1,\
            "entry":[{"fullUrl":"https://example.org/fhir/Practitioner/p-\(number)","resource":\
            {"resourceType":"Practitioner","id":"p-\(number)","meta":{"versionId":"1",\
            "lastUpdated":"2026-01-05T08:00:00Z"},"identifier":[{"use":"official",\
            "system":"https://example.org/licences","value":"\(licence(number))"},\
            {"use":"old","system":"https://example.org/old","value":"\(number)"}],\
            "active":true,"name":[{"use":"official","family":"\(family(number))",\
            "given":["Ada"]}],"address":[{"use":"work","line":[\(lines.joined(separator: ","))],\
            "city":"Seattle","state":"WA","country":"US"}],\
            "qualification":[{"code":{"text":"ACU"},"period":{"start":"2009-04-01",\
            "end":"2031-01-31"}}]},"search":{"mode":"match"}}]}
            """
    }

    // MARK: - Describing

    /// The description of the registry that answers with these pages.
    func description(port: Int, authorities: String, concurrency: Int) -> String {
        """
        id: us-wa-bench
        kind: \(self == .steps ? "steps" : "query")
        role: licence
        name: Benchmark
        jurisdiction: US-WA
        completeness: full_history
        time_zone: America/Los_Angeles
        public_page: https://example.org/
        base_url: https://127.0.0.1:\(port)
        private_hosts: [127.0.0.1:\(port)]
        authorities: \(authorities)
        http_version: \(isHTTP2 ? "automatic" : "1.1")
        interval: 0
        concurrency: \(concurrency)
        \(questions)
        standings:
          Active: active
          "true": active

        """
    }

    private var questions: String {
        switch self {
        case .http1, .http2:
            """
            request:
              path: /json/{number}.json
            answer:
              format: json
              limit: 50
              rows: ""
              required: [number, family, status]
              dates:
                formats: [YYYY-MM-DDT00:00:00.000]
              outcomes:
                - outcome: found
                  exists: /0
                - outcome: none
                  empty: ""
              fields:
                number: /licensenumber
                family: /lastname
                given: /firstname
                type: /licensetype
                status: /status
                expires: /expirationdate
                first_issued: /firstissuedate
              types: ACU
            """
        case .steps:
            """
            search:
              request:
                path: /search/{number}.html
              answer:
                format: html
                limit: 50
                rows: {columns: [License Number, Last Name, Key]}
                fields:
                  number: License Number
                  family: Last Name
                  given: First Name
                  type: Profession
                  source_key: Key
                types: ACU
                outcomes:
                  - outcome: found
                    exists: License Number
            detail:
              request:
                path: "/detail/{row.source_key}.html"
              answer:
                format: html
                fields:
                  number: License Number
                  status: License Status
                  expires: Expires
                  first_issued: Originally Issued
                dates: {formats: MM/DD/YYYY}
                outcomes:
                  - outcome: found
                    exists: License Status
            """
        case .csv:
            """
            request:
              path: /csv/{number}.csv
            answer:
              format: csv
              limit: 50
              required: [number, family, status]
              dates: {formats: MM/DD/YYYY}
              outcomes:
                - outcome: none
                  empty: ""
                - outcome: found
                  exists: License Number
              fields:
                number: License Number
                family: Last Name
                given: First Name
                type: Type
                status: Status
                expires: Expires
                first_issued: Issued
              types: ACU
            """
        case .fhir:
            """
            request:
              path: /fhir/{number}.fhir
              query:
                identifier: "{number}"
            answer:
              format: fhir
              limit: 10
              total: /total
              rows: /entry/*/resource
              required: [number, family, status]
              dates: {formats: YYYY-MM-DD}
              outcomes:
                - outcome: found
                  exists: /entry/0/resource
                - outcome: none
                  equals: {/total: "0"}
              fields:
                number: "/identifier/[system=https://example.org/licences]/value"
                family: ["/name/[use=official]/family", /name/0/family]
                given: {from: "/name/[use=official]/given", join: " "}
                type: /resourceType
                status: /active
                source_key: /id
                expires: /qualification/0/period/end
                first_issued: /qualification/0/period/start
              types: Practitioner
            """
        }
    }
}
