import Directory

/// Listings as columns, sorted by cell; once made they never change.
///
/// Thirty-two rows make a block, in which the columns follow one another: a search reads memory in
/// one stream, and a small circle touches few pages.
///
/// Invariants on which the unchecked reads of a search rest:
/// - there are as many blocks as `count` rows need, or more; each has all columns of the layout;
/// - a bit map has a word a block, zero beyond `count`;
/// - `cells` ascends without repeating; `cellStarts` ascends from 0 to `count`, with one element
///   more than `cells`;
/// - `byPractitioner` holds every row once, practitioners ascending;
/// - all memory is written before `init` ends, only read afterwards, and freed by `deinit`.
final class ListingColumns: @unchecked Sendable {
    let count: Int
    /// How many of them have a place; they come first.
    let placedCount: Int
    let view: View
    let shape: Shape
    private let siblings: Siblings
    private let cells: [UInt32]
    private let cellStarts: [UInt32]
    private let slab: UnsafeMutableRawPointer
    private let slabBytes: Int

    /// A column, by its number in every block.
    struct Column: Equatable {
        let number: Int

        static let x = Column(number: 0)
        static let y = Column(number: 1)
        static let z = Column(number: 2)
        static let vettedUntil = Column(number: 3)
        static let traits = Column(number: 4)
        static let since = Column(number: 5)
        static let rating = Column(number: 6)
        static let reviews = Column(number: 7)
        static let verifiedAt = Column(number: 8)
        static let fixedCount = 9
    }

    /// The addresses of the columns, to be used while their owner lives.
    struct View {
        var blocks: UnsafeMutablePointer<RowBlock.Quad>
        /// Vectors of four in a block.
        var stride: Int
        /// Nil where nobody's experience has a last day.
        var until: Column?
        /// As in `ListingRow.words`; nil where no row has any of these words.
        var words: InlineArray<8, Column?>
        var practitioner, location: UnsafeMutablePointer<Int64>
        var byPractitioner: UnsafeMutablePointer<UInt32>
        /// Rows whose practitioner has others: siblings.
        var several: UnsafeMutablePointer<UInt32>
        /// For each block, how many rows with siblings come before it.
        var severalBefore: UnsafeMutablePointer<UInt32>
        /// Rows whose experience has a last day.
        var ended: UnsafeMutablePointer<UInt32>
    }

    /// What has to be known of rows before the first is written.
    struct Shape {
        var count = 0
        var words = SIMD8<Int32>.zero
        var hasEnds = false

        mutating func take(in row: ListingRow) {
            count += 1
            words |= row.words
            hasEnds = hasEnds || row.until != Lane.noDay
        }

        /// What holds for rows of both.
        func joined(with other: Shape) -> Shape {
            Shape(
                count: count + other.count,
                words: words | other.words,
                hasEnds: hasEnds || other.hasEnds
            )
        }
    }

    /// - Parameters:
    ///   - shape: Of these rows or more.
    ///   - rows: Cells ascending.
    init(shape: Shape, rows: some Sequence<ListingRow>) {
        let layout = Layout(shape: shape)
        slabBytes = layout.size
        slab = .allocate(byteCount: max(slabBytes, Layout.alignment), alignment: Layout.alignment)
        slab.initializeMemory(as: UInt8.self, repeating: 0, count: slabBytes)
        let view = layout.view(of: slab)
        self.view = view
        self.shape = shape

        var cells: [UInt32] = []
        var cellStarts: [UInt32] = []
        var written = 0
        for row in rows {
            precondition(written < shape.count, "more rows than their shape counts")
            if cells.last != row.cell {
                cells.append(row.cell)
                cellStarts.append(UInt32(written))
            }
            view.write(row, at: written)
            written += 1
        }
        cellStarts.append(UInt32(written))
        count = written
        placedCount = cells.last == CellGrid.nowhere ? Int(cellStarts[cells.count - 1]) : written
        self.cells = cells
        self.cellStarts = cellStarts

        let order = stableOrder(count: written) { view.practitioner[$0].orderedBits }
        for (position, row) in order.enumerated() { view.byPractitioner[position] = row }
        siblings = view.findSiblings(count: written)
    }

    deinit {
        slab.deallocate()
    }

    /// Bytes of memory held.
    var byteCount: Int {
        slabBytes + 4 * (cells.capacity + cellStarts.capacity) + siblings.byteCount
    }

    // MARK: - Finding rows

    /// The rows whose cells lie in a range.
    func rows(inCells range: ClosedRange<UInt32>) -> Range<Int> {
        let first = firstCell(notBelow: range.lowerBound)
        let end = firstCell(notBelow: range.upperBound + 1)
        return Int(cellStarts[first])..<Int(cellStarts[end])
    }

    private func firstCell(notBelow cell: UInt32) -> Int {
        cells.withUnsafeBufferPointer { cells in
            var low = 0
            var high = cells.count
            while low < high {
                let middle = (low + high) / 2
                if cells[middle] < cell { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// The rows of one practitioner, by their positions in `byPractitioner`.
    func positions(of practitioner: Int64) -> Range<Int> {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if view.practitioner[Int(view.byPractitioner[middle])] < practitioner {
                low = middle + 1
            } else {
                high = middle
            }
        }
        var end = low
        while end < count, view.practitioner[Int(view.byPractitioner[end])] == practitioner {
            end += 1
        }
        return low..<end
    }

    /// How many practitioners have several rows.
    var groupCount: Int { siblings.starts.count - 1 }

    /// The group of a row that has siblings.
    @inline(__always)
    func group(of block: Int, _ bit: Int) -> Int {
        let earlier = view.several[block] & ((1 << UInt32(bit)) &- 1)
        return Int(siblings.groups[Int(view.severalBefore[block]) &+ earlier.nonzeroBitCount])
    }

    /// The rows of a group of siblings.
    func rows(ofGroup group: Int) -> ArraySlice<UInt32> {
        siblings.rows[Int(siblings.starts[group])..<Int(siblings.starts[group + 1])]
    }

    // MARK: - Reading rows back

    /// All rows that a bit map leaves, cells ascending.
    func rows(live: [UInt32]) -> some Sequence<ListingRow> {
        cells.indices.lazy.flatMap { [self] index in
            (Int(cellStarts[index])..<Int(cellStarts[index + 1])).lazy
                .filter { live[$0 / RowBlock.rows] & 1 << UInt32($0 % RowBlock.rows) != 0 }
                .map { [self] in view.row(at: $0, cell: cells[index]) }
        }
    }

    /// A bit map with every row set.
    var allRows: [UInt32] {
        (0..<(count + RowBlock.rows - 1) / RowBlock.rows).map { block in
            UInt32((1 << min(RowBlock.rows, count - block * RowBlock.rows)) - 1)
        }
    }
}

// MARK: - Memory

/// Where everything stands in one block of memory.
///
/// One, because the allocator gives a large one back to the system when it is freed.
private struct Layout {
    static let alignment = 64
    private(set) var size = 0
    private var stride = 0
    private var until: ListingColumns.Column?
    private var words = InlineArray<8, ListingColumns.Column?>(repeating: nil)
    private var practitioner = 0
    private var location = 0
    private var byPractitioner = 0
    private var several = 0
    private var severalBefore = 0
    private var ended = 0

    init(shape: ListingColumns.Shape) {
        let blocks = (shape.count + RowBlock.rows - 1) / RowBlock.rows
        let rows = blocks * RowBlock.rows
        var columns = ListingColumns.Column.fixedCount
        func add() -> ListingColumns.Column {
            defer { columns += 1 }
            return ListingColumns.Column(number: columns)
        }
        for half in 0..<8 where shape.words[half] != 0 { words[half] = add() }
        if shape.hasEnds { until = add() }
        stride = columns * RowBlock.quads

        _ = carve(blocks * stride, of: RowBlock.Quad.self)
        practitioner = carve(rows, of: Int64.self)
        location = carve(rows, of: Int64.self)
        byPractitioner = carve(rows, of: UInt32.self)
        several = carve(blocks, of: UInt32.self)
        severalBefore = carve(blocks, of: UInt32.self)
        ended = carve(blocks, of: UInt32.self)
    }

    private mutating func carve<Element>(_ count: Int, of type: Element.Type) -> Int {
        defer {
            let bytes = count * MemoryLayout<Element>.stride
            size += (bytes + Self.alignment - 1) / Self.alignment * Self.alignment
        }
        return size
    }

    func view(of slab: UnsafeMutableRawPointer) -> ListingColumns.View {
        ListingColumns.View(
            blocks: slab.assumingMemoryBound(to: RowBlock.Quad.self),
            stride: stride,
            until: until,
            words: words,
            practitioner: (slab + practitioner).assumingMemoryBound(to: Int64.self),
            location: (slab + location).assumingMemoryBound(to: Int64.self),
            byPractitioner: (slab + byPractitioner).assumingMemoryBound(to: UInt32.self),
            several: (slab + several).assumingMemoryBound(to: UInt32.self),
            severalBefore: (slab + severalBefore).assumingMemoryBound(to: UInt32.self),
            ended: (slab + ended).assumingMemoryBound(to: UInt32.self)
        )
    }
}

extension ListingColumns.View {
    /// The columns of a block.
    @inline(__always)
    func block(_ number: Int) -> RowBlock {
        RowBlock(quads: blocks + number &* stride)
    }

    /// The value of one row.
    @inline(__always)
    func value(_ column: ListingColumns.Column, _ row: Int) -> Int32 {
        UnsafeRawPointer(blocks).load(fromByteOffset: offset(column, row), as: Int32.self)
    }

    private func set(_ column: ListingColumns.Column, _ row: Int, _ value: Int32) {
        UnsafeMutableRawPointer(blocks)
            .storeBytes(of: value, toByteOffset: offset(column, row), as: Int32.self)
    }

    @inline(__always)
    private func offset(_ column: ListingColumns.Column, _ row: Int) -> Int {
        let quad = (row >> 5) &* stride &+ column.number &* RowBlock.quads
        return quad &* MemoryLayout<RowBlock.Quad>.stride &+ (row & 31) &* 4
    }

    fileprivate func write(_ row: ListingRow, at index: Int) {
        set(.x, index, row.position.x)
        set(.y, index, row.position.y)
        set(.z, index, row.position.z)
        set(.vettedUntil, index, row.vettedUntil)
        set(.verifiedAt, index, row.verifiedAt)
        set(.since, index, row.since)
        set(.rating, index, row.rating)
        set(.reviews, index, row.reviews)
        set(.traits, index, row.traits)
        if let until { set(until, index, row.until) }
        for half in 0..<8 {
            if let column = words[half] { set(column, index, row.words[half]) }
        }
        practitioner[index] = row.practitioner
        location[index] = row.location
        if row.until != Lane.noDay {
            ended[index / RowBlock.rows] |= 1 << UInt32(index % RowBlock.rows)
        }
    }

    fileprivate func row(at index: Int, cell: UInt32) -> ListingRow {
        var halves = SIMD8<Int32>.zero
        for half in 0..<8 {
            if let column = words[half] { halves[half] = value(column, index) }
        }
        return ListingRow(
            practitioner: practitioner[index],
            location: location[index],
            cell: cell,
            position: SIMD3(value(.x, index), value(.y, index), value(.z, index)),
            vettedUntil: value(.vettedUntil, index),
            verifiedAt: value(.verifiedAt, index),
            since: value(.since, index),
            until: until.map { value($0, index) } ?? Lane.noDay,
            rating: value(.rating, index),
            reviews: value(.reviews, index),
            traits: value(.traits, index),
            words: halves
        )
    }

    /// Marks the rows of practitioners with several, and groups them.
    fileprivate func findSiblings(count: Int) -> Siblings {
        var found = Siblings()
        var start = 0
        while start < count {
            let key = practitioner[Int(byPractitioner[start])]
            var end = start + 1
            while end < count, practitioner[Int(byPractitioner[end])] == key { end += 1 }
            if end - start > 1 {
                for position in start..<end {
                    let row = Int(byPractitioner[position])
                    several[row / RowBlock.rows] |= 1 << UInt32(row % RowBlock.rows)
                    found.rows.append(UInt32(row))
                    found.groups.append(UInt32(found.starts.count - 1))
                }
                found.starts.append(UInt32(found.rows.count))
            }
            start = end
        }
        var before: UInt32 = 0
        for block in 0..<(count + RowBlock.rows - 1) / RowBlock.rows {
            severalBefore[block] = before
            before += UInt32(several[block].nonzeroBitCount)
        }
        let order = stableOrder(count: found.rows.count) { UInt64(found.rows[$0]) }
        found.groups = order.map { found.groups[Int($0)] }
        return found
    }
}

/// The rows of practitioners who have several, in groups.
private struct Siblings {
    /// For each row that has siblings, in the order of rows, its group.
    var groups: [UInt32] = []
    /// The same rows, group by group.
    var rows: [UInt32] = []
    /// For each group, where it begins in `rows`; at the end, where the last one ends.
    var starts: [UInt32] = [0]

    var byteCount: Int { 4 * (groups.capacity + rows.capacity + starts.capacity) }
}

extension Int64 {
    /// The same order in unsigned bits.
    fileprivate var orderedBits: UInt64 { UInt64(bitPattern: self) ^ 1 << 63 }
}
