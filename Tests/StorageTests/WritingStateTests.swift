import Directory
import Foundation
import GRDB
import Testing

@testable import Storage

/// A disk without room and a database that somebody else holds.
@Suite struct WritingStateTests {
    @Test func `where there is room and nobody holds it, anything can be saved`() async throws {
        let database = try await Database.sample(.alice)
        let report = await database.writingReport()

        #expect(report.state == .works || report.state == .diskNearlyFull)
        #expect((report.freeBytes ?? 0) > 0)
    }

    @Test func `a look leaves nothing behind`() async throws {
        let database = try await Database.sample(.alice)
        let folder = (database.path as NSString).deletingLastPathComponent
        let before = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix(".meridian") }
        let version = try database.number("PRAGMA data_version")
        _ = await database.writingReport()

        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasPrefix(".meridian") } == before
        )
        #expect(try database.number("PRAGMA data_version") == version)
    }

    @Test func `a database that another connection holds is told, and so is that it is free again`()
        async throws
    {
        let database = try await Database.sample(.alice)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: database.path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(await database.writingReport().state == .locked)

        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(await database.writingReport().state != .locked)
        try other.close()
    }

    @Test func `checks that find no room are not recorded at all, and can be once there is some`()
        async throws
    {
        let database = try await Database.sample(.alice, .bob)
        let due = try await database.claimDue(at: .washington, limit: 10, now: .now)
        let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        let results = try due.map { due in
            let result = try SampleAnswer.active.result(for: due, at: .now)
            let sha256 = try #require(result.check.sha256)
            return CheckResult(
                due: due,
                check: result.check,
                evidence: Evidence(sha256: sha256, contentType: "text/html", body: body)
            )
        }
        let before = try database.rows("SELECT * FROM credential")
        try await database.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 8)")
        }

        await #expect(throws: StorageError.diskFull) {
            try await database.record(results, terms: SampleRegistries.terms())
        }
        #expect(try database.number("SELECT count(*) FROM registry_check") == 0)
        #expect(try database.number("SELECT count(*) FROM evidence") == 0)
        #expect(try database.rows("SELECT * FROM credential") == before)
        #expect(try database.integrityProblems().isEmpty)

        try await database.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        let effects = try await database.record(results, terms: SampleRegistries.terms())
        #expect(effects.allSatisfy { $0.isRecorded })
    }

    @Test func `a sentence says that the disk is full and that another try helps`() {
        #expect(StorageError.diskFull.isTransient)
        #expect(StorageError.diskFull.description.hasPrefix("The disk is full."))
        #expect(StorageError.busy.isTransient)
    }
}
