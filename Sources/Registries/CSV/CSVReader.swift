/// Takes delimited text in pieces and hands out its rows.
///
/// Rows end with LF, CRLF or CR; a quoted cell may hold delimiters, newlines and doubled quotation
/// marks. A byte order mark and empty lines are skipped. Memory stays that of one row and one
/// piece, however long the text is.
struct CSVReader: Sendable {
    /// Why no more is read.
    enum Problem: Hashable, Sendable {
        case rowTooLong, cutShort, anotherEncoding
    }

    static let longestRow = 1 << 20
    static let mostCells = 1000

    let delimiter: UInt8
    let isQuoted: Bool
    private var carry: [UInt8] = []
    private var row = CSVRow()
    /// The line on which the next row begins, from 1.
    private(set) var line = 1
    private(set) var problem: Problem?
    private var isFirst = true

    init(delimiter: UInt8 = UInt8(ascii: ","), isQuoted: Bool = true) {
        self.delimiter = delimiter
        self.isQuoted = isQuoted
    }

    /// Takes the next piece and hands out the rows that end in it.
    ///
    /// - Parameters:
    ///   - bytes: The next piece.
    ///   - body: Takes a row, good for the call only, and the line it begins on.
    mutating func take(_ bytes: UnsafeRawBufferPointer, _ body: (borrowing CSVRow, Int) -> Void) {
        guard problem == nil, !bytes.isEmpty else { return }
        if carry.isEmpty {
            let end = readRows(bytes, isLast: false, body)
            carry.append(contentsOf: bytes[end...])
        } else {
            var joined = carry
            joined.append(contentsOf: bytes)
            let end = joined.withUnsafeBytes { readRows($0, isLast: false, body) }
            joined.removeSubrange(..<end)
            carry = joined
        }
        if carry.count > Self.longestRow { problem = .rowTooLong }
    }

    /// Hands out the last row where no newline ends it.
    mutating func finish(_ body: (borrowing CSVRow, Int) -> Void) {
        guard problem == nil, !carry.isEmpty else { return }
        let rest = carry
        carry = []
        let end = rest.withUnsafeBytes { readRows($0, isLast: true, body) }
        if end < rest.count { problem = .cutShort }
    }

    /// Hands out the rows of text that is all there is.
    ///
    /// - Parameters:
    ///   - bytes: The whole text.
    ///   - body: Takes a row, whose cells lie where they lie in the text, and the line it begins on.
    mutating func readAll(
        _ bytes: UnsafeRawBufferPointer,
        _ body: (borrowing CSVRow, Int) -> Void
    ) {
        let whole = readRows(bytes, isLast: false, body)
        guard problem == nil, whole < bytes.count else { return }
        guard bytes.count - whole <= Self.longestRow else {
            problem = .rowTooLong
            return
        }
        if readRows(bytes, from: whole, isLast: true, body) < bytes.count, problem == nil {
            problem = .cutShort
        }
    }

    /// Reads whole rows and returns where the first one begins that is not whole.
    private mutating func readRows(
        _ bytes: UnsafeRawBufferPointer,
        from first: Int = 0,
        isLast: Bool,
        _ body: (borrowing CSVRow, Int) -> Void
    ) -> Int {
        var start = first
        if isFirst {
            guard bytes.count >= 3 || isLast else { return 0 }
            isFirst = false
            if bytes.count >= 2,
                bytes[0] == 0xFF && bytes[1] == 0xFE || bytes[0] == 0xFE && bytes[1] == 0xFF
            {
                problem = .anotherEncoding
                return 0
            }
            if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { start = 3 }
        }
        row.bytes = bytes
        while start < bytes.count, let end = readRow(from: start, isLast: isLast) {
            row.extent = start..<end
            if !row.isEmptyLine { body(row, line) }
            line += row.lines
            start = end
        }
        row.bytes = UnsafeRawBufferPointer(start: nil, count: 0)
        return start
    }

    /// Finds a row's cells and returns where the next row begins; nil where its end is missing.
    private mutating func readRow(from start: Int, isLast: Bool) -> Int? {
        let bytes = row.bytes
        let count = bytes.count
        row.begin()
        var position = start
        while true {
            let cellStart = position
            var cellEnd: Int
            var isQuotedCell = false
            var hasDoubledQuotes = false
            if isQuoted, position < count, bytes[position] == UInt8(ascii: "\"") {
                isQuotedCell = true
                position += 1
                while true {
                    while position < count, bytes[position] != UInt8(ascii: "\"") {
                        if bytes[position] == 0x0A { row.lines += 1 }
                        position += 1
                    }
                    guard position + 1 < count || isLast && position < count else { return nil }
                    if position + 1 < count, bytes[position + 1] == UInt8(ascii: "\"") {
                        hasDoubledQuotes = true
                        position += 2
                        continue
                    }
                    break
                }
                cellEnd = position
                position += 1
                // What stands behind a closing quotation mark is no cell's.
                while position < count, !isEnd(bytes[position]) {
                    row.hasStrayQuote = true
                    position += 1
                }
            } else {
                while position < count, !isEnd(bytes[position]) { position += 1 }
                cellEnd = position
            }
            if position == count {
                guard isLast else { return nil }
                row.add(cellStart, cellEnd, isQuotedCell, hasDoubledQuotes)
                return position
            }
            row.add(cellStart, cellEnd, isQuotedCell, hasDoubledQuotes)
            let ending = bytes[position]
            position += 1
            if ending == delimiter { continue }
            if ending == 0x0D {
                guard position < count || isLast else { return nil }
                if position < count, bytes[position] == 0x0A { position += 1 }
            }
            row.lines += 1
            return position
        }
    }

    @inline(__always)
    private func isEnd(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == 0x0A || byte == 0x0D
    }
}

/// A row of delimited text, whose cells are looked at in place.
struct CSVRow: @unchecked Sendable {
    private struct Cell {
        var start: UInt32
        var end: UInt32
        var hasDoubledQuotes: Bool
    }

    fileprivate(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    private var cells: [Cell] = []
    fileprivate(set) var lines = 0
    fileprivate(set) var hasStrayQuote = false
    fileprivate var extent = 0..<0

    /// The bytes of the whole row as they came, its line's end included where it has one.
    var whole: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[extent]) }

    var count: Int { cells.count }
    var isEmptyLine: Bool { cells.count == 1 && cells[0].start == cells[0].end }

    fileprivate mutating func begin() {
        cells.removeAll(keepingCapacity: true)
        lines = 0
        hasStrayQuote = false
    }

    fileprivate mutating func add(_ start: Int, _ end: Int, _ isQuoted: Bool, _ hasDoubled: Bool) {
        guard cells.count <= CSVReader.mostCells else { return }
        cells.append(
            Cell(
                start: UInt32(truncatingIfNeeded: isQuoted ? start + 1 : start),
                end: UInt32(truncatingIfNeeded: end),
                hasDoubledQuotes: hasDoubled
            )
        )
    }

    /// The bytes of a cell, doubled quotation marks still doubled.
    func raw(_ index: Int) -> UnsafeRawBufferPointer {
        guard index < cells.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(
            rebasing: bytes[Int(cells[index].start)..<Int(cells[index].end)]
        )
    }

    /// Where a cell lies, doubled quotation marks still doubled.
    ///
    /// - Parameters:
    ///   - index: Which cell.
    ///   - start: Where the row was copied to, if it was.
    /// - Returns: Its place among the bytes of the piece, or of the copy.
    func place(_ index: Int, copiedTo start: Int? = nil) -> TableCell {
        let shift = start.map { $0 - extent.lowerBound } ?? 0
        return TableCell(
            Int(cells[index].start) + shift..<Int(cells[index].end) + shift,
            hasDoubledQuotes: cells[index].hasDoubledQuotes
        )
    }

    /// The text of a cell; nil where it is not written in the encoding, or has a zero byte.
    func text(_ index: Int, _ encoding: TextEncoding) -> String? {
        let raw = raw(index)
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
        return cells[index].hasDoubledQuotes ? text.replacing("\"\"", with: "\"") : text
    }
}
