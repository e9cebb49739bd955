import Directory
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
            #expect(rows.map(\.location) == asked, "\(count)")
        }
    }

    @Test func `many ask at once and all are answered`() async throws {
        let database = try await Database.sample(.alice, .bob)
        let keys = try await database.listings().map(\.location)
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<50 {
                group.addTask { try await database.listingRows(at: keys).map(\.name) }
            }
            let first = try #require(try await group.next())
            #expect(first.count == keys.count)
            for try await names in group { #expect(names == first) }
        }
    }

    @Test func `what was committed just before is seen`() async throws {
        let database = try await Database.sample(.alice)
        let key = try await database.listings().map(\.location)
        #expect(try await database.listingRows(at: key).first?.credential?.standing == nil)
        try await database.check(.alice)
        let after = try await database.listings().map(\.location)
        #expect(try await database.listingRows(at: after).first?.credential?.standing == "active")
    }

    @Test func `closed readers leave the question to the pool`() throws {
        let database = try Database.empty()
        let readers = QuickReaders(path: database.path)
        #expect(try readers.read { try Int.fetchOne($0, sql: "SELECT 1") } == 1)
        try readers.close()
        #expect(try readers.read { try Int.fetchOne($0, sql: "SELECT 1") } == nil)
    }

    @Test func `a closed database answers no more`() async throws {
        let database = try await Database.sample(.alice)
        let keys = try await database.listings().map(\.location)
        #expect(try await database.listingRows(at: keys).count == keys.count)
        try database.close()
        await #expect(throws: (any Error).self) { try await database.listingRows(at: keys) }
    }
}
