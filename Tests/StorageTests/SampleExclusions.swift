import Directory

@testable import Storage

/// Rows of a list that mean the sample people, or might.
enum SampleExclusion: Sendable {
    /// NPI and surname of Bob.
    case bob
    case bobReinstated
    /// His NPI under another name.
    case bobsNumber
    /// His name without an NPI.
    case bobsName
    /// The same row, its city corrected.
    case bobsNameElsewhere
    /// His surname and the digits of his licence, without an NPI.
    case bobsLicence
    case alicesName
    case carolTheAcupuncturist
    /// An NPI that Carol may turn out to have, with her surname.
    case carolsNumber
    case davesFormerName
    /// Nobody we know.
    case daisy

    var exclusion: Exclusion {
        get throws {
            let bob = try NPI("2000000002")
            var row = Exclusion(
                name: PersonName(given: "BOB", family: "SAMPLE"),
                occupations: ["IND- LIC HC SERV PRO", "NURSE/NURSES AIDE"],
                city: "ALBANY",
                region: "NY",
                ground: "1128b4",
                excludedOn: .today + -400
            )
            switch self {
            case .bob: row.npi = bob
            case .bobReinstated:
                row.npi = bob
                row.reinstatedOn = .today
            case .bobsNumber:
                row.npi = bob
                row.name = PersonName(given: "GRETA", family: "OTHER")
            case .bobsName: break
            case .bobsNameElsewhere: row.city = "TROY"
            case .bobsLicence:
                row.name = PersonName(given: "GRETA", family: "SAMPLE")
                row.licence = ListedLicence(number: "L.AC. 0102", region: "WA")
            case .alicesName: row.name = PersonName(given: "ALICE", family: "EXAMPLE")
            case .carolTheAcupuncturist:
                row.name = PersonName(given: "CAROL", family: "INVENTED")
                row.occupations = ["ACUPUNCTURIST"]
            case .carolsNumber:
                row.npi = try NPI("2000000010")
                row.name = PersonName(given: "CAROLINE", family: "INVENTED")
            case .davesFormerName: row.name = PersonName(given: "DAVE", family: "FORMERLY")
            case .daisy: row.name = PersonName(given: "DAISY", family: "NOBODY")
            }
            return row
        }
    }

    // MARK: - Many

    /// A few hundred people of few names, some with an NPI.
    static func crowd() throws -> [PractitionerRecord] {
        var random = SeededGenerator(seed: 5)
        return try (0..<300).map { number in
            var record = try PractitionerRecord.sample(
                "crowd-\(number)",
                givens.randomElement(using: &random) ?? "",
                families.randomElement(using: &random) ?? ""
            )
            if number % 3 == 0 { record.practitioner.npi = try npi(number) }
            if number % 7 == 0 {
                record.practitioner.otherNames = [
                    PersonName(given: "Zoë", family: families.randomElement(using: &random) ?? "")
                ]
            }
            return record
        }
    }

    static var crowdedRows: [Exclusion] {
        var random = SeededGenerator(seed: 6)
        return (0..<200).map { number in
            let family = (families.randomElement(using: &random) ?? "").uppercased()
            let given = (givens.randomElement(using: &random) ?? "").uppercased()
            return Exclusion(
                npi: number % 4 == 0 ? try? npi(number) : nil,
                name: PersonName(
                    given: String(given.prefix(15)),
                    family: String(family.prefix(20))
                ),
                isFamilyCut: family.count >= 20,
                isGivenCut: given.count >= 15,
                ground: "row \(number)",
                reinstatedOn: number % 11 == 0 ? .today : nil
            )
        }
    }

    private static func npi(_ number: Int) throws -> NPI {
        let nine = 210_000_000 + Int64(number)
        return try NPI(number: nine * 10 + NPI.checkDigit(forFirstNine: nine))
    }

    private static let givens = [
        "Ann", "A", "Mary-Ann", "Mary", "Pei-Han", "Peihan", "Linh", "Tim",
    ]
    private static let families = [
        "Thistlewood-Featherstonehaugh", "Thistlewood", "De La Cruz", "Cruz", "O'Neil", "Oneil",
        "Nguyen", "Linh", "Smith", "Smith-Jones", "Jones", "Thistlewood-Featherby",
    ]
}

extension RegistryID {
    static var oig: RegistryID { get throws { try RegistryID("oig-leie") } }
}

extension Storage.Database {
    /// A database with one person who is vetted.
    static func vetted(_ record: PractitionerRecord) async throws -> Storage.Database {
        let database = try await sample(record)
        try await database.check(record)
        try await database.decide(.approved, about: record)
        return database
    }

    /// Reads a list of these rows and of some strangers, so many that a few more or fewer rows are
    /// no matter.
    @discardableResult
    func readList(
        _ rows: [SampleExclusion],
        of list: String = "oig-leie",
        strangers: Int = 10,
        rejected: Int = 0,
        latest: CalendarDate? = nil,
        at moment: Instant = .now,
        accepting acceptance: ListAcceptance? = nil
    ) async throws -> ExclusionSummary {
        var exclusions = try rows.map { try $0.exclusion }
        for number in 0..<strangers {
            exclusions.append(
                Exclusion(
                    name: PersonName(given: "NOBODY", family: "STRANGER\(number)"),
                    excludedOn: number == 0 ? latest : nil
                )
            )
        }
        return try await readList(
            of: exclusions,
            list,
            rejected: rejected,
            at: moment,
            accepting: acceptance
        )
    }

    @discardableResult
    func readList(
        of exclusions: [Exclusion],
        _ list: String = "oig-leie",
        rejected: Int = 0,
        at moment: Instant = .now,
        accepting acceptance: ListAcceptance? = nil
    ) async throws -> ExclusionSummary {
        try await takeInExclusions(
            under: claimList(RegistryID(list), now: moment),
            from: ListOrigin(file: "UPDATED.csv", dueAt: moment),
            at: moment,
            accepting: acceptance
        ) { stage, _ in
            var counts = RowCounts()
            for exclusion in exclusions { stage.add(exclusion) }
            counts.read = exclusions.count + rejected
            counts.rejected = rejected
            return ReadExclusions(rows: counts, sha256: String(repeating: "0", count: 64))
        }
    }

    /// Decides about the only finding.
    func decide(
        _ decision: ExclusionDecision,
        at moment: Instant = .now,
        actor: String = "tester",
        reason: String = "Compared with the passport."
    ) async throws {
        let rows = try await exclusionFindings(Set(ExclusionFinding.State.allCases)).rows
        guard rows.count == 1, let id = PublicID(rows[0].publicID) else {
            throw MissingSample(what: "finding")
        }
        try await decide(
            ExclusionDecisionRecord(
                decision: decision,
                actor: actor,
                reason: reason,
                decidedAt: moment
            ),
            about: id
        )
    }

    /// Every finding as "Bob Sample confirmed".
    func findings() async throws -> [String] {
        try await exclusionFindings(Set(ExclusionFinding.State.allCases)).rows.map {
            "\($0.person.names.first?.full ?? "") \($0.state)"
        }
    }

    /// Why somebody is not vetted at the first of their locations.
    func reason(
        of record: PractitionerRecord,
        at moment: Instant
    ) async throws -> NotVettedReason? {
        let key = try await key(of: record)
        let profile = try await profile(of: record)
        let location = try await listings().first { $0.practitioner == key }?.location
        guard let place = profile.places.first, let location else {
            throw MissingSample(what: "place")
        }
        let asListed = try await notVettedReasons(at: [location], moment: moment)[location]
        guard asListed == place.vetting.reason(at: moment) else {
            throw MissingSample(what: "one reason on both faces")
        }
        return asListed
    }

    /// What is stored about exclusions, but for the readings themselves.
    func exclusionTables() throws -> [[[String?]]] {
        try [
            "exclusion", "exclusion_name_key", "exclusion_finding", "exclusion_history", "listing",
            "credential", "change_log",
        ].map { try rows("SELECT * FROM \($0) ORDER BY 1, 2") }
    }
}
