import Directory
import Synchronization
import Testing

@testable import Storage

/// A list of exclusions: what reading it finds, ends and refuses.
@Suite struct ExclusionsTests {
    // MARK: - Finding

    @Test func `NPI and surname end the trust and keep the person unvetted while it stands`()
        async throws
    {
        let database = try await Database.vetted(.bob)
        let edition = try database.number("SELECT max(sequence) FROM change_log")

        let summary = try await database.readList([.bob], at: .hours(1))

        #expect(summary.confirmed == 1)
        #expect(summary.turned == 1)
        #expect(try await !database.isVetted(.bob, at: .hours(2)))
        #expect(try await database.state(of: .bob).trust.goodUntil == .hours(1))
        #expect(try await database.reason(of: .bob, at: .hours(1)) == .excluded)
        #expect(try await database.profile(of: .bob).isExcluded)
        #expect(try database.number("SELECT max(sequence) FROM change_log") != edition)

        // A check that finds the licence active does not help while the exclusion stands.
        try await database.check(.bob, at: .hours(3))
        #expect(try await !database.isVetted(.bob, at: .hours(4)))
        #expect(try await database.staleListings() == 0)
    }

    /// A row about Bob, by which he may be meant and more cannot be said.
    @Test(arguments: [SampleExclusion.bobsNumber, .bobsName, .bobsLicence])
    func `a candidate changes no trust and no public face`(row: SampleExclusion) async throws {
        let database = try await Database.vetted(.bob)
        let listings = try database.rows("SELECT * FROM listing")
        let changes = try database.number("SELECT count(*) FROM change_log")

        let summary = try await database.readList([row], at: .hours(1))

        #expect(summary.candidates == 1)
        #expect(summary.confirmed == 0)
        #expect(summary.turned == 0)
        #expect(try await database.isVetted(.bob, at: .hours(2)))
        #expect(try await database.reason(of: .bob, at: .hours(2)) == nil)
        #expect(try await !database.profile(of: .bob).isExcluded)
        #expect(try database.rows("SELECT * FROM listing") == listings)
        #expect(try database.number("SELECT count(*) FROM change_log") == changes)
        let finding = try #require(try await database.exclusionFindings().rows.first)
        #expect(finding.state == .candidate)
        #expect(finding.match?.score == finding.score)
    }

    @Test func `a licence that a list names is compared with those that are claimed later`()
        async throws
    {
        let database = try await Database.sample(.alice)
        try await database.readList([.bobsLicence])
        #expect(try await database.findings() == [])

        _ = try await database.apply([.bob], at: .hours(1))
        #expect(try await database.findings() == ["Bob Sample candidate"])
        let finding = try #require(try await database.exclusionFindings().rows.first)
        #expect(finding.match?.rule == .licence)
        #expect(finding.exclusion.licence == ListedLicence(number: "L.AC. 0102", region: "WA"))

        // The row without it means nobody any more.
        try await database.readList([.daisy], at: .hours(2))
        #expect(try await database.exclusionFindings().rows.isEmpty)
    }

    @Test func `whoever is written down after the list was read is never vetted for a moment`()
        async throws
    {
        let database = try await Database.sample(.alice)
        try await database.readList([.bob, .carolsNumber])

        _ = try await database.apply([.bob, .carol], at: .hours(1))

        #expect(try await database.findings() == ["Bob Sample confirmed"])
        try await database.check(.bob, at: .hours(1))
        try await database.decide(.approved, about: .bob, at: .hours(1))
        #expect(try await !database.isVetted(.bob, at: .hours(1)))
        #expect(try await database.reason(of: .bob, at: .hours(1)) == .excluded)

        // Of Carol the number becomes known later, when she is vetted.
        try await database.check(.carol, at: .hours(1))
        try await database.decide(.approved, about: .carol, at: .hours(1))
        #expect(try await database.isVetted(.carol, at: .hours(2)))
        var carol = try PractitionerRecord.carol
        carol.practitioner.npi = try NPI("2000000010")
        _ = try await database.apply([carol], at: .hours(3))
        #expect(try await !database.isVetted(.carol, at: .hours(3)))
        #expect(try await database.staleListings() == 0)
    }

    @Test func `a practitioner whom an admin enters is compared too`() async throws {
        let database = try await Database.sample()
        try await database.readList([.bob])

        _ = try await database.add(
            Practitioner(
                npi: try NPI("2000000002"),
                name: PersonName(given: "Robert", family: "Sample")
            ),
            at: [try .seattle],
            now: .now
        )

        #expect(try await database.findings() == ["Robert Sample confirmed"])
    }

    @Test func `a former name is compared too, in a list and when it is written down`()
        async throws
    {
        var dave = try PractitionerRecord.dave
        dave.practitioner.otherNames = [PersonName(given: "Dave", family: "Formerly")]
        let database = try await Database.sample(dave)

        try await database.readList([.davesFormerName])
        #expect(try await database.findings() == ["Dave Fictive candidate"])

        let later = try await Database.sample(.alice)
        try await later.readList([.davesFormerName])
        _ = try await later.apply([.dave], at: .now)
        #expect(try await later.findings() == [])
        _ = try await later.apply([dave], at: .hours(1))
        #expect(try await later.findings() == ["Dave Fictive candidate"])
    }

    @Test func `whoever is in a list and whoever is written down are found alike`() async throws {
        let people = try SampleExclusion.crowd()
        let rows = SampleExclusion.crowdedRows
        let first = try await Database.sample()
        _ = try await first.apply(people, at: .now)
        let summary = try await first.readList(of: rows)
        let second = try await Database.sample()
        try await second.readList(of: rows)
        _ = try await second.apply(people, at: .now)

        let sql = """
            SELECT practitioner.source_id, exclusion.digest, state, rule, score
            FROM exclusion_finding JOIN practitioner ON practitioner.id = practitioner_id
            JOIN exclusion ON exclusion.id = exclusion_id ORDER BY 1, 2
            """
        #expect(try first.rows(sql) == second.rows(sql))
        #expect(summary.candidates > 50)
        #expect(summary.confirmed > 0)
        #expect(summary.compared == people.count)
    }

    // MARK: - The same list again

    @Test func `the same list a second time changes nothing`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob, .alicesName], at: .hours(1))
        let before = try database.exclusionTables()

        let summary = try await database.readList([.bob, .alicesName], at: .hours(2))

        #expect(summary.changes == 0)
        #expect(summary.added == 0)
        #expect(summary.removed == 0)
        #expect(try database.exclusionTables() == before)
        #expect(try database.number("SELECT count(*) FROM exclusion_reading") == 2)
        #expect(
            try database.rows("SELECT kind, state, rows_read FROM import ORDER BY id")
                == [["exclusions", "finished", "12"], ["exclusions", "finished", "12"]]
        )
    }

    @Test func `a row that stands twice is one`() async throws {
        let database = try await Database.vetted(.bob)

        try await database.readList([.bob, .bob])

        #expect(try await database.findings() == ["Bob Sample confirmed"])
    }

    @Test func `lists of other names stand beside each other`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob])
        try await database.readList([.alicesName], of: "us-tx-hhs")

        #expect(try await database.findings() == ["Bob Sample confirmed"])
        #expect(
            try await database.exclusionLists().map(\.list.text) == ["oig-leie", "us-tx-hhs"]
        )
        #expect(try await database.exclusionLists().map(\.confirmed) == [1, 0])
    }

    // MARK: - Ending

    @Test(arguments: [true, false])
    func `a reinstatement ends it, and only a fresh check brings the trust back`(
        isStillListed: Bool
    ) async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob], at: .hours(1))
        try await database.check(.bob, at: .hours(2))
        #expect(
            try await database.state(of: .bob).trust.goodUntil == .hours(2) + 30 * secondsPerDay
        )

        try await database.readList(isStillListed ? [.bobReinstated] : [], at: .days(1))

        #expect(try await database.findings() == ["Bob Sample ended"])
        #expect(try await !database.isVetted(.bob, at: .days(1)))
        #expect(try await database.state(of: .bob).trust.goodUntil == .days(1))
        #expect(try await database.reason(of: .bob, at: .days(1)) == .notSeenLately)
        // Asked at once, whatever the next check was to be.
        #expect(try await database.dueCounts(at: .days(1))[.washington] == 1)

        try await database.check(.bob, at: .days(1))
        #expect(try await database.isVetted(.bob, at: .days(2)))
        #expect(try await database.staleListings() == 0)
    }

    @Test func `a check that was under way when it ended is not taken for a fresh one`()
        async throws
    {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob], at: .hours(1))
        let id = try await database.credentialID(of: .bob)
        let credential = try #require(try await database.credential(with: id))
        let due = try #require(try await database.claim(credential.key, now: .hours(2)))

        try await database.readList([], at: .hours(2) + 1)
        let result = try SampleAnswer.active.result(for: due, at: .hours(2))
        let effect = try await database.record([result], terms: SampleRegistries.terms()).first

        #expect(effect?.isRecorded == false)
        #expect(try await !database.isVetted(.bob, at: .hours(3)))
    }

    @Test func `of two exclusions the end of one changes nothing`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob])
        try await database.readList([.bob], of: "us-tx-hhs", at: .hours(1))

        let summary = try await database.readList([], at: .hours(2))

        #expect(summary.changes == 1)
        #expect(summary.turned == 0)
        try await database.check(.bob, at: .hours(3))
        #expect(try await !database.isVetted(.bob, at: .hours(4)))
    }

    @Test func `a row that comes back counts again`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob])
        try await database.readList([], at: .hours(1))
        try await database.check(.bob, at: .hours(2))
        #expect(try await database.isVetted(.bob, at: .hours(3)))

        try await database.readList([.bob], at: .hours(4))

        #expect(try await database.findings() == ["Bob Sample confirmed"])
        #expect(try await !database.isVetted(.bob, at: .hours(4)))
        #expect(
            try database.rows("SELECT state FROM exclusion_history ORDER BY id")
                == [["confirmed"], ["ended"], ["confirmed"]]
        )
    }

    @Test func `rows that meant nobody go, those that meant somebody stay`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob, .daisy])

        let summary = try await database.readList([], at: .hours(1))

        #expect(summary.removed == 2)
        #expect(
            try database.rows(
                "SELECT family_name FROM exclusion WHERE family_name NOT LIKE 'STRANGER%'"
            ) == [["SAMPLE"]]
        )
        #expect(
            try database.number(
                """
                SELECT count(*) FROM exclusion_name_key
                WHERE exclusion_id NOT IN (SELECT id FROM exclusion)
                """
            ) == 0
        )
    }

    // MARK: - Refusing

    @Test func `whoever reads a list knows how much the last one had`() async throws {
        let database = try await Database.vetted(.bob)
        let extents = Mutex<[ListExtent?]>([])
        for day in [CalendarDate.today, .today + 4_000, .today + -1] {
            let claim = try await database.claimList(.oig, now: .now)
            _ = try await database.takeInExclusions(
                under: claim,
                from: ListOrigin(file: "x", dueAt: .now),
                at: .now
            ) { stage, last in
                extents.withLock { $0.append(last) }
                var exclusion = try SampleExclusion.daisy.exclusion
                exclusion.excludedOn = day
                stage.add(exclusion)
                var rows = RowCounts()
                rows.read = 7
                return ReadExclusions(rows: rows, sha256: String(repeating: "0", count: 64))
            }
        }

        // An exclusion dated years ahead does not make every later list an old one.
        #expect(
            extents.withLock { $0 } == [
                nil, ListExtent(rows: 7, latestOn: .today), ListExtent(rows: 7, latestOn: nil),
            ]
        )
    }

    @Test func `who let a list in that looked wrong is kept`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob])

        let acceptance = ListAcceptance(actor: "os:tester", reason: "OIG announced it.")
        try await database.readList([], strangers: 6, at: .hours(3), accepting: acceptance)

        #expect(try await database.findings() == ["Bob Sample ended"])
        #expect(
            try database.rows(
                "SELECT row_count, actor, reason FROM exclusion_reading ORDER BY id DESC LIMIT 1"
            ) == [["6", "os:tester", "OIG announced it."]]
        )
    }

    @Test func `an empty list is refused, an admin or not`() async throws {
        let database = try await Database.vetted(.bob)
        let acceptance = ListAcceptance(actor: "os:tester", reason: "Trust me.")

        await #expect(throws: StorageError.self) {
            try await database.readList([], strangers: 0)
        }
        await #expect(throws: StorageError.self) {
            try await database.readList([], strangers: 0, accepting: acceptance)
        }
        #expect(try database.number("SELECT count(*) FROM exclusion_reading") == 0)
    }

    @Test func `nobody is taken off by a list of which some rows cannot be read`() async throws {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob], strangers: 200)

        let summary = try await database.readList(
            [.alicesName],
            strangers: 200,
            rejected: 1,
            at: .hours(1)
        )

        #expect(summary.doubtful == 1)
        #expect(summary.removed == 0)
        #expect(try await database.findings() == ["Bob Sample confirmed"])

        try await database.readList([], strangers: 200, at: .hours(2))
        #expect(try await database.findings() == ["Bob Sample ended"])
    }

    @Test func `a reader that fails changes nothing`() async throws {
        let database = try await Database.vetted(.bob)

        await #expect(throws: MissingSample.self) {
            _ = try await database.takeInExclusions(
                under: database.claimList(.oig, now: .now),
                from: ListOrigin(file: "x", dueAt: .now),
                at: .now
            ) { stage, _ in
                stage.add(try SampleExclusion.bob.exclusion)
                throw MissingSample(what: "the rest")
            }
        }
        #expect(try database.number("SELECT count(*) FROM exclusion") == 0)
        #expect(try await database.isVetted(.bob))
    }
}
