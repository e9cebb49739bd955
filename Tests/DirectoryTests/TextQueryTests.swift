import Directory
import Testing

@Suite struct TextQueryTests {
    private func words(_ typed: String) -> [[String]] {
        TextQuery(typed)?.terms.map(\.words) ?? []
    }

    @Test(arguments: [
        "tingling feet", "Pins and needles", "diabetic nerve pain", "neuropathy", "tingling toes",
        "PERIPHERAL NEUROPATHY", "numb feet", "neuropa",
    ])
    func `what nerves feel like reaches neuropathy`(typed: String) throws {
        let query = try #require(TextQuery(typed))
        #expect(query.terms.count == 1)
        #expect(query.terms.first?.conditions.contains(.neuropathy) == true)
    }

    @Test(arguments: ["neuropthy", "tinglng feet", "pins and neddles", "migrane"])
    func `a condition written wrongly is likely, in case nobody is called so`(typed: String) throws
    {
        let query = try #require(TextQuery(typed))
        #expect(query.terms.count == 1)
        #expect(query.terms.first?.conditions.isEmpty == true)
        #expect(query.terms.first?.likelyConditions.isEmpty == false)
    }

    @Test func `a phrase among words is found, and the longest of several`() {
        #expect(
            words("chen lower back pain seattle ") == [
                ["CHEN"], ["LOWER", "BACK", "PAIN"], ["SEATTLE"],
            ]
        )
        #expect(TextQuery("chen back pain")?.terms.first?.conditions.isEmpty == true)
    }

    @Test func `words that say little are passed over where others stand beside them`() {
        #expect(words("Dr. Chen in Seattle") == [["CHEN"], ["SEATTLE"]])
        #expect(words("the ") == [["THE"]])
        // Half typed it may become a name.
        #expect(words("chen the") == [["CHEN"], ["THE"]])
    }

    @Test func `the last word is half typed until something follows it`() {
        #expect(TextQuery("mar")?.isHalfTyped == true)
        #expect(TextQuery("maria ")?.isHalfTyped == false)
        #expect(TextQuery("Nguyê")?.isHalfTyped == true)
    }

    @Test func `a name that is completed is no condition`() {
        let query = TextQuery("back of", isNamesOnly: true)
        #expect(query?.terms.map(\.words) == [["BACK"], ["OF"]])
        #expect(query?.terms.allSatisfy(\.conditions.isEmpty) == true)
    }

    @Test(arguments: ["", " ", "\"", "***", "-- '", "\u{0}"])
    func `what has no word asks for nothing`(typed: String) {
        #expect(TextQuery(typed) == nil)
    }

    @Test func `more words than anybody reads are not read`() {
        let typed = (0..<100).map { "word\($0)" }.joined(separator: " ")
        #expect(words(typed).count == TextQuery.mostWords)
    }
}
