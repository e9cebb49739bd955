import Directory
import Testing

@Suite struct ExclusionMatchTests {
    static let own = "2000000002"
    static let another = "2000000010"

    /// Somebody of Seattle with an NPI, called otherwise before.
    static func person(
        _ given: String = "Mary-Ann",
        _ family: String = "O'Brien",
        middle: String = "",
        suffix: String = "",
        npi: String? = own,
        former: [PersonName] = []
    ) throws -> ComparedPerson {
        ComparedPerson(
            npi: try npi.map { try NPI($0) },
            names: [PersonName(given: given, middle: middle, family: family, suffix: suffix)]
                + former,
            regions: ["WA"]
        )
    }

    /// A row as OIG writes it, its columns cut at 20 and 15.
    static func row(
        _ given: String = "MARY ANN",
        _ family: String = "OBRIEN",
        middle: String = "",
        npi: String? = own,
        occupations: [String] = ["IND- LIC HC SERV PRO", "UNKNOWN"],
        region: String = "WA"
    ) throws -> Exclusion {
        let cutFamily = String(family.prefix(20))
        let cutGiven = String(given.prefix(15))
        return Exclusion(
            npi: try npi.map { try NPI($0) },
            name: PersonName(given: cutGiven, middle: middle, family: cutFamily),
            isFamilyCut: cutFamily.count == 20,
            isGivenCut: cutGiven.count == 15,
            occupations: occupations,
            region: region
        )
    }

    // MARK: - The rule

    /// The person's given and family name, the row's, whether the NPI is the same, and the rule.
    @Test(
        arguments: [
            // NPI and surname agree, whatever the given name is.
            ("Alice", "Example", "ALICE", "EXAMPLE", true, .npiAndSurname),
            ("Alice", "Example", "BARBARA", "EXAMPLE", true, .npiAndSurname),
            ("Ángela", "Muñoz Zúñiga", "ANGELA", "MUNOZ", true, .npiAndSurname),
            ("Shaun", "O'Halloran", "SHAUN", "OHALLORAN", true, .npiAndSurname),
            ("Mary", "Smith", "MARY", "SMITH JR", true, .npiAndSurname),
            ("Mai", "Nguyen", "NGUYEN", "MAI", true, .npiAndSurname),
            ("", "Suharto", "SUHARTO", "", true, .npiAndSurname),
            // A surname cut at the width of its column.
            (
                "Constance", "Thistlewood-Featherstonehaugh", "CONSTANCE",
                "THISTLEWOOD-FEATHERSTONEHAUGH", true, .npiAndSurname
            ),
            (
                "Constance", "Thistlewoodfeatherstonehaugh", "CONSTANCE",
                "THISTLEWOODFEATHERSTONEHAUGH", true, .npiAndSurname
            ),
            // The NPI alone.
            ("Alice", "Example", "GRETA", "SAMPLE", true, .npi),
            ("Alice", "Example", "ALICE", "EXAMPLES", true, .npi),
            (
                "Constance", "Thistlewoodfeathersmith", "CONSTANCE",
                "THISTLEWOODFEATHERSTONEHAUGH", true, .npi
            ),
            // The name alone.
            ("Alice", "Example", "ALICE", "EXAMPLE", false, .name),
            ("Alice Grace", "Example", "ALICE", "EXAMPLE", false, .name),
            ("Alice", "Example", "A", "EXAMPLE", false, .name),
            ("A.", "Example", "ALICE", "EXAMPLE", false, .name),
            ("Alice", "Example-Sample", "ALICE", "SAMPLE", false, .name),
            ("Mai", "Nguyen", "NGUYEN", "MAI", false, .name),
            ("Pei-Han", "Cheng", "PEIHAN", "CHENG", false, .name),
            ("", "Suharto", "SUHARTO", "", false, .name),
            (
                "Leslie", "Ravensworth-Huddlestone-Pike", "LESLIE",
                "RAVENSWORTH-HUDDLESTONE-PIKE", false, .name
            ),
            (
                "Maximilianagracia", "Example", "MAXIMILIANAGRACIA", "EXAMPLE", false, .name
            ),
            // Nothing that counts.
            ("Alice", "Example", "GRETA", "EXAMPLE", false, nil),
            ("Alice", "Example", "ALICE", "SAMPLE", false, nil),
            ("Alice", "Example", "", "EXAMPLE", false, nil),
            ("Pei-Han", "Cheng", "PEI LING", "CHENG", false, nil),
            ("Ann", "De La Cruz", "ANN", "DE LA", false, nil),
            (
                "Greta", "Thistlewood-Featherstonehaugh", "CONSTANCE",
                "THISTLEWOOD-FEATHERSTONEHAUGH", false, nil
            ),
        ] as [(String, String, String, String, Bool, ExclusionMatch.Rule?)]
    )
    func `NPI and surname confirm, either alone is a candidate`(
        given: String,
        family: String,
        listedGiven: String,
        listedFamily: String,
        isSameNPI: Bool,
        rule: ExclusionMatch.Rule?
    ) throws {
        let person = try Self.person(given, family)
        let row = try Self.row(listedGiven, listedFamily, npi: isSameNPI ? Self.own : nil)

        #expect(ExclusionMatch.rule(of: person, with: row) == rule)
        let match = ExclusionMatch(of: person, with: row)
        #expect(match?.rule == rule)
        #expect(match?.isConfirming == (rule.map { $0 == .npiAndSurname }))
    }

    /// Our licence, the list's, the name on it, the rule, and a sentence that says why.
    @Test(
        arguments: [
            // A licence of that state and number, and the surname, whatever the given name is.
            ("AC 0123", "WA", "ac-123", "WA", "GRETA", "OBRIEN", .licence, "is the same."),
            ("AC0123", "WA", "LAC 123", "WA", "GRETA", "OBRIEN", .licence, "The digits of"),
            ("AC0123", "WA", "AC0123", "WA", "MARY ANN", "OBRIEN", .licence, "is the same."),
            // Another number says nothing against the name, and weighs against it.
            ("AC0123", "WA", "AC0124", "WA", "MARY ANN", "OBRIEN", .name, "is another"),
            ("AC0123", "WA", "AC0123", "CO", "MARY ANN", "OBRIEN", .name, "none of CO"),
            // The number alone names nobody, and no digits are nobody's.
            ("AC0123", "WA", "AC0123", "WA", "GRETA", "SAMPLE", nil, ""),
            ("AC0123", "WA", "AC0123", "CO", "GRETA", "OBRIEN", nil, ""),
            ("AC", "WA", "LAC", "WA", "GRETA", "OBRIEN", nil, ""),
            ("AC-12", "WA", "LMT-12", "WA", "GRETA", "OBRIEN", nil, ""),
            ("---", "WA", "-", "WA", "GRETA", "OBRIEN", nil, ""),
        ] as [(String, String, String, String, String, String, ExclusionMatch.Rule?, String)]
    )
    func `a licence number and the surname are a candidate`(
        number: String,
        region: String,
        listedNumber: String,
        listedRegion: String,
        given: String,
        family: String,
        rule: ExclusionMatch.Rule?,
        sentence: String
    ) throws {
        var person = try Self.person()
        person.licences = [ListedLicence(number: number, region: region)]
        var row = try Self.row(given, family, npi: nil)
        row.licence = ListedLicence(number: listedNumber, region: listedRegion)

        #expect(ExclusionMatch.rule(of: person, with: row) == rule)
        let match = ExclusionMatch(of: person, with: row)
        #expect(match?.rule == rule)
        #expect(match?.isConfirming ?? false == false)
        let said = (match?.agreements ?? []) + (match?.differences ?? []) + (match?.unknowns ?? [])
        #expect(rule == nil || said.contains { $0.contains(sentence) })
    }

    @Test func `a licence and the whole name are likelier than either`() throws {
        var person = try Self.person()
        person.licences = [ListedLicence(number: "AC0123", region: "WA")]
        var row = try Self.row(npi: nil)
        let byName = try #require(ExclusionMatch(of: person, with: row)).score
        row.licence = ListedLicence(number: "AC0123", region: "WA")
        let byBoth = try #require(ExclusionMatch(of: person, with: row))

        #expect(byBoth.score > byName)
        #expect(byBoth.likelihood == .likely)
        row.npi = try NPI(Self.another)
        // Another NPI weighs against it, and it stays a candidate.
        #expect(try #require(ExclusionMatch(of: person, with: row)).score < byBoth.score)
        row.npi = try NPI(Self.own)
        #expect(ExclusionMatch.rule(of: person, with: row) == .npiAndSurname)
    }

    @Test func `a former name confirms as the present one does`() throws {
        let person = try Self.person(
            "Alice",
            "Example",
            former: [PersonName(given: "Alice", family: "Formerly")]
        )

        #expect(
            ExclusionMatch.rule(of: person, with: try Self.row("ALICE", "FORMERLY"))
                == .npiAndSurname
        )
        let byName = try #require(
            ExclusionMatch(of: person, with: try Self.row("ALICE", "FORMERLY", npi: nil))
        )
        #expect(byName.rule == .name)
        #expect(byName.agreements.contains("Another name, Alice Formerly, is the same."))
    }

    @Test func `a business is somebody by the NPI alone`() throws {
        let person = try Self.person()
        var business = Exclusion(name: nil, organisation: "INVENTED SERVICE, INC")
        #expect(!business.canMeanAPerson)
        #expect(ExclusionMatch(of: person, with: business) == nil)

        business.npi = try NPI(Self.own)
        #expect(business.canMeanAPerson)
        #expect(ExclusionMatch.rule(of: person, with: business) == .npi)
    }

    @Test func `without an NPI on either side there is none that agrees`() throws {
        let person = try Self.person(npi: nil)

        #expect(ExclusionMatch.rule(of: person, with: try Self.row("X", "Y", npi: nil)) == nil)
    }

    // MARK: - The score

    @Test func `the more agrees, the higher the score`() throws {
        func score(
            middle: String = "",
            npi: String? = nil,
            occupations: [String] = ["IND- LIC HC SERV PRO", "NURSE/NURSES AIDE"],
            region: String = "NY"
        ) throws -> Int {
            let match = ExclusionMatch(
                of: try Self.person(middle: "Grace"),
                with: try Self.row(
                    middle: middle,
                    npi: npi,
                    occupations: occupations,
                    region: region
                )
            )
            return try #require(match).score
        }
        let plain = try score()
        #expect(try score(middle: "GRACE") > score(middle: "G"))
        #expect(try score(middle: "G") > plain)
        #expect(try score(middle: "JANE") < plain)
        #expect(try score(region: "WA") > plain)
        #expect(try score(occupations: ["ACUPUNCTURIST", "ACUPUNCTURE"]) > plain)
        #expect(try score(npi: Self.another) < plain)
        #expect(try score(npi: Self.own) > 80)
        #expect(try score(middle: "JANE", npi: Self.another) == 0)
    }

    @Test func `a name in the same state and the same profession is likely, a bare name is not`()
        throws
    {
        let person = try Self.person()
        let bare = try #require(
            ExclusionMatch(of: person, with: try Self.row(npi: nil, region: "NY"))
        )
        let close = try #require(
            ExclusionMatch(
                of: person,
                with: try Self.row(npi: nil, occupations: ["ACUPUNCTURIST"])
            )
        )

        #expect(bare.likelihood == .unlikely)
        #expect(close.likelihood == .likely)
    }

    @Test func `what agrees, what differs and what nobody knows is said in words`() throws {
        let match = try #require(
            ExclusionMatch(
                of: try Self.person(middle: "Grace", suffix: "Jr"),
                with: try Self.row(
                    "MARY ANN",
                    "OBRIEN SR",
                    middle: "J",
                    npi: Self.another,
                    occupations: ["ACUPUNCTURIST"],
                    region: "NY"
                )
            )
        )

        #expect(
            match.agreements == [
                "The name is the same.", "The list calls the person ACUPUNCTURIST.",
            ]
        )
        #expect(
            match.differences == [
                "The NPI is another: 2000000002 here, 2000000010 on the list.",
                "The middle name is another: Grace here, J on the list.",
                "The suffix is another: JR here, SR on the list.",
                "The list's address is in NY; they practise or are licensed in WA.",
            ]
        )
        #expect(match.unknowns.count == 1)
        #expect(match.unknowns.first?.contains("Dates of birth") == true)
    }

    @Test func `a cut name says that it is cut`() throws {
        let match = try #require(
            ExclusionMatch(
                of: try Self.person("Leslie", "Ravensworthhuddlestone"),
                with: try Self.row("LESLIE", "RAVENSWORTHHUDDLESTONE", npi: nil)
            )
        )

        #expect(
            match.agreements.first
                == "The name is the same as far as the width of the list's column goes."
        )
    }

    // MARK: - The row

    @Test func `a reinstatement ends an exclusion on its day`() throws {
        var row = try Self.row()
        let day = try CalendarDate.day("2026-11-23")
        #expect(row.isInForce(on: day))

        row.reinstatedOn = day + 1
        #expect(row.isInForce(on: day))
        row.reinstatedOn = day
        #expect(!row.isInForce(on: day))
    }

    @Test func `the digest of a row changes with each of its fields`() throws {
        let row = try Self.row()
        let day = try CalendarDate.day("2026-11-23")
        let changes: [(inout Exclusion) -> Void] = [
            { $0.npi = nil }, { $0.name = nil }, { $0.name?.given = "X" },
            { $0.name?.middle = "X" }, { $0.name?.family = "X" }, { $0.name?.suffix = "X" },
            { $0.isFamilyCut = true }, { $0.isGivenCut = true }, { $0.organisation = "X" },
            { $0.occupations = [] }, { $0.occupations = ["IND- LIC HC SERV PROUNKNOWN"] },
            { $0.city = "X" }, { $0.region = "X" }, { $0.ground = "X" },
            { $0.excludedOn = day }, { $0.reinstatedOn = day },
            { $0.licence = ListedLicence(number: "1234", region: "WA") },
            { $0.licence = ListedLicence(number: "1234", region: "CO") },
        ]
        var digests: Set<Int64> = [row.digest]
        for change in changes {
            var changed = row
            change(&changed)
            digests.insert(changed.digest)
        }
        #expect(digests.count == changes.count + 1)
        #expect(try Self.row().digest == row.digest)
    }

    @Test func `the digest of a person is that of the names, however they are written`() throws {
        var row = try Self.row(npi: nil)
        func digest(_ person: ComparedPerson) -> Int64 { person.digest(comparedWith: row) }
        var person = try Self.person()
        let own = digest(person)

        #expect(digest(try Self.person("MARY ANN", "OBRIEN")) == own)
        #expect(digest(try Self.person("Mary Ann", "O'Brian")) != own)
        #expect(digest(try Self.person(middle: "Grace")) != own)
        #expect(digest(try Self.person(npi: nil)) != own)
        let former = [PersonName(given: "Mary", family: "Formerly")]
        #expect(digest(try Self.person(former: former)) != own)
        person.regions = ["CO"]
        #expect(digest(person) == own)
        // A licence counts where the row names it.
        person.licences = [ListedLicence(number: "AC0123", region: "WA")]
        #expect(digest(person) == own)
        row.licence = ListedLicence(number: "AC-123", region: "WA")
        #expect(digest(person) != own)
    }
}
