/// A query as Socrata's API 2.1 takes it from the parameters of a request.
struct SocrataQuery: Equatable, Sendable {
    struct SelectedColumn: Equatable, Sendable {
        let column: Int
        let name: String
    }

    enum Selection: Equatable, Sendable {
        case columns([SelectedColumn])
        case count(name: String)
    }

    struct Order: Equatable, Sendable {
        /// Nil for the order of the rows themselves.
        let column: Int?
        let isDescending: Bool
    }

    /// Rows in an answer unless `$limit` says otherwise.
    static let defaultLimit = 1000

    var selection: Selection
    var condition: SoQLExpression?
    var order: [Order] = []
    var limit = Self.defaultLimit
    var offset = 0

    /// Reads a query from parameters; a token (`$$app_token`) is accepted and not looked at.
    init(_ parameters: [Question.Parameter], columns: [SoQLColumn]) throws(SoQLError) {
        selection = .columns(columns.indices.map { .init(column: $0, name: columns[$0].name) })
        var conditions: [SoQLExpression] = []
        var unknown: [String] = []
        var seen: Set<String> = []
        for parameter in parameters {
            guard seen.insert(parameter.name).inserted else {
                unknown.append(parameter.name)
                continue
            }
            switch parameter.name {
            case "$where":
                var parser = try SoQLParser(parameter.value, columns: columns)
                conditions.append(try parser.condition())
            case "$select":
                var parser = try SoQLParser(parameter.value, columns: columns)
                selection = try parser.selection()
            case "$order":
                var parser = try SoQLParser(parameter.value, columns: columns)
                order = try parser.order()
            case "$limit":
                limit = try Self.number(parameter)
            case "$offset":
                offset = try Self.number(parameter)
            case "$$app_token":
                continue
            default:
                guard let column = columns.firstIndex(where: { $0.name == parameter.name }) else {
                    unknown.append(parameter.name)
                    continue
                }
                conditions.append(
                    try Self.filter(column, of: columns[column].type, by: parameter.value)
                )
            }
        }
        guard unknown.isEmpty else { throw .unrecognizedArguments(unknown) }
        if !conditions.isEmpty {
            condition = conditions.count == 1 ? conditions[0] : .all(conditions)
        }
    }

    /// The texts by which records are looked up.
    var textsSought: [String] {
        condition?.textsSought ?? []
    }

    private static func filter(
        _ column: Int,
        of type: SoQLType,
        by value: String
    ) throws(SoQLError) -> SoQLExpression {
        guard type == .date else {
            return .comparison(.equal, .column(column), .text(value))
        }
        guard let date = SoQLDate.canonical(value) else {
            throw .typeMismatch(operation: "=", found: .text, position: 1)
        }
        return .comparison(.equal, .column(column), .text(date))
    }

    private static func number(_ parameter: Question.Parameter) throws(SoQLError) -> Int {
        guard parameter.value.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(parameter.value)
        else {
            throw .malformed(
                expected: "a whole number for \(parameter.name)",
                found: "`\(parameter.value)'",
                position: 1
            )
        }
        return number
    }
}
