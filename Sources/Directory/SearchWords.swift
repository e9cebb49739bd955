/// The words by which people are found, in the one spelling in which words are compared.
///
/// Capitals without marks; apostrophes and points vanish (`O'Brien` is `OBRIEN`), everything else
/// that is neither letter nor digit divides.
package enum SearchWords {
    /// Bytes of a word that are compared; what is longer is cut.
    package static let longestWord = 32
    /// Words that are kept of one listing.
    private static let mostWords = 64

    /// The words of a text in their order, as they are typed and as they are looked for.
    package static func split(_ text: some StringProtocol) -> [String] {
        let folded = PersonName.folded(String(text))
        var words: [String] = []
        var word = ""
        func end() {
            guard !word.isEmpty else { return }
            words.append(cut(word))
            word = ""
        }
        for scalar in folded.unicodeScalars {
            if isPart(scalar) {
                word.unicodeScalars.append(scalar)
            } else {
                end()
            }
        }
        end()
        return words
    }

    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0..<0x80: false
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
    }

    /// A word no longer than is compared, cut between letters.
    private static func cut(_ word: String) -> String {
        guard word.utf8.count > longestWord else { return word }
        var short = word.unicodeScalars
        while short.reduce(0, { $0 + UTF8.width($1) }) > longestWord { short.removeLast() }
        return String(short)
    }

    /// The words of a listing: those of its texts, and of names that are written with hyphens or
    /// apostrophes both the parts and the whole.
    ///
    /// - Parameters:
    ///   - names: What the person and the clinic are called, former names included.
    ///   - city: Its words are marked, since they find in a search and not where a name is completed.
    ///   - region: The jurisdiction's letters, with those of the country; not a word that can be typed.
    ///   - country: Two letters.
    /// - Returns: Every word once, in order, with spaces between.
    package static func ofListing(
        names: [String],
        city: String,
        region: String,
        country: String
    ) -> String {
        var words: [String] = []
        func add(_ word: String) {
            guard words.count < mostWords, !words.contains(word) else { return }
            words.append(word)
        }
        for name in names {
            for part in name.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "/" }) {
                let whole = split(part)
                whole.forEach(add)
                guard part.contains(where: joiners.contains) else { continue }
                // "Jean-Luc" is typed "jeanluc", and "O'Brien" "o brien" as well.
                if whole.count > 1 { add(cut(whole.joined())) }
                let parts = part.split(whereSeparator: apostrophes.contains)
                if parts.count > 1 { parts.flatMap { split($0) }.forEach(add) }
            }
        }
        for word in split(city) { add(cityMark + word) }
        if !country.isEmpty {
            add(country + "-")
            if !region.isEmpty { add(country + "-" + region.filter { $0 != " " }) }
        }
        return words.sorted().joined(separator: " ")
    }

    /// What stands before a word of a city: no letter, so that nobody types it.
    package static let cityMark = "."

    /// Whether a byte stands in no word that is typed, and marks one as a city's or a jurisdiction's.
    package static func isMark(_ byte: UInt8) -> Bool {
        byte < 0x80 && !isPart(Unicode.Scalar(byte))
    }

    /// The word by which everybody in a jurisdiction is found.
    package static func mark(of jurisdiction: Jurisdiction) -> String {
        jurisdiction.code.utf8.count == 2 ? jurisdiction.code + "-" : jurisdiction.code
    }

    private static let apostrophes: Set<Character> = ["'", "\u{2018}", "\u{2019}", "\u{02BC}", "`"]
    private static let joiners = apostrophes.union(["-", "\u{2010}", "\u{2011}", "."])
}
