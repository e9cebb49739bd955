import Testing

@testable import Curl

@Suite struct RedirectTests {
    private func redirect(
        from url: String = "https://a.example/x/y?token=secret",
        status: Int = 302,
        to location: String,
        method: Request.Method = .get
    ) throws(TransferError) -> Redirect {
        try Redirect(
            from: url,
            status: status,
            location: location,
            method: method,
            permitted: [
                HostAndPort(host: "a.example", port: 443),
                HostAndPort(host: "b.example", port: 443),
                HostAndPort(host: "a.example", port: 80),
                HostAndPort(host: "a.example", port: 8443),
            ]
        )
    }

    @Test(arguments: [
        ("/z", "https://a.example/z", false),
        ("z", "https://a.example/x/z", false),
        ("?q=1", "https://a.example/x/y?q=1", false),
        ("//b.example/z", "https://b.example/z", true),
        ("https://a.example:8443/", "https://a.example:8443/", true),
        ("HTTPS://B.example", "https://b.example/", true),
        ("https://a.example:443/z", "https://a.example:443/z", false),
        ("/with space", "https://a.example/with%20space", false),
    ])
    func `a permitted target is followed`(location: String, target: String, leaves: Bool) throws {
        let redirect = try redirect(to: location)
        #expect(redirect.target.url.lowercased() == target)
        #expect(redirect.leavesOrigin == leaves)
    }

    @Test(arguments: [
        // Another host or port, less security, another scheme.
        ("https://c.example/", "c.example:443"),
        ("https://a.example.c.example/", "a.example.c.example:443"),
        ("https://a.example:444/", "a.example:444"),
        ("https://a.example.:443/", "a.example.:443"),
        ("http://a.example/", "http://a.example:80"),
        ("ftp://a.example:443/", "ftp://a.example:443"),
        // What has a password, or is no address.
        ("https://user:pass@a.example/", "an address that cannot be read"),
        ("https://c.example@a.example/", "an address that cannot be read"),
        ("https:///", "an address that cannot be read"),
        ("file:///etc/passwd", "an address that cannot be read"),
        ("javascript:alert(1)", "an address that cannot be read"),
        ("https://a.example:99999/", "an address that cannot be read"),
    ])
    func `another target is refused`(location: String, named: String) {
        #expect(throws: TransferError.redirectRefused(named)) { try redirect(to: location) }
    }

    @Test func `plain text may lead to plain text`() throws {
        #expect(
            try redirect(from: "http://a.example/", to: "/z").target.url == "http://a.example/z"
        )
    }

    @Test func `a refused target is named as far as a name may go`() {
        let long = String(repeating: "a", count: 20_000)
        #expect(throws: TransferError.redirectRefused(String(long.prefix(255)))) {
            try redirect(to: "https://\(long)/")
        }
    }

    @Test func `only 307 and 308 repeat a POST`() throws {
        let post = Request.Method.post(body: [1], contentType: "text/plain")
        for status in [301, 302, 303] {
            #expect(try redirect(status: status, to: "/z", method: post).method == .get)
        }
        for status in [307, 308] {
            #expect(try redirect(status: status, to: "/z", method: post).method == post)
        }
    }

    @Test func `a body goes to no other host`() {
        #expect(throws: TransferError.redirectRefused("b.example:443")) {
            try redirect(
                status: 307,
                to: "https://b.example/",
                method: .post(body: [1], contentType: "text/plain")
            )
        }
    }
}
