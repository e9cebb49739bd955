import Directory
import HTTPTypes
import Hummingbird
import Search
import Storage

/// Shows what a search finds, from the same question as the API.
struct SearchPageController {
    let search: SearchController

    private var site: Site { search.site }

    func show(_ request: Request, _: some RequestContext) async throws -> Response {
        let target = request.head.path ?? ""
        let now = site.clock()
        let pages = site.feed.pages
        if let page = pages.page(for: target, at: now) {
            return page.answer(to: request.head).response
        }
        let values = FormValues(target: target)
        guard values.isPlain else {
            return site.goOn(to: .searchPage(queryString: values.queryString))
        }
        let epoch = pages.epoch
        do {
            let page = try await page(values, at: now)
            pages.keep(page, for: target, since: epoch)
            return page.answer(to: request.head).response
        } catch {
            guard let problem = Problem(error), !problem.faults.isEmpty else { throw error }
            var nearPlaces: [String] = []
            if case Refusal.unknownPlace(_, let nearest) = error { nearPlaces = nearest }
            return site.passingPage(
                SearchPageModel(site, values, faults: problem.faults, nearPlaces: nearPlaces),
                status: problem.status
            )
        }
    }

    private func page(_ values: FormValues, at now: Instant) async throws -> PageCache.Page {
        var asked = try SearchRequest(target: values.searchTarget)
        let answer = try await search.answer(to: &asked, at: now)
        let names = try await site.database.registries().map { row in
            (row.summary.id.text, row.summary.name)
        }
        let model = SearchPageModel(
            answer,
            values,
            next: answer.next?.cursor,
            registries: Dictionary(uniqueKeysWithValues: names)
        )
        let body = site.templates.text(of: model)
        let tag = EntityTag(of: body)
        var headers = HTTPFields.forPublicPage()
        headers[.eTag] = tag.text
        headers[.contentLength] = String(body.readableBytes)
        return PageCache.Page(
            body: body,
            headers: headers,
            tag: tag,
            validUntil: answer.found.validUntil
        )
    }
}
