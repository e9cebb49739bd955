import Curl
import Directory

/// Text with places for what is known of the person asked about: `number='{number|upper|soql}'`.
struct QuestionTemplate: Sendable {
    enum Placeholder: String, CaseIterable {
        case number, given, family
        /// How many rows the description asks for.
        case limit
    }

    enum Transform: Hashable {
        case upper, lower
        /// Capitals without marks and apostrophes.
        case fold
        /// The letters and digits alone, without the ornament between them.
        case lettersAndDigits
        /// Zeros in front until there are so many characters.
        case pad(Int)
        /// Apostrophes doubled, as between quotes in Socrata's query language.
        case soql
    }

    private enum Part {
        /// Encoded as it stands in the URL.
        case literal(String)
        case placeholder(Placeholder, [Transform])
    }

    private let parts: [Part]

    /// Reads a template for a part of a URL.
    ///
    /// - Parameters:
    ///   - node: The text with its placeholders.
    ///   - encodesText: Whether the text between the placeholders is percent-encoded too.
    /// - Throws: What is wrong with a placeholder.
    init(_ node: DescriptionNode, encodesText: Bool) throws(DescriptionError) {
        func literal(_ text: Substring) -> Part {
            .literal(encodesText ? PercentEncoding.encode(text) : String(text))
        }
        var parts: [Part] = []
        var rest = Substring(try node.text())
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            let before = rest[..<brace]
            guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
                throw node.failure("a brace stands alone; a placeholder is written {number}")
            }
            if !before.isEmpty { parts.append(literal(before)) }
            let inside = rest[rest.index(after: brace)..<end]
            let (placeholder, transforms) = try Self.placeholder(inside, of: node)
            // Without it a number with an apostrophe would end the quotation and go on as a query.
            guard !before.hasSuffix("'") || transforms.last == .soql else {
                throw node.failure(
                    "{\(inside)} stands between apostrophes; its last transform has to be soql"
                )
            }
            parts.append(.placeholder(placeholder, transforms))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { parts.append(literal(rest)) }
        self.parts = parts
    }

    private static func placeholder(
        _ text: Substring,
        of node: DescriptionNode
    ) throws(DescriptionError) -> (Placeholder, [Transform]) {
        let words = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        let name = DescriptionNode(.text(words[0]), at: node.place)
        let placeholder: Placeholder = try name.word()
        var transforms: [Transform] = []
        for word in words.dropFirst() {
            switch word {
            case "upper": transforms.append(.upper)
            case "lower": transforms.append(.lower)
            case "fold": transforms.append(.fold)
            case "letters_digits": transforms.append(.lettersAndDigits)
            case "soql": transforms.append(.soql)
            case _ where word.hasPrefix("pad:"):
                guard let width = Int(word.dropFirst(4)), (1...32).contains(width) else {
                    throw node.failure("\"\(word)\" is wrong; pad:1 to pad:32 would be right")
                }
                transforms.append(.pad(width))
            default:
                throw node.failure(
                    "unknown transform \"\(word.shortened)\"; one of these would be right: upper, lower, fold, letters_digits, pad:9, soql"
                )
            }
        }
        return (placeholder, transforms)
    }

    /// Fills the places in, percent-encoded.
    ///
    /// It is nil where a value is empty once transformed: then there is nothing to ask.
    func filled(for claimant: Claimant, limit: Int) -> String? {
        var filled = ""
        for part in parts {
            switch part {
            case .literal(let text): filled += text
            case .placeholder(.limit, _): filled += String(limit)
            case .placeholder(let placeholder, let transforms):
                var value =
                    switch placeholder {
                    case .number: claimant.number
                    case .given: claimant.names.first?.given ?? ""
                    case .family: claimant.names.first?.family ?? ""
                    case .limit: ""
                    }
                for transform in transforms { value = transform.applied(to: value) }
                guard value.contains(where: { !$0.isWhitespace }) else { return nil }
                filled += PercentEncoding.encode(value)
            }
        }
        return filled
    }

    /// Whether the person's number is asked for.
    var asksForNumber: Bool {
        parts.contains { part in
            if case .placeholder(.number, _) = part { true } else { false }
        }
    }
}

extension QuestionTemplate.Transform {
    func applied(to text: String) -> String {
        switch self {
        case .upper: text.uppercased()
        case .lower: text.lowercased()
        case .fold: PersonName.folded(text)
        case .lettersAndDigits: text.filter { $0.isLetter || $0.isNumber }
        // Nothing stays nothing: zeros alone would be somebody else's number.
        case .pad(let width):
            text.isEmpty
                ? text : String(repeating: "0", count: max(0, width - text.count)) + text
        case .soql:
            text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        }
    }
}
