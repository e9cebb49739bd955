package import Directory
import GRDB

/// A place that people type.
package struct Place: Hashable, Sendable {
    package let name: String
    package let region: String
    package let country: String
    package let coordinate: Coordinate
    /// 0 where unknown.
    package let population: Int

    package init(
        name: String,
        region: String,
        country: String,
        coordinate: Coordinate,
        population: Int
    ) {
        self.name = name
        self.region = region
        self.country = country
        self.coordinate = coordinate
        self.population = population
    }
}

/// The centre of a postal code.
package struct PostalCode: Hashable, Sendable {
    /// `98101`, or for Canada the first three characters, `V6B`.
    package let code: String
    package let place: String
    package let region: String
    package let country: String
    package let coordinate: Coordinate

    package init(
        code: String,
        place: String,
        region: String,
        country: String,
        coordinate: Coordinate
    ) {
        self.code = code
        self.place = place
        self.region = region
        self.country = country
        self.coordinate = coordinate
    }
}

extension Database {
    /// Makes the gazetteer the given one; the same one again changes nothing.
    ///
    /// - Returns: Whether anything changed.
    @discardableResult
    package func replaceGazetteer(
        places: [Place],
        postalCodes: [PostalCode]
    ) async throws -> Bool {
        try await write { db in
            var changed = false
            if try Self.places(db) != places {
                try Self.replacePlaces(by: places, db)
                changed = true
            }
            let sorted = postalCodes.sorted { ($0.country, $0.code) < ($1.country, $1.code) }
            if try Self.postalCodes(db) != sorted {
                try Self.replacePostalCodes(by: sorted, db)
                changed = true
            }
            if changed { try Self.notePlacesChanged(db) }
            return changed
        }
    }

    private static func places(_ db: Connection) throws -> [Place] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT name, region, country, latitude, longitude, population FROM place
                ORDER BY id
                """
        )
        return try statement.all { row in
            Place(
                name: row[0],
                region: row[1],
                country: row[2],
                coordinate: try Coordinate(latitude: row[3], longitude: row[4]),
                population: row[5]
            )
        }
    }

    private static func replacePlaces(by places: [Place], _ db: Connection) throws {
        try db.execute(sql: "DELETE FROM place")
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO place (country, region, name, latitude, longitude, population)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        for place in places {
            try insertion.run(
                place.country,
                place.region,
                place.name,
                place.coordinate.latitude,
                place.coordinate.longitude,
                place.population
            )
        }
    }

    private static func postalCodes(_ db: Connection) throws -> [PostalCode] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT code, place, region, country, latitude, longitude FROM postal_code
                ORDER BY country, code
                """
        )
        return try statement.all { row in
            PostalCode(
                code: row[0],
                place: row[1],
                region: row[2],
                country: row[3],
                coordinate: try Coordinate(latitude: row[4], longitude: row[5])
            )
        }
    }

    private static func replacePostalCodes(
        by postalCodes: [PostalCode],
        _ db: Connection
    ) throws {
        try db.execute(sql: "DELETE FROM postal_code")
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO postal_code (country, code, place, region, latitude, longitude)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        for code in postalCodes {
            try insertion.run(
                code.country,
                code.code,
                code.place,
                code.region,
                code.coordinate.latitude,
                code.coordinate.longitude
            )
        }
    }

    /// Everything that is known of places, to be searched in memory, and a number that changes with it.
    package func placeIndex() async throws -> (index: PlaceIndex, edition: Int64) {
        let (edition, places, codes, names) = try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT code, name FROM jurisdiction ORDER BY code"
            )
            let names = try statement.all { row in
                (jurisdiction: try Jurisdiction(row[0] as String), name: row[1] as String)
            }
            return (
                try Self.placesEdition(db), try Self.places(db), try Self.postalCodes(db), names
            )
        }
        return (PlaceIndex(places: places, postalCodes: codes, jurisdictions: names), edition)
    }

    /// Another number after the gazetteer or the name of a jurisdiction changed.
    package func placesEdition() async throws -> Int64 {
        try await read(Self.placesEdition)
    }

    private static func placesEdition(_ db: Connection) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT places_edition FROM installation WHERE id = 1") ?? 0
    }

    static func notePlacesChanged(_ db: Connection) throws {
        try db.execute(
            sql: "UPDATE installation SET places_edition = ? WHERE id = 1",
            arguments: [newEdition()]
        )
    }

    static func postalCodeCenter(
        _ postalCode: String,
        in country: String,
        _ db: Connection
    ) throws -> Coordinate? {
        guard let code = normalized(postalCode: postalCode, in: country) else { return nil }
        let statement = try db.cachedStatement(
            sql: "SELECT latitude, longitude FROM postal_code WHERE country = ? AND code = ?"
        )
        return try statement.first(country, code) { row in
            try Coordinate(latitude: row[0], longitude: row[1])
        }
    }

    /// A postal code as the gazetteer has it: five digits in the US, three characters in Canada.
    static func normalized(postalCode: String, in country: String) -> String? {
        let plain = postalCode.filter { $0 != " " && $0 != "-" }.uppercased()
        switch country {
        case "US":
            guard plain.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
            switch plain.utf8.count {
            case 5, 9: return String(plain.prefix(5))
            // Spreadsheets eat the zeros in front.
            case 3, 4: return String(repeating: "0", count: 5 - plain.utf8.count) + plain
            case 7, 8:
                return String(
                    (String(repeating: "0", count: 9 - plain.utf8.count) + plain).prefix(5)
                )
            default: return nil
            }
        case "CA": return plain.utf8.count >= 3 ? String(plain.prefix(3)) : nil
        default: return plain.isEmpty ? nil : plain
        }
    }
}
