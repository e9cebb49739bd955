/// What is wrong in a description, where it stands, and what would be right.
package struct DescriptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name, without its directories.
    package let file: String
    /// From 1; nil where the file as a whole is meant.
    package let line: Int?
    /// In characters, from 1.
    package let column: Int?
    package let message: String

    init(file: String, line: Int? = nil, column: Int? = nil, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    package var description: String {
        guard let line, let column else { return "\(file): \(message)" }
        return "\(file):\(line):\(column): \(message)"
    }
}

extension DescriptionError {
    init(at place: DescriptionNode.Place, _ message: String) {
        self.init(file: place.file, line: place.line, column: place.column, message: message)
    }
}
