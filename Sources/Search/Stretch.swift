/// One set of columns with what a search has to find in them.
struct Stretch {
    let criteria: Criteria
    let filter: RowFilter
    let columns: ListingColumns
    let view: ListingColumns.View
    let live: UnsafePointer<RowSet>
    let isChange: Bool
    /// Where the page before ended; nil on the first.
    let after: Place?
    /// Merits above it stood on that page.
    let ceiling: Float

    // MARK: - Batches

    /// The live rows of a range in blocks that the circle touches, in these batches.
    @inline(__always)
    func touched(_ range: Range<Int>, from batch: Int, count: Int) -> RowFilter.Rows {
        var rows = RowFilter.Rows(firstBatch: batch, count: count)
        for index in 0..<count {
            let start = (batch + index) * RowBatch.rows
            rows[index] = live[batch + index] & reach(of: view.batch(batch + index)).touched
            if start < range.lowerBound || start + RowBatch.rows > range.upperBound {
                rows[index] &= RowSet(rows: range.lowerBound - start..<range.upperBound - start)
            }
        }
        return rows
    }

    /// How the circle lies to the blocks of a batch.
    struct Reach {
        /// All rows of blocks that it touches, as far as can be told without measuring.
        var touched = RowSet(repeating: .max)
        /// All rows of blocks that its edge may cross.
        var crossed = RowSet.zero
        /// The squared chord that no row of a block is nearer than.
        var nearest = SIMD4<Float>.zero
    }

    @inline(__always)
    func reach(of batch: RowBatch) -> Reach {
        guard let circle = criteria.circle else { return Reach() }
        let center = circle.middle
        let summary = batch.summary
        let east = summary.pointee.x - center.x
        let north = summary.pointee.y - center.y
        let up = summary.pointee.z - center.z
        let distance = (east * east + north * north + up * up).squareRoot()
        let radius = summary.pointee.radius
        let near = distance - radius
        let gap = near.replacing(with: 0, where: near .< 0)
        let all = RowSet(repeating: .max)
        return Reach(
            touched: all.replacing(with: 0, where: near .> circle.reach),
            crossed: RowSet.zero.replacing(with: all, where: distance + radius .> circle.reach),
            nearest: gap * gap
        )
    }

    /// All rows of blocks whose best may come among the first.
    @inline(__always)
    func hopeful(_ batch: RowBatch, _ reach: Reach, floor: Float) -> RowSet {
        let best = Criteria.Merits(
            since: batch.summary.pointee.earliestSince,
            rating: batch.summary.pointee.bestRating,
            reviews: batch.summary.pointee.mostReviews,
            chord: reach.nearest
        )
        let all = RowSet(repeating: .max)
        return all.replacing(with: 0, where: criteria.merits(best) .< floor)
    }

    /// Those of some rows of a batch that lie outside the circle.
    @inline(never)
    func outside(_ rows: RowSet, of number: Int) -> RowSet {
        guard let circle = criteria.circle else { return .zero }
        var outside = RowSet.zero
        for lane in 0..<RowBatch.blocks where rows[lane] != 0 {
            let block = view.block(number * RowBatch.blocks + lane)
            let reach = circle.reachSquared
            outside[lane] =
                rows[lane] & RowBlock.rows { chords(block, $0, from: circle.position) .> reach }
        }
        return outside
    }

    // MARK: - Blocks

    /// The squared chords from a point to four rows, in steps.
    @inline(__always)
    private func chords(
        _ block: RowBlock,
        _ quad: Int,
        from point: SIMD3<Int32>
    ) -> SIMD4<Float> {
        let east = SIMD4<Float>(block[.x][quad] &- point.x)
        let north = SIMD4<Float>(block[.y][quad] &- point.y)
        let up = SIMD4<Float>(block[.z][quad] &- point.z)
        return east * east + north * north + up * up
    }

    /// The rows of a block whose merits let them come among the first.
    @inline(never)
    func candidates(_ number: Int, floor: Float) -> UInt32 {
        let block = view.block(number)
        let point = criteria.circle?.position
        let ceiling = ceiling
        let between = RowBlock.rows { quad in
            let merits = criteria.merits(
                Criteria.Merits(
                    since: block[.since][quad],
                    rating: block[.rating][quad],
                    reviews: block[.reviews][quad],
                    chord: point.map { chords(block, quad, from: $0) } ?? .zero
                )
            )
            return (merits .>= floor) .& (merits .<= ceiling)
        }
        // The merit of an experience that has ended is too high for the ceiling to tell.
        guard after != nil, let ended = view.ended else { return between }
        let (batch, lane) = number.quotientAndRemainder(dividingBy: RowBatch.blocks)
        return between | view.batch(batch).slices[ended][lane]
    }

    // MARK: - Rows

    /// Whether a practitioner stands at this row, and not at another of the same person's.
    func comesBeforeSiblings(_ row: Int, _ place: Place) -> Bool {
        for sibling in columns.rows(ofGroup: columns.group(of: row)).lazy.map(Int.init) {
            guard sibling != row else { continue }
            let rank = criteria.rank(of: sibling, in: view)
            let other = (rank, view.location[sibling], sibling)
            guard other < (place.rank, view.location[row], row) else { continue }
            // Who stood on a page before does not come again where the trust in that location has
            // ended since.
            let wasBefore =
                after.map { Place(rank: rank, practitioner: place.practitioner) <= $0 } ?? false
            if passes(
                sibling,
                vettedAfter: wasBefore ? criteria.vettedAfterAtFirst : criteria.vettedAfter
            ) {
                return false
            }
        }
        return true
    }

    /// Whether one row passes the circle and every filter.
    private func passes(_ row: Int, vettedAfter: Int32?) -> Bool {
        guard criteria.circle == nil || row < columns.placedCount else { return false }
        if let vettedAfter, columns.vettedUntil(row) <= vettedAfter { return false }
        let (batch, index) = row.quotientAndRemainder(dividingBy: RowBatch.rows)
        // A text or a region may leave one of somebody's locations and not the other.
        guard live[batch].contains(index) else { return false }
        var rows = RowFilter.Rows(firstBatch: batch, count: 1)
        rows[0].insert(index)
        filter.narrow(&rows)
        rows[0] &= ~filter.missed(rows[0], of: batch).any
        let verified = filter.seenLately(rows[0], of: batch)
        return !(verified & ~outside(verified, of: batch)).isEmpty
    }
}
