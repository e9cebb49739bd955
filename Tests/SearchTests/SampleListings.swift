import Directory
import Foundation

/// The same numbers in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func happens(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &self) < probability
    }

    mutating func below(_ limit: Int) -> Int {
        Int.random(in: 0..<limit, using: &self)
    }
}

extension Instant {
    /// A leap day, a minute and a half before noon.
    static let noon = Instant(secondsSince1970: 1_835_438_310)
}

extension Coordinate {
    static func degrees(_ latitude: Double, _ longitude: Double) throws -> Coordinate {
        try Coordinate(latitude: latitude, longitude: longitude)
    }

    /// By the haversine formula, which the index does not use.
    func haversineMetres(to other: Coordinate) -> Double {
        let north = (other.latitude - latitude) * .pi / 180
        let east = (other.longitude - longitude) * .pi / 180
        let half =
            pow(sin(north / 2), 2)
            + cos(latitude * .pi / 180) * cos(other.latitude * .pi / 180) * pow(sin(east / 2), 2)
        return 2 * Coordinate.earthRadius * atan2(sqrt(half), sqrt(max(0, 1 - half)))
    }
}

/// An invented world with everything that is hard about places and moments.
struct SampleWorld {
    private(set) var generator: SeededGenerator
    private var spots: [Coordinate] = []
    private var nextLocation: Int64 = 1

    /// Towns, the date line, both poles, the equator and a corner of two cells.
    static let centers: [(Double, Double)] = [
        (47.61, -122.33), (39.74, -104.99), (41.88, -87.63), (-16.5, 179.99), (-16.5, -180),
        (66.2, 180), (89.99, 12), (90, -40), (-89.97, 100), (0, 0), (40.05, -75.1),
    ]

    init(seed: UInt64) throws {
        generator = SeededGenerator(seed: seed)
        // A few exact spots that many share, so that distances tie.
        for (latitude, longitude) in Self.centers {
            for _ in 0..<3 { spots.append(try near(latitude, longitude, degrees: 0.2)) }
        }
    }

    private mutating func near(
        _ latitude: Double,
        _ longitude: Double,
        degrees: Double
    ) throws -> Coordinate {
        let north = min(max(latitude + .random(in: -degrees...degrees, using: &generator), -90), 90)
        let stretch = max(cos(latitude * .pi / 180), 0.001)
        let turn = Double.random(in: -degrees...degrees, using: &generator) / stretch
        var east = (longitude + turn).remainder(dividingBy: 360)
        if generator.happens(0.02) { east = 180 }
        return try Coordinate(latitude: north, longitude: min(max(east, -180), 180))
    }

    private mutating func coordinate() throws -> Coordinate? {
        if generator.happens(0.04) { return nil }
        if generator.happens(0.2) { return spots.randomElement(using: &generator) }
        let (latitude, longitude) = Self.centers[generator.below(Self.centers.count)]
        let spread = [0.01, 0.3, 3][generator.below(3)]
        return try near(latitude, longitude, degrees: spread)
    }

    private mutating func bits(of count: Int, _ draws: Int) -> UInt64 {
        (0..<generator.below(draws + 1)).reduce(0) { bits, _ in
            bits | 1 << UInt64(generator.below(count))
        }
    }

    private mutating func day(around day: CalendarDate) -> CalendarDate {
        // Anniversaries to the day, and days around them.
        let years = generator.below(30)
        return generator.happens(0.3)
            ? day.yearsEarlier(years) - (generator.below(3) - 1)
            : day - generator.below(11_000)
    }

    /// All listings of one practitioner.
    mutating func listings(of practitioner: Int64, at now: Instant = .noon) throws -> [Listing] {
        let count = generator.happens(0.2) ? 2 + generator.below(3) : 1
        let near = try coordinate()
        let reviews = generator.happens(0.4) ? generator.below(7) : generator.below(40)
        let stars = (0..<reviews).reduce(0) { sum, _ in sum + 1 + generator.below(5) }
        let experience: Experience? =
            generator.happens(0.1)
            ? nil
            : Experience(
                since: day(around: now.date),
                until: generator.happens(0.1) ? day(around: now.date + 400) : nil
            )
        return try (0..<count).map { _ in
            defer { nextLocation += 1 }
            let moment: Instant? =
                switch generator.below(10) {
                case 0: nil
                case 1: now - Int64(generator.below(3))
                case 2: now + Int64(generator.below(3))
                case 3: now + Int64(generator.below(90))
                default: now + Int64(generator.below(2_600_000))
                }
            return Listing(
                practitioner: Practitioner.Key(practitioner),
                location: Location.Key(nextLocation),
                coordinate: generator.happens(0.5) ? near : try coordinate(),
                vettedUntil: moment,
                verifiedAt: generator.happens(0.1)
                    ? nil : now - Int64(generator.below(40)) * 21_600,
                experience: experience,
                score: Score(count: reviews, stars: stars),
                conditions: WordSet(bits: bits(of: 30, 12)),
                languages: WordSet(bits: bits(of: 37, 4)),
                techniques: WordSet(bits: bits(of: 15, 6)),
                payers: WordSet(bits: bits(of: 16, 6)),
                features: Listing.Features(
                    rawValue: UInt8(bits(of: 7, 7)) | UInt8(bits(of: 7, 7))
                )
            )
        }
    }

    mutating func listings(ofPractitioners practitioners: ClosedRange<Int64>) throws -> [Listing] {
        try practitioners.flatMap { try listings(of: $0) }
    }

    mutating func query() throws -> PractitionerQuery {
        var query = PractitionerQuery()
        if generator.happens(0.75) {
            let (latitude, longitude) = Self.centers[generator.below(Self.centers.count)]
            let center = try near(latitude, longitude, degrees: 0.3)
            let radius = [1, 5.5, 25, 25, 100, 500][generator.below(6)]
            query.circle = PractitionerQuery.Circle(center: center, radiusKilometres: radius)
        }
        if generator.happens(0.4) { query.minYears = generator.below(20) }
        if generator.happens(0.25) { query.minRatingHundredths = generator.below(501) }
        if generator.happens(0.25) { query.minReviews = generator.below(12) }
        if generator.happens(0.3) { query.conditions.bits = bits(of: 30, 5) }
        if generator.happens(0.3) { query.languages.bits = bits(of: 37, 5) }
        if generator.happens(0.2) { query.techniques.bits = bits(of: 15, 4) }
        if generator.happens(0.2) { query.payers.bits = bits(of: 16, 4) }
        if generator.happens(0.3) {
            query.credentialClass = Credential.Class.allCases.randomElement(using: &generator)
        }
        query.accepting = generator.happens(0.15)
        query.acceptsReferrals = generator.happens(0.15)
        query.telehealth = generator.happens(0.15)
        query.wheelchair = generator.happens(0.15)
        if generator.happens(0.25) { query.verifiedWithinDays = generator.below(11) }
        query.vettedOnly = generator.happens(0.7)
        query.sort = PractitionerQuery.Sort.allCases.randomElement(using: &generator) ?? .best
        if query.circle == nil, query.sort == .distance { query.sort = .best }
        query.limit = 1 + generator.below(30)
        return query
    }

    mutating func below(_ limit: Int) -> Int { generator.below(limit) }
}

extension Coordinate {
    /// The point that lies so many radians along the great circle that leaves in a direction.
    func moved(by reach: Double, turn: Double) throws -> Coordinate {
        let north = latitude * .pi / 180
        let sine = min(max(sin(north) * cos(reach) + cos(north) * sin(reach) * cos(turn), -1), 1)
        let east = atan2(sin(turn) * sin(reach) * cos(north), cos(reach) - sin(north) * sine)
        let degrees = (longitude + east * 180 / .pi).remainder(dividingBy: 360)
        return try Coordinate(latitude: asin(sine) * 180 / .pi, longitude: degrees)
    }
}
