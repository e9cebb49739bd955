import Directory
import Testing

@Suite struct ExclusionNameKeysTests {
    private static let givens = [
        "", "A", "Alice", "ALICE GRACE", "Mary-Ann", "MARYANN", "M. Ann", "Mai", "FNU",
        "Maximilianagracia", "MAXIMILIANAGRAC",
    ]
    private static let families = [
        "", "Example-Sample", "SAMPLE JR", "O'Brien", "OBRIEN", "Mai", "De La Cruz", "DELACRUZ",
        "DE LA CRUZ GOMEZ", "Gomez", "Thistlewood-Featherstonehaugh", "THISTLEWOOD FEATHERS",
        "Thistlewoodfeatherstone", "Muñoz Zúñiga", "ZUNIGA", "Alice",
    ]

    @Test func `names that agree share a number, in every spelling and however cut`() {
        var agreeing = 0
        for (row, listed) in Self.rows {
            for (name, sought) in Self.names {
                let person = ComparedPerson(npi: nil, names: [name])
                guard ExclusionMatch.rule(of: person, with: row) != nil else { continue }
                agreeing += 1
                #expect(!sought.isDisjoint(with: listed), "\(name.full): \(row)")
            }
        }
        // As many as make the test worth something.
        #expect(agreeing > 500)
    }

    private static let names: [(PersonName, Set<Int64>)] = families.flatMap { family in
        givens.map { given in
            let name = PersonName(given: given, family: family)
            return (name, Set(ExclusionNameKeys(seeking: name).keys))
        }
    }

    /// Each name as a list has it, and as one has it whose columns are 20 and 15 wide.
    private static let rows: [(Exclusion, [Int64])] = names.flatMap { name, _ in
        let cut = Exclusion(
            name: PersonName(
                given: String(name.given.prefix(15)),
                family: String(name.family.prefix(20))
            ),
            isFamilyCut: name.family.count >= 20,
            isGivenCut: name.given.count >= 15
        )
        return [Exclusion(name: name), cut].map { ($0, ExclusionNameKeys(listing: $0).keys) }
    }

    @Test func `other names share none`() {
        let pairs = [
            (("Alice", "Example"), ("Greta", "Example")),
            (("Alice", "Example"), ("Alice", "Sample")),
            (("Juan", "De La Cruz"), ("Juan", "De La Vega")),
            (("Alice", "Example"), ("", "Example")),
        ]
        for (ours, theirs) in pairs {
            let sought = ExclusionNameKeys(
                seeking: PersonName(given: ours.0, family: ours.1)
            ).keys
            let listed = ExclusionNameKeys(
                listing: Exclusion(name: PersonName(given: theirs.0, family: theirs.1))
            ).keys
            #expect(Set(sought).isDisjoint(with: listed))
        }
    }

    @Test func `a business and a name of nothing are listed under none`() {
        #expect(ExclusionNameKeys(listing: Exclusion(name: nil, organisation: "X")).keys.isEmpty)
        #expect(ExclusionNameKeys(seeking: PersonName(given: "FNU", family: "LNU")).keys.isEmpty)
    }

    @Test func `the numbers stay the same, since they are stored`() {
        #expect(
            ExclusionNameKeys(seeking: PersonName(given: "Alice", family: "Example")).keys
                == [-8_313_221_187_988_679_910, 7_188_987_324_764_139_973]
        )
    }
}
