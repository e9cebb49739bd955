import Directory
import HTTPTypes
import Hummingbird
import NIOCore
import Search
import Storage

/// Completes what somebody types with conditions, places and people.
struct SuggestController {
    let site: Site

    /// How many of each kind may be asked for.
    private static let limits = 1...10

    func complete(_ request: Request, _: some RequestContext) async throws -> Response {
        let asked = try CompletionRequest<SuggestionParameter>(
            target: request.head.path ?? "",
            limits: Self.limits,
            limit: 5
        )
        let now = site.clock()
        let state = try site.state()
        let people = try Self.people(asked, state.index, at: now)
        let rows = try await site.database.listingRows(at: people)
        return PlacesController.response(body(for: asked, state, rows, at: now), to: request)
    }

    /// The locations of people whose name or clinic may be meant, the vetted first.
    private static func people(
        _ asked: CompletionRequest<SuggestionParameter>,
        _ index: ListingIndex,
        at now: Instant
    ) throws(SearchError) -> [Location.Key] {
        guard let text = TextQuery(asked.text, isNamesOnly: true) else { return [] }
        var query = PractitionerQuery()
        query.text = text
        query.limit = asked.limit
        let vetted = try index.page(for: query, at: now).hits.map(\.location)
        guard !asked.vettedOnly, vetted.count < asked.limit else { return vetted }
        query.vettedOnly = false
        query.limit += vetted.count
        let others = try index.page(for: query, at: now).hits.filter { !$0.isVetted }
        return vetted + others.prefix(asked.limit - vetted.count).map(\.location)
    }

    private func body(
        for asked: CompletionRequest<SuggestionParameter>,
        _ state: IndexFeed.State,
        _ rows: ListingRows,
        at now: Instant
    ) -> ByteBuffer {
        let conditions = ConditionWords.completions(of: asked.text, limit: asked.limit)
        let places = state.places.completions(of: asked.text, limit: asked.limit)
        // The database is ahead of the index by moments: whoever is vetted no more is not shown.
        let people = rows.rows.filter { !asked.vettedOnly || $0.isVetted(at: now) }
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.array("results") { json in
                for condition in conditions { json.object { $0.condition(condition) } }
                for place in places { json.object { $0.place(place) } }
                for person in people { json.object { write(person, of: rows, at: now, to: &$0) } }
            }
            json.member("total", conditions.count + places.count + people.count)
            json.member("next", String?.none)
            json.member("attribution", PlacesController.attribution)
            json.demonstration(state.installation)
        }
        return json.bytes
    }

    private func write(
        _ person: ListingRow,
        of rows: ListingRows,
        at now: Instant,
        to json: inout JSONWriter
    ) {
        let id = rows.string(person.publicID)
        json.member("kind", "person")
        json.member("text", rows.string(person.name))
        json.member("parameter", String?.none)
        json.member("value", id)
        json.member("url", site.link(to: .practitioner(id)))
        json.member("clinic", rows.string(person.clinic))
        json.member("city", rows.string(person.city))
        json.member("region", rows.string(person.region))
        json.member("country", rows.string(person.country))
        json.member("vetted", person.isVetted(at: now))
    }
}

extension JSONWriter {
    /// A name of conditions, and what `condition=` takes to mean them.
    fileprivate mutating func condition(_ condition: ConditionWords.Completion) {
        member("kind", "condition")
        member("text", condition.text)
        member("parameter", SearchParameter.condition.rawValue)
        member("value", condition.conditions.words.map(\.rawValue).joined(separator: ","))
    }
}
