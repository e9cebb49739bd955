/// How far a word that somebody typed may be from one that there is.
package enum Misspelling {
    /// Letters that may be wrong in a word of so many.
    package static func allowance(forLetters count: Int) -> Int {
        switch count {
        case ..<4: 0
        case ..<8: 1
        default: 2
        }
    }

    /// How many letters have to be changed, added, left out, or swapped with the next to make one
    /// word of another.
    ///
    /// - Returns: Nil where it is more than the limit.
    package static func distance<Letter: Equatable>(
        _ left: [Letter],
        _ right: [Letter],
        limit: Int
    ) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        var before: [Int] = []
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var next = row
            next[0] = index + 1
            var least = next[0]
            for (column, other) in right.enumerated() {
                var edits = min(row[column] + (letter == other ? 0 : 1), row[column + 1] + 1)
                edits = min(edits, next[column] + 1)
                if index > 0, column > 0, letter == right[column - 1], left[index - 1] == other {
                    edits = min(edits, before[column - 1] + 1)
                }
                next[column + 1] = edits
                least = min(least, edits)
            }
            // A swap reaches two rows back, so the row before counts too.
            guard least <= limit || (row.min() ?? 0) < limit else { return nil }
            (before, row) = (row, next)
        }
        return row[right.count] <= limit ? row[right.count] : nil
    }
}

/// Words that may have been meant, ready to be compared with what was typed.
package struct SpelledWords: Sendable {
    private struct Word {
        let text: String
        let letters: [UInt8]
        let mask: UInt32

        init(_ text: String) {
            self.text = text
            letters = Array(text.utf8)
            // A letter that is wrong changes two bits at most.
            mask = letters.reduce(0) { $0 | 1 << UInt32($1 & 31) }
        }
    }

    private let words: [Word]

    /// - Parameter words: In the order in which equally near ones are told.
    package init(_ words: some Sequence<String>) {
        self.words = words.map(Word.init)
    }

    /// The words that are written most like one, the nearest first.
    ///
    /// - Parameters:
    ///   - typed: What somebody wrote; nothing is near to more than 40 bytes.
    ///   - limit: The most letters that may be wrong.
    ///   - count: How many are told at most.
    /// - Returns: None where none is near.
    package func nearest(to typed: String, limit: Int, count: Int = 3) -> [String] {
        let typed = Word(typed)
        guard typed.letters.count <= 40, limit > 0 else { return [] }
        var found: [(order: Int, distance: Int)] = []
        for (order, word) in words.enumerated()
        where (word.mask ^ typed.mask).nonzeroBitCount <= 2 * limit {
            let distance = Misspelling.distance(typed.letters, word.letters, limit: limit)
            if let distance { found.append((order, distance)) }
        }
        return found.sorted { ($0.distance, $0.order) < ($1.distance, $1.order) }
            .prefix(count).map { words[$0.order].text }
    }
}
