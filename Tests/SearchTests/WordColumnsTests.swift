import Testing

@testable import Search

@Suite struct WordColumnsTests {
    private func columns(_ lists: [String]) -> WordColumns {
        var words = WordLists()
        for list in lists { words.append(list) }
        return WordColumns(words, order: lists.indices.map { UInt32($0) })
    }

    @Test func `lists come out of columns as they went in`() {
        let lists = ["B A", "", "A", "C AB B", "A"]
        var again = WordLists(columns(lists))
        again.append(contentsOf: WordLists(columns(["D", "A D"])))
        let texts = (0..<7).map { list in
            again.words(of: list).map { word in
                String(decoding: again.bytes[again.range(of: word)], as: UTF8.self)
            }.sorted()
        }
        #expect(
            texts == [["A", "B"], [], ["A"], ["AB", "B", "C"], ["A"], ["D"], ["A", "D"]]
        )
    }

    @Test func `thousands of words keep their numbers while the table grows`() {
        let lists = (0..<20_000).map { "W\($0) SHARED" }
        let columns = columns(lists)
        #expect(columns.wordCount == 20_001)
        for number in stride(from: 0, to: 20_000, by: 997) {
            let words = columns.words(equalTo: Array("W\(number)".utf8))
            #expect(words.count == 1)
            var rows = columns.noRows
            columns.add(words, to: &rows)
            #expect(rows[number / RowBatch.rows].contains(number % RowBatch.rows))
            #expect(rows.reduce(0) { $0 + $1.count } == 1)
        }
        #expect(columns.frequency(of: columns.words(beginningWith: Array("W1".utf8))) == 11_111)
        #expect(columns.words(equalTo: Array("W".utf8)).isEmpty)
        #expect(columns.words(beginningWith: Array("X".utf8)).isEmpty)
        #expect(columns.words(beginningWith: []).count == 20_001)
    }

    @Test func `near words are those within the limit, and their beginnings`() {
        let texts = ["SMITH", "SMYTH", "SMITHSON", "SMUT", "XSMITH", "MSITH", "SMIT", "ITH", "Z"]
        let columns = columns(texts)
        func near(_ typed: String, _ limit: Int, isBeginning: Bool = false) -> Set<String> {
            let found = NearWords(
                in: columns,
                like: Array(typed.utf8),
                limit: limit,
                isBeginning: isBeginning
            ).found
            return Set(found.joined().map { String(decoding: columns.word($0), as: UTF8.self) })
        }
        #expect(near("SMITH", 1) == ["SMITH", "SMYTH", "XSMITH", "MSITH", "SMIT"])
        #expect(near("SMITH", 2) == ["SMITH", "SMYTH", "XSMITH", "MSITH", "SMIT", "SMUT", "ITH"])
        #expect(near("SMOTH", 1) == ["SMITH", "SMYTH"])
        #expect(near("SMOTHS", 1, isBeginning: true) == ["SMITHSON"])
        #expect(near("", 1) == ["Z"])
    }

    @Test func `a mark is no letter that may be wrong`() {
        let columns = columns([".SEATTLE", "SEATTLE", "US-", "US-WA", "USHA"])
        func near(_ typed: String, isBeginning: Bool) -> Set<String> {
            let found = NearWords(
                in: columns,
                like: Array(typed.utf8),
                limit: 1,
                isBeginning: isBeginning
            ).found
            return Set(found.joined().map { String(decoding: columns.word($0), as: UTF8.self) })
        }
        #expect(near("SEATT", isBeginning: true) == ["SEATTLE"])
        #expect(near("SEATLE", isBeginning: false) == ["SEATTLE"])
        #expect(near(".SEATLE", isBeginning: false) == [".SEATTLE"])
        #expect(near("USWA", isBeginning: false) == ["USHA"])
    }
}
