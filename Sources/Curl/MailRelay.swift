/// Where mails are handed in: a server that speaks SMTP (RFC 5321, RFC 6409).
package struct MailRelay: Hashable, Sendable {
    package enum ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        case badURL
        /// A password would cross the network in the clear.
        case openPassword

        package var description: String {
            switch self {
            case .badURL:
                "a relay looks like smtp://mail.example.org:587 or smtps://mail.example.org:465, "
                    + "without user, path or query"
            case .openPassword:
                "a user and a password are only sent encrypted, unless the relay is on this machine"
            }
        }
    }

    package enum Encryption: Hashable, Sendable {
        /// TLS from the beginning, or STARTTLS, or nothing is sent.
        case required
        case none
    }

    /// Who hands in.
    package struct LogIn: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
        package let user: String
        package let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }

        package var description: String { "user \(user)" }
        package var customMirror: Mirror { Mirror(self, children: []) }
    }

    package let hostAndPort: HostAndPort
    package let encryption: Encryption
    package let logIn: LogIn?
    let scheme: String

    /// Reads a relay's URL.
    ///
    /// - Parameters:
    ///   - url: `smtp://host:port` or `smtps://host:port`.
    ///   - encryption: Nil for what is usual: required, except on this machine.
    ///   - logIn: Who hands in; nil where the relay does not ask.
    /// - Throws: What is wrong with it.
    package init(
        _ url: String,
        encryption: Encryption? = nil,
        logIn: LogIn? = nil
    ) throws(ParseError) {
        guard let address = WebAddress(url), address.scheme == "smtp" || address.scheme == "smtps",
            address.hasNoPath, !url.contains("?"), !url.contains("#")
        else { throw .badURL }
        let isHere = Self.isLoopback(address.hostAndPort.host)
        let isEncrypted =
            address.scheme == "smtps" || (encryption ?? (isHere ? .none : .required)) == .required
        guard isEncrypted || isHere || logIn == nil else { throw .openPassword }
        hostAndPort = address.hostAndPort
        scheme = address.scheme
        self.encryption = isEncrypted ? .required : .none
        self.logIn = logIn
    }

    /// Whether it is on this machine.
    package var isLoopback: Bool { Self.isLoopback(hostAndPort.host) }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "[::1]"
            || host.hasPrefix("127.")
                && NetworkAddress(host) != nil
    }
}
