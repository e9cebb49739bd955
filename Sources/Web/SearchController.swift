import Directory
import HTTPTypes
import Hummingbird
import Search
import Storage

/// Answers searches for practitioners.
struct SearchController {
    let site: Site

    func answer(_ request: Request, _: some RequestContext) async throws -> Response {
        let target = request.head.path ?? SitePath.practitioners.text
        let now = site.clock()
        let pages = site.feed.pages
        if let page = pages.page(for: target, at: now) { return page.response(to: request) }
        let epoch = pages.epoch
        let page = try await page(for: target, at: now)
        pages.keep(page, for: target, since: epoch)
        return page.response(to: request)
    }

    func page(for target: String, at now: Instant) async throws -> PageCache.Page {
        var search = try SearchRequest(target: target)
        let state = try site.state()
        let place = try await resolve(&search)
        let found = try state.index.page(for: search.query, at: now, after: search.cursor)
        let rows = try await site.database.listingRows(at: found.hits.map(\.location))
        let answer = SearchAnswer(
            site: site,
            query: search.query,
            place: place,
            installation: state.installation,
            found: found,
            rows: rows,
            reasons: try await reasons(for: rows, search.query, at: now),
            next: found.next.map { .nextPage(queryString: search.queryString(continuingAt: $0)) },
            moment: now
        )
        return answer.page()
    }

    /// Finds the place that was named and lays the circle around it.
    private func resolve(_ search: inout SearchRequest) async throws -> Place? {
        guard let name = search.place else { return nil }
        guard let place = try await site.database.place(named: name) else {
            throw Refusal.unknownPlace(name)
        }
        search.lookAround(place.coordinate)
        return place
    }

    private func reasons(
        for rows: [ListingRow],
        _ query: PractitionerQuery,
        at now: Instant
    ) async throws -> [Location.Key: NotVettedReason] {
        let unvetted = rows.filter { !$0.isVetted(at: now) }
        guard !query.vettedOnly, !unvetted.isEmpty else { return [:] }
        return try await site.database.notVettedReasons(
            at: unvetted.map(\.location),
            moment: now
        )
    }
}

extension ListingRow {
    func isVetted(at moment: Instant) -> Bool {
        vettedUntil.map { $0 > moment } ?? false
    }
}
