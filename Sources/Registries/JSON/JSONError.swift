/// Why bytes are not the one strict JSON text that an answer must be.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        case empty
        case endsEarly
        case unexpectedByte
        case moreAfterTheEnd
        case doubledKey
        case tooDeep
        case tooLong
        case badNumber
        case badEscape
        case loneSurrogate
        case zeroByte
        case controlCharacter
        case badUTF8
        case anotherEncoding
    }

    package let problem: Problem
    /// How many bytes stand before the place.
    package let offset: Int

    package var description: String {
        let what =
            switch problem {
            case .empty: "nothing stands there"
            case .endsEarly: "it ends early"
            case .unexpectedByte: "something else than JSON stands there"
            case .moreAfterTheEnd: "more follows after its end"
            case .doubledKey: "one key stands twice in an object"
            case .tooDeep: "it is nested deeper than \(JSONDocument.deepestNesting)"
            case .tooLong: "it is longer than \(JSONDocument.mostBytes) bytes"
            case .badNumber: "a number is not written as JSON has it"
            case .badEscape: "an escape is not one of JSON's"
            case .loneSurrogate: "half of a surrogate pair stands alone"
            case .zeroByte: "a zero byte stands in it"
            case .controlCharacter: "a control character stands in a string"
            case .badUTF8: "it is not valid UTF-8"
            case .anotherEncoding: "it is UTF-16 or UTF-32; UTF-8 would be right"
            }
        return "\(what) (byte \(offset))"
    }
}
