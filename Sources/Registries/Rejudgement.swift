import Curl
package import Directory

/// What is kept of an answer, to be judged anew.
package struct KeptAnswer: Sendable {
    package var outcome: Outcome
    package var status: Int?
    package var contentType: String
    /// The body as evidence keeps it: an array of rows, or an answer without rows as it came; nil
    /// where nothing was kept or retention has emptied it.
    package var body: [UInt8]?

    package init(outcome: Outcome, status: Int?, contentType: String, body: [UInt8]?) {
        self.outcome = outcome
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// An array without rows: those that came were too large to keep, or about other numbers.
    fileprivate static let noRows = Array("[]".utf8)
}

/// What a kept answer says by the present description and the present rules.
package struct Rejudgement: Sendable {
    package enum Basis: String, Sendable {
        /// Read out of the body anew.
        case body
        /// From the fields that were extracted when it came.
        case fields
    }

    package let verdict: Verdict
    package let basis: Basis
}

extension Registry {
    /// Judges a kept answer anew.
    ///
    /// - Parameters:
    ///   - kept: What is kept of it.
    ///   - fields: The fields that were extracted then; read only where the body does not tell.
    ///   - claimant: Who was asked about, by the names known now.
    /// - Returns: Nil where nothing is kept that could be judged: of an answer that said nothing
    ///   about the person, nothing ever is.
    package func rejudged(
        _ kept: KeptAnswer,
        fields: @autoclosure () -> [RegisterEntry.Field],
        about claimant: Claimant
    ) -> Rejudgement? {
        guard kept.outcome.isAnswer else { return nil }
        do throws(Drift) {
            if let body = kept.body, body != KeptAnswer.noRows,
                let answer = try plan.answer(inBody: body, of: kept)
            {
                return Rejudgement(verdict: verdict(of: answer, on: claimant), basis: .body)
            }
            if kept.outcome == .absent {
                let basis: Rejudgement.Basis = kept.body == nil ? .fields : .body
                return Rejudgement(verdict: verdict(of: .entries([]), on: claimant), basis: basis)
            }
            let fields = fields()
            guard !fields.isEmpty, let entry = try plan.entry(ofFields: fields) else { return nil }
            return Rejudgement(
                verdict: verdict(of: .entries([entry]), on: claimant),
                basis: .fields
            )
        } catch {
            let answer = RegistryAnswer.silence(.unparseable, reason: error.sentence)
            return Rejudgement(
                verdict: verdict(of: answer, on: claimant),
                basis: kept.body == nil ? .fields : .body
            )
        }
    }

    private func verdict(of answer: RegistryAnswer, on claimant: Claimant) -> Verdict {
        plan.match.verdict(of: answer, on: claimant)
    }
}

extension InquiryPlan {
    /// What a kept body says; nil where it can only be told from the fields.
    fileprivate func answer(
        inBody body: [UInt8],
        of kept: KeptAnswer
    ) throws(Drift) -> RegistryAnswer? {
        guard let document = try? JSONDocument(body), document.kind(of: document.root) == .array,
            document.elements(of: document.root).allSatisfy({ document.kind(of: $0) == .object })
        else {
            return kept.outcome == .absent ? answerWithoutRows(body, of: kept) : nil
        }
        let rows = document.elements(of: document.root)
        guard let detail else {
            return .entries(try entries(of: rows, in: document))
        }
        // What a search and one detail of it left behind one another; of several, who can say.
        guard rows.count == 2, let first = try search.reader.kept(rows[0], of: document),
            let second = try detail.reader.kept(rows[1], of: document)
        else { return nil }
        return .entries([try checked(first.completed(by: second))])
    }

    private func entries(
        of rows: [JSONDocument.Value],
        in document: JSONDocument
    ) throws(Drift) -> [RegisterEntry] {
        var entries: [RegisterEntry] = []
        for row in rows {
            guard let extracted = try search.reader.kept(row, of: document) else { continue }
            entries.append(try checked(extracted))
        }
        return entries
    }

    private func checked(_ extracted: ExtractedRow) throws(Drift) -> RegisterEntry {
        let entry = try extracted.entry(standings)
        if extracted.isExpectedType != false { try entry.checkDates() }
        return entry
    }

    /// A small answer that had no rows, read like one that has just come.
    private func answerWithoutRows(_ body: [UInt8], of kept: KeptAnswer) -> RegistryAnswer? {
        let reading = search.reader.read(
            ReceivedAnswer(
                status: kept.status ?? 200,
                headers: [.init(name: "Content-Type", value: kept.contentType)],
                body: body
            ),
            isAsked: { _ in true }
        )
        return switch reading.result {
        case .none: .entries([])
        case .silence(let silence, let reason): .silence(silence, reason: reason)
        // Rows in it would have been kept as rows.
        case .found: nil
        }
    }

    /// The entry that extracted fields make up; nil where the description reads no rows.
    fileprivate func entry(ofFields fields: [RegisterEntry.Field]) throws(Drift) -> RegisterEntry? {
        let parts = [search.reader.fields, detail?.reader.fields].compactMap(\.self)
        guard !parts.isEmpty else { return nil }
        let extracted = try ExtractedRow(fields, by: parts)
        if detail == nil { try parts[0].checkRequired(extracted) }
        return try checked(extracted)
    }
}

extension AnswerReader {
    /// A row as evidence keeps it, read anew; nil where this reader reads no rows.
    fileprivate func kept(
        _ row: JSONDocument.Value,
        of document: JSONDocument
    ) throws(Drift) -> ExtractedRow? {
        guard let fields else { return nil }
        if format.isJSON { return try fields.whole(.json(document, row)) }
        var texts: [(name: String, value: String)] = []
        for (key, value) in document.members(of: row) {
            guard let name = document.text(of: key), let text = document.text(of: value) else {
                continue
            }
            texts.append((name, text))
        }
        if format == .csv || columns != nil {
            return try fields.whole(.cells(AnswerTable(ofOneRow: texts), 0))
        }
        // Of a page the extracted fields are what is kept.
        let shown = texts.map { RegisterEntry.Field(name: $0.name, value: $0.value) }
        return try ExtractedRow(shown, by: [fields])
    }
}

extension RowFields {
    /// All that a kept row says: it was kept because it is about the number asked for.
    fileprivate func whole(_ row: AnswerRow) throws(Drift) -> ExtractedRow {
        var known = KnownTypes()
        return try extracted(row, knowing: &known) { _ in true }
    }
}

extension AnswerTable {
    /// A table of one row, whose columns have these names.
    fileprivate convenience init(ofOneRow texts: [(name: String, value: String)]) {
        var bytes: [UInt8] = []
        let cells = texts.map { text in
            let start = bytes.count
            bytes += text.value.utf8
            return TableCell(start..<bytes.count)
        }
        self.init(
            head: texts.map { FoldedText($0.name) },
            bytes: bytes,
            cells: cells,
            rows: [0],
            encoding: .utf8
        )
    }
}

extension ExtractedRow {
    /// The row that fields were extracted from, as far as they show it.
    ///
    /// - Parameters:
    ///   - fields: As evidence and checks keep them, by the names of their roles.
    ///   - parts: How rows are read: of a search, and of its detail.
    /// - Throws: `Drift` where a date is in none of the formats described now.
    fileprivate init(
        _ fields: [RegisterEntry.Field],
        by parts: [RowFields]
    ) throws(Drift) {
        self.init()
        let order =
            parts.first { $0.roles.contains { $0.role == .name } }?.nameOrder ?? .givenFamily
        for field in fields {
            guard let role = RowFields.Role(rawValue: field.name) else {
                take(field, by: parts)
                continue
            }
            switch role {
            case .expires: expiresOn = try Self.date(field.value, called: role, by: parts)
            case .firstIssued: firstIssuedOn = try Self.date(field.value, called: role, by: parts)
            case .name:
                name = order.name(field.value)
                if let other = order.otherReading(field.value) { otherNames.append(other) }
            default: break
            }
            texts.append((role, field.value))
        }
        if let types = parts.lazy.compactMap(\.types).first {
            isExpectedType = types.contains(text(of: .type) ?? "")
        }
    }

    private mutating func take(_ field: RegisterEntry.Field, by parts: [RowFields]) {
        switch field.name {
        case "other_name": otherNames.append(NameOrder.givenFamily.name(field.value))
        case "condition": conditions.append(field.value)
        default:
            let flag = parts.lazy.flatMap(\.flags).first { $0.name == field.name }
            if let flag {
                flags.append((flag.name, field.value, flag.effect(of: field.value)))
            } else {
                shown.append(field)
            }
        }
    }

    private static func date(
        _ text: String,
        called role: RowFields.Role,
        by parts: [RowFields]
    ) throws(Drift) -> CalendarDate? {
        for part in parts.dropLast() {
            if let date = try? part.date(text, called: role) { return date }
        }
        return try parts.last?.date(text, called: role)
    }
}
