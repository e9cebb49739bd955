package import Curl
import Crypto
package import Directory

/// An address that gets every event as a signed message, after Standard Webhooks.
package struct Webhook: Sendable {
    package struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        /// From 1.
        package let line: Int
        package let message: String

        package var description: String { "line \(line): \(message)" }
    }

    package let name: String
    package let url: String
    /// Several while one takes the place of another: each signs.
    private let keys: [SymmetricKey]

    /// Reads `name URL secret[,secret]` a line; empty lines and `#` are skipped.
    ///
    /// Whoever reads the file sees to it that only its owner may (0600).
    ///
    /// - Parameter bytes: The file.
    /// - Returns: The webhooks in its order.
    /// - Throws: Which line is wrong; no secret is shown.
    package static func all(in bytes: [UInt8]) throws(ParseError) -> [Webhook] {
        guard bytes.count <= 64 << 10, let text = String(validating: bytes, as: UTF8.self) else {
            throw ParseError(line: 1, message: "at most 64 KB of UTF-8 text")
        }
        var webhooks: [Webhook] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let parts = line.split(whereSeparator: \.isWhitespace)
            guard let first = parts.first, !first.hasPrefix("#") else { continue }
            let webhook = try Webhook(parts, line: index + 1)
            guard !webhooks.contains(where: { $0.name == webhook.name }) else {
                throw ParseError(line: index + 1, message: "\(webhook.name) stands there twice")
            }
            webhooks.append(webhook)
        }
        return webhooks
    }

    private init(_ parts: [Substring], line: Int) throws(ParseError) {
        guard parts.count == 3 else {
            throw ParseError(
                line: line,
                message: "name, URL and secret would be right, with blanks between"
            )
        }
        guard (try? RegistryID(parts[0])) != nil else {
            throw ParseError(
                line: line,
                message: "a webhook's name has 2 to 40 small letters, digits and hyphens"
            )
        }
        guard parts[1].hasPrefix("https://") || parts[1].hasPrefix("http://") else {
            throw ParseError(line: line, message: "the URL has to begin with https://")
        }
        var keys: [SymmetricKey] = []
        for secret in parts[2].split(separator: ",", omittingEmptySubsequences: false) {
            guard secret.hasPrefix("whsec_"), let bytes = Base64.bytes(of: secret.dropFirst(6)),
                24...64 ~= bytes.count
            else {
                throw ParseError(
                    line: line,
                    message: "a secret is whsec_ and 24 to 64 bytes in base64"
                )
            }
            keys.append(SymmetricKey(data: bytes))
        }
        name = String(parts[0])
        url = String(parts[1])
        self.keys = keys
    }

    /// A message as the endpoint gets it.
    ///
    /// - Parameters:
    ///   - body: The event's JSON.
    ///   - id: The same at every attempt.
    ///   - moment: Of this attempt.
    ///   - privateHosts: Which may have private addresses, or be asked without encryption.
    /// - Returns: A request that follows no redirect.
    package func request(
        _ body: String,
        id: String,
        at moment: Instant,
        privateHosts: Set<HostAndPort>
    ) -> Request {
        let timestamp = "\(moment.secondsSince1970)"
        var request = Request(
            url: url,
            method: .post(body: Array(body.utf8), contentType: "application/json"),
            headers: [
                .init(name: "webhook-id", value: id),
                .init(name: "webhook-timestamp", value: timestamp),
                .init(
                    name: "webhook-signature",
                    value: signatures(of: "\(id).\(timestamp).\(body)").joined(separator: " ")
                ),
            ]
        )
        request.limits.connectMilliseconds = 5_000
        request.limits.totalMilliseconds = 15_000
        request.limits.bodyBytes = 64 << 10
        request.privateHosts = privateHosts
        request.allowsPlainText = hostAndPort.map(privateHosts.contains) ?? false
        return request
    }

    private func signatures(of text: String) -> [String] {
        keys.map { key in
            let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
            return "v1,\(Base64.text(of: code))"
        }
    }

    private var hostAndPort: HostAndPort? {
        let rest = url.drop { $0 != "/" }.dropFirst(2)
        return try? HostAndPort(rest.prefix { !"/?#".contains($0) })
    }
}

extension Webhook: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(name) at \(url)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
