/// Goes through a page's bytes once and collects what it shows.
///
/// A page has as much markup as text, so tags are told apart by numbers, and text is taken over a run
/// at a time and laid down once.
struct HTMLReader {
    /// The text of all blocks, one behind the other.
    private(set) var text: [UInt8] = []
    /// Where inline elements begin or end in that text.
    private(set) var seams: [Int] = []
    private(set) var pieces: [HTMLPage.Piece] = []
    private(set) var tables: [HTMLPage.Table] = []

    /// Where the block that is open begins, in the text and among the seams.
    private var start = 0
    private var firstSeam = 0
    private var needsSpace = false
    /// The tables that are open.
    private var open: [OpenTable] = []
    /// Inside an element that is not shown: its name, and how many of that name are open.
    private var hidden: (name: HTMLElement, depth: Int)?

    private struct OpenTable {
        var table = HTMLPage.Table()
        var hasRow = false
        /// The text of the cell that is open, and whether one is.
        var cell: [UInt8] = []
        var hasCell = false

        mutating func endCell() {
            if hasCell, hasRow { table.add(cell) }
            cell.removeAll(keepingCapacity: true)
            hasCell = false
        }

        mutating func endRow() {
            endCell()
            if hasRow { table.endRow() }
            hasRow = false
        }
    }

    private static let mostTables = 2000
    private static let deepestTables = 20

    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(Drift) {
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "<"), let tag = HTMLTag(bytes, at: position) {
                position = tag.end
                try take(tag)
                if !tag.isEnd, tag.name.kind == .unseen, hidden == nil {
                    position = Self.end(of: tag.name, in: bytes, from: position)
                }
            } else if byte == UInt8(ascii: "&") {
                let (characters, end) = HTMLEntity.characters(bytes, at: position)
                for character in characters { append(character) }
                position = end
            } else if Self.isPlain(byte) {
                let start = position
                repeat {
                    position += 1
                } while position < bytes.count
                    && Self.isPlain(bytes[position])
                append(UnsafeBufferPointer(rebasing: bytes[start..<position]))
            } else {
                append(byte)
                position += 1
            }
        }
        try endBlock()
        while !open.isEmpty { closeTable() }
    }

    /// Whether the byte means itself and no space.
    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: "&")
    }

    /// Where an element's text that is no page's text ends: behind its closing tag.
    private static func end(
        of name: HTMLElement,
        in bytes: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int {
        var position = start
        while position + 2 + name.length <= bytes.count {
            if bytes[position] == UInt8(ascii: "<"), bytes[position + 1] == UInt8(ascii: "/"),
                HTMLElement(bytes, from: position + 2, to: position + 2 + name.length) == name
            {
                while position < bytes.count, bytes[position] != UInt8(ascii: ">") { position += 1 }
                return min(bytes.count, position + 1)
            }
            position += 1
        }
        return bytes.count
    }

    private mutating func append(_ byte: UInt8) {
        guard hidden == nil else { return }
        switch byte {
        case 0x09...0x0D, 0x20: needsSpace = text.count > start
        default:
            if needsSpace { text.append(0x20) }
            needsSpace = false
            text.append(byte)
        }
    }

    /// Appends bytes among which is no space.
    private mutating func append(_ run: UnsafeBufferPointer<UInt8>) {
        guard hidden == nil else { return }
        if needsSpace { text.append(0x20) }
        needsSpace = false
        text.append(contentsOf: run)
    }

    private mutating func take(_ tag: HTMLTag) throws(Drift) {
        if let (name, depth) = hidden {
            guard tag.name == name, !tag.isClosed else { return }
            let left = depth + (tag.isEnd ? -1 : 1)
            hidden = left > 0 ? (name, left) : nil
            return
        }
        if tag.name.length == 0 { return }
        let kind = tag.name.kind
        if kind.isInline {
            if text.count > start { seams.append(text.count - start) }
        } else {
            try endBlock()
        }
        if tag.isHidden, !tag.isEnd, !tag.isClosed, !kind.isEmpty {
            hidden = (tag.name, 1)
            return
        }
        takeTable(kind, isEnd: tag.isEnd)
    }

    private mutating func takeTable(_ kind: HTMLElement.Kind, isEnd: Bool) {
        switch kind {
        case .table:
            if isEnd {
                closeTable()
            } else if open.count < Self.deepestTables {
                open.append(OpenTable())
            }
        case .row:
            guard let last = open.indices.last else { return }
            open[last].endRow()
            open[last].hasRow = !isEnd
        case .cell:
            guard let last = open.indices.last, open[last].hasRow else { return }
            open[last].endCell()
            open[last].hasCell = !isEnd
        default: return
        }
    }

    private mutating func closeTable() {
        guard var last = open.popLast() else { return }
        last.endRow()
        if tables.count < Self.mostTables { tables.append(last.table) }
    }

    private mutating func endBlock() throws(Drift) {
        defer {
            start = text.count
            firstSeam = seams.count
            needsSpace = false
        }
        guard text.count > start else { return }
        guard pieces.count < HTMLPage.mostBlocks else {
            throw Drift("The page has more than \(HTMLPage.mostBlocks) pieces of text.")
        }
        pieces.append(
            HTMLPage.Piece(text: start..<text.count, seams: firstSeam..<seams.count)
        )
        guard let last = open.indices.last, open[last].hasCell else { return }
        // In place: a cell may have as many pieces as a page has.
        if !open[last].cell.isEmpty { open[last].cell.append(0x20) }
        open[last].cell.append(contentsOf: text[start...])
    }
}
