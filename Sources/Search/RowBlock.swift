/// Thirty-two rows, looked at together: one bit each in a machine word, the first row's the lowest.
///
/// A comparison runs over eight vectors of four, which the least x86-64 holds in its registers and
/// compares in one instruction.
struct RowBlock {
    typealias Quad = SIMD4<Int32>
    typealias Truths = SIMDMask<SIMD4<Int32>>

    /// How many rows make a block.
    static let rows = 32
    /// How many vectors of four a column has in a block.
    static let quads = 8

    /// The first column; the others follow.
    let quads: UnsafeMutablePointer<Quad>

    /// The eight vectors of a column.
    @inline(__always)
    subscript(column: ListingColumns.Column) -> UnsafeMutablePointer<Quad> {
        quads + column.number &* Self.quads
    }

    /// The value of one row, 0 to 31.
    func value(_ column: ListingColumns.Column, _ row: Int) -> Int32 {
        self[column][row / 4][row % 4]
    }

    /// The rows for which something is so.
    ///
    /// - Parameter test: Judges four rows, told their number in the block, 0 to 7.
    /// - Returns: A bit a row.
    @inline(__always)
    static func rows(where test: (Int) -> Truths) -> UInt32 {
        var found = SIMD4<UInt32>.zero
        var places = SIMD4<UInt32>(1, 2, 4, 8)
        for index in 0..<quads {
            found |= SIMD4<UInt32>.zero.replacing(with: places, where: test(index))
            places &<<= SIMD4(repeating: 4)
        }
        return found[0] | found[1] | found[2] | found[3]
    }
}

extension UInt32 {
    /// Takes the lowest bit away and tells which it was.
    @inline(__always)
    mutating func popLowest() -> Int? {
        guard self != 0 else { return nil }
        defer { self &= self &- 1 }
        return trailingZeroBitCount
    }
}
