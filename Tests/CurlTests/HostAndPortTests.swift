import Testing

@testable import Curl

@Suite struct HostAndPortTests {
    @Test(arguments: [
        ("registry.example", "registry.example", 443),
        ("Registry.EXAMPLE:8443", "registry.example", 8443),
        ("127.0.0.1:80", "127.0.0.1", 80),
        ("[2001:DB8::1]", "[2001:db8::1]", 443),
        ("[::1]:65535", "[::1]", 65535),
    ])
    func `a host with or without a port is read`(text: String, host: String, port: Int) throws {
        let read = try HostAndPort(text)
        #expect(read.host == host)
        #expect(read.port == UInt16(port))
    }

    @Test(arguments: [
        "", ":443", "::1", "user@host", "host/path", "a b", "host?x", "host#x",
    ])
    func `what has no host, or more than one, is refused`(text: String) {
        #expect(throws: HostAndPort.ParseError.noHost) { try HostAndPort(text) }
    }

    @Test(arguments: [
        "host:", "host:0", "host:65536", "host:+80", "host:-1", "host:8o", "[::1]:", "https://host",
    ])
    func `a port that is none is refused`(text: String) {
        #expect(throws: HostAndPort.ParseError.badPort) { try HostAndPort(text) }
    }
}
