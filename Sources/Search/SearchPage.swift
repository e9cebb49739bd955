package import Directory

/// One page of what a search found.
package struct SearchPage: Hashable, Sendable {
    /// At most the query's limit, in its order.
    package var hits: [Hit]
    /// How many practitioners match in all, exactly.
    package var total: Int
    /// How many of them each value of a facet would leave, by the order of `Facet.values`; empty
    /// where no facets were asked for.
    package var facets: [FacetCounts]
    /// Where the next page begins; nil on the last.
    package var next: SearchCursor?
    /// The first moment at which the same question may have another answer by the clock alone.
    ///
    /// The page is exact before it, as long as the index stays at `generation`.
    package var validUntil: Instant
    /// The state of the index that was searched.
    package var generation: UInt64
    /// What words of the text were read as, where nobody has them as they were typed.
    package var readings: [Reading]

    /// How many practitioners match with each value of a facet.
    package struct FacetCounts: Hashable, Sendable {
        package var facet: Facet
        /// In the order of `Facet.values`.
        package var counts: [Int]
    }

    /// A practitioner at the location that ranks first.
    package struct Hit: Hashable, Sendable {
        package var practitioner: Practitioner.Key
        package var location: Location.Key
        /// From the centre of the circle; nil without one.
        package var metres: Double?
        /// 1 at the centre of the circle, 0 at its edge or without one.
        package var nearness: Double
        /// Whole years at the moment the search began; nil where no register shows any.
        package var years: Int?
        /// `Score.millionths`.
        package var score: Int
        /// What `best` orders by, 0 to 100.
        package var points: Double
        package var isVetted: Bool
        /// Nil for who never was; moments after February 2106 are shown as that.
        package var vettedUntil: Instant?
    }

    /// A word that was read as others that are written nearly so.
    package struct Reading: Hashable, Sendable {
        package let typed: String
        package let readAs: [String]
    }

    /// Nobody vouches for a page longer than so many seconds.
    package static let longestValidity: Int64 = 60
}

/// Why a search cannot be answered.
package enum SearchError: Error, Equatable {
    /// By distance, without a place to measure from.
    case distanceWithoutPlace
    /// The cursor was made by another search, or altered.
    case cursorOfAnotherSearch
    case cursorTooOld
}

extension SearchError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .distanceWithoutPlace:
            "ordering by distance needs a place to measure from: near=latitude,longitude or place="
        case .cursorOfAnotherSearch:
            "the cursor belongs to another search: repeat every parameter as it was, limit apart"
        case .cursorTooOld:
            "the cursor is more than a day old: begin again without it"
        }
    }
}
