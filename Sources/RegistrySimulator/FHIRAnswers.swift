import Directory

/// A FHIR directory's search of practitioners.
///
/// The CMS National Provider Directory puts the Bundle under `results` of a page; a payer's server
/// gives the Bundle itself.
struct FHIRAnswers: RegistryFormat {
    static let defaultPageSize = 10
    static let greatestPageSize = 1_000

    private static let type = "application/fhir+json"

    private let id: RegistryID
    private let shape: FHIRPractitioner.Shape
    private let practitioners: [FHIRPractitioner]

    init(
        id: RegistryID,
        shape: FHIRPractitioner.Shape,
        table: CSVTable,
        asOf day: CalendarDate
    ) throws(SeedError) {
        self.id = id
        self.shape = shape
        let indexes = try table.indexes(ofExactly: FHIRPractitioner.columns)
        var practitioners: [FHIRPractitioner] = []
        for row in table.rows {
            practitioners.append(
                try FHIRPractitioner(row, of: table, indexes: indexes, in: shape, asOf: day)
            )
        }
        self.practitioners = practitioners
    }

    var targets: [String] { ["/fhir/Practitioner?identifier=NPI%7C"] }

    func reply(to question: Question, path: [String]) -> Reply {
        switch path.last == "" ? path.dropLast() : path[...] {
        case ["fhir", "Practitioner"]:
            return search(question)
        case let parts where parts.starts(with: ["fhir", "Practitioner"]) && parts.count == 3:
            guard let practitioner = practitioners.first(where: { $0.id == parts.last }) else {
                return Reply(answer: notFound("No Practitioner matches the given query."))
            }
            return Reply(
                answer: Answer(type: Self.type, body: practitioner.resource.bytes),
                numbers: [practitioner.npi]
            )
        default:
            return Reply(answer: notFound("Not found."))
        }
    }

    private func search(_ question: Question) -> Reply {
        let identifier = question.value(of: "identifier").map(Self.identifier)
        let name = question.value(of: "name") ?? question.value(of: "family")
        let found = practitioners.filter { practitioner in
            if let identifier, !practitioner.answers(to: identifier) { return false }
            if let name, !practitioner.isCalled(name) { return false }
            return true
        }
        let size = min(
            max(Self.pageSize(asked: question) ?? Self.defaultPageSize, 1),
            Self.greatestPageSize
        )
        let page = Self.number(["page"], of: question) ?? 1
        let pages = max((found.count + size - 1) / size, 1)
        guard (1...pages).contains(page) else { return Reply(answer: notFound("Invalid page.")) }
        let bundle = JSONValue.object([
            ("resourceType", .string("Bundle")), ("type", .string("searchset")),
            ("total", .number(Int64(found.count))),
            (
                "entry",
                .array(
                    found.dropFirst((page - 1) * size).prefix(size).map { practitioner in
                        .object([
                            (
                                "fullUrl",
                                .string(address(question, "/fhir/Practitioner/\(practitioner.id)"))
                            ), ("resource", practitioner.resource),
                        ])
                    }
                )
            ),
        ])
        let body =
            switch shape {
            case .payer: bundle
            case .npd:
                JSONValue.object([
                    ("count", .number(Int64(found.count))),
                    ("next", page < pages ? link(page + 1, size, question) : .null),
                    ("previous", page > 1 ? link(page - 1, size, question) : .null),
                    ("results", bundle),
                ])
            }
        return Reply(
            answer: Answer(type: Self.type, body: body.bytes),
            numbers: [identifier?.value].compactMap(\.self)
        )
    }

    private func link(_ page: Int, _ size: Int, _ question: Question) -> JSONValue {
        let query = Self.pageSize(asked: question) == nil ? "" : "&page_size=\(size)"
        return .string(address(question, "/fhir/Practitioner/?page=\(page)\(query)"))
    }

    private static func pageSize(asked question: Question) -> Int? {
        number(["page_size", "_count"], of: question)
    }

    private func address(_ question: Question, _ path: String) -> String {
        "http://\(question.host)/\(id)\(path)"
    }

    /// The two parts of `system|value`, the first empty where only a value is given.
    private static func identifier(_ token: String) -> FHIRPractitioner.Token {
        let parts = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        return FHIRPractitioner.Token(
            system: parts.count > 1 ? String(parts[0]) : "",
            value: String(parts[parts.count - 1])
        )
    }

    private static func number(_ names: [String], of question: Question) -> Int? {
        names.lazy.compactMap { question.value(of: $0) }.first.flatMap { Int($0) }
    }

    private func notFound(_ detail: String) -> Answer {
        let body: JSONValue =
            switch shape {
            case .npd: .object([("detail", .string(detail))])
            case .payer:
                .object([
                    ("resourceType", .string("OperationOutcome")),
                    (
                        "issue",
                        .array([
                            .object([
                                ("severity", .string("error")), ("code", .string("not-found")),
                                ("diagnostics", .string(detail)),
                            ])
                        ])
                    ),
                ])
            }
        return Answer(status: 404, type: Self.type, body: body.bytes)
    }
}
