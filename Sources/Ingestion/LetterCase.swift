/// Text that came in capitals, as people write it.
///
/// What has a small letter already was written with care and stays as it is.
enum LetterCase {
    /// `MARY-ANN O'BRIEN` as `Mary-Ann O'Brien`, `MCDONALD` as `McDonald`.
    static func name(_ text: String) -> String {
        guard isInCapitals(text) else { return text }
        return text.split(separator: " ").map { word($0) }.joined(separator: " ")
    }

    /// `12 EXAMPLE ST NW APT 4B` as `12 Example St NW Apt 4B`.
    static func address(_ text: String) -> String {
        guard isInCapitals(text) else { return text }
        return text.split(separator: " ").map { part in
            if keptInCapitals.contains(String(part)) { return String(part) }
            if let ordinal = ordinal(part) { return ordinal }
            return part.contains(where: \.isNumber) ? String(part) : word(part)
        }.joined(separator: " ")
    }

    private static let keptInCapitals: Set<String> = [
        "N", "S", "E", "W", "NE", "NW", "SE", "SW", "PO", "P.O.", "US", "II", "III",
    ]

    private static func isInCapitals(_ text: String) -> Bool {
        !text.contains(where: \.isLowercase)
    }

    private static func word(_ text: Substring) -> String {
        var result = ""
        var beginsPart = true
        for (index, character) in zip(text.indices, text) {
            result += beginsPart ? character.uppercased() : character.lowercased()
            beginsPart = !character.isLetter && !character.isNumber
            // The possessive of `ST JOHN'S` begins nothing.
            if character == "'", text[index...].count == 2 { beginsPart = false }
        }
        guard result.hasPrefix("Mc"), result.count > 4 else { return result }
        return "Mc" + result.dropFirst(2).prefix(1).uppercased() + result.dropFirst(3)
    }

    /// `42ND` as `42nd`; nil for anything else.
    private static func ordinal(_ text: Substring) -> String? {
        let digits = text.prefix(while: \.isNumber)
        let rest = text.dropFirst(digits.count)
        guard !digits.isEmpty, ["ST", "ND", "RD", "TH"].contains(rest) else { return nil }
        return digits + rest.lowercased()
    }
}
