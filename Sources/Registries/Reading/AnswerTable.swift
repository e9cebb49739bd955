/// Rows of cells under a head, as delimited text or a page's table has them.
///
/// The bytes are kept as they came, and a text is made only of a cell that is asked for. A class,
/// because every row of it hands it on.
final class AnswerTable: Sendable {
    let head: [FoldedText]
    /// Of each row its first cell.
    let rows: [Int]

    private let bytes: [UInt8]
    private let cells: [TableCell]
    private let encoding: TextEncoding
    private let places: [FoldedText: Int]

    /// Makes a table of cells that can be read, as many in each row as in the head.
    init(
        head: [FoldedText],
        bytes: [UInt8],
        cells: [TableCell],
        rows: [Int],
        encoding: TextEncoding
    ) {
        self.head = head
        self.bytes = bytes
        self.cells = cells
        self.rows = rows
        self.encoding = encoding
        places = Dictionary(zip(head, head.indices)) { first, _ in first }
    }

    /// The text in a column of the row that begins with that cell; nil where there is no such column.
    func text(in column: FoldedText, of row: Int) -> String? {
        places[column].flatMap { cells[row + $0].text(in: bytes, encoding) }
    }

    /// The bytes of a part of the text.
    func copy(of place: Range<Int>) -> [UInt8] { Array(bytes[place]) }

    /// Every column's name and the row's text in it.
    func members(of row: Int) -> [(column: FoldedText, text: String)] {
        places.compactMap { column, place in
            cells[row + place].text(in: bytes, encoding).map { (column, $0) }
        }
    }
}

/// Where a cell's text lies among the bytes of its table.
struct TableCell: Sendable {
    private let start: UInt32
    private let end: UInt32
    private let hasDoubledQuotes: Bool

    init(_ place: Range<Int>, hasDoubledQuotes: Bool = false) {
        start = UInt32(truncatingIfNeeded: place.lowerBound)
        end = UInt32(truncatingIfNeeded: place.upperBound)
        self.hasDoubledQuotes = hasDoubledQuotes
    }

    /// The text; nil where it is not written in the encoding, or has a zero byte.
    func text(in bytes: [UInt8], _ encoding: TextEncoding) -> String? {
        bytes.withUnsafeBytes { bytes in
            let raw = UnsafeRawBufferPointer(rebasing: bytes[Int(start)..<Int(end)])
            guard !raw.isEmpty else { return "" }
            var seen: UInt8 = 0
            var hasZero = false
            for byte in raw {
                seen |= byte
                hasZero = hasZero || byte == 0
            }
            guard !hasZero else { return nil }
            // ASCII is the same in every encoding.
            let decoded = seen < 0x80 ? String(decoding: raw, as: UTF8.self) : encoding.text(raw)
            guard let text = decoded else { return nil }
            return hasDoubledQuotes ? text.replacing("\"\"", with: "\"") : text
        }
    }
}
