/// A registry's page as a person sees it: blocks of text in order, and tables.
///
/// Read tolerantly, since such pages are rarely valid: what a browser would show is kept, tags are
/// not checked, and what is hidden is left out. It takes time in proportion to the page.
struct HTMLPage: Sendable {
    /// Text that stands together: a paragraph, a cell, a line.
    struct Block: Sendable {
        let text: [UInt8]
        /// Where in the text an inline element begins or ends.
        let seams: [Int]
    }

    /// A table's rows of cells, nested tables left out.
    struct Table: Sendable {
        var rows: [[String]] = []
    }

    private(set) var blocks: [Block] = []
    private(set) var tables: [Table] = []
    /// All text of scripts, in which some pages carry their data.
    let source: String

    static let mostBytes = 4 << 20
    static let mostBlocks = 50_000

    init(_ source: String) throws(Drift) {
        guard source.utf8.count <= Self.mostBytes else {
            throw Drift("The page is longer than \(Self.mostBytes) bytes.")
        }
        guard !source.utf8.contains(0) else { throw Drift("The page has a zero byte in it.") }
        self.source = source
        var reader = HTMLReader()
        try reader.read(Array(source.utf8))
        blocks = reader.blocks
        tables = reader.tables
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
        for (index, block) in blocks.enumerated() {
            guard let rest = label.rest(of: block) else { continue }
            var value = rest
            if rest.isEmpty, index + 1 < blocks.count {
                let next = blocks[index + 1]
                let isLabel = labels.contains { $0.rest(of: next) != nil }
                value = isLabel ? [] : next.text[...]
            }
            let text = String(decoding: value, as: UTF8.self)
            guard found == nil || found == text || text.isEmpty else {
                throw Drift("The page has \"\(label.text)\" twice, with different values.")
            }
            if found == nil || found?.isEmpty == true { found = text }
        }
        return found
    }

    /// The rows under the table head that has all these columns, each by its column's name.
    ///
    /// - Parameter columns: What the head has to have.
    /// - Returns: The rows; nil where no table has such a head.
    /// - Throws: `Drift` where a row has another number of cells than the head.
    func rows(under columns: [FoldedText]) throws(Drift) -> [[FoldedText: String]]? {
        for table in tables {
            for (index, row) in table.rows.enumerated() {
                let head = row.map(FoldedText.init)
                guard columns.allSatisfy(head.contains) else { continue }
                guard
                    Set(head.filter { !$0.text.isEmpty }).count
                        == head.count(where: { !$0.text.isEmpty })
                else { throw Drift("The table has two columns of one name.") }
                var rows: [[FoldedText: String]] = []
                for cells in table.rows[(index + 1)...] {
                    // A line that spans the table: "no results", or links to more pages.
                    if cells.count == 1, head.count > 1 { continue }
                    guard cells.count == head.count else {
                        throw Drift(
                            "A row of the table has \(cells.count) cells, and its head \(head.count)."
                        )
                    }
                    rows.append(Dictionary(zip(head, cells)) { first, _ in first })
                }
                return rows
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
        for (offset, byte) in folded.enumerated() where text[offset].asciiSmall != byte {
            return nil
        }
        var end = folded.count
        let isSeam = block.seams.contains(end)
        while end < text.count, text[end] == 0x20 { end += 1 }
        if end < text.count, text[end] == UInt8(ascii: ":") {
            end += 1
        } else if end < text.count, !isSeam {
            return nil
        }
        while end < text.count, text[end] == 0x20 { end += 1 }
        return text[end...]
    }
}

extension UInt8 {
    var asciiSmall: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
