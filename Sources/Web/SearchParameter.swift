import Directory

/// What a search may be asked with, by the names that stand in its address.
enum SearchParameter: String, CaseIterable {
    case q, near, place
    case radius = "radius_km"
    case condition, language, technique, payer
    case minYears = "min_years"
    case minRating = "min_rating"
    case minReviews = "min_reviews"
    case credentialClass = "credential_class"
    case accepting
    case acceptsReferrals = "accepts_referrals"
    case telehealth, wheelchair
    case verifiedWithinDays = "verified_within_days"
    case vetted, sort, facets, limit, cursor
}

/// One parameter that could not be used, and what would be right.
struct ParameterFault: Hashable, Sendable {
    let parameter: String
    /// As it was sent, cut to a length that can be shown.
    let value: String
    /// A sentence.
    let detail: String

    init(parameter: String, value: String, detail: String) {
        self.parameter = Self.shown(parameter)
        self.value = Self.shown(value)
        self.detail = detail
    }

    private static let shownLength = 100

    private static func shown(_ text: String) -> String {
        guard text.utf8.count > shownLength else { return text }
        let start = text.unicodeScalars.prefix(shownLength)
        return start.endIndex < text.unicodeScalars.endIndex ? String(start) + "…" : text
    }
}

/// Everything that was wrong with the parameters of a request.
struct BadParameters: Error, Hashable {
    let faults: [ParameterFault]
}

extension String {
    /// The one of several words that is written so much like this one that it was probably meant.
    func nearest(of words: [String]) -> String? {
        guard !isEmpty else { return nil }
        let limit = max(1, unicodeScalars.count / 3)
        return SpelledWords(words).nearest(to: self, limit: limit, count: 1).first
    }
}
