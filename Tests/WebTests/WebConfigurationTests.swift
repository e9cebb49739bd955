import Testing
@testable import Web

@Suite struct WebConfigurationTests {
    @Test(arguments: [
        ("https://meridian.example.org", "https://meridian.example.org"),
        ("https://meridian.example.org/", "https://meridian.example.org"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://example.org/find//", "https://example.org/find"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ])
    func `a public address is taken without a slash at its end`(
        text: String,
        expected: String
    ) throws {
        #expect(try PublicURL(text).text == expected)
    }

    @Test(arguments: [
        "", "meridian.example.org", "ftp://example.org", "https://", "https:///x", "https://:80",
        "https://example.org?x=1", "https://example.org#x", "https://user@example.org",
        "https://example.org/\r\nX: y", "https://exa mple.org", "https://example.org/>;rel=x",
        "https://" + String(repeating: "a", count: 200),
    ])
    func `what is no public address is refused`(text: String) {
        #expect(throws: PublicURL.ParseError.self) { try PublicURL(text) }
    }

    @Test func `links are relative without a public address`() {
        let path = SitePath.practitioner("x")
        #expect(WebConfiguration().link(to: path) == "/v1/practitioners/x")
        #expect(
            WebConfiguration(publicURL: try? PublicURL("https://example.org")).link(to: path)
                == "https://example.org/v1/practitioners/x"
        )
    }
}
