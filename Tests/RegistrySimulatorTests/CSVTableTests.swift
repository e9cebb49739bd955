import Foundation
import Testing

@testable import RegistrySimulator

@Suite struct CSVTableTests {
    // Plain, quoted, quotes and line breaks inside, CRLF, no final line feed, a byte order mark.
    @Test(arguments: [
        ("a,b\n1,2\n", ["1", "2"]),
        ("a,b\n\"1\",\"2\"\n", ["1", "2"]),
        ("a,b\n\"say \"\"hi\"\"\",\"x,y\"\n", ["say \"hi\"", "x,y"]),
        ("a,b\n\"1\n2\",3\n", ["1\n2", "3"]),
        ("a,b\r\n1,\"2\"\r\n", ["1", "2"]),
        ("a,b\n,\n", ["", ""]),
        ("a,b\n1,2", ["1", "2"]),
        ("a,b\n1,", ["1", ""]),
        ("\u{FEFF}a,b\n1,2\n", ["1", "2"]),
    ])
    func `a row is read as RFC 4180 says`(text: String, cells: [String]) throws {
        let table = try Sample.table(text)

        #expect(table.columns == ["a", "b"])
        #expect(table.rows.map(\.cells) == [cells])
    }

    @Test(arguments: [
        ("", nil, "is empty; a header line naming the columns was expected"),
        ("a,\n1,2\n", 1, "a column has no name"),
        ("a,a\n1,2\n", 1, "two columns bear the same name"),
        ("a,b\n1\n", 2, "has 1 cells where the header names 2 columns"),
        ("a,b\n1,2,3\n", 2, "has 3 cells where the header names 2 columns"),
        ("a,b\n\"1\n\",2\n3\n", 4, "has 1 cells where the header names 2 columns"),
        ("a,b\n1\"2,3\n", 2, "has a quotation mark inside a cell that does not begin with one"),
        ("a,b\n\"1\"2,3\n", 2, "has text after a closing quotation mark"),
        ("a,b\n1,2\n\"3,4\n", 3, "opens a quotation mark that is never closed"),
    ])
    func `a file that is none is refused with line and reason`(
        text: String,
        line: Int?,
        reason: String
    ) {
        #expect(throws: SeedError("sample.csv", line: line, reason)) { try Sample.table(text) }
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        #expect(throws: SeedError("x.csv", line: 2, "is not UTF-8")) {
            try CSVTable(Array("a\n".utf8) + [0xC3, 0x28, 0x0A], file: "x.csv")
        }
    }

    @Test func `columns must be exactly those known`() throws {
        let table = try Sample.table("b,a\n1,2\n")

        #expect(try table.indexes(ofExactly: ["a", "b"]) == [1, 0])
        #expect(throws: SeedError("sample.csv", line: 1, "the column c is missing")) {
            try table.indexes(ofExactly: ["a", "b", "c"])
        }
        #expect(throws: SeedError("sample.csv", line: 1, "the column b is unknown; known are a")) {
            try table.indexes(ofExactly: ["a"])
        }
    }

    @Test func `a file that is not there is named`() {
        let error = #expect(throws: SeedError.self) {
            try CSVTable(contentsOf: URL(filePath: "/nonexistent/nowhere.csv"))
        }
        #expect(error?.file == "nowhere.csv")
    }
}
