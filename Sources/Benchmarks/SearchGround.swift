import Directory
import Population

/// Where the search is measured, from a crowded city to the whole country.
enum SearchGround: String, CaseIterable {
    case dense, suburb, rural, state, country

    /// Degrees north of the largest city: nobody else's suburbs lie within 90 km of it.
    static let ruralOffset = 0.65
    /// The radius of a circle as large as a state.
    static let stateKilometres = 300.0

    /// The circle of a question, a little elsewhere each time; nil for the whole country.
    func circle(_ random: inout SplitMix64) -> PractitionerQuery.Circle? {
        let city = Crowd.densestCentre
        let center: (latitude: Double, longitude: Double)
        let radius: Double
        switch self {
        case .dense: (center, radius) = (city, 25)
        case .suburb: (center, radius) = ((city.latitude + 0.25, city.longitude), 25)
        case .rural: (center, radius) = ((city.latitude + Self.ruralOffset, city.longitude), 25)
        case .state: (center, radius) = (city, Self.stateKilometres)
        case .country: return nil
        }
        func jitter() -> Double {
            (Double(random.next() >> 11) / Double(1 << 53) - 0.5) * 0.02
        }
        return
            (try? Coordinate(
                latitude: center.latitude + jitter(),
                longitude: center.longitude + jitter()
            )).map { PractitionerQuery.Circle(center: $0, radiusKilometres: radius) }
    }

    var rounds: Int {
        switch self {
        case .dense, .suburb, .rural: 1_000
        case .state, .country: 200
        }
    }

    /// What the design asks for.
    func budget(withFacets: Bool) -> String {
        switch (self, withFacets) {
        case (.dense, false): "at most 0.25 ms"
        case (.dense, true): "at most 0.5 ms"
        case (.country, true): "at most 5 ms"
        default: "-"
        }
    }
}

/// What is asked for there: nothing, each filter alone, and all at once.
enum SearchNeed: String, CaseIterable {
    case nothing
    case condition, language, technique, payer
    case minYears = "min_years"
    case minRating = "min_rating"
    case minReviews = "min_reviews"
    case credentialClass = "credential_class"
    case accepting
    case acceptsReferrals = "accepts_referrals"
    case telehealth, wheelchair
    case verifiedWithinDays = "verified_within_days"
    case all

    func ask(of query: inout PractitionerQuery) {
        switch self {
        case .nothing: break
        case .condition: query.conditions = [.neuropathy]
        case .language: query.languages = [.en]
        case .technique: query.techniques = [.electroacupuncture, .cupping]
        case .payer: query.payers = [.medicare, .bcbs]
        case .minYears: query.minYears = 5
        case .minRating: query.minRatingHundredths = 400
        case .minReviews: query.minReviews = 5
        case .credentialClass: query.credentialClass = .statutory
        case .accepting: query.accepting = true
        case .acceptsReferrals: query.acceptsReferrals = true
        case .telehealth: query.telehealth = true
        case .wheelchair: query.wheelchair = true
        case .verifiedWithinDays: query.verifiedWithinDays = 30
        case .all:
            for need in Self.allCases where need != .all { need.ask(of: &query) }
        }
    }
}
