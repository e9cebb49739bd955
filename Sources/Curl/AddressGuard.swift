import CCurl

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

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

    /// A guard of a transfer to that URL.
    ///
    /// - Parameters:
    ///   - url: Where it goes.
    ///   - privateHosts: The hosts and ports that may have a private address.
    ///   - previous: The guard of another transfer: what it found out about the same host and port
    ///     holds for this one too.
    init(url: String, privateHosts: Set<HostAndPort>, after previous: AddressGuard? = nil) {
        self.url = url
        self.privateHosts = privateHosts
        if let previous, previous.mayBePrivate != nil, previous.privateHosts == privateHosts,
            let origin = Self.origin(of: url), origin == Self.origin(of: previous.url)
        {
            mayBePrivate = previous.mayBePrivate
        }
    }

    /// The scheme, host and port as they are written; nil where a path does not follow plainly.
    private static func origin(of url: String) -> Substring? {
        var slashes = 0
        for index in url.utf8.indices {
            switch url.utf8[index] {
            case UInt8(ascii: "/"): slashes += 1
            case UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\"), UInt8(ascii: "@"):
                return nil
            default: continue
            }
            if slashes == 3 { return url[..<index] }
        }
        return nil
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

    /// A socket for the address that libcurl is about to connect to; none where it may not.
    mutating func socket(at address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        let network = withUnsafePointer(to: &address.pointee.addr) {
            NetworkAddress($0, length: Int(address.pointee.addrlen))
        }
        guard permits(network) else { return CURL_SOCKET_BAD }
        let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        #if canImport(Glibc)
        return Glibc.socket(address.pointee.family, type, address.pointee.protocol)
        #else
        return Darwin.socket(address.pointee.family, type, address.pointee.protocol)
        #endif
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
