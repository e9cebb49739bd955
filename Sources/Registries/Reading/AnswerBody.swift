/// What the bytes of an answer are written in.
enum AnswerFormat: String, CaseIterable, Sendable {
    case json
    /// JSON of a FHIR server.
    case fhir
    case csv
    case html
    /// A page that carries its data as JSON in a script.
    case htmlJSON = "html_json"

    var contentTypes: [String] {
        switch self {
        case .json: ["application/json"]
        case .fhir: ["application/fhir+json", "application/json"]
        case .csv: ["text/csv"]
        case .html, .htmlJSON: ["text/html", "application/xhtml+xml"]
        }
    }

    /// Whether places in it are JSON pointers.
    var isJSON: Bool { self == .json || self == .fhir || self == .htmlJSON }
}

/// Where a value stands in an answer or a row of it.
enum FieldPlace: Sendable {
    case pointer(JSONPointer)
    /// A label of a page.
    case label(HTMLLabel)
    /// A column of delimited text or of a page's table.
    case column(FoldedText)
    /// All rows of a table.
    case rows

    init(_ node: DescriptionNode, in format: AnswerFormat, isTable: Bool)
        throws(DescriptionError)
    {
        let text = try node.text()
        if format.isJSON {
            self = .pointer(try node.pointer())
        } else if text.isEmpty {
            self = .rows
        } else if format == .csv || isTable {
            self = .column(FoldedText(try node.fullText()))
        } else {
            self = .label(HTMLLabel(try node.fullText()))
        }
    }
}

/// An answer's body, read as described.
enum AnswerBody: Sendable {
    case json(JSONDocument)
    case page(HTMLPage)
    case table(AnswerTable)

    func exists(_ place: FieldPlace) -> Bool {
        switch (self, place) {
        case (.json(let document), .pointer(let pointer)):
            !document.values(at: pointer, from: document.root).isEmpty
        case (.page(let page), .label(let label)):
            page.blocks.contains { label.rest(of: $0) != nil }
        case (.table(let table), .column(let column)): table.head.contains(column)
        case (.table(let table), .rows): !table.rows.isEmpty
        default: false
        }
    }

    func isEmpty(_ place: FieldPlace) -> Bool {
        switch (self, place) {
        case (.json(let document), .pointer(let pointer)):
            document.value(at: pointer, from: document.root).map(document.isEmptyArray) ?? false
        case (.table(let table), .rows): table.rows.isEmpty
        default: false
        }
    }

    func text(at place: FieldPlace) -> String? {
        switch (self, place) {
        case (.json(let document), .pointer(let pointer)):
            document.value(at: pointer, from: document.root).flatMap(document.text)
        case (.page(let page), .label(let label)):
            try? page.value(of: label, among: [])
        case (.table(let table), .column(let column)):
            table.rows.first.flatMap { table.text(in: column, of: $0) }
        default: nil
        }
    }
}

/// One row of an answer, whatever it is written in.
enum AnswerRow: Sendable {
    case json(JSONDocument, JSONDocument.Value)
    case page(HTMLPage)
    /// The row of a table that begins with that cell.
    case cells(AnswerTable, Int)
}
