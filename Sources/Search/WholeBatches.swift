/// Rows written to and read from columns, a batch at a time.
extension ListingColumns.View {
    /// Writes up to 128 rows, from the first of a batch.
    func write(_ rows: [ListingRow], batch number: Int, _ layout: SliceLayout) {
        let first = number * RowBatch.rows
        let batch = batch(number)
        batch.summary.initialize(to: RowBatch.Summary(rows))
        for (index, row) in rows.enumerated() {
            let block = block((first + index) / RowBlock.rows)
            let lane = index % RowBlock.rows
            block[.x, lane] = row.position.x
            block[.y, lane] = row.position.y
            block[.z, lane] = row.position.z
            block[.since, lane] = row.since
            block[.rating, lane] = row.rating
            block[.reviews, lane] = row.reviews
            if ended != nil { block[.until, lane] = row.until }
            practitioner[first + index] = row.practitioner
            location[first + index] = row.location
        }

        @inline(__always)
        func slice(_ word: (borrowing ListingRow) -> UInt32) -> BitMatrix {
            var matrix = BitMatrix()
            for index in rows.indices {
                matrix[index % RowBlock.rows][index / RowBlock.rows] = word(rows[index])
            }
            matrix.transpose()
            return matrix
        }
        @inline(__always)
        func write(_ number: SlicedNumber, _ value: (borrowing ListingRow) -> Int32) {
            let codes = slice { number.span.code(of: value($0)) }
            for digit in 0..<number.digits {
                batch.slices[number.firstSlice + digit] = codes[digit]
            }
        }
        write(layout.vettedUntil) { $0.vettedUntil }
        write(layout.verifiedAt) { $0.verifiedAt }
        write(layout.since) { $0.since }
        write(layout.mean) { $0.mean }
        write(layout.reviews) { $0.reviews }
        for (index, row) in rows.enumerated() where row.until != Lane.noDay {
            if let ended { batch.slices[ended].insert(index) }
        }
        for word in 0..<ListingRow.Marks.wordCount where layout.marks.used[word] != 0 {
            let bits = slice { $0.marks[word] }
            layout.marks.forEachSlice(of: word, .max) { bit, slice in
                batch.slices[slice] = bits[bit]
            }
        }
    }

    /// The rows of a batch that stand in these cells, one after the other from the first.
    func rows(batch number: Int, cells: [UInt32], _ layout: SliceLayout) -> [ListingRow] {
        let first = number * RowBatch.rows
        let batch = batch(number)

        func numbers(_ number: SlicedNumber) -> BitMatrix {
            var matrix = BitMatrix()
            for digit in 0..<number.digits {
                matrix[digit] = batch.slices[number.firstSlice + digit]
            }
            matrix.transpose()
            return matrix
        }
        let vettedUntil = numbers(layout.vettedUntil)
        let verifiedAt = numbers(layout.verifiedAt)
        let mean = numbers(layout.mean)
        func decoded(_ codes: BitMatrix, _ number: SlicedNumber, _ index: Int) -> Int32? {
            number.span.number(ofCode: codes[index % RowBlock.rows][index / RowBlock.rows])
        }

        var rows = cells.enumerated().map { index, cell in
            let block = block((first + index) / RowBlock.rows)
            let lane = index % RowBlock.rows
            return ListingRow(
                practitioner: practitioner[first + index],
                location: location[first + index],
                cell: cell,
                position: SIMD3(block[.x, lane], block[.y, lane], block[.z, lane]),
                vettedUntil: decoded(vettedUntil, layout.vettedUntil, index) ?? Lane.never,
                verifiedAt: decoded(verifiedAt, layout.verifiedAt, index) ?? Lane.never,
                since: block[.since, lane],
                until: until(first + index),
                rating: block[.rating, lane],
                reviews: block[.reviews, lane],
                mean: decoded(mean, layout.mean, index) ?? 0,
                marks: ListingRow.Marks(),
                wordList: UInt32(first + index)
            )
        }
        for word in 0..<ListingRow.Marks.wordCount where layout.marks.used[word] != 0 {
            var bits = BitMatrix()
            layout.marks.forEachSlice(of: word, .max) { bit, slice in
                bits[bit] = batch.slices[slice]
            }
            bits.transpose()
            for index in rows.indices {
                rows[index].marks[word] = bits[index % RowBlock.rows][index / RowBlock.rows]
            }
        }
        return rows
    }

    /// Marks the rows that have siblings.
    func write(_ siblings: Siblings, count: Int) {
        for row in siblings.all {
            let (batch, index) = Int(row).quotientAndRemainder(dividingBy: RowBatch.rows)
            self.batch(batch).slices[SliceLayout.several].insert(index)
        }
        var before: UInt32 = 0
        for batch in 0..<(count + RowBatch.rows - 1) / RowBatch.rows {
            let several = self.batch(batch).slices[SliceLayout.several]
            for block in 0..<RowBatch.blocks {
                severalBefore[batch * RowBatch.blocks + block] = before
                before += UInt32(several[block].nonzeroBitCount)
            }
        }
    }
}
