import HTTPTypes
import Hummingbird
import NIOCore

/// The contract of the public API, as OpenAPI 3.1 writes it.
struct OpenAPIDocument {
    let operations: [Operation]

    func json(servedAt address: String) -> JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Meridian",
                "version": "1",
                "summary": "A directory of acupuncture practitioners that can be trusted.",
                "description": .text(Self.description),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": .text(address), "description": "This installation."]],
            "security": [],
            "paths": .object(
                operations.map { .init(name: $0.path, value: ["get": $0.json]) }
            ),
            "components": [
                "schemas": .object(
                    schemas.map { .init(name: $0.name, value: $0.schema.json) }
                ),
                "responses": .object(
                    Self.responses.map { status, description in
                        .init(
                            name: "\(status)",
                            value: Self.response(status, description)
                        )
                    }
                ),
                "headers": .object(
                    Self.headers.map { name, isRequired, schema, description in
                        .init(
                            name: name,
                            value: [
                                "description": .text(description), "required": .flag(isRequired),
                                "schema": schema.json,
                            ]
                        )
                    }
                ),
            ],
        ]
    }

    private static let description = """
        JSON about acupuncture practitioners, their credentials, and what the registries said of \
        them. Every answer carries the safety message. Unknown parameters are refused. HEAD is \
        answered wherever GET is, and OPTIONS for browsers; any other method is refused with 405. \
        An answer with an ETag is answered with 304 to whoever sends that in If-None-Match. \
        Where an address asks too often, the answer is 429 with a Retry-After.
        """

    /// Every schema with a name that is reached, each once, in the order of their names.
    private var schemas: [Schema.NamedSchema] {
        var found: [String: Schema.NamedSchema] = [:]
        var waiting = operations.map(\.answer) + [.problem]
        while let next = waiting.popLast() {
            guard found.updateValue(next, forKey: next.name) == nil else { continue }
            waiting += next.schema.references
        }
        return found.values.sorted { $0.name < $1.name }
    }

    private static func response(_ status: Int, _ description: String) -> JSONValue {
        guard status != 304 else {
            return [
                "description": .text(description),
                "headers": ["ETag": ["$ref": "#/components/headers/ETag"]],
            ]
        }
        let schema = Schema.reference(to: .problem).json
        let headers: JSONValue =
            status == 429 ? ["Retry-After": ["$ref": "#/components/headers/Retry-After"]] : [:]
        return [
            "description": .text(description),
            "headers": headers,
            "content": [Problem.contentType: ["schema": schema]],
        ]
    }

    /// What an address may answer beside what was asked for.
    private static let responses: [(status: Int, description: String)] = [
        (304, "The client has it already."),
        (400, "A parameter cannot be used; errors says which, and what is permitted."),
        (404, "There is nothing of this identifier."),
        (405, "The address has no such method; Allow says which it has."),
        (414, "The address is too long."),
        (422, "The place that was named is not known."),
        (429, "Too many requests came from this address."),
        (431, "The fields before the body are too long."),
        (503, "The directory cannot answer now, and can in so many seconds."),
    ]

    private static let headers: [(String, isRequired: Bool, Schema, String)] = [
        ("Cache-Control", true, .text, "For how long the answer may be kept."),
        (
            "ETag", true, .text(pattern: "^(W/)?\"[^\"]+\"$"),
            "The name of exactly these bytes, for If-None-Match."
        ),
        ("Access-Control-Allow-Origin", true, .always("*"), "Any site's scripts may read it."),
        ("Link", false, .text, "The address of the next page, as rel=\"next\"; none on the last."),
        (
            "RateLimit-Policy", false, .text,
            "How many requests (q) an address may make in so many seconds (w)."
        ),
        (
            "RateLimit", false, .text,
            "How many may come at once now (r), and in how many seconds it will be all (t)."
        ),
        ("Retry-After", true, .text(pattern: "^[0-9]+$"), "In how many seconds to ask again."),
    ]
}
