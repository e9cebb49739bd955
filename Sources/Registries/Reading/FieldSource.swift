/// Where one field's text comes from, and what is cut out of it.
struct FieldSource: Sendable {
    enum Key: String, DescriptionKey {
        case from, match
        case stripHTML = "strip_html"
        case join
    }

    private enum YesOrNo: String, CaseIterable {
        case yes, no
    }

    let places: [FieldPlace]
    private let pattern: Pattern?
    private let stripsHTML: Bool
    private let joiner: String?

    static let longestValue = 1000
    private static let longestFragment = 16 << 10
    private static let mostValues = 100

    /// Reads places, the first of which that has something counts, or a mapping that says more.
    init(
        _ node: DescriptionNode,
        in format: AnswerFormat,
        isTable: Bool
    ) throws(DescriptionError) {
        guard case .mapping = node.content else {
            places = try Self.places(node, in: format, isTable: isTable)
            pattern = nil
            stripsHTML = false
            joiner = nil
            return
        }
        let section = try DescriptionSection<Key>(node)
        self = try FieldSource(
            from: try section.required(.from),
            match: section.optional(.match),
            stripHTML: section.optional(.stripHTML),
            join: section.optional(.join),
            in: format,
            isTable: isTable
        )
    }

    init(
        from: DescriptionNode,
        match: DescriptionNode?,
        stripHTML: DescriptionNode?,
        join: DescriptionNode? = nil,
        in format: AnswerFormat,
        isTable: Bool
    ) throws(DescriptionError) {
        places = try Self.places(from, in: format, isTable: isTable)
        pattern = try match?.pattern()
        stripsHTML = try stripHTML?.word(YesOrNo.self) == .yes
        joiner = try join?.text()
    }

    private static func places(
        _ node: DescriptionNode,
        in format: AnswerFormat,
        isTable: Bool
    ) throws(DescriptionError) -> [FieldPlace] {
        var places: [FieldPlace] = []
        for element in try node.elements() {
            places.append(try FieldPlace(element, in: format, isTable: isTable))
        }
        guard !places.isEmpty else { throw node.failure("at least one place would be right") }
        return places
    }

    var labels: [HTMLLabel] {
        places.compactMap { if case .label(let label) = $0 { label } else { nil } }
    }

    // MARK: - Reading

    /// The one text of the field; nil where nothing is there.
    func text(called name: String, in row: AnswerRow, by rules: TextRules) throws(Drift) -> String?
    {
        for place in places {
            // The shape of nearly all rows, told apart because it is cheap.
            if case .pointer(let pointer) = place, !pointer.isBranching, pattern == nil,
                !stripsHTML,
                joiner == nil, case .json(let document, let value) = row
            {
                guard let found = document.value(at: pointer, from: value) else { continue }
                if let text = try rules.text(of: found, in: document, called: name) { return text }
                continue
            }
            if case .column(let column) = place, pattern == nil, !stripsHTML, joiner == nil,
                case .cells(let table, let row) = row
            {
                guard let found = table.text(in: column, of: row) else { continue }
                if let text = try rules.kept(found, called: name) { return text }
                continue
            }
            let texts = try self.texts(at: place, called: name, in: row, by: rules)
            guard let first = texts.first else { continue }
            if let joiner { return texts.joined(separator: joiner) }
            guard texts.allSatisfy({ $0 == first }) else {
                throw Drift("\(name) has several values where one is described.")
            }
            return first
        }
        try requireColumn(called: name, in: row)
        return nil
    }

    /// All texts of a field that may have several.
    func texts(called name: String, in row: AnswerRow, by rules: TextRules) throws(Drift)
        -> [String]
    {
        for place in places {
            let texts = try self.texts(at: place, called: name, in: row, by: rules)
            if !texts.isEmpty { return texts }
        }
        try requireColumn(called: name, in: row)
        return []
    }

    /// Refuses a table without the column: one that was renamed must not look like an empty one.
    private func requireColumn(called name: String, in row: AnswerRow) throws(Drift) {
        guard case .cells(let table, _) = row, !hasColumn(in: table.head) else { return }
        throw Drift("The table has no column for \(name).")
    }

    /// Whether one of the columns it may stand in is there.
    func hasColumn(in head: [FoldedText]) -> Bool {
        places.contains {
            if case .column(let column) = $0 { head.contains(column) } else { false }
        }
    }

    /// The columns that it may stand in, where none of them is there.
    func missingColumns(in head: [FoldedText]) -> [String] {
        guard !hasColumn(in: head) else { return [] }
        return places.compactMap { if case .column(let column) = $0 { column.text } else { nil } }
    }

    private func texts(
        at place: FieldPlace,
        called name: String,
        in row: AnswerRow,
        by rules: TextRules
    ) throws(Drift) -> [String] {
        var raw: [String] = []
        switch (row, place) {
        case (.json(let document, let start), .pointer(let pointer)):
            for value in document.values(at: pointer, from: start) {
                let elements =
                    document.kind(of: value) == .array ? document.elements(of: value) : [value]
                guard raw.count + elements.count <= Self.mostValues else {
                    throw Drift("\(name) has more than \(Self.mostValues) values.")
                }
                for element in elements {
                    let longest = stripsHTML ? Self.longestFragment : Self.longestValue
                    if let text = try rules.text(
                        of: element,
                        in: document,
                        called: name,
                        longest: longest
                    ) {
                        raw.append(text)
                    }
                }
            }
        case (.page(let page), .label(let label)):
            if let text = try page.value(of: label, among: rules.labels),
                let kept = try rules.kept(text, called: name)
            {
                raw.append(kept)
            }
        case (.cells(let table, let row), .column(let column)):
            if let text = table.text(in: column, of: row),
                let kept = try rules.kept(text, called: name)
            {
                raw.append(kept)
            }
        default: break
        }
        guard stripsHTML || pattern != nil else { return raw }
        var texts: [String] = []
        for text in raw {
            let pieces = stripsHTML ? try HTMLPage(text).texts : [text]
            for piece in pieces {
                let cut = try pattern?.extracted(from: piece) ?? (pattern == nil ? piece : "")
                if let kept = try rules.kept(cut.trimmed, called: name) { texts.append(kept) }
            }
        }
        return texts
    }
}

/// What holds for every text of an answer's rows.
struct TextRules: Sendable {
    /// Words that stand for nothing.
    var nulls: [String] = []
    /// The member of an object that wraps a value: New York's `{label, value}`.
    var wrapped: JSONPointer?
    /// Every label that the description names on a page.
    var labels: [HTMLLabel] = []

    func text(
        of value: JSONDocument.Value,
        in document: JSONDocument,
        called name: String,
        longest: Int = FieldSource.longestValue
    ) throws(Drift) -> String? {
        var value = value
        if let wrapped, document.kind(of: value) == .object {
            guard let inner = document.value(at: wrapped, from: value) else { return nil }
            value = inner
        }
        switch document.kind(of: value) {
        case .null: return nil
        case .object, .array: throw Drift("\(name) is a list or an object; text is described.")
        case .string, .number, .boolean: break
        }
        guard document.range(of: value).count <= longest else {
            throw Drift("\(name) is longer than \(longest) bytes.")
        }
        guard let text = document.text(of: value) else { return nil }
        return try checked(text, called: name)
    }

    /// The text if it is short enough and says something; nil where it is a word for nothing.
    func kept(_ text: String, called name: String) throws(Drift) -> String? {
        guard text.utf8.count <= FieldSource.longestValue else {
            throw Drift("\(name) is longer than \(FieldSource.longestValue) bytes.")
        }
        return try checked(text, called: name)
    }

    private func checked(_ text: String, called name: String) throws(Drift) -> String? {
        var isBlank = true
        var hasControl = false
        for byte in text.utf8 {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            case 0x0B, 0x0C: hasControl = true
            case 0..<0x20, 0x7F:
                hasControl = true
                isBlank = false
            default: isBlank = false
            }
        }
        if isBlank || nulls.contains(text) { return nil }
        guard !hasControl else { throw Drift("\(name) has a control character in it.") }
        return text
    }
}

extension HTMLPage {
    /// The texts of its blocks.
    var texts: [String] { blocks.map { String(decoding: $0.text, as: UTF8.self) } }
}
