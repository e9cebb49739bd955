import Directory
import HTTPTypes
import Hummingbird
import Search
import Storage

/// Answers searches for practitioners.
struct SearchController {
    let site: Site

    func answer(_ request: Request, _: some RequestContext) async throws -> Response {
        let start = SearchMeter.start()
        let target = request.head.path ?? SitePath.practitioners.text
        let now = site.clock()
        let pages = site.feed.pages
        if let page = pages.page(for: target, at: now) {
            site.meter.count(since: start)
            return page.answer(to: request.head).response
        }
        let epoch = pages.epoch
        let page = try await page(for: target, at: now)
        pages.keep(page, for: target, since: epoch)
        site.meter.count(since: start)
        return page.answer(to: request.head).response
    }

    /// Whether a request is a search, so that there may be an answer at once.
    static func isAnsweredAtOnce(_ request: HTTPRequest) -> Bool {
        request.method == .get && SitePath.isSearch(request.path ?? "")
    }

    /// The answer to a request, where it is a page that can be had without waiting for anything.
    ///
    /// - Returns: Nil for everything else, faults included: the route answers that.
    func answerAtOnce(to request: HTTPRequest) -> Answer? {
        guard Self.isAnsweredAtOnce(request), let target = request.path else { return nil }
        let start = SearchMeter.start()
        let now = site.clock()
        let pages = site.feed.pages
        if let page = pages.page(for: target, at: now) {
            site.meter.count(since: start)
            return page.answer(to: request)
        }
        let epoch = pages.epoch
        guard let page = try? pageAtOnce(for: target, at: now) else { return nil }
        pages.keep(page, for: target, since: epoch)
        site.meter.count(since: start)
        return page.answer(to: request)
    }

    func page(for target: String, at now: Instant) async throws -> PageCache.Page {
        var search = try SearchRequest(target: target)
        return try await answer(to: &search, at: now).page()
    }

    /// What is found, ready to be written down; the search then knows the circle it was for.
    func answer(to search: inout SearchRequest, at now: Instant) async throws -> SearchAnswer {
        let state = try site.state()
        let place = try resolve(&search, state.places)
        let found = try state.index.page(for: search.query, at: now, after: search.cursor)
        let rows = try await site.database.listingRows(at: found.hits.map(\.location))
        let emptiness = await emptiness(of: search, found, in: state.index, at: now)
        return SearchAnswer(
            site: site,
            query: search.query,
            place: place,
            state: state,
            found: found,
            rows: rows,
            reasons: try await reasons(for: rows.rows, search.query, at: now),
            next: search.nextPage(of: found),
            emptiness: emptiness,
            moment: now
        )
    }

    /// Why nobody was found; nil where somebody was, and on later pages.
    private func emptiness(
        of search: SearchRequest,
        _ found: SearchPage,
        in index: ListingIndex,
        at now: Instant
    ) async -> EmptyAnswer? {
        guard found.total == 0, search.cursor == nil else { return nil }
        let query = search.query
        // Some dozens of searches: nobody else's request shall wait for them.
        let result = await IndexFeed.offThePool { index.emptiness(of: query, at: now) }
        return EmptyAnswer(site: site, search: search, result: result)
    }

    /// The same where no reason has to be found and no reader waited for, and somebody
    /// is found.
    private func pageAtOnce(for target: String, at now: Instant) throws -> PageCache.Page? {
        var search = try SearchRequest(target: target)
        guard search.query.vettedOnly else { return nil }
        let state = try site.state()
        let place = try resolve(&search, state.places)
        let found = try state.index.page(for: search.query, at: now, after: search.cursor)
        guard found.total > 0 || search.cursor != nil else { return nil }
        let locations = found.hits.map(\.location)
        guard let rows = try site.database.listingRowsAtOnce(at: locations) else { return nil }
        return SearchAnswer(
            site: site,
            query: search.query,
            place: place,
            state: state,
            found: found,
            rows: rows,
            reasons: [:],
            next: search.nextPage(of: found),
            moment: now
        ).page()
    }

    /// Finds the place that was named and lays the circle around it, or takes the region.
    private func resolve(
        _ search: inout SearchRequest,
        _ places: PlaceIndex
    ) throws -> PlaceIndex.Meaning? {
        guard let name = search.place else { return nil }
        let meaning = places.meaning(of: name)
        switch meaning {
        case .place(let place): search.lookAround(place.coordinate)
        case .region(let region):
            try search.lookWithin(region.jurisdiction, called: region.name)
        case .unknown(let nearest): throw Refusal.unknownPlace(name, nearest: nearest)
        }
        return meaning
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
