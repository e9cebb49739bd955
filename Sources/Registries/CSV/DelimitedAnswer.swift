extension AnswerTable {
    /// Reads delimited text as an answer: a head and its rows, small enough to be held whole.
    ///
    /// - Parameters:
    ///   - bytes: The whole text.
    ///   - delimiter: What stands between cells.
    ///   - isQuoted: Whether quotation marks around a cell are none of its text.
    ///   - encoding: What the text is written in.
    ///   - hasTrailingDelimiter: Whether one may stand behind the last cell too.
    ///   - mostRows: How many rows there may be.
    /// - Throws: `Drift` where it is not such text.
    convenience init(
        delimitedText bytes: [UInt8],
        delimiter: UInt8,
        isQuoted: Bool,
        encoding: TextEncoding,
        hasTrailingDelimiter: Bool = false,
        mostRows: Int
    ) throws(Drift) {
        var reader = CSVReader(delimiter: delimiter, isQuoted: isQuoted)
        // What is ASCII throughout need not be looked at cell by cell.
        let isPlain = bytes.isPlainASCII
        var head: [FoldedText]?
        var cells: [TableCell] = []
        var rows: [Int] = []
        var drift: Drift?
        func takeHead(_ row: borrowing CSVRow, _ line: Int) {
            var names: [FoldedText] = []
            for index in 0..<row.count {
                guard let text = row.text(index, encoding) else {
                    drift = Drift("Line \(line) is not \(encoding.rawValue).")
                    return
                }
                names.append(FoldedText(text.trimmed))
            }
            if hasTrailingDelimiter, names.last?.text.isEmpty == true { names.removeLast() }
            if Set(names).count < names.count { drift = Drift("Two columns have one name.") }
            head = names
        }
        func take(_ row: borrowing CSVRow, _ line: Int) {
            guard drift == nil else { return }
            guard let columns = head else { return takeHead(row, line) }
            if !isPlain {
                for index in 0..<row.count where row.text(index, encoding) == nil {
                    drift = Drift("Line \(line) is not \(encoding.rawValue).")
                    return
                }
            }
            guard !row.hasStrayQuote else {
                drift = Drift("Line \(line) has a stray quotation mark.")
                return
            }
            let isEndedTwice =
                hasTrailingDelimiter && row.count == columns.count + 1
                && row.raw(columns.count).isEmpty
            guard row.count == columns.count || isEndedTwice else {
                drift = Drift(
                    "Line \(line) has \(row.count) cells, and the head \(columns.count)."
                )
                return
            }
            guard rows.count < mostRows else {
                drift = Drift("The answer has more than \(mostRows) rows.")
                return
            }
            rows.append(cells.count)
            for index in columns.indices { cells.append(row.place(index)) }
        }
        bytes.withUnsafeBytes { reader.readAll($0, take) }
        if let drift { throw drift }
        switch reader.problem {
        case .rowTooLong: throw Drift("A row is longer than \(CSVReader.longestRow) bytes.")
        case .cutShort: throw Drift("The answer ends inside a row.")
        case .anotherEncoding:
            throw Drift("The answer is UTF-16; \(encoding.rawValue) is described.")
        case nil: break
        }
        guard let head else { throw Drift("The answer has no head.") }
        self.init(head: head, bytes: bytes, cells: cells, rows: rows, encoding: encoding)
    }
}

extension [UInt8] {
    /// Whether every byte is an ASCII character, and none of them zero.
    fileprivate var isPlainASCII: Bool {
        var seen: UInt8 = 0
        var least: UInt8 = .max
        for byte in self {
            seen |= byte
            least = Swift.min(least, byte)
        }
        return seen < 0x80 && least > 0
    }
}
