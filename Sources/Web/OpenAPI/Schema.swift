/// What a value in an answer or an address looks like, as JSON Schema 2020-12 says it.
struct Schema: Sendable {
    private(set) var keywords: [JSONValue.Member]
    /// The schemas with names that it refers to.
    private(set) var references: [NamedSchema] = []

    /// A schema with a name, which others refer to.
    struct NamedSchema: Sendable {
        let name: String
        let schema: Schema
    }

    /// A member of an object.
    struct Member: Sendable {
        let name: String
        let schema: Schema
        let description: String
        let isRequired: Bool

        static func member(_ name: String, _ schema: Schema, _ description: String) -> Member {
            Member(name: name, schema: schema, description: description, isRequired: true)
        }

        /// A member that is left out where it says nothing.
        static func sometimes(_ name: String, _ schema: Schema, _ description: String) -> Member {
            Member(name: name, schema: schema, description: description, isRequired: false)
        }
    }

    private init(_ keywords: [(String, JSONValue)], references: [NamedSchema] = []) {
        self.keywords = keywords.map { JSONValue.Member(name: $0.0, value: $0.1) }
        self.references = references
    }

    var json: JSONValue { .object(keywords) }

    func described(_ description: String) -> Schema {
        var schema = self
        schema.keywords.append(JSONValue.Member(name: "description", value: .text(description)))
        return schema
    }

    /// The same, or null.
    var orNull: Schema {
        guard let type = keywords.first(where: { $0.name == "type" }) else {
            return Schema([("anyOf", [json, ["type": "null"]])], references: references)
        }
        var schema = self
        schema.keywords = keywords.map { keyword in
            switch (keyword.name, keyword.value) {
            case ("type", _):
                JSONValue.Member(name: keyword.name, value: [type.value, "null"])
            case ("enum", .list(let words)):
                JSONValue.Member(name: keyword.name, value: .list(words + [.null]))
            default: keyword
            }
        }
        return schema
    }

    // MARK: Texts

    static let text = Schema([("type", "string")])

    /// A text of so many characters.
    static func text(length: ClosedRange<Int>) -> Schema {
        Schema([
            ("type", "string"), ("minLength", .whole(length.lowerBound)),
            ("maxLength", .whole(length.upperBound)),
        ])
    }

    static func text(pattern: String) -> Schema {
        Schema([("type", "string"), ("pattern", .text(pattern))])
    }

    static func text(format: String) -> Schema {
        Schema([("type", "string"), ("format", .text(format))])
    }

    static func always(_ text: String) -> Schema {
        Schema([("type", "string"), ("const", .text(text))])
    }

    static func word(of words: [String]) -> Schema {
        Schema([("type", "string"), ("enum", .list(words.map { .text($0) }))])
    }

    static func word<Word: RawRepresentable<String> & CaseIterable>(of _: Word.Type) -> Schema {
        word(of: Word.allCases.map(\.rawValue))
    }

    static let publicID = text(
        pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
    )
    static let instant = text(format: "date-time")
    static let date = text(format: "date")
    static let jurisdiction = text(pattern: "^[A-Z]{2}(-[A-Z0-9]{1,3})?$")
    static let country = text(pattern: "^[A-Z]{2}$")
    static let sha256 = text(pattern: "^[0-9a-f]{64}$")
    /// An address of this installation, absolute where it knows its own.
    static let link = text(format: "uri-reference")
    static let page = text(format: "uri")

    static let null = Schema([("type", "null")])

    // MARK: Numbers and flags

    static let flag = Schema([("type", "boolean")])
    static let count = Schema([("type", "integer"), ("minimum", 0)])

    static func whole(_ range: ClosedRange<Int>) -> Schema {
        Schema([
            ("type", "integer"), ("minimum", .whole(range.lowerBound)),
            ("maximum", .whole(range.upperBound)),
        ])
    }

    static func number(_ range: ClosedRange<Int>) -> Schema {
        Schema([
            ("type", "number"), ("minimum", .whole(range.lowerBound)),
            ("maximum", .whole(range.upperBound)),
        ])
    }

    static let distance = Schema([("type", "number"), ("minimum", 0)])
    static let latitude = number(-90...90)
    static let longitude = number(-180...180)

    // MARK: What is made of others

    static func list(of element: Schema) -> Schema {
        Schema([("type", "array"), ("items", element.json)], references: element.references)
    }

    /// Any number of a vocabulary's words, each once.
    static func words<Word: RawRepresentable<String> & CaseIterable>(of type: Word.Type) -> Schema {
        Schema([
            ("type", "array"), ("uniqueItems", true), ("items", Schema.word(of: type).json),
        ])
    }

    /// An object that has these members and no others.
    static func object(_ members: [Member]) -> Schema {
        let properties = members.map { member in
            JSONValue.Member(
                name: member.name,
                value: member.schema.described(member.description).json
            )
        }
        let required = members.filter(\.isRequired).map { JSONValue.text($0.name) }
        return Schema(
            [
                ("type", "object"), ("properties", .object(properties)),
                ("required", .list(required)), ("additionalProperties", false),
            ],
            references: members.flatMap(\.schema.references)
        )
    }

    /// An object of a shape that is told elsewhere.
    static let anyObject = Schema([("type", "object")])

    static func either(_ schemas: [Schema]) -> Schema {
        Schema(
            [("oneOf", .list(schemas.map(\.json)))],
            references: schemas.flatMap(\.references)
        )
    }

    static func reference(to named: NamedSchema) -> Schema {
        Schema(
            [("$ref", .text("#/components/schemas/\(named.name)"))],
            references: [named]
        )
    }
}
