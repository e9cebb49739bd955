import Directory

/// One rule of a description that tells what an answer is, by status, content type and body.
///
/// Rules are tried in order and the first whose conditions all hold decides. A rule that names no
/// status speaks of 200 only, so that a good body under a server error is no answer, nor a list that
/// is not made yet (202) or a part of one (206).
struct OutcomeRule: Sendable {
    enum Outcome: String, CaseIterable {
        case found, none, refused, throttled, blocked, unreachable, unparseable
    }

    enum Key: String, DescriptionKey {
        case outcome, status, contentType = "content_type", bodyContains = "body_contains"
        case bodyMatches = "body_matches"
        case exists, empty, equals, header, reason, detail
    }

    let outcome: Outcome
    private let statuses: [ClosedRange<Int>]
    private let contentTypes: [String]
    private let texts: [[UInt8]]
    private let pattern: Pattern?
    private let existing: [FieldPlace]
    private let empty: [FieldPlace]
    private let equal: [(place: FieldPlace, text: String)]
    private let headers: [(name: String, text: String)]
    private let reason: String?
    private let detail: FieldPlace?

    /// How far into a body texts are looked for, in bytes.
    private static let searchedBytes = 16 << 10
    private static let longestDetail = 200

    init(
        _ node: DescriptionNode,
        in format: AnswerFormat,
        isTable: Bool
    ) throws(DescriptionError) {
        func places(_ node: DescriptionNode) throws(DescriptionError) -> [FieldPlace] {
            var places: [FieldPlace] = []
            for element in try node.elements() {
                places.append(try FieldPlace(element, in: format, isTable: isTable))
            }
            return places
        }
        let section = try DescriptionSection<Key>(node)
        outcome = try section.required(.outcome).word()
        statuses = try section.optional(.status).map(Self.statuses) ?? [200...200]
        contentTypes = try section.optional(.contentType)?.texts().map { $0.lowercased() } ?? []
        texts =
            try section.optional(.bodyContains)?.texts().map { Array($0.lowercased().utf8) } ?? []
        // With capitals or without, and over a bounded part of the body.
        pattern = try section.optional(.bodyMatches)?.pattern(ignoresCase: true)
        existing = try section.optional(.exists).map(places) ?? []
        empty = try section.optional(.empty).map(places) ?? []
        var equal: [(FieldPlace, String)] = []
        for member in try section.optional(.equals)?.members() ?? [] {
            let key = DescriptionNode(.text(member.key), at: member.place)
            equal.append(
                (try FieldPlace(key, in: format, isTable: isTable), try member.value.text())
            )
        }
        self.equal = equal
        var headers: [(String, String)] = []
        for member in try section.optional(.header)?.members() ?? [] {
            headers.append((member.key, try member.value.text().lowercased()))
        }
        self.headers = headers
        reason = try section.optional(.reason)?.fullText()
        detail = try section.optional(.detail).map { node throws(DescriptionError) in
            try FieldPlace(node, in: format, isTable: isTable)
        }
        if outcome == .found || outcome == .none {
            guard !statuses.contains(where: { $0.overlaps(429...429) || $0.overlaps(500...599) })
            else {
                throw node.failure(
                    "an answer under 429 or 500 to 599 says nothing about a person; another outcome than \(outcome.rawValue) would be right"
                )
            }
        }
        let looksInside =
            !(empty.isEmpty && equal.isEmpty && existing.isEmpty) || pattern != nil
        let isByStatus = !statuses.contains { $0.overlaps(200...299) }
        guard outcome != .none || looksInside || isByStatus else {
            throw node.failure(
                "the outcome none has to be told by empty, equals, exists or body_matches, or by a status that is not 200 to 299"
            )
        }
    }

    /// The rule of a list: its rows under a number, or that there are none.
    init(_ outcome: Outcome, ofRows hasRows: Bool) {
        self.outcome = outcome
        statuses = [200...200]
        contentTypes = []
        texts = []
        pattern = nil
        existing = hasRows ? [.rows] : []
        empty = hasRows ? [] : [.rows]
        equal = []
        headers = []
        reason = nil
        detail = nil
    }

    private static func statuses(
        _ node: DescriptionNode
    ) throws(DescriptionError) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for element in try node.elements() {
            let text = try element.text()
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
                (100...599).contains(first), (first...599).contains(last)
            else {
                throw element.failure(
                    "\"\(text.shortened)\" is wrong; a status or a range of them would be right, as 404 or 500-599"
                )
            }
            ranges.append(first...last)
        }
        return ranges
    }

    /// The headers that the rule looks at.
    var headerNames: [String] { headers.map(\.name) }

    /// Whether the rule decides; places lead nowhere where the body is not what is described.
    func holds(for received: ReceivedAnswer, mediaType: String, body: AnswerBody?) -> Bool {
        guard statuses.contains(where: { $0.contains(received.status) }),
            contentTypes.isEmpty || contentTypes.contains(mediaType)
        else { return false }
        guard
            headers.allSatisfy({ received.header($0.name)?.lowercased().contains($0.text) ?? false }
            )
        else { return false }
        guard texts.isEmpty || texts.contains(where: { Self.contains($0, in: received.body) })
        else { return false }
        if let pattern {
            let text = String(
                decoding: received.body.prefix(Self.searchedBytes),
                as: UTF8.self
            )
            guard let found = try? pattern.firstMatch(in: text), !found.isEmpty else {
                return false
            }
        }
        guard !(existing.isEmpty && empty.isEmpty && equal.isEmpty) else { return true }
        guard let body else { return false }
        return existing.allSatisfy(body.exists) && empty.allSatisfy(body.isEmpty)
            && equal.allSatisfy { body.text(at: $0.place) == $0.text }
    }

    /// One sentence on why there is no answer about the person.
    func reason(status: Int, body: AnswerBody?) -> String {
        let sentence =
            reason
            ?? "The registry's answer (status \(status)) is described as \(outcome.rawValue)."
        guard let detail, let text = body?.text(at: detail) else { return sentence }
        let plain = text.unicodeScalars.map {
            $0.value < 0x20 || $0.value == 0x7F ? " " : String($0)
        }
        return "\(sentence) It says: \(plain.prefix(Self.longestDetail).joined())"
    }

    private static func contains(_ text: [UInt8], in body: [UInt8]) -> Bool {
        let end = min(body.count, searchedBytes) - text.count
        guard end >= 0, let first = text.first else { return false }
        return (0...end).contains { start in
            lower(body[start]) == first
                && text.indices.allSatisfy { lower(body[start + $0]) == text[$0] }
        }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
}

extension RegistryAnswer.Silence {
    init?(_ outcome: OutcomeRule.Outcome) {
        switch outcome {
        case .found, .none: return nil
        case .refused: self = .refused
        case .throttled: self = .throttled
        case .blocked: self = .blocked
        case .unreachable: self = .unreachable
        case .unparseable: self = .unparseable
        }
    }
}
