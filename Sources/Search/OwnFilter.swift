import Directory

/// The filter of a facet that is counted: it takes nobody out of that facet's own counts.
struct OwnFilter {
    let facet: Facet
    private let test: Test

    private enum Test {
        case nobody
        case marks(WantedMarks)
        case above(SlicedNumber.Above)
        case years(beganTooLate: SlicedNumber.Above)
    }

    /// Those of the facets counted that are also asked for.
    static func all(_ criteria: Criteria, in slices: SliceLayout) -> [OwnFilter] {
        var filters = criteria.ownMarks.map { facet, marks in
            let wanted = WantedMarks(marks, in: slices.marks)
            return OwnFilter(facet: facet, test: wanted.map(Test.marks) ?? .nobody)
        }
        func add(_ facet: Facet, _ isAsked: Bool, _ test: @autoclosure () -> Test) {
            guard isAsked, criteria.facets.contains(facet) else { return }
            filters.append(OwnFilter(facet: facet, test: test()))
        }
        add(
            .minYears,
            criteria.minYears > 0,
            .years(beganTooLate: .init(slices.since, criteria.sinceLimit))
        )
        add(.minRating, criteria.meanAbove >= 0, .above(.init(slices.mean, criteria.meanAbove)))
        add(
            .minReviews,
            criteria.reviewsAbove >= 0,
            .above(.init(slices.reviews, criteria.reviewsAbove))
        )
        return filters
    }

    /// Those of some rows of a batch that pass.
    @inline(__always)
    func rows(of number: Int, among rows: RowSet, _ filter: RowFilter) -> RowSet {
        switch test {
        case .nobody: .zero
        case .marks(let wanted): wanted.rows(of: filter.batch(number), among: rows)
        case .above(let above): rows & above.rows(of: filter.batch(number))
        case .years(let beganTooLate): filter.longEnough(rows, beganTooLate, of: number)
        }
    }
}

extension RowFilter {
    /// What the filters of facets leave out of some rows.
    struct Missed {
        /// What one of them does, or more.
        private(set) var any = RowSet.zero
        /// What two do, or more: no facet counts it.
        private(set) var several = RowSet.zero
        private var each = InlineArray<12, RowSet>(repeating: .zero)

        subscript(filter: Int) -> RowSet { each[filter] }

        @inline(__always)
        mutating func note(_ missed: RowSet, by filter: Int) {
            several |= any & missed
            any |= missed
            each[filter] = missed
        }
    }

    /// Those of some rows of a batch that the filters of facets leave out.
    @inline(__always)
    func missed(_ rows: RowSet, of number: Int) -> Missed {
        var missed = Missed()
        for (index, filter) in own.enumerated() {
            missed.note(rows & ~filter.rows(of: number, among: rows, self), by: index)
        }
        return missed
    }
}
