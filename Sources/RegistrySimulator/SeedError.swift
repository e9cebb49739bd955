/// What is wrong with a file of the seed, where, and what would be right.
struct SeedError: Error, Equatable, CustomStringConvertible {
    let file: String
    /// The line on which the faulty row begins, the header being line 1; nil for the whole file.
    let line: Int?
    let reason: String

    init(_ file: String, line: Int? = nil, _ reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    var description: String {
        line.map { "\(file), line \($0): \(reason)" } ?? "\(file): \(reason)"
    }
}
