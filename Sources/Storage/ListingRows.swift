package import Directory
import GRDB
import GRDBSQLite

/// What a search result shows of a listing.
package struct ListingRow: Sendable {
    package let location: Location.Key
    package let practitioner: Practitioner.Key
    package let publicID: String
    package let name: String
    package let isClaimed: Bool
    package let clinic: String
    package let street: String
    package let city: String
    package let region: String
    package let country: String
    package let postalCode: String
    package let telephone: String
    package let latitude: Double?
    package let longitude: Double?
    package let placement: String?
    package let vettedUntil: Instant?
    /// Since when a change for the worse waits that would move it; nil where none does.
    package let heldSince: Instant?
    package let experience: Experience?
    package let score: Score
    package let conditions: WordSet<Condition>
    package let languages: WordSet<Language>
    package let features: Listing.Features
    package let credential: ShownCredential?

    /// The credential that carries the trust, or comes nearest to it.
    package struct ShownCredential: Sendable {
        package let title: String
        package let credentialClass: String?
        package let jurisdiction: String
        package let wording: String?
        package let standing: String?
        package let answeredAt: Instant?
        package let registry: String?
    }
}

/// A place in the change log, up to which somebody has read it.
package struct ChangePosition: Hashable, Sendable {
    let edition: Int64
    let sequence: Int64
}

/// Listings that changed since some position.
package struct ListingChanges: Sendable {
    package let practitioners: [Practitioner.Key]
    /// All listings of these practitioners as they are now.
    package let listings: [Listing]
    package let upTo: ChangePosition
}

extension Database {
    /// What to show of these listings, in their order; a listing that is gone is left out.
    package func listingRows(at locations: [Location.Key]) async throws -> [ListingRow] {
        guard !locations.isEmpty else { return [] }
        return try await readQuickly { db in
            var rows = [ListingRow?](repeating: nil, count: locations.count)
            for start in stride(from: 0, to: locations.count, by: Self.listingsAtOnce) {
                let some = locations[start...].prefix(Self.listingsAtOnce)
                for row in try Self.listingRows(at: some, db) {
                    if let place = some.firstIndex(of: row.location) { rows[place] = row }
                }
            }
            return rows.compactMap(\.self)
        }
    }

    /// How many listings one statement finds; a page has no more.
    private static let listingsAtOnce = 100
    private static let listingsOfAnOrdinaryPage = 20

    /// These listings in any order.
    ///
    /// One statement for all: a statement that begins anew for each listing costs twice as much.
    private static func listingRows(
        at locations: ArraySlice<Location.Key>,
        _ db: Connection
    ) throws -> [ListingRow] {
        let isOrdinary = locations.count <= listingsOfAnOrdinaryPage
        let statement = try db.cachedStatement(sql: isOrdinary ? ordinaryPageQuery : longPageQuery)
        return try statement.all(locations.map(\.value)) { ListingRow($0) }
    }

    // Two texts serve every number of listings: what is not bound is NULL and finds nothing.
    private static let ordinaryPageQuery = listingQuery(count: listingsOfAnOrdinaryPage)
    private static let longPageQuery = listingQuery(count: listingsAtOnce)

    private static func listingQuery(count: Int) -> String {
        """
        SELECT location_id, practitioner_id, public_id, name, is_claimed, clinic, street, city,
            region, country, postal_code, telephone, latitude, longitude, placement, vetted_until,
            experience_since_on, experience_until_on, testimonial_count, testimonial_stars,
            condition_bits, language_bits, feature_bits, credential_id, credential_title,
            credential_class, credential_jurisdiction, credential_wording, credential_standing,
            credential_answered_at, registry_id, held_at
        FROM listing WHERE location_id IN (?\(String(repeating: ", ?", count: count - 1)))
        """
    }

    /// Hands every listing to a receiver, one after the other, and says up to which change they
    /// are true.
    package func loadListings(
        reserving: @escaping @Sendable (Int) -> Void,
        _ receive: @escaping @Sendable (Listing) -> Void
    ) async throws -> ChangePosition {
        try await read { db in
            let position = try Self.changePosition(db)
            reserving(try Int.fetchOne(db, sql: "SELECT count(*) FROM listing") ?? 0)
            try Self.eachListing(where: "1", [], db, receive)
            return position
        }
    }

    /// The practitioners whose listings changed after a change, with their listings of now.
    ///
    /// - Returns: Nil where the log no longer reaches back so far: then load anew.
    package func changedListings(
        after position: ChangePosition
    ) async throws -> ListingChanges? {
        try await read { db -> ListingChanges? in
            let now = try Self.changePosition(db)
            guard now.edition == position.edition else { return nil }
            guard now.sequence != position.sequence else {
                return ListingChanges(practitioners: [], listings: [], upTo: now)
            }
            guard now.sequence > position.sequence,
                let first = try Int64.fetchOne(db, sql: "SELECT min(sequence) FROM change_log"),
                first <= position.sequence + 1
            else { return nil }
            let keys = try Int64.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT practitioner_id FROM change_log WHERE sequence > ?
                    ORDER BY practitioner_id
                    """,
                arguments: [position.sequence]
            )
            var listings: [Listing] = []
            for key in keys {
                try Self.eachListing(where: "practitioner_id = ?", [key], db) {
                    listings.append($0)
                }
            }
            return ListingChanges(
                practitioners: keys.map { RowKey($0) },
                listings: listings,
                upTo: now
            )
        }
    }

    private static func changePosition(_ db: Connection) throws -> ChangePosition {
        let statement = try db.cachedStatement(
            sql: """
                SELECT edition, (SELECT max(sequence) FROM change_log)
                FROM installation
                """
        )
        guard let row = try Row.fetchOne(statement) else { throw StorageError.fault(code: 0) }
        return ChangePosition(edition: row[0], sequence: row[1] ?? 0)
    }

    /// Steps through listings by SQLite's own functions: a million rows through GRDB's would take
    /// most of the time that a start may take.
    private static func eachListing(
        where condition: String,
        _ arguments: StatementArguments,
        _ db: Connection,
        _ receive: (Listing) -> Void
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT practitioner_id, location_id, latitude, longitude, vetted_until,
                    verified_at, experience_since_on, experience_until_on, testimonial_count,
                    testimonial_stars, condition_bits, language_bits, technique_bits, payer_bits,
                    feature_bits
                FROM listing WHERE \(condition)
                """
        )
        try statement.setArguments(arguments)
        let handle = statement.sqliteStatement
        defer { sqlite3_reset(handle) }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: receive(listing(handle))
            case SQLITE_DONE:
                withExtendedLifetime(statement) {}
                return
            case let code: throw StorageError.fault(code: code)
            }
        }
    }

    private static func listing(_ handle: OpaquePointer) -> Listing {
        func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(handle, index) }
        func isNull(_ index: Int32) -> Bool { sqlite3_column_type(handle, index) == SQLITE_NULL }
        func bits(_ index: Int32) -> UInt64 { UInt64(bitPattern: integer(index)) }
        func date(_ index: Int32) -> CalendarDate? {
            isNull(index) ? nil : CalendarDate(daysSince1970: Int32(integer(index)))
        }
        func moment(_ index: Int32) -> Instant? {
            isNull(index) ? nil : Instant(secondsSince1970: integer(index))
        }
        let coordinate =
            isNull(2)
            ? nil
            : try? Coordinate(
                latitude: sqlite3_column_double(handle, 2),
                longitude: sqlite3_column_double(handle, 3)
            )
        return Listing(
            practitioner: RowKey(integer(0)),
            location: RowKey(integer(1)),
            coordinate: coordinate,
            vettedUntil: moment(4),
            verifiedAt: moment(5),
            experience: date(6).map { Experience(since: $0, until: date(7)) },
            score: Score(count: Int(integer(8)), stars: Int(integer(9))),
            conditions: WordSet(bits: bits(10)),
            languages: WordSet(bits: bits(11)),
            techniques: WordSet(bits: bits(12)),
            payers: WordSet(bits: bits(13)),
            features: Listing.Features(rawValue: UInt8(truncatingIfNeeded: integer(14)))
        )
    }
}

extension ListingRow {
    fileprivate init(_ row: StatementRow) {
        location = RowKey(row[0])
        practitioner = RowKey(row[1])
        publicID = row[2]
        name = row[3]
        isClaimed = row[4]
        clinic = row[5]
        street = row[6]
        city = row[7]
        region = row[8]
        country = row[9]
        postalCode = row[10]
        telephone = row[11]
        latitude = row[12]
        longitude = row[13]
        placement = row[14]
        vettedUntil = Database.instant(row[15])
        heldSince = Database.instant(row[31])
        let since: Int32? = row[16]
        let until: Int32? = row[17]
        experience = since.map {
            Experience(
                since: CalendarDate(daysSince1970: $0),
                until: until.map { CalendarDate(daysSince1970: $0) }
            )
        }
        score = Score(count: row[18], stars: row[19])
        conditions = WordSet(bits: UInt64(bitPattern: row[20]))
        languages = WordSet(bits: UInt64(bitPattern: row[21]))
        features = Listing.Features(rawValue: row[22])
        let credentialID: Int64? = row[23]
        credential =
            credentialID == nil
            ? nil
            : ShownCredential(
                title: row[24],
                credentialClass: row[25],
                jurisdiction: row[26],
                wording: row[27],
                standing: row[28],
                answeredAt: Database.instant(row[29]),
                registry: row[30]
            )
    }
}
