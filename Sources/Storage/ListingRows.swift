package import Directory
import GRDB
import GRDBSQLite

/// What search results show of listings, in the order in which they were asked for.
///
/// All texts stand in one piece of memory: a page has some three hundred, most of them too long to
/// be a string without memory of its own.
package struct ListingRows: Sendable {
    package private(set) var rows: [ListingRow] = []
    /// UTF-8, in which every text of a row has its place.
    package private(set) var bytes: [UInt8] = []

    package func string(_ text: ListingRow.Text) -> String {
        String(decoding: bytes[text.range], as: UTF8.self)
    }
}

/// What a search result shows of a listing.
package struct ListingRow: Sendable {
    package let location: Location.Key
    package let publicID: Text
    package let name: Text
    package let isClaimed: Bool
    package let clinic: Text
    package let street: Text
    package let city: Text
    package let region: Text
    package let country: Text
    package let postalCode: Text
    package let telephone: Text
    package let latitude: Double?
    package let longitude: Double?
    package let placement: Text?
    /// Whether the place is the centre of a postal code.
    package let isPlacedByPostalCode: Bool
    package let vettedUntil: Instant?
    /// Since when a change for the worse waits that would move it; nil where none does.
    package let heldSince: Instant?
    package let score: Score
    /// By the rule of which jurisdiction the score stays hidden; nil where it does not.
    package let reviewsWithheldBy: Text?
    package let conditions: WordSet<Condition>
    package let languages: WordSet<Language>
    package let features: Listing.Features
    package let credential: ShownCredential?

    /// Where a text stands among the bytes of its rows.
    package struct Text: Sendable {
        fileprivate let start: Int32
        fileprivate let count: Int32

        package var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
    }

    /// The credential that carries the trust, or comes nearest to it.
    package struct ShownCredential: Sendable {
        package let title: Text
        package let credentialClass: Text?
        package let jurisdiction: Text
        package let wording: Text?
        package let standing: Text?
        package let answeredAt: Instant?
        package let registry: Text?
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
    package func listingRows(at locations: [Location.Key]) async throws -> ListingRows {
        if let rows = try listingRowsAtOnce(at: locations) { return rows }
        do {
            return try await pool.unsafeRead { db in
                var rows = ListingRows(reserving: locations.count)
                // Kept alive: a statement's handle does not keep it.
                var statements: [Statement] = []
                let code = try rows.take(locations) { query in
                    let statement = try db.cachedStatement(sql: query.sql)
                    statements.append(statement)
                    return statement.sqliteStatement
                }
                withExtendedLifetime(statements) {}
                guard code == SQLITE_DONE else {
                    throw DatabaseError(resultCode: ResultCode(rawValue: code))
                }
                return rows
            }
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    /// The same, asked on the thread that calls; nil where the answer would have to be waited for.
    package func listingRowsAtOnce(at locations: [Location.Key]) throws -> ListingRows? {
        guard !locations.isEmpty else { return ListingRows() }
        do {
            return try quickReaders.listingRows(at: locations)
        } catch {
            throw StorageError(error, path: path)
        }
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
                    feature_bits, words
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
            features: Listing.Features(rawValue: UInt8(truncatingIfNeeded: integer(14))),
            words: sqlite3_column_text(handle, 15).map { String(cString: $0) } ?? ""
        )
    }
}

// MARK: - Rows

extension ListingRows {
    /// Bytes that the texts of a listing seldom exceed.
    private static let textBytes = 320

    init(reserving count: Int) {
        rows.reserveCapacity(count)
        bytes.reserveCapacity(count * Self.textBytes)
    }

    /// What finds listings: two texts serve every number, since what is not bound is NULL and finds
    /// nothing.
    enum Query {
        case ordinaryPage, longPage

        var sql: String {
            switch self {
            case .ordinaryPage: Self.ordinaryPageText
            case .longPage: Self.longPageText
            }
        }

        /// How many listings it finds at most.
        var capacity: Int {
            switch self {
            case .ordinaryPage: 20
            case .longPage: 100
            }
        }

        private static let ordinaryPageText = text(count: ordinaryPage.capacity)
        private static let longPageText = text(count: longPage.capacity)

        /// One statement for all: one that begins anew for each listing costs twice as much.
        private static func text(count: Int) -> String {
            """
            SELECT location_id, public_id, name, is_claimed, clinic, street, city, region, country,
                postal_code, telephone, latitude, longitude, placement, vetted_until,
                testimonial_count, testimonial_stars, condition_bits, language_bits, feature_bits,
                credential_id, credential_title, credential_class, credential_jurisdiction,
                credential_wording, credential_standing, credential_answered_at, registry_id,
                held_at, reviews_withheld
            FROM (VALUES (?)\(String(repeating: ", (?)", count: count - 1))) AS asked
            CROSS JOIN listing ON location_id = asked.column1
            """
        }
    }

    /// Takes the rows of these listings.
    ///
    /// - Parameters:
    ///   - locations: Which, in the order wanted.
    ///   - prepared: Finds the statement of a query.
    /// - Returns: SQLite's result code: `SQLITE_DONE` where all went well.
    mutating func take(
        _ locations: [Location.Key],
        with prepared: (Query) throws -> OpaquePointer?
    ) rethrows -> Int32 {
        for start in stride(from: 0, to: locations.count, by: Query.longPage.capacity) {
            let some = locations[start...].prefix(Query.longPage.capacity)
            let isOrdinary = some.count <= Query.ordinaryPage.capacity
            let code = take(some, from: try prepared(isOrdinary ? .ordinaryPage : .longPage))
            guard code == SQLITE_DONE else { return code }
        }
        return SQLITE_DONE
    }

    private mutating func take(
        _ locations: ArraySlice<Location.Key>,
        from statement: OpaquePointer?
    ) -> Int32 {
        guard let statement else { return SQLITE_MISUSE }
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        var parameter: Int32 = 1
        for location in locations {
            let code = sqlite3_bind_int64(statement, parameter, location.value)
            guard code == SQLITE_OK else { return code }
            parameter += 1
        }
        while true {
            let code = sqlite3_step(statement)
            guard code == SQLITE_ROW else { return code }
            takeRow(statement)
        }
    }

    private mutating func takeRow(_ statement: OpaquePointer) {
        func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
        func isNull(_ column: Int32) -> Bool {
            sqlite3_column_type(statement, column) == SQLITE_NULL
        }
        func degrees(_ column: Int32) -> Double? {
            isNull(column) ? nil : sqlite3_column_double(statement, column)
        }
        func moment(_ column: Int32) -> Instant? {
            isNull(column) ? nil : Instant(secondsSince1970: integer(column))
        }
        let placement = optionalText(statement, 13)
        rows.append(
            ListingRow(
                location: RowKey(integer(0)),
                publicID: text(statement, 1),
                name: text(statement, 2),
                isClaimed: integer(3) != 0,
                clinic: text(statement, 4),
                street: text(statement, 5),
                city: text(statement, 6),
                region: text(statement, 7),
                country: text(statement, 8),
                postalCode: text(statement, 9),
                telephone: text(statement, 10),
                latitude: degrees(11),
                longitude: degrees(12),
                placement: placement,
                isPlacedByPostalCode: placement.map {
                    bytes[$0.range].elementsEqual(Self.postalCode)
                } ?? false,
                vettedUntil: moment(14),
                heldSince: moment(28),
                score: Score(count: Int(integer(15)), stars: Int(integer(16))),
                reviewsWithheldBy: optionalText(statement, 29),
                conditions: WordSet(bits: UInt64(bitPattern: integer(17))),
                languages: WordSet(bits: UInt64(bitPattern: integer(18))),
                features: Listing.Features(rawValue: UInt8(truncatingIfNeeded: integer(19))),
                credential: isNull(20)
                    ? nil
                    : ListingRow.ShownCredential(
                        title: text(statement, 21),
                        credentialClass: optionalText(statement, 22),
                        jurisdiction: text(statement, 23),
                        wording: optionalText(statement, 24),
                        standing: optionalText(statement, 25),
                        answeredAt: moment(26),
                        registry: optionalText(statement, 27)
                    )
            )
        )
    }

    private static let postalCode = Array(Location.Placement.postalCode.rawValue.utf8)

    private mutating func text(_ statement: OpaquePointer, _ column: Int32) -> ListingRow.Text {
        let start = Int32(bytes.count)
        // Nil for NULL, which the schema forbids where this is asked.
        guard let text = sqlite3_column_text(statement, column) else {
            return ListingRow.Text(start: start, count: 0)
        }
        let count = sqlite3_column_bytes(statement, column)
        bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(count)))
        return ListingRow.Text(start: start, count: count)
    }

    private mutating func optionalText(
        _ statement: OpaquePointer,
        _ column: Int32
    ) -> ListingRow.Text? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : text(statement, column)
    }
}
