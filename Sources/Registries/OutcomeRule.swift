import Directory

/// One rule of a description that tells what an answer is, by status, content type and body.
///
/// Rules are tried in order and the first whose conditions all hold decides. A rule that names no
/// status speaks of 200 to 299 only, so that a good body under a server error is no answer.
struct OutcomeRule: Sendable {
    enum Outcome: String, CaseIterable {
        case found, none, refused, throttled, blocked, unreachable, unparseable
    }

    enum Key: String, DescriptionKey {
        case outcome, status, contentType = "content_type", bodyContains = "body_contains"
        case exists, empty, equals, reason, detail
    }

    let outcome: Outcome
    private let statuses: [ClosedRange<Int>]
    private let contentTypes: [String]
    private let texts: [[UInt8]]
    private let existing: [JSONPointer]
    private let empty: [JSONPointer]
    private let equal: [(pointer: JSONPointer, text: String)]
    private let reason: String?
    private let detail: JSONPointer?

    /// How far into a body texts are looked for, in bytes.
    private static let searchedBytes = 16 << 10
    private static let longestDetail = 200

    init(_ node: DescriptionNode) throws(DescriptionError) {
        let section = try DescriptionSection<Key>(node)
        outcome = try section.required(.outcome).word()
        statuses = try section.optional(.status).map(Self.statuses) ?? [200...299]
        contentTypes = try section.optional(.contentType)?.texts().map { $0.lowercased() } ?? []
        texts =
            try section.optional(.bodyContains)?.texts().map { Array($0.lowercased().utf8) } ?? []
        existing = try section.optional(.exists)?.pointers() ?? []
        empty = try section.optional(.empty)?.pointers() ?? []
        var equal: [(JSONPointer, String)] = []
        for member in try section.optional(.equals)?.members() ?? [] {
            let key = DescriptionNode(.text(member.key), at: member.place)
            equal.append((try key.pointer(), try member.value.text()))
        }
        self.equal = equal
        reason = try section.optional(.reason)?.fullText()
        detail = try section.optional(.detail)?.pointer()
        if outcome == .found || outcome == .none {
            guard !statuses.contains(where: { $0.overlaps(429...429) || $0.overlaps(500...599) })
            else {
                throw node.failure(
                    "an answer under 429 or 500 to 599 says nothing about a person; another outcome than \(outcome.rawValue) would be right"
                )
            }
        }
        let looksInside = !(empty.isEmpty && equal.isEmpty && existing.isEmpty)
        let isByStatus = !statuses.contains { $0.overlaps(200...299) }
        guard outcome != .none || looksInside || isByStatus else {
            throw node.failure(
                "the outcome none has to be told by empty, equals or exists, or by a status that is not 200 to 299"
            )
        }
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

    /// Whether the rule decides; pointers lead nowhere where the body is not the JSON described.
    func holds(for received: ReceivedAnswer, mediaType: String, document: JSONDocument?) -> Bool {
        guard statuses.contains(where: { $0.contains(received.status) }),
            contentTypes.isEmpty || contentTypes.contains(mediaType)
        else { return false }
        guard texts.isEmpty || texts.contains(where: { Self.contains($0, in: received.body) })
        else {
            return false
        }
        guard !(existing.isEmpty && empty.isEmpty && equal.isEmpty) else { return true }
        guard let document else { return false }
        let root = document.root
        return existing.allSatisfy { document.value(at: $0, from: root) != nil }
            && empty.allSatisfy { pointer in
                document.value(at: pointer, from: root).map(document.isEmptyArray) ?? false
            }
            && equal.allSatisfy { pointer, text in
                document.value(at: pointer, from: root).flatMap(document.text) == text
            }
    }

    /// One sentence on why there is no answer about the person.
    func reason(status: Int, document: JSONDocument?) -> String {
        let sentence =
            reason
            ?? "The registry's answer (status \(status)) is described as \(outcome.rawValue)."
        guard let detail, let document,
            let value = document.value(at: detail, from: document.root),
            let text = document.text(of: value)
        else { return sentence }
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
