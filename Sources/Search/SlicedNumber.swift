/// The least and the greatest number that a column holds.
///
/// Within it a number is written as its place, from 1; what lies below all as 0, above all as one
/// more than the last.
struct NumberSpan {
    private var least = Int32.max
    private var greatest = Int32.min

    mutating func take(in number: Int32) {
        least = min(least, number)
        greatest = max(greatest, number)
    }

    func joined(with other: NumberSpan) -> NumberSpan {
        var both = NumberSpan()
        both.least = min(least, other.least)
        both.greatest = max(greatest, other.greatest)
        return both
    }

    private var count: Int64 { max(0, Int64(greatest) - Int64(least) + 1) }

    /// Enough for every code.
    var digits: Int { 32 - UInt32(clamping: count + 1).leadingZeroBitCount }

    func code(of number: Int32) -> UInt32 {
        let place = Int64(number) - (count == 0 ? 0 : Int64(least)) + 1
        return UInt32(clamping: min(max(place, 0), count + 1))
    }

    /// What is above a number has a greater code than this.
    func limit(at number: Int32) -> UInt32 {
        min(code(of: number), UInt32(clamping: count))
    }

    /// Nil for what lies outside.
    func number(ofCode code: UInt32) -> Int32? {
        (1...max(1, count)).contains(Int64(code)) && count > 0
            ? Int32(truncatingIfNeeded: Int64(least) + Int64(code) - 1) : nil
    }
}

/// A number of every row in bit slices, one for each binary digit of its code, the lowest first.
///
/// Comparing a batch with a limit takes one operation a digit.
struct SlicedNumber {
    let span: NumberSpan
    let firstSlice: Int
    let digits: Int

    init(_ span: NumberSpan, firstSlice: Int) {
        self.span = span
        self.firstSlice = firstSlice
        digits = span.digits
    }

    /// The number of one row of a batch; nil where it lies outside the span.
    func number(of row: Int, in batch: RowBatch) -> Int32? {
        var code: UInt32 = 0
        for digit in 0..<digits where batch.slices[firstSlice + digit].contains(row) {
            code |= 1 << UInt32(digit)
        }
        return span.number(ofCode: code)
    }

    /// Finds who is above a limit.
    struct Above {
        private let firstSlice: Int
        private let digits: Int
        private let limit: UInt32

        init(_ number: SlicedNumber, _ limit: Int32) {
            firstSlice = number.firstSlice
            digits = number.digits
            self.limit = number.span.limit(at: limit)
        }

        @inline(__always)
        func rows(of batch: RowBatch) -> RowSet {
            SlicedNumber.above(limit, batch.slices + firstSlice, digits: digits)
        }
    }

    /// Finds who is above a limit, and of these who is so by little.
    ///
    /// Where the limits agree in their highest digits, both are compared in one go.
    struct AboveByLittle {
        private let firstSlice: Int
        private let digits: Int
        private let limit: UInt32
        private let farLimit: UInt32
        /// How many of the lowest digits hold all in which the limits differ.
        private let differing: Int

        init(_ number: SlicedNumber, _ limit: Int32, farLimit: Int32) {
            firstSlice = number.firstSlice
            digits = number.digits
            self.limit = number.span.limit(at: limit)
            self.farLimit = number.span.limit(at: max(limit, farLimit))
            differing = 32 - (self.limit ^ self.farLimit).leadingZeroBitCount
        }

        /// - Parameters:
        ///   - batch: Where to look.
        ///   - rows: Whom to ask about.
        /// - Returns: Those of the rows that are above the limit, and those that are so without
        ///   being above the far limit.
        @inline(__always)
        func rows(of batch: RowBatch, among rows: RowSet) -> (above: RowSet, byLittle: RowSet) {
            let slices = batch.slices + firstSlice
            var above = SlicedNumber.above(limit, slices, digits: differing)
            var far = SlicedNumber.above(farLimit, slices, digits: differing)
            var rest = limit >> UInt32(differing)
            for digit in differing..<max(differing, digits) {
                if rest & 1 == 0 {
                    above |= slices[digit]
                    far |= slices[digit]
                } else {
                    above &= slices[digit]
                    far &= slices[digit]
                }
                rest &>>= 1
            }
            above &= rows
            return (above, above & ~far)
        }
    }

    /// The rows whose lowest digits make more than those of a limit.
    @inline(__always)
    private static func above(
        _ limit: UInt32,
        _ slices: UnsafeMutablePointer<RowSet>,
        digits: Int
    ) -> RowSet {
        var above = RowSet.zero
        var limit = limit
        // From the lowest digit up, so that a higher one overrules.
        for digit in 0..<digits {
            if limit & 1 == 0 {
                above |= slices[digit]
            } else {
                above &= slices[digit]
            }
            limit &>>= 1
        }
        return above
    }
}
