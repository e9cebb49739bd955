/// A country, state or province by its ISO 3166 code: `US`, `US-WA`, `CA-BC`.
package struct Jurisdiction: Hashable, Sendable {
    package struct ParseError: Error, Equatable, CustomStringConvertible {
        package var description: String {
            "a jurisdiction is an ISO 3166 code, as US, US-WA or CA-BC"
        }
    }

    package let code: String

    package init(_ text: some StringProtocol) throws(ParseError) {
        let bytes = Array(text.utf8.prefix(7))
        let isLetter = { (byte: UInt8) in byte >= 0x41 && byte <= 0x5A }
        let isLetterOrDigit = { (byte: UInt8) in isLetter(byte) || (byte >= 0x30 && byte <= 0x39) }
        guard bytes.count == 2 || (4...6).contains(bytes.count), isLetter(bytes[0]),
            isLetter(bytes[1])
        else { throw ParseError() }
        if bytes.count > 2 {
            guard bytes[2] == 0x2D, bytes[3...].allSatisfy(isLetterOrDigit) else {
                throw ParseError()
            }
        }
        code = String(text)
    }

    /// The two letters of the country.
    package var country: String { String(code.prefix(2)) }

    /// Whether what is granted here reaches there: everywhere in the country, or in this one place.
    package func covers(_ other: Jurisdiction) -> Bool {
        code == other.code || code == other.country
    }
}

/// What a jurisdiction says about practising acupuncture, from `seed/policies`.
package struct JurisdictionPolicy: Hashable, Sendable {
    /// Who may practise.
    package enum Licensing: String, Sendable, CaseIterable {
        /// Only holders of a statutory licence or registration.
        case statutory
        /// No statute: an accredited voluntary register is the best there is.
        case unregulated
    }

    package let jurisdiction: Jurisdiction
    package let name: String
    package let licensing: Licensing
    /// Where the rule is written, and when it was read.
    package let source: String

    package init(
        jurisdiction: Jurisdiction,
        name: String,
        licensing: Licensing,
        source: String
    ) {
        self.jurisdiction = jurisdiction
        self.name = name
        self.licensing = licensing
        self.source = source
    }
}
