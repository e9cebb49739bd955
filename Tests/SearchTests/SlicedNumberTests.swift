import Testing

@testable import Search

@Suite struct SlicedNumberTests {
    /// Numbers of a batch in slices, as its columns hold them.
    private func withBatch(
        _ numbers: [Int32],
        _ span: NumberSpan,
        _ body: (RowBatch, SlicedNumber) -> Void
    ) {
        // Not the first slice, so that nothing counts from the start of the memory.
        let sliced = SlicedNumber(span, firstSlice: 3)
        var matrix = BitMatrix()
        for (row, number) in numbers.enumerated() {
            matrix[row % 32][row / 32] = span.code(of: number)
        }
        matrix.transpose()
        var summary = RowBatch.Summary([])
        var slices = [RowSet](repeating: RowSet(repeating: .max), count: 3)
        for digit in 0..<sliced.digits { slices.append(matrix[digit]) }
        slices.withUnsafeMutableBufferPointer { slices in
            guard let slices = slices.baseAddress else { return }
            withUnsafeMutablePointer(to: &summary) { summary in
                body(RowBatch(summary: summary, slices: slices), sliced)
            }
        }
    }

    private func rows(_ set: RowSet) -> [Int] {
        (0..<RowBatch.rows).filter { set.contains($0) }
    }

    /// Spans of a few numbers and of all there are, with and without what lies outside them.
    private static let spans: [(ClosedRange<Int32>, outside: [Int32])] = [
        (0...0, []), (5...6, []), (-3...4, [.min]), (0...500, []),
        (2_000...16_000, [1 << 30]), (-700_000...1_900_000, [.min]),
        (.min + 1 ... .max, [.min]), (.max - 4 ... .max, [.min]), (.min + 1 ... .min + 9, [.min]),
    ]

    @Test(arguments: spans.indices)
    func `finds whoever is above a limit`(number: Int) {
        var generator = SeededGenerator(seed: UInt64(number))
        let (range, outside) = Self.spans[number]
        for _ in 0..<60 {
            // All of them, or of a few only, so that many are equal.
            let few = (0..<4).map { _ in Int32.random(in: range, using: &generator) }
            var numbers = (0..<RowBatch.rows).map { _ in
                generator.happens(0.5)
                    ? few[generator.below(4)] : Int32.random(in: range, using: &generator)
            }
            var span = NumberSpan()
            for number in numbers { span.take(in: number) }
            for row in numbers.indices where generator.happens(0.1) {
                numbers[row] = outside.first ?? numbers[row]
            }
            let limit = generator.happens(0.7) ? few[0] : Int32.random(in: range, using: &generator)
            let far = limit.addingReportingOverflow(Int32(generator.below(90)))
            let farLimit = far.overflow ? Int32.max : far.partialValue
            let some = RowSet(rows: generator.below(128)..<128)

            withBatch(numbers, span) { batch, sliced in
                let expected = numbers.indices.filter { numbers[$0] > limit }
                let above = SlicedNumber.Above(sliced, limit)
                #expect(rows(above.rows(of: batch)) == expected)

                let littleAbove = SlicedNumber.AboveByLittle(sliced, limit, farLimit: farLimit)
                let found = littleAbove.rows(of: batch, among: some)
                #expect(rows(found.above) == expected.filter { some.contains($0) })
                let little = expected.filter { numbers[$0] <= farLimit && some.contains($0) }
                #expect(rows(found.byLittle) == little)

                for row in numbers.indices {
                    let isOutside = outside.contains(numbers[row]) && !range.contains(numbers[row])
                    #expect(sliced.number(of: row, in: batch) == (isOutside ? nil : numbers[row]))
                }
            }
        }
    }

    @Test func `a limit beyond all numbers lets those outside stand`() {
        var span = NumberSpan()
        for number: Int32 in [10, 20] { span.take(in: number) }
        withBatch([10, 20, .max, .min], span) { batch, sliced in
            func found(_ limit: Int32) -> [Int] {
                rows(SlicedNumber.Above(sliced, limit).rows(of: batch)).filter { $0 < 4 }
            }
            #expect(found(.min) == [0, 1, 2])
            #expect(found(9) == [0, 1, 2])
            #expect(found(10) == [1, 2])
            #expect(found(20) == [2])
            #expect(found(1000) == [2])
        }
    }

    @Test func `where nobody has a number, none is below and none within`() {
        withBatch([.min, 1 << 30], NumberSpan()) { batch, sliced in
            let above = SlicedNumber.Above(sliced, 7).rows(of: batch)
            #expect(!above.contains(0))
            #expect(above.contains(1))
            #expect(sliced.number(of: 0, in: batch) == nil)
            #expect(sliced.number(of: 1, in: batch) == nil)
        }
    }
}
