/// A place in a JSON value as RFC 6901 writes it: `/results/0/basic/first_name`.
package struct JSONPointer: Hashable, Sendable {
    package struct ParseError: Error, Equatable, CustomStringConvertible {
        package var description: String {
            "a JSON pointer is empty or begins with a slash, as /results/0/number"
        }
    }

    struct Step: Hashable, Sendable {
        let key: [UInt8]
        /// The position that the key means in an array.
        let index: Int?
    }

    let text: String
    let steps: [Step]

    package init(_ text: String) throws(ParseError) {
        self.text = text
        guard !text.isEmpty else {
            steps = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { throw ParseError() }
        var steps: [Step] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            steps.append(try Self.step(part))
        }
        self.steps = steps
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
        return Step(key: key, index: isPosition ? Int(part) : nil)
    }
}
