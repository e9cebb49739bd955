/// The words of listings as they come: every word once, and of each listing which of them it has.
struct WordLists {
    /// All words, one after the other in the order in which they came.
    private(set) var bytes: [UInt8] = []
    /// Where each word begins; at the end, where the last one ends.
    private(set) var wordStarts: [UInt32] = [0]
    /// The words of all lists, one list after the other.
    private(set) var members: [UInt32] = []
    /// Where each list begins; at the end, where the last one ends.
    private(set) var listStarts: [UInt32] = [0]
    /// By hash the numbers of words, from 1, with room for twice as many: 0 is free.
    private var table: [UInt32] = Array(repeating: 0, count: 1 << 10)

    init() {}

    /// How many lists there are.
    var count: Int { listStarts.count - 1 }
    var wordCount: Int { wordStarts.count - 1 }

    /// Makes room for lists, which saves memory while they come.
    mutating func reserve(_ count: Int) {
        listStarts.reserveCapacity(count + 1)
        members.reserveCapacity(6 * count)
    }

    /// Adds a list of words with spaces between.
    mutating func append(_ words: String) {
        var words = words
        words.withUTF8 { text in
            var start = 0
            while start < text.count {
                var end = start
                while end < text.count, text[end] != 0x20 { end += 1 }
                if end > start {
                    members.append(number(of: UnsafeBufferPointer(rebasing: text[start..<end])))
                }
                start = end + 1
            }
        }
        listStarts.append(UInt32(members.count))
    }

    /// Adds the lists of others.
    mutating func append(contentsOf other: WordLists) {
        let numbers = other.bytes.withUnsafeBufferPointer { bytes in
            (0..<other.wordCount).map { word in
                let range = Int(other.wordStarts[word])..<Int(other.wordStarts[word + 1])
                return number(of: UnsafeBufferPointer(rebasing: bytes[range]))
            }
        }
        let offset = UInt32(members.count)
        members += other.members.lazy.map { numbers[Int($0)] }
        listStarts += other.listStarts.dropFirst().lazy.map { $0 + offset }
    }

    /// The number of a word, which is taken up where it is new.
    private mutating func number(of word: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var place = Self.hash(word) & (table.count - 1)
        while table[place] != 0 {
            let number = table[place] - 1
            if self.word(number, is: word) { return number }
            place = (place + 1) & (table.count - 1)
        }
        let number = UInt32(wordCount)
        bytes.append(contentsOf: word)
        wordStarts.append(UInt32(bytes.count))
        table[place] = number + 1
        if 2 * wordCount > table.count { widen() }
        return number
    }

    private func word(_ number: UInt32, is word: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = Int(wordStarts[Int(number)])
        guard Int(wordStarts[Int(number) + 1]) - start == word.count else { return false }
        for index in 0..<word.count where bytes[start + index] != word[index] { return false }
        return true
    }

    private mutating func widen() {
        table = Array(repeating: 0, count: 4 * table.count)
        bytes.withUnsafeBufferPointer { bytes in
            for number in 0..<wordCount {
                let range = Int(wordStarts[number])..<Int(wordStarts[number + 1])
                var place =
                    Self.hash(UnsafeBufferPointer(rebasing: bytes[range])) & (table.count - 1)
                while table[place] != 0 { place = (place + 1) & (table.count - 1) }
                table[place] = UInt32(number) + 1
            }
        }
    }

    /// FNV-1a, with its upper half folded into the lower.
    private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
    }
}

extension WordLists {
    /// The lists of rows as their columns keep them, in the order of rows.
    init(_ columns: WordColumns) {
        self.init()
        bytes.reserveCapacity(columns.bytes.count)
        columns.bytes.withUnsafeBufferPointer { text in
            for word in 0..<columns.wordCount {
                let range = Int(columns.wordStarts[word])..<Int(columns.wordStarts[word + 1])
                _ = number(of: UnsafeBufferPointer(rebasing: text[range]))
            }
        }
        var next = [UInt32](repeating: 0, count: columns.rowCount + 1)
        for row in columns.rows { next[Int(row) + 1] += 1 }
        for row in 0..<columns.rowCount { next[row + 1] += next[row] }
        listStarts = next
        members = [UInt32](unsafeUninitializedCapacity: columns.rows.count) { members, count in
            for word in 0..<columns.wordCount {
                let range = Int(columns.rowStarts[word])..<Int(columns.rowStarts[word + 1])
                for row in columns.rows[range] {
                    members.initializeElement(at: Int(next[Int(row)]), to: UInt32(word))
                    next[Int(row)] += 1
                }
            }
            count = columns.rows.count
        }
    }
}
