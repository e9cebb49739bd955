import Directory
import Testing

@Suite struct SearchWordsTests {
    @Test(arguments: [
        ("O'Brien", ["OBRIEN"]), ("o\u{2019}brien", ["OBRIEN"]), ("Nguyễn Văn", ["NGUYEN", "VAN"]),
        ("Jean-Luc", ["JEAN", "LUC"]), ("St. John's", ["ST", "JOHNS"]), ("L.Ac.", ["LAC"]),
        ("Łukasz Đỗ", ["LUKASZ", "DO"]), ("A&B (Seattle)/2nd", ["A", "B", "SEATTLE", "2ND"]),
        ("王 芳", ["王", "芳"]), ("", []), (" -'\" *:^%\u{0} ", []),
        // Cut where a letter ends.
        (String(repeating: "ß", count: 40), [String(repeating: "S", count: 32)]),
        (String(repeating: "я", count: 40), [String(repeating: "Я", count: 16)]),
    ])
    func `a text is divided as it is compared`(text: String, words: [String]) {
        #expect(SearchWords.split(text) == words)
    }

    @Test func `a listing has its parts, its wholes, its city and its region`() {
        let words = SearchWords.ofListing(
            names: ["Mary-Jane O'Brien", "Mary Smith", "Clinic of Mary"],
            city: "St. Paul",
            region: "MN",
            country: "US"
        ).split(separator: " ").map(String.init)
        #expect(
            Set(words) == [
                "MARY", "JANE", "MARYJANE", "OBRIEN", "O", "BRIEN", "SMITH", "CLINIC", "OF", ".ST",
                ".PAUL", "US-", "US-MN",
            ]
        )
        #expect(words.count == Set(words).count)
    }

    @Test func `a listing that says more than anybody reads has no more words than are kept`() {
        let names = (0..<1000).map { "Name\($0)" }
        let words = SearchWords.ofListing(names: names, city: "", region: "", country: "")
        #expect(words.split(separator: " ").count == 64)
    }
}
