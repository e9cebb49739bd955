import Directory
import Testing

@testable import Storage

/// The rows of lists of licences: how one list takes the place of another.
@Suite struct LicenceListsTests {
    private static func list() throws -> RegistryID { try RegistryID("us-xx-board") }
    private static let head = Array("No,Name\n".utf8)

    private struct Broken: Error {}

    @discardableResult
    private func takeIn(
        _ numbers: [Int],
        into database: Database,
        under claim: ListClaim? = nil,
        failing: Bool = false,
        at moment: Instant = .now
    ) async throws -> LicenceListSummary {
        var held = claim
        if held == nil { held = try await database.claimList(Self.list(), now: moment) }
        return try await database.takeInLicences(
            under: try #require(held),
            from: ListOrigin(file: "x.csv", dueAt: moment),
            describedBy: "a",
            at: moment
        ) { stage, _ in
            for number in numbers {
                try stage.add("\(number % 5000)", Array("row \(number)\n".utf8))
            }
            if failing { throw Broken() }
            var rows = RowCounts()
            rows.read = numbers.count
            return ReadLicences(
                rows: rows,
                sha256: String(repeating: "0", count: 64),
                head: Self.head
            )
        }
    }

    private func rows(_ key: String, _ database: Database) async throws -> [String]? {
        try await database.licenceRows(under: [key], in: Self.list(), describedBy: "a")?
            .rows[key]?.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `every row under a number is found, in the list's order, after many others`()
        async throws
    {
        let database = try await Database.sample(.alice)
        #expect(try await rows("7", database) == nil)
        let summary = try await takeIn(Array((0..<12_000).reversed()), into: database)

        #expect(summary.rows.kept == 12_000)
        #expect(try await rows("7", database) == ["row 10007\n", "row 5007\n", "row 7\n"])
        #expect(try await rows("9999", database) == [])
        let held = try await database.licenceRows(
            under: [],
            in: Self.list(),
            describedBy: "a"
        )
        #expect(held?.head == Self.head)
        #expect(
            try await database.licenceRows(under: [], in: Self.list(), describedBy: "b")?.head
                == nil
        )
    }

    @Test func `a list that is not read to its end leaves the last one, and nothing of itself`()
        async throws
    {
        let database = try await Database.sample(.alice)
        try await takeIn([1, 2], into: database)
        await #expect(throws: Broken.self) {
            try await takeIn(Array(0..<6000), into: database, failing: true)
        }
        #expect(try await rows("1", database) == ["row 1\n"])
        #expect(try database.number("SELECT count(*) FROM licence_row") == 2)

        try await takeIn([1], into: database, at: .hours(1))
        #expect(try await rows("2", database) == [])
        #expect(try database.number("SELECT count(*) FROM licence_row") == 1)
        #expect(try database.number("SELECT count(*) FROM licence_row_key") == 1)
        #expect(try database.number("SELECT count(*) FROM licence_reading") == 2)
    }

    @Test func `a process that another has overtaken leaves nothing behind`() async throws {
        let database = try await Database.sample(.alice)
        let first = try await database.claimList(Self.list(), now: .now)
        try await takeIn([3], into: database, at: .hours(1))
        await #expect(throws: StorageError.overtaken(list: "us-xx-board")) {
            try await takeIn([4], into: database, under: first, at: .hours(1))
        }
        #expect(try await rows("3", database) == ["row 3\n"])
        #expect(try database.number("SELECT count(*) FROM licence_row") == 1)
    }

    @Test func `a list without a row that can be read takes nobody's place`() async throws {
        let database = try await Database.sample(.alice)
        try await takeIn([1], into: database)
        await #expect(throws: StorageError.self) { try await takeIn([], into: database) }
        #expect(try await rows("1", database) == ["row 1\n"])
    }
}
