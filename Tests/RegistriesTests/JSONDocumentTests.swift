import Testing

@testable import Registries

@Suite struct JSONDocumentTests {
    @Test(arguments: [
        // The smallest texts.
        "{}", "[]", "0", "-0", "\"\"", "true", "false", "null", " [ ] ", "\n{\t}\r\n",
        // Numbers in every form.
        "[0,-1,12,0.5,-0.0,1e5,1E+5,2.5e-3,123456789012345678901234567890]",
        // Escapes, surrogate pairs and text beyond ASCII.
        #"["\"\\\/\b\f\n\r\t","é","😀","é 中 😀"]"#,
        // Equal keys in different objects, and nesting up to the limit.
        #"[{"a":1},{"a":1}]"#, #"{"a":{"a":{"a":[]}}}"#,
        // Different keys that begin and end alike.
        #"{"abcdefgh-1-ijklmnop":1,"abcdefgh-2-ijklmnop":2,"":3,"a":4,"b":5}"#,
        String(repeating: "[", count: 64) + String(repeating: "]", count: 64),
        // A byte order mark in front of a whole text.
        "\u{FEFF}{\"a\":1}",
    ])
    func `strict JSON is read`(text: String) {
        #expect(throws: Never.self) { try JSONDocument(Array(text.utf8)) }
    }

    @Test(arguments: [
        ("", JSONError.Problem.empty, 0),
        ("  ", .empty, 2),
        ("[", .endsEarly, 1),
        ("[1", .endsEarly, 2),
        (#"{"a""#, .endsEarly, 4),
        (#"{"a":"#, .endsEarly, 5),
        (#"["abc"#, .endsEarly, 5),
        // Wrong punctuation.
        ("[1,]", .unexpectedByte, 3),
        ("[1 2]", .unexpectedByte, 3),
        (#"{"a":1,}"#, .unexpectedByte, 7),
        (#"{"a" 1}"#, .unexpectedByte, 5),
        ("{1:2}", .unexpectedByte, 1),
        ("[1}", .unexpectedByte, 2),
        ("{]", .unexpectedByte, 1),
        ("<html>", .unexpectedByte, 0),
        ("[tru]", .unexpectedByte, 1),
        ("[NaN]", .unexpectedByte, 1),
        ("['a']", .unexpectedByte, 1),
        ("[1] // why", .moreAfterTheEnd, 4),
        // Two documents.
        ("{}{}", .moreAfterTheEnd, 2),
        ("[]\n[]", .moreAfterTheEnd, 3),
        // A key twice, also when one is escaped, also among many.
        (#"{"a":1,"b":2,"a":3}"#, .doubledKey, 14),
        (#"{"a":1,"\u0061":3}"#, .doubledKey, 8),
        (#"[{"x":{"k":1,"k":1}}]"#, .doubledKey, 14),
        (#"{"license_number":1,"license_status":1,"license_number":1}"#, .doubledKey, 40),
        // Depth, numbers, escapes.
        (String(repeating: "[", count: 65), .tooDeep, 64),
        (String(repeating: #"{"a":"#, count: 65), .tooDeep, 320),
        ("[01]", .badNumber, 3),
        ("[-]", .badNumber, 2),
        ("[1.]", .badNumber, 3),
        ("[1e]", .badNumber, 3),
        ("[+1]", .unexpectedByte, 1),
        ("[.5]", .unexpectedByte, 1),
        (#"["\x41"]"#, .badEscape, 2),
        (#"["\u00G0"]"#, .badEscape, 2),
        (#"["\u12"]"#, .badEscape, 2),
        (#"["\uD83D"]"#, .loneSurrogate, 2),
        (#"["\uD83Dx"]"#, .loneSurrogate, 2),
        (#"["\uDE00\uD83D"]"#, .loneSurrogate, 2),
        (#"["\u0000"]"#, .zeroByte, 2),
        ("[\"a\u{0}b\"]", .zeroByte, 3),
        ("[\"a\nb\"]", .controlCharacter, 3),
        ("[\"12345678\u{1}\"]", .controlCharacter, 10),
    ])
    func `what is not strict JSON is refused, with the place`(
        text: String,
        problem: JSONError.Problem,
        offset: Int
    ) {
        #expect(throws: JSONError(problem: problem, offset: offset)) {
            try JSONDocument(Array(text.utf8))
        }
    }

    @Test(
        arguments: [
            [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0x80], [0xC3], [0xE4, 0xB8], [0xFF],
        ] as [[UInt8]]
    )
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        let text = Array("[\"".utf8) + bytes + Array("\"]".utf8)
        #expect(throws: JSONError(problem: .badUTF8, offset: 2)) { try JSONDocument(text) }
    }

    @Test(
        arguments: [
            [0xFE, 0xFF, 0x00, 0x5B], [0xFF, 0xFE, 0x5B, 0x00], [0x5B, 0x00, 0x5D, 0x00],
            [0x00, 0x5B, 0x00, 0x5D], [0x5B, 0x00, 0x00, 0x00],
        ] as [[UInt8]]
    )
    func `UTF-16 and UTF-32 are named as such`(bytes: [UInt8]) {
        #expect(throws: JSONError(problem: .anotherEncoding, offset: 0)) {
            try JSONDocument(bytes)
        }
    }

    @Test func `a key twice among many is found, and many different ones are not`() throws {
        let members = (0..<2000).map { "\"key\($0)\":\($0)" }
        _ = try JSONDocument(Array("{\(members.joined(separator: ","))}".utf8))
        let doubled = (members + ["\"key7\":0"]).joined(separator: ",")
        #expect(throws: JSONError.self) { try JSONDocument(Array("{\(doubled)}".utf8)) }
    }

    @Test func `a mark anywhere in a long string is found`() throws {
        for length in 0..<40 {
            let letters = String(repeating: "x", count: length)
            let document = try JSONDocument(Array("[\"\(letters)\",\"\(letters)é\\n\"]".utf8))
            let elements = document.elements(of: document.root)
            #expect(elements.map(document.text) == [letters, letters + "é\n"])
        }
    }

    @Test(arguments: [
        ("", "{"), ("/results/0/basic/first_name", "MEI"), ("/results/0/number", "2000000002"),
        ("/results/1/number", "12345678901234567890.50"), ("/results/0/basic/a~1b", "slash"),
        ("/results/0/basic/m~0n", "tilde"), ("/results/0/basic/é", "accent"),
        ("/results/0/ok", "true"), ("/results/0/basic/sp ace", "line\nend 😀"),
    ])
    func `a pointer leads to a value, and numbers keep their text`(pointer: String, text: String)
        throws
    {
        let document = try JSONDocument(Array(Self.sample.utf8))
        let value = try #require(
            document.value(at: try JSONPointer(pointer), from: document.root)
        )
        #expect((document.text(of: value) ?? "{") == text)
    }

    @Test func `a key that begins with a combining accent is found`() throws {
        // With the slash in front it makes one character of Swift's.
        let document = try JSONDocument(Array("{\"\u{301}a\":\"found\"}".utf8))
        let value = try #require(
            document.value(at: try JSONPointer("/\u{301}a"), from: document.root)
        )
        #expect(document.text(of: value) == "found")
    }

    @Test(arguments: [
        "/results/2", "/results/01", "/results/-1", "/results/first", "/none",
        "/results/0/number/x",
        "/", "/results/0/basic/none",
    ])
    func `a pointer to nothing leads nowhere`(pointer: String) throws {
        let document = try JSONDocument(Array(Self.sample.utf8))
        #expect(document.value(at: try JSONPointer(pointer), from: document.root) == nil)
    }

    @Test(arguments: ["results", "results/0", "/a~2", "/a~"])
    func `a pointer that is not one is refused`(text: String) {
        #expect(throws: JSONPointer.ParseError.self) { try JSONPointer(text) }
    }

    private static let sample = #"""
        {"results": [
          {"number": 2000000002, "ok": true,
           "basic": {"first_name": "MEI", "a/b": "slash", "m~n": "tilde", "\u00e9": "accent",
                     "sp ace": "line\nend \ud83d\ude00"}},
          {"number": 12345678901234567890.50}
        ]}
        """#
}
