import Directory

/// The rows that a text and a region leave, in the columns of an index and in those of its changes.
struct TextSearch {
    private let columns: [ListingColumns]
    /// For each of the columns, the rows that hold.
    private let live: [[RowSet]]
    private let query: TextQuery?
    /// What words were read as that nobody has.
    private(set) var readings: [SearchPage.Reading] = []

    /// - Parameters:
    ///   - query: What was typed; nil where nothing was.
    ///   - columns: Where to look.
    ///   - live: For each of them, the rows that hold.
    init(_ query: TextQuery?, in columns: [ListingColumns], live: [[RowSet]]) {
        self.query = query
        self.columns = columns
        self.live = live
    }

    /// Finds the rows that hold and match.
    ///
    /// A word that nobody has is read as those that are written nearly so; where nobody has all
    /// words, each is.
    ///
    /// - Parameter region: Where they have to practise; nil for anywhere.
    /// - Returns: For each of the columns, its rows.
    mutating func rows(in region: Jurisdiction?) -> [[RowSet]] {
        var within = live
        if let region {
            let mark = Array(SearchWords.mark(of: region).utf8)
            for (index, columns) in columns.enumerated() {
                var found = columns.words.noRows
                columns.words.add(columns.words.words(equalTo: mark), to: &found)
                within[index].formIntersection(found)
            }
        }
        guard let query else { return within }
        let strict = rows(of: query, within, isWide: false)
        guard !strict.contains(where: \.haveRows) else { return strict }
        let strictReadings = readings
        readings = []
        let wide = rows(of: query, within, isWide: true)
        if !wide.contains(where: \.haveRows) { readings = strictReadings }
        return wide
    }

    private mutating func rows(
        of query: TextQuery,
        _ within: [[RowSet]],
        isWide: Bool
    ) -> [[RowSet]] {
        var left = within
        for (index, term) in query.terms.enumerated() {
            let isLast = index == query.terms.count - 1
            let found = rows(of: term, isHalfTyped: isLast && query.isHalfTyped, isWide: isWide)
            for index in columns.indices { left[index].formIntersection(found[index]) }
        }
        return left
    }

    private mutating func rows(
        of term: TextQuery.Term,
        isHalfTyped: Bool,
        isWide: Bool
    ) -> [[RowSet]] {
        var left: [[RowSet]]?
        let before = readings
        for (index, word) in term.words.enumerated() {
            let isLast = index == term.words.count - 1
            // Words that name a condition are right as they are.
            let mayBeWrong = term.conditions.isEmpty
            let spans = spans(
                of: word,
                isHalfTyped: isLast && isHalfTyped,
                isWide: isWide,
                mayBeWrong: mayBeWrong && (term.likelyConditions.isEmpty || isWide)
            )
            var found = columns.map(\.words.noRows)
            for index in columns.indices {
                for span in spans[index] { columns[index].words.add(span, to: &found[index]) }
                if let left { found[index].formIntersection(left[index]) }
            }
            left = found
        }
        var found = left ?? columns.map(\.words.noRows)
        var conditions = term.conditions
        if !term.likelyConditions.isEmpty, !found.contains(where: \.haveRows) {
            conditions = term.likelyConditions
            readings =
                before + [
                    SearchPage.Reading(
                        typed: term.words.joined(separator: " ").lowercased(),
                        readAs: conditions.words.map { $0.name.lowercased() }
                    )
                ]
        }
        if !conditions.isEmpty {
            for index in columns.indices {
                columns[index].addRows(treating: conditions, to: &found[index])
            }
        }
        return found
    }

    /// For each of the columns the words that one word stands for.
    private mutating func spans(
        of word: String,
        isHalfTyped: Bool,
        isWide: Bool,
        mayBeWrong: Bool
    ) -> [[Range<Int>]] {
        let spellings =
            query?.isNamesOnly ?? false
            ? [Array(word.utf8)]
            : [Array(word.utf8), Array((SearchWords.cityMark + word).utf8)]
        func spans(_ find: (WordColumns, [UInt8]) -> [Range<Int>]) -> [[Range<Int>]] {
            columns.map { columns in
                spellings.flatMap { find(columns.words, $0) }.filter { !$0.isEmpty }
            }
        }
        let beginnings = { (words: WordColumns, text: [UInt8]) in
            [words.words(beginningWith: text)]
        }
        var exact =
            isHalfTyped
            ? spans(beginnings)
            : spans { words, text in [words.words(equalTo: text)] }
        if !exact.contains(where: { !$0.isEmpty }), !isHalfTyped { exact = spans(beginnings) }
        let isKnown = exact.contains { !$0.isEmpty }
        guard mayBeWrong, isWide || !isKnown else { return exact }
        let allowance = Misspelling.allowance(forLetters: word.utf8.count)
        for limit in 1..<max(allowance + 1, 1) {
            let near = spans { words, text in
                NearWords(in: words, like: text, limit: limit, isBeginning: isHalfTyped).found
            }
            guard near.contains(where: { !$0.isEmpty }) else { continue }
            note(word, near)
            return zip(exact, near).map { $0 + $1 }
        }
        return exact
    }

    /// Notes what a word is read as.
    private mutating func note(_ word: String, _ near: [[Range<Int>]]) {
        var words: [(text: String, frequency: Int)] = []
        for (columns, spans) in zip(columns, near) {
            for word in spans.joined().prefix(Self.mostTold) {
                var text = String(decoding: columns.words.word(word), as: UTF8.self).lowercased()
                if text.hasPrefix(SearchWords.cityMark) { text.removeFirst() }
                words.append((text, columns.words.frequency(of: word..<word + 1)))
            }
        }
        var told: [String] = []
        for word in words.sorted(by: { ($1.frequency, $0.text) < ($0.frequency, $1.text) })
        where !told.contains(word.text) && told.count < Self.mostTold {
            told.append(word.text)
        }
        readings.append(SearchPage.Reading(typed: word.lowercased(), readAs: told))
    }

    /// Words that a reading names.
    private static let mostTold = 5
}
