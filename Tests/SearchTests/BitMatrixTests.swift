import Testing

@testable import Search

@Suite struct BitMatrixTests {
    @Test func `rows become bits and bits rows, in every lane`() {
        var generator = SeededGenerator(seed: 11)
        var matrix = BitMatrix()
        for row in 0..<32 {
            for lane in 0..<4 { matrix[row][lane] = UInt32(truncatingIfNeeded: generator.next()) }
        }
        let original = matrix
        matrix.transpose()
        for row in 0..<32 {
            for bit in 0..<32 {
                let before = original[row] &>> UInt32(bit) & 1
                let after = matrix[bit] &>> UInt32(row) & 1
                #expect(before == after, "row \(row), bit \(bit)")
            }
        }
        matrix.transpose()
        for row in 0..<32 { #expect(matrix[row] == original[row]) }
    }
}
