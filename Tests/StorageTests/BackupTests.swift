import Directory
import Foundation
import Testing

@testable import Storage

@Suite struct BackupTests {
    @Test func `a backup is one sound file of the owner's with everything in it`() async throws {
        let database = try await Database.sample(.alice, .bob)
        try await database.check(.alice)
        let path = SampleFolder.newFile("backup.sqlite")

        try database.backUp(to: path)

        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        for suffix in ["-wal", "-shm", "-journal", ".partial"] {
            #expect(!FileManager.default.fileExists(atPath: path + suffix))
        }
        let copy = try Database(path: path, use: .working)
        #expect(try copy.integrityProblems().isEmpty)
        #expect(try await copy.state(of: .alice).standing == .active)
    }

    @Test func `a backup never overwrites a file`() async throws {
        let database = try await Database.sample(.alice)
        let path = SampleFolder.newFile("backup.sqlite")
        try Data("precious".utf8).write(to: URL(fileURLWithPath: path))

        #expect(throws: StorageError.cannotCreate(path: path, errno: EEXIST)) {
            try database.backUp(to: path)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("precious".utf8))
    }

    @Test func `backups made while others write are each a state that was`() async throws {
        let database = try await Database.sample()
        let writer = try database.reopened()
        let writing = Task {
            for number in 0..<150 {
                _ = try await writer.apply(
                    [
                        try .sample("a\(number)", "Given", "Family", licence: "ZX8\(number)"),
                        try .sample("b\(number)", "Given", "Family", licence: "ZX7\(number)"),
                    ],
                    at: .now
                )
            }
        }
        var counts: [Int] = []
        for _ in 0..<5 {
            let path = SampleFolder.newFile("backup.sqlite")
            try database.backUp(to: path)
            let copy = try Database(path: path, use: .working)
            #expect(try copy.integrityProblems().isEmpty)
            let people = try #require(try copy.number("SELECT count(*) FROM practitioner"))
            #expect(people.isMultiple(of: 2))
            #expect(try copy.number("SELECT count(*) FROM listing") == people)
            counts.append(people)
        }
        try await writing.value

        #expect(counts == counts.sorted())
        #expect(try database.number("SELECT count(*) FROM practitioner") == 300)
    }

    @Test func `restoring brings the backup's state to everybody who has the database open`()
        async throws
    {
        let database = try await Database.sample(.alice)
        let path = SampleFolder.newFile("backup.sqlite")
        try database.backUp(to: path)
        let server = try database.reopened()
        let position = try await server.loadListings(reserving: { _ in }, { _ in })
        _ = try await database.apply([.bob], at: .now)

        try database.restore(from: path)

        for door in [database, server] {
            #expect(try door.number("SELECT count(*) FROM practitioner") == 1)
            #expect(try door.integrityProblems().isEmpty)
            #expect(try door.rows("PRAGMA journal_mode") == [["wal"]])
            // The positions of before mean nothing now.
            #expect(try await door.changedListings(after: position) == nil)
        }
        _ = try await database.apply([.carol], at: .now)
        #expect(try await server.listings().count == 2)
    }

    @Test func `a backup restored twice is a new state each time`() async throws {
        let database = try await Database.sample(.alice)
        let path = SampleFolder.newFile("backup.sqlite")
        try database.backUp(to: path)
        var positions: [ChangePosition] = []
        for _ in 0..<3 {
            positions.append(try await database.loadListings(reserving: { _ in }, { _ in }))
            try database.restore(from: path)
        }

        for position in positions {
            #expect(try await database.changedListings(after: position) == nil)
        }
    }

    @Test func `restoring leaves the backup as it was, even one that may not be written`()
        async throws
    {
        let database = try await Database.sample(.alice)
        let path = SampleFolder.newFile("backup.sqlite")
        try database.backUp(to: path)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)

        try database.restore(from: path)

        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    }

    @Test func `what is no backup is refused and nothing is lost`() async throws {
        let database = try await Database.sample(.alice)
        let nothing = SampleFolder.newFile("nothing.sqlite")
        let nonsense = SampleFolder.newFile("nonsense.sqlite")
        try Data(repeating: 0x41, count: 9000).write(to: URL(fileURLWithPath: nonsense))

        #expect(throws: StorageError.noDatabase(path: nothing)) {
            try database.restore(from: nothing)
        }
        #expect(throws: StorageError.notADatabase(path: nonsense)) {
            try database.restore(from: nonsense)
        }
        #expect(try database.number("SELECT count(*) FROM practitioner") == 1)
    }
}
