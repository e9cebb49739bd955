import Glibc

/// Reads comma-separated values row by row, as RFC 4180 lays them down and as real files have them.
///
/// Rows end with LF, CRLF or CR; a quoted cell may hold commas, newlines and doubled quotation
/// marks; a byte order mark is skipped, empty lines too. A quotation mark inside an unquoted cell is
/// itself. The file is read in one pass, and memory stays the same however long it is: a row's
/// bytes are valid until the next is read, and no string is made unless one is asked for.
package final class CSVReader {
    /// What a row may measure.
    package struct Limits: Sendable {
        /// Bytes of one cell; a row with a longer one has a fault.
        package var cell = 65_536
        /// Bytes of one row; a longer one ends the reading.
        package var row = 1_048_576
        /// Cells of one row; a row with more has a fault.
        package var cells = 4_096

        package init() {}
    }

    /// What makes a row unusable though its end is known.
    package enum Fault: Hashable, Sendable {
        /// A quotation mark inside a quoted cell is not doubled; counted from 0.
        case strayQuote(column: Int)
        case cellTooLong(column: Int)
        case tooManyCells
    }

    /// Where the row begins, counted from 1.
    package private(set) var line = 0
    /// How many cells the row has.
    @exclusivity(unchecked)
    package private(set) var count = 0
    @exclusivity(unchecked)
    package private(set) var fault: Fault?
    /// Whether the row is the last and no newline ends it.
    package private(set) var endsWithoutNewline = false
    /// How far the source has been read.
    package private(set) var bytesRead: Int64 = 0

    package let source: ByteSource
    private let limits: Limits
    private let base: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    /// Where each cell begins and ends in the buffer.
    private let cells: UnsafeMutablePointer<Cell>
    @exclusivity(unchecked) private var start = 0
    @exclusivity(unchecked) private var end = 0
    @exclusivity(unchecked) private var isAtEnd = false
    private var nextLine = 1

    private struct Cell {
        let start: UInt32
        let end: UInt32
        let hasDoubledQuotes: Bool

        init(start: Int, end: Int, hasDoubledQuotes: Bool = false) {
            self.start = UInt32(truncatingIfNeeded: start)
            self.end = UInt32(truncatingIfNeeded: end)
            self.hasDoubledQuotes = hasDoubledQuotes
        }
    }

    /// How much is read at once.
    private static let chunk = 524_288
    /// Readable bytes behind the buffer, so that words can be loaded up to its last byte.
    private static let padding = 16

    package init(_ source: ByteSource, limits: Limits = Limits()) throws(ImportError) {
        self.source = source
        self.limits = limits
        capacity = limits.row + Self.chunk
        base = .allocate(capacity: capacity + Self.padding)
        (base + capacity).initialize(repeating: 0, count: Self.padding)
        cells = .allocate(capacity: limits.cells)
        try refill()
        try refuseOtherFormats()
    }

    deinit {
        base.deallocate()
        cells.deallocate()
    }

    /// Reads the next row.
    ///
    /// - Returns: False at the end of the file.
    /// - Throws: Where the file cannot be read on, or ends inside a row.
    package func next() throws(ImportError) -> Bool {
        while true {
            switch scan() {
            case .row(let rest):
                line = nextLine
                nextLine += newlines(from: start, to: rest)
                start = rest
                // An empty line holds no row.
                if count == 1, cells[0].start == cells[0].end, isUnquoted(cells[0]) { continue }
                return true
            case .end: return false
            case .truncated: throw .truncated(line: nextLine)
            case .needsMore:
                guard end - start < limits.row else {
                    throw .rowTooLong(line: nextLine, limit: limits.row)
                }
                try refill()
            }
        }
    }

    /// The bytes of a cell, doubled quotation marks still doubled; none for a cell that the row
    /// lacks.
    package func bytes(_ index: Int) -> UnsafeRawBufferPointer {
        guard index >= 0, index < min(count, limits.cells) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        let cell = cells[index]
        return UnsafeRawBufferPointer(
            start: base + Int(cell.start),
            count: Int(cell.end - cell.start)
        )
    }

    /// The text of a cell; nil where its bytes are not UTF-8 or hold a NUL.
    package func text(_ index: Int) -> String? {
        let bytes = bytes(index)
        guard !bytes.isEmpty else { return "" }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            return nil
        }
        guard cells[index].hasDoubledQuotes else { return text }
        return text.replacing("\"\"", with: "\"")
    }

    // MARK: - Scanning

    private enum Scan {
        /// A whole row; the next begins here.
        case row(Int)
        case needsMore, truncated, end
    }

    /// Finds the row that begins at `start`, and its cells.
    private func scan() -> Scan {
        count = 0
        fault = nil
        endsWithoutNewline = false
        if start == end { return isAtEnd ? .end : .needsMore }
        var position = start
        while true {
            if position + 6 <= end {
                // Most cells of a dissemination file are `"",`: two at a time.
                let word = self.word(at: position)
                if word & 0xFFFF_FFFF_FFFF == 0x2C22_222C_2222 {
                    append(Cell(start: position + 1, end: position + 1))
                    append(Cell(start: position + 4, end: position + 4))
                    position += 6
                    continue
                }
            } else if position == end {
                guard isAtEnd else { return .needsMore }
                append(Cell(start: position, end: position))
                endsWithoutNewline = true
                return .row(end)
            }
            let cell: Cell
            if base[position] == UInt8(ascii: "\"") {
                guard let quoted = quotedCell(at: position) else {
                    return isAtEnd ? .truncated : .needsMore
                }
                cell = quoted.cell
                position = quoted.end
            } else {
                let cellEnd = endOfUnquotedCell(from: position)
                cell = Cell(start: position, end: cellEnd)
                position = cellEnd
            }
            guard position < end else {
                guard isAtEnd else { return .needsMore }
                append(cell)
                endsWithoutNewline = true
                return .row(end)
            }
            let delimiter = base[position]
            append(cell)
            position += 1
            if delimiter == UInt8(ascii: ",") { continue }
            if delimiter == UInt8(ascii: "\r") {
                if position == end, !isAtEnd { return .needsMore }
                if position < end, base[position] == UInt8(ascii: "\n") { position += 1 }
            }
            return .row(position)
        }
    }

    /// The cell whose opening quotation mark stands here, and where its delimiter stands; nil where
    /// the buffer ends before.
    private func quotedCell(at opening: Int) -> (cell: Cell, end: Int)? {
        var position = opening + 1
        var hasDoubledQuotes = false
        while true {
            position = nextQuote(from: position)
            guard position < end else { return nil }
            let after = position + 1
            guard after < end else {
                guard isAtEnd else { return nil }
                let cell = Cell(
                    start: opening + 1,
                    end: position,
                    hasDoubledQuotes: hasDoubledQuotes
                )
                return (cell, after)
            }
            switch base[after] {
            case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                let cell = Cell(
                    start: opening + 1,
                    end: position,
                    hasDoubledQuotes: hasDoubledQuotes
                )
                return (cell, after)
            case UInt8(ascii: "\""):
                hasDoubledQuotes = true
                position = after + 1
            default:
                fault = fault ?? .strayQuote(column: count)
                position = after
            }
        }
    }

    private func nextQuote(from position: Int) -> Int {
        var position = position
        while position < end {
            let found = Self.zeroBytes(word(at: position) ^ 0x2222_2222_2222_2222)
            if found != 0 { return min(end, position + found.trailingZeroBitCount >> 3) }
            position += 8
        }
        return end
    }

    private func endOfUnquotedCell(from position: Int) -> Int {
        var position = position
        while position < end {
            let word = word(at: position)
            let found =
                Self.zeroBytes(word ^ 0x2C2C_2C2C_2C2C_2C2C)
                | Self.zeroBytes(word ^ 0x0A0A_0A0A_0A0A_0A0A)
                | Self.zeroBytes(word ^ 0x0D0D_0D0D_0D0D_0D0D)
            if found != 0 { return min(end, position + found.trailingZeroBitCount >> 3) }
            position += 8
        }
        return end
    }

    private func word(at position: Int) -> UInt64 {
        UInt64(
            littleEndian: UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
        )
    }

    /// The high bit of every byte that is zero, and of no other.
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        return ~(((word & low) &+ low) | word | low)
    }

    private func append(_ cell: Cell) {
        if count < limits.cells {
            cells[count] = cell
            if Int(cell.end - cell.start) > limits.cell {
                fault = fault ?? .cellTooLong(column: count)
            }
        } else {
            fault = fault ?? .tooManyCells
        }
        count += 1
    }

    private func isUnquoted(_ cell: Cell) -> Bool {
        cell.start == 0 || base[Int(cell.start) - 1] != UInt8(ascii: "\"")
    }

    /// How many lines the bytes from one place to another end.
    private func newlines(from first: Int, to last: Int) -> Int {
        var lines = 0
        var position = first
        while position < last, let found = memchr(base + position, 0x0A, last - position) {
            lines += 1
            position = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        }
        let endsWithReturn = last > first && base[last - 1] == UInt8(ascii: "\r")
        return lines + (endsWithReturn ? 1 : 0)
    }

    // MARK: - Reading

    private func refill() throws(ImportError) {
        memmove(base, base + start, end - start)
        end -= start
        start = 0
        let room = UnsafeMutableRawBufferPointer(
            start: base + end,
            count: min(Self.chunk, capacity - end)
        )
        let count = try source.fill(room)
        end += count
        bytesRead += Int64(count)
        isAtEnd = count < room.count
    }

    private func refuseOtherFormats() throws(ImportError) {
        guard end > 0 else { throw .empty(path: source.path) }
        let head = Array(UnsafeBufferPointer(start: base, count: min(end, 4)))
        if head.starts(with: [0xEF, 0xBB, 0xBF]) {
            start = 3
        } else if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            throw .wrongFormat(
                path: source.path,
                found: "a zip archive",
                remedy: "Unpack it on the way: "
                    + "unzip -p FILE.zip 'npidata_pfile_*[0-9].csv' | meridian import nppes -"
            )
        } else if head.starts(with: [0x1F, 0x8B]) {
            throw .wrongFormat(
                path: source.path,
                found: "compressed with gzip",
                remedy: "Unpack it on the way: gunzip -c FILE.gz | meridian import nppes -"
            )
        } else if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            throw .wrongFormat(
                path: source.path,
                found: "in UTF-16",
                remedy: "Save it as CSV in UTF-8."
            )
        }
    }
}

extension CSVReader.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .strayQuote(let column):
            "a quotation mark inside the quoted cell \(column + 1) is not doubled"
        case .cellTooLong(let column): "cell \(column + 1) is too long"
        case .tooManyCells: "the row has too many cells"
        }
    }
}
