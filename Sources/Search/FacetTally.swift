import Directory

/// Counts practitioners by the values of facets, in the pass that finds them.
///
/// A row counts for a facet where it passes every filter, or every filter but that facet's own.
/// Batches wait until sixteen are there: each value's slice is then gone through in all of them,
/// and what is found added up byte by byte.
struct FacetTally {
    /// How many practitioners, by facet as `Criteria` lists them, then by value.
    private(set) var counts: [[Int]]
    private var values: [Value] = []
    private var view: ListingColumns.View?
    private var columns: ListingColumns?
    /// Batches that wait.
    private var batches: [Int] = []
    /// Rows that count, without siblings, for each filter and batch; and siblings.
    private var lone: [RowSet] = []
    private var siblings: [RowSet] = []
    private var hasSiblings = false
    /// Rows whose experience has ended and lasted long enough, for each step and batch.
    private var ended: [RowSet] = []
    private var yearsFilter = 0
    private var countsYears = false
    private let today: CalendarDate
    /// Groups of siblings that were counted, a bit each, for each value.
    private var seen: [UInt64] = []
    private var groupWords = 0

    private static let capacity = 16

    /// A value, and how its rows are found in a batch.
    private struct Value {
        let facet: Int
        let number: Int
        /// Which filter does not restrict it, from 1; 0 for none.
        let filter: Int
        let rows: Rows

        enum Rows {
            case slice(Int)
            case above(SlicedNumber.Above)
            case years(step: Int, beganTooLate: SlicedNumber.Above)
        }
    }

    /// Nil where nothing is to be counted.
    init?(_ criteria: Criteria) {
        guard !criteria.facets.isEmpty else { return nil }
        counts = criteria.facets.map { [Int](repeating: 0, count: $0.values.count) }
        today = criteria.today
    }

    // MARK: - Columns

    /// Goes over to other columns.
    mutating func begin(_ stretch: Stretch) {
        let criteria = stretch.criteria
        let filters = stretch.filter.own
        view = stretch.view
        columns = stretch.columns
        values = []
        countsYears = false
        for (facet, name) in criteria.facets.enumerated() {
            let filter = (filters.firstIndex { $0.facet == name } ?? -1) + 1
            if name == .minYears {
                countsYears = true
                yearsFilter = filter
            }
            for (number, rows) in Self.rows(of: name, in: stretch.columns.slices, criteria) {
                values.append(Value(facet: facet, number: number, filter: filter, rows: rows))
            }
        }
        let setCount = (filters.count + 1) * Self.capacity
        lone = [RowSet](repeating: .zero, count: setCount)
        siblings = lone
        batches = []
        hasSiblings = false
        groupWords = (stretch.columns.groupCount + 63) / 64
        seen = [UInt64](repeating: 0, count: groupWords * values.count)
    }

    /// The values of a facet that some row of the columns may have, each with its place.
    private static func rows(
        of facet: Facet,
        in slices: SliceLayout,
        _ criteria: Criteria
    ) -> [(Int, Value.Rows)] {
        switch facet {
        case .minYears:
            return Facet.yearSteps.enumerated().map { step, years in
                (
                    step,
                    .years(
                        step: step,
                        beganTooLate: .init(slices.since, criteria.sinceLimit(years: years))
                    )
                )
            }
        case .minRating:
            return Facet.ratingSteps.enumerated().map {
                ($0, .above(.init(slices.mean, Int32($1) - 1)))
            }
        case .minReviews:
            return Facet.reviewSteps.enumerated().map {
                ($0, .above(.init(slices.reviews, Int32($1) - 1)))
            }
        default:
            return facet.values.indices.flatMap { number in
                let marks = ListingRow.Marks(PractitionerQuery().asking(facet, for: number))
                var found: [(Int, Value.Rows)] = []
                for word in 0..<ListingRow.Marks.wordCount {
                    slices.marks.forEachSlice(of: word, marks[word]) { _, slice in
                        found.append((number, .slice(slice)))
                    }
                }
                return found
            }
        }
    }

    // MARK: - Batches

    /// Takes rows of a batch.
    ///
    /// - Parameters:
    ///   - found: Those that pass every filter, or every one but one of a facet's own.
    ///   - missed: What the facets' filters leave out.
    ///   - number: The batch.
    mutating func take(_ found: RowSet, _ missed: RowFilter.Missed, of number: Int) {
        guard let view, !found.isEmpty else { return }
        let several = view.batch(number).slices[SliceLayout.several]
        let waiting = batches.count
        for filter in 0..<lone.count / Self.capacity {
            let place = filter * Self.capacity + waiting
            var rows = found & ~missed.any
            if filter > 0 { rows |= found & missed[filter - 1] }
            lone[place] = rows & ~several
            siblings[place] = rows & several
        }
        if !(found & several).isEmpty { hasSiblings = true }
        batches.append(number)
        if batches.count == Self.capacity { flush() }
    }

    /// Counts what waits.
    mutating func flush() {
        guard let view, !batches.isEmpty else { return }
        if countsYears, view.ended != nil { findEnded(view) }
        for index in values.indices {
            let value = values[index]
            switch value.rows {
            case .slice(let slice): add(index, value) { $1.slices[slice] }
            case .above(let above): add(index, value) { above.rows(of: $1) }
            case .years(let step, let beganTooLate):
                guard let endedSlice = view.ended else {
                    add(index, value) { ~beganTooLate.rows(of: $1) }
                    continue
                }
                let long = ended[step * Self.capacity..<(step + 1) * Self.capacity]
                let first = long.startIndex
                add(index, value) { place, batch in
                    // The comparison takes an experience that has ended as lasting.
                    (~beganTooLate.rows(of: batch) & ~batch.slices[endedSlice])
                        | long[first + place]
                }
            }
        }
        batches.removeAll(keepingCapacity: true)
        hasSiblings = false
    }

    private mutating func findEnded(_ view: ListingColumns.View) {
        guard let endedSlice = view.ended else { return }
        let capacity = Self.capacity
        var sets = [RowSet](repeating: .zero, count: Facet.yearSteps.count * capacity)
        for (place, number) in batches.enumerated() {
            let own = yearsFilter * capacity + place
            let rows = (lone[own] | siblings[own]) & view.batch(number).slices[endedSlice]
            rows.forEachRow(of: number) { row in
                let years = view.years(row, on: today) ?? 0
                for (step, least) in Facet.yearSteps.enumerated() where years >= least {
                    sets[step * capacity + place].insert(row % RowBatch.rows)
                }
            }
        }
        ended = sets
    }

    /// Adds the practitioners that have a value.
    ///
    /// - Parameters:
    ///   - index: Of the value.
    ///   - value: The same.
    ///   - rows: Who has it in a batch, told the batch's place among those that wait.
    @inline(__always)
    private mutating func add(
        _ index: Int,
        _ value: Value,
        _ rows: (_ place: Int, _ batch: RowBatch) -> RowSet
    ) {
        guard let view else { return }
        let start = value.filter * Self.capacity
        var bytes = RowSet.zero
        lone.withUnsafeBufferPointer { lone in
            batches.withUnsafeBufferPointer { batches in
                for place in batches.indices {
                    let batch = view.batch(batches[place])
                    // Sixteen times eight fit a byte.
                    bytes &+= (lone[start &+ place] & rows(place, batch)).byteCounts
                }
            }
        }
        counts[value.facet][value.number] += bytes.sumOfBytes
        guard hasSiblings else { return }
        for (place, number) in batches.enumerated() {
            let found = siblings[start + place] & rows(place, view.batch(number))
            if !found.isEmpty { addSiblings(found, number, index, value) }
        }
    }

    private mutating func addSiblings(
        _ rows: RowSet,
        _ number: Int,
        _ index: Int,
        _ value: Value
    ) {
        guard let columns else { return }
        rows.forEachRow(of: number) { row in
            let group = columns.group(of: row)
            let word = index * groupWords + group / 64
            let mark: UInt64 = 1 << UInt64(group % 64)
            if seen[word] & mark == 0 {
                seen[word] |= mark
                counts[value.facet][value.number] += 1
            }
        }
    }
}
