/// One host and port, the pair that permissions are given to.
///
/// The host is kept as a URL spells it, in lower case: `registry.example`, `192.0.2.1`,
/// `[2001:db8::1]`.
package struct HostAndPort: Hashable, Sendable {
    package enum ParseError: Error, Equatable {
        case noHost, badPort
    }

    package let host: String
    package let port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host.lowercased()
        self.port = port
    }

    /// Reads `host:port`, or a host alone, which means port 443.
    ///
    /// An IPv6 address stands in brackets, as in a URL.
    package init(_ text: some StringProtocol) throws(ParseError) {
        let bracket = text.lastIndex(of: "]")
        let colon = text.lastIndex(of: ":")
        let hostText: Substring
        if let colon, bracket.map({ $0 < colon }) ?? true {
            hostText = Substring(text[..<colon])
            let digits = text[text.index(after: colon)...]
            guard
                digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
                let port = UInt16(digits), port > 0
            else { throw .badPort }
            self.port = port
        } else {
            hostText = Substring(text)
            self.port = 443
        }
        let isBracketed = hostText.first == "[" && hostText.last == "]"
        guard
            !hostText.isEmpty,
            hostText.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
            !hostText.contains(where: { "/?#@".contains($0) }),
            isBracketed || !hostText.contains(":")
        else { throw .noHost }
        self.host = hostText.lowercased()
    }
}

extension HostAndPort: CustomStringConvertible {
    package var description: String { "\(host):\(port)" }
}
