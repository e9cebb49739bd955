import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The name of an answer's bytes: two answers with the same one are the same bytes.
struct EntityTag: Sendable {
    let text: String

    private static let start = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    private static let count = Atomic<UInt64>(0)

    /// A name that no other rendering had, in this process or another.
    init() {
        let number = Self.count.add(1, ordering: .relaxed).newValue
        text = "\"\(Self.start)-\(String(number, radix: 36))\""
    }

    /// The same for the same bytes.
    init(of body: ByteBuffer) {
        // Fowler, Noll and Vo's 1a.
        let hash = body.readableBytesView.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        text = "\"\(String(hash, radix: 36))\""
    }

    /// The answer to a request, or that it is still what the client has.
    func answer(headers: HTTPFields, body: ByteBuffer, to request: HTTPRequest) -> Answer {
        guard matches(request.headerFields[values: .ifNoneMatch]) else {
            return Answer(head: HTTPResponse(status: .ok, headerFields: headers), body: body)
        }
        var kept = headers
        kept[.contentLength] = nil
        kept[.contentType] = nil
        return Answer(head: HTTPResponse(status: .notModified, headerFields: kept), body: nil)
    }

    func response(headers: HTTPFields, body: ByteBuffer, to request: Request) -> Response {
        answer(headers: headers, body: body, to: request.head).response
    }

    /// Whether an If-None-Match names it (RFC 9110 §13.1.2: weakly compared).
    private func matches(_ lists: [String]) -> Bool {
        lists.contains { list in
            list.split(separator: ",").contains { element in
                let name = element.drop { $0 == " " }.prefix { $0 != " " }
                return name == "*" || (name.hasPrefix("W/") ? name.dropFirst(2) : name) == text
            }
        }
    }
}

/// What is sent, before anything of the connection is added.
struct Answer {
    var head: HTTPResponse
    let body: ByteBuffer?

    var response: Response {
        Response(
            status: head.status,
            headers: head.headerFields,
            body: body.map { ResponseBody(byteBuffer: $0) } ?? ResponseBody()
        )
    }
}
