import Directory

/// One search on its way through columns: filters, counts, and keeps the first of the order.
///
/// A hundred and twenty-eight rows at a time are filtered without looking at any of them; distances
/// are measured only in blocks that the circle's edge crosses, and merits only in blocks where
/// somebody may still come among the first. Who may is looked at alone, in exact arithmetic. All
/// rows of one practitioner stand in the same columns.
struct RowSearch {
    private let criteria: Criteria
    /// Where the page before ended.
    private let after: Place?
    /// Practitioners that match.
    private(set) var total = 0
    private(set) var first: FirstPlaces
    /// Nil where no facets are counted.
    private(set) var facets: FacetTally?
    /// The first second at which the clock alone changes what matches, or the horizon.
    private(set) var soonestChange: Int64
    /// Groups of siblings in the present columns that were counted, a bit each.
    private var seen: [UInt64] = []
    /// Trust that ends by the horizon.
    private let vettedHorizon: Int32
    /// Registers read so early that they become too old by the horizon; `never` where that is
    /// settled.
    private let verifiedHorizon: Int32
    /// Merits below it cannot come among the first any more.
    private var floor = -Float.infinity
    /// Merits above it stood on a page before.
    private let ceiling: Float

    /// - Parameters:
    ///   - criteria: What to look for.
    ///   - after: Only what comes later in the order is kept; all is counted. Nil on a first page.
    ///   - keep: How many.
    ///   - horizon: Seconds since 1970 up to which changes by the clock matter.
    init(_ criteria: Criteria, after: Place?, keep: Int, horizon: Int64) {
        self.criteria = criteria
        self.after = after
        first = FirstPlaces(capacity: keep)
        facets = FacetTally(criteria)
        soonestChange = horizon
        vettedHorizon = Lane.moment(Instant(secondsSince1970: horizon))
        verifiedHorizon =
            after == nil
            ? Lane.moment(Instant(secondsSince1970: horizon - criteria.verifiedSeconds - 1))
            : Lane.never
        ceiling = after.map { criteria.greatestMerit(from: $0.rank) } ?? .infinity
    }

    /// Goes through the live rows of columns.
    ///
    /// - Parameters:
    ///   - columns: Where the rows stand.
    ///   - live: For each batch the rows that hold.
    ///   - isChange: What to note in the entries kept.
    mutating func search(_ columns: ListingColumns, live: [RowSet], isChange: Bool) {
        let filter = RowFilter(
            criteria,
            in: columns,
            vettedHorizon: vettedHorizon,
            verifiedHorizon: verifiedHorizon
        )
        guard columns.count > 0, let filter else { return }
        live.withUnsafeBufferPointer { live in
            guard let live = live.baseAddress else { return }
            let stretch = Stretch(
                criteria: criteria,
                filter: filter,
                columns: columns,
                view: columns.view,
                live: live,
                isChange: isChange,
                after: after,
                ceiling: ceiling
            )
            seen = [UInt64](repeating: 0, count: (columns.groupCount + 63) / 64)
            facets?.begin(stretch)
            if let circle = criteria.circle {
                CellGrid.forEachRange(around: circle.center, metres: circle.metres) { cells in
                    search(columns.rows(inCells: cells), of: stretch)
                }
            } else {
                search(0..<columns.count, of: stretch)
            }
            facets?.flush()
        }
    }

    private mutating func search(_ rows: Range<Int>, of stretch: Stretch) {
        guard !rows.isEmpty else { return }
        let end = (rows.upperBound - 1) / RowBatch.rows + 1
        var next = rows.lowerBound / RowBatch.rows
        while next < end {
            let count = min(end - next, RowFilter.Rows.capacity)
            search(stretch.touched(rows, from: next, count: count), stretch)
            next += count
        }
    }

    private mutating func search(_ touched: RowFilter.Rows, _ stretch: Stretch) {
        var rows = touched
        stretch.filter.narrow(&rows)
        for index in 0..<rows.count where !rows[index].isEmpty {
            search(rows.firstBatch &+ index, rows[index], stretch)
        }
    }

    /// Goes through these rows of a batch, of which only the circle's edge and the clock may still
    /// take some away.
    @inline(__always)
    private mutating func search(_ number: Int, _ rows: RowSet, _ stretch: Stretch) {
        let batch = stretch.view.batch(number)
        let reach = stretch.reach(of: batch)
        guard facets != nil else {
            let found = found(rows, number, reach, stretch)
            return rank(found, number, reach, stretch)
        }
        let missed = stretch.filter.missed(rows, of: number)
        let found = found(rows & ~missed.several, number, reach, stretch)
        facets?.take(found, missed, of: number)
        rank(found & ~missed.any, number, reach, stretch)
    }

    /// Those of some rows of a batch that neither the clock nor the circle takes away.
    @inline(__always)
    private mutating func found(
        _ rows: RowSet,
        _ number: Int,
        _ reach: Stretch.Reach,
        _ stretch: Stretch
    ) -> RowSet {
        let passing = stretch.filter.passing(rows, of: number)
        var found = passing.rows
        let doubtful = found & reach.crossed
        if !doubtful.isEmpty { found &= ~stretch.outside(doubtful, of: number) }
        noteChanges(passing, found, number, stretch)
        return found
    }

    /// Counts rows that match, and keeps those that come among the first.
    @inline(__always)
    private mutating func rank(
        _ found: RowSet,
        _ number: Int,
        _ reach: Stretch.Reach,
        _ stretch: Stretch
    ) {
        guard !found.isEmpty else { return }
        count(found, number, stretch)
        let hopeful = stretch.hopeful(stretch.view.batch(number), reach, floor: floor) & found
        guard !hopeful.isEmpty else { return }
        for lane in 0..<RowBatch.blocks where hopeful[lane] != 0 {
            let block = number &* RowBatch.blocks &+ lane
            var candidates = hopeful[lane] & stretch.candidates(block, floor: floor)
            while let row = candidates.popLowest() {
                consider(block &* RowBlock.rows &+ row, stretch)
            }
        }
    }

    // MARK: - Counting

    /// Adds practitioners, each once.
    @inline(__always)
    private mutating func count(_ rows: RowSet, _ number: Int, _ stretch: Stretch) {
        let siblings = rows & stretch.view.batch(number).slices[SliceLayout.several]
        total &+= (rows ^ siblings).count
        if !siblings.isEmpty { countSiblings(siblings, number, stretch) }
    }

    private mutating func countSiblings(_ rows: RowSet, _ number: Int, _ stretch: Stretch) {
        rows.forEachRow(of: number) { row in
            let group = stretch.columns.group(of: row)
            let mark: UInt64 = 1 << UInt64(group % 64)
            if seen[group / 64] & mark == 0 {
                seen[group / 64] |= mark
                total += 1
            }
        }
    }

    /// Notes when the first of these ceases to match by the clock alone, if that is soon.
    @inline(__always)
    private mutating func noteChanges(
        _ passing: RowFilter.Passing,
        _ found: RowSet,
        _ number: Int,
        _ stretch: Stretch
    ) {
        let vetted = passing.vettedSoon & found
        if !vetted.isEmpty {
            vetted.forEachRow(of: number) { row in
                let end = Lane.seconds(ofMoment: stretch.columns.vettedUntil(row))
                soonestChange = min(soonestChange, end)
            }
        }
        let verified = passing.verifiedSoon & found
        if !verified.isEmpty {
            verified.forEachRow(of: number) { row in
                let read = Lane.seconds(ofMoment: stretch.columns.verifiedAt(row))
                soonestChange = min(soonestChange, read + criteria.verifiedSeconds + 1)
            }
        }
    }

    // MARK: - One row

    /// Keeps a row that passes, if it comes early enough and before its siblings.
    private mutating func consider(_ row: Int, _ stretch: Stretch) {
        let view = stretch.view
        let place = Place(
            rank: criteria.rank(of: row, in: view),
            practitioner: view.practitioner[row]
        )
        if let bar = first.bar, place > bar { return }
        if let after, place <= after { return }
        if view.hasSiblings(row), !stretch.comesBeforeSiblings(row, place) { return }
        first.insert(FirstPlaces.Entry(place: place, row: row, isChange: stretch.isChange))
        if let bar = first.bar { floor = criteria.leastMerit(upTo: bar.rank) }
    }
}
