import Directory

/// How exact ranks and the fast merits of sixteen rows at a time belong together.
///
/// A rank is exact and ascends; a merit is an upper bound of the same in single precision and
/// descends. By rating, experience and reviews the merit is the rank's own number, rounded
/// monotonically.
extension Criteria {
    /// What rounding in single precision may take from points, amply.
    private static let pointsSlack: Float = 0.01
    /// By how much a merit exceeds the points at most: experience counts whole years, merits days
    /// by 365.
    static let pointsExcess: Float = Float(Ranking.experiencePoints) / 20 * 1.06
    private static let chordSlack: Float = 2e-6

    /// What turns the numbers of columns into points.
    struct MeritScale {
        let score = Float(Ranking.scorePoints / 5_000_000)
        /// In points, of whom experience adds nothing more to.
        let fullYears = Float(Ranking.experiencePoints)
        let day = Float(
            Ranking.experiencePoints / Double(Ranking.fullExperienceYears) / 365
        )
        /// Zero without a circle.
        let nearest: Float
        let chord: Float

        init(_ circle: Criteria.Disc?) {
            if let circle, circle.radiusSquared > 0 {
                nearest = Float(Ranking.nearnessPoints)
                chord = Float(Ranking.nearnessPoints / circle.radiusSquared)
            } else {
                nearest = 0
                chord = 0
            }
        }
    }

    /// What merits of four rows, or of the best that four blocks may hold, are made of.
    struct Merits {
        var since: SIMD4<Int32>
        var rating: SIMD4<Int32>
        var reviews: SIMD4<Int32>
        /// The squared chord from the centre, in steps.
        var chord: SIMD4<Float>
    }

    @inline(__always)
    func merits(_ rows: Merits) -> SIMD4<Float> {
        switch sort {
        case .best:
            let scale = meritScale
            let days = SIMD4<Float>(today.daysSince1970 &- rows.since) * scale.day
            let most = days.replacing(with: scale.fullYears, where: days .> scale.fullYears)
            let years = most.replacing(with: 0, where: most .< 0)
            let score = SIMD4<Float>(rows.rating & Lane.millionthsMask) * scale.score
            let nearness = scale.nearest - rows.chord * scale.chord
            return score + years + nearness.replacing(with: 0, where: nearness .< 0)
        case .distance: return -rows.chord
        case .rating: return SIMD4<Float>(rows.rating)
        case .experience: return SIMD4<Float>(today.daysSince1970 &- rows.since)
        case .reviews: return SIMD4<Float>(rows.reviews)
        }
    }

    /// The rank by points, most first.
    static func rank(points: Double) -> UInt64 {
        ~max(0, points).bitPattern
    }

    /// The rank by a number of 0 or more, most first.
    static func rank(descending number: Int64) -> UInt64 {
        UInt64(UInt32.max) - UInt64(UInt32(clamping: number))
    }

    private static func number(ofRank rank: UInt64) -> Int64 {
        Int64(UInt32.max) - Int64(UInt32(clamping: rank))
    }

    /// The number that the order by experience goes by: 0 for none, else a day more than the days.
    func experienceNumber(since: Int32, until: Int32) -> Int64 {
        guard since != Lane.noDay else { return 0 }
        // The last day counts in full, as in `Experience.years(on:)`.
        return Int64(max(0, min(until + 1, today.daysSince1970) - since)) + 1
    }

    /// No row of a lesser merit comes before this rank.
    func leastMerit(upTo rank: UInt64) -> Float {
        switch sort {
        case .best: return Float(Double(bitPattern: ~rank)) - Self.pointsSlack
        case .distance: return -Float(rank) * (1 + Self.chordSlack) - 1
        case .rating, .reviews: return Float(Self.number(ofRank: rank))
        case .experience:
            let number = Self.number(ofRank: rank)
            return number <= 1 ? -.infinity : Float(number - 1)
        }
    }

    /// No row of a greater merit comes after this rank, those apart whose experience has ended.
    func greatestMerit(from rank: UInt64) -> Float {
        switch sort {
        case .best:
            return Float(Double(bitPattern: ~rank)) + Self.pointsSlack + Self.pointsExcess
        case .distance: return -Float(rank) * (1 - Self.chordSlack) + 1
        case .rating, .reviews: return Float(Self.number(ofRank: rank))
        case .experience: return Float(Self.number(ofRank: rank))
        }
    }

    // MARK: - One row

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
                    until: view.until(row)
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
