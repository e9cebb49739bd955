/// The towns and postal codes of the United States and Canada, out of the seed's own gazetteer.
package struct Gazetteer: Sendable {
    package enum LookUpError: Error, CustomStringConvertible {
        case unknownTown(String, region: String)
        case noPostalCode(String, region: String)

        package var description: String {
            switch self {
            case .unknownTown(let town, let region):
                "The gazetteer has no town \(town) in \(region)."
            case .noPostalCode(let town, let region):
                "The gazetteer has no postal code for \(town) in \(region)."
            }
        }
    }

    struct Point: Hashable, Sendable {
        var latitude: Double
        var longitude: Double
    }

    struct PostalCode: Sendable {
        let code: String
        /// Without marks on letters.
        let place: String
        let point: Point
    }

    private var centres: [String: Point] = [:]
    private var codesByRegion: [String: [PostalCode]] = [:]
    private var codesByTown: [String: [PostalCode]] = [:]

    /// Reads the text of `gazetteer/cities.csv` and `gazetteer/postal_codes.csv`.
    package init(cities: String, postalCodes: String) {
        for row in Table(reading: cities).rows where Self.isHere(row) {
            let key = Self.key(row[1], row[2])
            guard centres[key] == nil, let point = Self.point(row[3], row[4]) else { continue }
            centres[key] = point
        }
        for row in Table(reading: postalCodes).rows where Self.isHere(row) {
            guard let point = Self.point(row[4], row[5]) else { continue }
            let code = PostalCode(code: row[1], place: plainLetters(row[2]), point: point)
            codesByRegion[row[3], default: []].append(code)
            codesByTown[Self.key(row[2], row[3]), default: []].append(code)
        }
    }

    /// Finds a town's centre and the postal codes an address there may bear, nearest first.
    func town(_ name: String, region: String, country: String) throws(LookUpError) -> (
        centre: Point, codes: [PostalCode]
    ) {
        let regional = codesByRegion[region] ?? []
        let plainName = plainLetters(name)
        // A Canadian code's place names a part of a town, or its surroundings.
        let own =
            country == "CA"
            ? regional.filter { $0.place.contains(plainName) }
            : codesByTown[Self.key(name, region)] ?? []
        guard let centre = centres[Self.key(name, region)] ?? own.first?.point else {
            throw .unknownTown(name, region: region)
        }
        // A suburb may share the codes of the city beside it.
        let near = (own.isEmpty ? regional : own)
            .map { (code: $0, distance: centre.squaredKilometres(to: $0.point)) }
            .sorted { ($0.distance, $0.code.code) < ($1.distance, $1.code.code) }
        guard let first = near.first, first.distance < 80 * 80 else {
            throw .noPostalCode(name, region: region)
        }
        let reach = own.isEmpty ? 5.0 : 9.0
        return (
            centre, near.filter { $0.distance <= max(first.distance, reach * reach) }.map(\.code)
        )
    }

    private static func isHere(_ row: [String]) -> Bool {
        row.count == 6 && (row[0] == "US" || row[0] == "CA")
    }

    private static func point(_ latitude: String, _ longitude: String) -> Point? {
        guard let latitude = Double(latitude), let longitude = Double(longitude) else { return nil }
        return Point(latitude: latitude, longitude: longitude)
    }

    /// Brings together what the two files write differently, as Saint Louis and New York.
    private static func key(_ town: String, _ region: String) -> String {
        var name = Substring(town)
        if region == "NY", name == "New York City" {
            name = "New York"
        }
        guard name.hasPrefix("St. ") else { return "\(region)/\(name)" }
        return "\(region)/Saint \(name.dropFirst(4))"
    }
}

extension Gazetteer.Point {
    /// The square of a distance, near enough for choosing among neighbours.
    func squaredKilometres(to other: Self) -> Double {
        let north = (other.latitude - latitude) * kilometresPerDegree
        let east = (other.longitude - longitude) * kilometresPerDegree * cosine(degrees: latitude)
        return north * north + east * east
    }

    func moved(north: Double, east: Double) -> Self {
        Self(
            latitude: latitude + north / kilometresPerDegree,
            longitude: longitude + east / (kilometresPerDegree * cosine(degrees: latitude))
        )
    }
}

/// Kilometres in a degree of latitude on a sphere of radius 6,371.0088 km.
let kilometresPerDegree = 111.195_08

/// The cosine of an angle up to a right angle, within 0.00003, the same on every machine.
func cosine(degrees: Double) -> Double {
    let square = degrees * degrees * (0.017_453_292_519_943_295 * 0.017_453_292_519_943_295)
    return 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)))
}

/// Writes degrees with five decimals, about a metre.
func written(degrees: Double) -> String {
    let scaled = Int((degrees.magnitude * 100_000).rounded())
    let fraction = String(scaled % 100_000)
    let zeros = String(repeating: "0", count: 5 - fraction.utf8.count)
    return "\(degrees < 0 ? "-" : "")\(scaled / 100_000).\(zeros)\(fraction)"
}
