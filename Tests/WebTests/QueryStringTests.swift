import Testing
@testable import Web

@Suite struct QueryStringTests {
    private func parameters(_ target: String) -> [String] {
        QueryString(ofTarget: target).parameters.map { parameter in
            switch parameter.value {
            case .text(let text): "\(parameter.name)=\(text)"
            case .undecodable(let text): "\(parameter.name)!\(text)"
            }
        }
    }

    @Test(arguments: [
        ("/v1", []),
        ("/v1?", []),
        ("/v1?&&", []),
        ("/v1?a=1&b=2", ["a=1", "b=2"]),
        ("/v1?a=1&a=2", ["a=1", "a=2"]),
        ("/v1?a", ["a="]),
        ("/v1?a=b=c", ["a=b=c"]),
        ("/v1?=1", ["=1"]),
        ("/v1?a=1#b=2", ["a=1"]),
        ("/v1?a=1?b=2", ["a=1?b=2"]),
        // Escapes, and a plus for a space.
        ("/v1?place=Mont+Royal%2C%20QC", ["place=Mont Royal, QC"]),
        ("/v1?%70lace=%C3%89", ["place=É"]),
        ("/v1?a=%00", ["a=\u{0}"]),
        // What are no escapes, and bytes that are no text.
        ("/v1?a=%", ["a!%"]),
        ("/v1?a=%4", ["a!%4"]),
        ("/v1?a=%zz", ["a!%zz"]),
        ("/v1?a=%FF", ["a!%FF"]),
        ("/v1?a=%ED%A0%80", ["a!%ED%A0%80"]),
    ])
    func `a target is read as its bytes say`(target: String, expected: [String]) {
        #expect(parameters(target) == expected)
    }

    @Test func `no more parameters are read than can be told to be too many`() {
        let target = "/v1?" + String(repeating: "a&", count: 4000)
        #expect(QueryString(ofTarget: target).parameters.count == QueryString.parameterLimit + 1)
    }

    @Test func `what is escaped for a link reads back as it was`() {
        let text = "São Paulo & \"<x>\" 100% #1 =?+\u{0}é"
        var escaped = "/v1?place="
        escaped.appendEscaped(text)
        #expect(parameters(escaped) == ["place=\(text)"])
        #expect(escaped.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x3E })
    }
}
