/// A row of a list of exclusions, as far as it can be compared with a practitioner.
///
/// Addresses and dates of birth stay with the list: we know none to compare them with.
package struct Exclusion: Hashable, Sendable {
    package typealias Key = RowKey<Exclusion>

    package var npi: NPI?
    /// The licence that the list names; nil where it names none.
    package var licence: ListedLicence?
    /// As the list writes it, often in capitals and with the suffix in the surname; nil where the
    /// row names a business only.
    package var name: PersonName?
    /// Whether the surname fills its column, so that it may go on behind it.
    package var isFamilyCut: Bool
    /// Whether the given name fills its column.
    package var isGivenCut: Bool
    package var organisation: String
    /// What the list says the person does, in its words: `ACUPUNCTURIST`, `OWNER/OPERATOR`.
    package var occupations: [String]
    package var city: String
    /// State or province by its letters.
    package var region: String
    /// The list's ground in its words: `1128b4` is the loss of a licence.
    package var ground: String
    package var excludedOn: CalendarDate?
    package var reinstatedOn: CalendarDate?

    package init(
        npi: NPI? = nil,
        licence: ListedLicence? = nil,
        name: PersonName?,
        isFamilyCut: Bool = false,
        isGivenCut: Bool = false,
        organisation: String = "",
        occupations: [String] = [],
        city: String = "",
        region: String = "",
        ground: String = "",
        excludedOn: CalendarDate? = nil,
        reinstatedOn: CalendarDate? = nil
    ) {
        self.npi = npi
        self.licence = licence
        self.name = name
        self.isFamilyCut = isFamilyCut
        self.isGivenCut = isGivenCut
        self.organisation = organisation
        self.occupations = occupations
        self.city = city
        self.region = region
        self.ground = ground
        self.excludedOn = excludedOn
        self.reinstatedOn = reinstatedOn
    }

    /// Whether the person is excluded on this day: until the day of the reinstatement.
    ///
    /// A first day to come changes nothing: lists are published with the last days of notice
    /// running.
    package func isInForce(on day: CalendarDate) -> Bool {
        reinstatedOn.map { $0 > day } ?? true
    }

    /// Whether anybody can be meant by it: a business without an NPI is nobody.
    package var canMeanAPerson: Bool { npi != nil || name != nil }

    /// A number that tells this row from others and from itself after a correction.
    package var digest: Int64 {
        var digest = Digest()
        digest.add(npi?.number ?? 0)
        digest.add(licence?.number ?? "")
        digest.add(licence?.region ?? "")
        for part in [name?.given, name?.middle, name?.family, name?.suffix] {
            digest.add(part ?? "")
        }
        digest.add((name == nil ? 4 : 0) | (isFamilyCut ? 2 : 0) | (isGivenCut ? 1 : 0))
        for text in [organisation, city, region, ground] { digest.add(text) }
        digest.add(Int64(occupations.count))
        for occupation in occupations { digest.add(occupation) }
        for day in [excludedOn, reinstatedOn] {
            digest.add(day.map { Int64($0.daysSince1970) } ?? .min)
        }
        return digest.value
    }

    /// The whole name folded, by which a corrected row is known again.
    package var foldedName: String {
        guard let name else { return PersonName.folded(organisation) }
        return [name.given, name.middle, name.family].map(PersonName.folded)
            .joined(separator: "|")
    }
}

/// Somebody of the directory, as far as they can be compared with a list of exclusions.
package struct ComparedPerson: Hashable, Sendable {
    package var npi: NPI?
    /// The present name, then every other.
    package var names: [PersonName]
    /// States and provinces in which the person practises or claims a licence.
    package var regions: Set<String>
    /// The licences that the person claims.
    package var licences: Set<ListedLicence>

    package init(
        npi: NPI?,
        names: [PersonName],
        regions: Set<String> = [],
        licences: Set<ListedLicence> = []
    ) {
        self.npi = npi
        self.names = names
        self.regions = regions
        self.licences = licences
    }

    /// A number that changes when the NPI or a name does, however it is written, or the licence that
    /// a row names is claimed; an admin's decision about that row holds for it.
    package func digest(comparedWith exclusion: Exclusion) -> Int64 {
        var digest = Digest()
        digest.add(npi?.number ?? 0)
        let folded = names.map { name in
            [name.given, name.middle, name.family, name.suffix].map(PersonName.folded)
                .joined(separator: "|")
        }
        for name in Set(folded).sorted() { digest.add(name) }
        let shared = licences.filter { $0.agreement(with: exclusion.licence) != .none }
        for licence in shared.map(\.folded).sorted() { digest.add(licence) }
        return digest.value
    }
}

/// A licence by its number and the state that gave it, as a list or a practitioner names it.
package struct ListedLicence: Hashable, Sendable {
    /// As it is written.
    package let number: String
    /// State or province by its letters.
    package let region: String

    package init(number: String, region: String) {
        self.number = number
        self.region = region
    }

    /// What numbers that may be one licence's have in common: their digits, for lists leave out the
    /// letters of a profession; all of a number that has hardly any.
    package var key: String {
        let digits = String(decoding: number.utf8.filter { $0 &- 0x30 < 10 }, as: UTF8.self)
        let bare = digits.drop { $0 == "0" }
        return bare.count < Self.leastDigits ? folded : String(bare)
    }

    /// Two licences of a state share the last two digits too often.
    private static let leastDigits = 3

    fileprivate var folded: String { RegisterEntry.folded(number: number) }

    /// How far two licences are one.
    package enum Agreement: Sendable {
        case none
        /// The digits, and not what stands around them.
        case digits
        case exact
    }

    package func agreement(with other: ListedLicence?) -> Agreement {
        guard let other, region == other.region, !key.isEmpty, key == other.key else {
            return .none
        }
        return folded == other.folded ? .exact : .digits
    }
}

/// FNV-1a over values of any length, 64 bits; the same on every machine, since it is stored.
///
/// Nobody gains by making two rows collide, so it need not resist that.
struct Digest {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    var value: Int64 { Int64(bitPattern: hash) }

    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte: byte) }
        // Not part of any text in UTF-8: "ab", "c" is not "a", "bc".
        add(byte: 0xFF)
    }

    mutating func add(_ number: Int64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            add(byte: UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    mutating func add(byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
}
