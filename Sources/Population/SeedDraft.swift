import Directory

/// The seed in the making: people, and what registers and admins say of them.
struct SeedDraft {
    let gazetteer: Gazetteer
    private(set) var practitioners: [SeedPractitioner] = []
    private(set) var expectations: [Seed.Expectation] = []
    private(set) var decisions = Table(
        columns: "practitioner,credential_number,registry,verdict,reason,day"
    )
    private(set) var registers = SeedRegisters()
    private var takenNames: Set<String> = []
    private var lastLocations: [String: SeedLocation] = [:]

    init(gazetteer: Gazetteer) throws(Gazetteer.LookUpError) {
        self.gazetteer = gazetteer
        for trap in Trap.first {
            for trapCase in trap.cases {
                try addPractitioner(caughtIn: trap, case: trapCase)
            }
        }
        for town in SeedTown.all {
            for _ in 0..<town.count {
                try addPractitioner(in: town)
            }
        }
        for trap in Trap.later {
            for trapCase in trap.cases {
                try addPractitioner(caughtIn: trap, case: trapCase)
            }
        }
        registers.addStrangers()
        registers.addExcludedStrangers(besides: practitioners)
    }
}

// MARK: - People

extension SeedDraft {
    private var nextID: String { SeedPractitioner.id(practitioners.count + 1) }

    /// Adds somebody whose register and file agree, if a register of the place is simulated.
    private mutating func addPractitioner(in town: SeedTown) throws(Gazetteer.LookUpError) {
        let id = nextID
        var dice = SplitMix64(id)
        let culture = dice.pick(weighted: town.cultures)
        let name = uniqueName(of: culture, with: &dice)
        let board = Board.allCases.first { $0.jurisdiction == town.jurisdiction }
        let firstIssued = Self.drawnFirstIssue(since: board?.oldestLicence ?? 40, with: &dice)
        let isClaimed = id == Seed.mostReviewed || dice.chance(0.85)
        var practitioner = SeedPractitioner(
            id: id,
            name: name,
            npi: drawnNPI(in: town, with: &dice),
            isClaimed: isClaimed,
            locations: try drawnLocations(in: town, isClaimed: isClaimed, with: &dice),
            credentials: []
        )
        if let board, board.isOriginal {
            addGoodLicence(to: &practitioner, at: board, since: firstIssued, with: &dice)
        } else if let licence = SeedCredential.drawn(
            permittingPracticeIn: town,
            since: firstIssued,
            with: &dice
        ) {
            practitioner.credentials = [licence]
        }
        if let board, !board.isOriginal {
            var dice = SplitMix64("\(id) at \(board.registry)")
            addGoodLicence(to: &practitioner, at: board, since: firstIssued, with: &dice)
        }
        try addNeighbouringPractice(to: &practitioner, in: town, since: firstIssued, with: &dice)
        finish(
            &practitioner,
            culture,
            in: town,
            since: firstIssued,
            mayDifferAtNPPES: id != Seed.mostReviewed,
            with: &dice
        )
    }

    /// Gives somebody a licence, as the only one so far, that everything is in order with.
    private mutating func addGoodLicence(
        to practitioner: inout SeedPractitioner,
        at board: Board,
        since firstIssued: Int,
        with dice: inout SplitMix64
    ) {
        let number = registers.number(at: board, firstIssued: firstIssued, with: &dice)
        practitioner.credentials = [.licence(at: board, number: number, since: firstIssued)]
        registers.add(
            entry(of: practitioner, at: board, number: number, since: firstIssued, with: &dice),
            at: board
        )
        approve(number, at: board, of: practitioner.id, since: firstIssued, with: &dice)
        expect([.matched], .active, of: practitioner.id, number: number, at: board, isVetted: true)
    }

    /// Adds somebody in whom a trap is laid.
    private mutating func addPractitioner(
        caughtIn trap: Trap,
        case trapCase: Trap.Case
    ) throws(Gazetteer.LookUpError) {
        let id = nextID
        let board = trapCase.board
        var dice = SplitMix64(id)
        let towns = SeedTown.all(in: board.region, of: board.country)
        let town = dice.pick(weighted: towns.map { ($0, $0.count) })
        var culture = dice.pick(weighted: town.cultures)
        var name = uniqueName(of: culture, with: &dice)
        trapCase.adapt(&name, culture: &culture, with: &dice)
        takenNames.insert("\(name.given) \(name.family)")
        let firstIssued = trapCase.adapted(
            firstIssue: Self.drawnFirstIssue(since: board.oldestLicence, with: &dice)
        )
        let isClaimed = dice.chance(0.85)
        var practitioner = SeedPractitioner(
            id: id,
            name: name,
            npi: trapCase.needsNPI
                ? registers.npi(with: &dice) : drawnNPI(in: town, with: &dice),
            isClaimed: isClaimed,
            locations: try drawnLocations(in: town, isClaimed: isClaimed, with: &dice),
            credentials: []
        )
        let number = registers.number(at: board, firstIssued: firstIssued, with: &dice)
        practitioner.credentials = [.licence(at: board, number: number, since: firstIssued)]
        var entry = entry(
            of: practitioner,
            at: board,
            number: number,
            since: firstIssued,
            with: &dice
        )
        trapCase.adapt(&entry)
        lay(trapCase.twist, for: &practitioner, entry: &entry, at: board, with: &dice)
        if case .absent = trapCase.twist {
        } else {
            registers.add(entry, at: board)
        }
        let claimed = practitioner.credentials[0].number
        decide(trapCase.twist, on: claimed, at: board, of: id, since: firstIssued, with: &dice)
        expect(
            trap.outcomes,
            trap.standing,
            of: id,
            number: claimed,
            at: board,
            isVetted: trap.isVetted,
            isExcluded: trapCase.isExcluded
        )
        if case .alsoLicensed(let other, let wording) = trapCase.twist {
            addSecondLicence(to: &practitioner, at: other, wording: wording, with: &dice)
        }
        finish(
            &practitioner,
            culture,
            in: town,
            since: firstIssued,
            mayDifferAtNPPES: false,
            with: &dice
        )
    }

    private mutating func finish(
        _ practitioner: inout SeedPractitioner,
        _ culture: Culture,
        in town: SeedTown,
        since firstIssued: Int,
        mayDifferAtNPPES: Bool,
        with dice: inout SplitMix64
    ) {
        practitioner.credentials += SeedCredential.drawnExtras(
            in: town,
            since: firstIssued,
            mustCertify: practitioner.credentials.isEmpty,
            with: &dice
        )
        if practitioner.isClaimed {
            practitioner.statement = .drawn(
                for: culture,
                named: practitioner.name,
                in: town,
                since: practitioner.firstIssued,
                with: &dice
            )
            if practitioner.id == Seed.mostReviewed {
                let treated = Set(practitioner.statement.conditions).union([
                    .neuropathy, .chemotherapyNeuropathy,
                ])
                practitioner.statement.conditions = Condition.allCases.filter(treated.contains)
                practitioner.statement.accepting = true
            }
        }
        if practitioner.npi != nil {
            addIdentity(of: practitioner, mayDiffer: mayDifferAtNPPES, with: &dice)
        }
        practitioners.append(practitioner)
    }

    private mutating func uniqueName(
        of culture: Culture,
        with dice: inout SplitMix64
    ) -> InventedName {
        while true {
            var name = InventedName.drawn(from: culture, with: &dice)
            guard takenNames.insert("\(name.given) \(name.family)").inserted else { continue }
            let former = dice.pick(culture.families)
            if name.isWoman, former != name.family, dice.chance(0.05) {
                name.former = former
            }
            return name
        }
    }

    /// Draws the day of a first licence, from a month to some decades before loading.
    private static func drawnFirstIssue(since oldest: Int, with dice: inout SplitMix64) -> Int {
        let years = dice.pick(weighted: [
            (0...0, 5), (1...1, 4), (2...4, 17), (5...9, 26), (10...19, 30), (20...29, 13),
            (30...39, 5),
        ])
        let day = dice.within(years.lowerBound * 365...(years.upperBound + 1) * 365)
        return -min(max(day, 30), oldest * 365 - dice.below(300))
    }

    private mutating func drawnNPI(in town: SeedTown, with dice: inout SplitMix64) -> NPI? {
        guard town.country == "US", dice.chance(0.88) else { return nil }
        return registers.npi(with: &dice)
    }
}

// MARK: - Places

extension SeedDraft {
    private mutating func drawnLocations(
        in town: SeedTown,
        isClaimed: Bool,
        with dice: inout SplitMix64
    ) throws(Gazetteer.LookUpError) -> [SeedLocation] {
        var locations: [SeedLocation] = []
        let key = "\(town.region)/\(town.name)"
        if isClaimed, let shared = lastLocations[key], dice.chance(0.12) {
            locations.append(shared)
        } else {
            let location = try SeedLocation.drawn(
                in: town,
                of: gazetteer,
                isClaimed: isClaimed,
                with: &dice
            )
            locations.append(location)
            if isClaimed { lastLocations[key] = location }
        }
        guard isClaimed else { return locations }
        let others = SeedTown.all(in: town.region, of: town.country)
        for _ in 0..<dice.pick(weighted: [(0, 88), (1, 10), (2, 2)]) {
            let other = dice.pick(weighted: others.map { ($0, $0.count) })
            locations.append(
                try .drawn(in: other, of: gazetteer, isClaimed: isClaimed, with: &dice)
            )
        }
        return locations
    }

    /// Gives some of those who live near a border a second practice across it.
    private mutating func addNeighbouringPractice(
        to practitioner: inout SeedPractitioner,
        in town: SeedTown,
        since firstIssued: Int,
        with dice: inout SplitMix64
    ) throws(Gazetteer.LookUpError) {
        let neighbours = [
            "WA/Vancouver": ("Portland", "OR"), "WA/Spokane": ("Sandpoint", "ID"),
            "IL/Rockford": ("Madison", "WI"), "IL/Moline": ("Iowa City", "IA"),
            "IL/Chicago": ("Milwaukee", "WI"), "CO/Durango": ("Santa Fe", "NM"),
            "OR/Portland": ("Vancouver", "WA"),
        ]
        guard let (name, region) = neighbours["\(town.region)/\(town.name)"],
            practitioner.isClaimed, dice.chance(town.name == "Chicago" ? 0.05 : 0.4),
            let other = SeedTown.all(in: region, of: town.country).first(where: { $0.name == name })
        else { return }
        practitioner.locations.append(
            try .drawn(in: other, of: gazetteer, isClaimed: true, with: &dice)
        )
        guard dice.chance(0.7), !Board.allCases.contains(where: { $0.region == region }),
            let licence = SeedCredential.drawn(
                permittingPracticeIn: other,
                since: firstIssued / 2,
                with: &dice
            )
        else { return }
        practitioner.credentials.append(licence)
    }
}

// MARK: - Registers

extension SeedDraft {
    /// Makes the entry of a good licence.
    private func entry(
        of practitioner: SeedPractitioner,
        at board: Board,
        number: String,
        since firstIssued: Int,
        with dice: inout SplitMix64
    ) -> BoardEntry {
        let name = practitioner.name
        let expires = board.drawnExpiry(with: &dice)
        let middle = dice.pick([name.middle, String(name.middle.prefix(1)), ""])
        let isOldType = board == .washington && dice.chance(0.12)
        let location = practitioner.locations.first { $0.region == board.region }
        return BoardEntry(
            number: number,
            type: isOldType ? "East Asian Medicine Practitioner License" : board.licenceType,
            status: board.goodWording,
            family: plainLetters(name.family),
            given: plainLetters(name.given),
            middle: plainLetters(middle),
            suffix: board.hasSuffixColumn ? name.suffix : "",
            firstIssued: firstIssued,
            lastIssued: max(firstIssued, expires - board.termInDays),
            expires: expires,
            city: location?.city ?? "",
            region: location?.region ?? board.region,
            postalCode: location?.postalCode ?? ""
        )
    }

    /// Makes what the register or the file has wrong, or otherwise.
    private mutating func lay(
        _ twist: Trap.Twist,
        for practitioner: inout SeedPractitioner,
        entry: inout BoardEntry,
        at board: Board,
        with dice: inout SplitMix64
    ) {
        switch twist {
        case .none, .noExpiry, .disciplined, .pastDiscipline, .absent, .undecided, .decided,
            .written, .formerNameOnRegister, .alsoLicensed:
            break
        case .renumbered:
            practitioner.credentials[0].number = "T" + entry.number
        case .numberWithinOthers:
            for digit in [1, 7] {
                registers.addStranger(
                    number: entry.number + String(digit),
                    type: board.licenceType,
                    at: board,
                    with: &dice
                )
            }
        case .listed(let finding), .listedUnderLongName(let finding, _):
            registers.exclusions.add(finding, about: practitioner, with: &dice)
        case .newNameOnRegister:
            entry.family = dice.pick(NameLists.englishFamilies.filter { $0 != entry.family })
        case .transposed, .transposedIntoStranger:
            let swapped = registers.transposed(entry.number)
            practitioner.credentials[0].number = swapped
            if case .transposedIntoStranger = twist {
                registers.addStranger(
                    number: swapped,
                    type: board.licenceType,
                    at: board,
                    with: &dice
                )
            }
        case .sharedWithOtherType:
            registers.addStranger(
                number: entry.number,
                type: dice.pick(board.otherTypes),
                at: board,
                with: &dice
            )
        case .sharedWithPerson:
            registers.addStranger(
                number: entry.number,
                type: board.licenceType,
                at: board,
                with: &dice
            )
        case .fault(let fault, let value):
            registers.add(fault: fault, value: value, to: entry.number, at: board.registry)
            if let npi = practitioner.npi, fault == "maintenance" {
                registers.add(fault: fault, value: value, to: npi.description, at: "nppes")
            }
        }
    }

    private mutating func addSecondLicence(
        to practitioner: inout SeedPractitioner,
        at board: Board,
        wording: String?,
        with dice: inout SplitMix64
    ) {
        let since = -dice.within(2_400...3_600)
        let number = registers.number(at: board, firstIssued: since, with: &dice)
        practitioner.credentials.append(.licence(at: board, number: number, since: since))
        var entry = entry(of: practitioner, at: board, number: number, since: since, with: &dice)
        if let wording {
            entry.status = wording
            entry.discipline = .init(
                action: wording == "Suspended" ? "Suspension" : "Revocation",
                reason: board == .illinois ? "DISCIPLINE IN ANOTHER STATE" : "",
                began: -dice.within(300...900)
            )
            let standing: Standing = wording == "Suspended" ? .suspended : .revoked
            expect(
                [.matched],
                standing,
                of: practitioner.id,
                number: number,
                at: board,
                isVetted: false
            )
        } else {
            approve(number, at: board, of: practitioner.id, since: since, with: &dice)
            expect(
                [.matched],
                .active,
                of: practitioner.id,
                number: number,
                at: board,
                isVetted: true
            )
        }
        registers.add(entry, at: board)
    }

    private mutating func expect(
        _ outcomes: Set<Outcome>,
        _ standing: Standing?,
        of id: String,
        number: String,
        at board: Board,
        isVetted: Bool,
        isExcluded: Bool = false
    ) {
        expectations.append(
            Seed.Expectation(
                practitioner: id,
                registry: board.registry,
                number: number,
                outcomes: outcomes,
                standing: standing,
                isVetted: isVetted,
                isVettedWithoutLists: isVetted || isExcluded
            )
        )
    }

    /// Adds the person to the register of identities, now and then with a difference.
    private mutating func addIdentity(
        of practitioner: SeedPractitioner,
        mayDiffer: Bool,
        with dice: inout SplitMix64
    ) {
        let difference = mayDiffer ? dice.below(1_000) : 999
        guard let npi = practitioner.npi, difference >= 14,
            let location = practitioner.locations.first
        else { return }
        let name = practitioner.name
        let licence = practitioner.credentials.first
        let enumerated = max(-7_300, min(practitioner.firstIssued + 200, -20))
        var identity = [
            "number": npi.description, "enumeration_type": "NPI-1",
            "first_name": capitals(name.given), "middle_name": capitals(name.middle),
            "last_name": capitals(name.family), "name_suffix": capitals(name.suffix),
            "credential": capitals(licence?.title ?? ""), "sex": name.isWoman ? "F" : "M",
            "enumeration_date": date(enumerated, "date"),
            "last_updated": date(enumerated + dice.below(max(-enumerated, 1)), "date"),
            "status": "A", "other_last_name": capitals(name.former),
            "other_first_name": name.former.isEmpty ? "" : capitals(name.given),
            "taxonomy_code": "171100000X", "taxonomy_desc": "Acupuncturist",
            "taxonomy_license": dice.chance(0.1) ? dice.pick(["", "NA"]) : licence?.number ?? "",
            "taxonomy_state": String(licence?.jurisdiction.split(separator: "-").last ?? ""),
            "taxonomy_primary": dice.chance(0.05) ? "N" : "Y",
            "address_1": capitals(location.street), "city": capitals(location.city),
            "state": location.region, "postal_code": location.postalCode, "country_code": "US",
            "telephone_number": location.telephone,
        ]
        switch difference {
        case 14..<28:
            identity["status"] = "D"
        case 28..<46:
            identity["last_name"] = capitals(dice.pick(NameLists.englishFamilies))
        default:
            break
        }
        registers.add(identity: identity)
    }
}

// MARK: - Decisions

extension SeedDraft {
    private mutating func approve(
        _ number: String,
        at board: Board,
        of id: String,
        since firstIssued: Int,
        with dice: inout SplitMix64
    ) {
        let reason = dice.pick([
            "Licence, name and photograph agree with the documents sent in.",
            "Register entry and identity document agree.",
            "Seen on a video call with the wall licence and a passport.",
            "Number, name and clinic agree; confirmed by telephone.",
            "Documents complete; register entry read on the same day.",
        ])
        decide(
            "approved",
            reason: reason,
            on: number,
            at: board,
            of: id,
            since: firstIssued,
            with: &dice
        )
    }

    private mutating func decide(
        _ twist: Trap.Twist,
        on number: String,
        at board: Board,
        of id: String,
        since firstIssued: Int,
        with dice: inout SplitMix64
    ) {
        switch twist {
        case .undecided:
            break
        case .decided(let verdict, let reason):
            decide(
                verdict,
                reason: reason,
                on: number,
                at: board,
                of: id,
                since: firstIssued,
                with: &dice
            )
        default:
            approve(number, at: board, of: id, since: firstIssued, with: &dice)
        }
    }

    private mutating func decide(
        _ verdict: String,
        reason: String,
        on number: String,
        at board: Board,
        of id: String,
        since firstIssued: Int,
        with dice: inout SplitMix64
    ) {
        let day = -dice.within(3...max(4, min(900, -firstIssued)))
        decisions.append([id, number, board.registry, verdict, reason, "{\(day)}"])
    }
}

extension SeedCredential {
    static func licence(at board: Board, number: String, since firstIssued: Int) -> Self {
        Self(
            kind: board == .princeEdwardIsland ? .registration : .licence,
            // Where no statute licenses acupuncture, a college's register is an accredited one.
            credentialClass: board == .princeEdwardIsland ? .accredited : .statutory,
            jurisdiction: board.jurisdiction,
            number: number,
            type: board.licenceType,
            title: board.title,
            board: board,
            firstIssued: firstIssued
        )
    }
}

extension Trap.Case {
    /// Gives the person the name that the trap is about.
    fileprivate func adapt(
        _ name: inout InventedName,
        culture: inout Culture,
        with dice: inout SplitMix64
    ) {
        switch twist {
        case .formerNameOnRegister:
            name = InventedName.drawn(from: .english, with: &dice)
            culture = .english
            name.isWoman = true
            name.given = dice.pick(NameLists.englishWomen)
            name.suffix = ""
            name.former = dice.pick(NameLists.ukrainianFamilies)
        case .newNameOnRegister:
            culture = .english
            name = InventedName(
                given: dice.pick(NameLists.englishWomen),
                family: dice.pick(NameLists.englishFamilies),
                isWoman: true
            )
        case .written(let spelling):
            spelling.adapt(&name, culture: &culture, with: &dice)
        case .listedUnderLongName(_, let family):
            culture = .english
            name = InventedName(
                given: dice.pick(NameLists.englishWomen),
                family: family,
                isWoman: true
            )
        default:
            break
        }
    }

    /// Whether the trap is about a number that the person must have.
    fileprivate var needsNPI: Bool {
        switch twist {
        case .listed, .listedUnderLongName: true
        default: false
        }
    }

    fileprivate var isExcluded: Bool {
        switch twist {
        case .listed(.confirmed), .listedUnderLongName(.confirmed, _): true
        default: false
        }
    }

    /// Moves the first issue so far back that all the register tells has room.
    fileprivate func adapted(firstIssue: Int) -> Int {
        switch twist {
        case .pastDiscipline: return min(firstIssue, -3_400)
        case .alsoLicensed: return min(firstIssue, -3_900)
        default: break
        }
        if wording?.contains("Provisional") == true { return max(firstIssue, -170) }
        guard wording != nil || (expires ?? 1) <= 0 else { return firstIssue }
        return min(firstIssue, min(expires ?? 0, 0) - 1_200)
    }

    /// Gives the entry the wording, term and spelling that the trap is about.
    fileprivate func adapt(_ entry: inout BoardEntry) {
        entry.status = wording ?? entry.status
        if let expires {
            entry.expires = expires
            entry.lastIssued = max(entry.firstIssued, min(expires - board.termInDays, -1))
        }
        switch twist {
        case .noExpiry:
            entry.expires = nil
        case .disciplined(let action, let reason):
            entry.discipline = .init(
                action: action,
                reason: reason,
                began: max(entry.firstIssued + 300, -420)
            )
        case .pastDiscipline(let action, let reason):
            entry.discipline = .init(
                action: action,
                reason: reason,
                began: -2_600,
                completed: -2_300
            )
        case .written(let spelling):
            spelling.adapt(&entry)
        default:
            break
        }
    }
}

extension Trap.Spelling {
    fileprivate func adapt(
        _ name: inout InventedName,
        culture: inout Culture,
        with dice: inout SplitMix64
    ) {
        switch self {
        case .withoutMarks(let given, let family, let own):
            culture = own
            name = InventedName(
                given: given,
                family: family,
                order: own == .vietnamese ? .familyFirst : .givenFirst,
                isWoman: own != .nordic
            )
        case .withoutApostrophe(let family), .hyphenAsSpace(let family):
            culture = .english
            name = InventedName(
                given: dice.pick(NameLists.englishWomen),
                family: family,
                isWoman: true
            )
        case .oneOfTwoSurnames(let family):
            culture = .hispanic
            name = InventedName(
                given: dice.pick(NameLists.hispanicWomen),
                family: family,
                isWoman: true
            )
        case .suffixInSurname(let family):
            culture = .english
            name = InventedName(
                given: dice.pick(NameLists.englishMen),
                family: family,
                suffix: "Jr",
                isWoman: false
            )
        case .middleInGiven, .initialOnly:
            culture = .english
            name = InventedName(
                given: dice.pick(NameLists.englishWomen),
                middle: dice.pick(NameLists.englishWomen),
                family: dice.pick(NameLists.englishFamilies),
                isWoman: true
            )
        }
    }

    fileprivate func adapt(_ entry: inout BoardEntry) {
        switch self {
        case .withoutMarks:
            break
        case .withoutApostrophe:
            entry.family = String(entry.family.filter { $0 != "'" })
        case .hyphenAsSpace:
            entry.family = String(entry.family.map { $0 == "-" ? " " : $0 })
        case .oneOfTwoSurnames:
            entry.family = String(entry.family.prefix { $0 != " " })
        case .suffixInSurname:
            entry.family += " JR"
            entry.suffix = ""
        case .middleInGiven:
            entry.given += " " + (entry.middle.isEmpty ? "M" : entry.middle)
            entry.middle = ""
        case .initialOnly:
            entry.given = String(entry.given.prefix(1))
        }
    }
}
