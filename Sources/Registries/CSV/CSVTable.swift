/// Delimited text as an answer: a head and its rows, small enough to be held whole.
struct CSVTable: Sendable {
    let rows: [[FoldedText: String]]
    let head: [FoldedText]

    init(
        _ bytes: [UInt8],
        delimiter: UInt8,
        isQuoted: Bool,
        encoding: TextEncoding,
        mostRows: Int
    ) throws(Drift) {
        var reader = CSVReader(delimiter: delimiter, isQuoted: isQuoted)
        var head: [FoldedText]?
        var rows: [[FoldedText: String]] = []
        var drift: Drift?
        func take(_ row: borrowing CSVRow, _ line: Int) {
            guard drift == nil else { return }
            var texts: [String] = []
            for index in 0..<row.count {
                guard let text = row.text(index, encoding) else {
                    drift = Drift("Line \(line) is not \(encoding.rawValue).")
                    return
                }
                texts.append(text)
            }
            guard let columns = head else {
                let names = texts.map { FoldedText($0.trimmed) }
                if Set(names).count < names.count {
                    drift = Drift("Two columns have one name.")
                }
                head = names
                return
            }
            guard !row.hasStrayQuote else {
                drift = Drift("Line \(line) has a stray quotation mark.")
                return
            }
            guard row.count == columns.count else {
                drift = Drift(
                    "Line \(line) has \(row.count) cells, and the head \(columns.count)."
                )
                return
            }
            guard rows.count < mostRows else {
                drift = Drift("The answer has more than \(mostRows) rows.")
                return
            }
            rows.append(Dictionary(zip(columns, texts)) { first, _ in first })
        }
        bytes.withUnsafeBytes { reader.take($0, take) }
        reader.finish(take)
        if let drift { throw drift }
        switch reader.problem {
        case .rowTooLong: throw Drift("A row is longer than \(CSVReader.longestRow) bytes.")
        case .cutShort: throw Drift("The answer ends inside a row.")
        case .anotherEncoding:
            throw Drift("The answer is UTF-16; \(encoding.rawValue) is described.")
        case nil: break
        }
        guard let head else { throw Drift("The answer has no head.") }
        self.head = head
        self.rows = rows
    }
}
