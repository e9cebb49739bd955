/// Text as statuses and licence types are compared: small letters, single spaces between words.
struct FoldedText: Hashable, Sendable {
    let text: String

    init(_ source: String) {
        var folded: [UInt8] = []
        folded.reserveCapacity(source.utf8.count)
        var isPlain = true
        var needsSpace = false
        for byte in source.utf8 {
            switch byte {
            case 0x09...0x0D, 0x20: needsSpace = !folded.isEmpty
            case 0x80...:
                isPlain = false
                fallthrough
            default:
                if needsSpace { folded.append(0x20) }
                needsSpace = false
                folded.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
            }
        }
        let plain = String(decoding: folded, as: UTF8.self)
        // No-break spaces and capitals beyond ASCII are rare enough to be handled apart.
        text =
            isPlain
            ? plain
            : plain.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// The licence types that a description reads as an acupuncturist's; `*` stands for any text.
struct LicenceTypes: Sendable {
    /// Of each pattern the texts between its stars, folded.
    private let patterns: [[[UInt8]]]

    init(_ patterns: [String]) {
        self.patterns = patterns.map { pattern in
            Array(FoldedText(pattern).text.utf8)
                .split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
                .map(Array.init)
        }
    }

    func contains(_ type: String) -> Bool {
        let folded = Array(FoldedText(type).text.utf8)
        return patterns.contains { Self.matches(folded, $0) }
    }

    private static func matches(_ text: [UInt8], _ parts: [[UInt8]]) -> Bool {
        guard let first = parts.first, let last = parts.last, parts.count > 1 else {
            return [text] == parts
        }
        let end = text.count - last.count
        guard end >= first.count, text.starts(with: first), text[end...].elementsEqual(last) else {
            return false
        }
        var position = first.count
        for part in parts.dropFirst().dropLast() {
            let lastStart = end - part.count
            guard position <= lastStart,
                let found = (position...lastStart).first(where: { start in
                    part.indices.allSatisfy { text[start + $0] == part[$0] }
                })
            else { return false }
            position = found + part.count
        }
        return true
    }
}
