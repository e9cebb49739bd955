/// A row that was not taken in, and why.
package struct Rejection: Hashable, Sendable {
    /// Where the row begins in its file, counted from 1.
    package let line: Int
    package let reason: String
    /// The NPI or the id of the row, where it can be read.
    package let identifier: String

    package init(line: Int, reason: String, identifier: String = "") {
        self.line = line
        self.reason = reason
        self.identifier = identifier
    }
}

extension String {
    /// A value as a sentence may quote it: short, in one line, without control characters.
    var quoted: String {
        let shown = unicodeScalars.prefix(60).map { $0.properties.isWhitespace ? " " : $0 }
            .filter { $0.properties.generalCategory != .control }
        var text = "\""
        text.unicodeScalars.append(contentsOf: shown)
        return text + (unicodeScalars.count > 60 ? "…\"" : "\"")
    }
}
