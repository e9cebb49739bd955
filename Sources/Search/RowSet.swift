/// Some of the rows of a batch, a bit each: a lane for each of its four blocks, in which the first
/// row's bit is the lowest.
typealias RowSet = SIMD4<UInt32>

extension RowSet {
    /// The rows of a batch from one number to another, as far as they stand in it.
    init(rows: Range<Int>) {
        self.init()
        for block in 0..<RowBatch.blocks {
            let own = rows.clamped(to: block * RowBlock.rows..<(block + 1) * RowBlock.rows)
            guard !own.isEmpty else { continue }
            let start = own.lowerBound % RowBlock.rows
            self[block] = (UInt32.max >> UInt32(RowBlock.rows - own.count)) << UInt32(start)
        }
    }

    func contains(_ row: Int) -> Bool {
        self[row / RowBlock.rows] & 1 << UInt32(row % RowBlock.rows) != 0
    }

    mutating func insert(_ row: Int) {
        self[row / RowBlock.rows] |= 1 << UInt32(row % RowBlock.rows)
    }

    mutating func remove(_ row: Int) {
        self[row / RowBlock.rows] &= ~(1 << UInt32(row % RowBlock.rows))
    }

    @inline(__always)
    var isEmpty: Bool {
        let halves = unsafeBitCast(self, to: SIMD2<UInt64>.self)
        return halves[0] | halves[1] == 0
    }

    /// How many rows: all lanes at once, which the least x86-64 has no instruction for.
    @inline(__always)
    var count: Int {
        // Four bytes of 32 at most, and 128 in all, fit their bytes.
        Int((byteCounts.wrappedSum() &* 0x0101_0101) >> 24)
    }

    /// How many rows each byte holds, 0 to 8 in its place.
    @inline(__always)
    var byteCounts: RowSet {
        let pairs = self &- (self &>> 1 & 0x5555_5555)
        let fours = (pairs & 0x3333_3333) &+ (pairs &>> 2 & 0x3333_3333)
        return (fours &+ fours &>> 4) & 0x0F0F_0F0F
    }

    /// The sum of all bytes, each taken as a number.
    @inline(__always)
    var sumOfBytes: Int {
        let pairs = (self & 0x00FF_00FF) &+ (self &>> 8 & 0x00FF_00FF)
        let sum = pairs.wrappedSum()
        return Int(sum & 0xFFFF) + Int(sum >> 16)
    }

    /// Hands over the rows one by one, by their numbers in the columns.
    func forEachRow(of batch: Int, _ body: (Int) -> Void) {
        for block in 0..<RowBatch.blocks {
            var left = self[block]
            while let row = left.popLowest() {
                body(batch * RowBatch.rows + block * RowBlock.rows + row)
            }
        }
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
