/// Text that came in capitals, as people write it.
///
/// What has a small letter already was written with care and stays as it is.
enum LetterCase {
    /// `MARY-ANN O'BRIEN` as `Mary-Ann O'Brien`, `MCDONALD` as `McDonald`.
    static func name(_ text: String) -> String {
        guard isInCapitals(text) else { return text }
        if let cased = casedASCII(text, isAddress: false) { return cased }
        return text.split(separator: " ").map { word($0) }.joined(separator: " ")
    }

    /// `12 EXAMPLE ST NW APT 4B` as `12 Example St NW Apt 4B`.
    static func address(_ text: String) -> String {
        guard isInCapitals(text) else { return text }
        if let cased = casedASCII(text, isAddress: true) { return cased }
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

    // MARK: - ASCII

    /// Does the same byte by byte, without a string a word; nil for text that is not ASCII with
    /// single spaces, which nearly all is.
    private static func casedASCII(_ text: String, isAddress: Bool) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            var isAfterSpace = true
            for byte in bytes {
                let isSpace = byte == 0x20
                guard byte < 0x80, !(isSpace && isAfterSpace) else { return nil }
                isAfterSpace = isSpace
            }
            guard !isAfterSpace || bytes.isEmpty else { return nil }
            return String(unsafeUninitializedCapacity: bytes.count) { target in
                _ = target.initialize(from: bytes)
                var start = 0
                while start < target.count {
                    let rest = target[start...]
                    let end = rest.firstIndex(of: 0x20) ?? target.count
                    let word = UnsafeMutableBufferPointer(rebasing: target[start..<end])
                    if isAddress { caseInAddress(word) } else { caseInName(word) }
                    start = end + 1
                }
                return bytes.count
            }
        }
    }

    private static func caseInName(_ word: UnsafeMutableBufferPointer<UInt8>) {
        var beginsPart = true
        for (index, byte) in word.enumerated() {
            if !beginsPart, byte >= 0x41, byte <= 0x5A { word[index] = byte | 0x20 }
            beginsPart = !isLetterOrDigit(Unicode.Scalar(byte))
            // The possessive of `ST JOHN'S` begins nothing.
            if byte == UInt8(ascii: "'"), index == word.count - 2 { beginsPart = false }
        }
        guard word.count > 4, word[0] == UInt8(ascii: "M"), word[1] == UInt8(ascii: "c"),
            word[2] >= 0x61, word[2] <= 0x7A
        else { return }
        word[2] &= 0xDF
    }

    private static func caseInAddress(_ word: UnsafeMutableBufferPointer<UInt8>) {
        if word.count <= 4, packedKeptInCapitals.contains(packed(word)) { return }
        let digits = word.prefix { isDigit($0) }.count
        if digits > 0, word.count == digits + 2, ordinalEndings.contains(packed(word.suffix(2))) {
            for index in digits..<word.count { word[index] |= 0x20 }
        } else if !word.contains(where: isDigit) {
            caseInName(word)
        }
    }

    private static let packedKeptInCapitals = Set(keptInCapitals.map { packed($0.utf8) })
    private static let ordinalEndings = Set(["ST", "ND", "RD", "TH"].map { packed($0.utf8) })

    /// Four bytes or fewer as a number.
    private static func packed(_ word: some Sequence<UInt8>) -> UInt32 {
        word.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39
    }

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
