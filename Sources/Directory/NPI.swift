/// A National Provider Identifier: ten digits, the last of which checks the others.
///
/// The check digit is Luhn's over the digits behind the prefix `80840` (CMS, "Requirements for
/// National Provider Identifier and NPI check digit").
package struct NPI: Hashable, Comparable, Sendable {
    package enum ParseError: Error, Equatable {
        case wrongLength, notDigits, wrongCheckDigit
    }

    /// The ten digits as a number, between 0 and 9 999 999 999.
    package let number: Int64

    package init(_ text: some StringProtocol) throws(ParseError) {
        let bytes = text.utf8
        guard bytes.count == 10 else { throw .wrongLength }
        var number: Int64 = 0
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { throw .notDigits }
            number = number * 10 + Int64(byte - 0x30)
        }
        try self.init(number: number)
    }

    /// The identifier of these ten digits, read as a number.
    package init(number: Int64) throws(ParseError) {
        guard (0...9_999_999_999).contains(number) else { throw .wrongLength }
        guard Self.checkDigit(forFirstNine: number / 10) == number % 10 else {
            throw .wrongCheckDigit
        }
        self.number = number
    }

    /// The tenth digit that makes the first nine a valid identifier.
    package static func checkDigit(forFirstNine digits: Int64) -> Int64 {
        // 24 is what the constant prefix 80840 adds to Luhn's sum.
        var sum: Int64 = 24
        var rest = digits
        var doubles = true
        for _ in 0..<9 {
            let digit = rest % 10
            rest /= 10
            let value = doubles ? digit * 2 : digit
            sum += value > 9 ? value - 9 : value
            doubles.toggle()
        }
        return (10 - sum % 10) % 10
    }

    package static func < (left: NPI, right: NPI) -> Bool {
        left.number < right.number
    }
}

extension NPI: CustomStringConvertible {
    package var description: String {
        let digits = String(number)
        return String(repeating: "0", count: 10 - digits.count) + digits
    }
}

extension NPI.ParseError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongLength: "an NPI has ten digits"
        case .notDigits: "an NPI has digits only"
        case .wrongCheckDigit: "the check digit of this NPI is wrong: a digit was mistyped"
        }
    }
}
