import Directory
import Dispatch
import Foundation
import GRDB
import Testing

@testable import Storage

/// How a file that has been read is applied, and what becomes of one whose process dies meanwhile.
@Suite struct ImportsTests {
    /// The process dies here.
    private struct Death: Error {}

    /// A slice for every part, and no pause.
    private static var parts: ApplyPace {
        var pace = ApplyPace()
        pace.slice = .zero
        pace.pause = .zero
        return pace
    }

    /// Two hundred to a part.
    private static func people(_ count: Int, street: String = "12 Example Street") throws
        -> [PractitionerRecord]
    {
        try (1...count).map { index in
            let digits = 200_000_000 + Int64(index)
            let npi = try NPI("\(digits)\(NPI.checkDigit(forFirstNine: digits))")
            var location = try Location.seattle
            location.street = street
            return PractitionerRecord(
                source: .nppes,
                sourceID: npi.description,
                practitioner: Practitioner(
                    npi: npi,
                    name: PersonName(given: "Given\(index)", family: "Example")
                ),
                locations: [location],
                credentials: [try .licence("ZX\(index)", in: "US-WA")]
            )
        }
    }

    @discardableResult
    private func takeIn(
        _ people: [PractitionerRecord],
        into database: Storage.Database,
        file: String = "file.csv",
        at now: Instant = .now,
        applied: @escaping @Sendable (ImportSummary) throws -> Void = { _ in }
    ) async throws -> ImportSummary {
        try await database.takeIn(
            .nppes,
            file: file,
            at: now,
            pace: Self.parts,
            applied: applied
        ) { stage in
            for person in people { try stage.add(person) }
            var rows = RowCounts()
            rows.read = people.count
            rows.kept = people.count
            return rows
        }
    }

    @Test func `a run that dies between two slices is finished by whoever comes next`() async throws
    {
        let database = try await Database.sample()
        await #expect(throws: Death.self) {
            try await takeIn(Self.people(500), into: database) { _ in throw Death() }
        }
        // Some are there, each of them whole.
        #expect(try database.number("SELECT count(*) FROM practitioner") == 200)
        #expect(try await database.staleListings() == 0)
        #expect(
            try database.rows("SELECT state, added, finished_at FROM import") == [
                ["applying", "200", nil]
            ]
        )

        let finished = try await database.reopened().finishImports(at: .hours(1))
        #expect(finished.map(\.added) == [500])
        #expect(finished.map(\.rows.read) == [500])
        #expect(try database.number("SELECT count(*) FROM practitioner") == 500)
        #expect(try database.number("SELECT count(*) FROM listing") == 500)
        #expect(try database.number("SELECT count(*) FROM staged_part") == 0)
        #expect(
            try database.rows("SELECT state, added, finished_at FROM import") == [
                ["finished", "500", "\(Instant.hours(1).secondsSince1970)"]
            ]
        )
        #expect(try await database.finishImports(at: .hours(2)).isEmpty)
    }

    @Test func `the next file comes after what an earlier one has left`() async throws {
        let database = try await Database.sample()
        let people = try Self.people(300)
        await #expect(throws: Death.self) {
            try await takeIn(people, into: database, file: "first.csv") { _ in throw Death() }
        }
        var moved = try Self.people(300, street: "99 Example Street")
        for index in moved.indices { moved[index].npiUpdatedOn = try .day("2026-11-01") }
        let summary = try await takeIn(moved, into: database, file: "second.csv", at: .days(1))

        #expect(summary.updated == 300)
        #expect(
            try database.rows("SELECT file, state, added, updated FROM import ORDER BY id") == [
                ["first.csv", "finished", "300", "0"], ["second.csv", "finished", "0", "300"],
            ]
        )
        #expect(
            try database.rows("SELECT DISTINCT street FROM listing") == [["99 Example Street"]]
        )
        #expect(try await takeIn(moved, into: database, at: .days(2)).unchanged == 300)
    }

    @Test func `others write between slices, a worker's checks among them`() async throws {
        let database = try await Database.sample(.alice)
        let worker = try database.reopened()
        let checks = Task {
            for hour in Int64(1)...40 { try await worker.check(.alice, at: .hours(hour)) }
        }
        // Who does not wait at all is let in after every slice.
        let path = database.path
        let slices = Slices()
        let summary = try await takeIn(Self.people(1_000), into: database) { summary in
            slices.add(summary.added)
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            try DatabaseQueue(path: path, configuration: configuration).write { db in
                try db.execute(sql: "UPDATE registry SET reached_at = \(summary.added)")
            }
        }
        try await checks.value

        #expect(summary.added == 1_000)
        #expect(slices.all == [200, 400, 600, 800])
        #expect(try database.number("SELECT count(*) FROM registry_check") == 40)
        #expect(try await database.staleListings() == 0)
    }

    @Test func `two processes at one run apply each part once`() async throws {
        let database = try await Database.sample()
        let other = try database.reopened()
        let summary = try await takeIn(Self.people(700), into: database) { _ in
            let isDone = DispatchSemaphore(value: 0)
            Task.detached {
                _ = try? await other.finishImports(at: .now, pace: Self.parts)
                isDone.signal()
            }
            isDone.wait()
        }

        #expect(summary.added == 700)
        #expect(try database.number("SELECT count(*) FROM change_log") == 700)
        #expect(try database.rows("SELECT state, added FROM import") == [["finished", "700"]])
    }

    @Test func `who was switched off is never listed in between`() async throws {
        let database = try await Database.sample()
        var people = try Self.people(600)
        for index in people.indices { people[index].npiUpdatedOn = try .day("2026-10-01") }
        try await takeIn(people, into: database)
        // The file that follows holds the first of them with a later address, and switches them off.
        for index in people.indices { people[index].locations[0].street = "99 Example Street" }
        let file = people
        let off = try #require(people[0].practitioner.npi)
        let day = try CalendarDate.day("2026-11-01")
        let listed = Slices()
        let path = database.path
        let summary = try await database.takeIn(
            .nppes,
            file: "next.csv",
            at: .days(1),
            pace: Self.parts,
            applied: { _ in
                let queue = try DatabaseQueue(path: path)
                listed.add(
                    try queue.read { db in
                        try Int.fetchOne(
                            db,
                            sql: """
                                SELECT count(*) FROM listing JOIN practitioner
                                ON practitioner.id = practitioner_id WHERE npi = '\(off)'
                                """
                        ) ?? -1
                    }
                )
            },
            reading: { stage in
                for person in file { try stage.add(person) }
                stage.addDeactivation(of: off, on: day)
                return RowCounts()
            }
        )

        #expect(summary.deactivated == 1)
        #expect(listed.all == [0, 0])
        #expect(try database.number("SELECT count(*) FROM listing") == 599)
    }

    @Test func `nothing comes of a run that died before everything was staged`() async throws {
        let database = try await Database.sample()
        for hours in [Int64(0), -2] {
            let moment = Instant.hours(hours).secondsSince1970
            try database.execute(
                """
                INSERT INTO import (kind, file, state, started_at, rows_read, rows_kept,
                    rows_rejected)
                VALUES ('nppes', 'cut.csv', 'staging', \(moment), 1, 1, 0)
                """
            )
            try database.execute(
                """
                INSERT INTO staged_part
                SELECT max(id), 1, \(StagedPart.layout), x'00' FROM import
                """
            )
        }
        try await database.finishImports(at: .now)

        // One that began a moment ago may be alive.
        #expect(
            try database.rows("SELECT state FROM import ORDER BY id") == [
                ["staging"], ["given_up"],
            ]
        )
        #expect(try database.number("SELECT count(*) FROM staged_part") == 1)
        #expect(try database.number("SELECT count(*) FROM practitioner") == 0)
    }

    @Test(arguments: ["layout = layout + 1", "changes = x'010203'"])
    func `what can never be applied is given up and does not stand in the way`(
        damage: String
    ) async throws {
        let database = try await Database.sample()
        await #expect(throws: Death.self) {
            try await takeIn(Self.people(900), into: database) { _ in throw Death() }
        }
        try database.execute("UPDATE staged_part SET \(damage)")
        await #expect(throws: StorageError.self) {
            try await database.finishImports(at: .hours(1))
        }

        #expect(try database.rows("SELECT state, finished_at FROM import") == [["given_up", nil]])
        #expect(try database.number("SELECT count(*) FROM staged_part") == 0)
        let again = try await takeIn(Self.people(900), into: database, at: .hours(2))
        #expect(again.unchanged == 200)
        #expect(again.added == 700)
    }

    @Test func `a record that the tables refuse ends the run`() async throws {
        let database = try await Database.sample()
        var people = try Self.people(300)
        people[250].credentials[0].number = String(repeating: "1", count: 65)
        let file = people
        await #expect(throws: StorageError.self) { try await takeIn(file, into: database) }

        #expect(try database.number("SELECT count(*) FROM practitioner") == 200)
        #expect(try database.rows("SELECT state FROM import") == [["given_up"]])
        #expect(try await database.finishImports(at: .hours(1)).isEmpty)
    }

    @Test func `a reader that throws leaves nothing, however much it had read`() async throws {
        let database = try Database.empty()
        let people = try Self.people(2_000)
        await #expect(throws: Death.self) {
            _ = try await database.takeIn(.nppes, file: "cut.csv", at: .now) { stage in
                for person in people { try stage.add(person) }
                throw Death()
            }
        }
        #expect(try database.number("SELECT count(*) FROM import") == 0)
        #expect(try database.number("SELECT count(*) FROM practitioner") == 0)
        #expect(try await database.installation() == .empty)
    }

    @Test func `a demonstration is refused before anything is read`() async throws {
        let database = try await Database.sample()
        try database.execute("UPDATE installation SET kind = 'demonstration', loaded_on = 20000")
        await #expect(throws: StorageError.demonstrationOnly) {
            try await takeIn(Self.people(1), into: database)
        }
    }
}

/// Numbers in the order they came.
private final class Slices: @unchecked Sendable {
    private let lock = NSLock()
    private var numbers: [Int] = []

    var all: [Int] { lock.withLock { numbers } }

    func add(_ number: Int) { lock.withLock { numbers.append(number) } }
}
