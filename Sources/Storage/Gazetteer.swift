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
                INSERT INTO place (country, region, name, folded_name, latitude, longitude,
                    population)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        for place in places {
            try insertion.run(
                place.country,
                place.region,
                place.name,
                PersonName.folded(place.name),
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

    /// The place that a person most likely means: a postal code, or a name with or without its
    /// region and country (`Portland`, `Portland, ME`, `London, ON, CA`); the largest of several.
    package func place(named text: String) async throws -> Place? {
        try await read { db in
            if let code = try Self.postalCode(text, db) { return code }
            let parts = text.split(separator: ",").map { PersonName.folded(String($0)) }
                .map { $0.split(separator: " ").joined(separator: " ") }
            guard let name = parts.first, !name.isEmpty, parts.count <= 3 else { return nil }
            let statement = try db.cachedStatement(
                sql: """
                    SELECT name, region, country, latitude, longitude, population FROM place
                    WHERE folded_name = ?1 AND (?2 IS NULL OR region = ?2 OR country = ?2)
                        AND (?3 IS NULL OR country = ?3)
                    ORDER BY population DESC, id LIMIT 1
                    """
            )
            let arguments: StatementArguments = [
                name, parts.count > 1 ? parts[1] : nil, parts.count > 2 ? parts[2] : nil,
            ]
            return try Row.fetchOne(statement, arguments: arguments).map { row in
                Place(
                    name: row[0],
                    region: row[1],
                    country: row[2],
                    coordinate: try Coordinate(latitude: row[3], longitude: row[4]),
                    population: row[5]
                )
            }
        }
    }

    private static func postalCode(_ text: String, _ db: Connection) throws -> Place? {
        let plain = text.filter { $0 != " " && $0 != "-" }.uppercased()
        let isZIP = plain.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        let country = isZIP ? "US" : "CA"
        guard isZIP ? [5, 9].contains(plain.utf8.count) : [3, 6].contains(plain.utf8.count),
            let code = normalized(postalCode: plain, in: country)
        else { return nil }
        let statement = try db.cachedStatement(
            sql: """
                SELECT place, region, latitude, longitude FROM postal_code
                WHERE country = ? AND code = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [country, code]).map { row in
            let name: String = row[0]
            return Place(
                name: name.isEmpty ? code : name,
                region: row[1],
                country: country,
                coordinate: try Coordinate(latitude: row[2], longitude: row[3]),
                population: 0
            )
        }
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
    private static func normalized(postalCode: String, in country: String) -> String? {
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
