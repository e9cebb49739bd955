import Directory
import Testing

@Suite struct NPITests {
    // Real identifiers of the public registry, an invented one, and one with zeros in front.
    @Test(arguments: [
        "1003000126", "1720377294", "1568946812", "1972902351", "1720081672", "1234567893",
        "0000000006",
    ])
    func `a number with the right check digit is read and written back`(text: String) throws {
        #expect(try NPI(text).description == text)
    }

    @Test(arguments: ["1234567890", "0000000000", "1003000127", "1030000126", "9999999999"])
    func `a number with a wrong check digit is refused`(text: String) {
        #expect(throws: NPI.ParseError.wrongCheckDigit) { try NPI(text) }
    }

    @Test(arguments: ["", "100300012", "10030001260", " 1003000126", "1003000126\n", "１００３"])
    func `anything but ten bytes is refused`(text: String) {
        #expect(throws: NPI.ParseError.wrongLength) { try NPI(text) }
    }

    @Test(arguments: ["100300012X", "+003000126", "100300-126", "1003 00126", "100300012\u{0}"])
    func `anything but digits is refused`(text: String) {
        #expect(throws: NPI.ParseError.notDigits) { try NPI(text) }
    }

    @Test func `one digit in ten is the check digit of nine`() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<1000 {
            let nine = Int64.random(in: 0..<1_000_000_000, using: &generator)
            let valid = (Int64(0)..<10).filter { digit in
                (try? NPI(String(String(10_000_000_000 + nine * 10 + digit).dropFirst()))) != nil
            }
            #expect(valid == [NPI.checkDigit(forFirstNine: nine)])
        }
    }

    @Test func `one mistyped digit is always noticed`() throws {
        let digits = Array("1720377294")
        for position in digits.indices {
            for digit in "0123456789" where digit != digits[position] {
                var wrong = digits
                wrong[position] = digit
                #expect(throws: NPI.ParseError.wrongCheckDigit) { try NPI(String(wrong)) }
            }
        }
    }

    @Test func `identifiers are ordered as numbers`() throws {
        #expect(try NPI("1003000126") < NPI("1720377294"))
    }
}
