/// A mail address as relays take it everywhere: `somebody@example.org`.
///
/// Letters, digits and the signs of RFC 5322's dot-atom; no quotes, comments or blanks, so that it
/// can stand in a command and a header as it is. A domain in another script is given in its ASCII
/// form (`xn--…`).
package struct MailAddress: Hashable, Sendable {
    package struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        package var description: String {
            "a mail address looks like somebody@example.org, in ASCII, with at most 254 characters"
        }
    }

    package let text: String
    package let domain: String

    package init(_ text: some StringProtocol) throws(ParseError) {
        let text = String(text)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, Self.isLocalPart(parts[0].utf8),
            Self.isDomain(parts[1])
        else { throw ParseError() }
        self.text = text
        domain = parts[1].lowercased()
    }

    private static func isLocalPart(_ bytes: Substring.UTF8View) -> Bool {
        guard 1...64 ~= bytes.count, bytes.first != UInt8(ascii: "."),
            bytes.last != UInt8(ascii: ".")
        else { return false }
        var isBehindDot = false
        for byte in bytes {
            let isDot = byte == UInt8(ascii: ".")
            guard
                isDot
                    ? !isBehindDot
                    : isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
            else { return false }
            isBehindDot = isDot
        }
        return true
    }

    private static func isDomain(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            1...63 ~= label.utf8.count && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            false
        }
    }
}

extension MailAddress: CustomStringConvertible {
    package var description: String { text }
}
