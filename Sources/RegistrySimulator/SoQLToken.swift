import Directory

/// A word of a clause of Socrata's query language.
struct SoQLToken: Equatable, Sendable {
    enum Kind: Equatable, Sendable, CustomStringConvertible {
        /// A keyword, function or column, in small letters since case does not count.
        case word(String)
        /// What stands between single quotes, doubled ones undone.
        case text(String)
        case number(Double)
        case symbol(String)
        case end

        var description: String {
            switch self {
            case .word(let word): "`\(word)'"
            case .text: "a string"
            case .number: "a number"
            case .symbol(let symbol): "`\(symbol)'"
            case .end: "the end of the query"
            }
        }

        func isWord(_ word: String) -> Bool {
            self == .word(word)
        }
    }

    static let keywords: Set<String> = ["and", "or", "not", "like", "in", "is", "null", "as"]

    let kind: Kind
    /// Where it begins in its clause, in bytes counted from 1.
    let position: Int
    /// Where what follows it may begin.
    let end: Int

    static func tokens(of clause: String) throws(SoQLError) -> [SoQLToken] {
        let bytes = Array(clause.utf8)
        var tokens: [SoQLToken] = []
        var index = 0
        while index < bytes.count {
            let start = index
            let kind: Kind
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
                index += 1
                continue
            case UInt8(ascii: "'"):
                kind = try text(of: bytes, from: &index)
            case UInt8(ascii: "`"):
                kind = try quotedWord(of: bytes, from: &index)
            case let byte where byte.isDigit:
                kind = try number(of: bytes, from: &index)
            case let byte where byte.isWordStart:
                while index < bytes.count, bytes[index].isWordStart || bytes[index].isDigit {
                    index += 1
                }
                kind = .word(String(decoding: bytes[start..<index], as: UTF8.self).lowercased())
            default:
                kind = try symbol(of: bytes, from: &index)
            }
            tokens.append(SoQLToken(kind: kind, position: start + 1, end: index + 1))
        }
        return tokens
    }

    private static func text(
        of bytes: [UInt8],
        from index: inout Int
    ) throws(SoQLError) -> Kind {
        let quote = UInt8(ascii: "'")
        var text: [UInt8] = []
        index += 1
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte != quote {
                text.append(byte)
            } else if index < bytes.count, bytes[index] == quote {
                text.append(byte)
                index += 1
            } else {
                return .text(String(decoding: text, as: UTF8.self))
            }
        }
        throw .malformed(
            expected: "`''",
            found: "the end of the query",
            position: bytes.count + 1
        )
    }

    private static func number(
        of bytes: [UInt8],
        from index: inout Int
    ) throws(SoQLError) -> Kind {
        let start = index
        while index < bytes.count, bytes[index].isDigit || bytes[index] == UInt8(ascii: ".") {
            index += 1
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let number = Double(text) else {
            throw .malformed(expected: "a number", found: text, position: start + 1)
        }
        return .number(number)
    }

    private static func quotedWord(
        of bytes: [UInt8],
        from index: inout Int
    ) throws(SoQLError) -> Kind {
        let start = index + 1
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "`")), end > start else {
            throw .malformed(
                expected: "a name between `",
                found: "the end of the query",
                position: index + 1
            )
        }
        index = end + 1
        return .word(String(decoding: bytes[start..<end], as: UTF8.self).lowercased())
    }

    private static func symbol(
        of bytes: [UInt8],
        from index: inout Int
    ) throws(SoQLError) -> Kind {
        let pair = String(decoding: bytes[index..<min(index + 2, bytes.count)], as: UTF8.self)
        if ["!=", "<>", "<=", ">="].contains(pair) {
            index += 2
            return .symbol(pair)
        }
        let symbol = String(UnicodeScalar(bytes[index]))
        guard "=<>(),*".utf8.contains(bytes[index]) else {
            let found = bytes[index] < 0x80 ? "`\(symbol)'" : "another character"
            throw .malformed(expected: "a word", found: found, position: index + 1)
        }
        index += 1
        return .symbol(symbol)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isWordStart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}

/// Dates as Socrata compares them.
enum SoQLDate {
    /// The one spelling of a date or timestamp, `2026-11-23T00:00:00.000`; nil when it is none.
    static func canonical(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard let day = CalendarDate(iso: text.prefix(10)) else { return nil }
        if bytes.count == 10 { return "\(day)T00:00:00.000" }
        guard [19, 23].contains(bytes.count), bytes[10] == UInt8(ascii: "T") else { return nil }
        let time = text.dropFirst(11)
        let isTime = zip(time.utf8, "00:00:00.000".utf8).allSatisfy { byte, shape in
            shape == UInt8(ascii: "0")
                ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == shape
        }
        return isTime ? "\(day)T\(time)" + (bytes.count == 19 ? ".000" : "") : nil
    }
}
