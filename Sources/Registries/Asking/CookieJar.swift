import Curl

/// The cookies of one look-up; they go with it.
struct CookieJar: Sendable {
    private struct Cookie: Sendable {
        let name: String
        let value: String
        let host: String
    }

    private static let most = 20
    private static let longest = 4096

    private var cookies: [Cookie] = []

    /// Takes what an answer sets, for the host that answered.
    mutating func take(_ header: String, from host: String) {
        guard header.utf8.count <= Self.longest else { return }
        let parts = header.split(separator: ";", omittingEmptySubsequences: false)
        guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return }
        let name = String(pair[..<equals]).trimmed
        let value = String(pair[pair.index(after: equals)...]).trimmed
        guard !name.isEmpty, (name + value).utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return
        }
        cookies.removeAll { $0.name == name && $0.host == host }
        let isEnded = parts.dropFirst().contains { part in
            let attribute = String(part).trimmed.lowercased()
            return attribute.hasPrefix("max-age=0") || attribute.hasPrefix("max-age=-")
        }
        guard !isEnded, !value.isEmpty, cookies.count < Self.most else { return }
        cookies.append(Cookie(name: name, value: value, host: host))
    }

    /// The header to send to a host; nil where there is nothing to send.
    func header(for host: String) -> Request.Header? {
        let pairs = cookies.filter { $0.host == host }.map { "\($0.name)=\($0.value)" }
        guard !pairs.isEmpty else { return nil }
        return Request.Header(name: "Cookie", value: pairs.joined(separator: "; "))
    }

    subscript(name: String) -> String? {
        cookies.last { $0.name == name }?.value
    }
}
