/// A file of rows under named columns, written and read as RFC 4180 lays down.
struct Table: Sendable {
    let columns: [String]
    private(set) var rows: [[String]] = []

    init(columns: String) {
        self.columns = columns.split(separator: ",").map(String.init)
    }

    /// Adds a row of which only the cells that have something are named.
    mutating func append(_ cells: [String: String]) {
        rows.append(columns.map { cells[$0] ?? "" })
    }

    mutating func append(_ cells: [String]) {
        rows.append(cells)
    }

    var text: String {
        var text = ""
        for row in [columns] + rows {
            text += row.map(Self.quoted).joined(separator: ",")
            text += "\n"
        }
        return text
    }

    private static func quoted(_ cell: String) -> String {
        let mustQuote = cell.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13
        }
        guard mustQuote else { return cell }
        var quoted = "\""
        for character in cell {
            quoted += character == "\"" ? "\"\"" : String(character)
        }
        return quoted + "\""
    }
}

extension Table {
    /// Reads a file; cells that lack a closing quote run to its end.
    init(reading text: String) {
        var parsed: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var wasQuote = false
        for byte in text.utf8 {
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    cell.append(byte)
                } else {
                    isQuoted = false
                    wasQuote = true
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                if wasQuote {
                    cell.append(byte)
                }
                isQuoted = true
            case UInt8(ascii: ","):
                row.append(String(decoding: cell, as: UTF8.self))
                cell.removeAll(keepingCapacity: true)
            case 10:
                row.append(String(decoding: cell, as: UTF8.self))
                cell.removeAll(keepingCapacity: true)
                parsed.append(row)
                row.removeAll(keepingCapacity: true)
            case 13:
                break
            default:
                cell.append(byte)
            }
            wasQuote = false
        }
        if !cell.isEmpty || !row.isEmpty {
            row.append(String(decoding: cell, as: UTF8.self))
            parsed.append(row)
        }
        columns = parsed.first ?? []
        rows = Array(parsed.dropFirst())
    }
}
