import Directory

/// A list that is downloaded whole, with `ETag` and `Last-Modified`, so that whoever has it already
/// is told so and no more.
struct ListAnswers: RegistryFormat {
    /// How the file is written.
    enum Style: Sendable {
        /// As OIG writes its exclusions: CRLF, a bare header, everything else quoted, fixed widths,
        /// zeros for no number and no date, and whoever was reinstated left out.
        case leie
        /// As spreadsheets write a state's licensees: quoted where it must be.
        case plain
        /// As Florida writes its licensees: bars between cells and behind the last, no quotation
        /// marks whatever a cell holds, CRLF, Windows-1252.
        case piped
    }

    private let path: [String]
    private let updated: CalendarDate
    private let body: [UInt8]
    private let tag: String

    /// Makes the list from its records.
    ///
    /// - Parameters:
    ///   - path: Where it is downloaded from.
    ///   - style: How it is written.
    ///   - updated: The day of its last change.
    ///   - table: Its records, in its own columns.
    ///   - day: The day dates are relative to.
    ///   - fault: What is wrong with it.
    /// - Throws: When a column is missing or a cell makes no sense.
    init(
        path: [String],
        style: Style,
        updated: CalendarDate,
        table: CSVTable,
        asOf day: CalendarDate,
        fault: ListFault? = nil
    ) throws(SeedError) {
        self.path = path
        self.updated = updated
        if style == .leie { _ = try table.indexes(ofExactly: LEIELayout.columns) }
        var rows: [[String]] = []
        for row in table.rows {
            var cells: [String] = []
            for column in table.columns.indices {
                cells.append(try table.value(column, of: row, asOf: day) ?? "")
            }
            if style == .leie {
                let layout = LEIELayout(columns: table.columns)
                guard let listed = layout.listed(cells, beforeReinstatement: fault == .earlier)
                else { continue }
                cells = listed
            }
            rows.append(cells)
        }
        var columns = table.columns
        switch fault {
        case .half: rows = rows.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        case .empty: rows = []
        case .narrow:
            columns.removeFirst()
            rows = rows.map { Array($0.dropFirst()) }
        case .earlier, nil: break
        }
        body = Self.text(columns, rows, in: style)
        tag = EntityTag.of(body)
    }

    var targets: [String] { ["/" + path.joined(separator: "/")] }

    func reply(to question: Question, path: [String]) -> Reply {
        guard path == self.path else {
            return Reply(
                answer: .page(status: 404, title: "404 Not Found", text: "There is no such file.")
            )
        }
        let date = updated.httpDate
        let headers = [Answer.header("ETag", tag), Answer.header("Last-Modified", date)]
        // The tag has precedence where a client sends both (RFC 9110, 13.2.2).
        let isKnown =
            question.ifNoneMatch.map { EntityTag.isKnown(tag, from: $0) }
            ?? (question.ifModifiedSince == date)
        return Reply(
            answer: Answer(
                status: isKnown ? 304 : 200,
                type: "text/csv",
                headers: headers,
                body: isKnown ? [] : body
            )
        )
    }

    private static func text(_ columns: [String], _ rows: [[String]], in style: Style) -> [UInt8] {
        if style == .piped {
            let text = ([columns] + rows).map { row in
                row.map { $0.replacing("|", with: " ") + "|" }.joined() + "\r\n"
            }.joined()
            // What that encoding has no sign for is not in the seed.
            return text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
        }
        let lineEnd = style == .leie ? "\r\n" : "\n"
        var text = columns.joined(separator: ",") + lineEnd
        for row in rows {
            text += row.map { quoted($0, always: style == .leie) }.joined(separator: ",")
            text += lineEnd
        }
        return Array(text.utf8)
    }

    private static func quoted(_ cell: String, always: Bool) -> String {
        let mustQuote = cell.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13
        }
        return always || mustQuote ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
    }
}

/// How OIG lays out its List of Excluded Individuals and Entities.
struct LEIELayout {
    static let columns = widths.map(\.name)

    /// Characters of each column; what is longer is cut off.
    private static let widths: [(name: String, width: Int)] = [
        ("LASTNAME", 20), ("FIRSTNAME", 15), ("MIDNAME", 15), ("BUSNAME", 30), ("GENERAL", 20),
        ("SPECIALTY", 20), ("UPIN", 6), ("NPI", 10), ("DOB", 8), ("ADDRESS", 30), ("CITY", 20),
        ("STATE", 2), ("ZIP", 5), ("EXCLTYPE", 9), ("EXCLDATE", 8), ("REINDATE", 8),
        ("WAIVERDATE", 8), ("WVRSTATE", 2),
    ]

    /// What stands where there is none.
    private static let nothing = [
        "NPI": "0000000000", "EXCLDATE": "00000000", "REINDATE": "00000000",
        "WAIVERDATE": "00000000",
    ]

    /// The file's columns, in its order.
    let columns: [String]

    /// A row as the list prints it; nil for whoever was reinstated.
    func listed(_ cells: [String], beforeReinstatement: Bool) -> [String]? {
        var listed: [String] = []
        for (name, cell) in zip(columns, cells) {
            if name == "REINDATE", !cell.isEmpty, !beforeReinstatement { return nil }
            let width = Self.widths.first { $0.name == name }?.width ?? cell.count
            let isNothing = cell.isEmpty || name == "REINDATE"
            listed.append(isNothing ? Self.nothing[name] ?? "" : String(cell.prefix(width)))
        }
        return listed
    }
}
