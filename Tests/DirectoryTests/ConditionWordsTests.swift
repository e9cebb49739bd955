import Directory
import Testing

@Suite struct ConditionWordsTests {
    @Test(arguments: Condition.allCases)
    func `every condition is reached by its word, by its name and while it is typed`(
        condition: Condition
    ) throws {
        #expect(ConditionWords.named(condition.rawValue)?.contains(condition) == true)
        #expect(ConditionWords.named(condition.name.uppercased())?.contains(condition) == true)
        let beginning = String(condition.name.prefix(condition.name.count - 1))
        let completions = ConditionWords.completions(of: beginning, limit: 10)
        #expect(completions.contains { $0.conditions.contains(condition) })
    }

    @Test(arguments: [
        ("tingl", "neuropathy"), ("feet", "neuropathy"), ("pins and n", "neuropathy"),
        ("migrane", "migraine"), ("knee", "knee_pain"), ("hot fl", "womens_health"),
    ])
    func `what is being typed is completed`(typed: String, word: String) throws {
        let completions = ConditionWords.completions(of: typed, limit: 5)
        #expect(completions.first?.conditions.words.map(\.rawValue).contains(word) == true)
        #expect(Set(completions.map(\.conditions)).count == completions.count)
    }

    @Test func `no more is completed than is asked for, and nothing of nothing`() {
        #expect(ConditionWords.completions(of: "s", limit: 3).count == 3)
        #expect(ConditionWords.completions(of: "", limit: 3).isEmpty)
        #expect(ConditionWords.completions(of: "xylophone", limit: 3).isEmpty)
    }

    @Test(arguments: [
        ("neuropathie", Condition.neuropathy), ("migranes", .migraine),
        ("bad knee pain", .kneePain), ("diabetic nerv pain", .diabeticNeuropathy),
    ])
    func `what was probably meant is told`(typed: String, condition: Condition) {
        #expect(ConditionWords.named(typed) == nil)
        #expect(ConditionWords.nearest(to: typed).contains(condition))
    }

    @Test(arguments: ["gout", "x", "", "zzzzzzzzzzzz"])
    func `nothing is told where nothing is near`(typed: String) {
        #expect(ConditionWords.nearest(to: typed).isEmpty)
    }
}
