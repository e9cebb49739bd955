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
            let hasDigit = part.utf8.contains { $0 >= 0x30 && $0 <= 0x39 }
            return hasDigit ? String(part) : word(part)
        }.joined(separator: " ")
    }

    private static let keptInCapitals: Set<String> = [
        "N", "S", "E", "W", "NE", "NW", "SE", "SW", "PO", "P.O.", "US", "II", "III",
    ]

    private static func isInCapitals(_ text: String) -> Bool {
        !text.utf8.contains { $0 >= 0x61 && $0 <= 0x7A }
    }

    private static func word(_ text: Substring) -> String {
        var result = ""
        var beginsPart = true
        var rest = text.unicodeScalars
        while let scalar = rest.popFirst() {
            if beginsPart {
                result.unicodeScalars.append(scalar)
            } else if scalar.isASCII {
                let isCapital = scalar.value >= 0x41 && scalar.value <= 0x5A
                result.unicodeScalars.append(
                    isCapital ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
                )
            } else {
                result += scalar.properties.lowercaseMapping
            }
            beginsPart = scalar.isASCII ? !isLetterOrDigit(scalar) : false
            // The possessive of `ST JOHN'S` begins nothing.
            if scalar == "'", rest.count == 1 { beginsPart = false }
        }
        guard result.hasPrefix("Mc"), result.count > 4 else { return result }
        return "Mc" + result.dropFirst(2).prefix(1).uppercased() + result.dropFirst(3)
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// `42ND` as `42nd`; nil for anything else.
    private static func ordinal(_ text: Substring) -> String? {
        guard let first = text.utf8.first, first >= 0x30, first <= 0x39 else { return nil }
        let digits = text.prefix(while: \.isNumber)
        let rest = text.dropFirst(digits.count)
        guard ["ST", "ND", "RD", "TH"].contains(rest) else { return nil }
        return digits + rest.lowercased()
    }
}
