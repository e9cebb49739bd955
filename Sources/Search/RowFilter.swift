import Directory

/// All that a search asks for, the circle apart, in terms of one set of columns.
struct RowFilter {
    private let criteria: Criteria
    private let view: ListingColumns.View
    private let wanted: WantedMarks
    private let mean: SlicedNumber.Above?
    private let reviews: SlicedNumber.Above?
    private let beganTooLate: SlicedNumber.Above?
    private let verified: Lasting?
    private let vetted: Lasting?

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
        mean = criteria.meanAbove < 0 ? nil : .init(slices.mean, criteria.meanAbove)
        reviews = criteria.reviewsAbove < 0 ? nil : .init(slices.reviews, criteria.reviewsAbove)
        beganTooLate = criteria.minYears > 0 ? .init(slices.since, criteria.sinceLimit) : nil
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

    /// Those of some rows of a batch that pass.
    @inline(__always)
    func passing(_ rows: RowSet, of number: Int) -> Passing {
        let batch = view.batch(number)
        var passing = Passing(rows: wanted.rows(of: batch, among: rows))
        if let mean { passing.rows &= mean.rows(of: batch) }
        if let reviews { passing.rows &= reviews.rows(of: batch) }
        if let beganTooLate {
            passing.rows &= ~beganTooLate.rows(of: batch)
            // The comparison takes an experience that has ended as lasting.
            if let ended = view.ended {
                let ended = passing.rows & batch.slices[ended]
                if !ended.isEmpty { passing.rows &= ~endedTooSoon(ended, of: number) }
            }
        }
        guard !passing.rows.isEmpty else { return passing }
        if let verified, batch.summary.pointee.leastVerifiedAt <= verified.horizon {
            (passing.rows, passing.verifiedSoon) =
                verified.test.rows(of: batch, among: passing.rows)
        }
        if let vetted, batch.summary.pointee.leastVettedUntil <= vetted.horizon {
            (passing.rows, passing.vettedSoon) = vetted.test.rows(of: batch, among: passing.rows)
        }
        return passing
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
