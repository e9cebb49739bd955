package import Directory

/// Something that a query asks for and could do without.
package enum QueryFilter: Hashable, Sendable {
    case radius
    case facet(Facet)
    case verifiedWithinDays
    case vetted
    case region
    case text

    /// All of them, what people give up most easily first; never who is vetted.
    static let dispensable: [QueryFilter] = [
        .verifiedWithinDays, .facet(.minReviews), .facet(.minRating), .facet(.payer),
        .facet(.technique), .facet(.credentialClass), .facet(.acceptsReferrals),
        .facet(.accepting), .facet(.telehealth), .facet(.wheelchair), .facet(.minYears),
        .facet(.language), .facet(.condition), .radius, .region, .text,
    ]

    static let all: [QueryFilter] = [.vetted] + dispensable
}

/// One filter of a query changed so that more match.
package struct QueryChange: Hashable, Sendable {
    package let filter: QueryFilter
    /// Kilometres, years, hundredths of a star, reviews or days; nil where the filter is lifted.
    package let value: Int?
    /// How much of what was asked is given up: 0 nothing, 1 all of it.
    package let share: Double
}

extension PractitionerQuery {
    /// Whether it asks for something that this filter compares.
    func asks(_ filter: QueryFilter) -> Bool {
        setting(filter, to: nil) != self
    }

    /// What a graded filter asks for at present, in whole units; nil for the others.
    func level(of filter: QueryFilter) -> Int? {
        switch filter {
        case .radius: circle.map { Int($0.radiusKilometres.rounded(.up)) }
        case .facet(.minYears): minYears
        case .facet(.minRating): minRatingHundredths
        case .facet(.minReviews): minReviews
        case .verifiedWithinDays: verifiedWithinDays
        case .facet, .vetted, .region, .text: nil
        }
    }

    /// The levels that ask for less than the present one, the nearest first.
    func lesserLevels(of filter: QueryFilter) -> [Int] {
        guard let level = level(of: filter) else { return [] }
        func upTo(_ most: Int) -> [Int] { level < most ? Array(level + 1...most) : [] }
        func downTo(_ least: Int) -> [Int] {
            level > least ? Array((least..<level).reversed()) : []
        }
        return switch filter {
        case .radius: upTo(Int(Circle.radiusRange.upperBound))
        case .verifiedWithinDays: upTo(365)
        case .facet(.minYears), .facet(.minReviews): downTo(1)
        case .facet(.minRating): downTo(100)
        case .facet, .vetted, .region, .text: []
        }
    }

    /// The same with a filter at another level, or lifted.
    func setting(_ filter: QueryFilter, to level: Int?) -> PractitionerQuery {
        var query = self
        switch (filter, level) {
        case (.radius, let level):
            query.circle = level.flatMap { level in
                circle.map { Circle(center: $0.center, radiusKilometres: Double(level)) }
            }
        case (.verifiedWithinDays, _): query.verifiedWithinDays = level
        case (.vetted, _): query.vettedOnly = false
        case (.region, _): query.region = nil
        case (.text, _): query.text = nil
        case (.facet(.minYears), let level?): query.minYears = level
        case (.facet(.minRating), let level?): query.minRatingHundredths = level
        case (.facet(.minReviews), let level?): query.minReviews = level
        case (.facet(let facet), _): query = lifting(facet)
        }
        return query
    }

    /// The change that sets a filter to a level, or lifts it.
    func change(of filter: QueryFilter, to value: Int?) -> QueryChange {
        var share = 1.0
        if let value, let level = level(of: filter) {
            share = Double(abs(value - level)) / Double(max(value, level))
        }
        return QueryChange(filter: filter, value: value, share: share)
    }
}
