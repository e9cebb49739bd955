import Directory

/// The words of a vocabulary in the order of their bits, ready to be read and written.
struct WordNames<Word: Vocabulary>: Sendable {
    let words: [String]
    let json: JSONWriter.MadeElements
    let knownBits: UInt64

    init() {
        words = Word.allCases.map(\.rawValue)
        json = JSONWriter.MadeElements(strings: words)
        knownBits = WordSet(Word.allCases).bits
    }

    /// The set of one word; nil where it is none of the vocabulary.
    func set(of word: some StringProtocol) -> WordSet<Word>? {
        words.firstIndex { $0 == word }.map { WordSet(bits: 1 << UInt64($0)) }
    }
}

extension WordNames<Condition> { static let conditions = Self() }
extension WordNames<Language> { static let languages = Self() }
extension WordNames<Technique> { static let techniques = Self() }
extension WordNames<Payer> { static let payers = Self() }
