import Directory
import HTTPTypes
import Hummingbird
import NIOCore
import Storage

/// Completes the name of a place as somebody types it.
struct PlacesController {
    let site: Site

    /// What is shown wherever the gazetteer is.
    static let attribution = "Place data © GeoNames, CC BY 4.0"

    func complete(_ request: Request, _: some RequestContext) throws -> Response {
        let asked = try CompletionRequest<CompletionParameter>(
            target: request.head.path ?? "",
            limits: 1...20,
            limit: 10
        )
        let state = try site.state()
        let places = state.places.completions(of: asked.text, limit: asked.limit)
        var json = JSONWriter(capacity: 512 + places.count * 256)
        json.object { json in
            json.array("results") { json in
                for place in places { json.object { $0.place(place) } }
            }
            json.member("total", places.count)
            json.member("next", String?.none)
            json.member("attribution", Self.attribution)
            json.demonstration(state.installation)
        }
        return Self.response(json.bytes, to: request)
    }

    static func response(_ body: ByteBuffer, to request: Request) -> Response {
        let tag = EntityTag(of: body)
        var headers = HTTPFields.forPublicJSON()
        headers[.eTag] = tag.text
        return tag.response(headers: headers, body: body, to: request)
    }
}

extension JSONWriter {
    /// What a place is, and what `place=` takes to mean it.
    mutating func place(_ place: PlaceIndex.Completion) {
        let isNear = place.country == "US" || place.country == "CA"
        let parts = [place.name, place.region, isNear ? "" : place.country]
        member("kind", place.kind.rawValue)
        member("text", parts.filter { !$0.isEmpty }.joined(separator: ", "))
        member("parameter", SearchParameter.place.rawValue)
        member("value", place.typed)
        member("name", place.name)
        member("region", place.region.isEmpty ? nil : place.region)
        member("country", place.country)
        member("latitude", place.coordinate?.latitude, decimals: 5)
        member("longitude", place.coordinate?.longitude, decimals: 5)
        member("population", place.population > 0 ? place.population : nil)
    }
}
