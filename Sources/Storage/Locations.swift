import Directory
import GRDB

extension Database {
    @discardableResult
    static func insert(
        _ location: Location,
        of key: Practitioner.Key,
        source: PractitionerRecord.Source,
        at now: Instant,
        _ db: Connection
    ) throws -> (key: Location.Key, location: Location) {
        let placed = try place(location, db)
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO location (public_id, practitioner_id, source, clinic, street, city,
                    region, country, postal_code, latitude, longitude, placement, telephone,
                    wheelchair, telehealth)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try insertion.run(
            PublicID.made(at: now),
            key.value,
            source.rawValue,
            placed.clinic,
            placed.street,
            placed.city,
            placed.region,
            placed.country,
            placed.postalCode,
            placed.coordinate?.latitude,
            placed.coordinate?.longitude,
            placed.placement?.rawValue,
            placed.telephone,
            placed.wheelchair,
            placed.telehealth
        )
        let locationKey = Location.Key(db.lastInsertedRowID)
        let hours = try db.cachedStatement(
            sql: """
                INSERT INTO opening_hours (location_id, weekday, opens, closes)
                VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        )
        for span in placed.hours.spans {
            try hours.run(locationKey.value, span.weekday.rawValue, span.opens, span.closes)
        }
        return (locationKey, placed)
    }

    /// Makes the locations that one source reported the ones it reports now.
    static func replaceLocations(
        of key: Practitioner.Key,
        by locations: [Location],
        from source: PractitionerRecord.Source,
        at now: Instant,
        _ db: Connection
    ) throws {
        // NPPES gives one location, without hours: when it moves, it stays the same location.
        let isSingle = source == .nppes && locations.count == 1
        var stored = try self.locations(of: key, from: source, withHours: !isSingle, db)
        for location in try locations.map({ try place($0, db) }) {
            if let index = stored.firstIndex(where: { $0.location == location }) {
                stored.remove(at: index)
            } else if isSingle, let moved = stored.popLast() {
                try move(moved.key, to: location, db)
            } else {
                try insert(location, of: key, source: source, at: now, db)
            }
        }
        let removal = try db.cachedStatement(sql: "DELETE FROM location WHERE id = ?")
        for gone in stored { try removal.run(gone.key.value) }
    }

    private static func move(
        _ key: Location.Key,
        to location: Location,
        _ db: Connection
    ) throws {
        let change = try db.cachedStatement(
            sql: """
                UPDATE location SET clinic = ?, street = ?, city = ?, region = ?, country = ?,
                    postal_code = ?, latitude = ?, longitude = ?, placement = ?, telephone = ?
                WHERE id = ?
                """
        )
        try change.run(
            location.clinic,
            location.street,
            location.city,
            location.region,
            location.country,
            location.postalCode,
            location.coordinate?.latitude,
            location.coordinate?.longitude,
            location.placement?.rawValue,
            location.telephone,
            key.value
        )
    }

    static func locations(
        of key: Practitioner.Key,
        from source: PractitionerRecord.Source? = nil,
        withHours: Bool = true,
        _ db: Connection
    ) throws -> [(key: Location.Key, publicID: String, location: Location)] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, public_id, clinic, street, city, region, country, postal_code, latitude,
                    longitude, placement, telephone, wheelchair, telehealth
                FROM location
                WHERE practitioner_id = ?1 AND source = coalesce(?2, source)
                ORDER BY id
                """
        )
        return try statement.all(key.value, source?.rawValue) { row in
            let locationKey = Location.Key(row[0])
            let hours = withHours ? try self.hours(of: locationKey, db) : OpeningHours()
            return (locationKey, row[1], try location(row, hours: hours))
        }
    }

    private static func location(_ row: StatementRow, hours: OpeningHours) throws -> Location {
        let latitude: Double? = row[8]
        let longitude: Double? = row[9]
        let placement: String? = row[10]
        var coordinate: Coordinate?
        if let latitude, let longitude {
            coordinate = try Coordinate(latitude: latitude, longitude: longitude)
        }
        return Location(
            clinic: row[2],
            street: row[3],
            city: row[4],
            region: row[5],
            country: row[6],
            postalCode: row[7],
            coordinate: coordinate,
            placement: placement.flatMap(Location.Placement.init),
            telephone: row[11],
            hours: hours,
            wheelchair: row[12],
            telehealth: row[13]
        )
    }

    private static func hours(of key: Location.Key, _ db: Connection) throws -> OpeningHours {
        let statement = try db.cachedStatement(
            sql: """
                SELECT weekday, opens, closes FROM opening_hours WHERE location_id = ?
                ORDER BY instr('motuwethfrsasu', weekday), opens
                """
        )
        let spans = try statement.all(key.value) { row in
            OpeningHours.Span(weekday: try known(row[0]), opens: row[1], closes: row[2])
        }
        return OpeningHours(spans: spans)
    }

    /// The location with the centre of its postal code, where it brings no point of its own.
    static func place(_ location: Location, _ db: Connection) throws -> Location {
        var placed = location
        if location.coordinate != nil {
            placed.placement = location.placement ?? .exact
        } else {
            let center = try postalCodeCenter(location.postalCode, in: location.country, db)
            placed.coordinate = center
            placed.placement = center == nil ? nil : .postalCode
        }
        return placed
    }
}
