/// A registry's page as a person sees it: blocks of text in order, and tables.
///
/// Read tolerantly, since such pages are rarely valid: what a browser would show is kept, tags are
/// not checked, and what is hidden is left out. It takes time in proportion to the page.
struct HTMLPage: Sendable {
    /// Text that stands together: a paragraph, a cell, a line.
    struct Block: Sendable {
        let text: ArraySlice<UInt8>
        /// Where in the text an inline element begins or ends, counted from its beginning.
        let seams: ArraySlice<Int>
    }

    /// Where a block's text and seams lie among those of the page.
    struct Piece: Sendable {
        let text: Range<Int>
        let seams: Range<Int>
    }

    /// A table's rows of cells, nested tables left out.
    struct Table: Sendable {
        private(set) var bytes: [UInt8] = []
        private(set) var cells: [TableCell] = []
        /// Of each row its first cell, and behind them where another would begin.
        private(set) var rows = [0]

        mutating func add(_ text: [UInt8]) {
            cells.append(TableCell(bytes.count..<(bytes.count + text.count)))
            bytes.append(contentsOf: text)
        }

        /// Ends a row, if there are cells in it.
        mutating func endRow() {
            if let start = rows.last, cells.count > start { rows.append(cells.count) }
        }
    }

    private let text: [UInt8]
    private let seams: [Int]
    private let pieces: [Piece]
    private let tables: [Table]
    /// The page as it came: in its scripts some carry their data.
    let source: String

    static let mostBytes = 4 << 20
    static let mostBlocks = 50_000

    init(_ source: String) throws(Drift) {
        guard source.utf8.count <= Self.mostBytes else {
            throw Drift("The page is longer than \(Self.mostBytes) bytes.")
        }
        var source = source
        var reader = HTMLReader()
        var hasZero = false
        var drift: Drift?
        source.withUTF8 { bytes in
            hasZero = bytes.contains(0)
            guard !hasZero else { return }
            do throws(Drift) {
                try reader.read(bytes)
            } catch {
                drift = error
            }
        }
        guard !hasZero else { throw Drift("The page has a zero byte in it.") }
        if let drift { throw drift }
        self.source = source
        text = reader.text
        seams = reader.seams
        pieces = reader.pieces
        tables = reader.tables
    }

    var blocks: LazyMapCollection<[Piece], Block> {
        pieces.lazy.map { [text, seams] in Block(text: text[$0.text], seams: seams[$0.seams]) }
    }

    // MARK: - Labels

    /// What stands beside or below a label; nil where the page has no such label.
    ///
    /// `Status: Active`, `<b>Status</b> Active`, and a block of its own with the next one as its
    /// value are one. A value that is itself one of the labels is none.
    ///
    /// - Parameters:
    ///   - label: As the page has it, without its colon, in any capitals.
    ///   - labels: Every label that the description names.
    /// - Returns: The value, which may be empty; nil where the page has no such label.
    /// - Throws: `Drift` where the label stands twice with different values.
    func value(of label: HTMLLabel, among labels: [HTMLLabel]) throws(Drift) -> String? {
        var found: String?
        let blocks = blocks
        for (index, block) in blocks.enumerated() {
            guard let rest = label.rest(of: block) else { continue }
            var value = rest
            if rest.isEmpty, index + 1 < blocks.count {
                let next = blocks[index + 1]
                let isLabel = labels.contains { $0.rest(of: next) != nil }
                value = isLabel ? [] : next.text
            }
            let text = String(decoding: value, as: UTF8.self)
            guard found == nil || found == text || text.isEmpty else {
                throw Drift("The page has \"\(label.text)\" twice, with different values.")
            }
            if found == nil || found?.isEmpty == true { found = text }
        }
        return found
    }

    /// The table whose head has all these columns, with the rows under it.
    ///
    /// - Parameter columns: What the head has to have.
    /// - Returns: The table; nil where no table has such a head.
    /// - Throws: `Drift` where a row has another number of cells than the head.
    func table(under columns: [FoldedText]) throws(Drift) -> AnswerTable? {
        for table in tables {
            for (index, start) in table.rows.dropLast().enumerated() {
                let cells = table.cells[start..<table.rows[index + 1]]
                guard cells.count >= columns.count else { continue }
                let head = cells.map { FoldedText($0.text(in: table.bytes, .utf8) ?? "") }
                guard columns.allSatisfy(head.contains) else { continue }
                guard
                    Set(head.filter { !$0.text.isEmpty }).count
                        == head.count(where: { !$0.text.isEmpty })
                else { throw Drift("The table has two columns of one name.") }
                var rows: [Int] = []
                for (start, end) in zip(table.rows[(index + 1)...], table.rows[(index + 2)...]) {
                    // A line that spans the table: "no results", or links to more pages.
                    if end - start == 1, head.count > 1 { continue }
                    guard end - start == head.count else {
                        throw Drift(
                            "A row of the table has \(end - start) cells, and its head \(head.count)."
                        )
                    }
                    rows.append(start)
                }
                return AnswerTable(
                    head: head,
                    bytes: table.bytes,
                    cells: table.cells,
                    rows: rows,
                    encoding: .utf8
                )
            }
        }
        return nil
    }

    /// The JSON object that stands in a script behind a text.
    ///
    /// - Parameter mark: What stands in front; strings between it and the object are skipped.
    /// - Returns: The object's bytes.
    /// - Throws: `Drift` where there is none.
    func literal(after mark: String) throws(Drift) -> [UInt8] {
        guard let range = source.firstRange(of: mark) else {
            throw Drift("The page has no \"\(mark.shortened)\" in it.")
        }
        let bytes = Array(source.utf8[range.upperBound...])
        var start: Int?
        var depth = 0
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
                // An apostrophe inside the object is text, since JSON's strings are in quotes.
                guard start == nil || byte == UInt8(ascii: "\"") else { break }
                position += 1
                while position < bytes.count, bytes[position] != byte {
                    position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
                }
            case UInt8(ascii: "{"):
                start = start ?? position
                depth += 1
            case UInt8(ascii: "}"):
                guard let start else { break }
                depth -= 1
                if depth == 0 { return Array(bytes[start...position]) }
            default: break
            }
            position += 1
        }
        throw Drift("The page's data behind \"\(mark.shortened)\" has no end.")
    }
}

/// A word on a page behind which a value stands.
struct HTMLLabel: Sendable {
    let text: String
    private let folded: [UInt8]

    init(_ text: String) {
        self.text = text
        folded = FoldedText(text).text.utf8.map(\.asciiSmall)
    }

    /// What follows the label in a block that begins with it; nothing where the block is the label.
    func rest(of block: HTMLPage.Block) -> ArraySlice<UInt8>? {
        let text = block.text
        guard text.count >= folded.count, !folded.isEmpty else { return nil }
        for (byte, wanted) in zip(text, folded) where byte.asciiSmall != wanted { return nil }
        var end = text.startIndex + folded.count
        let isSeam = block.seams.contains(folded.count)
        while end < text.endIndex, text[end] == 0x20 { end += 1 }
        if end < text.endIndex, text[end] == UInt8(ascii: ":") {
            end += 1
        } else if end < text.endIndex, !isSeam {
            return nil
        }
        while end < text.endIndex, text[end] == 0x20 { end += 1 }
        return text[end...]
    }
}

extension UInt8 {
    var asciiSmall: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
