import Directory

/// One search on its way through columns: filters, counts, and keeps the first of the order.
///
/// Thirty-two rows at a time are compared without branches; only those that pass and may still come
/// among the first are looked at one by one, in exact arithmetic. All rows of one practitioner
/// stand in the same columns.
struct RowSearch {
    private let criteria: Criteria
    /// Where the page before ended.
    private let after: Place?
    /// Practitioners that match.
    private(set) var total = 0
    private(set) var first: FirstPlaces
    /// The first second at which the clock alone changes what matches, or the horizon.
    private(set) var soonestChange: Int64
    /// Groups of siblings in the present columns that were counted, a bit each.
    private var seen: [UInt64] = []
    /// Trust that ends by the horizon.
    private let vettedHorizon: Int32
    /// Registers read so early that they become too old by the horizon; nil where that is settled.
    private let verifiedHorizon: Int32?
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
        soonestChange = horizon
        vettedHorizon = Lane.moment(Instant(secondsSince1970: horizon))
        verifiedHorizon =
            after == nil && criteria.verifiedFrom != nil
            ? Lane.moment(Instant(secondsSince1970: horizon - criteria.verifiedSeconds - 1)) : nil
        ceiling = after.map { criteria.greatestMerit(from: $0.rank) } ?? .infinity
    }

    /// Goes through the live rows of columns.
    ///
    /// - Parameters:
    ///   - columns: Where the rows stand.
    ///   - live: A bit map of the rows that hold.
    ///   - isChange: What to note in the entries kept.
    mutating func search(_ columns: ListingColumns, live: [UInt32], isChange: Bool) {
        guard columns.count > 0, let words = WantedWords(criteria.words, in: columns.view) else {
            return
        }
        live.withUnsafeBufferPointer { live in
            guard let live = live.baseAddress else { return }
            let stretch = Stretch(
                criteria: criteria,
                words: words,
                columns: columns,
                view: columns.view,
                live: live,
                isChange: isChange,
                hasCeiling: after != nil,
                ceiling: ceiling
            )
            seen = [UInt64](repeating: 0, count: (columns.groupCount + 63) / 64)
            withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: RowBlock.quads) {
                guard let chords = $0.baseAddress else { return }
                chords.initialize(repeating: .zero, count: RowBlock.quads)
                if let circle = criteria.circle {
                    CellGrid.forEachRange(around: circle.center, metres: circle.metres) { cells in
                        search(columns.rows(inCells: cells), of: stretch, chords: chords)
                    }
                } else {
                    search(0..<columns.count, of: stretch, chords: chords)
                }
            }
        }
    }

    private mutating func search(_ rows: Range<Int>, of stretch: Stretch, chords: Stretch.Chords) {
        guard !rows.isEmpty else { return }
        let first = rows.lowerBound / RowBlock.rows
        let last = (rows.upperBound - 1) / RowBlock.rows
        let head = UInt32.max << UInt32(rows.lowerBound % RowBlock.rows)
        let tail = UInt32.max >> UInt32(RowBlock.rows - 1 - (rows.upperBound - 1) % RowBlock.rows)
        for number in first...last {
            var rows = stretch.live[number]
            if number == first { rows &= head }
            if number == last { rows &= tail }
            let block = stretch.view.block(number)
            if let circle = stretch.criteria.circle {
                rows &= stretch.rows(of: block, in: circle, chords)
            }
            stretch.filter(&rows, block, number)
            guard rows != 0 else { continue }
            count(rows, number, stretch)
            noteChanges(rows, block)
            var candidates = rows & stretch.candidates(block, number, chords, floor: floor)
            while let row = candidates.popLowest() {
                consider(number &* RowBlock.rows &+ row, stretch)
            }
        }
    }

    // MARK: - Counting

    /// Adds practitioners, each once.
    @inline(__always)
    private mutating func count(_ rows: UInt32, _ number: Int, _ stretch: Stretch) {
        var siblings = rows & stretch.view.several[number]
        total &+= (rows ^ siblings).nonzeroBitCount
        while let row = siblings.popLowest() {
            let group = stretch.columns.group(of: number, row)
            let mark: UInt64 = 1 << UInt64(group % 64)
            if seen[group / 64] & mark == 0 {
                seen[group / 64] |= mark
                total &+= 1
            }
        }
    }

    /// Notes when the first of these ceases to match by the clock alone, if that is soon.
    @inline(__always)
    private mutating func noteChanges(_ rows: UInt32, _ block: RowBlock) {
        if criteria.vettedAfter != nil {
            let until = block[.vettedUntil]
            let horizon = vettedHorizon
            var soon = rows & RowBlock.rows { until[$0] .<= horizon }
            while let row = soon.popLowest() {
                let end = block.value(.vettedUntil, row)
                soonestChange = min(soonestChange, Lane.seconds(ofMoment: end))
            }
        }
        if let horizon = verifiedHorizon {
            let verifiedAt = block[.verifiedAt]
            var soon = rows & RowBlock.rows { verifiedAt[$0] .<= horizon }
            while let row = soon.popLowest() {
                let read = block.value(.verifiedAt, row)
                soonestChange = min(
                    soonestChange,
                    Lane.seconds(ofMoment: read) + criteria.verifiedSeconds + 1
                )
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
        let (block, bit) = row.quotientAndRemainder(dividingBy: RowBlock.rows)
        if view.several[block] & 1 << UInt32(bit) != 0, !stretch.comesBeforeSiblings(row, place) {
            return
        }
        first.insert(FirstPlaces.Entry(place: place, row: row, isChange: stretch.isChange))
        if let bar = first.bar { floor = criteria.leastMerit(upTo: bar.rank) }
    }
}

/// One set of columns with what is to be found in them.
private struct Stretch {
    /// The squared chords from the centre to the rows of a block.
    typealias Chords = UnsafeMutablePointer<SIMD4<Float>>

    let criteria: Criteria
    let words: WantedWords
    let columns: ListingColumns
    let view: ListingColumns.View
    let live: UnsafePointer<UInt32>
    let isChange: Bool
    /// Whether a page came before.
    let hasCeiling: Bool
    /// Merits above it stood on that page.
    let ceiling: Float

    // MARK: - Thirty-two rows at a time

    @inline(__always)
    func rows(
        of block: RowBlock,
        in circle: Criteria.Disc,
        _ chords: Chords
    ) -> UInt32 {
        let (x, y, z) = (block[.x], block[.y], block[.z])
        let center = circle.position
        let reach = circle.reachSquared
        return RowBlock.rows { quad in
            let east = SIMD4<Float>(x[quad] &- center.x)
            let north = SIMD4<Float>(y[quad] &- center.y)
            let up = SIMD4<Float>(z[quad] &- center.z)
            let chord = east * east + north * north + up * up
            chords[quad] = chord
            return chord .<= reach
        }
    }

    /// Leaves what passes every filter that is asked for, the circle apart.
    @inline(__always)
    func filter(
        _ rows: inout UInt32,
        _ block: RowBlock,
        _ number: Int
    ) {
        if let after = criteria.vettedAfter {
            let until = block[.vettedUntil]
            rows &= RowBlock.rows { until[$0] .> after }
        }
        if criteria.features != 0 || criteria.traits != 0 {
            let features = criteria.features
            let below = criteria.traits - 1
            let traits = block[.traits]
            rows &= RowBlock.rows { (traits[$0] & features) .== features }
            rows &= RowBlock.rows { traits[$0] .> below }
        }
        if criteria.reviewsAbove >= 0 {
            let above = criteria.reviewsAbove
            let reviews = block[.reviews]
            rows &= RowBlock.rows { reviews[$0] .> above }
        }
        if let from = criteria.verifiedFrom {
            let verifiedAt = block[.verifiedAt]
            let before = from - 1
            rows &= RowBlock.rows { verifiedAt[$0] .> before }
        }
        for choice in words.choices { rows &= choice.rows(of: block) }
        if criteria.minYears > 0 {
            let limit = criteria.sinceLimit
            let since = block[.since]
            rows &= RowBlock.rows { since[$0] .<= limit }
            // The comparison takes an experience that has ended as lasting.
            let ended = rows & view.ended[number]
            if ended != 0 { rows &= ~endedTooSoon(ended, number) }
        }
    }

    @inline(never)
    func endedTooSoon(
        _ rows: UInt32,
        _ number: Int
    ) -> UInt32 {
        var short: UInt32 = 0
        var left = rows
        while let row = left.popLowest() {
            let years = view.years(number * RowBlock.rows + row, on: criteria.today) ?? 0
            if years < criteria.minYears { short |= 1 << UInt32(row) }
        }
        return short
    }

    /// The rows of a block whose merits let them come among the first.
    @inline(__always)
    func candidates(
        _ block: RowBlock,
        _ number: Int,
        _ chords: Chords,
        floor: Float
    ) -> UInt32 {
        let ended = view.ended[number]
        let today = criteria.today.daysSince1970
        switch criteria.sort {
        case .best:
            let (since, rating) = (block[.since], block[.rating])
            let scale = criteria.meritScale
            return promising(floor, ended) { quad in
                let days = SIMD4<Float>(today &- since[quad]) * scale.day
                let most = days.replacing(with: scale.fullYears, where: days .> scale.fullYears)
                let years = most.replacing(with: SIMD4<Float>.zero, where: most .< 0)
                let score = SIMD4<Float>(rating[quad] & Lane.millionthsMask) * scale.score
                let nearness = scale.nearest - chords[quad] * scale.chord
                return score + years
                    + nearness.replacing(with: SIMD4<Float>.zero, where: nearness .< 0)
            }
        case .distance: return promising(floor, ended) { -chords[$0] }
        case .rating:
            let rating = block[.rating]
            return promising(floor, ended) { SIMD4<Float>(rating[$0]) }
        case .experience:
            let since = block[.since]
            return promising(floor, ended) { SIMD4<Float>(today &- since[$0]) }
        case .reviews:
            let reviews = block[.reviews]
            return promising(floor, ended) { SIMD4<Float>(reviews[$0]) }
        }
    }

    /// The rows whose merits lie between the floor and the ceiling.
    @inline(__always)
    func promising(_ floor: Float, _ ended: UInt32, merits: (Int) -> SIMD4<Float>) -> UInt32 {
        guard hasCeiling else { return RowBlock.rows { merits($0) .>= floor } }
        let ceiling = ceiling
        let between = RowBlock.rows { quad in
            let merit = merits(quad)
            return (merit .>= floor) .& (merit .<= ceiling)
        }
        // The merit of an experience that has ended is too high for the ceiling to tell.
        return between | ended
    }

    func comesBeforeSiblings(_ row: Int, _ place: Place) -> Bool {
        let (block, bit) = row.quotientAndRemainder(dividingBy: RowBlock.rows)
        for sibling in columns.rows(ofGroup: columns.group(of: block, bit)).lazy.map(Int.init) {
            guard sibling != row else { continue }
            let other = (criteria.rank(of: sibling, in: view), view.location[sibling], sibling)
            if other < (place.rank, view.location[row], row), passes(sibling) {
                return false
            }
        }
        return true
    }

    /// Whether one row passes every filter.
    func passes(_ row: Int) -> Bool {
        if let circle = criteria.circle {
            guard row < columns.placedCount else { return false }
            func square(_ column: ListingColumns.Column, _ middle: Int32) -> Float {
                let difference = Float(view.value(column, row) &- middle)
                return difference * difference
            }
            // In the order of the vectors, so that both round alike at the edge.
            let chord =
                square(.x, circle.position.x) + square(.y, circle.position.y)
                + square(.z, circle.position.z)
            guard chord <= circle.reachSquared else { return false }
        }
        if let after = criteria.vettedAfter, view.value(.vettedUntil, row) <= after {
            return false
        }
        let traits = view.value(.traits, row)
        if traits & criteria.features != criteria.features || traits < criteria.traits {
            return false
        }
        if view.value(.reviews, row) <= criteria.reviewsAbove { return false }
        if let from = criteria.verifiedFrom, view.value(.verifiedAt, row) < from {
            return false
        }
        for choice in words.choices {
            var found = view.value(choice.column, row) & choice.mask
            if let upper = choice.upper { found |= view.value(upper, row) & choice.upperMask }
            if found == 0 { return false }
        }
        return criteria.minYears == 0
            || view.years(row, on: criteria.today) ?? 0 >= criteria.minYears
    }
}
// MARK: - Rows

extension ListingColumns.View {
    /// The squared chord of a row to a point, in steps, exactly.
    func chordSquared(from point: SIMD3<Int32>, _ row: Int) -> Int64 {
        func square(_ column: ListingColumns.Column, _ middle: Int32) -> Int64 {
            let difference = Int64(value(column, row)) - Int64(middle)
            return difference * difference
        }
        return square(.x, point.x) + square(.y, point.y) + square(.z, point.z)
    }

    func experience(_ row: Int) -> Experience? {
        Lane.experience(
            since: value(.since, row),
            until: until.map { value($0, row) } ?? Lane.noDay
        )
    }

    func years(_ row: Int, on day: CalendarDate) -> Int? {
        experience(row)?.years(on: day)
    }
}

extension Criteria {
    /// The exact rank of a row; a smaller one comes first.
    func rank(of row: Int, in view: ListingColumns.View) -> UInt64 {
        switch sort {
        case .best: return Self.rank(points: points(of: row, in: view))
        case .distance:
            return circle.map { UInt64(view.chordSquared(from: $0.position, row)) } ?? 0
        case .rating: return Self.rank(descending: Int64(view.value(.rating, row)))
        case .experience:
            return Self.rank(
                descending: experienceNumber(
                    since: view.value(.since, row),
                    until: view.until.map { view.value($0, row) } ?? Lane.noDay
                )
            )
        case .reviews: return Self.rank(descending: Int64(view.value(.reviews, row)))
        }
    }

    func points(of row: Int, in view: ListingColumns.View) -> Double {
        Ranking.points(
            nearness: nearness(of: row, in: view),
            score: Int(view.value(.rating, row) & Lane.millionthsMask),
            years: view.years(row, on: today) ?? 0
        )
    }

    func nearness(of row: Int, in view: ListingColumns.View) -> Double {
        circle.map { $0.nearness(ofChordSquared: view.chordSquared(from: $0.position, row)) } ?? 0
    }
}
