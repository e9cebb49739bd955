/// A place in a JSON value as RFC 6901 writes it: `/results/0/basic/first_name`.
///
/// In a list, `*` is every element, and `[type/code=LN]` those that have this text there:
/// `/identifier/[system=http://hl7.org/fhir/sid/us-npi]/value`.
package struct JSONPointer: Hashable, Sendable {
    package struct ParseError: Error, Equatable, CustomStringConvertible {
        package var description: String {
            "a JSON pointer is empty or begins with a slash, as /results/0/number or /names/*/text"
        }
    }

    struct Step: Hashable, Sendable {
        let key: [UInt8]
        /// The position that the key means in an array.
        let index: Int?
        /// Whether every element of an array is meant.
        let isAny: Bool
        /// Which elements of an array are meant.
        let filter: Filter?
    }

    /// The elements that have a text at a place.
    struct Filter: Hashable, Sendable {
        let keys: [[UInt8]]
        let text: String
    }

    let text: String
    let steps: [Step]
    /// Whether it may lead to several values.
    let isBranching: Bool

    package init(_ text: String) throws(ParseError) {
        self.text = text
        guard !text.isEmpty else {
            steps = []
            isBranching = false
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { throw ParseError() }
        var steps: [Step] = []
        // Slashes inside brackets belong to what is compared there.
        var isInside = false
        // By scalars: an accent that a key begins with would make one character with the slash.
        let parts = text.unicodeScalars.dropFirst().split(omittingEmptySubsequences: false) {
            if $0 == "[" { isInside = true }
            if $0 == "]" { isInside = false }
            return $0 == "/" && !isInside
        }
        for part in parts { steps.append(try Self.step(Substring(part))) }
        self.steps = steps
        isBranching = steps.contains { $0.isAny || $0.filter != nil }
    }

    private static func step(_ part: Substring) throws(ParseError) -> Step {
        var key: [UInt8] = []
        var rest = part.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "~") else {
                key.append(byte)
                continue
            }
            switch rest.next() {
            case UInt8(ascii: "0"): key.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): key.append(UInt8(ascii: "/"))
            default: throw ParseError()
            }
        }
        let isPosition =
            !key.isEmpty && key.count <= 9 && key.allSatisfy { $0 &- 0x30 < 10 }
            && (key.count == 1 || key.first != 0x30)
        return Step(
            key: key,
            index: isPosition ? Int(part) : nil,
            isAny: key == [UInt8(ascii: "*")],
            filter: filter(key)
        )
    }

    private static func filter(_ key: [UInt8]) -> Filter? {
        guard key.count > 3, key.first == UInt8(ascii: "["), key.last == UInt8(ascii: "]"),
            let equals = key.firstIndex(of: UInt8(ascii: "="))
        else { return nil }
        let keys = key[1..<equals].split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        return Filter(
            keys: keys.map(Array.init),
            text: String(decoding: key[(equals + 1)..<(key.count - 1)], as: UTF8.self)
        )
    }
}
