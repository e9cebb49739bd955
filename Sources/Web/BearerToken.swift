/// A secret by which monitoring is known.
package struct BearerToken: Sendable {
    package struct ParseError: Error, Equatable, CustomStringConvertible {
        package var description: String {
            "a token has 16 to 512 letters, digits or -._~+/= on one line"
        }
    }

    private let bytes: [UInt8]

    /// Reads a file that holds the token and perhaps the end of a line.
    package init(file: some Collection<UInt8>) throws(ParseError) {
        var bytes = Array(file)
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        let isToken = bytes.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"),
                UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
                true
            default: false
            }
        }
        guard isToken, (16...512).contains(bytes.count) else { throw ParseError() }
        self.bytes = bytes
    }

    /// Whether an Authorization header shows it (RFC 6750 §2.1).
    ///
    /// How long the comparison takes tells nothing of where they differ.
    func isShown(by header: String?) -> Bool {
        guard let header, header.lowercased().hasPrefix("bearer ") else { return false }
        let shown = Array(header.utf8.dropFirst(7).drop { $0 == 0x20 })
        guard shown.count == bytes.count else { return false }
        return zip(shown, bytes).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
