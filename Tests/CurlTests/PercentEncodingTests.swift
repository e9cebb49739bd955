import Testing

@testable import Curl

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""),
        ("AZaz09-._~", "AZaz09-._~"),
        ("O'Brien & co", "O%27Brien%20%26%20co"),
        ("a+b/c?d=e#f%", "a%2Bb%2Fc%3Fd%3De%23f%25"),
        // Outside ASCII, every byte of UTF-8.
        ("Zoë 李", "Zo%C3%AB%20%E6%9D%8E"),
        ("\0\r\n\u{7F}", "%00%0D%0A%7F"),
    ])
    func `only unreserved characters stay`(text: String, encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
    }

    @Test func `a part of a text is encoded alone`() {
        #expect(PercentEncoding.encode("left right"[..<"left ".endIndex]) == "left%20")
    }
}
