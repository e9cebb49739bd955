import Directory

/// The part of an answer that is kept as evidence.
struct KeptRows: Sendable {
    /// Rows that would make more than this are left out; their hash is kept all the same.
    static let mostBytes = 64 << 10

    private let redacted: [JSONPointer]
    private let redactedColumns: [FoldedText]

    /// Reads what is not to be kept: pointers where rows are JSON, columns where they are tables.
    init(_ node: DescriptionNode?, in format: AnswerFormat) throws(DescriptionError) {
        redacted = format.isJSON ? try node?.pointers() ?? [] : []
        redactedColumns = format.isJSON ? [] : try node?.texts().map(FoldedText.init) ?? []
    }

    /// A JSON array of some rows as they came, without the redacted members.
    ///
    /// Of a page, which holds more than is asked for, the extracted fields are kept.
    func text(of rows: [(row: AnswerRow, extracted: ExtractedRow)]) -> [UInt8] {
        var text: [UInt8] = [UInt8(ascii: "[")]
        for (row, extracted) in rows {
            let end = text.count
            if end > 1 { text.append(UInt8(ascii: ",")) }
            switch row {
            case .json(let document, let value):
                let hidden = redacted.flatMap { document.values(at: $0, from: value) }
                write(value, of: document, without: hidden.map(document.range), into: &text)
            case .cells(let table, let row):
                let kept = table.members(of: row).filter { !redactedColumns.contains($0.column) }
                    .map { (name: $0.column.text, value: $0.text) }
                write(kept.sorted { $0.name < $1.name }, into: &text)
            case .page:
                write(extracted.kept(without: redactedColumns), into: &text)
            }
            if text.count >= Self.mostBytes { text.removeSubrange(end...) }
        }
        text.append(UInt8(ascii: "]"))
        return text
    }

    private func write(_ members: [(name: String, value: String)], into text: inout [UInt8]) {
        text.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            let name = Transform.json.applied(to: member.name)
            let value = Transform.json.applied(to: member.value)
            text.append(contentsOf: "\"\(name)\":\"\(value)\"".utf8)
        }
        text.append(UInt8(ascii: "}"))
    }

    private func write(
        _ value: JSONDocument.Value,
        of document: JSONDocument,
        without hidden: [Range<Int>],
        into text: inout [UInt8]
    ) {
        let range = document.range(of: value)
        let inside = hidden.filter { range.overlaps($0) }
        guard !inside.isEmpty else {
            text.append(contentsOf: document.bytes[range])
            return
        }
        let isObject = document.kind(of: value) == .object
        text.append(UInt8(ascii: isObject ? "{" : "["))
        var isFirst = true
        func separate() {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
        }
        for (key, member) in document.members(of: value)
        where !inside.contains(document.range(of: member)) {
            separate()
            text.append(contentsOf: document.bytes[document.range(of: key)])
            text.append(UInt8(ascii: ":"))
            write(member, of: document, without: inside, into: &text)
        }
        for element in document.elements(of: value)
        where !inside.contains(document.range(of: element)) {
            separate()
            write(element, of: document, without: inside, into: &text)
        }
        text.append(UInt8(ascii: isObject ? "}" : "]"))
    }
}

extension ExtractedRow {
    /// Every field by its name, but those that are not to be kept.
    fileprivate func kept(without columns: [FoldedText]) -> [(name: String, value: String)] {
        let fields =
            texts.map { (name: $0.role.rawValue, value: $0.text) }
            + conditions.map { (name: "condition", value: $0) }
            + flags.map { (name: $0.name, value: $0.text) }
            + shown.map { (name: $0.name, value: $0.value) }
        var kept: [(name: String, value: String)] = []
        for field in fields where !columns.contains(FoldedText(field.name)) {
            // Two conditions would be one key twice.
            if let index = kept.firstIndex(where: { $0.name == field.name }) {
                kept[index].value += "; " + field.value
            } else {
                kept.append(field)
            }
        }
        return kept
    }
}
