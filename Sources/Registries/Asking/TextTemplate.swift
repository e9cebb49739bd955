import Curl
import Directory

/// Text with places for what is known of the person asked about: `number='{number|upper|soql}'`.
///
/// A brace that means itself is written twice.
struct TextTemplate: Sendable {
    enum Placeholder: Hashable, Sendable {
        case number, given, family
        /// How many rows the description asks for.
        case limit
        /// What an earlier step captured.
        case captured(String)
        /// What the search's row has, as `{row.source_key}`.
        case row(String)
    }

    /// Where the text stands in a request, which decides how it is encoded.
    enum Place: Sendable {
        /// The text between is a part of a URL already; values are encoded.
        case path
        /// All of it is encoded.
        case parameter
        /// Nothing is encoded; no control character may come in.
        case header
        /// Nothing is encoded: values have `json` as their last transform.
        case json
        /// A number as another register writes it; nothing is encoded.
        case variant
    }

    private enum Part {
        /// Encoded as it stands in the request.
        case literal(String)
        case placeholder(Placeholder, [Transform])
    }

    private let parts: [Part]
    private let place: Place

    init(_ node: DescriptionNode, for place: Place) throws(DescriptionError) {
        self.place = place
        var parts: [Part] = []
        var literal = ""
        var rest = Substring(try node.text())
        func end(_ literal: inout String) {
            if !literal.isEmpty {
                parts.append(
                    .literal(place == .parameter ? PercentEncoding.encode(literal) : literal)
                )
            }
            literal = ""
        }
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            literal += rest[..<brace]
            let next = rest.index(after: brace)
            if next < rest.endIndex, rest[next] == rest[brace] {
                literal.append(rest[brace])
                rest = rest[rest.index(after: next)...]
                continue
            }
            guard rest[brace] == "{", let close = rest[brace...].firstIndex(of: "}") else {
                throw node.failure(
                    "a brace stands alone; a placeholder is written {number}, and a brace that means itself twice"
                )
            }
            let inside = rest[next..<close]
            let (placeholder, transforms) = try Self.placeholder(inside, of: node)
            // Without it a number with an apostrophe would end the quotation and go on as a query.
            guard !literal.hasSuffix("'") || transforms.last == .soql || place == .variant else {
                throw node.failure(
                    "{\(inside)} stands between apostrophes; its last transform has to be soql"
                )
            }
            let isInJSON = literal.hasSuffix("\"") || place == .json
            guard !isInJSON || transforms.last == .json || placeholder == .limit else {
                throw node.failure("{\(inside)} stands in JSON; its last transform has to be json")
            }
            end(&literal)
            parts.append(.placeholder(placeholder, transforms))
            rest = rest[rest.index(after: close)...]
        }
        literal += rest
        end(&literal)
        self.parts = parts
    }

    private static func placeholder(
        _ text: Substring,
        of node: DescriptionNode
    ) throws(DescriptionError) -> (Placeholder, [Transform]) {
        let words = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        let placeholder: Placeholder
        switch words[0] {
        case "number": placeholder = .number
        case "given": placeholder = .given
        case "family": placeholder = .family
        case "limit": placeholder = .limit
        case let word where word.hasPrefix("captured.") && word.count > 9:
            placeholder = .captured(String(word.dropFirst(9)))
        case let word where word.hasPrefix("row.") && word.count > 4:
            placeholder = .row(String(word.dropFirst(4)))
        case let word:
            let known = ["number", "given", "family", "limit", "captured.NAME", "row.FIELD"]
            throw node.failure(
                "\"\(word.shortened)\" is wrong; " + suggestion(for: word, among: known)
            )
        }
        var transforms: [Transform] = []
        for word in words.dropFirst() { transforms.append(try Transform(word, of: node)) }
        return (placeholder, transforms)
    }

    /// Fills the places in.
    ///
    /// It is nil where a value is empty once transformed: then there is nothing to ask.
    func filled(with values: QuestionValues) -> String? {
        var filled = ""
        for part in parts {
            switch part {
            case .literal(let text): filled += text
            case .placeholder(let placeholder, let transforms):
                var value = values[placeholder]
                for transform in transforms { value = transform.applied(to: value) }
                guard value.utf8.contains(where: { $0 > 0x20 }) else { return nil }
                switch place {
                case .path, .parameter: filled += PercentEncoding.encode(value)
                case .header, .json, .variant: filled += value
                }
            }
        }
        return filled
    }

    /// What the template has places for.
    var placeholders: [Placeholder] {
        parts.compactMap { part in
            if case .placeholder(let placeholder, _) = part { placeholder } else { nil }
        }
    }
}

/// What the places of templates are filled with.
struct QuestionValues: Sendable {
    var number: String
    var name: PersonName?
    var limit = 0
    var captured: [String: String] = [:]
    var row: [String: String] = [:]

    subscript(placeholder: TextTemplate.Placeholder) -> String {
        switch placeholder {
        case .number: number
        case .given: name?.given ?? ""
        case .family: name?.family ?? ""
        case .limit: String(limit)
        case .captured(let name): captured[name] ?? ""
        case .row(let field): row[field] ?? ""
        }
    }
}
