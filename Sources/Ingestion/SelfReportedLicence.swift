import Directory

/// A licence number as somebody typed it into NPPES.
enum SelfReportedLicence {
    /// The number without ornament; nil for what says that there is none.
    ///
    /// Seen: `NA`, `N/A`, `NONE`, `PENDING`, `0`, `0000`, `123`, `$$$$$$$$$`, and good ones as
    /// `MA 16753`, `000662-1`, `MG0358033M   (TPA)`.
    static func number(_ text: String) -> String? {
        var plain = text
        if let bracket = plain.firstIndex(of: "("), bracket != plain.startIndex {
            plain = String(plain[..<bracket])
        }
        let number = plain.split(whereSeparator: { $0.isWhitespace || $0 == "," })
            .joined(separator: " ")
            .trimmingCharacters { "#;:.-_/*>".contains($0) }
        // No board's numbers are without any digit but zero.
        let hasDigit = number.utf8.contains { $0 >= 0x31 && $0 <= 0x39 }
        guard hasDigit, number.utf8.count <= 64, !isCountingUp(number) else { return nil }
        return number
    }

    /// Whether it was typed to get past a form, as `123` or `12345`.
    ///
    /// Four digits may well be a number.
    private static func isCountingUp(_ number: String) -> Bool {
        number.utf8.count != 4 && number.utf8.count >= 3 && "1234567890".hasPrefix(number)
    }
}

extension String {
    /// Without such characters at either end.
    func trimmingCharacters(_ isOrnament: (Character) -> Bool) -> String {
        // Most texts have nothing to lose.
        if let first, let last, !isOrnament(first), !isOrnament(last), first != " ", last != " " {
            return self
        }
        var trimmed = self[...]
        while let first = trimmed.first, isOrnament(first) || first == " " { trimmed.removeFirst() }
        while let last = trimmed.last, isOrnament(last) || last == " " { trimmed.removeLast() }
        return String(trimmed)
    }

    /// Without spaces at either end, and with single ones inside.
    var singleSpaced: String {
        var isAfterSpace = true
        for byte in utf8 {
            let isSpace = byte == 0x20
            if byte < 0x20 || (isSpace && isAfterSpace) { return respaced }
            isAfterSpace = isSpace
        }
        return isAfterSpace ? respaced : self
    }

    private var respaced: String {
        split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
