import Directory
import Foundation
import GRDB
import Testing

@testable import Storage

@Suite struct DatabaseTests {
    private func permissions(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    // MARK: - A new database

    @Test func `a new database and its journals are the owner's only`() async throws {
        let database = try await Database.sample(.alice)

        for suffix in ["", "-wal", "-shm"] {
            #expect(try permissions(of: database.path + suffix) == 0o600)
        }
    }

    @Test func `a new database is sound, empty and marked as ours`() async throws {
        let database = try Database.empty()

        #expect(try database.integrityProblems().isEmpty)
        #expect(try await database.installation() == .empty)
        #expect(try database.number("PRAGMA user_version") == Database.schemaVersion)
        #expect(try database.number("PRAGMA application_id") == 0x4D45_5249)
        #expect(try database.number("SELECT created_at FROM installation") == 1_795_435_200)
    }

    @Test func `every table is strict`() throws {
        let lax = try Database.empty().rows(
            """
            SELECT name FROM pragma_table_list
            WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND strict = 0
            """
        )

        #expect(lax.isEmpty)
    }

    @Test func `every table says in a comment what it holds`() throws {
        let lines = String(decoding: PackageResources.schema_sql, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        for index in lines.indices where lines[index].hasPrefix("CREATE TABLE") {
            #expect(lines[index - 1].hasPrefix("--"), "\(lines[index])")
        }
    }

    @Test func `connections keep foreign keys, the log of writes and full durability`() throws {
        let database = try Database.empty()

        #expect(try database.number("PRAGMA foreign_keys") == 1)
        #expect(try database.rows("PRAGMA journal_mode") == [["wal"]])
        #expect(try database.number("PRAGMA synchronous") == 2)
    }

    @Test func `a file that exists is never touched`() throws {
        let path = SampleFolder.newFile()
        try Data("precious".utf8).write(to: URL(fileURLWithPath: path))

        #expect(throws: StorageError.cannotCreate(path: path, errno: EEXIST)) {
            try Database.create(at: path, now: .now)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("precious".utf8))
    }

    @Test func `no database is made in a folder that is not there`() {
        let path = SampleFolder.path + "/nowhere/meridian.sqlite"

        #expect(throws: StorageError.cannotCreate(path: path, errno: ENOENT)) {
            try Database.create(at: path, now: .now)
        }
    }

    // MARK: - Opening

    @Test func `what is there is there when it is opened again`() async throws {
        let database = try await Database.sample(.alice)
        try database.close()

        let again = try Database(path: database.path, use: .serving)
        #expect(try await again.profile(of: .alice).practitioner.name.family == "Example")
    }

    @Test func `without a file the sentence says how to make one`() {
        let path = SampleFolder.newFile()

        let error = #expect(throws: StorageError.self) { try Database(path: path, use: .working) }
        #expect(error == .noDatabase(path: path))
        #expect(error?.description.contains("meridian init --database \(path)") == true)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(arguments: [2, 99])
    func `a database of a later version is refused with what to do`(version: Int) throws {
        let database = try Database.empty()
        try database.execute("PRAGMA user_version = \(version)")
        try database.close()

        let error = #expect(throws: StorageError.self) {
            try Database(path: database.path, use: .serving)
        }
        #expect(error == .unknownVersion(found: version, known: 1))
        #expect(error?.description.contains("install the newer Meridian") == true)
    }

    @Test(arguments: [0, 1])
    func `another program's database is refused and left as it was`(version: Int) throws {
        let path = SampleFolder.newFile("other.sqlite")
        let other = try DatabaseQueue(path: path)
        try other.write { db in
            try db.execute(
                sql: "CREATE TABLE song (title TEXT); PRAGMA user_version = \(version)"
            )
        }
        try other.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))

        let error = #expect(throws: StorageError.self) { try Database(path: path, use: .serving) }
        #expect(error == .unknownVersion(found: 0, known: 1))
        #expect(error?.description.contains("not a database of Meridian") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func `an empty file is no database`() throws {
        let path = SampleFolder.newFile()
        try Data().write(to: URL(fileURLWithPath: path))

        #expect(throws: StorageError.unknownVersion(found: 0, known: 1)) {
            try Database(path: path, use: .working)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
    }

    @Test func `a file that is no database is refused with what to do`() throws {
        let path = SampleFolder.newFile()
        try Data(String(repeating: "no database ", count: 1000).utf8)
            .write(to: URL(fileURLWithPath: path))

        let error = #expect(throws: StorageError.self) { try Database(path: path, use: .working) }
        #expect(error == .notADatabase(path: path))
        #expect(error?.description.contains("meridian restore") == true)
    }

    @Test func `a damaged page is found by the check of integrity`() async throws {
        let database = try await Database.sample(.alice, .bob, .carol)
        try database.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: database.path))
        try file.seek(toOffset: 4096 * 9)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096 * 3))
        try file.close()

        // It is found at once where the page is one of the schema's.
        let problems = try? Database(path: database.path, use: .working).integrityProblems()
        #expect(problems?.isEmpty != true)
    }
}
