import HTTPTypes

/// Whose quota a request is counted against: an IPv4 address, or the first 64 bits of an IPv6 one,
/// since whoever has one address there has all that begin so.
struct Caller: Hashable, Sendable {
    let key: UInt64

    init(_ address: InternetAddress?) {
        // What begins with IPv4's mark is no network of IPv6, so that the two never meet.
        key = address.map { $0.isIPv4 ? $0.low : $0.high } ?? 0
    }

    /// Who asked, as far as those say who may be believed.
    ///
    /// Whoever asks directly can write any X-Forwarded-For; only what trusted proxies added to it
    /// counts, which stands at its end.
    init(
        of fields: HTTPFields,
        from peer: InternetAddress?,
        through proxies: [AddressBlock]
    ) {
        var address = peer
        func isProxy() -> Bool {
            guard let address else { return false }
            return proxies.contains { $0.contains(address) }
        }
        if isProxy() {
            let hops = fields[values: .xForwardedFor].flatMap { $0.split(separator: ",") }
            for hop in hops.reversed() {
                let name = hop.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
                guard let next = InternetAddress(name) else { break }
                address = next
                guard isProxy() else { break }
            }
        }
        self.init(address)
    }
}

extension HTTPField.Name {
    static let xForwardedFor = Self.plain("X-Forwarded-For")
    static let rateLimit = Self.plain("RateLimit")
    static let rateLimitPolicy = Self.plain("RateLimit-Policy")

    /// A name that consists of letters and hyphens.
    static func plain(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("no field's name") }
        return name
    }
}
