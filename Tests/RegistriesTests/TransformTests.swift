import Directory
import Testing

@testable import Registries

@Suite struct TransformTests {
    @Test(arguments: [
        ("upper", "ab1", "AB1"), ("lower", "AB1", "ab1"), ("trim", " a b ", "a b"),
        ("fold", "O'Néil-X", "ONEIL X"), ("letters_digits", "a-1 .b", "a1b"),
        ("letters", "AC 123", "AC"), ("digits", "AC-12.3", "123"),
        ("leading_letters", "M9-001", "M"), ("after_letters", "MD 000023", " 000023"),
        ("pad:5", "12", "00012"), ("pad:5", "", ""), ("strip_zeros", "000120", "120"),
        ("strip_prefix:ac", "AC12", "12"), ("strip_prefix:AC", "12AC", "12AC"),
        ("strip_suffix:-cnm", "12-CNM", "12"), ("before:-", "12-3-4", "12"),
        ("after:.", "1.000123", "000123"), ("after:.", "123", "123"), ("without:%_", "1%_2", "12"),
        ("first:2", "1234", "12"), ("last:2", "1234", "34"), ("soql", "O'N", "O''N"),
        ("json", "a\"\\\n", "a\\\"\\\\\\u000a"), ("url", "a b/é", "a%20b%2F%C3%A9"),
    ])
    func `a text is changed as the word says`(word: String, text: String, changed: String) throws {
        let place = DescriptionNode.Place(file: "x", line: 1, column: 1)
        let transform = try Transform(word, of: DescriptionNode(.text(word), at: place))
        #expect(transform.applied(to: text) == changed)
    }

    @Test(arguments: ["shout", "pad", "pad:0", "pad:99", "upper:2", "before", "strip_prefix:"])
    func `a word that is none is refused`(word: String) {
        let place = DescriptionNode.Place(file: "x", line: 1, column: 1)
        #expect(throws: DescriptionError.self) {
            try Transform(word, of: DescriptionNode(.text(word), at: place))
        }
    }
}
