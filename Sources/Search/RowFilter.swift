import Directory

/// All that a search asks for, the circle apart, in terms of one set of columns.
///
/// What facets that are counted ask for themselves stands apart, in `own`.
struct RowFilter {
    private let criteria: Criteria
    private let view: ListingColumns.View
    private let wanted: WantedMarks
    private let mean: SlicedNumber.Above?
    private let reviews: SlicedNumber.Above?
    private let beganTooLate: SlicedNumber.Above?
    private let verified: Lasting?
    private let vetted: Lasting?
    let own: [OwnFilter]

    /// What passes only for a time.
    private struct Lasting {
        let test: SlicedNumber.AboveByLittle
        /// Whose number is above it passes beyond the horizon.
        let horizon: Int32
    }

    /// Rows that pass, and those of them that will not by the horizon.
    struct Passing {
        var rows: RowSet
        var vettedSoon = RowSet.zero
        var verifiedSoon = RowSet.zero
    }

    /// Nil where no row can pass.
    ///
    /// - Parameters:
    ///   - criteria: What is asked.
    ///   - columns: Where to look.
    ///   - vettedHorizon: Trust that ends by it is told apart.
    ///   - verifiedHorizon: The same of when a register was read.
    init?(
        _ criteria: Criteria,
        in columns: ListingColumns,
        vettedHorizon: Int32,
        verifiedHorizon: Int32
    ) {
        let slices = columns.slices
        guard let wanted = WantedMarks(criteria.marks, in: slices.marks) else { return nil }
        self.criteria = criteria
        view = columns.view
        self.wanted = wanted
        own = OwnFilter.all(criteria, in: slices)
        func isOwn(_ facet: Facet) -> Bool { criteria.facets.contains(facet) }
        mean =
            criteria.meanAbove < 0 || isOwn(.minRating)
            ? nil : .init(slices.mean, criteria.meanAbove)
        reviews =
            criteria.reviewsAbove < 0 || isOwn(.minReviews)
            ? nil : .init(slices.reviews, criteria.reviewsAbove)
        beganTooLate =
            criteria.minYears > 0 && !isOwn(.minYears)
            ? .init(slices.since, criteria.sinceLimit) : nil
        verified = criteria.verifiedFrom.map { from in
            Lasting(
                test: .init(slices.verifiedAt, from - 1, farLimit: verifiedHorizon),
                horizon: max(from - 1, verifiedHorizon)
            )
        }
        vetted = criteria.vettedAfter.map { after in
            Lasting(
                test: .init(slices.vettedUntil, after, farLimit: vettedHorizon),
                horizon: max(after, vettedHorizon)
            )
        }
    }

    /// Rows of a few batches that follow one another.
    ///
    /// Each column is compared in all of them before the next one: the processor then fetches from
    /// several batches at a time.
    struct Rows {
        static let capacity = 16
        let firstBatch: Int
        let count: Int
        private var sets = InlineArray<16, RowSet>(repeating: .zero)

        init(firstBatch: Int, count: Int) {
            self.firstBatch = firstBatch
            self.count = count
        }

        @inline(__always)
        subscript(index: Int) -> RowSet {
            get { sets[index] }
            set { sets[index] = newValue }
        }
    }

    /// Leaves those rows that pass whatever the clock has no part in.
    func narrow(_ rows: inout Rows) {
        for index in 0..<rows.count where !rows[index].isEmpty {
            rows[index] = wanted.rows(of: view.batch(rows.firstBatch + index), among: rows[index])
        }
        if let mean {
            for index in 0..<rows.count where !rows[index].isEmpty {
                rows[index] &= mean.rows(of: view.batch(rows.firstBatch + index))
            }
        }
        if let reviews {
            for index in 0..<rows.count where !rows[index].isEmpty {
                rows[index] &= reviews.rows(of: view.batch(rows.firstBatch + index))
            }
        }
        guard let beganTooLate else { return }
        for index in 0..<rows.count where !rows[index].isEmpty {
            rows[index] = longEnough(rows[index], beganTooLate, of: rows.firstBatch + index)
        }
    }

    /// Those of some rows of a batch whose experience has the years asked for.
    @inline(__always)
    func longEnough(
        _ rows: RowSet,
        _ beganTooLate: SlicedNumber.Above,
        of number: Int
    ) -> RowSet {
        let batch = view.batch(number)
        let enough = rows & ~beganTooLate.rows(of: batch)
        // The comparison takes an experience that has ended as lasting.
        guard let ended = view.ended else { return enough }
        let doubtful = enough & batch.slices[ended]
        return doubtful.isEmpty ? enough : enough & ~endedTooSoon(doubtful, of: number)
    }

    @inline(__always)
    func batch(_ number: Int) -> RowBatch { view.batch(number) }

    /// Those of some rows of a batch that pass by the clock.
    @inline(__always)
    func passing(_ rows: RowSet, of number: Int) -> Passing {
        let batch = view.batch(number)
        var passing = Passing(rows: rows)
        if let verified, batch.summary.pointee.leastVerifiedAt <= verified.horizon {
            (passing.rows, passing.verifiedSoon) = verified.test.rows(of: batch, among: rows)
        }
        if let vetted, batch.summary.pointee.leastVettedUntil <= vetted.horizon {
            (passing.rows, passing.vettedSoon) = vetted.test.rows(of: batch, among: passing.rows)
        }
        return passing
    }

    /// Those of some rows of a batch whose register was read lately enough.
    func seenLately(_ rows: RowSet, of number: Int) -> RowSet {
        verified.map { $0.test.rows(of: view.batch(number), among: rows).above } ?? rows
    }

    @inline(never)
    private func endedTooSoon(_ rows: RowSet, of number: Int) -> RowSet {
        var short = RowSet.zero
        rows.forEachRow(of: number) { row in
            let years = view.years(row, on: criteria.today) ?? 0
            if years < criteria.minYears { short.insert(row % RowBatch.rows) }
        }
        return short
    }
}
