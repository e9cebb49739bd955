import Foundation

/// A comma-separated file read strictly (RFC 4180, UTF-8, a header, every row as wide as it).
struct CSVTable: Sendable {
    struct Row: Sendable {
        /// The line on which the row begins; the header is line 1.
        let line: Int
        fileprivate(set) var cells: [String]

        fileprivate func has(_ text: String) -> Bool {
            cells.contains { $0.uppercased() == text.uppercased() }
        }
    }

    /// More than any seed needs, and little enough to hold in memory.
    static let greatestFileSize = 256 << 20

    let file: String
    let columns: [String]
    private(set) var rows: [Row]

    /// Reads a file, which errors will call by its last path component.
    init(contentsOf url: URL) throws(SeedError) {
        let file = url.lastPathComponent
        let bytes: Data
        do {
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            bytes = try handle.read(upToCount: Self.greatestFileSize + 1) ?? Data()
        } catch {
            throw SeedError(file, "cannot be read at \(url.path): \(error.localizedDescription)")
        }
        guard bytes.count <= Self.greatestFileSize else {
            throw SeedError(file, "is larger than the \(Self.greatestFileSize >> 20) MB permitted")
        }
        try self.init(Array(bytes), file: file)
    }

    init(_ bytes: [UInt8], file: String) throws(SeedError) {
        var reader = Reader(bytes: bytes, file: file)
        guard let header = try reader.next() else {
            throw SeedError(file, "is empty; a header line naming the columns was expected")
        }
        if header.cells.contains("") {
            throw SeedError(file, line: header.line, "a column has no name")
        }
        if Set(header.cells).count != header.cells.count {
            throw SeedError(file, line: header.line, "two columns bear the same name")
        }
        var rows: [Row] = []
        while let row = try reader.next() {
            guard row.cells.count == header.cells.count else {
                throw SeedError(
                    file,
                    line: row.line,
                    "has \(row.cells.count) cells where the header names "
                        + "\(header.cells.count) columns"
                )
            }
            rows.append(row)
        }
        self.file = file
        columns = header.cells
        self.rows = rows
    }

    /// Removes the rows that have a text, whatever its letters' case, as a cell of their own.
    mutating func removeRows(with text: String) {
        rows.removeAll { $0.has(text) }
    }

    /// Writes another text into a column of the rows that have a text as a cell of their own.
    ///
    /// - Returns: Whether there is such a column.
    mutating func revise(_ column: String, to text: String, inRowsWith match: String) -> Bool {
        guard let index = columns.firstIndex(of: column) else { return false }
        for number in rows.indices where rows[number].has(match) {
            rows[number].cells[index] = text
        }
        return true
    }

    /// The place of each of these columns, in the order asked for.
    ///
    /// - Parameter names: All the columns the file must have; it may have no others.
    /// - Returns: One index into a row's cells for each name.
    /// - Throws: When a column is missing or one too many.
    func indexes(ofExactly names: [String]) throws(SeedError) -> [Int] {
        for column in columns where !names.contains(column) {
            throw SeedError(
                file,
                line: 1,
                "the column \(column) is unknown; known are \(names.joined(separator: ", "))"
            )
        }
        var indexes: [Int] = []
        for name in names {
            guard let index = columns.firstIndex(of: name) else {
                throw SeedError(file, line: 1, "the column \(name) is missing")
            }
            indexes.append(index)
        }
        return indexes
    }

    /// Refuses a file in which two rows have the same text in a column, unless they have none.
    func refuseRepeated(_ column: String) throws(SeedError) {
        guard let index = columns.firstIndex(of: column) else { return }
        var lines: [String: Int] = [:]
        for row in rows where !row.cells[index].isEmpty {
            let text = row.cells[index]
            guard let line = lines.updateValue(row.line, forKey: text) else { continue }
            throw SeedError(
                file,
                line: row.line,
                "\(column) \(text) stands in line \(line) already"
            )
        }
    }
}

extension CSVTable {
    private struct Reader {
        let bytes: [UInt8]
        let file: String
        var position: Int
        var line = 1

        init(bytes: [UInt8], file: String) {
            self.bytes = bytes
            self.file = file
            position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        }

        mutating func next() throws(SeedError) -> Row? {
            guard position < bytes.count else { return nil }
            let firstLine = line
            var cells: [String] = []
            while true {
                cells.append(try cell(of: firstLine))
                guard position < bytes.count else { break }
                let separator = bytes[position]
                position += 1
                if separator == UInt8(ascii: ",") { continue }
                line += 1
                break
            }
            return Row(line: firstLine, cells: cells)
        }

        /// Reads one cell and stops at the comma, at the line feed, or at the end.
        private mutating func cell(of firstLine: Int) throws(SeedError) -> String {
            var content: [UInt8] = []
            if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
                content = try quoted(of: firstLine)
            } else {
                while position < bytes.count {
                    let byte = bytes[position]
                    if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") { break }
                    if byte == UInt8(ascii: "\""), !content.isEmpty {
                        throw SeedError(
                            file,
                            line: firstLine,
                            "has a quotation mark inside a cell that does not begin with one"
                        )
                    }
                    content.append(byte)
                    position += 1
                }
                let endsLine = position == bytes.count || bytes[position] == UInt8(ascii: "\n")
                if endsLine, content.last == UInt8(ascii: "\r") { content.removeLast() }
            }
            guard let text = String(validating: content, as: UTF8.self) else {
                throw SeedError(file, line: firstLine, "is not UTF-8")
            }
            return text
        }

        private mutating func quoted(of firstLine: Int) throws(SeedError) -> [UInt8] {
            var content: [UInt8] = []
            position += 1
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                guard byte == UInt8(ascii: "\"") else {
                    if byte == UInt8(ascii: "\n") { line += 1 }
                    content.append(byte)
                    continue
                }
                if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
                    content.append(byte)
                    position += 1
                    continue
                }
                if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\r"),
                    bytes[position + 1] == UInt8(ascii: "\n")
                {
                    position += 1
                }
                guard
                    position == bytes.count || bytes[position] == UInt8(ascii: ",")
                        || bytes[position] == UInt8(ascii: "\n")
                else {
                    throw SeedError(
                        file,
                        line: firstLine,
                        "has text after a closing quotation mark"
                    )
                }
                return content
            }
            throw SeedError(file, line: firstLine, "opens a quotation mark that is never closed")
        }
    }
}
