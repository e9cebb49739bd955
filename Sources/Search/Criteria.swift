import Directory

/// A query at a moment, as the columns are compared with it; what is not asked for is nil or zero.
struct Criteria {
    let sort: PractitionerQuery.Sort
    let circle: Disc?
    /// Vetted is whose trust ends after this.
    let vettedAfter: Int32?
    /// The same when the first page was asked for.
    let vettedAfterAtFirst: Int32?
    let verifiedFrom: Int32?
    /// For how long a reading counts as recent.
    let verifiedSeconds: Int64
    let minYears: Int
    /// The last first day of who has that many years today, as far as nothing has ended.
    let sinceLimit: Int32
    /// Negative where no mean is asked for; the same for reviews.
    let meanAbove: Int32
    let reviewsAbove: Int32
    /// Any of each vocabulary's words, all of the features; what facets ask for themselves apart.
    let marks: ListingRow.Marks
    /// What to count by, in the order of all facets.
    let facets: [Facet]
    /// What those of them ask for that are asked for words or features.
    let ownMarks: [(facet: Facet, marks: ListingRow.Marks)]
    /// Experience is judged at this day.
    let today: CalendarDate
    let meritScale: MeritScale

    /// The circle in the units of the columns.
    struct Disc {
        let center: Coordinate
        let metres: Double
        let position: SIMD3<Int32>
        /// The same, rounded to some 64 steps.
        let middle: SIMD3<Float>
        /// Of the chord to the edge, in steps; a hand's breadth longer than asked, so that no
        /// rounding takes the edge away.
        let reach: Float
        let reachSquared: Float
        /// As asked.
        let radiusSquared: Double

        init(_ circle: PractitionerQuery.Circle) {
            center = circle.center
            metres = max(0, circle.radiusKilometres * 1000)
            position = Lane.position(center)
            middle = SIMD3<Float>(position)
            let slack = 0.02 + metres * 2e-7
            reachSquared = Float(
                Coordinate.chordSquared(ofMetres: metres + slack) * Lane.squareSteps
            )
            reach = reachSquared.squareRoot()
            radiusSquared = Coordinate.chordSquared(ofMetres: metres) * Lane.squareSteps
        }

        func nearness(ofChordSquared chord: Int64) -> Double {
            radiusSquared > 0 ? max(0, 1 - Double(chord) / radiusSquared) : 0
        }
    }

    /// - Parameters:
    ///   - query: What is asked.
    ///   - begunAt: When the first page was asked for.
    ///   - now: When this page is; nobody counts as vetted whose trust has ended since.
    init(_ query: PractitionerQuery, begunAt: Instant, now: Instant) {
        sort = query.sort
        circle = query.circle.map(Disc.init)
        meritScale = MeritScale(circle)
        vettedAfter = query.vettedOnly ? Lane.moment(max(begunAt, now)) : nil
        vettedAfterAtFirst = query.vettedOnly ? Lane.moment(begunAt) : nil
        let days = min(max(query.verifiedWithinDays ?? 0, 0), 1_000_000)
        verifiedSeconds = Int64(days) * secondsPerDay
        // At least the first moment there is, as "never" lies before it.
        verifiedFrom =
            query.verifiedWithinDays == nil
            ? nil : max(Lane.moment(begunAt - verifiedSeconds), Lane.never + 1)
        today = begunAt.date
        minYears = max(0, query.minYears)
        sinceLimit = Self.sinceLimit(years: minYears, on: today)
        meanAbove = Int32(clamping: max(0, query.minRatingHundredths) - 1)
        // Who has a mean has at least so many.
        let isImplied = meanAbove >= 0 && query.minReviews <= Score.leastCount
        reviewsAbove = isImplied ? -1 : Int32(clamping: max(0, query.minReviews) - 1)
        facets = query.facets.isEmpty ? [] : Facet.allCases.filter(query.facets.contains)
        var rest = query
        var ownMarks: [(Facet, ListingRow.Marks)] = []
        for facet in facets where !facet.isStepped {
            let lifted = rest.lifting(facet)
            guard lifted != rest else { continue }
            ownMarks.append(
                (facet, ListingRow.Marks(rest).subtracting(ListingRow.Marks(lifted)))
            )
            rest = lifted
        }
        self.ownMarks = ownMarks
        marks = ListingRow.Marks(rest)
    }

    /// The last first day of who has so many years today, as far as nothing has ended.
    func sinceLimit(years: Int) -> Int32 {
        Self.sinceLimit(years: years, on: today)
    }

    private static func sinceLimit(years: Int, on today: CalendarDate) -> Int32 {
        // Nobody practised before the first year that a date has.
        let isPossible = years < today.yearMonthDay.year
        return isPossible ? Lane.day(today.yearsEarlier(years)) : Int32.min
    }
}

extension ListingRow.Marks {
    /// The words and features that a query asks for.
    init(_ query: PractitionerQuery) {
        var required: Listing.Features = []
        if query.accepting { required.insert(.accepting) }
        if query.acceptsReferrals { required.insert(.acceptsReferrals) }
        if query.telehealth { required.insert(.telehealth) }
        if query.wheelchair { required.insert(.wheelchair) }
        switch query.credentialClass {
        case .statutory: required.insert(.statutory)
        case .accredited: required.insert(.accredited)
        case .certificate: required.insert(.certificate)
        case nil: break
        }
        self.init(
            conditions: query.conditions,
            languages: query.languages,
            techniques: query.techniques,
            payers: query.payers,
            features: required
        )
    }
}
