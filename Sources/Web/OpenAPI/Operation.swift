/// What can be asked of one address with GET, and what comes back.
struct Operation: Sendable {
    /// The path as the routes have it.
    let path: String
    /// A name for programs, for ever the same.
    let id: String
    let summary: String
    let description: String
    var parameters: [Parameter] = []
    let answer: Schema.NamedSchema
    var kind = Kind.data
    /// Further statuses than those that every address may answer with.
    var statuses: [Int] = []

    enum Kind {
        /// Public, and named by an ETag.
        case data
        /// A list of pages, which says in a Link where it goes on.
        case pages
        /// For those who watch over the server: never kept, never limited.
        case health
    }

    struct Parameter: Sendable {
        let name: String
        let schema: Schema
        let description: String
        let example: JSONValue
        var isInPath = false
        var isRequired = false
        /// Several values with commas between.
        var isList = false
    }
}

extension Operation.Parameter {
    static func query(
        _ name: some RawRepresentable<String>,
        _ schema: Schema,
        _ description: String,
        example: JSONValue
    ) -> Self {
        Self(name: name.rawValue, schema: schema, description: description, example: example)
    }

    /// Any of a vocabulary's words, with commas between.
    static func words<Word: RawRepresentable<String> & CaseIterable>(
        _ name: some RawRepresentable<String>,
        of type: Word.Type,
        _ description: String,
        example: Word
    ) -> Self {
        Self(
            name: name.rawValue,
            schema: .words(of: type),
            description: description,
            example: [.text(example.rawValue)],
            isList: true
        )
    }

    static func path(_ name: String, _ schema: Schema, _ description: String, _ example: String)
        -> Self
    {
        Self(
            name: name,
            schema: schema,
            description: description,
            example: .text(example),
            isInPath: true
        )
    }

    var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("name", .text(name)), ("in", isInPath ? "path" : "query"),
            ("description", .text(description)),
        ]
        if isInPath || isRequired { members.append(("required", true)) }
        members.append(("schema", schema.json))
        if isList { members += [("style", "form"), ("explode", false)] }
        members.append(("example", example))
        return .object(members.map { JSONValue.Member(name: $0.0, value: $0.1) })
    }
}

extension Operation {
    var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("operationId", .text(id)), ("summary", .text(summary)),
            ("description", .text(description)),
        ]
        if !parameters.isEmpty {
            members.append(("parameters", .list(parameters.map(\.json))))
        }
        let responses = [("200", success)] + others
        members.append(("responses", .object(responses.map { .init(name: $0.0, value: $0.1) })))
        return .object(members.map { .init(name: $0.0, value: $0.1) })
    }

    private var success: JSONValue {
        let schema = Schema.reference(to: answer).json
        var headers: [JSONValue.Member] = []
        func add(_ names: [String]) {
            headers += names.map { name in
                .init(name: name, value: ["$ref": .text("#/components/headers/\(name)")])
            }
        }
        add(["Cache-Control"])
        if kind != .health {
            add(["ETag", "Access-Control-Allow-Origin", "RateLimit-Policy", "RateLimit"])
        }
        if kind == .pages { add(["Link"]) }
        return [
            "description": "What was asked for.",
            "headers": .object(headers),
            "content": ["application/json": ["schema": schema]],
        ]
    }

    /// What every address may answer that is not for those who watch over the server.
    private static let commonStatuses = [304, 400, 405, 414, 429, 431, 503]

    private var others: [(String, JSONValue)] {
        func response(_ name: String) -> JSONValue {
            ["$ref": .text("#/components/responses/\(name)")]
        }
        guard kind != .health else {
            return [("414", response("414")), ("431", response("431"))]
                + statuses.map { status in
                    (
                        "\(status)",
                        [
                            "description": "The same, where something is wrong.",
                            "content": [
                                "application/json": ["schema": Schema.reference(to: answer).json]
                            ],
                        ]
                    )
                }
        }
        return (Self.commonStatuses + statuses).sorted().map { status in
            ("\(status)", response("\(status)"))
        }
    }
}
