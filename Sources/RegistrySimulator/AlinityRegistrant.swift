import Directory

/// A registrant of an Alinity tenant, in the short names of its own records.
struct AlinityRegistrant: Sendable {
    static let columns = [
        "rg", "rl", "prl", "irc", "sid", "c", "atlr", "cv", "pdcv", "oa", "rn", "pr", "sp",
    ]

    /// `rg`: stays when the number changes.
    let id: String
    /// `rl`: `Last, First M (number)`.
    let label: String
    let number: String
    let family: String
    let given: String
    /// A row of a search's answer.
    let record: JSONValue
    /// The literal in the registrant's own page.
    let detail: JSONValue

    var sortKey: String { "\(label.lowercased()) \(id)" }

    /// The registrant that a row holds.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - table: The file it stands in.
    ///   - indexes: Where each of ``columns`` stands in a row.
    ///   - day: The day dates are relative to.
    /// - Throws: When a cell is missing or makes no sense.
    init(_ row: CSVTable.Row, of table: CSVTable, indexes: [Int], asOf day: CalendarDate)
        throws(SeedError)
    {
        var cells: [String: String] = [:]
        for (name, index) in zip(Self.columns, indexes) {
            cells[name] = try table.value(index, of: row, asOf: day)
        }
        func wrong(_ reason: String) -> SeedError {
            SeedError(table.file, line: row.line, reason)
        }
        guard let id = cells["rg"], let label = cells["rl"], let number = cells["rn"] else {
            throw wrong("rg, rl and rn must not be empty")
        }
        let ending = " (\(number))"
        guard let comma = label.firstIndex(of: ","), label.hasSuffix(ending) else {
            throw wrong("rl is \(label); right would be Last, First M (\(number))")
        }
        guard let order = cells["sid"].flatMap({ Int64($0) }) else {
            throw wrong("sid is no whole number")
        }
        self.id = id
        self.label = label
        self.number = number
        family = String(label[..<comma])
        given = String(
            label[comma...].dropFirst().dropLast(ending.count).drop { $0 == " " }
        )
        func text(_ name: String) -> (String, JSONValue) { (name, .string(cells[name] ?? "")) }
        record = .object([
            text("rg"), text("rl"), text("prl"), ("irc", .boolean(cells["irc"] == "true")),
            ("sid", .number(order)), text("c"), text("atlr"), text("cv"), text("pdcv"), text("oa"),
        ])
        detail = .object([
            text("rg"), text("rn"), text("rl"), text("pr"), text("sp"), text("c"), text("pdcv"),
        ])
    }
}

extension JSONValue {
    /// The value as ASP.NET writes it, safe within a page: no markup, quotes or ampersands as such.
    var bytesForScript: [UInt8] {
        var escaped: [UInt8] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "<"): escaped.append(contentsOf: "\\u003c".utf8)
            case UInt8(ascii: ">"): escaped.append(contentsOf: "\\u003e".utf8)
            case UInt8(ascii: "&"): escaped.append(contentsOf: "\\u0026".utf8)
            case UInt8(ascii: "'"): escaped.append(contentsOf: "\\u0027".utf8)
            default: escaped.append(byte)
            }
        }
        return escaped
    }
}
