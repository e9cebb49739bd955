import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
@testable import Web

/// The contract, to compare answers with: as much of JSON Schema as it uses.
struct Contract: @unchecked Sendable {
    // Read only, whatever is in it.
    private let document: JSON

    static let shared = Result { try Contract() }

    init() throws {
        var json = JSONWriter()
        json.value(OpenAPIDocument(operations: Web.Operation.all).json(servedAt: "/"))
        document = try JSON(text: json.bytes)
    }

    /// Everything in an answer that the contract does not permit.
    func faults(of response: TestResponse, to target: String) throws -> [String] {
        let path = target.prefix { $0 != "?" }
        guard let operation = Web.Operation.all.first(where: { $0.matches(path) }) else {
            return []
        }
        let responses = document["paths"][operation.path]["get"]["responses"]
        let described = resolved(responses["\(response.status.code)"])
        guard !described.isNull else { return ["\(response.status) is not described"] }
        guard response.body.readableBytes > 0 else { return [] }
        let type = response.headers[.contentType] ?? ""
        let content = described["content"][type]
        guard !content.isNull else { return ["\(type) is not described"] }
        return faults(of: try JSON(response).value ?? NSNull(), content["schema"], at: "")
    }

    func faults(of value: Any, named name: String) -> [String] {
        faults(of: value, document["components"]["schemas"][name], at: "")
    }

    func faults(of value: Any, by schema: Schema) throws -> [String] {
        var json = JSONWriter()
        json.value(schema.json)
        return faults(of: value, try JSON(text: json.bytes), at: "")
    }

    private func resolved(_ value: JSON) -> JSON {
        guard let reference = value["$ref"].string else { return value }
        return reference.dropFirst(2).split(separator: "/").reduce(document) { $0[String($1)] }
    }

    private func faults(of value: Any, _ schema: JSON, at place: String) -> [String] {
        let schema = resolved(schema)
        for choice in ["oneOf", "anyOf"] where !schema[choice].isNull {
            let all = schema[choice].array.map { faults(of: value, $0, at: place) }
            let count = all.count { $0.isEmpty }
            if count == 1 { return [] }
            // What nearly conforms tells most.
            return all.min { $0.count < $1.count } ?? ["\(place) conforms to nothing"]
        }
        let types = schema["type"].string.map { [$0] } ?? schema["type"].array.compactMap(\.string)
        guard types.contains(where: { Self.is(value, of: $0) }) else {
            return ["\(place) is no \(types.joined(separator: " or "))"]
        }
        switch value {
        case let object as [String: Any]: return faults(ofMembers: object, schema, at: place)
        case let array as [Any]:
            return array.enumerated().flatMap { index, element in
                faults(of: element, schema["items"], at: "\(place)/\(index)")
            }
        case let text as String: return faults(ofText: text, schema, at: place)
        case let number as NSNumber where !Self.is(number, of: "boolean"):
            let isInRange =
                (schema["minimum"].double ?? -.infinity) <= number.doubleValue
                && number.doubleValue <= (schema["maximum"].double ?? .infinity)
            return isInRange ? [] : ["\(place) is \(number)"]
        default: return []
        }
    }

    private func faults(ofMembers object: [String: Any], _ schema: JSON, at place: String)
        -> [String]
    {
        let properties = schema["properties"]
        guard !properties.isNull else { return [] }
        let required = schema["required"].array.compactMap(\.string)
        return required.filter { object[$0] == nil }.map { "\(place)/\($0) is missing" }
            + object.sorted { $0.key < $1.key }.flatMap { name, value in
                properties.names.contains(name)
                    ? faults(of: value, properties[name], at: "\(place)/\(name)")
                    : ["\(place)/\(name) is not described"]
            }
    }

    private func faults(ofText text: String, _ schema: JSON, at place: String) -> [String] {
        let words = schema["enum"].array.compactMap(\.string)
        var conforms = words.isEmpty || words.contains(text)
        if let constant = schema["const"].string { conforms = conforms && text == constant }
        if let pattern = schema["pattern"].string {
            conforms = conforms && text.range(of: pattern, options: .regularExpression) != nil
        }
        let length = text.unicodeScalars.count
        conforms = conforms && length >= schema["minLength"].int ?? 0
        conforms = conforms && length <= schema["maxLength"].int ?? .max
        if let format = schema["format"].string, let pattern = Self.formats[format] {
            conforms = conforms && text.range(of: pattern, options: .regularExpression) != nil
        }
        return conforms ? [] : ["\(place) is \(text)"]
    }

    private static let formats = [
        "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        "date-time": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
        "uri": "^https?://[^ ]+$", "uri-reference": "^[^ ]*$",
    ]

    private static func `is`(_ value: Any, of type: String) -> Bool {
        let number = value as? NSNumber
        // Only what came from true or false is kept as a character.
        let isFlag = number.map { String(cString: $0.objCType) == "c" } ?? false
        return switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "boolean": isFlag
        case "integer":
            !isFlag && number.map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
        case "number": !isFlag && number != nil
        default: false
        }
    }
}

extension Web.Operation {
    /// Whether a path is one of this address.
    fileprivate func matches(_ path: Substring) -> Bool {
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        let elements = self.path.split(separator: "/", omittingEmptySubsequences: false)
        return names.count == elements.count
            && zip(names, elements).allSatisfy { $1.hasPrefix("{") && !$0.isEmpty || $0 == $1 }
    }
}
