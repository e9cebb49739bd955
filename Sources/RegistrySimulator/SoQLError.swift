/// Why Socrata refuses a query, each with the service's own code.
enum SoQLError: Error, Equatable {
    case malformed(expected: String, found: String, position: Int)
    case noSuchColumn(String, position: Int)
    case noSuchFunction(String, position: Int)
    case typeMismatch(operation: String, found: SoQLType, position: Int)
    case unrecognizedArguments([String])

    /// The service's error code; it gives none for arguments it does not know.
    var code: String? {
        switch self {
        case .malformed: "query.compiler.malformed"
        case .noSuchColumn: "query.soql.no-such-column"
        case .noSuchFunction: "query.soql.no-such-function"
        case .typeMismatch: "query.soql.type-mismatch"
        case .unrecognizedArguments: nil
        }
    }

    /// Where in its clause the fault lies, counted from 1.
    var position: Int? {
        switch self {
        case .malformed(_, _, let position), .noSuchColumn(_, let position),
            .noSuchFunction(_, let position), .typeMismatch(_, _, let position):
            position
        case .unrecognizedArguments: nil
        }
    }

    var message: String {
        switch self {
        case .malformed(let expected, let found, let position):
            "Could not parse SoQL query at line 1 character \(position): "
                + "Expected \(expected), but got \(found)"
        case .noSuchColumn(let name, _): "No such column: \(name)"
        case .noSuchFunction(let name, _): "No such function: \(name)"
        case .typeMismatch(let operation, let found, _):
            "Type mismatch for \(operation), is \(found.rawValue)"
        case .unrecognizedArguments(let names):
            "Unrecognized arguments [\(names.joined(separator: ", "))]"
        }
    }
}
