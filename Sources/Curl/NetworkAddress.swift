// Whichever of the two is read first owns the socket types.
import CCurl

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// An IPv4 or IPv6 address.
struct NetworkAddress: Hashable {
    private enum Bits: Hashable {
        case v4(UInt32)
        case v6(high: UInt64, low: UInt64)
    }

    private let bits: Bits

    /// Reads an address as `inet_pton` does: dotted decimal, or hexadecimal groups.
    init?(_ text: String) {
        self.init(cText: text)
    }

    init?(cText text: UnsafePointer<CChar>) {
        var v4 = in_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(bits: .v4(UInt32(bigEndian: v4.s_addr)))
            return
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        self.init(v6)
    }

    /// Reads the address out of a socket address of either family; others have none.
    init?(_ address: UnsafePointer<sockaddr>, length: Int) {
        let raw = UnsafeRawPointer(address)
        guard length >= MemoryLayout<sockaddr>.size else { return nil }
        switch Int32(address.pointee.sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            let address = raw.loadUnaligned(as: sockaddr_in.self)
            self.init(bits: .v4(UInt32(bigEndian: address.sin_addr.s_addr)))
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            self.init(raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        default:
            return nil
        }
    }

    private init(bits: Bits) {
        self.bits = bits
    }

    private init(_ address: in6_addr) {
        self.init(
            bits: withUnsafeBytes(of: address) { bytes in
                .v6(
                    high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            }
        )
    }

    /// Whether the address is an ordinary one of the public internet.
    ///
    /// After IANA's special-purpose registries (RFC 6890) and multicast: private, shared, loopback,
    /// link-local, documentation, benchmark and reserved addresses are not, nor is an IPv6 address
    /// that carries an IPv4 one, which a translator would unpack.
    var isPublic: Bool {
        switch bits {
        case .v4(let address):
            return !Self.specialV4.contains { address & $0.mask == $0.prefix }
        case .v6(let high, _):
            // All that is assigned for global unicast lies in 2000::/3; loopback, mapped and
            // translated IPv4, unique local, link-local and multicast lie outside.
            guard high >> 61 == 0b001 else { return false }
            return !Self.specialV6.contains { high & $0.mask == $0.prefix }
        }
    }

    private static let specialV4: [(prefix: UInt32, mask: UInt32)] = [
        v4(0, 0, 0, 0, 8),  // this network
        v4(10, 0, 0, 0, 8),  // private
        v4(100, 64, 0, 0, 10),  // shared, behind a carrier's translator
        v4(127, 0, 0, 0, 8),  // loopback
        v4(168, 63, 129, 16, 32),  // a cloud's own host service, on a public address
        v4(169, 254, 0, 0, 16),  // link-local, clouds' metadata among it
        v4(172, 16, 0, 0, 12),  // private
        v4(192, 0, 0, 0, 24),  // protocol assignments
        v4(192, 0, 2, 0, 24),  // documentation
        v4(192, 88, 99, 0, 24),  // 6to4 relays
        v4(192, 168, 0, 0, 16),  // private
        v4(198, 18, 0, 0, 15),  // benchmark
        v4(198, 51, 100, 0, 24),  // documentation
        v4(203, 0, 113, 0, 24),  // documentation
        v4(224, 0, 0, 0, 3),  // multicast, reserved, broadcast
    ]

    private static let specialV6: [(prefix: UInt64, mask: UInt64)] = [
        v6(0x2001_0000, 23),  // protocol assignments: Teredo, benchmark, ORCHID
        v6(0x2001_0DB8, 32),  // documentation
        v6(0x2002_0000, 16),  // 6to4
        v6(0x3FFF_0000, 20),  // documentation
    ]

    private static func v4(
        _ first: UInt32,
        _ second: UInt32,
        _ third: UInt32,
        _ fourth: UInt32,
        _ length: Int
    ) -> (prefix: UInt32, mask: UInt32) {
        (first << 24 | second << 16 | third << 8 | fourth, UInt32.max << (32 - length))
    }

    private static func v6(_ prefix: UInt64, _ length: Int) -> (prefix: UInt64, mask: UInt64) {
        (prefix << 32, UInt64.max << (64 - length))
    }
}

extension NetworkAddress: CustomStringConvertible {
    var description: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let length = socklen_t(buffer.count)
        switch bits {
        case .v4(let address):
            var value = in_addr(s_addr: address.bigEndian)
            inet_ntop(AF_INET, &value, &buffer, length)
        case .v6(let high, let low):
            var halves = (high.bigEndian, low.bigEndian)
            inet_ntop(AF_INET6, &halves, &buffer, length)
        }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }
}
