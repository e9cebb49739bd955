import Directory
import Testing

@Suite struct VocabularyTests {
    // Listings are stored with these bits: a word may be added at the end and never moved.
    @Test func `every word keeps its bit`() {
        #expect(
            Condition.allCases.map(\.rawValue) == [
                "neuropathy", "diabetic_neuropathy", "chemotherapy_neuropathy", "chronic_pain",
                "back_pain", "neck_pain", "knee_pain", "shoulder_pain", "headache", "migraine",
                "sciatica", "arthritis", "fibromyalgia", "insomnia", "anxiety", "stress",
                "digestive", "nausea", "allergies", "womens_health", "fertility", "sports_injury",
                "carpal_tunnel", "neuralgia", "tinnitus", "facial_paralysis", "stroke_recovery",
                "addiction", "fatigue", "hypertension",
            ]
        )
        #expect(
            Technique.allCases.map(\.rawValue) == [
                "manual_acupuncture", "electroacupuncture", "auricular", "moxibustion", "cupping",
                "gua_sha", "tui_na", "scalp", "japanese", "korean_hand", "five_element",
                "trigger_point", "laser", "acupressure", "herbal_medicine",
            ]
        )
        #expect(
            Language.allCases.map(\.rawValue) == [
                "en", "es", "fr", "zh", "yue", "ko", "vi", "ja", "ru", "de", "pt", "ar", "hi",
                "pa", "tl", "fa", "pl", "uk", "it", "he", "ur", "bn", "ta", "te", "gu", "el", "ro",
                "so", "am", "ht", "hmn", "km", "lo", "th", "ne", "my", "sw",
            ]
        )
        #expect(
            Payer.allCases.map(\.rawValue) == [
                "medicare", "medicaid", "va", "workers_compensation", "bcbs", "aetna", "cigna",
                "united", "kaiser", "humana", "icbc", "wsib", "sun_life", "manulife",
                "green_shield", "pacific_blue_cross",
            ]
        )
        #expect(WordSet<Condition>([.neuropathy]).bits == 1)
        #expect(WordSet<Condition>([.hypertension]).bits == 1 << 29)
        #expect(WordSet<Language>([.sw, .en]).bits == 1 << 36 | 1)
    }

    @Test func `features keep their bits`() {
        #expect(
            [
                Listing.Features.accepting, .acceptsReferrals, .telehealth, .wheelchair,
                .statutory, .accredited, .certificate,
            ].map(\.rawValue) == [1, 2, 4, 8, 16, 32, 64]
        )
    }

    @Test func `no vocabulary has more words than a machine word has bits`() {
        #expect(Condition.allCases.count <= 64)
        #expect(Technique.allCases.count <= 64)
        #expect(Language.allCases.count <= 64)
        #expect(Payer.allCases.count <= 64)
    }

    @Test func `a set holds what was put in, each once, in the order of the vocabulary`() {
        var set: WordSet<Condition> = [.migraine, .neuropathy, .migraine]
        set.insert(.insomnia)

        #expect(set.words == [.neuropathy, .migraine, .insomnia])
        #expect(set.contains(.migraine))
        #expect(!set.contains(.stress))
        #expect(WordSet<Condition>().isEmpty)
        #expect(WordSet<Condition>(bits: set.bits) == set)
    }

    @Test func `bits that no word has yet are kept and name nothing`() {
        let bits: UInt64 = 1 << 63 | 1
        let later = WordSet<Payer>(bits: bits)

        #expect(later.words == [.medicare])
        #expect(later.bits == bits)
    }
}
