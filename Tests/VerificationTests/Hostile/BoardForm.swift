import Loopback

/// What a board is asked for, and in what form it answers where it behaves.
enum BoardForm: Sendable {
    /// As `json`, of a source that cuts lists at 25 rows without saying so.
    case capped
    case json, csv, page, steps

    /// The part of its description that says so.
    var text: String {
        switch self {
        case .capped: Self.json.text.replacing("limit: 20", with: "caps: [25]")
        case .json:
            """
            kind: query
            \(Self.request)
            answer:
              format: json
              limit: 20
              rows: /rows
            \(Self.fields { "/\($0)" })
              as_of: Last-Modified
              outcomes:
                - outcome: found
                  exists: /rows/0
                - outcome: none
                  empty: /rows
                - outcome: blocked
                  content_type: text/html
                  body_contains: [captcha, "log in"]
            """
        case .csv:
            """
            kind: query
            \(Self.request)
            answer:
              format: csv
              limit: 20
            \(Self.fields { $0 })
              outcomes:
                - outcome: none
                  empty: ""
                  exists: status
                - outcome: found
                  exists: [status, number]
            """
        case .page:
            """
            kind: query
            \(Self.request)
            answer:
              format: html
              rows:
                columns: [number, family, type, status]
              limit: 20
            \(Self.fields { $0 })
              outcomes:
                - outcome: found
                  exists: status
                - outcome: none
                  body_matches: nobody found
            """
        case .steps:
            """
            kind: steps
            prepare:
              - request:
                  path: /begin
                answer:
                  format: json
                  outcomes:
                    - outcome: found
                      exists: /token
                capture:
                  token:
                    pointer: /token
            search:
              request:
                path: /licences/{captured.token}
                query:
                  number: "{number}"
                headers:
                  X-Token: "{captured.token}"
              answer:
                format: json
                limit: 20
                rows: /rows
                fields:
                  number: /number
                  type: /type
                  source_key: /key
                types: Acupuncturist
                outcomes:
                  - outcome: found
                    exists: /rows/0
                  - outcome: none
                    empty: /rows
            detail:
              request:
                path: /licence
                query:
                  key: "{row.source_key}"
                  number: "{number}"
              answer:
                format: json
                rows: /rows/0
            \(Self.fields(indent: "    ") { "/\($0)" })
                outcomes:
                  - outcome: found
                    exists: /rows/0
            """
        }
    }

    private static let request = """
        request:
          path: /licences
          query:
            number: "{number}"
        """

    private static func fields(
        indent: String = "  ",
        _ place: (String) -> String
    ) -> String {
        """
        required: [number, family, type, status]
        fields:
          number: \(place("number"))
          given: \(place("given"))
          family: \(place("family"))
          type: \(place("type"))
          status: \(place("status"))
          first_issued: \(place("issued"))
          expires: \(place("expires"))
        types: Acupuncturist
        dates:
          formats: [YYYY-MM-DD]
        """.split(separator: "\n").map { indent + $0 }.joined(separator: "\n")
    }

    private static let columns = [
        "number", "given", "family", "type", "status", "issued", "expires",
    ]

    /// What a board that behaves says of somebody.
    func answer(about licensee: Licensee) -> [RawServer.Step] {
        switch self {
        case .json, .capped, .steps: .answer(licensee.body())
        case .csv: .answer(Self.csv([Self.cells(licensee)]), type: "text/csv")
        case .page: .answer(Self.page([Self.cells(licensee)]), type: "text/html")
        }
    }

    static func cells(_ licensee: Licensee, _ changes: [String: String] = [:]) -> [String] {
        let entry = licensee.entry.merging(changes) { $1 }
        return columns.map { entry[$0] ?? "" }
    }

    static func csv(_ rows: [[String]]) -> String {
        ([columns] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    static func page(_ rows: [[String]]) -> String {
        let lines = ([columns] + rows).map { cells in
            "<tr>\(cells.map { "<td>\($0)</td>" }.joined())</tr>"
        }
        return "<html><body><table>\(lines.joined())</table></body></html>"
    }
}
