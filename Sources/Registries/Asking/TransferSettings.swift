import Curl
import Foundation

/// Where a registry is reached, and within which limits.
struct TransferSettings {
    private enum HTTPVersion: String, CaseIterable {
        case automatic
        case http1 = "1.1"
    }

    private static let purpose = "verifies licences of acupuncturists"
    private static let defaultUserAgent = "Meridian ({contact})"

    let baseURL: String
    /// The host's name alone.
    let host: String
    let base: BaseAddress
    let request: Request

    /// Reads the settings.
    ///
    /// - Parameters:
    ///   - section: The description.
    ///   - contact: Where the operator can be reached; it stands in the User-Agent.
    ///   - mostBytes: How large an answer a description may permit.
    ///   - usualBytes: How large one is unless a description says otherwise.
    /// - Throws: What is wrong in it.
    init(
        _ section: DescriptionSection<Registry.Key>,
        contact: String?,
        mostBytes: Int = 32 << 20,
        usualBytes: Int = 1 << 20
    ) throws(DescriptionError) {
        let baseNode = try section.required(.baseURL)
        let text = try baseNode.text()
        guard let base = BaseAddress(text) else {
            throw baseNode.failure(
                "\"\(text.shortened)\" is wrong; a scheme, host and path would be right, as https://data.example.gov, without user, query or fragment"
            )
        }
        let privateHosts = try section.optional(.privateHosts).map(Self.hosts) ?? []
        guard base.scheme == "https" || privateHosts.contains(base.hostAndPort) else {
            throw baseNode.failure(
                "plain http is permitted for a host and port that stand under private_hosts only; https:// would be right"
            )
        }
        self.base = base
        baseURL = base.text
        host = base.hostAndPort.host
        var request = Request(url: base.text)
        request.allowsPlainText = base.scheme == "http"
        request.privateHosts = privateHosts
        request.redirectHosts = try section.optional(.redirectHosts).map(Self.hosts) ?? []
        request.authoritiesFile = try section.optional(.authorities)?.fullText()
        let userAgent =
            try section.optional(.userAgent).map(Self.userAgent) ?? Self.defaultUserAgent
        request.userAgent = userAgent.replacing("{contact}", with: contact ?? Self.purpose)
        if let version = section.optional(.httpVersion) {
            request.version = try version.word(HTTPVersion.self) == .http1 ? .http1 : .automatic
        }
        request.limits.connectMilliseconds =
            try section.optional(.connectTimeout)?.number(in: 100...60_000, "milliseconds")
            ?? 10_000
        request.limits.totalMilliseconds =
            try section.optional(.timeout)?.number(in: 100...300_000, "milliseconds") ?? 30_000
        request.limits.bodyBytes =
            try section.optional(.maxBytes)?.number(in: 1024...mostBytes, "bytes") ?? usualBytes
        self.request = request
    }

    private static func hosts(_ node: DescriptionNode) throws(DescriptionError) -> Set<HostAndPort>
    {
        var hosts: Set<HostAndPort> = []
        for element in try node.elements() {
            let text = try element.text()
            guard let host = try? HostAndPort(text) else {
                throw element.failure("a host and port would be right here, as 127.0.0.1:8081")
            }
            hosts.insert(host)
        }
        return hosts
    }

    private static func userAgent(_ node: DescriptionNode) throws(DescriptionError) -> String {
        let text = try node.fullText()
        guard text.utf8.count <= 200, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            throw node.failure("at most 200 printable ASCII characters would be right")
        }
        return text
    }
}

/// A URL that has a scheme, a host and perhaps a port and path, and nothing else.
struct BaseAddress {
    let scheme: String
    let hostAndPort: HostAndPort
    /// Without a slash at the end.
    let text: String

    init?(_ text: String) {
        guard let parts = URLComponents(string: text),
            let scheme = parts.scheme, scheme == "https" || scheme == "http",
            let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let port = UInt16(exactly: parts.port ?? (scheme == "https" ? 443 : 80))
        else { return nil }
        self.scheme = scheme
        hostAndPort = HostAndPort(host: host, port: port)
        self.text = text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
