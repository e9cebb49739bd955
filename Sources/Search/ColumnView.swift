import Directory

extension ListingColumns {
    /// The addresses of the columns, to be used while their owner lives.
    struct View {
        fileprivate let batches: UnsafeMutableRawPointer
        fileprivate let batchBytes: Int
        fileprivate let slicesBytes: Int
        fileprivate let blockQuads: Int
        /// Nil where nobody's experience has a last day.
        let ended: Int?
        let practitioner, location: UnsafeMutablePointer<Int64>
        let byPractitioner: UnsafeMutablePointer<UInt32>
        /// For each block, how many rows with siblings come before it.
        let severalBefore: UnsafeMutablePointer<UInt32>
    }

    /// The one piece of memory in which all columns of so many rows stand.
    ///
    /// One, because the allocator gives a large one back to the system when it is freed.
    struct Slab {
        let start: UnsafeMutableRawPointer
        let view: View
        let byteCount: Int

        private static let alignment = 64

        /// Zeroed, to be freed by its owner.
        init(_ slices: SliceLayout, count: Int) {
            let batchCount = (count + RowBatch.rows - 1) / RowBatch.rows
            let slicesBytes = slices.count * MemoryLayout<RowSet>.stride
            let columns = RowBlock.Column.fixedCount + (slices.ended == nil ? 0 : 1)
            let batchBytes =
                MemoryLayout<RowBatch.Summary>.stride + slicesBytes
                + columns * RowBatch.rows * MemoryLayout<Int32>.stride

            var size = 0
            func carve(_ bytes: Int) -> Int {
                defer { size += (bytes + Self.alignment - 1) / Self.alignment * Self.alignment }
                return size
            }
            let batches = carve(batchCount * batchBytes)
            let practitioner = carve(batchCount * RowBatch.rows * 8)
            let location = carve(batchCount * RowBatch.rows * 8)
            let byPractitioner = carve(batchCount * RowBatch.rows * 4)
            let severalBefore = carve(batchCount * RowBatch.blocks * 4)

            let start = UnsafeMutableRawPointer.allocate(
                byteCount: max(size, Self.alignment),
                alignment: Self.alignment
            )
            start.initializeMemory(as: UInt8.self, repeating: 0, count: size)
            self.start = start
            byteCount = size
            view = View(
                batches: start + batches,
                batchBytes: batchBytes,
                slicesBytes: slicesBytes,
                blockQuads: columns * RowBlock.quads,
                ended: slices.ended,
                practitioner: (start + practitioner).assumingMemoryBound(to: Int64.self),
                location: (start + location).assumingMemoryBound(to: Int64.self),
                byPractitioner: (start + byPractitioner).assumingMemoryBound(to: UInt32.self),
                severalBefore: (start + severalBefore).assumingMemoryBound(to: UInt32.self)
            )
        }
    }
}

extension ListingColumns.View {
    @inline(__always)
    func batch(_ number: Int) -> RowBatch {
        let summary = batches + number &* batchBytes
        let slices = summary + MemoryLayout<RowBatch.Summary>.stride
        return RowBatch(
            summary: summary.assumingMemoryBound(to: RowBatch.Summary.self),
            slices: slices.assumingMemoryBound(to: RowSet.self)
        )
    }

    @inline(__always)
    func block(_ number: Int) -> RowBlock {
        let batch = batches + (number / RowBatch.blocks) &* batchBytes
        let first = batch + MemoryLayout<RowBatch.Summary>.stride + slicesBytes
        let quads = (number % RowBatch.blocks) &* blockQuads
        return RowBlock(quads: first.assumingMemoryBound(to: RowBlock.Quad.self) + quads)
    }

    /// The value of one row.
    @inline(__always)
    func value(_ column: RowBlock.Column, _ row: Int) -> Int32 {
        block(row / RowBlock.rows)[column, row % RowBlock.rows]
    }

    func until(_ row: Int) -> Int32 {
        ended == nil ? Lane.noDay : value(.until, row)
    }

    func experience(_ row: Int) -> Experience? {
        Lane.experience(since: value(.since, row), until: until(row))
    }

    func years(_ row: Int, on day: CalendarDate) -> Int? {
        experience(row)?.years(on: day)
    }

    /// The squared chord of a row to a point, in steps, exactly.
    func chordSquared(from point: SIMD3<Int32>, _ row: Int) -> Int64 {
        func square(_ column: RowBlock.Column, _ middle: Int32) -> Int64 {
            let difference = Int64(value(column, row)) - Int64(middle)
            return difference * difference
        }
        return square(.x, point.x) + square(.y, point.y) + square(.z, point.z)
    }

    /// Whether the row's practitioner has others: siblings.
    func hasSiblings(_ row: Int) -> Bool {
        let (batch, index) = row.quotientAndRemainder(dividingBy: RowBatch.rows)
        return self.batch(batch).slices[SliceLayout.several].contains(index)
    }
}
