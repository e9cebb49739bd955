import Directory
import Testing

@testable import Storage

@Suite struct GazetteerTests {
    static let places: [(name: String, region: String, country: String, people: Int)] = [
        ("Portland", "OR", "US", 650_000), ("Portland", "ME", "US", 68_000),
        ("London", "ON", "CA", 383_000), ("London", "KY", "US", 8_000),
        ("London", "OH", "US", 8_000),
        ("Montréal", "QC", "CA", 1_700_000), ("St. John's", "NL", "CA", 110_000),
        ("Winston-Salem", "NC", "US", 250_000), ("Coeur d'Alene", "ID", "US", 50_000),
        ("Ely", "NV", "US", 4_000),
    ]

    private func database() async throws -> Database {
        let database = try Database.empty()
        let places = try Self.places.enumerated().map { index, place in
            Place(
                name: place.name,
                region: place.region,
                country: place.country,
                coordinate: try Coordinate(latitude: 40 + Double(index), longitude: -100),
                population: place.people
            )
        }
        let codes = try [
            ("98101", "Seattle", "WA", "US", 47.61), ("02134", "Boston", "MA", "US", 42.35),
            ("V6B", "Vancouver", "BC", "CA", 49.28), ("00501", "", "NY", "US", 40.8),
        ].map { code, place, region, country, latitude in
            PostalCode(
                code: code,
                place: place,
                region: region,
                country: country,
                coordinate: try Coordinate(latitude: latitude, longitude: -120)
            )
        }
        try await database.replaceGazetteer(places: places, postalCodes: codes)
        return database
    }

    @Test(arguments: [
        // The largest of several, or the one in the region or country.
        ("Portland", "Portland", "OR"), ("Portland, ME", "Portland", "ME"),
        ("portland,me", "Portland", "ME"), ("London", "London", "ON"),
        ("London, US", "London", "KY"), ("London, OH, US", "London", "OH"),
        ("London, ON, CA", "London", "ON"),
        // Marks, points, apostrophes and hyphens do not matter.
        ("Montreal", "Montréal", "QC"), ("MONTRÉAL, QC", "Montréal", "QC"),
        ("St Johns", "St. John's", "NL"), ("st. john’s", "St. John's", "NL"),
        ("winston salem", "Winston-Salem", "NC"), ("Coeur dAlene", "Coeur d'Alene", "ID"),
        ("  Portland ,  ME ", "Portland", "ME"),
        // Postal codes, in full or in part.
        ("98101", "Seattle", "WA"), ("98101-1234", "Seattle", "WA"),
        ("981011234", "Seattle", "WA"), ("02134", "Boston", "MA"),
        ("V6B", "Vancouver", "BC"), ("v6b 1a1", "Vancouver", "BC"),
        ("V6B1A1", "Vancouver", "BC"),
        // Without a name of its own, the code is the name.
        ("00501", "00501", "NY"),
        // Three letters that are no postal code are a place.
        ("Ely", "Ely", "NV"),
    ])
    func `a place is found as people type it`(
        text: String,
        name: String,
        region: String
    ) async throws {
        let index = try await database().placeIndex().index
        guard case .place(let place) = index.meaning(of: text) else {
            Issue.record("\(text) is no place")
            return
        }
        #expect(place.name == name)
        #expect(place.region == region)
    }

    @Test(arguments: [
        "", " ", ",", "Nowhere", "Portland, TX", "London, ON, US", "London, ON, CA, Earth", "99999",
        "1234", "V6", "X9X", "Port", "%", "Portland' OR '1'='1", "9810a",
        String(repeating: "a", count: 100_000),
    ])
    func `what is no place is not known`(text: String) async throws {
        let index = try await database().placeIndex().index
        guard case .unknown = index.meaning(of: text) else {
            Issue.record("\(text) is taken for a place")
            return
        }
    }

    @Test func `a new gazetteer takes the place of the old`() async throws {
        let database = try await database()
        let before = try await database.placeIndex()
        #expect(try await database.placesEdition() == before.edition)
        try await database.replaceGazetteer(places: [], postalCodes: [])

        let after = try await database.placeIndex()
        #expect(after.index.meaning(of: "Portland") == .unknown(nearest: []))
        #expect(after.index.meaning(of: "98101") == .unknown(nearest: []))
        #expect(after.edition != before.edition)
    }

    // MARK: - Locations by postal code

    @Test(arguments: [
        ("98101", "US", 47.61), ("98101-1234", "US", 47.61), ("981011234", "US", 47.61),
        // Spreadsheets have eaten the zeros in front.
        ("2134", "US", 42.35), ("21341234", "US", 42.35), ("501", "US", 40.8),
        ("V6B 1A1", "CA", 49.28), ("v6b1a1", "CA", 49.28),
    ])
    func `a location without a point stands at the centre of its postal code`(
        code: String,
        country: String,
        latitude: Double
    ) async throws {
        let database = try await database()
        var alice = try PractitionerRecord.alice
        alice.locations = [
            Location(city: "Somewhere", region: "WA", country: country, postalCode: code)
        ]
        _ = try await database.apply([alice], at: .now)

        let location = try #require(try await database.profile(of: alice).places.first?.location)
        #expect(location.coordinate?.latitude == latitude)
        #expect(location.placement == .postalCode)
        // The same again is the same place.
        #expect(try await database.apply([alice], at: .days(1)) == [.unchanged])
    }

    @Test(arguments: [("", "US"), ("99999", "US"), ("98101", "CA"), ("V6B 1A1", "US"), ("X", "GB")])
    func `a location whose postal code is unknown is listed without a point`(
        code: String,
        country: String
    ) async throws {
        let database = try await database()
        var alice = try PractitionerRecord.alice
        alice.locations = [
            Location(city: "Somewhere", region: "WA", country: country, postalCode: code)
        ]
        _ = try await database.apply([alice], at: .now)

        let listings = try await database.listings()
        #expect(listings.count == 1)
        #expect(listings.first?.coordinate == nil)
    }

    @Test func `a point that came with the address is exact`() async throws {
        let database = try await database()
        var alice = try PractitionerRecord.alice
        alice.locations = [try .seattle]
        alice.locations[0].placement = nil
        _ = try await database.apply([alice], at: .now)

        let location = try #require(try await database.profile(of: alice).places.first?.location)
        #expect(location.coordinate?.longitude == -122.33)
        #expect(location.placement == .exact)
    }
}
