/// Why a file could not be taken in, and nothing of it was; each case says what to do.
package enum ImportError: Error, Equatable {
    case noFile(path: String)
    case unreadable(path: String)
    case empty(path: String)
    /// Compressed, or in an encoding that is not UTF-8; says which.
    case wrongFormat(path: String, found: String, remedy: String)
    /// The file ends inside a row.
    case truncated(line: Int)
    case rowTooLong(line: Int, limit: Int)
    case missingColumns([String])
    case repeatedColumn(String)
    case unknownColumn(String, nearest: String?)
    case rejectsUnwritable(path: String)
    /// A file of the project's own has a row that cannot be right.
    case wrongRow(file: String, Rejection)
    case tooManyRows(limit: Int)
}

extension ImportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noFile(let path): "There is no file at \(path)."
        case .unreadable(let path): "The file at \(path) cannot be read."
        case .empty(let path): "The file at \(path) is empty; its first row names the columns."
        case .wrongFormat(let path, let found, let remedy):
            "The file at \(path) is \(found), not CSV in UTF-8. \(remedy)"
        case .truncated(let line):
            "The file ends inside the row that begins on line \(line): it was cut off on its way. "
                + "Nothing was imported; get the file again."
        case .rowTooLong(let line, let limit):
            "The row that begins on line \(line) is longer than \(limit) bytes: a quotation mark "
                + "is probably not closed there. Nothing was imported."
        case .missingColumns(let names):
            "The first row lacks "
                + (names.count == 1 ? "the column " : "the columns ")
                + names.map { "\"\($0)\"" }.joined(separator: ", ") + ". Nothing was imported."
        case .repeatedColumn(let name):
            "The first row names the column \"\(name)\" twice. Nothing was imported."
        case .unknownColumn(let name, let nearest?):
            "There is no column \"\(name)\"; perhaps \"\(nearest)\" is meant. Nothing was imported."
        case .unknownColumn(let name, nil):
            "There is no column \"\(name)\". Nothing was imported."
        case .rejectsUnwritable(let path):
            "The file of rejected rows cannot be written at \(path)."
        case .wrongRow(let file, let rejection):
            "\(file), line \(rejection.line): \(rejection.reason). Nothing was imported."
        case .tooManyRows(let limit):
            "The file has more than \(limit) practitioners; split it into several."
        }
    }
}
