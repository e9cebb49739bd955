/// Thirty-two rows with what ranking and distances need of each: a column of lanes for every number.
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

    /// A column, by its number in every block.
    struct Column: Equatable {
        let number: Int

        static let x = Column(number: 0)
        static let y = Column(number: 1)
        static let z = Column(number: 2)
        static let since = Column(number: 3)
        static let rating = Column(number: 4)
        static let reviews = Column(number: 5)
        static let fixedCount = 6
        /// Only where somebody's experience has a last day.
        static let until = Column(number: 6)
    }

    /// The eight vectors of a column.
    @inline(__always)
    subscript(column: Column) -> UnsafeMutablePointer<Quad> {
        quads + column.number &* Self.quads
    }

    /// The value of one row, 0 to 31.
    @inline(__always)
    subscript(column: Column, row: Int) -> Int32 {
        get { lanes(column)[row] }
        nonmutating set { lanes(column)[row] = newValue }
    }

    @inline(__always)
    private func lanes(_ column: Column) -> UnsafeMutablePointer<Int32> {
        UnsafeMutableRawPointer(self[column]).assumingMemoryBound(to: Int32.self)
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
