/// The JSON text of a registry's answer, read strictly and kept as a flat list of nodes.
///
/// Only what RFC 8259 permits is taken, and less: one value with nothing behind it, no key twice in
/// an object (decoders disagree which one counts), no zero byte even when escaped, no lone
/// surrogate, at most 64 levels. One UTF-8 byte order mark in front is tolerated, since such
/// answers are whole. Numbers keep the text they were written with.
package struct JSONDocument: Sendable {
    package static let deepestNesting = 64
    package static let mostBytes = 64 << 20

    let bytes: [UInt8]
    private let nodes: [JSONNode]

    package init(_ bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader()
        try reader.read(bytes.span)
        self.bytes = bytes
        nodes = reader.nodes
    }

    /// A value of the document, good for this document only.
    struct Value: Hashable {
        fileprivate let index: Int
    }

    enum Kind {
        case object, array, string, number, boolean, null
    }

    var root: Value { Value(index: 0) }

    func kind(of value: Value) -> Kind {
        switch nodes[value.index].kind {
        case .object: .object
        case .array: .array
        case .string, .escapedString, .key, .escapedKey: .string
        case .number: .number
        case .true, .false: .boolean
        case .null: .null
        }
    }

    /// Where the value stands in the bytes, its quotes or brackets included.
    func range(of value: Value) -> Range<Int> {
        let node = nodes[value.index]
        let quote = node.kind.isText ? 1 : 0
        return Int(node.start) - quote..<Int(node.end) + quote
    }

    /// The text of a string; the text of a number or boolean as it was written; nil for others.
    func text(of value: Value) -> String? {
        let node = nodes[value.index]
        switch node.kind {
        case .object, .array, .null: return nil
        case .escapedString, .escapedKey:
            return String(decoding: decoded(node), as: UTF8.self)
        case .string, .key, .number, .true, .false:
            return String(decoding: bytes[Int(node.start)..<Int(node.end)], as: UTF8.self)
        }
    }

    /// The elements of an array in order; nothing for other values.
    func elements(of array: Value) -> [Value] {
        let node = nodes[array.index]
        guard node.kind == .array else { return [] }
        var elements: [Value] = []
        var index = array.index + 1
        while index < node.link {
            elements.append(Value(index: index))
            index = after(index)
        }
        return elements
    }

    /// Whether it is an array, an object or a text without anything in it, or null.
    func isEmpty(_ value: Value) -> Bool {
        let node = nodes[value.index]
        return switch node.kind {
        case .array, .object: Int(node.link) == value.index + 1
        case .string, .escapedString: node.start == node.end
        case .null: true
        default: false
        }
    }

    func isEmptyArray(_ value: Value) -> Bool {
        let node = nodes[value.index]
        return node.kind == .array && Int(node.link) == value.index + 1
    }

    /// The members of an object in order; nothing for other values.
    func members(of object: Value) -> [(key: Value, value: Value)] {
        let node = nodes[object.index]
        guard node.kind == .object else { return [] }
        var members: [(key: Value, value: Value)] = []
        var index = object.index + 1
        while index < node.link {
            members.append((Value(index: index), Value(index: index + 1)))
            index = after(index + 1)
        }
        return members
    }

    /// The value that a pointer leads to from another value, if there is one.
    func value(at pointer: JSONPointer, from start: Value) -> Value? {
        var index = start.index
        for step in pointer.steps {
            let found =
                switch nodes[index].kind {
                case .object: member(step.key, of: index)
                case .array: step.index.flatMap { element($0, of: index) }
                default: Int?.none
                }
            guard let found else { return nil }
            index = found
        }
        return Value(index: index)
    }

    /// Up to so many values are followed where a pointer branches.
    private static let mostBranches = 1000

    /// All values that a pointer leads to from another value.
    func values(at pointer: JSONPointer, from start: Value) -> [Value] {
        guard pointer.isBranching else { return value(at: pointer, from: start).map { [$0] } ?? [] }
        var found = [start]
        for step in pointer.steps {
            var next: [Value] = []
            for value in found {
                switch nodes[value.index].kind {
                case .object:
                    if let index = member(step.key, of: value.index) {
                        next.append(Value(index: index))
                    }
                case .array:
                    for (position, element) in elements(of: value).enumerated()
                    where isMeant(element, at: position, by: step) {
                        next.append(element)
                    }
                default: continue
                }
                if next.count > Self.mostBranches { return Array(next.prefix(Self.mostBranches)) }
            }
            found = next
        }
        return found
    }

    private func isMeant(_ element: Value, at position: Int, by step: JSONPointer.Step) -> Bool {
        if step.isAny || step.index == position { return true }
        guard let filter = step.filter else { return false }
        return has(filter.text, at: filter.keys[...], in: element)
    }

    /// Whether a text stands at the end of some keys, in one element of each list on the way.
    private func has(_ text: String, at keys: ArraySlice<[UInt8]>, in value: Value) -> Bool {
        if nodes[value.index].kind == .array {
            return elements(of: value).contains { has(text, at: keys, in: $0) }
        }
        guard let key = keys.first else { return self.text(of: value) == text }
        guard nodes[value.index].kind == .object, let index = member(key, of: value.index) else {
            return false
        }
        return has(text, at: keys.dropFirst(), in: Value(index: index))
    }

    private func member(_ key: [UInt8], of object: Int) -> Int? {
        let end = Int(nodes[object].link)
        var index = object + 1
        while index < end {
            let node = nodes[index]
            let isIt =
                node.kind == .key
                ? Int(node.end - node.start) == key.count && isEqual(node, key)
                : decoded(node) == key
            if isIt { return index + 1 }
            index = after(index + 1)
        }
        return nil
    }

    private func isEqual(_ node: JSONNode, _ key: [UInt8]) -> Bool {
        var position = Int(node.start)
        for byte in key {
            guard bytes[position] == byte else { return false }
            position += 1
        }
        return true
    }

    private func element(_ position: Int, of array: Int) -> Int? {
        let end = Int(nodes[array].link)
        var index = array + 1
        for _ in 0..<position {
            guard index < end else { return nil }
            index = after(index)
        }
        return index < end ? index : nil
    }

    private func after(_ index: Int) -> Int {
        let node = nodes[index]
        return node.kind.isContainer ? Int(node.link) : index + 1
    }

    private func decoded(_ node: JSONNode) -> [UInt8] {
        JSONReader.decoded(bytes.span, from: Int(node.start), to: Int(node.end))
    }
}

/// A step of a depth-first walk over a document: a container, a key before its value, or a scalar.
struct JSONNode {
    enum Kind: UInt8 {
        case object, array, string, escapedString, number, `true`, `false`, null, key, escapedKey

        var isContainer: Bool { self == .object || self == .array }
        var isText: Bool {
            switch self {
            case .string, .escapedString, .key, .escapedKey: true
            default: false
            }
        }
    }

    /// The bytes it was written with, without quotes.
    var start: UInt32
    var end: UInt32
    /// The index of the node after all that is inside a container; the fingerprint of a key.
    var link: UInt32
    var kind: Kind
}
