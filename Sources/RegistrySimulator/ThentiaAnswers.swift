import Directory

/// A board on Thentia Cloud: a search by substring, and all that is public of one registrant.
///
/// After recorded answers: dates are null and lists empty in the rows of a search, and whoever
/// calls itself no browser is refused with a web server's page.
struct ThentiaAnswers: RegistryFormat {
    /// Rows in an answer unless `take` says otherwise.
    static let defaultTake = 20

    private enum Filter: String {
        case all, license, lastname
    }

    private let registrants: [ThentiaRegistrant]

    init(table: CSVTable, asOf day: CalendarDate) throws(SeedError) {
        let indexes = try table.indexes(ofExactly: ThentiaRegistrant.columns)
        try table.refuseRepeated("id")
        var registrants: [ThentiaRegistrant] = []
        for row in table.rows {
            registrants.append(
                try ThentiaRegistrant(row, of: table, indexes: indexes, asOf: day)
            )
        }
        self.registrants = registrants
    }

    var targets: [String] { ["/rest/public/registrant/search/?keyword=&filter=all&skip=0&take=20"] }

    func reply(to question: Question, path: [String]) -> Reply {
        guard question.userAgent?.hasPrefix("Mozilla/") == true else {
            return Reply(answer: Self.forbidden)
        }
        switch path.last == "" ? path.dropLast() : path {
        case ["rest", "public", "registrant", "search"]: return search(question)
        case ["rest", "public", "registrant", "get"]: return detail(question)
        default:
            return Reply(
                answer: .page(status: 404, title: "404 Not Found", text: "There is no such page.")
            )
        }
    }

    private func search(_ question: Question) -> Reply {
        guard let filter = Filter(rawValue: question.value(of: "filter")?.lowercased() ?? "all")
        else {
            return Reply(answer: Self.answer(error: "Invalid filter"))
        }
        let keyword = question.value(of: "keyword") ?? ""
        let sought = keyword.uppercased()
        let found = registrants.filter { registrant in
            let texts =
                switch filter {
                case .all: [registrant.displayName, registrant.number, registrant.otherName]
                case .license: [registrant.number]
                case .lastname: [registrant.lastName]
                }
            return sought.isEmpty || texts.contains { $0.uppercased().contains(sought) }
        }
        let skip = Self.number("skip", of: question) ?? 0
        let take = Self.number("take", of: question) ?? Self.defaultTake
        return Reply(
            answer: Self.answer([
                ("resultCount", .number(Int64(found.count))),
                ("result", .array(found.dropFirst(skip).prefix(take).map(\.row))),
            ]),
            numbers: keyword.isEmpty ? [] : [keyword]
        )
    }

    private func detail(_ question: Question) -> Reply {
        let id = question.value(of: "id") ?? ""
        guard let registrant = registrants.first(where: { $0.id == id }) else {
            return Reply(answer: Self.answer(error: "Registrant not found"))
        }
        return Reply(
            answer: Answer(type: "application/json", body: registrant.detail.bytes),
            numbers: [registrant.number]
        )
    }

    private static func number(_ name: String, of question: Question) -> Int? {
        question.value(of: name).flatMap { Int($0) }.map { max($0, 0) }
    }

    private static func answer(_ members: [(String, JSONValue)]) -> Answer {
        let envelope: [(String, JSONValue)] = [
            ("errorCode", .string("0")), ("errorMessage", .string("")), ("method", .string("GET")),
        ]
        return Answer(
            type: "application/json",
            body: JSONValue.object(envelope + members).bytes
        )
    }

    private static func answer(error: String) -> Answer {
        let envelope = JSONValue.object([
            ("errorCode", .string("1")), ("errorMessage", .string(error)),
            ("method", .string("GET")),
        ])
        return Answer(type: "application/json", body: envelope.bytes)
    }

    private static let forbidden: Answer = {
        let lines = [
            "<html>", "<head><title>403 Forbidden</title></head>", "<body>",
            "<center><h1>403 Forbidden</h1></center>", "<hr><center>nginx</center>", "</body>",
            "</html>", "",
        ]
        return Answer(
            status: 403,
            type: "text/html",
            body: Array(lines.joined(separator: "\r\n").utf8)
        )
    }()
}
