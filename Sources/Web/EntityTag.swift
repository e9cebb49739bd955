import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The name of an answer's bytes: two answers with the same one are the same bytes.
struct EntityTag: Sendable {
    let text: String

    private static let start = UInt64.random(in: 0...UInt64.max)
    private static let count = Atomic<UInt64>(0)

    /// A name that no other rendering had, in this process or another.
    init() {
        let number = Self.count.add(1, ordering: .relaxed).newValue
        text = "\"\(String(Self.start, radix: 36))-\(String(number, radix: 36))\""
    }

    /// The same for the same bytes.
    init(of body: ByteBuffer) {
        // Fowler, Noll and Vo's 1a.
        let hash = body.readableBytesView.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        text = "\"\(String(hash, radix: 36))\""
    }

    /// The answer, or that it is still what the client has.
    func response(headers: HTTPFields, body: ByteBuffer, to request: Request) -> Response {
        guard matches(request.headers[values: .ifNoneMatch]) else {
            return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
        }
        var kept = headers
        kept[.contentLength] = nil
        kept[.contentType] = nil
        return Response(status: .notModified, headers: kept)
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
