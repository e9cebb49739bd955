import Directory

/// A data set as a Socrata site publishes it: typed columns, and rows of text in which any may be
/// missing.
struct SocrataDataset: Sendable {
    struct Result: Sendable {
        let fields: [SoQLColumn]
        /// Of each row each field's value, nil where it is null.
        let values: [[String?]]
    }

    /// The rows that hold a value, by the value as it is, in capitals and in small letters.
    private struct Index: Sendable {
        var exact: [String: [Int]] = [:]
        var upper: [String: [Int]] = [:]
        var lower: [String: [Int]] = [:]
    }

    /// The service's name of the data set: four letters and digits, a hyphen, four more.
    let id: String
    /// The day on which the data set says it was last changed.
    let updated: CalendarDate
    let columns: [SoQLColumn]
    let rows: [[String?]]
    private let indexes: [Index]

    init(id: String, updated: CalendarDate, table: CSVTable, asOf day: CalendarDate)
        throws(SeedError)
    {
        for name in table.columns where !Self.isColumnName(name) {
            throw SeedError(
                table.file,
                line: 1,
                "\"\(name)\" is no column name of Socrata's: small letters, digits and _"
            )
        }
        var rows: [[String?]] = []
        rows.reserveCapacity(table.rows.count)
        for row in table.rows {
            var values: [String?] = []
            for column in table.columns.indices {
                values.append(try table.value(column, of: row, asOf: day))
            }
            rows.append(values)
        }
        self.id = id
        self.updated = updated
        columns = table.columns.indices.map { column in
            SoQLColumn(
                name: table.columns[column],
                type: Self.type(of: rows.lazy.compactMap { $0[column] })
            )
        }
        self.rows = rows
        indexes = table.columns.indices.map { column in
            var index = Index()
            for (number, row) in rows.enumerated() {
                guard let value = row[column] else { continue }
                index.exact[value, default: []].append(number)
                index.upper[value.uppercased(), default: []].append(number)
                index.lower[value.lowercased(), default: []].append(number)
            }
            return index
        }
    }

    /// The rows a query asks for, in the order it asks for or else in their own.
    func result(of query: SocrataQuery) -> Result {
        var found = matches(of: query.condition)
        switch query.selection {
        case .count(let name):
            let row = [String(found.count)]
            return Result(
                fields: [SoQLColumn(name: name, type: .number)],
                values: query.offset == 0 && query.limit > 0 ? [row] : []
            )
        case .columns(let selected):
            if !query.order.isEmpty {
                found.sort { precedes($0, $1, by: query.order) }
            }
            return Result(
                fields: selected.map { SoQLColumn(name: $0.name, type: columns[$0.column].type) },
                values: found.dropFirst(query.offset).prefix(query.limit).map { row in
                    selected.map { rows[row][$0.column] }
                }
            )
        }
    }

    private func matches(of condition: SoQLExpression?) -> [Int] {
        guard let condition else { return Array(rows.indices) }
        let candidates = candidates(for: condition) ?? Array(rows.indices)
        return candidates.filter { condition.holds(in: rows[$0]) == true }
    }

    /// The rows among which all that meet a condition are, in order; nil when it may be any.
    private func candidates(for condition: SoQLExpression) -> [Int]? {
        switch condition {
        case .comparison(.equal, let left, .text(let text)):
            return rows(where: left, equals: text)
        case .comparison(.equal, .text(let text), let right):
            return rows(where: right, equals: text)
        case .isIn(let subject, let texts):
            return candidates(for: .any(texts.map { .comparison(.equal, subject, $0) }))
        case .all(let conditions):
            return conditions.compactMap { candidates(for: $0) }.min { $0.count < $1.count }
        case .any(let conditions):
            var union: Set<Int> = []
            for condition in conditions {
                guard let some = candidates(for: condition) else { return nil }
                union.formUnion(some)
            }
            return union.sorted()
        default:
            return nil
        }
    }

    private func rows(where subject: SoQLExpression, equals text: String) -> [Int]? {
        switch subject {
        case .column(let column): indexes[column].exact[text] ?? []
        case .function(.upper, .column(let column)): indexes[column].upper[text] ?? []
        case .function(.lower, .column(let column)): indexes[column].lower[text] ?? []
        default: nil
        }
    }

    /// Whether a row comes before another: nulls last, or first when descending, ties by place.
    private func precedes(_ one: Int, _ other: Int, by orders: [SocrataQuery.Order]) -> Bool {
        for order in orders {
            guard let column = order.column else {
                return order.isDescending ? one > other : one < other
            }
            let (left, right) = (rows[one][column], rows[other][column])
            if left == right { continue }
            guard let left else { return order.isDescending }
            guard let right else { return !order.isDescending }
            return order.isDescending ? left > right : left < right
        }
        return one < other
    }

    private static func isColumnName(_ name: String) -> Bool {
        let isPermitted = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
        }
        return isPermitted && !(0x30...0x39).contains(name.utf8.first ?? 0x30)
            && !SoQLToken.keywords.contains(name)
    }

    /// What a column holds: timestamps or addresses when all its values are such, else text.
    private static func type(of values: some Sequence<String>) -> SoQLType {
        var isEmpty = true
        var isDate = true
        var isURL = true
        for value in values {
            isEmpty = false
            isDate = isDate && SoQLDate.canonical(value) == value
            isURL = isURL && (value.hasPrefix("https://") || value.hasPrefix("http://"))
            if !isDate && !isURL { return .text }
        }
        return isEmpty ? .text : isDate ? .date : .url
    }
}
