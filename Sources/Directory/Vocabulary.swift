/// A closed list of words that profiles choose from and searches filter by.
///
/// The order of the cases gives each its bit, and listings are stored with these bits: new words go
/// to the end. A list has at most 64 words.
package protocol Vocabulary: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == String, AllCases == [Self] {}

/// A set of words of one vocabulary, in one machine word.
package struct WordSet<Word: Vocabulary>: Hashable, Sendable {
    package var bits: UInt64

    package init(bits: UInt64 = 0) {
        self.bits = bits
    }

    package init(_ words: some Sequence<Word>) {
        bits = words.reduce(0) { $0 | Self.bit(of: $1) }
    }

    package var isEmpty: Bool { bits == 0 }

    package func contains(_ word: Word) -> Bool {
        bits & Self.bit(of: word) != 0
    }

    package mutating func insert(_ word: Word) {
        bits |= Self.bit(of: word)
    }

    /// The words in the order of the vocabulary.
    package var words: [Word] {
        Word.allCases.filter(contains)
    }

    private static func bit(of word: Word) -> UInt64 {
        1 << UInt64(Word.allCases.firstIndex(of: word) ?? 63)
    }
}

extension WordSet: ExpressibleByArrayLiteral {
    package init(arrayLiteral words: Word...) {
        self.init(words)
    }
}

/// What a practitioner says to treat.
package enum Condition: String, Vocabulary {
    case neuropathy
    case diabeticNeuropathy = "diabetic_neuropathy"
    case chemotherapyNeuropathy = "chemotherapy_neuropathy"
    case chronicPain = "chronic_pain"
    case backPain = "back_pain"
    case neckPain = "neck_pain"
    case kneePain = "knee_pain"
    case shoulderPain = "shoulder_pain"
    case headache
    case migraine
    case sciatica
    case arthritis
    case fibromyalgia
    case insomnia
    case anxiety
    case stress
    case digestive
    case nausea
    case allergies
    case womensHealth = "womens_health"
    case fertility
    case sportsInjury = "sports_injury"
    case carpalTunnel = "carpal_tunnel"
    case neuralgia
    case tinnitus
    case facialParalysis = "facial_paralysis"
    case strokeRecovery = "stroke_recovery"
    case addiction
    case fatigue
    case hypertension
}

/// A way of working.
package enum Technique: String, Vocabulary {
    case manualAcupuncture = "manual_acupuncture"
    case electroacupuncture
    case auricular
    case moxibustion
    case cupping
    case guaSha = "gua_sha"
    case tuiNa = "tui_na"
    case scalp
    case japanese
    case koreanHand = "korean_hand"
    case fiveElement = "five_element"
    case triggerPoint = "trigger_point"
    case laser
    case acupressure
    case herbalMedicine = "herbal_medicine"
}

/// A spoken language by its primary BCP 47 subtag.
package enum Language: String, Vocabulary {
    case en, es, fr, zh, yue, ko, vi, ja, ru, de, pt, ar, hi, pa, tl, fa, pl, uk, it, he, ur, bn
    case ta, te, gu, el, ro, so, am, ht, hmn, km, lo, th, ne, my, sw
}

/// Who pays beside the patient.
package enum Payer: String, Vocabulary {
    case medicare, medicaid, va
    case workersCompensation = "workers_compensation"
    case bcbs, aetna, cigna, united, kaiser, humana
    case icbc, wsib
    case sunLife = "sun_life"
    case manulife
    case greenShield = "green_shield"
    case pacificBlueCross = "pacific_blue_cross"
}
