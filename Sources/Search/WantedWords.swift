/// The words that a search wants, beside the columns in which they stand.
struct WantedWords {
    /// One vocabulary: any of these bits, in one column or two.
    struct Choice {
        var column: ListingColumns.Column
        var mask: Int32
        /// The upper half of the vocabulary, where both are wanted.
        var upper: ListingColumns.Column?
        var upperMask: Int32 = 0

        /// The rows of a block that have any of the words.
        @inline(__always)
        func rows(of block: RowBlock) -> UInt32 {
            let found = block[column]
            let mask = mask
            guard let upper else { return RowBlock.rows { (found[$0] & mask) .!= 0 } }
            let others = block[upper]
            let upperMask = upperMask
            return RowBlock.rows { ((found[$0] & mask) | (others[$0] & upperMask)) .!= 0 }
        }
    }

    private(set) var choices: [Choice] = []

    /// Nil where no row has any of the words of a vocabulary that is asked for.
    ///
    /// - Parameters:
    ///   - wanted: As in `ListingRow.words`.
    ///   - view: Where to look.
    init?(_ wanted: SIMD8<Int32>, in view: ListingColumns.View) {
        for half in stride(from: 0, to: 8, by: 2) {
            let lower = wanted[half]
            let upper = wanted[half + 1]
            guard lower != 0 || upper != 0 else { continue }
            switch (lower == 0 ? nil : view.words[half], upper == 0 ? nil : view.words[half + 1]) {
            case (let column?, let other):
                choices.append(
                    Choice(column: column, mask: lower, upper: other, upperMask: upper)
                )
            case (nil, let column?): choices.append(Choice(column: column, mask: upper))
            case (nil, nil): return nil
            }
        }
    }
}
