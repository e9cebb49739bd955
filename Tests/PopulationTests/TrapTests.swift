import Directory
import Testing

@testable import Population

@Suite struct TrapTests {
    @Test(arguments: Trap.all.map(\.name))
    func `every trap has caught at least three people`(_ name: String) throws {
        let trap = try #require(Trap.all.first { $0.name == name })
        #expect(trap.practitioners.count >= 3)
        let expected = try SampleSeed.made.get().expectations
        for id in trap.practitioners {
            let first = try #require(expected.first { $0.practitioner == id })
            #expect(first.outcomes == trap.outcomes)
            #expect(first.standing == trap.standing)
        }
    }

    @Test func `the traps that the issue names are all laid`() {
        let names = Set(Trap.all.map(\.name))
        let named = [
            "expired_long_ago", "expired_yesterday", "expires_today", "suspended", "revoked",
            "surrendered", "on_probation", "active_with_conditions", "unknown_wording",
            "former_name_on_register", "new_name_on_register", "transposed_digits",
            "two_people_under_one_number", "good_here_revoked_there", "not_in_the_registry",
            "registry_down", "registry_throttling", "no_expiry", "inactive_or_retired",
            "provisional", "deceased",
        ]
        #expect(names.isSuperset(of: named))
    }

    /// The domain's own judge reads the rows of the registers, and must find what was expected.
    @Test func `every licence is judged as expected when its register is read`() throws {
        let people = try SampleSeed.people()
        let faults = try SampleSeed.rows("registries/simulator-faults.csv")
        // Who these are is told by a rule of the register's numbers, which stands in its description.
        let renumbered = Set(
            Trap.all.filter { $0.name == "number_of_the_provisional_class" }
                .flatMap(\.practitioners)
        )
        for expectation in try SampleSeed.made.get().expectations
        where !renumbered.contains(expectation.practitioner) {
            let fault = faults.first {
                $0["match"] == expectation.number && $0["registry"] == expectation.registry
            }
            if let fault, fault["fault"] != "delay" {
                #expect(expectation.outcomes.allSatisfy { !$0.isAnswer })
                continue
            }
            let person = try #require(people[expectation.practitioner]?.first)
            let entries = try Self.entries(at: expectation.registry)
            let verdict = RegistryAnswer.entries(entries)
                .verdict(on: Claimant(number: expectation.number, names: Self.names(of: person)))
            #expect(
                expectation.outcomes.contains(verdict.outcome),
                "\(expectation.practitioner) \(expectation.number): \(verdict.outcome)"
            )
            if verdict.outcome == .matched {
                #expect(verdict.entry?.standing == expectation.standing)
            }
        }
    }

    @Test func `a good licence has been issued when the file says that practice began`() throws {
        let people = try SampleSeed.people()
        for expectation in try SampleSeed.made.get().expectations where expectation.isVetted {
            let person = try #require(people[expectation.practitioner]?.first)
            guard let since = Self.day(person["practising_since"]) else { continue }
            let own = try SampleSeed.made.get().expectations.filter {
                $0.practitioner == expectation.practitioner
            }
            // The island's register tells no day of issue.
            if own.allSatisfy({ $0.registry == Board.princeEdwardIsland.registry }) { continue }
            let issued = try own.flatMap(Self.rows(of:)).compactMap {
                Self.day(
                    $0["firstissuedate"] ?? $0["licensefirstissuedate"]
                        ?? $0["original_issue_date"] ?? $0["issuedate"] ?? $0["issue_date"]
                        ?? $0["license_issue_date"] ?? $0["initialLicenseDate"]
                )
            }
            let earliest = try #require(issued.min())
            #expect((-100...0).contains(since) || since - earliest <= 100)
            #expect(since >= -40 * 366)
        }
    }

    @Test func `terms end where the traps about them say`() throws {
        let expiries = ["expired_yesterday": -1, "active_past_its_expiry": -1, "expires_today": 0]
        for (name, day) in expiries {
            for row in try Self.rows(caughtIn: name) {
                #expect(Self.expiry(row) == day)
            }
        }
        for row in try Self.rows(caughtIn: "no_expiry") {
            #expect(Self.expiry(row) == nil)
        }
        for row in try Self.rows(caughtIn: "expired_long_ago") {
            #expect(try #require(Self.expiry(row)) < -400)
        }
        let unaffected = Set(Trap.all.flatMap(\.practitioners))
        for expectation in try SampleSeed.made.get().expectations
        where !unaffected.contains(expectation.practitioner)
            && expectation.registry != Board.princeEdwardIsland.registry
        {
            for row in try Self.rows(of: expectation) {
                #expect(try #require(Self.expiry(row)) > 10)
            }
        }
    }

    @Test func `decisions are missing, rejected or withdrawn only where a trap says so`() throws {
        let verdicts = try Dictionary(
            SampleSeed.rows("decisions.csv").map {
                ($0["credential_number"] ?? "", $0["verdict"] ?? "")
            }
        ) { $1 }
        func named(_ name: String) -> Set<String> {
            Set(Trap.all.first { $0.name == name }?.practitioners ?? [])
        }
        for expectation in try SampleSeed.made.get().expectations {
            let expected: String? =
                if named("awaiting_a_decision").contains(expectation.practitioner) {
                    nil
                } else if named("rejected").contains(expectation.practitioner) {
                    "rejected"
                } else if named("withdrawn").contains(expectation.practitioner) {
                    "withdrawn"
                } else if expectation.standing == .revoked || expectation.standing == .suspended,
                    named("good_here_revoked_there").contains(expectation.practitioner)
                {
                    nil
                } else {
                    "approved"
                }
            #expect(verdicts[expectation.number] == expected, "\(expectation.practitioner)")
        }
    }

    @Test func `identities mostly agree; some are missing, deactivated or under another name`()
        throws
    {
        let identities = Dictionary(
            grouping: try SampleSeed.rows("registries/nppes.csv")
        ) { $0["number"] ?? "" }
        var missing = 0
        var deactivated = 0
        var differing = 0
        var agreeing = 0
        for rows in try SampleSeed.people().values {
            guard let person = rows.first, let npi = person["npi"], !npi.isEmpty else { continue }
            guard let identity = identities[npi]?.first else {
                missing += 1
                continue
            }
            let theirs = PersonName(
                given: identity["first_name"] ?? "",
                family: identity["last_name"] ?? ""
            )
            let agreement = NameComparison.best(of: Self.names(of: person), with: [theirs])
            if identity["status"] != "A" {
                deactivated += 1
            } else if agreement == .mismatch {
                differing += 1
            } else {
                agreeing += 1
            }
        }
        #expect(missing >= 3 && deactivated >= 3 && differing >= 3)
        #expect(agreeing > 20 * (missing + deactivated + differing) / 2)
    }

    // Read with the list's own narrow columns: of a long surname the beginning has to do.
    @Test func `the list of exclusions names those it should, and nobody else`() throws {
        let expected = Dictionary(
            uniqueKeysWithValues: try SampleSeed.made.get().exclusions.map {
                ($0.practitioner, $0.finding)
            }
        )
        var found: [String: Seed.ExclusionFinding] = [:]
        var rowsByNumber: [String: [String: String]] = [:]
        var rowsByWord: [Substring: [[String: String]]] = [:]
        let list = try SampleSeed.rows("registries/oig-leie.csv")
        for row in list {
            if let npi = row["NPI"], !npi.isEmpty { rowsByNumber[npi] = row }
            let name = "\(row["LASTNAME"] ?? "") \(row["FIRSTNAME"] ?? "")"
            for word in Set(PersonName.folded(name).split(separator: " ")) {
                rowsByWord[word, default: []].append(row)
            }
        }
        for (id, rows) in try SampleSeed.people() {
            let person = try #require(rows.first)
            let names = Self.names(of: person)
            func agrees(_ row: [String: String]) -> Bool {
                let family = row["LASTNAME"] ?? ""
                let theirs = PersonName(given: row["FIRSTNAME"] ?? "", family: family)
                let isSurname = names.contains {
                    PersonName.folded($0.family).hasPrefix(
                        PersonName.folded(String(family.prefix(20)))
                    )
                }
                return NameComparison.best(of: names, with: [theirs]) != .mismatch
                    || (isSurname && family.count > 20)
            }
            if let npi = person["npi"], let row = rowsByNumber[npi] {
                let isBack = !(row["REINDATE"] ?? "").isEmpty
                found[id] = isBack ? .reinstated : agrees(row) ? .confirmed : .numberOnly
                continue
            }
            let words = names.flatMap {
                PersonName.folded("\($0.given) \($0.family)").split(separator: " ")
            }
            if words.contains(where: { (rowsByWord[$0] ?? []).contains(where: agrees) }) {
                found[id] = .nameOnly
            }
        }
        #expect(found == expected)
        #expect(list.count > 3_000)
        #expect(expected.values.filter { $0 == .confirmed }.count == 3)
        #expect(expected.values.filter { $0 == .reinstated }.count == 3)
    }

    @Test func `a confirmed exclusion is all that keeps a good licence from being vetted`() throws {
        let made = try SampleSeed.made.get()
        let excluded = made.exclusions.filter { $0.finding == .confirmed }.map(\.practitioner)
        for expectation in made.expectations {
            let isExcluded = excluded.contains(expectation.practitioner)
            #expect(
                expectation.isVetted == (expectation.isVettedWithoutLists && !isExcluded),
                "\(expectation.practitioner)"
            )
        }
        #expect(Trap.all.first { $0.name == "excluded" }?.practitioners == excluded)
    }

    @Test func `a search by number at the later boards finds neighbours, too`() throws {
        let ids = Trap.all.first { $0.name == "number_within_others" }?.practitioners ?? []
        for expectation in try SampleSeed.made.get().expectations
        where ids.contains(expectation.practitioner) {
            let numbers = try Self.entries(at: expectation.registry).map(\.number)
                .filter { $0.contains(expectation.number) }
            #expect(numbers.count == 3, "\(expectation.number)")
        }
    }

    @Test func `a number that was provisional is on the register without its letter`() throws {
        let ids = Trap.all.first { $0.name == "number_of_the_provisional_class" }?.practitioners
        for expectation in try SampleSeed.made.get().expectations
        where ids?.contains(expectation.practitioner) == true {
            let entry = try Self.entries(at: expectation.registry).first {
                $0.number == expectation.number.dropFirst()
            }
            #expect(expectation.number.hasPrefix("T"))
            #expect(entry?.standing == .active)
        }
    }

    @Test func `each register has the entry that a self-test asks for`() throws {
        for board in Board.allCases {
            let entries = try Self.entries(at: board.registry)
            let verdict = RegistryAnswer.entries(entries).verdict(
                on: Claimant(
                    number: board.canary,
                    names: [PersonName(given: "Canary", family: "Example")]
                )
            )
            #expect(verdict.outcome == .matched)
            #expect(verdict.entry?.standing == .active)
        }
        let identities = try SampleSeed.rows("registries/nppes.csv")
        #expect(
            identities.contains { $0["number"] == "2000000002" && $0["last_name"] == "EXAMPLE" }
        )
    }

    private static func names(of person: [String: String]) -> [PersonName] {
        let name = PersonName(
            given: person["given_name"] ?? "",
            middle: person["middle_name"] ?? "",
            family: person["family_name"] ?? "",
            suffix: person["name_suffix"] ?? ""
        )
        guard let former = person["former_family_name"], !former.isEmpty else { return [name] }
        return [name, PersonName(given: name.given, family: former)]
    }

    /// The acupuncturists' rows under the number that a registry is asked about.
    private static func rows(of expectation: Seed.Expectation) throws -> [[String: String]] {
        try rowsByNumber.get()["\(expectation.registry) \(expectation.number)"] ?? []
    }

    private static let rowsByNumber = Result {
        var found: [String: [[String: String]]] = [:]
        for board in Board.allCases {
            for row in try SampleSeed.rows("registries/\(board.registry).csv") {
                let entry = RegisterReading(board: board, row: row).entry
                guard entry.isExpectedType else { continue }
                found["\(board.registry) \(entry.number)", default: []].append(row)
            }
        }
        return found
    }

    private static func rows(caughtIn name: String) throws -> [[String: String]] {
        let ids = Trap.all.first { $0.name == name }?.practitioners ?? []
        return try SampleSeed.made.get().expectations.filter { ids.contains($0.practitioner) }
            .flatMap(rows(of:))
    }

    private static func expiry(_ row: [String: String]) -> Int? {
        day(
            row["expirationdate"] ?? row["licenseexpirationdate"] ?? row["expiration_date"]
                ?? row["license_expiration_date"] ?? row["licenseExpirationDate"]
        )
    }

    private static func day(_ template: String?) -> Int? {
        template.flatMap { Int($0.drop { $0 == "{" }.prefix { $0 != ":" && $0 != "}" }) }
    }

    private static func entries(at registry: String) throws -> [RegisterEntry] {
        try entriesByRegistry.get()[registry] ?? []
    }

    private static let entriesByRegistry = Result {
        var found: [String: [RegisterEntry]] = [:]
        for board in Board.allCases {
            found[board.registry] = try SampleSeed.rows("registries/\(board.registry).csv").map {
                RegisterReading(board: board, row: $0).entry
            }
        }
        return found
    }
}
