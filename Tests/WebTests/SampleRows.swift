import Directory
import GRDB
@testable import Storage
import Testing

extension Storage.Database {
    func credentialKey(
        _ number: String
    ) async throws -> (key: Credential.Key, publicID: String, practitioner: Practitioner.Key) {
        let found = try await read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT id, public_id, practitioner_id FROM credential WHERE number = ?",
                arguments: [number]
            )
            return row.map {
                (id: $0[0] as Int64, publicID: $0[1] as String, owner: $0[2] as Int64)
            }
        }
        let row = try #require(found)
        return (RowKey(row.id), row.publicID, RowKey(row.owner))
    }

    /// An approved licence whose register says when it expires.
    func letExpire(_ number: String, on day: CalendarDate) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE credential SET decision = 'approved', expires_on = ? WHERE number = ?
                    """,
                arguments: [day.daysSince1970, number]
            )
        }
    }

    func markAsDemonstration() async throws {
        try await write { db in
            try db.execute(
                sql: "UPDATE installation SET kind = 'demonstration', loaded_on = 20000"
            )
        }
    }
}
