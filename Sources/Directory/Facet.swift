/// What the matches of a search can be counted by, named as the parameter that filters by it.
///
/// A facet's own filter does not restrict its counts: each says how many would match if that value
/// were asked for and everything else stayed.
package enum Facet: String, Sendable, CaseIterable {
    case condition, language, technique, payer
    case credentialClass = "credential_class"
    case accepting
    case acceptsReferrals = "accepts_referrals"
    case telehealth, wheelchair
    case minYears = "min_years"
    case minRating = "min_rating"
    case minReviews = "min_reviews"

    package static let yearSteps = [2, 5, 10, 15, 20, 30]
    /// In hundredths of a star.
    package static let ratingSteps = [300, 350, 400, 450]
    package static let reviewSteps = [5, 10, 20, 50]

    /// What is counted, each as the parameter takes it.
    package var values: [String] {
        switch self {
        case .condition: Condition.allCases.map(\.rawValue)
        case .language: Language.allCases.map(\.rawValue)
        case .technique: Technique.allCases.map(\.rawValue)
        case .payer: Payer.allCases.map(\.rawValue)
        case .credentialClass: Credential.Class.allCases.map(\.rawValue)
        case .accepting, .acceptsReferrals, .telehealth, .wheelchair: ["true"]
        case .minYears: Self.yearSteps.map(String.init)
        case .minRating: Self.ratingSteps.map { $0 % 100 == 0 ? "\($0 / 100)" : "\($0 / 100).5" }
        case .minReviews: Self.reviewSteps.map(String.init)
        }
    }

    /// Whether the values are steps, each of which takes in the later ones.
    package var isStepped: Bool {
        switch self {
        case .minYears, .minRating, .minReviews: true
        default: false
        }
    }
}

extension PractitionerQuery {
    /// The same question without a facet's own filter.
    package func lifting(_ facet: Facet) -> PractitionerQuery {
        var query = self
        switch facet {
        case .condition: query.conditions = []
        case .language: query.languages = []
        case .technique: query.techniques = []
        case .payer: query.payers = []
        case .credentialClass: query.credentialClass = nil
        case .accepting: query.accepting = false
        case .acceptsReferrals: query.acceptsReferrals = false
        case .telehealth: query.telehealth = false
        case .wheelchair: query.wheelchair = false
        case .minYears: query.minYears = 0
        case .minRating: query.minRatingHundredths = 0
        case .minReviews: query.minReviews = 0
        }
        return query
    }

    /// The same question with one value of a facet in the place of its own filter.
    ///
    /// - Parameters:
    ///   - facet: Whose filter.
    ///   - number: The place of the value among the facet's `values`.
    /// - Returns: That question; everything else in it stays.
    package func asking(_ facet: Facet, for number: Int) -> PractitionerQuery {
        var query = self
        let bit: UInt64 = 1 << UInt64(number)
        switch facet {
        case .condition: query.conditions.bits = bit
        case .language: query.languages.bits = bit
        case .technique: query.techniques.bits = bit
        case .payer: query.payers.bits = bit
        case .credentialClass: query.credentialClass = Credential.Class.allCases[number]
        case .accepting: query.accepting = true
        case .acceptsReferrals: query.acceptsReferrals = true
        case .telehealth: query.telehealth = true
        case .wheelchair: query.wheelchair = true
        case .minYears: query.minYears = Facet.yearSteps[number]
        case .minRating: query.minRatingHundredths = Facet.ratingSteps[number]
        case .minReviews: query.minReviews = Facet.reviewSteps[number]
        }
        return query
    }

    /// Whether a value of a facet is asked for; of steps the very one.
    package func asks(_ facet: Facet, for number: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(number)
        return switch facet {
        case .condition: conditions.bits & bit != 0
        case .language: languages.bits & bit != 0
        case .technique: techniques.bits & bit != 0
        case .payer: payers.bits & bit != 0
        case .credentialClass: credentialClass == Credential.Class.allCases[number]
        case .accepting: accepting
        case .acceptsReferrals: acceptsReferrals
        case .telehealth: telehealth
        case .wheelchair: wheelchair
        case .minYears: minYears == Facet.yearSteps[number]
        case .minRating: minRatingHundredths == Facet.ratingSteps[number]
        case .minReviews: minReviews == Facet.reviewSteps[number]
        }
    }
}
