import Directory

/// What is wrong with a row, in a sentence that names the column and what would be right.
struct RowProblem: Error, Equatable {
    let reason: String
}

/// Reads a small file strictly, by the names of its columns: none unknown, none lacking that is
/// required, every row as long as the first.
struct TableReader<Column: RawRepresentable<String> & CaseIterable & Hashable> {
    let csv: CSVReader
    private let places: [Column: Int]
    private let width: Int

    init(path: String, requiring required: [Column]) throws(ImportError) {
        csv = try CSVReader(ByteSource(path: path))
        guard try csv.next() else { throw .empty(path: path) }
        let names = ColumnNames(csv)
        try names.requireKnown(Column.allCases.map(\.rawValue))
        _ = try names.indices(of: required.map(\.rawValue))
        var places: [Column: Int] = [:]
        for column in Column.allCases {
            places[column] = try names.index(of: column.rawValue)
        }
        self.places = places
        width = names.count
    }

    /// Where the row begins that the reader stands on.
    var line: Int { csv.line }

    func next() throws(ImportError) -> Bool {
        guard try csv.next() else { return false }
        if csv.endsWithoutNewline, csv.count < width { throw .truncated(line: csv.line) }
        return true
    }

    /// Refuses a row whose cells cannot be told apart.
    func requireWhole() throws(RowProblem) {
        if let fault = csv.fault { throw RowProblem(reason: fault.description) }
        guard csv.count == width else {
            throw RowProblem(
                reason: "the row has \(csv.count) cells and the first row names \(width) columns"
            )
        }
    }

    /// The text of a cell without spaces around it; empty where the file lacks the column.
    func text(_ column: Column, limit: Int = 200) throws(RowProblem) -> String {
        guard let place = places[column] else { return "" }
        guard let text = csv.text(place) else {
            throw RowProblem(reason: "\(column.rawValue) is not text in UTF-8")
        }
        let trimmed = text.trimmed
        guard trimmed.utf8.count <= limit || trimmed.unicodeScalars.count <= limit else {
            throw RowProblem(reason: "\(column.rawValue) has more than \(limit) characters")
        }
        return trimmed
    }

    /// A value that reads itself from text; nil for an empty cell.
    func value<Value, Failure: Error & CustomStringConvertible>(
        _ column: Column,
        limit: Int = 200,
        _ read: (String) throws(Failure) -> Value
    ) throws(RowProblem) -> Value? {
        let text = try text(column, limit: limit)
        guard !text.isEmpty else { return nil }
        do {
            return try read(text)
        } catch {
            throw RowProblem(reason: "\(column.rawValue): \(error), found \(text.quoted)")
        }
    }

    /// One word of a closed list; nil for an empty cell.
    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ column: Column,
        as _: Word.Type = Word.self
    ) throws(RowProblem) -> Word? {
        let text = try text(column)
        return text.isEmpty ? nil : try Self.word(text, column)
    }

    /// A set of words of a vocabulary, with semicolons between them.
    func words<Word: Vocabulary>(_ column: Column) throws(RowProblem) -> WordSet<Word> {
        var set = WordSet<Word>()
        for part in try text(column, limit: 4_000).split(separator: ";") {
            let text = String(part).trimmed
            guard !text.isEmpty else { continue }
            let word: Word = try Self.word(text, column)
            set.insert(word)
        }
        return set
    }

    private static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String,
        _ column: Column
    ) throws(RowProblem) -> Word {
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        let advice =
            text.nearest(in: words).map { "perhaps \($0) is meant" }
            ?? "it is one of " + words.joined(separator: ", ")
        throw RowProblem(reason: "\(column.rawValue) has no word \(text.quoted); \(advice)")
    }

    /// `yes` or `no`; nil for an empty cell.
    func answer(_ column: Column) throws(RowProblem) -> Bool? {
        switch try text(column) {
        case "": nil
        case "yes": true
        case "no": false
        case let text:
            throw RowProblem(reason: "\(column.rawValue) is yes, no or empty, found \(text.quoted)")
        }
    }

    /// A number between bounds; nil for an empty cell.
    func number(_ column: Column, in range: ClosedRange<Double>) throws(RowProblem) -> Double? {
        let text = try text(column)
        guard !text.isEmpty else { return nil }
        guard let number = Double(text), range.contains(number) else {
            throw RowProblem(
                reason: "\(column.rawValue) is a number from \(range.lowerBound) to "
                    + "\(range.upperBound), found \(text.quoted)"
            )
        }
        return number
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        // Printable ASCII at both ends is nearly every cell, and quick to see.
        if let first = utf8.first, let last = utf8.last, (0x21..<0x7F).contains(first),
            (0x21..<0x7F).contains(last)
        {
            return self
        }
        return trimmingCharacters { $0.isWhitespace }
    }
}
