/// Decides which addresses one transfer may reach.
///
/// It is asked when a connection is opened and again before the request goes out, which covers
/// connections that another transfer opened: so it sees what a name resolved to, where a redirect
/// led and what an odd spelling of a number meant.
struct AddressGuard {
    private let url: String
    private let privateHosts: Set<HostAndPort>

    /// What `privateHosts` says of the URL, once it has been asked.
    private var mayBePrivate: Bool?

    /// The last address that was refused.
    private(set) var refused: TransferError?

    init(url: String, privateHosts: Set<HostAndPort>) {
        self.url = url
        self.privateHosts = privateHosts
    }

    /// Whether the address may be reached; one that cannot be read may not.
    mutating func permits(_ address: NetworkAddress?) -> Bool {
        if let address {
            if address.isPublic || permitsPrivate() { return true }
            refused = .refusedAddress(address.description)
        } else {
            refused = .refusedAddress("of an unknown kind")
        }
        return false
    }

    private mutating func permitsPrivate() -> Bool {
        if let mayBePrivate { return mayBePrivate }
        let answer =
            !privateHosts.isEmpty
            && WebAddress(url).map { privateHosts.contains($0.hostAndPort) } ?? false
        mayBePrivate = answer
        return answer
    }
}
