import Directory
import Foundation
import GRDB
import Testing

@testable import Storage

@Suite struct QuickReadersTests {
    @Test func `a page longer than an ordinary one comes whole and in order`() async throws {
        let database = try Database.empty()
        var record = try PractitionerRecord.alice
        record.locations = (0..<130).map {
            Location(city: "City \($0)", region: "WA", country: "US")
        }
        _ = try await database.apply([record], at: .now)
        let keys = try await database.listings().map(\.location)
        for count in [1, 20, 21, 100, 101, 130] {
            let asked = Array(keys.reversed().prefix(count))
            let rows = try await database.listingRows(at: asked)
            #expect(rows.rows.map(\.location) == asked, "\(count)")
        }
    }

    @Test func `many ask at once and all are answered`() async throws {
        let database = try await Database.sample(.alice, .bob)
        let keys = try await database.listings().map(\.location)
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let rows = try await database.listingRows(at: keys)
                    return rows.rows.map { rows.string($0.name) }
                }
            }
            let first = try #require(try await group.next())
            #expect(first.count == keys.count)
            for try await names in group { #expect(names == first) }
        }
    }

    @Test func `what was committed just before is seen`() async throws {
        let database = try await Database.sample(.alice)
        let key = try await database.listings().map(\.location)
        #expect(try await standing(of: key, database) == nil)
        try await database.check(.alice)
        let after = try await database.listings().map(\.location)
        #expect(try await standing(of: after, database) == "active")
    }

    private func standing(of keys: [Location.Key], _ database: Storage.Database) async throws
        -> String?
    {
        let rows = try await database.listingRows(at: keys)
        return rows.rows.first?.credential?.standing.map(rows.string)
    }

    @Test func `closed readers leave the question to the pool`() async throws {
        let database = try await Database.sample(.alice)
        let keys = try await database.listings().map(\.location)
        let readers = QuickReaders(path: database.path)
        #expect(try readers.listingRows(at: keys)?.rows.map(\.location) == keys)
        readers.close()
        #expect(try readers.listingRows(at: keys) == nil)
        #expect(try await database.listingRows(at: keys).rows.map(\.location) == keys)
    }

    @Test func `what would have to be waited for is left to the pool`() async throws {
        let database = try await Database.sample(.alice)
        let keys = try await database.listings().map(\.location)
        let readers = QuickReaders(path: database.path)
        // Outside a journal that lets readers pass, a writer keeps them waiting.
        let writer = try DatabaseQueue(path: database.path)
        try database.close()
        try await writer.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE")
            #expect(try readers.listingRows(at: keys) == nil)
            try db.execute(sql: "COMMIT")
        }
        #expect(try readers.listingRows(at: keys)?.rows.map(\.location) == keys)
    }

    @Test func `a file that is no database is refused`() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(component: "quick-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(repeating: 0x61, count: 8192).write(to: URL(filePath: path))
        let readers = QuickReaders(path: path)
        #expect(throws: DatabaseError.self) { try readers.listingRows(at: [RowKey(1)]) }
    }

    @Test func `a closed database answers no more`() async throws {
        let database = try await Database.sample(.alice)
        let keys = try await database.listings().map(\.location)
        #expect(try await database.listingRows(at: keys).rows.count == keys.count)
        try database.close()
        await #expect(throws: (any Error).self) { try await database.listingRows(at: keys) }
    }
}
