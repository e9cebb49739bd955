import Testing

@testable import Curl

@Suite struct ResponseHeadersTests {
    private let headers = ResponseHeaders(
        lines: Array(
            """
            Content-Type: application/json; charset=utf-8\r
            set-cookie: a=1\r
            X-Empty:\r
            Set-Cookie:   b=2 \t\r
            Content: no\r
            X-Name: Zoë: 李\r

            """.utf8
        )
    )

    @Test(arguments: ["Content-Type", "content-type", "CONTENT-TYPE"])
    func `a header is found in any case`(name: String) {
        #expect(headers[name] == "application/json; charset=utf-8")
    }

    @Test func `every value of a header is kept, in order`() {
        #expect(headers.values(of: "Set-Cookie") == ["a=1", "b=2"])
        #expect(headers["Set-Cookie"] == "a=1")
    }

    @Test func `a value may be empty, have a colon or more than ASCII in it`() {
        #expect(headers["X-Empty"] == "")
        #expect(headers["X-Name"] == "Zoë: 李")
    }

    @Test(arguments: ["Cookie", "Conten", "Content-Type: application", "", "Set"])
    func `a header that is not there has no value`(name: String) {
        #expect(headers[name] == nil)
        #expect(headers.values(of: name).isEmpty)
    }

    @Test func `all are listed as they came`() {
        #expect(
            headers.all.map(\.name)
                == ["Content-Type", "set-cookie", "X-Empty", "Set-Cookie", "Content", "X-Name"]
        )
        #expect(headers.all.map(\.value)[3] == "b=2")
    }
}
