/// The words and features that a search wants, by the slices in which they stand.
struct WantedMarks {
    /// One after the other, those of each choice together.
    private var slices: [Int] = []
    /// Where each choice ends in `slices`: any of its slices will do.
    private var ends: [Int] = []

    /// Nil where no row has any of the words of a vocabulary that is asked for, or a feature.
    init?(_ wanted: ListingRow.Marks, in layout: SlicedMarks) {
        for half in stride(from: 0, to: ListingRow.Marks.features, by: 2) {
            guard add(anyOf: [half, half + 1], wanted, layout) else { return nil }
        }
        var features = wanted[ListingRow.Marks.features]
        while let feature = features.popLowest() {
            var one = ListingRow.Marks()
            one[ListingRow.Marks.features] = 1 << UInt32(feature)
            guard add(anyOf: [ListingRow.Marks.features], one, layout) else { return nil }
        }
    }

    private mutating func add(
        anyOf words: [Int],
        _ wanted: ListingRow.Marks,
        _ layout: SlicedMarks
    ) -> Bool {
        guard words.contains(where: { wanted[$0] != 0 }) else { return true }
        let start = slices.count
        for word in words {
            layout.forEachSlice(of: word, wanted[word]) { _, slice in slices.append(slice) }
        }
        guard slices.count > start else { return false }
        ends.append(slices.count)
        return true
    }

    /// The rows that have of each choice one.
    @inline(__always)
    func rows(of batch: RowBatch, among rows: RowSet) -> RowSet {
        var rows = rows
        var next = 0
        for end in ends {
            var found = RowSet.zero
            while next < end {
                found |= batch.slices[slices[next]]
                next &+= 1
            }
            rows &= found
        }
        return rows
    }
}
