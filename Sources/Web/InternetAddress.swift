import Glibc
import NIOCore

/// An address of the Internet; one of IPv4 as IPv6 writes it (RFC 4291 §2.5.5.2).
package struct InternetAddress: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    private init(ip4: UInt32) {
        high = 0
        low = 0xFFFF_0000_0000 | UInt64(ip4)
    }

    private init(ip6 address: in6_addr) {
        (high, low) = withUnsafeBytes(of: address) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// The address written so, without a port or a zone; nil for anything else.
    package init?(_ text: some StringProtocol) {
        // C's strings end at the first zero.
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        var ip4 = in_addr()
        var ip6 = in6_addr()
        if text.withCString({ inet_pton(AF_INET, $0, &ip4) }) == 1 {
            self.init(ip4: UInt32(bigEndian: ip4.s_addr))
        } else if text.withCString({ inet_pton(AF_INET6, $0, &ip6) }) == 1 {
            self.init(ip6: ip6)
        } else {
            return nil
        }
    }

    /// Nil for a socket that has a path.
    init?(_ address: SocketAddress?) {
        guard let text = address?.ipAddress else { return nil }
        self.init(text)
    }

    var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }
}

/// Addresses that begin alike: `10.0.0.0/8`, `2001:db8::/32`, or a single one.
package struct AddressBlock: Hashable, Sendable {
    package struct ParseError: Error, Equatable, CustomStringConvertible {
        package var description: String {
            "addresses are written 127.0.0.1, ::1, 10.0.0.0/8 or 2001:db8::/32"
        }
    }

    private let first: InternetAddress
    /// How many bits are alike, of 128.
    private let length: Int

    package init(_ text: some StringProtocol) throws(ParseError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let first = InternetAddress(parts[0]) else {
            throw ParseError()
        }
        var length = 128
        if parts.count == 2 {
            let bits = first.isIPv4 ? 32 : 128
            let isNumber = parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard isNumber, parts[1].utf8.count <= 3, let given = Int(parts[1]), given <= bits
            else { throw ParseError() }
            length = 128 - bits + given
        }
        self.first = first
        self.length = length
    }

    func contains(_ address: InternetAddress) -> Bool {
        let high = first.high ^ address.high
        let low = first.low ^ address.low
        // A shift by all 64 bits leaves none.
        return length <= 64
            ? high >> UInt64(64 - length) == 0 : high == 0 && low >> UInt64(128 - length) == 0
    }
}
