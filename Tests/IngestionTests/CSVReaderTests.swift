import Foundation
import Testing

@testable import Ingestion

@Suite struct CSVReaderTests {
    /// Reads a text whole; a fault stands in the place of its row.
    private func read(
        _ bytes: [UInt8],
        limits: CSVReader.Limits = CSVReader.Limits()
    ) throws -> [[String]] {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "csv-\(UUID().uuidString)").path
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let reader = try CSVReader(ByteSource(path: path), limits: limits)
        var rows: [[String]] = []
        while try reader.next() {
            if let fault = reader.fault {
                rows.append(["line \(reader.line)", fault.description])
            } else {
                rows.append((0..<reader.count).map { reader.text($0) ?? "not text" })
            }
        }
        return rows
    }

    private func read(_ text: String) throws -> [[String]] {
        try read(Array(text.utf8))
    }

    @Test(arguments: [
        // The ends of rows.
        ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
        ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("a,b\n\n\r\nc,d\n\n", [["a", "b"], ["c", "d"]]),
        // Empty cells, quoted and not.
        (",\n", [["", ""]]),
        ("\"\"\n", [[""]]),
        ("\"\",\"\",\"\"\n", [["", "", ""]]),
        ("a,", [["a", ""]]),
        ("\"\",\"\",x,\"\",\"\",\"\"\n", [["", "", "x", "", "", ""]]),
        // What quotation marks hold together.
        ("\"a,b\",c\n", [["a,b", "c"]]),
        ("\"a\nb\r\nc\",d\n", [["a\nb\r\nc", "d"]]),
        ("\"say \"\"hello\"\"\",x\n", [["say \"hello\"", "x"]]),
        ("\"\"\"\",\"\"\"\"\"\"\n", [["\"", "\"\""]]),
        ("\"x\"", [["x"]]),
        // A quotation mark inside an unquoted cell is itself.
        ("5\" pipe,a\n", [["5\" pipe", "a"]]),
        // A byte order mark is no part of the first name.
        ("\u{FEFF}a,b\n", [["a", "b"]]),
        ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
        ("naïve,日本\n", [["naïve", "日本"]]),
    ])
    func `rows are read as they were meant`(_ sample: (text: String, rows: [[String]])) throws {
        #expect(try read(sample.text) == sample.rows)
    }

    @Test func `every length of cell falls on every place of a machine word`() throws {
        for length in 0..<20 {
            let cell = String(repeating: "x", count: length)
            let text = "\(cell),\"\(cell)\",\"\(cell)\"\"\"\n\"\(cell)\",\(cell),\"\(cell),\"\n"
            #expect(
                try read(text) == [[cell, cell, cell + "\""], [cell, cell, cell + ","]],
                "\(length)"
            )
        }
    }

    @Test func `rows are found across the chunks of a long file`() throws {
        let row = (0..<40).map { "\"cell \($0), of some length\"" }.joined(separator: ",")
        let text = String(repeating: row + "\r\n", count: 2_000)
        let rows = try read(text)
        #expect(rows.count == 2_000)
        #expect(Set(rows).count == 1)
        #expect(rows.last?.last == "cell 39, of some length")
    }

    @Test func `a file that ends inside quotation marks is cut off`() {
        #expect(throws: ImportError.truncated(line: 2)) { try read("a,b\n\"c,d\n") }
        #expect(throws: ImportError.truncated(line: 2)) { try read("a,b\n\"c\",\"") }
    }

    @Test func `a quotation mark that is not doubled spoils its row only`() throws {
        #expect(
            try read("a,b\n\"x\"y\",c\nd,e\n") == [
                ["a", "b"],
                ["line 2", "a quotation mark inside the quoted cell 1 is not doubled"],
                ["d", "e"],
            ]
        )
    }

    @Test func `lines are counted through newlines inside cells`() throws {
        let rows = try read("\"a\n\nb\",c\nd,e\n\"f\"g\",h\n")
        #expect(rows.last?.first == "line 5")
    }

    @Test func `bytes that are no UTF-8 and NULs are no text`() throws {
        #expect(try read([0x61, 0x2C, 0xFF, 0xFE, 0x0A]) == [["a", "not text"]])
        #expect(try read([0x61, 0x2C, 0x62, 0x00, 0x0A]) == [["a", "not text"]])
    }

    @Test func `a cell that is too long spoils its row, a row that is too long ends the reading`()
        throws
    {
        var limits = CSVReader.Limits()
        limits.cell = 10
        limits.row = 100
        let long = String(repeating: "x", count: 11)
        #expect(
            try read(Array("\(long),b\nc,d\n".utf8), limits: limits) == [
                ["line 1", "cell 1 is too long"], ["c", "d"],
            ]
        )
        let endless = "a,b\n\"" + String(repeating: "y", count: 2_000_000)
        #expect(throws: ImportError.rowTooLong(line: 2, limit: 100)) {
            try read(Array(endless.utf8), limits: limits)
        }
    }

    @Test func `a row with too many cells is a fault and its end is found`() throws {
        var limits = CSVReader.Limits()
        limits.cells = 3
        #expect(
            try read(Array("a,b,c,d,e\nf,g\n".utf8), limits: limits) == [
                ["line 1", "the row has too many cells"], ["f", "g"],
            ]
        )
    }

    @Test(
        arguments: [
            [0x50, 0x4B, 0x03, 0x04, 0x14], [0x1F, 0x8B, 0x08], [0xFF, 0xFE, 0x61, 0x00],
        ] as [[UInt8]]
    )
    func `archives and other encodings are refused with what to do`(_ bytes: [UInt8]) throws {
        let error = #expect(throws: ImportError.self) { try read(bytes) }
        guard case .wrongFormat = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `no file, an empty file and a folder are told apart`() {
        #expect(throws: ImportError.noFile(path: "/nowhere/x.csv")) {
            try CSVReader(ByteSource(path: "/nowhere/x.csv"))
        }
        #expect(throws: ImportError.self) { try read([]) }
        #expect(throws: ImportError.unreadable(path: "/")) {
            try CSVReader(ByteSource(path: "/"))
        }
    }
}
