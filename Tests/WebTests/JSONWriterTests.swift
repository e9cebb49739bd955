import Directory
import Foundation
import NIOCore
import Testing
@testable import Web

@Suite struct JSONWriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter(capacity: 1)
        write(&json)
        return String(buffer: json.bytes)
    }

    @Test(arguments: [
        // What stands for itself.
        ("", #""""#),
        ("Nguyễn Thị Hoa, 阮氏花 🌿", #""Nguyễn Thị Hoa, 阮氏花 🌿""#),
        ("a/b", #""a/b""#),
        ("\u{7F}\u{2028}", "\"\u{7F}\u{2028}\""),
        // What must not: quotation mark, backslash, the controls.
        (#"say "aah""#, #""say \"aah\"""#),
        (#"C:\"#, #""C:\\""#),
        ("\u{0}", #""\u0000""#),
        ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
        ("\u{1B}\u{1F}", #""\u001b\u001f""#),
        // At every distance from the words of eight bytes that are looked at together.
        ("1234567\"", #""1234567\"""#),
        ("12345678\"", #""12345678\"""#),
        ("é234567\\9", #""é234567\\9""#),
        ("12345678\u{1}2345678", #""12345678\u00012345678""#),
    ])
    func `a string is escaped where JSON asks for it and nowhere else`(
        string: String,
        expected: String
    ) {
        #expect(text { $0.value(string) } == expected)
    }

    @Test func `every string of one byte comes back from a decoder`() throws {
        for byte in UInt8(0)..<128 {
            for length in [1, 8, 9, 17] {
                let string = String(repeating: String(UnicodeScalar(byte)), count: length)
                let data = Data(text { $0.value(string) }.utf8)
                #expect(try JSONDecoder().decode(String.self, from: data) == string)
            }
        }
    }

    @Test(arguments: [
        (0, "0"), (7, "7"), (-7, "-7"), (1_000_000, "1000000"),
        (Int.max, "9223372036854775807"), (Int.min, "-9223372036854775808"),
    ])
    func `a whole number is written in decimal`(number: Int, expected: String) {
        #expect(text { $0.value(number) } == expected)
    }

    @Test(arguments: [
        (0.0, 2, "0"), (-0.001, 2, "0"), (1.5, 2, "1.5"), (1.25, 1, "1.3"), (0.05, 2, "0.05"),
        (-122.332_071, 6, "-122.332071"), (47.600_000_4, 6, "47.6"), (12.0, 0, "12"),
        // No JSON number says these.
        (Double.nan, 2, "null"), (Double.infinity, 2, "null"), (1e300, 2, "null"),
    ])
    func `a number keeps no more decimals than asked for`(
        number: Double,
        decimals: Int,
        expected: String
    ) {
        #expect(text { $0.value(number, decimals: decimals) } == expected)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
        (1_795_000_000, "2026-11-18T11:06:40Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    ])
    func `a moment is written as RFC 3339 does`(seconds: Int64, expected: String) {
        let instant = Instant(secondsSince1970: seconds)
        #expect(text { $0.value(instant) } == "\"\(expected)\"")
        #expect(expected == instant.description)
    }

    @Test func `members and elements are separated by commas at every depth`() {
        let written = text { json in
            json.object { json in
                json.array("empty") { _ in }
                json.object("inner") { json in
                    json.member("a", 1)
                    json.member("b", String?.none)
                }
                json.array("list") { json in
                    json.value(1)
                    json.array { $0.value(true) }
                    json.object { _ in }
                    json.null()
                }
                json.member("made", json: Array("[2]".utf8))
                json.member("last", scaled: 466, decimals: 2)
            }
        }
        #expect(
            written == #"{"empty":[],"inner":{"a":1,"b":null},"#
                + #""list":[1,[true],{},null],"made":[2],"last":4.66}"#
        )
    }
}
