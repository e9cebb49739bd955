package import Directory

/// Why nobody matches a query, and the nearest searches that somebody matches.
package struct EmptyResult: Hashable, Sendable {
    /// Filters without any one of which somebody would match.
    package let emptying: [Emptying]
    /// Other searches, what gives up least first.
    package let nearest: [Alternative]

    package struct Emptying: Hashable, Sendable {
        package let filter: QueryFilter
        /// How many match without it.
        package let total: Int
    }

    package struct Alternative: Hashable, Sendable {
        /// One change where one is enough, else several together.
        package let changes: [QueryChange]
        /// How many match, one at least.
        package let total: Int
    }

    /// How many other searches are named at most.
    package static let alternativeLimit = 5
}

extension ListingIndex {
    /// Finds out by searching why nobody matches; some sixty searches at most.
    ///
    /// Who is not vetted is counted, and never offered.
    package func emptiness(of query: PractitionerQuery, at now: Instant) -> EmptyResult {
        var asked = query
        asked.limit = 1
        asked.facets = []
        // Without a circle nothing can be ordered by distance, and the order is no matter here.
        asked.sort = .reviews
        let emptying = QueryFilter.all.filter(asked.asks).compactMap { filter in
            let total = count(asked.setting(filter, to: nil), at: now)
            return total > 0 ? EmptyResult.Emptying(filter: filter, total: total) : nil
        }
        var nearest = emptying.filter { $0.filter != .vetted }.map { emptying in
            alternative(to: asked, changing: [emptying.filter], at: now)
        }
        if nearest.isEmpty, let several = dispensed(with: asked, at: now) {
            nearest = [alternative(to: asked, changing: several, at: now)]
        }
        nearest.sort { left, right in
            let given = (
                left.changes.map(\.share).max() ?? 0, right.changes.map(\.share).max() ?? 0
            )
            return given.0 != given.1 ? given.0 < given.1 : left.total > right.total
        }
        return EmptyResult(
            emptying: emptying,
            nearest: Array(nearest.prefix(EmptyResult.alternativeLimit))
        )
    }

    private func count(_ query: PractitionerQuery, at now: Instant) -> Int {
        // Only an order by distance can be refused.
        (try? page(for: query, at: now).total) ?? 0
    }

    /// The filters that have to go, none of which may stay; nil where nobody is vetted at all.
    private func dispensed(with query: PractitionerQuery, at now: Instant) -> [QueryFilter]? {
        var rest = query
        var gone: [QueryFilter] = []
        for filter in QueryFilter.dispensable where query.asks(filter) {
            rest = rest.setting(filter, to: nil)
            gone.append(filter)
            if count(rest, at: now) > 0 { break }
        }
        guard count(rest, at: now) > 0 else { return nil }
        // What people want most comes back first, as far as somebody is left.
        for filter in gone.reversed() where gone.count > 1 {
            let others = gone.filter { $0 != filter }
            let back = others.reduce(query) { $0.setting($1, to: nil) }
            if count(back, at: now) > 0 { gone = others }
        }
        return gone
    }

    /// The search in which each of these filters asks for as little less as will do.
    private func alternative(
        to query: PractitionerQuery,
        changing filters: [QueryFilter],
        at now: Instant
    ) -> EmptyResult.Alternative {
        var changed = filters.reduce(query) { $0.setting($1, to: nil) }
        var changes: [QueryChange] = []
        for filter in filters {
            // A lifted circle is lost for what follows.
            var levelled = changed
            if filter == .radius { levelled.circle = query.circle }
            let levels = query.lesserLevels(of: filter)
            var low = 0
            var high = levels.count
            while low < high {
                let middle = (low + high) / 2
                if count(levelled.setting(filter, to: levels[middle]), at: now) > 0 {
                    high = middle
                } else {
                    low = middle + 1
                }
            }
            let level = low < levels.count ? levels[low] : nil
            if let level { changed = levelled.setting(filter, to: level) }
            changes.append(query.change(of: filter, to: level))
        }
        return EmptyResult.Alternative(changes: changes, total: count(changed, at: now))
    }
}
