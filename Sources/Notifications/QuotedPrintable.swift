/// Text in ASCII lines of at most 76 characters (RFC 2045 §6.7).
enum QuotedPrintable {
    private static let longestLine = 76

    /// Encodes text; its lines may end in any way and end in CR and LF after it.
    static func encode(_ text: String) -> [UInt8] {
        var encoded: [UInt8] = []
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            append(Array(line.utf8), to: &encoded)
            encoded += [0x0D, 0x0A]
        }
        return encoded
    }

    private static func append(_ line: [UInt8], to encoded: inout [UInt8]) {
        var width = 0
        for (index, byte) in line.enumerated() {
            let isLast = index == line.count - 1
            let isBlank = byte == 0x20 || byte == 0x09
            // A blank at the end of a line may get lost on the way.
            let isPlain = isBlank ? !isLast : 0x21...0x7E ~= byte && byte != UInt8(ascii: "=")
            let count = isPlain ? 1 : 3
            // One character is left for the sign that the line goes on.
            if width + count > longestLine - (isLast ? 0 : 1) {
                encoded += "=\r\n".utf8
                width = 0
            }
            if isPlain {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "="), digit(byte >> 4), digit(byte & 0xF)]
            }
            width += count
        }
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }
}
