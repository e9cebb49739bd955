import Curl
import Directory

/// One change of a text: before it is asked for, or before two numbers are compared.
enum Transform: Hashable, Sendable {
    case upper, lower, trim
    /// Capitals without marks and apostrophes.
    case fold
    /// The letters and digits alone, without the ornament between them.
    case lettersAndDigits
    case letters, digits
    /// The letters in front, and what stands behind them: `M9-0012482` is `M` and `9-0012482`.
    case leadingLetters, afterLetters
    /// Zeros in front until there are so many characters.
    case pad(Int)
    case stripZeros
    case stripPrefix(String)
    case stripSuffix(String)
    /// Up to and from the first place where a text stands.
    case before(String)
    case after(String)
    case without(String)
    case first(Int)
    case last(Int)
    /// Apostrophes doubled, as between quotes in Socrata's query language.
    case soql
    /// As it stands inside a JSON string.
    case json
    /// As it stands in a URL.
    case url

    private static let plain: [String: Transform] = [
        "upper": .upper, "lower": .lower, "trim": .trim, "fold": .fold,
        "letters_digits": .lettersAndDigits, "letters": .letters, "digits": .digits,
        "leading_letters": .leadingLetters, "after_letters": .afterLetters,
        "strip_zeros": .stripZeros, "soql": .soql, "json": .json, "url": .url,
    ]

    private static let withText: [String: @Sendable (String) -> Transform] = [
        "strip_prefix": { .stripPrefix($0) }, "strip_suffix": { .stripSuffix($0) },
        "before": { .before($0) }, "after": { .after($0) }, "without": { .without($0) },
    ]

    private static let withCount: [String: @Sendable (Int) -> Transform] = [
        "pad": { .pad($0) }, "first": { .first($0) }, "last": { .last($0) },
    ]

    /// Reads `upper`, `pad:9` or `strip_prefix:AC`.
    init(_ word: String, of node: DescriptionNode) throws(DescriptionError) {
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        let argument = parts.count > 1 ? String(parts[1]) : nil
        if let transform = Self.plain[name], argument == nil {
            self = transform
        } else if let make = Self.withText[name] {
            guard let argument, !argument.isEmpty else {
                throw node.failure("\"\(word)\" is wrong; \(name):TEXT would be right")
            }
            self = make(argument)
        } else if let make = Self.withCount[name] {
            guard let argument, let count = Int(argument), (1...32).contains(count) else {
                throw node.failure("\"\(word)\" is wrong; \(name):1 to \(name):32 would be right")
            }
            self = make(count)
        } else {
            let known =
                Self.plain.keys.sorted() + Self.withText.keys.sorted().map { $0 + ":TEXT" }
                + Self.withCount.keys.sorted().map { $0 + ":9" }
            throw node.failure(
                "unknown transform \"\(word.shortened)\"; " + suggestion(for: word, among: known)
            )
        }
    }

    func applied(to text: String) -> String {
        switch self {
        case .upper: text.uppercased()
        case .lower: text.lowercased()
        case .trim: text.trimmed
        case .fold: PersonName.folded(text)
        case .lettersAndDigits: text.filter { $0.isLetter || $0.isNumber }
        case .letters: text.filter(\.isLetter)
        case .digits: text.filter(\.isNumber)
        case .leadingLetters: String(text.prefix { $0.isLetter })
        case .afterLetters: String(text.drop { $0.isLetter })
        // Nothing stays nothing: zeros alone would be somebody else's number.
        case .pad(let width):
            text.isEmpty
                ? text : String(repeating: "0", count: max(0, width - text.count)) + text
        case .stripZeros: String(text.drop { $0 == "0" })
        case .stripPrefix(let prefix):
            text.lowercased().hasPrefix(prefix.lowercased())
                ? String(text.dropFirst(prefix.count)) : text
        case .stripSuffix(let suffix):
            text.lowercased().hasSuffix(suffix.lowercased())
                ? String(text.dropLast(suffix.count)) : text
        case .before(let mark):
            text.firstRange(of: mark).map { String(text[..<$0.lowerBound]) } ?? text
        case .after(let mark):
            text.firstRange(of: mark).map { String(text[$0.upperBound...]) } ?? text
        case .without(let characters): text.filter { !characters.contains($0) }
        case .first(let count): String(text.prefix(count))
        case .last(let count): String(text.suffix(count))
        case .soql:
            text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        case .json: Self.escapedForJSON(text)
        case .url: PercentEncoding.encode(text)
        }
    }

    private static func escapedForJSON(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": escaped += "\\\(scalar)"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension String {
    /// Without spaces and line ends at either side.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
