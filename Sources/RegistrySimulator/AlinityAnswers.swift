import Directory
import Foundation

/// An Alinity tenant's public directory: a page that tells the query's id, a search by form, and a
/// page for each registrant with a JSON literal in it.
///
/// After recorded answers of several Canadian colleges: one display name with the number in it, the
/// class in `prl`, conditions as an HTML list in `c`, a substring search that stops at 25 without
/// saying so, and no refusals but an empty list without `SearchCriteria`.
struct AlinityAnswers: RegistryFormat {
    /// More are found and not shown, and nothing in the answer says so.
    static let greatestRecordCount = 25
    /// Shorter texts find nobody.
    static let leastTextLength = 2

    private static let jsonType = "application/json; charset=utf-8"
    private static let htmlType = "text/html; charset=utf-8"

    private let querySID: String
    private let registrants: [AlinityRegistrant]

    init(querySID: String, table: CSVTable, asOf day: CalendarDate) throws(SeedError) {
        self.querySID = querySID
        let indexes = try table.indexes(ofExactly: AlinityRegistrant.columns)
        try table.refuseRepeated("rg")
        var registrants: [AlinityRegistrant] = []
        for row in table.rows {
            registrants.append(
                try AlinityRegistrant(row, of: table, indexes: indexes, asOf: day)
            )
        }
        self.registrants = registrants.sorted { $0.sortKey < $1.sortKey }
    }

    var targets: [String] { ["/client/publicdirectory"] }

    func takesForm(at path: [String]) -> Bool {
        Self.folded(path) == ["client", "publicdirectory", "registrants"]
    }

    func reply(to question: Question, path: [String]) -> Reply {
        let parts = Self.folded(path)
        switch (question.method, parts.count) {
        case (.get, 2) where parts == ["client", "publicdirectory"]:
            return Reply(answer: directory)
        case (.post, 3) where takesForm(at: path):
            return search(question)
        case (.get, 4) where parts.starts(with: ["client", "publicdirectory", "registrant"]):
            return detail(of: parts[3])
        default:
            return Reply(answer: Self.notFound)
        }
    }

    /// The server looks at no letter's case, and at no slash at the end.
    private static func folded(_ path: [String]) -> [String] {
        (path.last == "" ? path.dropLast() : path[...]).map { $0.lowercased() }
    }

    private static let notFound = Answer.page(
        status: 404,
        title: "404 - File or directory not found.",
        text: "The resource you are looking for might have been removed or had its name changed."
    )

    // MARK: - Pages

    private var directory: Answer {
        let html = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8" /><title>Public Directory</title></head>
            <body>
            <form id="directoryForm" action="/client/PublicDirectory/Registrants" method="post">
            <input type="hidden" id="querySID" name="querySID" value="\(querySID)" />
            <label for="TextOptionA">First name</label><input id="TextOptionA" type="text" />
            <label for="TextOptionB">Last name</label><input id="TextOptionB" type="text" />
            <label for="TextOptionC">Registration number</label><input id="TextOptionC" type="text" />
            <button type="submit">Search</button>
            </form>
            <p>This directory is a simulation; everybody in it is invented.</p>
            </body></html>

            """
        return Answer(
            type: Self.htmlType,
            headers: [
                // The session of ASP.NET, which the search does not ask for.
                Answer.header(
                    "Set-Cookie",
                    "ASP.NET_SessionId=simulated\(querySID); path=/; HttpOnly; SameSite=Lax"
                )
            ],
            body: Array(html.utf8)
        )
    }

    private func detail(of id: String) -> Reply {
        guard let registrant = registrants.first(where: { $0.id.lowercased() == id }) else {
            return Reply(answer: Self.notFound)
        }
        let literal = String(decoding: registrant.detail.bytesForScript, as: UTF8.self)
        let html = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8" /><title>Public Directory</title></head>
            <body>
            <script id="detailtemplate" type="text/template">
            <h3>{{rl}}</h3><div>{{pr}}</div><div>{{sp}}</div><div>{{c}}</div>
            </script>
            <div id="detail"></div>
            <script>
            $("#detail").html(fwkParseStringTemplate($("#detailtemplate").html(), \(literal)));
            </script>
            </body></html>

            """
        return Reply(
            answer: Answer(type: Self.htmlType, body: Array(html.utf8)),
            numbers: [registrant.number]
        )
    }

    // MARK: - Search

    private func search(_ question: Question) -> Reply {
        guard question.formValue(of: "querySID") == querySID,
            let criteria = question.formValue(of: "queryParameters").flatMap(AlinityCriteria.init)
        else {
            // A query that it does not know it answers like one that finds nobody, but for the
            // criteria, which are not there.
            return Reply(answer: Self.answer(criteria: nil, []))
        }
        let found: [AlinityRegistrant] =
            if criteria.texts.contains(where: { $0.count < Self.leastTextLength }) {
                []
            } else {
                registrants.filter(criteria.areMet)
            }
        return Reply(
            answer: Self.answer(criteria: criteria.labels, found),
            numbers: [criteria.number].compactMap(\.self)
        )
    }

    private static func answer(criteria: [String]?, _ found: [AlinityRegistrant]) -> Answer {
        var members: [(String, JSONValue)] = [("EnableCaptcha", .boolean(false))]
        if let criteria {
            members.append(("SearchCriteria", .array(criteria.map { .string($0) })))
        }
        members.append(("Records", .array(found.prefix(greatestRecordCount).map(\.record))))
        return Answer(type: jsonType, body: JSONValue.object(members).bytesForScript)
    }
}

/// What a search of an Alinity directory asks for: `queryParameters`, a JSON text in a form's field.
struct AlinityCriteria {
    private struct Query: Decodable {
        struct Parameter: Decodable {
            enum CodingKeys: String, CodingKey {
                case id = "ID"
                case value = "Value"
                case label = "ValueLabel"
            }

            let id: String
            let value: String
            let label: String?
        }

        enum CodingKeys: String, CodingKey {
            case parameters = "Parameter"
        }

        let parameters: [Parameter]
    }

    private var first = ""
    private var last = ""
    /// Nil when no number is asked for.
    private(set) var number: String?
    /// As the answer repeats them: `Last name: Lee`.
    private(set) var labels: [String] = []

    /// Reads a query, but for what else a tenant may ask for; nil when it is none.
    init?(_ json: String) {
        guard let query = try? JSONDecoder().decode(Query.self, from: Data(json.utf8)) else {
            return nil
        }
        for parameter in query.parameters {
            let text = parameter.value.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty else { continue }
            let name: String
            switch parameter.id {
            case "TextOptionA": (name, first) = ("First name", text)
            case "TextOptionB": (name, last) = ("Last name", text)
            case "TextOptionC": (name, number) = ("Registration number", text)
            default: continue
            }
            let label = parameter.label ?? ""
            labels.append("\(name): \(label.isEmpty || label == "[not entered]" ? text : label)")
        }
    }

    /// The texts asked for.
    var texts: [String] { [first, last, number ?? ""].filter { !$0.isEmpty } }

    /// Whether a registrant has each text somewhere in what it is asked of.
    func areMet(by registrant: AlinityRegistrant) -> Bool {
        [(first, registrant.given), (last, registrant.family), (number ?? "", registrant.number)]
            .allSatisfy { text, whole in
                text.isEmpty || whole.uppercased().contains(text.uppercased())
            }
    }
}
