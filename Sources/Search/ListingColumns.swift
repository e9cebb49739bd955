import Directory

/// Listings as columns, sorted by cell; once made they never change.
///
/// What filters ask about stands in bit slices, batch by batch: a search reads no more of it than
/// the words, features and digits it asks for, in one stream. What ranking needs stands beside it,
/// block by block, and is read where somebody may come among the first.
///
/// Invariants on which the unchecked reads of a search rest:
/// - there are as many batches as `count` rows need, or more; each has all slices of the layout,
///   and each of its blocks all columns;
/// - slices are zero beyond `count`;
/// - `cells` ascends without repeating; `cellStarts` ascends from 0 to `count`, with one element
///   more than `cells`;
/// - `byPractitioner` holds every row once, practitioners ascending;
/// - all memory is written before `init` ends, only read afterwards, and freed by `deinit`.
final class ListingColumns: @unchecked Sendable {
    let count: Int
    /// How many of them have a place; they come first.
    let placedCount: Int
    let shape: ListingShape
    let slices: SliceLayout
    let view: View
    let words: WordColumns
    /// For each condition that somebody treats, by its bit, the rows of those who do.
    private let conditionRows: [Int: [RowSet]]
    private let slab: Slab
    private let siblings: Siblings
    private let cells: [UInt32]
    private let cellStarts: [UInt32]

    /// - Parameters:
    ///   - shape: Of these rows or more.
    ///   - rows: Cells ascending.
    ///   - words: Those of these rows and maybe of others.
    init(shape: ListingShape, rows: some Sequence<ListingRow>, words: WordLists) {
        let slices = SliceLayout(shape)
        let slab = Slab(slices, count: shape.count)
        let view = slab.view
        var cells: [UInt32] = []
        var cellStarts: [UInt32] = []
        var written = 0
        var wordLists: [UInt32] = []
        wordLists.reserveCapacity(shape.count)
        var batch: [ListingRow] = []
        batch.reserveCapacity(RowBatch.rows)
        for row in rows {
            precondition(written < shape.count, "more rows than their shape counts")
            if cells.last != row.cell {
                cells.append(row.cell)
                cellStarts.append(UInt32(written))
            }
            batch.append(row)
            wordLists.append(row.wordList)
            written += 1
            if batch.count == RowBatch.rows {
                view.write(batch, batch: written / RowBatch.rows - 1, slices)
                batch.removeAll(keepingCapacity: true)
            }
        }
        if !batch.isEmpty { view.write(batch, batch: written / RowBatch.rows, slices) }
        cellStarts.append(UInt32(written))

        let order = stableOrder(count: written) { view.practitioner[$0].orderedBits }
        for (position, row) in order.enumerated() { view.byPractitioner[position] = row }
        siblings = Siblings(in: order) { view.practitioner[$0] }
        view.write(siblings, count: written)

        var conditionRows: [Int: [RowSet]] = [:]
        for half in 0..<2 {
            slices.marks.forEachSlice(of: ListingRow.Marks.conditions + half, .max) { bit, slice in
                conditionRows[32 * half + bit] =
                    stride(from: 0, to: written, by: RowBatch.rows).map {
                        view.batch($0 / RowBatch.rows).slices[slice]
                    }
            }
        }
        self.conditionRows = conditionRows
        self.words = WordColumns(words, order: wordLists)

        self.slab = slab
        self.view = view
        self.slices = slices
        self.shape = shape
        count = written
        placedCount = cells.last == CellGrid.nowhere ? Int(cellStarts[cells.count - 1]) : written
        self.cells = cells
        self.cellStarts = cellStarts
    }

    deinit {
        slab.start.deallocate()
    }

    /// Bytes of memory held.
    var byteCount: Int {
        let conditions = conditionRows.values.reduce(0) {
            $0 + $1.capacity * MemoryLayout<RowSet>.stride
        }
        return slab.byteCount + 4 * (cells.capacity + cellStarts.capacity) + siblings.byteCount
            + words.byteCount + conditions
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
    var groupCount: Int { siblings.count }

    /// The group of a row that has siblings.
    func group(of row: Int) -> Int {
        let (batch, index) = row.quotientAndRemainder(dividingBy: RowBatch.rows)
        let block = index / RowBlock.rows
        let several = view.batch(batch).slices[SliceLayout.several][block]
        let earlier = several & ((1 << UInt32(index % RowBlock.rows)) &- 1)
        let before = Int(view.severalBefore[row / RowBlock.rows]) + earlier.nonzeroBitCount
        return Int(siblings.groups[before])
    }

    /// The rows of a group of siblings.
    func rows(ofGroup group: Int) -> ArraySlice<UInt32> { siblings[group] }

    /// Adds the rows of those who treat any of these.
    func addRows(treating conditions: WordSet<Condition>, to found: inout [RowSet]) {
        for (bit, rows) in conditionRows where conditions.bits >> UInt64(bit) & 1 != 0 {
            found.formUnion(rows)
        }
    }

    // MARK: - Reading one row

    func vettedUntil(_ row: Int) -> Int32 {
        number(slices.vettedUntil, row) ?? Lane.never
    }

    func verifiedAt(_ row: Int) -> Int32 {
        number(slices.verifiedAt, row) ?? Lane.never
    }

    private func number(_ number: SlicedNumber, _ row: Int) -> Int32? {
        number.number(of: row % RowBatch.rows, in: view.batch(row / RowBatch.rows))
    }

    // MARK: - All rows

    /// Every row, a set for each batch.
    var allRows: [RowSet] {
        stride(from: 0, to: count, by: RowBatch.rows).map { start in
            RowSet(rows: 0..<count - start)
        }
    }

    /// The rows that these sets leave, in the order in which they stand.
    ///
    /// - Parameters:
    ///   - live: For each batch the rows to take.
    ///   - firstWordList: Of the first row, in lists that have those of all rows one after the other.
    /// - Returns: Each row with the number of its words' list.
    func rows(live: [RowSet], firstWordList: UInt32 = 0) -> some Sequence<ListingRow> {
        stride(from: 0, to: count, by: RowBatch.rows).lazy.flatMap { [self] start in
            let number = start / RowBatch.rows
            let cells = cellNumbers(ofRows: start..<min(start + RowBatch.rows, count))
            return view.rows(batch: number, cells: cells, slices).enumerated().lazy
                .filter { live[number].contains($0.offset) }
                .map { row in
                    var row = row.element
                    row.wordList += firstWordList
                    return row
                }
        }
    }

    /// The cells in which some rows stand.
    private func cellNumbers(ofRows rows: Range<Int>) -> [UInt32] {
        // The last cell that begins no later than the first row.
        var low = 0
        var high = cells.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(cellStarts[middle]) <= rows.lowerBound { low = middle } else { high = middle }
        }
        return rows.map { row in
            while Int(cellStarts[low + 1]) <= row { low += 1 }
            return cells[low]
        }
    }
}

extension Int64 {
    /// The same order in unsigned bits.
    fileprivate var orderedBits: UInt64 { UInt64(bitPattern: self) ^ 1 << 63 }
}
