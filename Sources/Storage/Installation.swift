package import Directory
import GRDB

/// What a database is used for.
package enum Installation: Hashable, Sendable {
    case empty
    case real
    /// Invented people, whose relative dates count from this day.
    case demonstration(loadedOn: CalendarDate)
}

extension Database {
    package func installation() async throws -> Installation {
        try await read(Self.installation)
    }

    static func installation(_ db: Connection) throws -> Installation {
        guard
            let row = try Row.fetchOne(
                db,
                sql: "SELECT kind, loaded_on FROM installation WHERE id = 1"
            )
        else { return .empty }
        let kind: String = row[0]
        let loadedOn: Int32? = row[1]
        return switch (kind, loadedOn) {
        case ("demonstration", let day?):
            .demonstration(loadedOn: CalendarDate(daysSince1970: day))
        case ("real", _): .real
        default: .empty
        }
    }

    /// Marks an empty database as holding real people; refuses a demonstration.
    static func requireReal(_ db: Connection) throws {
        switch try installation(db) {
        case .real: return
        case .demonstration: throw StorageError.demonstrationOnly
        case .empty: try db.execute(sql: "UPDATE installation SET kind = 'real' WHERE id = 1")
        }
    }

    /// Marks an empty database as a demonstration; refuses one with real people.
    ///
    /// - Returns: The day that relative dates count from: the day of the first loading.
    static func requireDemonstration(_ db: Connection, today: CalendarDate) throws -> CalendarDate {
        switch try installation(db) {
        case .demonstration(let loadedOn): return loadedOn
        case .real: throw StorageError.realOnly
        case .empty:
            try db.execute(
                sql: "UPDATE installation SET kind = 'demonstration', loaded_on = ? WHERE id = 1",
                arguments: [today.daysSince1970]
            )
            return today
        }
    }
}
