/// What people call the conditions of the vocabulary.
///
/// What somebody feels may have several causes: "tingling feet" finds whoever treats neuropathy of
/// any kind. The words say what to look for; they are no diagnosis.
package enum ConditionWords {
    /// Words at the beginning of a text that name conditions.
    package struct Phrase: Hashable, Sendable {
        /// How many of the words.
        package let length: Int
        package let conditions: WordSet<Condition>
        /// Whether the words had to be read as others that are written nearly so.
        package let isMisspelt: Bool
    }

    /// What completes a text, with what it stands for.
    package struct Completion: Hashable, Sendable {
        /// As people write it.
        package let text: String
        package let conditions: WordSet<Condition>
    }

    /// Letters from which on a beginning counts as a condition half typed.
    private static let leastBeginning = 5

    /// The longest phrase with which words begin.
    ///
    /// - Parameters:
    ///   - words: Folded.
    ///   - read: The same, `corrected`.
    ///   - isHalfTyped: Whether the last word may be the beginning of a longer one.
    /// - Returns: Nil where they begin with none.
    package static func phrase(
        beginning words: ArraySlice<String>,
        read: ArraySlice<String>,
        isHalfTyped: Bool
    ) -> Phrase? {
        if let whole = whole(words) { return whole }
        if isHalfTyped, let half = half(words) { return half }
        guard let whole = whole(read), read.prefix(whole.length) != words.prefix(whole.length)
        else { return nil }
        return Phrase(length: whole.length, conditions: whole.conditions, isMisspelt: true)
    }

    /// The same words, those in no phrase read as the word of some phrase that is written nearly so.
    package static func corrected(_ words: some Sequence<String>) -> [String] {
        words.map { word in
            guard !vocabulary.contains(word) else { return word }
            let allowance = Misspelling.allowance(forLetters: word.unicodeScalars.count)
            guard allowance > 0 else { return word }
            return spelled.nearest(to: word, limit: allowance).first ?? word
        }
    }

    private static func whole(_ words: ArraySlice<String>) -> Phrase? {
        for length in stride(from: min(longest, words.count), through: 1, by: -1) {
            let phrase = words.prefix(length).joined(separator: " ")
            if let conditions = byPhrase[phrase] {
                return Phrase(length: length, conditions: conditions, isMisspelt: false)
            }
        }
        return nil
    }

    /// All words, where they are the beginning of phrases.
    private static func half(_ words: ArraySlice<String>) -> Phrase? {
        let typed = words.joined(separator: " ")
        guard typed.unicodeScalars.count >= leastBeginning, words.count <= longest else {
            return nil
        }
        var conditions = WordSet<Condition>()
        for phrase in phrases where phrase.folded.hasPrefix(typed) {
            conditions.bits |= phrase.conditions.bits
        }
        return conditions.isEmpty
            ? nil : Phrase(length: words.count, conditions: conditions, isMisspelt: false)
    }

    /// What a text names, whole: a word of the vocabulary or anything that people call it.
    ///
    /// - Returns: Nil where it names no condition.
    package static func named(_ text: some StringProtocol) -> WordSet<Condition>? {
        byPhrase[SearchWords.split(text).joined(separator: " ")]
    }

    /// The vocabulary's words for what a text was probably to name, the nearest first.
    package static func nearest(to text: String) -> [Condition] {
        let typed = SearchWords.split(text).joined(separator: " ")
        let near = spelledPhrases.nearest(to: typed, limit: max(1, typed.utf8.count / 3))
        var found: [Condition] = []
        for phrase in near {
            for word in byPhrase[phrase]?.words ?? [] where !found.contains(word) {
                found.append(word)
            }
        }
        // "bad knee pain" has "knee pain" in it.
        let words = SearchWords.split(text).prefix(TextQuery.mostWords)
        let read = corrected(words)
        for start in words.indices where found.isEmpty {
            found =
                phrase(beginning: words[start...], read: read[start...], isHalfTyped: false)?
                .conditions.words ?? []
        }
        return found
    }

    /// What a text that is being typed may become, shorter ones first, each condition once.
    ///
    /// Every word of a phrase may be the one that is begun: "feet" finds "tingling feet".
    package static func completions(of text: String, limit: Int) -> [Completion] {
        let typed = SearchWords.split(text).joined(separator: " ")
        guard !typed.isEmpty else { return [] }
        var seen: Set<WordSet<Condition>> = []
        var found: [Completion] = []
        for phrase in phrases where found.count < limit && phrase.folded.hasPrefix(typed) {
            if seen.insert(phrase.conditions).inserted { found.append(phrase.completion) }
        }
        for phrase in phrases where found.count < limit && phrase.folded.contains(" " + typed) {
            if seen.insert(phrase.conditions).inserted { found.append(phrase.completion) }
        }
        let words = SearchWords.split(text).prefix(TextQuery.mostWords)
        guard found.isEmpty, typed.utf8.count >= leastBeginning,
            let likely = phrase(beginning: words, read: corrected(words)[...], isHalfTyped: false)
        else { return found }
        return likely.conditions.words.prefix(limit).map {
            Completion(text: $0.name, conditions: [$0])
        }
    }

    // MARK: - The words

    private struct Named: Sendable {
        let text: String
        let folded: String
        let conditions: WordSet<Condition>

        var completion: Completion { Completion(text: text, conditions: conditions) }
    }

    /// Names before synonyms, shorter ones first.
    private static let phrases: [Named] = {
        let names = Condition.allCases.map { ($0.name, WordSet<Condition>([$0])) }
        let words = Condition.allCases.map { ($0.rawValue, WordSet<Condition>([$0])) }
        func named(_ pairs: [(String, WordSet<Condition>)]) -> [Named] {
            pairs.map { text, conditions in
                Named(
                    text: text,
                    folded: SearchWords.split(text).joined(separator: " "),
                    conditions: conditions
                )
            }
            .sorted { ($0.folded.utf8.count, $0.folded) < ($1.folded.utf8.count, $1.folded) }
        }
        let all = named(names) + named(synonyms.map { ($0.key, WordSet($0.value)) }) + named(words)
        var seen: Set<String> = []
        return all.filter { seen.insert($0.folded).inserted }
    }()

    private static let byPhrase: [String: WordSet<Condition>] = Dictionary(
        phrases.map { ($0.folded, $0.conditions) },
        uniquingKeysWith: { first, _ in first }
    )
    private static let longest =
        phrases.map { $0.folded.split(separator: " ").count }.max() ?? 1
    private static let vocabulary = Set(
        phrases.flatMap { $0.folded.split(separator: " ").map(String.init) }
    )
    private static let spelled = SpelledWords(vocabulary.sorted())
    private static let spelledPhrases = SpelledWords(phrases.map(\.folded))

    /// Every kind of neuropathy: who names a symptom does not know its cause.
    private static let anyNeuropathy: [Condition] = [
        .neuropathy, .diabeticNeuropathy, .chemotherapyNeuropathy,
    ]

    private static let synonyms: [String: [Condition]] = [
        "tingling": anyNeuropathy, "tingling feet": anyNeuropathy,
        "tingling toes": anyNeuropathy, "tingling hands": anyNeuropathy,
        "tingling fingers": anyNeuropathy, "tingling in feet": anyNeuropathy,
        "tingling in hands": anyNeuropathy, "pins and needles": anyNeuropathy,
        "numbness": anyNeuropathy, "numb feet": anyNeuropathy, "numb toes": anyNeuropathy,
        "numb hands": anyNeuropathy, "numbness in feet": anyNeuropathy,
        "numb legs": anyNeuropathy, "burning feet": anyNeuropathy, "nerve pain": anyNeuropathy,
        "nerve damage": anyNeuropathy, "peripheral neuropathy": anyNeuropathy,
        "polyneuropathy": anyNeuropathy, "neuropathic pain": anyNeuropathy,
        "small fiber neuropathy": [.neuropathy], "small fibre neuropathy": [.neuropathy],
        "paresthesia": anyNeuropathy, "paraesthesia": anyNeuropathy,
        "diabetic nerve pain": [.diabeticNeuropathy, .neuropathy],
        "diabetic feet": [.diabeticNeuropathy, .neuropathy],
        "diabetic foot": [.diabeticNeuropathy, .neuropathy],
        "diabetes": [.diabeticNeuropathy], "diabetic": [.diabeticNeuropathy],
        "chemo neuropathy": [.chemotherapyNeuropathy, .neuropathy],
        "cipn": [.chemotherapyNeuropathy, .neuropathy],
        "chemotherapy": [.chemotherapyNeuropathy, .nausea],
        "chemo": [.chemotherapyNeuropathy, .nausea],
        "pain": [.chronicPain], "chronic back pain": [.backPain, .chronicPain],
        "long term pain": [.chronicPain], "persistent pain": [.chronicPain],
        "back": [.backPain], "neck": [.neckPain], "knee": [.kneePain], "knees": [.kneePain],
        "shoulder": [.shoulderPain], "lower back pain": [.backPain], "low back pain": [.backPain],
        "backache": [.backPain],
        "bad back": [.backPain], "slipped disc": [.backPain, .sciatica],
        "herniated disc": [.backPain, .sciatica], "lumbago": [.backPain],
        "stiff neck": [.neckPain], "sore neck": [.neckPain], "whiplash": [.neckPain],
        "bad knee": [.kneePain], "sore knee": [.kneePain], "knee osteoarthritis": [.kneePain],
        "frozen shoulder": [.shoulderPain], "sore shoulder": [.shoulderPain],
        "rotator cuff": [.shoulderPain], "tension headache": [.headache],
        "head ache": [.headache], "cluster headache": [.headache, .migraine],
        "migraines": [.migraine], "headaches": [.headache], "sciatic nerve": [.sciatica],
        "leg pain": [.sciatica, .chronicPain], "osteoarthritis": [.arthritis],
        "rheumatoid arthritis": [.arthritis], "joint pain": [.arthritis],
        "stiff joints": [.arthritis], "fibro": [.fibromyalgia],
        "widespread pain": [.fibromyalgia], "sleep": [.insomnia], "sleeplessness": [.insomnia],
        "trouble sleeping": [.insomnia], "cannot sleep": [.insomnia], "can't sleep": [.insomnia],
        "sleep problems": [.insomnia], "panic attacks": [.anxiety], "nerves": [.anxiety],
        "worry": [.anxiety], "burnout": [.stress, .fatigue], "tension": [.stress],
        "indigestion": [.digestive], "irritable bowel": [.digestive], "ibs": [.digestive],
        "bloating": [.digestive], "constipation": [.digestive], "stomach pain": [.digestive],
        "acid reflux": [.digestive], "heartburn": [.digestive], "digestion": [.digestive],
        "morning sickness": [.nausea], "vomiting": [.nausea], "feeling sick": [.nausea],
        "hay fever": [.allergies], "hayfever": [.allergies], "allergy": [.allergies],
        "sinus": [.allergies], "rhinitis": [.allergies], "menopause": [.womensHealth],
        "hot flashes": [.womensHealth], "hot flushes": [.womensHealth],
        "period pain": [.womensHealth], "painful periods": [.womensHealth],
        "menstrual cramps": [.womensHealth], "pms": [.womensHealth],
        "endometriosis": [.womensHealth], "pcos": [.womensHealth, .fertility],
        "infertility": [.fertility], "ivf": [.fertility], "trying to conceive": [.fertility],
        "getting pregnant": [.fertility], "sports injuries": [.sportsInjury],
        "tennis elbow": [.sportsInjury], "golfer's elbow": [.sportsInjury],
        "sprain": [.sportsInjury], "runner's knee": [.sportsInjury, .kneePain],
        "plantar fasciitis": [.sportsInjury], "carpal tunnel syndrome": [.carpalTunnel],
        "wrist pain": [.carpalTunnel], "trigeminal neuralgia": [.neuralgia],
        "shingles": [.neuralgia], "postherpetic neuralgia": [.neuralgia],
        "ringing in the ears": [.tinnitus], "ringing ears": [.tinnitus],
        "ringing in ears": [.tinnitus], "bell's palsy": [.facialParalysis],
        "bells palsy": [.facialParalysis], "facial palsy": [.facialParalysis],
        "stroke": [.strokeRecovery], "stroke rehabilitation": [.strokeRecovery],
        "after a stroke": [.strokeRecovery], "quit smoking": [.addiction],
        "stop smoking": [.addiction], "smoking": [.addiction], "alcohol": [.addiction],
        "cravings": [.addiction], "tiredness": [.fatigue], "exhaustion": [.fatigue],
        "always tired": [.fatigue], "chronic fatigue": [.fatigue], "long covid": [.fatigue],
        "high blood pressure": [.hypertension], "blood pressure": [.hypertension],
    ]
}

extension Condition {
    /// What people call it.
    package var name: String {
        switch self {
        case .neuropathy: "Neuropathy"
        case .diabeticNeuropathy: "Diabetic neuropathy"
        case .chemotherapyNeuropathy: "Neuropathy after chemotherapy"
        case .chronicPain: "Chronic pain"
        case .backPain: "Back pain"
        case .neckPain: "Neck pain"
        case .kneePain: "Knee pain"
        case .shoulderPain: "Shoulder pain"
        case .headache: "Headache"
        case .migraine: "Migraine"
        case .sciatica: "Sciatica"
        case .arthritis: "Arthritis"
        case .fibromyalgia: "Fibromyalgia"
        case .insomnia: "Insomnia"
        case .anxiety: "Anxiety"
        case .stress: "Stress"
        case .digestive: "Digestive complaints"
        case .nausea: "Nausea"
        case .allergies: "Allergies"
        case .womensHealth: "Women's health"
        case .fertility: "Fertility"
        case .sportsInjury: "Sports injury"
        case .carpalTunnel: "Carpal tunnel"
        case .neuralgia: "Neuralgia"
        case .tinnitus: "Tinnitus"
        case .facialParalysis: "Facial paralysis"
        case .strokeRecovery: "Stroke recovery"
        case .addiction: "Addiction"
        case .fatigue: "Fatigue"
        case .hypertension: "Hypertension"
        }
    }
}
