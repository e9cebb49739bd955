import Directory
import Testing

@testable import Storage

@Suite struct InstallationTests {
    private func load(_ database: Database, on day: CalendarDate) async throws -> CalendarDate {
        try await database.write { db in try Database.requireDemonstration(db, today: day) }
    }

    @Test func `the first import of real people makes a database real`() async throws {
        let database = try await Database.sample(.alice)

        #expect(try await database.installation() == .real)
    }

    @Test func `a demonstration keeps the day of its first loading`() async throws {
        let database = try Database.empty()

        #expect(try await load(database, on: .today) == .today)
        #expect(try await load(database, on: .today + 400) == .today)
        #expect(try await database.installation() == .demonstration(loadedOn: .today))
    }

    @Test func `a demonstration takes no real import`() async throws {
        let database = try Database.empty()
        _ = try await load(database, on: .today)

        let error = await #expect(throws: StorageError.demonstrationOnly) {
            _ = try await database.apply([.alice], at: .now)
        }
        #expect(error?.description.contains("meridian init") == true)
        #expect(try database.number("SELECT count(*) FROM practitioner") == 0)
    }

    @Test func `a database of real people takes no invented ones`() async throws {
        let database = try await Database.sample(.alice)

        await #expect(throws: StorageError.realOnly) { try await load(database, on: .today) }
        #expect(try await database.installation() == .real)
    }
}
