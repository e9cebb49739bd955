import Directory
import Foundation
import GRDB

@testable import Storage

/// Random practitioners, written straight into the base tables.
struct SearchWorld {
    let database: Storage.Database
    private var generator: SeededGenerator
    /// The days on which the world is searched; trust runs out at moments of these days.
    static let days: [CalendarDate] = [0, 1, 2, 100, 463].map { CalendarDate.today + $0 }
    /// Moments at which somebody's trust ends.
    private(set) var ends: [Instant] = []
    /// Where somebody practises.
    private(set) var points: [Coordinate] = []

    init(people: Int, seed: UInt64) async throws {
        database = try Storage.Database.empty()
        generator = SeededGenerator(seed: seed)
        try await database.replacePolicies(
            Policies(
                jurisdictions: SampleRegistries.policies(),
                reviewRules: SampleRegistries.reviewRules()
            )
        )
        for _ in 0..<people { statements += try person() }
        try database.execute(statements.joined(separator: ";\n"))
        statements = []
        try await refreshAll()
    }

    private var statements: [String] = []
    private var lastPerson = 0
    private var lastLocation = 0
    private var lastCredential = 0

    private func refreshAll() async throws {
        try await database.write { db in
            for id in try Int64.fetchAll(db, sql: "SELECT id FROM practitioner") {
                try Storage.Database.refreshListings(of: RowKey(id), db)
            }
        }
    }

    /// Changes some people as commands do, each in one of many ways.
    mutating func change(_ count: Int) async throws {
        for _ in 0..<count {
            let id = number(1...lastPerson)
            let changes = [
                "UPDATE practitioner SET profile = 'unclaimed' WHERE id = \(id)",
                "UPDATE practitioner SET npi_deactivated_on = 1 WHERE id = \(id)",
                "UPDATE practitioner SET npi_deactivated_on = NULL, profile = 'claimed' WHERE id = \(id)",
                "UPDATE credential SET standing = 'revoked' WHERE practitioner_id = \(id)",
                "UPDATE credential SET decision = 'approved', standing = 'active', good_until = \(moment().secondsSince1970) WHERE practitioner_id = \(id)",
                "UPDATE location SET latitude = 47.6, longitude = -122.3, placement = 'exact' WHERE practitioner_id = \(id)",
                "UPDATE testimonial SET rating = 5, state = 'published' WHERE practitioner_id = \(id)",
                "DELETE FROM location WHERE practitioner_id = \(id)",
            ]
            try database.execute(changes[number(0...changes.count - 1)])
            let key = Practitioner.Key(Int64(id))
            try await database.write { db in
                try Storage.Database.refreshListings(of: key, db)
            }
        }
    }

    // MARK: - Chance

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        .random(in: range, using: &generator)
    }

    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    /// A moment on one of the days; often one at which somebody's trust ends, or a second beside.
    mutating func moment() -> Instant {
        if let end = ends.randomElement(using: &generator), chance(40) {
            let beside = end + Int64(number(-1...1))
            if Self.days.contains(beside.date) { return beside }
        }
        let day = Self.days.randomElement(using: &generator) ?? .today
        return day.startInUTC + Int64(number(0...86_399))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.randomElement(using: &generator)
    }

    mutating func double(_ range: ClosedRange<Double>) -> Double {
        .random(in: range, using: &generator)
    }

    /// A dense city, a second one, the date line, a pole, anywhere.
    mutating func point() throws -> Coordinate {
        switch number(1...100) {
        case 1...45:
            try Coordinate(
                latitude: 47.6 + double(-0.2...0.2),
                longitude: -122.3 + double(-0.3...0.3)
            )
        case 46...65:
            try Coordinate(
                latitude: 39.7 + double(-0.5...0.5),
                longitude: -105 + double(-0.5...0.5)
            )
        case 66...80: try dateLine()
        case 81...84: try Coordinate(latitude: double(89.5...90), longitude: double(-180...180))
        // One building with many doors.
        case 85...90: try Coordinate(latitude: 47.605, longitude: -122.335)
        default: try Coordinate(latitude: double(-60...75), longitude: double(-180...180))
        }
    }

    private mutating func dateLine() throws -> Coordinate {
        let east = double(-0.4...0.4)
        return try Coordinate(
            latitude: -16.8 + double(-0.4...0.4),
            longitude: east < 0 ? 180 + east : -180 + east
        )
    }

    // MARK: - People

    private mutating func person() throws -> [String] {
        lastPerson += 1
        let id = lastPerson
        let claimed = chance(75)
        var sql = [
            """
            INSERT INTO practitioner (id, public_id, source, source_id, given_name, family_name,
                profile, accepting, accepts_referrals, npi_deactivated_on, created_at, updated_at)
            VALUES (\(id), \(uuid("a", id)), 'file', '\(id)', 'Given', 'Family\(id)',
                '\(claimed ? "claimed" : "unclaimed")', \(maybe()), \(maybe()),
                \(chance(2) ? "1" : "NULL"), 0, 0)
            """
        ]
        for _ in 0..<(chance(15) ? number(2...3) : 1) { sql.append(try location(of: id)) }
        for _ in 0..<number(0...3) { sql += credential(of: id) }
        for (table, words) in [
            ("condition", Condition.allCases.prefix(8).map(\.rawValue)),
            ("language", Language.allCases.map(\.rawValue)),
            ("technique", Technique.allCases.prefix(6).map(\.rawValue)),
            ("payer", Payer.allCases.prefix(5).map(\.rawValue)),
        ] {
            for word in words where chance(table == "language" ? 8 : 30) {
                sql.append("INSERT INTO practitioner_\(table) VALUES (\(id), '\(word)')")
            }
        }
        let testimonials = chance(30) ? 0 : number(1...14)
        for place in 0..<testimonials {
            sql.append(
                """
                INSERT INTO testimonial (public_id, practitioner_id, rating, text, written_on, state)
                VALUES (\(uuid("d", id * 100 + place)), \(id), \(min(5, number(1...9))), 'Kind.', 0,
                    '\(chance(90) ? "published" : "held")')
                """
            )
        }
        return sql
    }

    private mutating func location(of id: Int) throws -> String {
        lastLocation += 1
        var place = "NULL, NULL, NULL"
        if chance(96) {
            let point = try point()
            points.append(point)
            place = "\(point.latitude), \(point.longitude), 'exact'"
        }
        let region =
            pick([
                "'WA', 'US'", "'WA', 'US'", "'WA', 'US'", "'CO', 'US'", "'WY', 'US'", "'TX', 'US'",
                "'', 'US'",
            ]) ?? ""
        return """
            INSERT INTO location (id, public_id, practitioner_id, source, city, region, country,
                latitude, longitude, placement, telehealth, wheelchair)
            VALUES (\(lastLocation), \(uuid("b", lastLocation)), \(id), 'file', 'City', \(region),
                \(place), \(maybe()), \(maybe()))
            """
    }

    private mutating func credential(of id: Int) -> [String] {
        lastCredential += 1
        let key = lastCredential
        let kind =
            pick([
                "'licence', 'statutory', 'US-WA'", "'licence', 'statutory', 'US-WA'",
                "'licence', 'statutory', 'US-WA'", "'licence', 'statutory', 'US-CO'",
                "'registration', 'statutory', 'US'", "'training', 'statutory', 'US-WA'",
                "'national_certification', 'accredited', 'US'",
                "'registration', 'accredited', 'US-WY'", "'training', 'certificate', 'US-WA'",
                "'identity', NULL, 'US'",
            ]) ?? ""
        let issued = CalendarDate.today.daysSince1970 - Int32(number(0...14_000))
        let expires =
            chance(70) ? "\(Int(CalendarDate.today.daysSince1970) + number(-900...900))" : "NULL"
        let history = history(after: Int(issued))
        let standing = history.last?.standing ?? "NULL"
        var until = "NULL"
        if chance(80) {
            let end = moment() + (chance(20) ? 40 * secondsPerDay : 0)
            ends.append(end)
            until = "\(end.secondsSince1970)"
        }
        let decision = chance(80) ? "approved" : pick(["pending", "rejected", "withdrawn"]) ?? ""
        var matched = "NULL"
        if !history.isEmpty {
            // Often to the second thirty days before a moment of search.
            let asked = moment()
            if chance(50) { ends.append(asked) }
            matched = "\((asked - 30 * secondsPerDay).secondsSince1970)"
        }
        let sql = """
            INSERT INTO credential (id, public_id, practitioner_id, kind, class, jurisdiction,
                number, folded_number, source, created_at, standing, decision,
                discipline_covered, good_until, expires_on, first_issued_on, matched_at)
            VALUES (\(key), \(uuid("c", key)), \(id), \(kind), 'ZX\(key)', 'ZX\(key)', 'file', 0,
                \(standing == "NULL" ? standing : "'\(standing)'"), '\(decision)',
                \(chance(50) ? 1 : 0), \(until), \(expires), \(chance(85) ? "\(issued)" : "NULL"),
                \(matched))
            """
        return [sql]
            + history.map { seen in
                """
                INSERT INTO credential_history (credential_id, changed_at, standing, decision,
                    discipline_covered)
                VALUES (\(key), \(seen.day * 86_400 + number(0...86_399)), '\(seen.standing)',
                    '\(decision)', 0)
                """
            }
    }

    /// What was seen of a credential, mostly that it is active and no more.
    private mutating func history(after issued: Int) -> [(day: Int, standing: String)] {
        guard chance(90) else { return [] }
        let standings =
            chance(60)
            ? ["active"]
            : pick([
                ["active", "suspended", "active"], ["provisional", "active"], ["expired"],
                ["unknown"], ["active", "unknown", "active"], ["pending"], ["revoked"],
                ["active", "lapsed_grace", "expired", "active_restricted"],
                ["expired", "active", "inactive", "expired", "active"], ["unknown", "provisional"],
            ]) ?? []
        var day = issued + number(0...3000)
        return standings.map { standing in
            day += number(1...400)
            return (day, standing)
        }
    }

    private mutating func maybe() -> String { pick(["0", "1", "1", "NULL"]) ?? "NULL" }

    private func uuid(_ letter: Character, _ number: Int) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: 12 - digits.count) + digits
        return "'\(letter)0000000-0000-7000-8000-\(padded)'"
    }
}
