import GRDB
import Testing

@testable import Storage

@Suite struct DirectStatementTests {
    private let database: Storage.Database

    init() async throws {
        database = try Database.empty()
        try await database.write { db in
            try db.execute(sql: "CREATE TEMPORARY TABLE kept (number, text TEXT, body BLOB)")
        }
    }

    private func keep(_ bind: @escaping @Sendable (inout Binding) -> Void) async throws -> [String?]
    {
        try await database.write { db in
            try db.cachedStatement(sql: "INSERT INTO temp.kept VALUES (?, ?, ?)").run(bind)
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT quote(number), text, quote(body) FROM temp.kept
                    ORDER BY rowid DESC LIMIT 1
                    """
            )
            return row.map { [$0[0], $0[1], $0[2]] } ?? []
        }
    }

    @Test func `values reach the places in their order`() async throws {
        let kept = try await keep { row in
            row.add(-5 as Int32)
            row.add("Núñez")
            [1, 255].withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
                row.add(lent: UnsafeRawBufferPointer(rebasing: bytes[0..<1]))
            }
        }
        #expect(kept == ["-5", "Núñez", "X'01'"])
        let truth = try await keep { row in
            row.add(true)
            row.add(nil as String?)
            row.add(nil as Int64?)
        }
        #expect(truth == ["1", nil, "NULL"])
    }

    @Test(arguments: [0, 1, 1023, 1024, 1025, 70_000])
    func `a text of any length is kept whole, beside another`(length: Int) async throws {
        let text = String(repeating: "x", count: length)
        let kept = try await keep { row in
            row.add("before")
            row.add(text)
            row.add(lent: UnsafeRawBufferPointer(start: nil, count: 0))
        }
        #expect(kept == ["'before'", text, "X''"])
    }

    @Test(arguments: [2, 4])
    func `a value too few or too many is refused`(count: Int) async throws {
        await #expect(throws: StorageError.self) {
            _ = try await keep { row in for number in 0..<count { row.add(number) } }
        }
        let rows = try await database.write { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.kept")
        }
        #expect(rows == 0)
    }
}
