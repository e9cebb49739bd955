/// What a search may be asked with, by the names that stand in its address.
enum SearchParameter: String, CaseIterable {
    case near, place
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
    /// The one of several words that is written most like this one.
    func nearest(of words: [String]) -> String? {
        // What is so long was no slip of the finger.
        let own = Array(unicodeScalars.prefix(40))
        let distances = words.map { (word: $0, edits: own.edits(to: Array($0.unicodeScalars))) }
        return distances.min { $0.edits < $1.edits }?.word
    }
}

extension [Unicode.Scalar] {
    /// How many letters have to be changed, added or left out to make another word of this one.
    fileprivate func edits(to other: [Unicode.Scalar]) -> Int {
        var row = Array<Int>(0...other.count)
        for (index, letter) in enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, otherLetter) in other.enumerated() {
                let replaced = diagonal + (letter == otherLetter ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[other.count]
    }
}
