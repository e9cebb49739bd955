import Foundation
import CCurl
import Testing

@testable import Curl

@Suite struct NetworkAddressTests {
    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "93.184.216.34",
        // The neighbours of every range that is refused.
        "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.0", "168.63.129.15", "168.63.129.17", "169.253.255.255",
        "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0",
        "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255",
        "203.0.114.0", "223.255.255.255",
        "2000::", "2001:200::", "2001:4860:4860::8888", "2001:db7:ffff::", "2001:db9::",
        "2003::1", "2606:4700::1111", "2a00:1450:4001::1", "3ffe:ffff::", "3fff:1000::",
        "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ])
    func `an ordinary address is public`(text: String) throws {
        #expect(try #require(NetworkAddress(text)).isPublic)
    }

    @Test(arguments: [
        // This network, private, shared, loopback.
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0",
        "100.127.255.255", "127.0.0.0", "127.0.0.1", "127.255.255.255", "172.16.0.0",
        "172.31.255.255", "192.168.0.0", "192.168.255.255",
        // Link-local, and what clouds keep at such addresses and others.
        "169.254.0.0", "169.254.169.254", "169.254.255.255", "168.63.129.16", "100.100.100.200",
        // Protocol assignments, documentation, 6to4 relays, benchmark.
        "192.0.0.0", "192.0.0.192", "192.0.0.255", "192.0.2.0", "192.0.2.255", "192.88.99.0",
        "192.88.99.255", "198.18.0.0", "198.19.255.255", "198.51.100.0", "198.51.100.255",
        "203.0.113.0", "203.0.113.255",
        // Multicast, reserved, broadcast.
        "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255",
    ])
    func `a special IPv4 address is not public`(text: String) throws {
        #expect(try #require(NetworkAddress(text)).isPublic == false)
    }

    @Test(arguments: [
        // Unspecified, loopback, discard, unique local, link-local, site-local, multicast.
        "::", "::1", "100::", "fc00::", "fd00:ec2::254", "fdff:ffff::1", "fe80::1",
        "febf:ffff::1", "fec0::1", "ff00::", "ff02::1", "ffff::",
        // What carries an IPv4 address: mapped, compatible, translated, 6to4, Teredo.
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "::127.0.0.1", "::8.8.8.8",
        "64:ff9b::127.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "2002::", "2002:7f00:1::1",
        "2002:ffff:ffff::", "2001::", "2001:0:7f00:1::",
        // Benchmark, ORCHID, documentation, segment routing, never assigned.
        "2001:2::1", "2001:10::1", "2001:20::1", "2001:1ff:ffff::", "2001:db8::",
        "2001:db8:ffff::1", "3fff::", "3fff:fff:ffff::1", "5f00::1", "4000::", "1fff:ffff::",
    ])
    func `a special IPv6 address is not public`(text: String) throws {
        #expect(try #require(NetworkAddress(text)).isPublic == false)
    }

    @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "256.0.0.1", "0x7f000001", ":", "::g"])
    func `what is no address is none`(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test(arguments: ["127.0.0.1", "255.254.253.252", "::1", "2001:db8::a:b", "::ffff:10.0.0.1"])
    func `an address is written as it is read`(text: String) {
        #expect(NetworkAddress(text)?.description == text)
    }

    @Test func `a socket address of another family has no address`() {
        var address = sockaddr()
        address.sa_family = sa_family_t(AF_UNIX)
        #expect(NetworkAddress(&address, length: MemoryLayout<sockaddr>.size) == nil)
    }

    @Test func `a socket address cut short has no address`() {
        var address = sockaddr()
        address.sa_family = sa_family_t(AF_INET6)
        #expect(NetworkAddress(&address, length: MemoryLayout<sockaddr>.size) == nil)
    }
}
