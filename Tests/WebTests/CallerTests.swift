import HTTPTypes
import NIOCore
import Testing
@testable import Web

@Suite struct CallerTests {
    // The same caller: IPv4 as IPv6 writes it, and one network of IPv6.
    @Test(arguments: [
        ("192.0.2.1", "::ffff:192.0.2.1"), ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
    ])
    func `two addresses of one caller`(one: String, other: String) throws {
        let one = try #require(InternetAddress(one))
        let other = try #require(InternetAddress(other))
        #expect(Caller(one) == Caller(other))
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.2"), ("2001:db8:1:2::1", "2001:db8:1:3::1"),
        ("192.0.2.1", "2001:db8::c000:201"), ("127.0.0.1", "::1"),
    ])
    func `two addresses of two callers`(one: String, other: String) throws {
        let one = try #require(InternetAddress(one))
        let other = try #require(InternetAddress(other))
        #expect(Caller(one) != Caller(other))
    }

    @Test func `a socket's address is the one that is written`() throws {
        for text in ["192.0.2.1", "2001:db8:1:2::1"] {
            let socket = try SocketAddress(ipAddress: text, port: 443)
            #expect(InternetAddress(socket) == InternetAddress(text))
        }
        #expect(InternetAddress(try SocketAddress(unixDomainSocketPath: "/x")) == nil)
    }

    @Test(arguments: [
        "", "localhost", "192.0.2", "192.0.2.256", "192.0.2.1:80", "[::1]", "::1%lo", "1.2.3.4 ",
        "010.0.0.1", ":::", "192.0.2.1\u{0}", String(repeating: "1", count: 1000),
    ])
    func `what is no address`(text: String) {
        #expect(InternetAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false),
        ("127.0.0.1/32", "::ffff:127.0.0.1", true), ("0.0.0.0/0", "192.0.2.1", true),
        ("0.0.0.0/0", "2001:db8::1", false), ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/32", "2001:db9::1", false), ("2001:db8::/64", "2001:db8:0:1::", false),
        ("2001:db8::/65", "2001:db8::8000:0:0:0", false), ("::/0", "2001:db8::1", true),
        ("::1", "::1", true), ("::1", "::2", false),
    ])
    func `a block holds the addresses that begin as it does`(
        block: String,
        address: String,
        expected: Bool
    ) throws {
        let address = try #require(InternetAddress(address))
        #expect(try AddressBlock(block).contains(address) == expected)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129", "proxy",
        "10.0.0.0/+8", "10.0.0.0/0008",
    ])
    func `what is no block`(text: String) {
        #expect(throws: AddressBlock.ParseError()) { try AddressBlock(text) }
    }

    // Who asked, by what was forwarded, where 127.0.0.1 and 10.0.0.0/8 are trusted.
    @Test(arguments: [
        // Not by a proxy: nothing that is said counts.
        ("192.0.2.1", ["198.51.100.1"], "192.0.2.1"),
        ("192.0.2.1", [], "192.0.2.1"),
        // By a proxy: the last that no proxy of ours added.
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["203.0.113.9,198.51.100.1 ,\t10.1.1.1"], "198.51.100.1"),
        ("127.0.0.1", ["203.0.113.9", "198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["10.1.1.1"], "10.1.1.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        // What is no address ends the belief where it stands.
        ("127.0.0.1", ["198.51.100.1, unknown"], "127.0.0.1"),
        ("127.0.0.1", ["unknown, 10.1.1.1"], "10.1.1.1"),
        ("127.0.0.1", ["", ","], "127.0.0.1"),
    ])
    func `who asked`(peer: String, forwarded: [String], expected: String) throws {
        let proxies = [try AddressBlock("127.0.0.1"), try AddressBlock("10.0.0.0/8")]
        var fields = HTTPFields()
        for list in forwarded {
            fields.append(HTTPField(name: .xForwardedFor, value: list))
        }
        let caller = Caller(of: fields, from: InternetAddress(peer), through: proxies)
        #expect(caller == Caller(InternetAddress(expected)))
    }
}
