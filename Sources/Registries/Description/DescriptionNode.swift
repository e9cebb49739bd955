import Yams

/// A part of a description as it was written: text with the place where it stands.
///
/// Nothing is typed here. YAML would read Ontario's `ON` as true and the number `0123` as 83.
struct DescriptionNode: Sendable {
    struct Place: Hashable, Sendable {
        let file: String
        let line: Int
        let column: Int
    }

    enum Content: Sendable {
        case text(String)
        case list([DescriptionNode])
        case mapping([Member])
    }

    struct Member: Sendable {
        let key: String
        let place: Place
        var value: DescriptionNode
    }

    var content: Content
    let place: Place

    init(_ content: Content, at place: Place) {
        self.content = content
        self.place = place
    }

    /// Lays a later file's node over this one: mappings key by key, all else replaced.
    func overlaid(by later: DescriptionNode) -> DescriptionNode {
        guard case .mapping(var members) = content, case .mapping(let laterMembers) = later.content
        else { return later }
        // Looked up and not looked for, since a mapping may be as long as a file.
        let places = Dictionary(uniqueKeysWithValues: zip(members.map(\.key), members.indices))
        for member in laterMembers {
            if let index = places[member.key] {
                members[index] = Member(
                    key: member.key,
                    place: member.place,
                    value: members[index].value.overlaid(by: member.value)
                )
            } else {
                members.append(member)
            }
        }
        return DescriptionNode(.mapping(members), at: later.place)
    }

    /// The text of a member of this mapping, if it has one.
    func text(of key: String) -> String? {
        guard case .mapping(let members) = content,
            case .text(let text)? = members.first(where: { $0.key == key })?.value.content
        else { return nil }
        return text
    }

    /// Writes the node without places and comments, the same for the same meaning.
    func writeCanonically(into text: inout String) {
        switch content {
        case .text(let value): text += "\(value.utf8.count):\(value)"
        case .list(let nodes):
            text += "["
            for node in nodes { node.writeCanonically(into: &text) }
            text += "]"
        case .mapping(let members):
            text += "{"
            for member in members {
                text += "\(member.key.utf8.count):\(member.key)"
                member.value.writeCanonically(into: &text)
            }
            text += "}"
        }
    }
}

// MARK: - From YAML

extension DescriptionNode {
    static let mostBytes = 256 << 10
    static let deepestNesting = 12

    /// Reads the one YAML document of a file.
    init(yaml bytes: [UInt8], file: String) throws(DescriptionError) {
        func failure(_ message: String, at mark: Mark? = nil) -> DescriptionError {
            DescriptionError(file: file, line: mark?.line, column: mark?.column, message: message)
        }
        guard bytes.count <= Self.mostBytes else {
            throw failure("a description has at most \(Self.mostBytes) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw failure("the file is not valid UTF-8")
        }
        if let alias = Self.alias(in: text, file: file) {
            throw DescriptionError(
                at: alias,
                "anchors and aliases are not permitted here; write it out"
            )
        }
        do {
            // The parser holds the anchors, which the nodes refer to weakly.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else { throw failure("the file is empty") }
            self = try withExtendedLifetime(parser) {
                try Self(root, file: file, depth: 1)
            }
        } catch let error as DescriptionError {
            throw error
        } catch let error as YamlError {
            throw Self.failure(error, file: file)
        } catch {
            throw failure("the file cannot be read as YAML")
        }
    }

    private init(_ node: Node, file: String, depth: Int) throws(DescriptionError) {
        let place = Place(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
        guard depth <= Self.deepestNesting else {
            throw DescriptionError(at: place, "nested deeper than any key of a description is")
        }
        guard node.anchor == nil else {
            throw DescriptionError(
                at: place,
                "anchors and aliases are not permitted here; write it out"
            )
        }
        self.place = place
        switch node {
        case .scalar(let scalar):
            guard scalar.style != .plain || !scalar.string.isEmpty else {
                throw DescriptionError(
                    at: place,
                    "a value is missing; an empty text is written \"\""
                )
            }
            content = .text(scalar.string)
        case .sequence(let sequence):
            var list: [DescriptionNode] = []
            for element in sequence {
                list.append(try DescriptionNode(element, file: file, depth: depth + 1))
            }
            content = .list(list)
        case .mapping(let mapping):
            var members: [Member] = []
            var keys: Set<String> = []
            for (key, value) in mapping {
                let keyNode = try DescriptionNode(key, file: file, depth: depth + 1)
                guard case .text(let text) = keyNode.content else {
                    throw DescriptionError(at: keyNode.place, "a key has to be text")
                }
                guard keys.insert(text).inserted else {
                    throw DescriptionError(
                        at: keyNode.place,
                        Self.doubledKey(text)
                    )
                }
                let valueNode = try DescriptionNode(value, file: file, depth: depth + 1)
                members.append(Member(key: text, place: keyNode.place, value: valueNode))
            }
            content = .mapping(members)
        case .alias:
            throw DescriptionError(
                at: place,
                "anchors and aliases are not permitted here; write it out"
            )
        }
    }

    private static func doubledKey(_ key: String) -> String {
        "the key \"\(key.shortened)\" stands twice in one mapping, here for one; once is right"
    }

    private static func failure(_ error: YamlError, file: String) -> DescriptionError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            DescriptionError(
                file: file,
                line: mark.line,
                column: mark.column,
                message: "not YAML: \(problem)"
            )
        case .duplicatedKeysInMapping(let keys, let context):
            DescriptionError(
                file: file,
                line: context.mark.line,
                column: context.mark.column,
                message: doubledKey(keys.first ?? "")
            )
        case .reader(let problem, _, _, _):
            DescriptionError(file: file, message: "not YAML: \(problem)")
        default: DescriptionError(file: file, message: "the file cannot be read as YAML")
        }
    }

    /// The first alias of an anchor that the text sets.
    ///
    /// It has to be found before YAML is composed: aliases of aliases, used as keys, take time
    /// without bound. A word behind `&` and the same behind `*` is taken for one wherever it
    /// stands, since no description needs both.
    private static func alias(in text: String, file: String) -> Place? {
        var anchors: Set<String> = []
        var aliases: [(name: String, place: Place)] = []
        var line = 1
        var column = 0
        let scalars = text.unicodeScalars
        for index in scalars.indices {
            column += 1
            switch scalars[index] {
            case "\n": (line, column) = (line + 1, 0)
            case "&", "*":
                let name = scalars[scalars.index(after: index)...].prefix(64).prefix(while: isName)
                guard !name.isEmpty else { continue }
                if scalars[index] == "&" {
                    anchors.insert(String(name))
                } else {
                    let place = Place(file: file, line: line, column: column)
                    aliases.append((String(name), place))
                }
            default: continue
            }
        }
        return aliases.first { anchors.contains($0.name) }?.place
    }

    /// Whether libyaml takes it for a part of an anchor's name.
    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            || scalar == "-" || scalar == "_"
    }
}
