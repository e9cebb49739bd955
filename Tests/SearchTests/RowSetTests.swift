import Testing

@testable import Search

@Suite struct RowSetTests {
    @Test func `a range holds its rows and no others`() {
        for range in [0..<0, 0..<1, 0..<128, 31..<33, 32..<64, 5..<100, -40..<3, 120..<500] {
            let set = RowSet(rows: range)
            let expected = (0..<RowBatch.rows).filter { range.contains($0) }
            #expect((0..<RowBatch.rows).filter { set.contains($0) } == expected, "\(range)")
            #expect(set.count == expected.count, "\(range)")
            #expect(set.isEmpty == expected.isEmpty, "\(range)")
            var handed: [Int] = []
            set.forEachRow(of: 3) { handed.append($0 - 3 * RowBatch.rows) }
            #expect(handed == expected, "\(range)")
        }
    }

    @Test func `rows are put in and taken out one by one`() {
        var set = RowSet.zero
        for row in [0, 31, 32, 77, 127] { set.insert(row) }
        #expect(set.count == 5)
        set.remove(77)
        #expect(!set.contains(77))
        #expect(set.count == 4)
    }
}
