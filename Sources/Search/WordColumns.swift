/// The words of rows, from which the rows of a word are found; once made they never change.
///
/// Words stand in the order of their bytes and the rows of each behind those of the one before: all
/// words with one beginning, and all their rows, are one piece. What is so frequent that a bit for
/// every row takes less is kept in that form as well.
struct WordColumns: Sendable {
    let rowCount: Int
    /// All words ascending, one after the other.
    let bytes: [UInt8]
    /// Where each word begins; at the end, where the last one ends.
    let wordStarts: [UInt32]
    /// The rows of all words, one word after the other, ascending within each.
    let rows: [UInt32]
    /// Where the rows of each word begin; at the end, where the last one's end.
    let rowStarts: [UInt32]
    /// Words that many rows have, ascending.
    private var frequentWords: [Int] = []
    /// All rows of ranges of words that together have many.
    private var frequent: [Range<Int>: [RowSet]] = [:]

    /// Letters of beginnings whose rows are kept when they are many.
    private static let frequentBeginnings = 1...5
    /// Fewer rows than this are quickly gone through one by one.
    private static let leastFrequent = 2048

    /// - Parameters:
    ///   - lists: Words of listings.
    ///   - order: For each row which of the lists is its own.
    init(_ lists: WordLists, order: [UInt32]) {
        rowCount = order.count
        var counts = [UInt32](repeating: 0, count: lists.wordCount)
        for list in order {
            for word in lists.words(of: list) { counts[Int(word)] += 1 }
        }
        let ascending = lists.ascending.filter { counts[Int($0)] > 0 }
        var bytes: [UInt8] = []
        var wordStarts: [UInt32] = [0]
        var rowStarts: [UInt32] = [0]
        var next = counts
        for word in ascending {
            bytes += lists.bytes[lists.range(of: word)]
            wordStarts.append(UInt32(bytes.count))
            next[Int(word)] = rowStarts[rowStarts.count - 1]
            rowStarts.append(rowStarts[rowStarts.count - 1] + counts[Int(word)])
        }
        rows = [UInt32](
            unsafeUninitializedCapacity: Int(rowStarts[rowStarts.count - 1])
        ) { rows, count in
            for (row, list) in order.enumerated() {
                for word in lists.words(of: list) {
                    rows.initializeElement(at: Int(next[Int(word)]), to: UInt32(row))
                    next[Int(word)] += 1
                    count += 1
                }
            }
        }
        self.bytes = bytes
        self.wordStarts = wordStarts
        self.rowStarts = rowStarts
        keepFrequent()
    }

    private mutating func keepFrequent() {
        let least = max(Self.leastFrequent, rowCount / 32)
        for word in 0..<wordCount where frequency(of: word..<word + 1) >= least {
            frequentWords.append(word)
            frequent[word..<word + 1] = rows(ofAnyOf: word..<word + 1)
        }
        for length in Self.frequentBeginnings {
            var first = 0
            while first < wordCount {
                let text = word(first)
                guard text.count >= length else {
                    first += 1
                    continue
                }
                let words = first..<end(of: text.prefix(length), from: first)
                if frequency(of: words) >= least, frequent[words] == nil {
                    frequent[words] = rows(ofAnyOf: words)
                }
                first = words.upperBound
            }
        }
    }

    private func rows(ofAnyOf words: Range<Int>) -> [RowSet] {
        var found = noRows
        addOneByOne(words, to: &found)
        return found
    }

    var wordCount: Int { wordStarts.count - 1 }

    /// Bytes of memory held.
    var byteCount: Int {
        let sets = frequent.values.reduce(0) { $0 + $1.capacity * MemoryLayout<RowSet>.stride }
        return bytes.capacity + 4 * (wordStarts.capacity + rows.capacity + rowStarts.capacity)
            + 8 * frequentWords.capacity + sets
    }

    // MARK: - Finding words

    func word(_ number: Int) -> ArraySlice<UInt8> {
        bytes[Int(wordStarts[number])..<Int(wordStarts[number + 1])]
    }

    /// How many rows have words, counted once for each word.
    func frequency(of words: Range<Int>) -> Int {
        Int(rowStarts[words.upperBound] - rowStarts[words.lowerBound])
    }

    /// The word that is written so: a range of one, or an empty one.
    func words(equalTo text: [UInt8]) -> Range<Int> {
        let first = firstWord(notBefore: text)
        let isThere = first < wordCount && word(first).elementsEqual(text)
        return first..<(isThere ? first + 1 : first)
    }

    /// All words that begin so.
    func words(beginningWith text: [UInt8]) -> Range<Int> {
        let first = firstWord(notBefore: text)
        return first..<end(of: text[...], from: first)
    }

    private func firstWord(notBefore text: [UInt8]) -> Int {
        var low = 0
        var high = wordCount
        while low < high {
            let middle = (low + high) / 2
            if word(middle).lexicographicallyPrecedes(text) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// Where the words end that begin so, the first of which is known.
    private func end(of beginning: ArraySlice<UInt8>, from first: Int) -> Int {
        var low = first
        var high = wordCount
        while low < high {
            let middle = (low + high) / 2
            if word(middle).prefix(beginning.count).elementsEqual(beginning) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    // MARK: - Finding rows

    /// No row of any batch.
    var noRows: [RowSet] {
        Array(repeating: .zero, count: (rowCount + RowBatch.rows - 1) / RowBatch.rows)
    }

    /// Adds the rows of words.
    func add(_ words: Range<Int>, to found: inout [RowSet]) {
        guard !words.isEmpty else { return }
        if let kept = frequent[words] { return found.formUnion(kept) }
        var next = words.lowerBound
        var position = frequentWords.partition(notBelow: words.lowerBound)
        while position < frequentWords.count, frequentWords[position] < words.upperBound {
            let word = frequentWords[position]
            addOneByOne(next..<word, to: &found)
            if let kept = frequent[word..<word + 1] { found.formUnion(kept) }
            next = word + 1
            position += 1
        }
        addOneByOne(next..<words.upperBound, to: &found)
    }

    private func addOneByOne(_ words: Range<Int>, to found: inout [RowSet]) {
        let range = Int(rowStarts[words.lowerBound])..<Int(rowStarts[words.upperBound])
        guard !range.isEmpty else { return }
        rows.withUnsafeBufferPointer { rows in
            found.withUnsafeMutableBytes { found in
                // A set's lanes follow one another: row by row, lowest bit first.
                let blocks = found.bindMemory(to: UInt32.self)
                for row in rows[range] { blocks[Int(row >> 5)] |= 1 << (row & 31) }
            }
        }
    }
}

extension WordLists {
    func words(of list: UInt32) -> ArraySlice<UInt32> {
        members[Int(listStarts[Int(list)])..<Int(listStarts[Int(list) + 1])]
    }

    func range(of word: UInt32) -> Range<Int> {
        Int(wordStarts[Int(word)])..<Int(wordStarts[Int(word) + 1])
    }

    /// All words in the order of their bytes.
    fileprivate var ascending: [UInt32] {
        let keyed = (0..<UInt32(wordCount)).map { word in
            // The first eight bytes decide most comparisons.
            let range = range(of: word)
            var key: UInt64 = 0
            for place in 0..<8 {
                let byte = place < range.count ? bytes[range.lowerBound + place] : 0
                key = key << 8 | UInt64(byte)
            }
            return (key: key, word: word)
        }
        return keyed.sorted { left, right in
            guard left.key == right.key else { return left.key < right.key }
            return bytes[range(of: left.word)].lexicographicallyPrecedes(
                bytes[range(of: right.word)]
            )
        }.map(\.word)
    }
}

extension [Int] {
    /// The position of the first that is not below a number, in ascending order.
    fileprivate func partition(notBelow number: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension [RowSet] {
    /// Whether any row is in them.
    var haveRows: Bool { contains { !$0.isEmpty } }

    mutating func formUnion(_ other: [RowSet]) {
        for index in indices { self[index] |= other[index] }
    }

    mutating func formIntersection(_ other: [RowSet]) {
        for index in indices { self[index] &= other[index] }
    }
}
