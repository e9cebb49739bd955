import Curl
import Directory
import Foundation

/// How an answer is read: what it is, where its rows are and what they hold.
struct AnswerReader: Sendable {
    enum Key: String, DescriptionKey {
        case format
        case contentTypes = "content_types"
        case encoding, delimiter, quoted, literal
        case trailingDelimiter = "trailing_delimiter"
        case limit, caps, total, rows, wrapped, fields
        case nameOrder = "name_order"
        case otherNames = "other_names"
        case also, required, nulls, dates, types, conditions, discipline, outcomes
        case asOf = "as_of"
        case redact
    }

    private enum YesOrNo: String, CaseIterable {
        case yes, no
    }

    private enum TableKey: String, DescriptionKey {
        case columns
    }

    /// What an answer said.
    enum Result: Sendable {
        case silence(RegistryAnswer.Silence, reason: String)
        case none
        /// Rows, at least one; or none where an answer is only a step to the next.
        case found([(row: AnswerRow, extracted: ExtractedRow)], isCut: Bool)
    }

    struct Reading {
        var result: Result
        var body: AnswerBody?
        /// Which rule decided, from 1; nil where none did.
        var rule: Int?
    }

    /// How many rows are asked for; as many as that are taken for a list that was cut.
    let limit: Int?
    /// The headers that give the source's own date, the best first.
    let dateHeaders: [String]
    let keptRows: KeptRows
    let format: AnswerFormat
    private let contentTypes: [String]
    private let encoding: TextEncoding?
    let delimiter: UInt8
    let isQuoted: Bool
    /// Whether a delimiter may stand behind the last cell too.
    let hasTrailingDelimiter: Bool
    private let mark: String?
    /// The lengths at which the source cuts a list without saying so.
    private let caps: [Int]
    private let total: JSONPointer?
    private let rows: JSONPointer?
    let columns: [FoldedText]?
    let fields: RowFields?
    private let outcomes: [OutcomeRule]

    private static let mostTableRows = 5000
    /// How many rows are looked at; no description asks for more.
    private static let mostRows = 1000

    /// Reads the description of an answer.
    ///
    /// - Parameters:
    ///   - node: The section `answer`.
    ///   - part: Which part of a look-up its rows are; nil where it has none and is but a step.
    ///   - standings: What the wordings mean.
    ///   - zone: The registry's time zone.
    /// - Throws: What is wrong in it.
    init(
        _ node: DescriptionNode,
        part: RowFields.Part?,
        standings: StatusMap,
        zone: TimeZone
    ) throws(DescriptionError) {
        let section = try DescriptionSection<Key>(node)
        format = try section.required(.format).word()
        contentTypes =
            try section.optional(.contentTypes)?.texts().map { $0.lowercased() }
            ?? format.contentTypes
        encoding = try section.optional(.encoding)?.word()
        delimiter = try section.optional(.delimiter)?.delimiter() ?? UInt8(ascii: ",")
        isQuoted = try section.optional(.quoted)?.word(YesOrNo.self) != .no
        hasTrailingDelimiter =
            try section.optional(.trailingDelimiter)?.word(YesOrNo.self) == .yes
        mark =
            format == .htmlJSON
            ? try section.required(.literal).fullText() : try section.optional(.literal)?.fullText()
        limit = try section.optional(.limit)?.number(in: 2...Self.mostRows, "rows asked for")
        var caps: [Int] = []
        for element in try section.optional(.caps)?.elements() ?? [] {
            caps.append(try element.number(in: 1...Self.mostRows, "rows at which lists are cut"))
        }
        self.caps = caps
        total = try section.optional(.total)?.pointer()
        (rows, columns) = try Self.rows(section, format, part: part)
        let isTable = format == .csv || columns != nil
        if let part, part != .detail, format.isJSON || isTable, caps.isEmpty {
            _ = try section.required(.limit)
        }
        if let part {
            fields = try RowFields(
                section,
                format: format,
                isTable: isTable,
                part: part,
                standings: standings,
                zone: zone
            )
        } else {
            fields = nil
        }
        if part == nil, let fields = section.optional(.fields) {
            throw fields.failure("this step has no rows of the register; capture would be right")
        }
        dateHeaders = try section.optional(.asOf)?.texts() ?? []
        keptRows = try KeptRows(section.optional(.redact), in: format)
        let outcomesNode = try section.required(.outcomes)
        var outcomes: [OutcomeRule] = []
        for element in try outcomesNode.elements() {
            let rule = try OutcomeRule(element, in: format, isTable: isTable)
            guard rule.outcome != .none || part == .whole || part == .search else {
                throw element.failure(
                    "only the answer that lists people can say that there is none"
                )
            }
            outcomes.append(rule)
        }
        guard outcomes.contains(where: { $0.outcome == .found }) else {
            throw outcomesNode.failure("a rule with the outcome found would be right among these")
        }
        self.outcomes = outcomes
    }

    /// The keys that have no meaning where the rows are those of a list, which is here whole.
    private static let keysOfAsking: [Key] = [
        .contentTypes, .literal, .limit, .caps, .total, .rows, .wrapped, .otherNames, .outcomes,
        .asOf,
    ]

    /// Reads how the rows of a list of licences are read.
    ///
    /// - Parameters:
    ///   - node: The section `answer`.
    ///   - standings: What the wordings mean.
    ///   - zone: The registry's time zone.
    /// - Throws: What is wrong in it.
    init(
        rowsOfList node: DescriptionNode,
        standings: StatusMap,
        zone: TimeZone
    ) throws(DescriptionError) {
        let section = try DescriptionSection<Key>(node)
        format = try section.required(.format).word()
        guard format == .csv else {
            throw try section.required(.format).failure("a list is csv")
        }
        for key in Self.keysOfAsking {
            guard let node = section.optional(key) else { continue }
            throw node.failure("\(key.rawValue) has no meaning for a list")
        }
        contentTypes = format.contentTypes
        encoding = try section.optional(.encoding)?.word()
        delimiter = try section.optional(.delimiter)?.delimiter() ?? UInt8(ascii: ",")
        isQuoted = try section.optional(.quoted)?.word(YesOrNo.self) != .no
        hasTrailingDelimiter =
            try section.optional(.trailingDelimiter)?.word(YesOrNo.self) == .yes
        mark = nil
        limit = nil
        caps = []
        total = nil
        (rows, columns) = (nil, nil)
        fields = try RowFields(
            section,
            format: format,
            isTable: true,
            part: .whole,
            standings: standings,
            zone: zone
        )
        dateHeaders = []
        keptRows = try KeptRows(section.optional(.redact), in: format)
        outcomes = [OutcomeRule(.found, ofRows: true), OutcomeRule(.none, ofRows: false)]
    }

    /// What a list's cells are written in.
    var cellEncoding: TextEncoding { encoding ?? .utf8 }

    private static func rows(
        _ section: DescriptionSection<Key>,
        _ format: AnswerFormat,
        part: RowFields.Part?
    ) throws(DescriptionError) -> (JSONPointer?, [FoldedText]?) {
        guard part != nil, format != .csv else {
            if let rows = section.optional(.rows) {
                throw rows.failure("rows are not told here: the whole answer is meant")
            }
            return (nil, nil)
        }
        guard format.isJSON else {
            guard let node = section.optional(.rows) else { return (nil, nil) }
            let table = try DescriptionSection<TableKey>(node)
            return (nil, try table.required(.columns).texts().map(FoldedText.init))
        }
        return (try section.required(.rows).pointer(), nil)
    }

    /// What a request that expects this answer asks for.
    var accept: Request.Header {
        Request.Header(name: "Accept", value: contentTypes.joined(separator: ", "))
    }

    /// Whether rows of other licence types are told apart.
    var judgesTypes: Bool { fields?.judgesTypes ?? false }

    /// The headers that are looked at.
    var headerNames: [String] { dateHeaders + outcomes.flatMap(\.headerNames) }

    // MARK: - Reading

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - received: The status, headers and body.
    ///   - isAsked: Whether a row's number is the one asked for.
    /// - Returns: What it said.
    func read(_ received: ReceivedAnswer, isAsked: (String) -> Bool) -> Reading {
        let mediaType = received.mediaType
        let isExpectedType = contentTypes.contains(mediaType)
        var body: AnswerBody?
        var unreadable: String?
        if isExpectedType {
            do throws(Drift) {
                body = try self.body(of: received)
            } catch {
                unreadable = error.sentence
            }
        }
        let rule = outcomes.firstIndex {
            $0.holds(for: received, mediaType: mediaType, body: body)
        }
        if let rule {
            let outcome = outcomes[rule].outcome
            if let silence = RegistryAnswer.Silence(outcome) {
                let reason = outcomes[rule].reason(status: received.status, body: body)
                return Reading(
                    result: .silence(silence, reason: reason),
                    body: body,
                    rule: rule + 1
                )
            }
            if outcome == .none {
                let result = none(in: body, hasMore: received.hasNextPage)
                return Reading(result: result, body: body, rule: rule + 1)
            }
            if let body {
                let result = found(in: body, hasMore: received.hasNextPage, isAsked: isAsked)
                return Reading(result: result, body: body, rule: rule + 1)
            }
        }
        let (silence, reason) = Self.unforeseen(
            received,
            mediaType: mediaType,
            isExpectedType: isExpectedType,
            unreadable: unreadable
        )
        return Reading(result: .silence(silence, reason: reason), body: body)
    }

    private func body(of received: ReceivedAnswer) throws(Drift) -> AnswerBody {
        switch format {
        case .json, .fhir: return .json(try Self.document(received.body))
        case .csv:
            return .table(
                try AnswerTable(
                    delimitedText: received.body,
                    delimiter: delimiter,
                    isQuoted: isQuoted,
                    encoding: encoding ?? received.encoding ?? .utf8,
                    hasTrailingDelimiter: hasTrailingDelimiter,
                    mostRows: Self.mostTableRows
                )
            )
        case .html, .htmlJSON:
            let encoding = encoding ?? received.encoding ?? .utf8
            guard let text = encoding.text(received.body) else {
                throw Drift("The page is not written in \(encoding.rawValue).")
            }
            let page = try HTMLPage(text)
            if let mark { return .json(try Self.document(try page.literal(after: mark))) }
            guard let columns else { return .page(page) }
            guard let table = try page.table(under: columns) else { return .page(page) }
            return .table(table)
        }
    }

    private static func document(_ bytes: [UInt8]) throws(Drift) -> JSONDocument {
        do throws(JSONError) {
            return try JSONDocument(bytes)
        } catch {
            throw Drift("The answer is not strict JSON: \(error).")
        }
    }

    /// All that a row says, whoever it is about; nil where it is not a row as described.
    func whole(_ row: AnswerRow) -> ExtractedRow? {
        var known = KnownTypes()
        return try? fields?.extracted(row, knowing: &known) { _ in true }
    }

    /// Believes that there is nobody only a list that has the columns described: an error in plain
    /// words is a table with a head too.
    private func none(in body: AnswerBody?, hasMore: Bool) -> Result {
        guard !hasMore else {
            return .silence(.unparseable, reason: "The page is empty, and others follow it.")
        }
        guard case .table(let table)? = body, let missing = fields?.missingField(in: table.head)
        else { return .none }
        return .silence(.unparseable, reason: "The table has no column for \(missing).")
    }

    private func found(
        in body: AnswerBody,
        hasMore: Bool,
        isAsked: (String) -> Bool
    ) -> Result {
        guard let fields else { return .found([], isCut: false) }
        do throws(Drift) {
            let rows = try self.rows(of: body)
            guard !rows.isEmpty else { throw Drift("The list of rows is empty.") }
            guard rows.count <= Self.mostRows else {
                throw Drift("The list has \(rows.count) rows; at most \(Self.mostRows) are read.")
            }
            if let limit, rows.count >= limit {
                throw Drift(
                    "The list was cut: it has \(rows.count) rows, and \(limit) were asked for."
                )
            }
            var isCut =
                hasMore || caps.contains(rows.count)
                || caps.max().map { rows.count > $0 } ?? false
            if let total, case .json(let document) = body {
                let text = document.value(at: total, from: document.root).flatMap(document.text)
                let count = text.flatMap { Int($0) }
                if let count, count > rows.count {
                    throw Drift("The list was cut: it has \(rows.count) rows of \(count).")
                }
                // A list that no longer says how many there are proves no absence.
                isCut = isCut || count == nil
            }
            var found: [(row: AnswerRow, extracted: ExtractedRow)] = []
            found.reserveCapacity(rows.count)
            var known = KnownTypes()
            for row in rows {
                let extracted = try fields.extracted(row, knowing: &known, isAsked: isAsked)
                found.append((row, extracted))
            }
            return .found(found, isCut: isCut)
        } catch {
            return .silence(.unparseable, reason: error.sentence)
        }
    }

    private func rows(of body: AnswerBody) throws(Drift) -> [AnswerRow] {
        switch body {
        case .json(let document):
            guard let rows, let list = document.value(at: rows, from: document.root) else {
                if let rows, rows.isBranching {
                    return document.values(at: rows, from: document.root)
                        .map { .json(document, $0) }
                }
                throw Drift("The list of rows is not where it is described.")
            }
            switch document.kind(of: list) {
            case .array: return document.elements(of: list).map { .json(document, $0) }
            // A page about one person.
            case .object where limit == nil: return [.json(document, list)]
            default: throw Drift("The list of rows is not where it is described.")
            }
        case .table(let table): return table.rows.map { .cells(table, $0) }
        case .page(let page):
            guard columns == nil else {
                throw Drift("The page has no table with the columns described.")
            }
            return [.page(page)]
        }
    }

    /// What an answer is that no rule of the description foresees.
    private static func unforeseen(
        _ received: ReceivedAnswer,
        mediaType: String,
        isExpectedType: Bool,
        unreadable: String?
    ) -> (RegistryAnswer.Silence, String) {
        let status = received.status
        switch status {
        case 200: break
        case 201...299:
            return (.unparseable, "The registry gave no whole answer (status \(status)).")
        case 304:
            return (
                .unparseable,
                "The registry says that nothing has changed, and nothing was compared (status 304)."
            )
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
        if let unreadable { return (.unparseable, unreadable) }
        return (.unparseable, "The answer has a shape that the description does not foresee.")
    }
}
