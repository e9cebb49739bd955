import Directory
import Search

/// Why a value cannot be taken, as the end of a sentence that begins with the parameter's name.
struct NotPermitted: Error {
    let sentenceEnd: String

    static let undecodable = NotPermitted(
        sentenceEnd: "has an escape that is none, or one that makes no UTF-8 text."
    )
}

/// Reads what stands behind a parameter's name.
enum ParameterValue {
    /// Characters that the name of a place may have.
    private static let placeLengthRange = 1...100

    static func coordinate(_ text: String) throws(NotPermitted) -> Coordinate {
        // What else a number may be written as in Swift is not meant here.
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x20, 0x2C, 0x2D, 0x2E: true
            default: false
            }
        }
        do throws(Coordinate.ParseError) {
            guard isPlain else { throw .notTwoNumbers }
            return try Coordinate(text)
        } catch {
            throw NotPermitted(sentenceEnd: "cannot be used: \(error).")
        }
    }

    static func placeName(_ text: String) throws(NotPermitted) -> String {
        let hasControls = text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard !hasControls, placeLengthRange.contains(text.unicodeScalars.count),
            text.contains(where: { $0 != " " })
        else {
            throw NotPermitted(
                sentenceEnd: "takes the name of a place, as Portland, ME, or a postal code, in "
                    + "1 to 100 characters."
            )
        }
        return text
    }

    static func radius(_ text: String) throws(NotPermitted) -> Double {
        let range = PractitionerQuery.Circle.radiusRange
        guard let thousandths = Self.decimal(text, places: 3),
            range.contains(Double(thousandths) / 1000)
        else {
            throw NotPermitted(
                sentenceEnd: "takes kilometres from 1 to 500, with up to three decimals."
            )
        }
        return Double(thousandths) / 1000
    }

    static func rating(_ text: String) throws(NotPermitted) -> Int {
        guard let hundredths = Self.decimal(text, places: 2), (100...500).contains(hundredths)
        else {
            throw NotPermitted(sentenceEnd: "takes stars from 1 to 5, with up to two decimals.")
        }
        return hundredths
    }

    static func whole(
        _ text: String,
        _ range: ClosedRange<Int>
    ) throws(NotPermitted) -> Int {
        guard let number = Self.decimal(text, places: 0), range.contains(number) else {
            throw NotPermitted(
                sentenceEnd: "takes a whole number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return number
    }

    /// A number in units of its last permitted decimal; nil for anything but digits and a point.
    private static func decimal(_ text: String, places: Int) -> Int? {
        let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard let wholes = parts.first, parts.count == 1 || (parts.count == 2 && places > 0),
            (1...9).contains(wholes.count)
        else { return nil }
        let fraction = parts.count == 2 ? parts[1] : wholes[wholes.endIndex...]
        guard parts.count == 1 || (1...places).contains(fraction.count) else { return nil }
        var number = 0
        for byte in [wholes, fraction].joined() {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        for _ in 0..<(places - fraction.count) { number *= 10 }
        return number
    }

    static func flag(_ text: String) throws(NotPermitted) -> Bool {
        switch text {
        case "true": true
        case "false": false
        default: throw NotPermitted(sentenceEnd: "takes true or false.")
        }
    }

    static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String
    ) throws(NotPermitted) -> Word {
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw NotPermitted(sentenceEnd: "takes one of: \(words).")
        }
        return word
    }

    static func words<Word: Vocabulary>(
        _ text: String,
        of names: WordNames<Word>
    ) throws(NotPermitted) -> WordSet<Word> {
        var set = WordSet<Word>()
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let word = names.set(of: part) else {
                let nearest = String(part).nearest(of: names.words)
                throw NotPermitted(
                    sentenceEnd: "takes any of these, with commas between"
                        + "\(nearest.map { "; the nearest is \($0)" } ?? ""): "
                        + "\(names.words.joined(separator: ", "))."
                )
            }
            set.bits |= word.bits
        }
        return set
    }

    static func facets(_ text: String) throws(NotPermitted) -> Set<Facet> {
        if text == everyFacet { return Set(Facet.allCases) }
        var facets: Set<Facet> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let facet = Facet(rawValue: String(part)) else {
                let words = Facet.allCases.map(\.rawValue)
                let nearest = String(part).nearest(of: words)
                throw NotPermitted(
                    sentenceEnd: "takes all, or any of these, with commas between"
                        + "\(nearest.map { "; the nearest is \($0)" } ?? ""): "
                        + "\(words.joined(separator: ", "))."
                )
            }
            facets.insert(facet)
        }
        return facets
    }

    /// What stands for all facets.
    private static let everyFacet = "all"

    /// Conditions by the vocabulary's words or by whatever people call them.
    static func conditions(_ text: String) throws(NotPermitted) -> WordSet<Condition> {
        var set = WordSet<Condition>()
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let named = ConditionWords.named(part) else {
                let near = ConditionWords.nearest(to: String(part)).map(\.rawValue)
                    .joined(separator: ", ")
                let words = WordNames<Condition>.conditions.words.joined(separator: ", ")
                throw NotPermitted(
                    sentenceEnd: "takes any of these or what people call them, with commas between"
                        + "\(near.isEmpty ? "" : "; the nearest is \(near)"): \(words)."
                )
            }
            set.bits |= named.bits
        }
        return set
    }

    /// What somebody types to find by words.
    static func typed(_ text: String) throws(NotPermitted) -> String {
        let hasControls = text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard !hasControls, TextQuery.lengthRange.contains(text.unicodeScalars.count) else {
            throw NotPermitted(sentenceEnd: "takes words in 1 to 100 characters.")
        }
        return text
    }

    /// Words to find people by.
    static func words(_ text: String) throws(NotPermitted) -> TextQuery {
        guard let query = TextQuery(try typed(text)) else {
            throw NotPermitted(
                sentenceEnd: "takes words of a name, a clinic or a complaint, with letters or "
                    + "digits in them."
            )
        }
        return query
    }

    static func cursor(_ text: String) throws(NotPermitted) -> SearchCursor {
        do throws(SearchCursor.ParseError) {
            return try SearchCursor(text)
        } catch {
            throw NotPermitted(sentenceEnd: "cannot be used: \(error).")
        }
    }

    static func publicID(_ text: String) throws(NotPermitted) -> PublicID {
        guard let id = PublicID(text) else {
            throw NotPermitted(sentenceEnd: "cannot be used: take it as next gave it.")
        }
        return id
    }
}
