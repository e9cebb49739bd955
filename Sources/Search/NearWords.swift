import Directory

/// Looks for words that are written nearly like one that was typed.
///
/// Words stand in order, so those with one beginning are judged together and passed over together as
/// soon as the beginning is too far off.
struct NearWords {
    private let columns: WordColumns
    private let typed: [UInt8]
    private let limit: Int
    /// Whether it is enough that a word begins nearly so.
    private let isBeginning: Bool
    private(set) var found: [Range<Int>] = []

    /// More are no help to anybody.
    private static let mostFound = 64

    /// - Parameters:
    ///   - columns: Where to look.
    ///   - typed: What somebody wrote.
    ///   - limit: How many letters may be wrong.
    ///   - isBeginning: Whether it is enough that a word begins nearly so.
    init(in columns: WordColumns, like typed: [UInt8], limit: Int, isBeginning: Bool) {
        self.columns = columns
        self.typed = typed
        self.limit = limit
        self.isBeginning = isBeginning
        let first = Array(0...typed.count)
        descend(0..<columns.wordCount, depth: 0, row: first, before: first)
    }

    /// - Parameters:
    ///   - words: All that share a beginning.
    ///   - depth: How many letters it has.
    ///   - row: The edits between the beginning and each beginning of what was typed.
    ///   - before: The same without the last letter.
    private mutating func descend(_ words: Range<Int>, depth: Int, row: [Int], before: [Int]) {
        var words = words
        if isBeginning, row[typed.count] <= limit {
            if !words.isEmpty { found.append(words) }
            return
        }
        // The word that ends here comes first.
        if let first = words.first, columns.word(first).count == depth {
            if row[typed.count] <= limit { found.append(first..<first + 1) }
            words = words.dropFirst()
        }
        while let first = words.first, found.count < Self.mostFound {
            let text = columns.word(first)
            let letter = text[text.startIndex + depth]
            let end = end(of: letter, at: depth, in: words)
            let next = self.row(after: row, before, text, depth: depth)
            let isNear = next.contains { $0 <= limit } || row.contains { $0 < limit }
            if isNear, isOfTypedKind(letter, at: depth) {
                descend(first..<end, depth: depth + 1, row: next, before: row)
            }
            words = end..<words.upperBound
        }
    }

    /// Whether a letter leads to a word of the kind that was typed.
    ///
    /// A mark is no letter that may be wrong: who mistypes a name means no city and no jurisdiction.
    private func isOfTypedKind(_ letter: UInt8, at depth: Int) -> Bool {
        if SearchWords.isMark(letter) { return typed.contains(letter) }
        return depth > 0 || !(typed.first.map(SearchWords.isMark) ?? false)
    }

    private func row(
        after row: [Int],
        _ before: [Int],
        _ text: ArraySlice<UInt8>,
        depth: Int
    ) -> [Int] {
        let letter = text[text.startIndex + depth]
        var next = row
        next[0] = depth + 1
        for (column, other) in typed.enumerated() {
            var edits = min(row[column] + (letter == other ? 0 : 1), row[column + 1] + 1)
            edits = min(edits, next[column] + 1)
            // Two letters that changed places are one edit.
            if depth > 0, column > 0, letter == typed[column - 1],
                text[text.startIndex + depth - 1] == other
            {
                edits = min(edits, before[column - 1] + 1)
            }
            next[column + 1] = edits
        }
        return next
    }

    /// Where the words end that have a letter at a depth; the first one has.
    private func end(of letter: UInt8, at depth: Int, in words: Range<Int>) -> Int {
        func has(_ number: Int) -> Bool {
            let text = columns.word(number)
            return text[text.startIndex + depth] == letter
        }
        var low = words.lowerBound
        var step = 1
        while low + step < words.upperBound, has(low + step) {
            low += step
            step *= 2
        }
        var high = min(low + step, words.upperBound)
        low += 1
        while low < high {
            let middle = (low + high) / 2
            if has(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
