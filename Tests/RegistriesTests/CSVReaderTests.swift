import Testing

@testable import Registries

@Suite struct CSVReaderTests {
    private func rows(
        _ text: String,
        by size: Int = .max,
        delimiter: Character = ",",
        isQuoted: Bool = true
    ) -> (rows: [[String?]], lines: [Int], problem: CSVReader.Problem?) {
        var reader = CSVReader(delimiter: delimiter.asciiValue ?? 0x2C, isQuoted: isQuoted)
        var rows: [[String?]] = []
        var lines: [Int] = []
        func take(_ row: borrowing CSVRow, _ line: Int) {
            rows.append((0..<row.count).map { row.text($0, .utf8) })
            lines.append(line)
        }
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let end = start + min(size, bytes.count - start)
            bytes[start..<end].withUnsafeBytes { reader.take($0, take) }
            start = end
        }
        reader.finish(take)
        return (rows, lines, reader.problem)
    }

    @Test(arguments: [1, 2, 3, 7, .max])
    func `rows are the same however the text arrives`(size: Int) {
        let text = "\u{FEFF}a,b\r\n\"1,\"\"x\"\"\n2\",é\r\n\r\n,\n\"\",\"last\""
        let read = rows(text, by: size)

        #expect(read.rows == [["a", "b"], ["1,\"x\"\n2", "é"], ["", ""], ["", "last"]])
        #expect(read.lines == [1, 2, 5, 6])
        #expect(read.problem == nil)
    }

    @Test(arguments: [
        "\u{FEFF}a,b\r\n\"1,\"\"x\"\"\n2\",é\r\n\r\n,\n\"\",\"last\"", "a", "", "a\n", "a,b\n1,\"2",
        "\u{FEFF}", "a,b\r",
    ])
    func `a whole text is read as one that arrives in pieces`(text: String) {
        var reader = CSVReader()
        var whole: [[String?]] = []
        var places: [[String?]] = []
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes {
            reader.readAll($0) { row, _ in
                whole.append((0..<row.count).map { row.text($0, .utf8) })
                places.append((0..<row.count).map { row.place($0).text(in: bytes, .utf8) })
            }
        }
        let pieces = rows(text, by: 1)

        #expect(whole == pieces.rows)
        #expect(places == pieces.rows)
        #expect(reader.problem == pieces.problem)
    }

    @Test func `other delimiters, and quotation marks that are text`() {
        let read = rows("a|b|\n5' 6\"|\"x|\n", delimiter: "|", isQuoted: false)
        #expect(read.rows == [["a", "b", ""], ["5' 6\"", "\"x", ""]])
    }

    @Test func `a text that ends inside a quotation is cut short`() {
        #expect(rows("a,b\n1,\"2").problem == .cutShort)
        #expect(
            rows("\"" + String(repeating: "x", count: 1_100_000), by: 65_536).problem == .rowTooLong
        )
    }

    @Test(arguments: [
        (
            TextEncoding.windows1252, [UInt8]([0x4E, 0xFA, 0xF1, 0x65, 0x7A, 0x92]),
            "Núñez’" as String?
        ),
        (.latin1, [0x4E, 0xFA], "Nú"), (.utf8, [0x4E, 0xFA], nil), (.utf8, [0xC3, 0xBA], "ú"),
    ])
    func `bytes stand for what the encoding says`(
        encoding: TextEncoding,
        bytes: [UInt8],
        text: String?
    ) {
        #expect(encoding.text(bytes) == text)
    }
}
