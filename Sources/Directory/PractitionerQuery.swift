/// What somebody looks for.
package struct PractitionerQuery: Hashable, Sendable {
    package enum Sort: String, Sendable, CaseIterable {
        case best, distance, rating, experience, reviews
    }

    /// The circle to look in.
    package struct Circle: Hashable, Sendable {
        package let center: Coordinate
        /// 1 to 500.
        package let radiusKilometres: Double

        package init(center: Coordinate, radiusKilometres: Double) {
            self.center = center
            self.radiusKilometres = radiusKilometres
        }

        package static let defaultRadiusKilometres = 25.0
        package static let radiusRange = 1.0...500.0
    }

    /// Nil looks everywhere.
    package var circle: Circle?
    package var minYears = 0
    /// In hundredths of a star, 0 to 500; 0 lifts the filter.
    package var minRatingHundredths = 0
    package var minReviews = 0
    /// Any of these; empty lifts the filter, here and below.
    package var conditions: WordSet<Condition> = []
    package var languages: WordSet<Language> = []
    package var techniques: WordSet<Technique> = []
    package var payers: WordSet<Payer> = []
    package var credentialClass: Credential.Class?
    package var accepting = false
    package var acceptsReferrals = false
    package var telehealth = false
    package var wheelchair = false
    /// The licence was seen on the register within so many days.
    package var verifiedWithinDays: Int?
    /// Words by which to find them; nil finds whoever.
    package var text: TextQuery?
    /// Only at locations in this country, state or province.
    package var region: Jurisdiction?
    /// Only who is vetted at the moment of the search.
    package var vettedOnly = true
    package var sort = Sort.best
    /// 1 to 100.
    package var limit = 20
    /// What to count the matches by, beside their total.
    package var facets: Set<Facet> = []

    package static let limitRange = 1...100

    package init() {}
}
