import Directory

/// OIG's list of excluded people as the seed has it: thousands who are in no directory, and a few
/// who are.
struct SeedExclusions: Sendable {
    static let columns = """
        LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,ZIP,\
        EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE
        """
    /// A tenth of them have an NPI and a tenth are businesses, as on the real list.
    private static let strangerCount = 3_000

    private var rows: [[String: String]] = []
    /// What reading the list has to find about the directory's people.
    private(set) var expectations: [Seed.ExclusionExpectation] = []

    var table: Table {
        var table = Table(columns: Self.columns)
        func key(_ row: [String: String]) -> [String] {
            ["LASTNAME", "FIRSTNAME", "BUSNAME", "NPI", "ADDRESS"].map { row[$0] ?? "" }
        }
        for row in rows.sorted(by: { key($0).lexicographicallyPrecedes(key($1)) }) {
            table.append(row)
        }
        return table
    }

    /// Adds what the list says about somebody of the directory, or about somebody taken for them.
    mutating func add(
        _ finding: Seed.ExclusionFinding,
        about practitioner: SeedPractitioner,
        with dice: inout SplitMix64
    ) {
        let location = practitioner.locations.first
        let own = practitioner.name
        var row = Self.drawnRow(with: &dice)
        row["LASTNAME"] = capitals(own.family)
        row["FIRSTNAME"] = capitals(own.given)
        row["MIDNAME"] = capitals(own.middle)
        row["GENERAL"] = "ACUPUNCTURIST"
        row["SPECIALTY"] = "ACUPUNCTURE"
        row["NPI"] = practitioner.npi?.description ?? ""
        row["CITY"] = capitals(location?.city ?? "")
        row["STATE"] = location?.region ?? ""
        row["ZIP"] = location?.postalCode ?? ""
        row["EXCLTYPE"] = "1128b4"
        switch finding {
        case .confirmed: break
        case .numberOnly:
            row["LASTNAME"] = capitals(
                dice.pick(NameLists.englishFamilies.filter { $0 != own.family })
            )
            row["FIRSTNAME"] = capitals(
                dice.pick(NameLists.englishMen.filter { $0 != own.given })
            )
            row["MIDNAME"] = ""
        case .nameOnly: row["NPI"] = ""
        case .reinstated: row["REINDATE"] = date(-dice.within(20...120), "compact")
        }
        rows.append(row)
        expectations.append(
            Seed.ExclusionExpectation(practitioner: practitioner.id, finding: finding)
        )
    }

    /// Adds those whom nobody of the directory can be taken for.
    mutating func addStrangers(
        besides practitioners: [SeedPractitioner],
        npi: (inout SplitMix64) -> NPI?
    ) {
        var dice = SplitMix64("excluded strangers")
        let known = KnownNames(of: practitioners)
        var count = 0
        while count < Self.strangerCount {
            let town = dice.pick(SeedTown.all.filter { $0.country == "US" })
            let name = InventedName.drawn(
                from: dice.pick(weighted: town.cultures),
                with: &dice
            )
            var row = Self.drawnRow(with: &dice)
            row["CITY"] = capitals(town.name)
            row["STATE"] = town.region
            row["ZIP"] = padded(dice.within(10_100...98_900), to: 5)
            let number = dice.chance(0.11) ? npi(&dice)?.description ?? "" : ""
            if dice.chance(0.09) {
                row["BUSNAME"] = capitals(
                    joined(name.family, dice.pick(["SAMPLE CARE, INC", "EXAMPLE PHARMACY LLC"]))
                )
                row["GENERAL"] = "OTHER BUSINESS"
                row["SPECIALTY"] = dice.pick(["HOME HEALTH AGENCY", "PHARMACY", "SOBER HOME"])
                row["DOB"] = ""
            } else {
                guard !known.mayBeOne(of: name) else { continue }
                row["LASTNAME"] = capitals(joined(name.family, name.suffix))
                row["FIRSTNAME"] = capitals(name.given)
                row["MIDNAME"] = capitals(name.middle)
            }
            row["NPI"] = number
            rows.append(row)
            count += 1
        }
    }

    private static func drawnRow(with dice: inout SplitMix64) -> [String: String] {
        [
            "GENERAL": dice.pick([
                "IND- LIC HC SERV PRO", "PHYSICIAN (MD, DO)", "CHIROPRACTIC PRACTICE",
                "NURSING PROFESSION", "PODIATRY PRACTICE", "EMPLOYEE - PRIVATE SECTOR",
            ]),
            "SPECIALTY": dice.pick([
                "NURSE/NURSES AIDE", "GENERAL PRACTICE", "CHIROPRACTIC", "PERSONAL CARE PROVIDER",
                "FAMILY PRACTICE", "THERAPIST", "OWNER/OPERATOR",
            ]),
            "DOB": date(-dice.within(10_000...29_000), "compact"),
            "ADDRESS": "\(dice.within(2...980)) EXAMPLE STREET, APT \(dice.within(1...40))",
            "EXCLTYPE": dice.pick([
                "1128a1", "1128a1", "1128a2", "1128a3", "1128a4", "1128b4", "1128b4", "1128b5",
                "1128b8", "1128b14",
            ]),
            "EXCLDATE": date(-dice.within(60...9_000), "compact"),
        ]
    }
}

/// The names of the directory's people, by the words that their surnames consist of.
private struct KnownNames {
    private var namesByWord: [String: [PersonName]] = [:]

    init(of practitioners: [SeedPractitioner]) {
        for practitioner in practitioners {
            let own = practitioner.name
            for family in [own.family, own.former] where !family.isEmpty {
                let name = PersonName(given: own.given, family: family)
                for word in Self.words(name) { namesByWord[word, default: []].append(name) }
            }
        }
    }

    /// Whether somebody's name agrees, as far as both show it, with one of these.
    func mayBeOne(of stranger: InventedName) -> Bool {
        let name = PersonName(given: stranger.given, family: stranger.family)
        return Self.words(name).contains { word in
            (namesByWord[word] ?? []).contains { $0.compared(with: name) != .mismatch }
        }
    }

    /// Registers put a name into the wrong field at times, so given names count too.
    private static func words(_ name: PersonName) -> Set<String> {
        Set(
            [name.given, name.family].flatMap {
                PersonName.folded($0).split(separator: " ").map(String.init)
            }
        )
    }
}
