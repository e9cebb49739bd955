import Directory

/// The records of the simulated registries, gathered while the seed's people are made.
struct SeedRegisters: Sendable {
    private var entries: [Board: [BoardEntry]] = [:]
    private var identities: [[String: String]] = []
    private var faults = Table(columns: "registry,match,fault,value")
    private var takenNumbers: Set<String> = []
    private var takenNPIs: Set<String> = []
    /// Who may not be paid by federal programmes.
    var exclusions = SeedExclusions()

    /// Draws a licence number that nobody has yet at the board.
    mutating func number(
        at board: Board,
        firstIssued: Int,
        with dice: inout SplitMix64
    ) -> String {
        while true {
            let number = board.drawnNumber(firstIssued: firstIssued, with: &dice)
            if takenNumbers.insert(number).inserted { return number }
        }
    }

    /// Finds a number with two neighbouring digits swapped that nobody has, and takes it.
    mutating func transposed(_ number: String) -> String {
        var characters = Array(number)
        for index in characters.indices.dropFirst().reversed()
        where characters[index] != characters[index - 1] && characters[index - 1].isNumber {
            characters.swapAt(index, index - 1)
            let swapped = String(characters)
            if takenNumbers.insert(swapped).inserted { return swapped }
            characters.swapAt(index, index - 1)
        }
        return number
    }

    /// Draws an NPI that begins with 2, as no real one does, and that nobody has yet.
    mutating func npi(with dice: inout SplitMix64) -> NPI? {
        while true {
            let digits = Int64(200_000_000 + dice.below(100_000_000))
            let text = "\(digits)\(NPI.checkDigit(forFirstNine: digits))"
            if takenNPIs.insert(text).inserted { return try? NPI(text) }
        }
    }

    mutating func add(_ entry: BoardEntry, at board: Board) {
        entries[board, default: []].append(entry)
    }

    mutating func add(identity: [String: String]) {
        identities.append(identity)
    }

    mutating func add(fault: String, value: String, to number: String, at registry: String) {
        faults.append([registry, number, fault, value])
    }

    /// What the simulator answers from; the directory's people stand on a list of licensees too.
    func files(with practitioners: [SeedPractitioner]) -> [SeedFile] {
        var files: [SeedFile] = []
        for board in Board.allCases {
            var table = Table(columns: Board.columns[board] ?? "")
            for entry in (entries[board] ?? []).sorted(by: Self.isBefore) {
                table.append(entry.cells(at: board))
            }
            files.append(SeedFile(path: "registries/\(board.registry).csv", contents: table.text))
        }
        files.append(actions)
        var table = Table(columns: Self.identityColumns)
        for identity in identities.sorted(by: { ($0["number"] ?? "") < ($1["number"] ?? "") }) {
            table.append(identity)
        }
        files.append(SeedFile(path: "registries/nppes.csv", contents: table.text))
        files.append(SeedFile(path: "registries/fhir-npd.csv", contents: nationalDirectory.text))
        files.append(SeedFile(path: "registries/oig-leie.csv", contents: exclusions.table.text))
        let licensees = SeedLicenceList.text(with: practitioners)
        files.append(SeedFile(path: "registries/us-fl-mqa.csv", contents: licensees))
        files.append(SeedFile(path: "registries/simulator.csv", contents: Self.simulator))
        files.append(SeedFile(path: "registries/simulator-faults.csv", contents: faults.text))
        return files
    }

    /// What Delaware did about its licensees, a data set of its own.
    private var actions: SeedFile {
        var table = Table(columns: BoardEntry.delawareActionColumns)
        for entry in (entries[.delaware] ?? []).sorted(by: Self.isBefore) {
            guard let action = entry.delawareAction else { continue }
            table.append(action)
        }
        return SeedFile(
            path: "registries/\(Board.delaware.registry).dz6p-akeq.csv",
            contents: table.text
        )
    }

    /// Every third of those with an NPI, as CMS's directory has them.
    private var nationalDirectory: Table {
        var table = Table(columns: NationalDirectoryEntry.columns)
        for identity in identities.sorted(by: { ($0["number"] ?? "") < ($1["number"] ?? "") }) {
            let entry = NationalDirectoryEntry(identity)
            guard entry.isListed else { continue }
            table.append(entry.cells)
        }
        return table
    }

    private static func isBefore(_ left: BoardEntry, _ right: BoardEntry) -> Bool {
        (left.number, left.type, left.family, left.given, left.status)
            < (right.number, right.type, right.family, right.given, right.status)
    }

    private static let identityColumns = """
        number,enumeration_type,first_name,middle_name,last_name,name_suffix,credential,sex,\
        enumeration_date,last_updated,status,other_first_name,other_last_name,taxonomy_code,\
        taxonomy_desc,taxonomy_license,taxonomy_state,taxonomy_primary,address_1,city,state,\
        postal_code,country_code,telephone_number
        """

    /// Which registry answers in which format, out of which data set, and how old that is.
    private static let simulator = """
        id,kind,dataset,updated
        us-wa-doh,socrata,qxh8-f4bd,{-1:iso}
        us-co-dora,socrata,7s5z-vewr,{-1:iso}
        us-il-idfpr,socrata,pzzh-kp68,{-2:iso}
        us-ct-dph,socrata,ngch-56tr,{-1:iso}
        us-de-dpr,socrata,pjnv-eaih;dz6p-akeq,{-1:iso}
        us-tx-tmb,socrata,tm3v-pfq9,{-1:iso}
        ca-pe-alinity,alinity,1000608,
        us-az-acu,thentia,,
        nppes,nppes,,
        fhir-npd,fhir,npd,
        oig-leie,leie,exclusions/downloadables/UPDATED.csv,{-13:iso}
        us-fl-mqa,piped,downloadnet/PROF_ALL.txt,{-1:iso}

        """
}

extension SeedRegisters {
    /// Adds, to every register, a record that a look-up can count on and people we do not list.
    mutating func addStrangers() {
        for board in Board.allCases {
            var dice = SplitMix64("strangers at \(board.registry)")
            add(
                BoardEntry(
                    number: board.canary,
                    type: board.licenceType,
                    status: board.goodWording,
                    family: "Example",
                    given: "Canary",
                    firstIssued: -4_000,
                    lastIssued: -20,
                    expires: 345,
                    city: "Springfield",
                    region: board.region,
                    postalCode: ""
                ),
                at: board
            )
            for _ in 0..<45 {
                let firstIssued = -dice.within(400...9_000)
                let number = number(at: board, firstIssued: firstIssued, with: &dice)
                let type = dice.chance(0.4) ? board.licenceType : dice.pick(board.otherTypes)
                addStranger(number: number, type: type, at: board, with: &dice)
            }
        }
        add(identity: [
            "number": "2000000002", "enumeration_type": "NPI-1", "first_name": "CANARY",
            "last_name": "EXAMPLE", "sex": "F", "enumeration_date": date(-4_000, "date"),
            "last_updated": date(-30, "date"), "status": "A", "taxonomy_code": "171100000X",
            "taxonomy_desc": "Acupuncturist", "taxonomy_primary": "Y",
            "address_1": "1 EXAMPLE STREET", "city": "SPRINGFIELD", "state": "IL",
            "postal_code": "62701", "country_code": "US", "telephone_number": "217-555-0100",
        ])
    }

    /// Fills the list of exclusions with people who are not in the directory.
    mutating func addExcludedStrangers(besides practitioners: [SeedPractitioner]) {
        var exclusions = exclusions
        exclusions.addStrangers(besides: practitioners) { dice in npi(with: &dice) }
        self.exclusions = exclusions
    }

    /// Adds somebody who is not in the directory, under a number that may be anybody's.
    mutating func addStranger(
        number: String,
        type: String,
        at board: Board,
        with dice: inout SplitMix64
    ) {
        let towns = SeedTown.all(in: board.region, of: board.country)
        let town = dice.pick(weighted: towns.map { ($0, $0.count) })
        let name = InventedName.drawn(from: dice.pick(weighted: town.cultures), with: &dice)
        let expires = board.drawnExpiry(with: &dice)
        add(
            BoardEntry(
                number: number,
                type: type,
                status: board.goodWording,
                family: plainLetters(name.family),
                given: plainLetters(name.given),
                firstIssued: -dice.within(1_500...9_000),
                lastIssued: expires - board.termInDays,
                expires: expires,
                city: town.name,
                region: board.region,
                postalCode: ""
            ),
            at: board
        )
    }
}

extension Board {
    /// The number of a record that is always there and always good, for a registry's self-test.
    package var canary: String {
        switch self {
        case .washington: "ZX00000001"
        case .colorado: "ZC0000001"
        case .illinois: "ZI198000001"
        case .connecticut: "ZAC.0000001"
        case .delaware: "Z9-0000001"
        case .texas: "ZA00001"
        case .princeEdwardIsland: "Z7001"
        case .arizona: "ZLA-00001"
        }
    }

    /// Licence types that are not an acupuncturist's.
    var otherTypes: [String] {
        switch self {
        case .washington:
            ["Massage Therapist License", "Registered Nurse License", "Chiropractor License"]
        case .colorado: ["MT", "RN", "CHR"]
        case .illinois: ["REGISTERED NURSE", "MASSAGE THERAPIST", "CHIROPRACTIC PHYSICIAN"]
        case .connecticut: ["REGISTERED NURSE", "MASSAGE THERAPIST", "CHIROPRACTOR"]
        case .delaware: ["Registered Nurse", "Massage Therapist", "Chiropractor"]
        case .texas: ["PHYSICIAN", "PHYSICIAN ASSISTANT", "SURGICAL ASSISTANT"]
        case .princeEdwardIsland: ["Internal Medicine", "Family Medicine", "Pediatrics"]
        case .arizona: ["Auricular Certificate", "Clinical Faculty", "Visiting Professor"]
        }
    }
}
