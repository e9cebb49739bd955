import Directory
import Testing

@Suite struct MisspellingTests {
    @Test(arguments: [
        ("ACCUPUNCTURE", "ACUPUNCTURE", 1), ("NGUYEN", "NGUYEN", 0), ("NGYUEN", "NGUYEN", 1),
        ("SMITH", "SMYTH", 1), ("SMITH", "SMITHS", 1), ("KITTEN", "SITTING", 3), ("", "AB", 2),
        ("CA", "ABC", 3),
    ])
    func `letters changed, added, left out or swapped are counted`(
        left: String,
        right: String,
        distance: Int
    ) {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        #expect(Misspelling.distance(left, right, limit: 3) == distance)
        #expect(Misspelling.distance(right, left, limit: 3) == distance)
        #expect(distance == 0 || Misspelling.distance(left, right, limit: distance - 1) == nil)
    }

    @Test func `the nearest come first, then those that stand first`() {
        let words = SpelledWords(["SEATTLE", "SETTLE", "BEATTLE", "PORTLAND"])
        #expect(words.nearest(to: "SEATLE", limit: 2) == ["SEATTLE", "SETTLE", "BEATTLE"])
        #expect(words.nearest(to: "SEATLE", limit: 2, count: 1) == ["SEATTLE"])
        #expect(words.nearest(to: "XYZ", limit: 1) == [])
        #expect(words.nearest(to: String(repeating: "S", count: 10_000), limit: 3) == [])
    }
}
