import Directory
import Testing

@Suite struct PublicIDTests {
    @Test func `a new identifier is a UUID of version 7 that begins with its moment`() throws {
        var generator = SeededGenerator(seed: 3)
        let moment = Instant(secondsSince1970: 1_795_424_700)
        for _ in 0..<200 {
            let text = PublicID(at: moment, using: &generator).text
            let digits = text.filter { $0 != "-" }

            #expect(text.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
            #expect(text == text.lowercased())
            #expect(digits.dropFirst(12).first == "7")
            #expect("89ab".contains(try #require(digits.dropFirst(16).first)))
            let milliseconds = try #require(Int64(digits.prefix(12), radix: 16))
            #expect(milliseconds / 1000 == moment.secondsSince1970)
        }
    }

    @Test func `identifiers of one moment differ and later ones come later`() {
        var generator = SeededGenerator(seed: 4)
        let moment = Instant(secondsSince1970: 1_795_424_700)
        let many = (0..<10_000).map { _ in PublicID(at: moment, using: &generator).text }
        let later = PublicID(at: moment + 1, using: &generator).text

        #expect(Set(many).count == 10_000)
        #expect(many.allSatisfy { $0 < later })
    }

    @Test func `identifiers of one sequence ascend while the second is the same`() {
        var generator = SeededGenerator(seed: 5)
        var sequence = PublicIDSequence()
        let moment = Instant(secondsSince1970: 1_795_424_700)
        let many = (0..<10_000).map { _ in sequence.next(at: moment, using: &generator).text }

        #expect(many == many.sorted())
        #expect(Set(many).count == many.count)
        #expect(many.allSatisfy { PublicID($0) != nil && $0.utf8.dropFirst(14).first == 0x37 })
        #expect(many.allSatisfy { "89ab".utf8.contains($0.utf8.dropFirst(19).first ?? 0) })
        #expect(many.allSatisfy { $0 < sequence.next(at: moment + 1, using: &generator).text })
        // A clock that went back is followed.
        let earlier = sequence.next(at: moment + -1, using: &generator).text
        #expect(many.allSatisfy { $0 > earlier })
    }

    @Test func `a written identifier is read back in lower case`() {
        let text = "0199F3C2-7b1e-7abc-8def-0123456789AB"

        #expect(PublicID(text)?.text == text.lowercased())
    }

    @Test(arguments: [
        "", "0199f3c2-7b1e-7abc-8def-0123456789a", "0199f3c2-7b1e-7abc-8def-0123456789abc",
        "0199f3c27b1e-7abc-8def-0123456789ab1", "0199g3c2-7b1e-7abc-8def-0123456789ab",
        "0199f3c2 7b1e 7abc 8def 0123456789ab", "{199f3c2-7b1e-7abc-8def-0123456789a}",
        "0199f3c2-7b1e-7abc-8def-01234567\u{E9}\u{E9}",
    ])
    func `what is no UUID is refused`(text: String) {
        #expect(PublicID(text) == nil)
    }
}
