import Directory

/// A person's name as somebody typed it into the fields of NPPES.
///
/// The fields hold more than names: `STUCKEY, III`, `JHAVERI, MD`, `KIDMAN, LLC`,
/// `TRUJILLO, DBA SUNBEAMS THERAPY LLC`, `LUCY (BETH)`, `FNU` for no first name.
struct SelfReportedName {
    /// Nil where nothing of a name is left.
    private(set) var name: PersonName?
    /// What stood in brackets behind the given name.
    private(set) var nickname: PersonName?

    init(given: String, middle: String, family: String, suffix: String) {
        var surname = Self.family(family)
        var (first, nick) = Self.bracketed(Self.withoutPlaceholder(given))
        if surname.suffix.isEmpty { surname.suffix = Self.generation(suffix) ?? "" }
        // Who has one name may have it in either field.
        if surname.text.isEmpty { swap(&surname.text, &first) }
        guard !surname.text.isEmpty else { return }
        let name = PersonName(
            given: LetterCase.name(first),
            middle: LetterCase.name(Self.bracketed(Self.withoutPlaceholder(middle)).text),
            family: LetterCase.name(surname.text),
            suffix: surname.suffix
        )
        self.name = name
        guard !nick.isEmpty else { return }
        nick = LetterCase.name(nick)
        nickname = PersonName(given: nick, family: name.family, suffix: name.suffix)
    }

    private static func family(_ text: String) -> (text: String, suffix: String) {
        let (beforeBracket, _) = bracketed(withoutPlaceholder(text))
        let isOneWord = !beforeBracket.utf8.contains { $0 == 0x20 || $0 == UInt8(ascii: ",") }
        if isOneWord { return (beforeBracket, "") }
        let parts = beforeBracket.split(separator: ",").map { String($0).singleSpaced }
        var words = (parts.first ?? "").split(separator: " ").map(String.init)
        if let business = words.firstIndex(where: { ["DBA", "D/B/A"].contains($0.uppercased()) }) {
            words.removeSubrange(business...)
        }
        var suffix = parts.dropFirst().lazy.compactMap(generation).first ?? ""
        while words.count > 1, let last = words.last {
            if let generation = generation(last), last.uppercased() != "V" {
                if suffix.isEmpty { suffix = generation }
            } else if !businesses.contains(last.uppercased().filter { $0 != "." }) {
                break
            }
            words.removeLast()
        }
        return (words.joined(separator: " "), suffix)
    }

    private static let businesses: Set<String> = ["LLC", "INC", "PLLC", "LLP", "PC", "CORP", "LTD"]

    /// `III` and the like as people write it; nil for what is none, as `MD`.
    private static func generation(_ text: String) -> String? {
        switch text.uppercased().filter({ $0 != "." && $0 != " " }) {
        case "JR": "Jr."
        case "SR": "Sr."
        case "II", "2ND": "II"
        case "III", "3RD": "III"
        case "IV", "4TH": "IV"
        case "V": "V"
        default: nil
        }
    }

    private static func bracketed(_ text: String) -> (text: String, inside: String) {
        guard text.utf8.contains(UInt8(ascii: "(")), let opening = text.firstIndex(of: "(") else {
            return (text, "")
        }
        let inside = text[text.index(after: opening)...].prefix { $0 != ")" }
        return (String(text[..<opening]).singleSpaced, String(inside).singleSpaced)
    }

    private static let placeholders: Set<String> = [
        "FNU", "LNU", "NFN", "NMN", "NMI", "NONE", "NA",
    ]
    private static let placeholderInitials = Array("FLN".utf8)

    /// Nothing for what says that there is none.
    private static func withoutPlaceholder(_ text: String) -> String {
        let plain = text.singleSpaced
        guard plain.utf8.count <= 6, let first = plain.utf8.first else { return plain }
        // Most short names begin with a letter that none of them begins with.
        let isLetter = (0x41...0x5A).contains(first & 0xDF)
        if isLetter, !placeholderInitials.contains(first & 0xDF) { return plain }
        let letters = plain.uppercased().filter { $0 != "/" && $0 != "." && $0 != "-" }
        return letters.isEmpty || placeholders.contains(letters) ? "" : plain
    }
}
