/// A word of thirty-two bits for every row of a batch, to be turned into a row set for every bit, or
/// back.
///
/// The word of a block's row stands in the block's lane, at the row's number in it.
struct BitMatrix {
    private var sets = InlineArray<32, RowSet>(repeating: .zero)

    init() {}

    @inline(__always)
    subscript(number: Int) -> RowSet {
        get { sets[number] }
        set { sets[number] = newValue }
    }

    /// Makes bit i of word j what bit j of word i was, in every lane.
    ///
    /// Swaps halves, then quarters and so on (Warren, Hacker's Delight, 7-3).
    mutating func transpose() {
        var width = 16
        var mask: UInt32 = 0x0000_FFFF
        while width > 0 {
            let shift = RowSet(repeating: UInt32(width))
            var word = 0
            while word < 32 {
                let swapped = (sets[word] &>> shift ^ sets[word + width]) & mask
                sets[word] ^= swapped &<< shift
                sets[word + width] ^= swapped
                word = (word + width + 1) & ~width
            }
            width /= 2
            mask ^= mask << UInt32(width)
        }
    }
}
