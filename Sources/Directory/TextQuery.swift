/// Words to find people by, each of which has to be found, in whatever order.
package struct TextQuery: Hashable, Sendable {
    /// One word, or several that name a condition together.
    package struct Term: Hashable, Sendable {
        /// Folded; all of them are to be found.
        package let words: [String]
        /// Whoever treats one of these is found too.
        package let conditions: WordSet<Condition>
        /// The same, where the words find nobody: they may be a condition that was written wrongly.
        package let likelyConditions: WordSet<Condition>

        package init(
            words: [String],
            conditions: WordSet<Condition> = [],
            likelyConditions: WordSet<Condition> = []
        ) {
            self.words = words
            self.conditions = conditions
            self.likelyConditions = likelyConditions
        }
    }

    package let terms: [Term]
    /// Whether the last word may be the beginning of a longer one.
    package let isHalfTyped: Bool
    /// Only by the names of people and clinics, not by cities and conditions.
    package let isNamesOnly: Bool

    /// Characters that are read.
    package static let lengthRange = 1...100
    /// Words that are read.
    package static let mostWords = 8

    /// What somebody typed; nil where no word is in it.
    ///
    /// The last word may be half typed, unless a space follows it. Words that say little, as "for"
    /// and "Dr", are passed over where others stand beside them.
    ///
    /// - Parameters:
    ///   - typed: At most `mostWords` words of it are read.
    ///   - isNamesOnly: To complete a name, in which every word counts.
    package init?(_ typed: String, isNamesOnly: Bool = false) {
        let all = Array(SearchWords.split(typed).prefix(Self.mostWords))
        guard !all.isEmpty else { return nil }
        isHalfTyped = typed.last.map { $0.isLetter || $0.isNumber } ?? false
        self.isNamesOnly = isNamesOnly
        var terms: [Term] = []
        var words = all[...]
        let read = isNamesOnly ? [] : ConditionWords.corrected(all)
        while let word = words.first {
            let phrase =
                isNamesOnly
                ? nil
                : ConditionWords.phrase(
                    beginning: words,
                    read: read[words.startIndex...],
                    isHalfTyped: isHalfTyped
                )
            terms.append(
                Term(
                    words: phrase.map { Array(words.prefix($0.length)) } ?? [word],
                    conditions: phrase.map { $0.isMisspelt ? [] : $0.conditions } ?? [],
                    likelyConditions: phrase.map { $0.isMisspelt ? $0.conditions : [] } ?? []
                )
            )
            words = words.dropFirst(phrase?.length ?? 1)
        }
        let telling = terms.filter { term in
            term.words.count > 1 || !Self.fillers.contains(term.words[0])
        }
        // "of", half typed, may become a name.
        let isLastKept = isHalfTyped && telling.last != terms.last
        self.terms = telling.isEmpty || isLastKept ? terms : telling
    }

    private static let fillers: Set<String> = [
        "A", "AND", "AT", "FOR", "IN", "NEAR", "OF", "THE", "WITH", "DR", "DOCTOR", "MR", "MRS",
        "MS",
    ]
}
