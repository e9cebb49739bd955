import HTTPTypes
import Hummingbird
import NIOCore

/// Serves the contract of the public API.
struct OpenAPIController {
    private let body: ByteBuffer
    private let tag: EntityTag

    init(site: Site) {
        var json = JSONWriter(capacity: 65_536)
        let document = OpenAPIDocument(operations: Operation.all)
        json.value(document.json(servedAt: site.configuration.publicURL?.text ?? "/"))
        body = json.bytes
        tag = EntityTag(of: body)
    }

    func show(_ request: Request, _: some RequestContext) throws -> Response {
        try requireNoParameters(in: request.head.path ?? "")
        var headers = HTTPFields.forPublicJSON()
        headers[.eTag] = tag.text
        return tag.response(headers: headers, body: body, to: request)
    }
}
