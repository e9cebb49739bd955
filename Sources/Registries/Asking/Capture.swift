/// A value that an answer gives for the requests that follow.
struct Capture: Sendable {
    enum Key: String, DescriptionKey {
        case pointer, header, cookie, match
    }

    private enum Source: Sendable {
        case body
        case pointer(JSONPointer)
        case header(String)
        case cookie(String)
    }

    let name: String
    private let source: Source
    private let pattern: Pattern?

    private static let longest = 2000
    private static let searchedBytes = 1 << 20

    init(_ member: DescriptionNode.Member) throws(DescriptionError) {
        let isName = member.key.utf8.allSatisfy {
            $0.asciiSmall &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "_")
        }
        guard isName, !member.key.isEmpty else {
            throw DescriptionError(
                at: member.place,
                "a captured value's name has letters, digits and underscores"
            )
        }
        name = member.key
        let section = try DescriptionSection<Key>(member.value)
        pattern = try section.optional(.match)?.pattern()
        let sources = [Key.pointer, .header, .cookie].compactMap(section.optional)
        guard sources.count <= 1 else {
            throw member.value.failure("pointer, header and cookie are three sources; one is right")
        }
        if let node = section.optional(.pointer) {
            source = .pointer(try node.pointer())
        } else if let node = section.optional(.header) {
            source = .header(try node.fullText())
        } else if let node = section.optional(.cookie) {
            source = .cookie(try node.fullText())
        } else {
            guard pattern != nil else {
                throw member.value.failure("pointer, header, cookie or match would be right here")
            }
            source = .body
        }
    }

    var header: String? {
        if case .header(let name) = source { name } else { nil }
    }

    /// The value in an answer; nil where it has none that may be used.
    func value(
        in received: ReceivedAnswer,
        body: AnswerBody?,
        cookies: CookieJar
    ) throws(Drift) -> String? {
        let raw: String?
        switch source {
        case .body:
            raw = String(decoding: received.body.prefix(Self.searchedBytes), as: UTF8.self)
        case .pointer(let pointer): raw = body?.text(at: .pointer(pointer))
        case .header(let name): raw = received.header(name)
        case .cookie(let name): raw = cookies[name]
        }
        guard let raw else { return nil }
        guard let value = try pattern?.extracted(from: raw) ?? (pattern == nil ? raw : nil),
            (1...Self.longest).contains(value.utf8.count),
            value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        return value
    }
}
