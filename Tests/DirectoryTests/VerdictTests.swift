import Directory
import Testing

@Suite struct VerdictTests {
    static let jane = Claimant(
        number: "ZX00060101",
        names: [
            PersonName(given: "Jane", family: "Doe"), PersonName(given: "Jane", family: "Roe"),
        ]
    )

    static func entry(
        _ name: String = "JANE//DOE",
        number: String = "ZX60101",
        isExpectedType: Bool = true,
        wording: String = "Active",
        standing: Standing? = .active,
        key: String? = nil
    ) -> RegisterEntry {
        RegisterEntry(
            number: number,
            names: [NameComparisonTests.name(name)],
            type: isExpectedType ? "Acupuncturist License" : "Massage Therapist License",
            isExpectedType: isExpectedType,
            wording: wording,
            standing: standing,
            sourceKey: key
        )
    }

    private func verdict(_ entries: RegisterEntry...) -> Verdict {
        RegistryAnswer.entries(entries).verdict(on: Self.jane)
    }

    // MARK: - One entry

    @Test func `number, name and licence type together are a match`() {
        let verdict = verdict(Self.entry())

        #expect(verdict.outcome == .matched)
        #expect(verdict.entry?.standing == .active)
        #expect(verdict.reason == "Number, name and licence type agree.")
    }

    @Test func `a former name is a match that says so`() {
        let verdict = verdict(Self.entry("JANE//ROE"))

        #expect(verdict.outcome == .matched)
        #expect(verdict.reason.contains("as far as both show it"))
    }

    @Test(arguments: Standing.allCases.filter { $0 != .unknown })
    func `whatever the standing, the person is found`(standing: Standing) {
        #expect(verdict(Self.entry(standing: standing)).outcome == .matched)
    }

    @Test func `no entry is an absence`() {
        #expect(verdict().outcome == .absent)
        #expect(verdict().entry == nil)
    }

    @Test(arguments: ["ZX60110", "ZX6010", "ZX601011", "60101", "ZY60101", "ZX160101", ""])
    func `an entry under another number is an absence`(number: String) {
        #expect(verdict(Self.entry(number: number)).outcome == .absent)
    }

    @Test func `an entry of another licence type is an absence`() {
        #expect(verdict(Self.entry(isExpectedType: false)).outcome == .absent)
    }

    @Test func `another name under the number is a mismatch that shows whose it is`() {
        let verdict = verdict(Self.entry("JOHN//SMITH"))

        #expect(verdict.outcome == .mismatched)
        #expect(verdict.entry?.names.first?.family == "SMITH")
    }

    @Test(arguments: [nil, Standing.unknown])
    func `a wording in no map is for a human`(standing: Standing?) {
        let verdict = verdict(Self.entry(wording: "Active - See Note", standing: standing))

        #expect(verdict.outcome == .unrecognised)
        #expect(verdict.entry?.wording == "Active - See Note")
    }

    @Test func `an unread wording under another name is a mismatch first`() {
        #expect(verdict(Self.entry("JOHN//SMITH", standing: nil)).outcome == .mismatched)
    }

    // MARK: - Several entries

    @Test func `two people under one number are ambiguous, even if one has the name`() {
        #expect(verdict(Self.entry(), Self.entry("JOHN//SMITH")).outcome == .ambiguous)
        #expect(verdict(Self.entry("JOHN//SMITH"), Self.entry()).outcome == .ambiguous)
    }

    @Test func `a namesake with another key is another person`() {
        #expect(verdict(Self.entry(key: "1"), Self.entry(key: "2")).outcome == .ambiguous)
    }

    @Test func `people of other types or numbers do not make it ambiguous`() {
        let verdict = verdict(
            Self.entry("JOHN//SMITH", isExpectedType: false),
            Self.entry(),
            Self.entry("MARY//SMITH", number: "ZX60102")
        )

        #expect(verdict.outcome == .matched)
        #expect(verdict.entry?.names.first?.family == "DOE")
    }

    // A register that prints a row for every discipline case: in any order the gravest counts.
    @Test(arguments: [
        ([Standing.active, .suspended, .active], Standing.suspended),
        ([.suspended, .active, .revoked], .revoked),
        ([.active, .activeRestricted], .activeRestricted),
        ([.expired, .surrendered, .active], .surrendered),
        ([.active, .active], .active),
    ])
    func `rows of one licence are one person, and the gravest counts`(
        standings: [Standing],
        gravest: Standing
    ) {
        let rows = standings.map { Self.entry(wording: $0.rawValue, standing: $0) }
        for order in [rows, rows.reversed()] {
            let verdict = RegistryAnswer.entries(order).verdict(on: Self.jane)
            #expect(verdict.outcome == .matched)
            #expect(verdict.entry?.standing == gravest)
        }
    }

    @Test func `a row nobody can read outweighs an active one of the same person`() {
        let unread = Self.entry(wording: "Emergency Order", standing: nil)

        #expect(verdict(Self.entry(), unread).outcome == .unrecognised)
        #expect(verdict(unread, Self.entry()).outcome == .unrecognised)
    }

    @Test func `rows with one key are one person under two names`() {
        let verdict = verdict(
            Self.entry("JANE//ROE", key: "7"),
            Self.entry("JANE//DOE", standing: .expired, key: "7")
        )

        #expect(verdict.outcome == .matched)
        #expect(verdict.entry?.standing == .expired)
    }

    // MARK: - No answer

    @Test(arguments: RegistryAnswer.Silence.allCases)
    func `a silence is an outcome of its own name and no answer`(silence: RegistryAnswer.Silence) {
        let verdict = RegistryAnswer.silence(silence, reason: "503").verdict(on: Self.jane)

        #expect(verdict.outcome.rawValue == silence.rawValue)
        #expect(verdict.reason == "503")
        #expect(verdict.entry == nil)
        #expect(!verdict.outcome.isAnswer)
    }

    @Test func `five outcomes are answers and five are none`() {
        #expect(
            Set(Outcome.allCases.filter(\.isAnswer))
                == [.matched, .mismatched, .ambiguous, .unrecognised, .absent]
        )
        #expect(Outcome.allCases.count == 10)
    }

    // MARK: - Numbers

    @Test(arguments: [
        ("ZX-0060.1", "ZX601"), ("zx 601", "ZX601"), ("AC00000012", "AC12"), ("AC 12", "AC12"),
        ("000662-1", "6621"), ("AC.AP.60949950-CNM", "ACAP60949950CNM"), ("1002", "1002"),
        ("A0B0", "AB"), ("A0B01", "AB1"), ("#12/34", "1234"), ("0000", ""), ("$$$$", ""), ("", ""),
        ("T8127", "T8127"),
    ])
    func `numbers are compared by letters and digits, without zeros in front`(
        number: String,
        folded: String
    ) {
        #expect(RegisterEntry.folded(number: number) == folded)
    }

    @Test func `a number is compared to its end, however long`() {
        let spaces = String(repeating: " ", count: 100)
        #expect(RegisterEntry.folded(number: "ZX-1\(spaces)2") == "ZX12")
    }

    @Test func `no letter is lost that only some alphabets have`() {
        #expect(RegisterEntry.folded(number: "Д12") != RegisterEntry.folded(number: "12"))
        #expect(RegisterEntry.folded(number: "１２") != RegisterEntry.folded(number: "12"))
    }

    // A person who left out the number would else be found by the name alone.
    @Test(arguments: [("", ""), ("0000", ""), ("$$$$$", "0"), ("-", "#")])
    func `a number without a letter or digit that counts names nobody`(ours: String, theirs: String)
    {
        let claimant = Claimant(number: ours, names: Self.jane.names)
        let answer = RegistryAnswer.entries([Self.entry(number: theirs)])

        #expect(answer.verdict(on: claimant).outcome == .absent)
    }
}
