import Directory

/// How the one answer to a query is read.
struct QueryAnswer: Sendable {
    enum Key: String, DescriptionKey {
        case format
        case contentTypes = "content_types"
        case limit, rows, fields
        case otherNames = "other_names"
        case also, required, nulls, dates, types, outcomes
        case asOf = "as_of"
        case redact
    }

    enum Format: String, CaseIterable {
        case json
    }

    /// What an answer said, and what of it is kept.
    struct Reading {
        var answer: RegistryAnswer
        var evidence: [UInt8] = []
    }

    /// Up to so many bytes an answer without rows is kept whole.
    private static let mostKeptOfNone = 1 << 10

    /// How many rows are asked for; as many as that are taken for a list that was cut.
    let limit: Int
    /// The headers that give the source's own date, the best first.
    let dateHeaders: [String]
    private let contentTypes: [String]
    private let rows: JSONPointer
    private let fields: RowFields
    private let outcomes: [OutcomeRule]
    private let keptRows: KeptRows

    init(_ node: DescriptionNode, standings: StatusMap) throws(DescriptionError) {
        let section = try DescriptionSection<Key>(node)
        let _: Format = try section.required(.format).word()
        contentTypes =
            try section.optional(.contentTypes)?.texts().map { $0.lowercased() }
            ?? ["application/json"]
        limit = try section.required(.limit).number(in: 2...1000, "rows asked for")
        rows = try section.required(.rows).pointer()
        fields = try RowFields(section, standings: standings)
        dateHeaders = try section.optional(.asOf)?.texts() ?? []
        keptRows = KeptRows(redacted: try section.optional(.redact)?.pointers() ?? [])
        let outcomesNode = try section.required(.outcomes)
        var outcomes: [OutcomeRule] = []
        for element in try outcomesNode.elements() { outcomes.append(try OutcomeRule(element)) }
        guard outcomes.contains(where: { $0.outcome == .found }) else {
            throw outcomesNode.failure("a rule with the outcome found would be right among these")
        }
        self.outcomes = outcomes
    }

    func read(_ received: ReceivedAnswer, about claimant: Claimant) -> Reading {
        let mediaType = received.mediaType
        let isExpectedType = contentTypes.contains(mediaType)
        var document: JSONDocument?
        var syntaxError: JSONError?
        if isExpectedType {
            do throws(JSONError) {
                document = try JSONDocument(received.body)
            } catch {
                syntaxError = error
            }
        }
        let rule = outcomes.first {
            $0.holds(for: received, mediaType: mediaType, document: document)
        }
        if let rule {
            if let silence = RegistryAnswer.Silence(rule.outcome) {
                let reason = rule.reason(status: received.status, document: document)
                return Reading(answer: .silence(silence, reason: reason))
            }
            if rule.outcome == .none {
                let isShort = received.body.count <= Self.mostKeptOfNone
                return Reading(answer: .entries([]), evidence: isShort ? received.body : [])
            }
            if let document { return found(in: document, about: claimant) }
        }
        let (silence, reason) = Self.unforeseen(
            received,
            mediaType: mediaType,
            isExpectedType: isExpectedType,
            syntaxError: syntaxError
        )
        return Reading(answer: .silence(silence, reason: reason))
    }

    private func found(in document: JSONDocument, about claimant: Claimant) -> Reading {
        do throws(Drift) {
            guard let list = document.value(at: rows, from: document.root),
                document.kind(of: list) == .array
            else { throw Drift("The list of rows is not where it is described.") }
            let values = document.elements(of: list)
            guard !values.isEmpty else { throw Drift("The list of rows is empty.") }
            guard values.count < limit else {
                throw Drift(
                    "The list was cut: it has \(values.count) rows, and \(limit) were asked for."
                )
            }
            let asked = RegisterEntry.folded(number: claimant.number)
            var entries: [RegisterEntry] = []
            var candidates: [JSONDocument.Value] = []
            for value in values {
                let entry = try fields.entry(value, of: document)
                if RegisterEntry.folded(number: entry.number) == asked { candidates.append(value) }
                entries.append(entry)
            }
            return Reading(
                answer: .entries(entries),
                evidence: keptRows.text(of: candidates, in: document)
            )
        } catch {
            return Reading(answer: .silence(.unparseable, reason: error.sentence))
        }
    }

    /// What an answer is that no rule of the description foresees.
    private static func unforeseen(
        _ received: ReceivedAnswer,
        mediaType: String,
        isExpectedType: Bool,
        syntaxError: JSONError?
    ) -> (RegistryAnswer.Silence, String) {
        let status = received.status
        switch status {
        case 200...299: break
        case 429: return (.throttled, "The registry asks to be asked less often (status 429).")
        case 401, 403, 407, 451: return (.blocked, "The registry refuses us (status \(status)).")
        case 300...399:
            return (.blocked, "The registry sends us elsewhere (status \(status)).")
        case 408, 500...599:
            return (.unreachable, "The registry's server failed (status \(status)).")
        default:
            return (.refused, "The registry does not take the question (status \(status)).")
        }
        if received.body.isEmpty { return (.unparseable, "The answer is empty.") }
        guard isExpectedType else {
            let type =
                mediaType.isEmpty ? "no content type" : "the content type \(mediaType.shortened)"
            return mediaType == "text/html"
                ? (.unreachable, "The registry answered with a page where data was expected.")
                : (.unparseable, "The answer has \(type), which is not as described.")
        }
        if let syntaxError {
            return (.unparseable, "The answer is not strict JSON: \(syntaxError).")
        }
        return (.unparseable, "The answer has a shape that the description does not foresee.")
    }
}
