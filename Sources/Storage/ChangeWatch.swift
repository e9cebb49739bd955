import GRDB

/// Notices that another process has committed, without asking any table.
package actor ChangeWatch {
    private let queue: DatabaseQueue
    private var version: Int?

    package init(_ database: Database) throws {
        var configuration = Configuration()
        configuration.readonly = true
        queue = try DatabaseQueue(path: database.path, configuration: configuration)
    }

    /// Whether anything was committed, by whatever process, since this was last asked.
    package func hasChanged() async throws -> Bool {
        let now = try await queue.read { db in
            try Int.fetchOne(db, sql: "PRAGMA data_version")
        }
        defer { version = now }
        return now != version
    }
}
