/// Where to serve, and how the world calls it.
package struct WebConfiguration: Sendable {
    package var host: String
    package var port: Int
    /// Nil makes links relative; they are never made from what a request says of its host.
    package var publicURL: PublicURL?
    /// Proxies whose word is taken for whom a request came from.
    package var trustedProxies: [AddressBlock] = []
    /// How many requests an address may make in a minute; nil lets all through.
    package var requestsPerMinute: Int?
    /// Whoever shows it may read `/metrics`; nil lets nobody.
    package var metricsToken: BearerToken?

    package static let requestsPerMinuteRange = 1...10_000

    package init(host: String = "127.0.0.1", port: Int = 8080, publicURL: PublicURL? = nil) {
        self.host = host
        self.port = port
        self.publicURL = publicURL
    }

    /// What stands before the path of every page where the site is not the whole of its host.
    var pathPrefix: String { publicURL?.path ?? "" }

    /// The address of a page or an answer, for use in a link.
    func link(to path: SitePath) -> String {
        (publicURL?.text ?? "") + path.text
    }
}

/// The address under which this installation is known: `https://meridian.example.org`.
package struct PublicURL: Hashable, Sendable {
    package struct ParseError: Error, Equatable, CustomStringConvertible {
        package var description: String {
            "a public address is written https://host or https://host/path, without a query"
        }
    }

    /// Without a slash at the end.
    package let text: String

    package init(_ text: some StringProtocol) throws(ParseError) {
        let scheme = ["https://", "http://"].first { text.hasPrefix($0) }
        guard let scheme, text.utf8.count <= 200 else { throw ParseError() }
        let rest = text.dropFirst(scheme.count)
        let isPlain = rest.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            // - . / : [ ] _ ~
            case 0x2D, 0x2E, 0x2F, 0x3A, 0x5B, 0x5D, 0x5F, 0x7E: true
            default: false
            }
        }
        guard isPlain, let first = rest.utf8.first, first != 0x2F, first != 0x3A else {
            throw ParseError()
        }
        var trimmed = String(text)
        while trimmed.hasSuffix("/") { trimmed.removeLast() }
        self.text = trimmed
    }

    /// The path of it, without a slash at the end; empty where it is a whole host.
    var path: String {
        guard let host = text.firstRange(of: "://").map({ text[$0.upperBound...] }) else {
            return ""
        }
        return String(host[(host.firstIndex(of: "/") ?? host.endIndex)...])
    }
}
