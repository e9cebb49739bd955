import Directory
import Testing

@testable import Storage

/// Lists that are downloaded: who may ask for one when, and what is kept of the answers.
@Suite struct ListsTests {
    private let origin = ListOrigin(
        file: "GET https://oig.hhs.gov/UPDATED.csv",
        etag: "\"1\"",
        lastModified: "Mon, 09 Nov 2026 00:00:00 GMT",
        dueAt: .hours(22)
    )

    private func take(
        _ claim: ListClaim,
        _ rows: [SampleExclusion] = [.daisy],
        into database: Database,
        from origin: ListOrigin,
        at now: Instant = .now
    ) async throws {
        let exclusions = try rows.map { try $0.exclusion }
        _ = try await database.takeInExclusions(under: claim, from: origin, at: now) { stage, _ in
            var rows = RowCounts()
            for exclusion in exclusions { stage.add(exclusion) }
            rows.read = exclusions.count
            return ReadExclusions(rows: rows, sha256: String(repeating: "0", count: 64))
        }
    }

    private func claim(
        _ database: Database,
        by description: String = "a",
        at now: Instant = .now
    ) async throws -> ListClaim? {
        try await database.claimDueList(.oig, describedBy: description, now: now)
    }

    @Test func `a list is claimed by one at a time, and again when the lease has run out`()
        async throws
    {
        let database = try await Database.vetted(.bob)

        #expect(try await claim(database) != nil)
        #expect(try await claim(database) == nil)
        #expect(try await claim(database, at: .now + Database.listLeaseSeconds - 1) == nil)
        #expect(try await claim(database, at: .now + Database.listLeaseSeconds) != nil)
    }

    @Test func `what its source calls a list is known at the next asking`() async throws {
        let database = try await Database.vetted(.bob)
        let first = try #require(try await claim(database))
        #expect(first.etag == nil)
        try await take(first, into: database, from: origin)

        #expect(try await claim(database, at: .hours(21)) == nil)
        let second = try #require(try await claim(database, at: .hours(22)))
        #expect(second.etag == "\"1\"")
        #expect(second.lastModified == "Mon, 09 Nov 2026 00:00:00 GMT")
        try await database.noteUnchanged(second, dueAt: .hours(44), at: .hours(22))

        let state = try #require(try await database.lists()[.oig])
        #expect(state.askedAt == .hours(22))
        #expect(state.seenAt == .hours(22))
        #expect(state.readAt == .now)
        #expect(state.dueAt == .hours(44))
        #expect(!state.isStale(afterDays: 45, at: .hours(22 + 45 * 24)))
        #expect(state.isStale(afterDays: 45, at: .hours(23 + 45 * 24)))
    }

    @Test func `another description asks for the list anew, and not every moment`() async throws {
        let database = try await Database.vetted(.bob)
        try await take(try #require(try await claim(database)), into: database, from: origin)

        #expect(try await claim(database, by: "b", at: .now + 899) == nil)
        let mended = try #require(try await claim(database, by: "b", at: .now + 900))
        #expect(mended.etag == nil)
        #expect(mended.lastModified == nil)
        try await database.note("It is no list.", of: mended, at: .now + 900)
        // Nor does the first one know the list by its tag again.
        #expect(try await claim(database, by: "a", at: .now + 901) == nil)
        #expect(try await claim(database, by: "a", at: .hours(1))?.etag == nil)
    }

    @Test func `after failures it is left alone for longer and longer`() async throws {
        let database = try await Database.vetted(.bob)
        try await take(try #require(try await claim(database)), into: database, from: origin)
        var moment = Instant.hours(22)
        for hours in [1, 2, 4, 8, 16, 24, 24] as [Int64] {
            let claimed = try #require(try await claim(database, at: moment))
            try await database.note("The server answers with a page.", of: claimed, at: moment)
            moment = moment + hours * 3600
            #expect(try await claim(database, at: moment + -1) == nil)
        }
        let state = try #require(try await database.lists()[.oig])
        #expect(state.failure == "The server answers with a page.")
        #expect(state.failureCount == 7)
        #expect(state.seenAt == .now)

        let claimed = try #require(try await claim(database, at: moment))
        try await database.noteUnchanged(claimed, dueAt: moment + 3600, at: moment)
        #expect(try await database.lists()[.oig]?.failure == nil)
        #expect(try await database.lists()[.oig]?.failureCount == 0)
    }

    @Test func `a source may ask for more patience than that`() async throws {
        let database = try await Database.vetted(.bob)
        let claimed = try #require(try await claim(database))
        try await database.note("503", of: claimed, retryAfterSeconds: 7_200, at: .now)

        #expect(try await database.lists()[.oig]?.dueAt == .hours(2))
    }

    @Test func `a list at hand takes it from whoever is at it`() async throws {
        let database = try await Database.vetted(.bob)
        let downloading = try #require(try await claim(database))
        let atHand = try await database.claimList(.oig, now: .now)

        await #expect(throws: StorageError.overtaken(list: "oig-leie")) {
            try await take(downloading, [.bob], into: database, from: origin)
        }
        #expect(try database.number("SELECT count(*) FROM exclusion") == 0)
        try await take(atHand, into: database, from: ListOrigin(file: "x", dueAt: .now))
        #expect(try database.number("SELECT count(*) FROM exclusion") == 1)
        // What the source has may be another: it is asked without a condition.
        #expect(try await claim(database)?.etag == nil)
    }

    @Test func `a process that ends between two transactions leaves the rest to the next`()
        async throws
    {
        let database = try await Database.vetted(.bob)
        try await database.readList([.bob], strangers: 0)
        let first = try #require(try await claim(database))
        var pace = ApplyPace()
        pace.pause = .seconds(3)
        let daisy = try SampleExclusion.daisy.exclusion

        let taking = Task { [origin, pace] in
            try await database.takeInExclusions(
                under: first,
                from: origin,
                at: .now,
                pace: pace
            ) { stage, _ in
                stage.add(daisy)
                var rows = RowCounts()
                rows.read = 1
                return ReadExclusions(rows: rows, sha256: String(repeating: "0", count: 64))
            }
        }
        // The new row is stored, and before the old one is taken off the list is another's.
        while try (database.number("SELECT count(*) FROM exclusion") ?? 0) < 2 {
            try await Task.sleep(for: .milliseconds(5))
        }
        let second = try #require(
            try await claim(database, at: .now + Database.listLeaseSeconds)
        )
        await #expect(throws: StorageError.overtaken(list: "oig-leie")) {
            try await taking.value
        }
        #expect(try database.number("SELECT count(*) FROM exclusion WHERE gone_at IS NULL") == 2)
        #expect(try await database.findings() == ["Bob Sample confirmed"])

        try await take(second, into: database, from: origin, at: .hours(1))
        #expect(try await database.findings() == ["Bob Sample ended"])
    }

    @Test
    func `a reinstatement that was announced ends the exclusion though the list stands still`()
        async throws
    {
        let database = try await Database.vetted(.bob)
        var row = try SampleExclusion.bob.exclusion
        row.reinstatedOn = .today + 3
        try await database.readList(of: [row, SampleExclusion.daisy.exclusion])
        #expect(try await database.findings() == ["Bob Sample confirmed"])

        for (day, finding) in [(2, "confirmed"), (3, "ended")] as [(Int64, String)] {
            let claimed = try #require(try await claim(database, at: .days(day)))
            try await database.noteUnchanged(claimed, dueAt: .days(day + 1), at: .days(day))
            #expect(try await database.findings() == ["Bob Sample \(finding)"])
        }
        #expect(try await database.dueCounts(at: .days(3))[.washington] == 1)
    }
}
