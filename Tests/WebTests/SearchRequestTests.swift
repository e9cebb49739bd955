import Directory
import Testing
@testable import Web

@Suite struct SearchRequestTests {
    private func request(_ query: String) throws -> SearchRequest {
        try SearchRequest(target: "/v1/practitioners?" + query)
    }

    @Test func `every parameter reaches the query`() throws {
        let query = try request(
            "q=hoa+nguyen&near=47.6,-122.3&radius_km=12.5&condition=migraine,neuropathy&language=vi"
                + "&technique=cupping&payer=aetna,cigna&min_years=7&min_rating=4.25&min_reviews=3"
                + "&credential_class=statutory&accepting=true&accepts_referrals=true"
                + "&telehealth=true&wheelchair=true&verified_within_days=14&vetted=false"
                + "&sort=rating&limit=50"
        ).query
        var expected = PractitionerQuery()
        expected.text = TextQuery("hoa nguyen")
        expected.circle = PractitionerQuery.Circle(
            center: try Coordinate(latitude: 47.6, longitude: -122.3),
            radiusKilometres: 12.5
        )
        expected.conditions = [.migraine, .neuropathy]
        expected.languages = [.vi]
        expected.techniques = [.cupping]
        expected.payers = [.aetna, .cigna]
        expected.minYears = 7
        expected.minRatingHundredths = 425
        expected.minReviews = 3
        expected.credentialClass = .statutory
        expected.accepting = true
        expected.acceptsReferrals = true
        expected.telehealth = true
        expected.wheelchair = true
        expected.verifiedWithinDays = 14
        expected.vettedOnly = false
        expected.sort = .rating
        expected.limit = 50
        #expect(query == expected)
    }

    @Test func `a condition is named as people call it`() throws {
        let query = try request("condition=tingling+feet,Migraine").query
        #expect(query.conditions.contains(.neuropathy))
        #expect(query.conditions.contains(.migraine))
        #expect(!query.conditions.contains(.headache))
    }

    @Test func `no parameter asks for everybody vetted, the best first`() throws {
        #expect(try request("").query == PractitionerQuery())
    }

    @Test(arguments: [
        ("min_rating=1", 100), ("min_rating=5.0", 500), ("min_rating=4.5", 450),
        ("min_rating=4.05", 405),
    ])
    func `stars are read exactly`(query: String, hundredths: Int) throws {
        #expect(try request(query).query.minRatingHundredths == hundredths)
    }

    /// Every value that is none, with the parameter to be named and a word of what is permitted.
    static let bad: [(query: String, parameter: String, hint: String)] = [
        // Points.
        ("near=", "near", "latitude,longitude"),
        ("near=47.6", "near", "latitude,longitude"),
        ("near=47.6,-122.3,0", "near", "latitude,longitude"),
        ("near=91,0", "near", "-90 and 90"), ("near=-90.1,0", "near", "-90 and 90"),
        ("near=0,180.5", "near", "-180 and 180"),
        ("near=nan,nan", "near", "latitude,longitude"),
        ("near=0x10,0x10", "near", "latitude,longitude"),
        ("near=1e1,1e1", "near", "latitude,longitude"),
        ("near=inf,0", "near", "latitude,longitude"),
        // Places.
        ("place=", "place", "1 to 100"), ("place=+", "place", "1 to 100"),
        ("place=a%00b", "place", "1 to 100"), ("place=%0A", "place", "1 to 100"),
        ("place=" + String(repeating: "x", count: 101), "place", "1 to 100"),
        // Radii.
        ("near=0,0&radius_km=0", "radius_km", "1 to 500"),
        ("near=0,0&radius_km=0.999", "radius_km", "1 to 500"),
        ("near=0,0&radius_km=500.001", "radius_km", "1 to 500"),
        ("near=0,0&radius_km=1e2", "radius_km", "1 to 500"),
        ("near=0,0&radius_km=-5", "radius_km", "1 to 500"),
        ("near=0,0&radius_km=5km", "radius_km", "1 to 500"),
        ("near=0,0&radius_km=5.1234", "radius_km", "three decimals"),
        ("near=0,0&radius_km=.5", "radius_km", "1 to 500"),
        ("near=0,0&radius_km=5.", "radius_km", "1 to 500"),
        ("near=0,0&radius_km=99999999999999999999", "radius_km", "1 to 500"),
        // Words.
        ("condition=neuropathie", "condition", "neuropathy"),
        ("condition=neuropathy,", "condition", "neuropathy"),
        ("condition=,", "condition", "neuropathy"),
        ("condition=gout", "condition", "what people call them"),
        ("condition=diabetic+nerv+pain", "condition", "nearest is neuropathy, diabetic_neuropathy"),
        ("language=english", "language", "en"), ("technique=x", "technique", "moxibustion"),
        ("payer=none", "payer", "aetna"),
        ("credential_class=best", "credential_class", "statutory, accredited, certificate"),
        ("credential_class=statutory,accredited", "credential_class", "one of"),
        ("sort=price", "sort", "best, distance, rating, experience, reviews"),
        // Numbers.
        ("min_years=-1", "min_years", "0 to 80"), ("min_years=81", "min_years", "0 to 80"),
        ("min_years=1.5", "min_years", "whole"), ("min_years=+5", "min_years", "whole"),
        ("min_years=%EF%BC%95", "min_years", "whole"),
        ("min_years=", "min_years", "whole"),
        ("min_rating=0.99", "min_rating", "1 to 5"), ("min_rating=5.01", "min_rating", "1 to 5"),
        ("min_rating=4.555", "min_rating", "two decimals"),
        ("min_reviews=x", "min_reviews", "0 to 100000"),
        ("verified_within_days=0", "verified_within_days", "1 to 365"),
        ("limit=0", "limit", "1 to 100"), ("limit=101", "limit", "1 to 100"),
        // Yes and no.
        ("accepting=1", "accepting", "true or false"),
        ("accepts_referrals=yes", "accepts_referrals", "true or false"),
        ("telehealth=", "telehealth", "true or false"),
        ("wheelchair=TRUE", "wheelchair", "true or false"),
        ("vetted", "vetted", "true or false"),
        // Cursors.
        ("cursor=", "cursor", "next"), ("cursor=abc", "cursor", "characters"),
        ("cursor=" + String(repeating: "!", count: 44), "cursor", "letters"),
        // Names.
        ("min_year=3", "min_year", "min_years"), ("Near=1,1", "Near", "near"),
        ("raduis_km=5", "raduis_km", "the nearest is radius_km."),
        // Nothing is written like these: then all names are told, and none is proposed.
        ("foo=1", "foo", "permitted are q, near"), ("=1", "", "permitted are q, near"),
        // Words.
        ("q=", "q", "1 to 100"), ("q=%00", "q", "1 to 100"), ("q=%2D+!", "q", "letters"),
        ("q=" + String(repeating: "x", count: 101), "q", "1 to 100"),
        ("limit=5&limit=5", "limit", "once"), ("vetted=true&vetted=false", "vetted", "once"),
        // Escapes.
        ("limit=%zz", "limit", "escape"), ("place=%FF", "place", "escape"),
        ("place=%", "place", "escape"),
        // Contradictions.
        ("near=1,1&place=Seattle", "place", "near"),
        ("radius_km=5", "radius_km", "centre"), ("sort=distance", "sort", "centre"),
    ]

    @Test(arguments: bad)
    func `a bad parameter is named with what is permitted`(
        query: String,
        parameter: String,
        hint: String
    ) throws {
        let error = #expect(throws: BadParameters.self) { try request(query) }
        let faults = try #require(error?.faults)
        #expect(faults.count == 1)
        #expect(faults.first?.parameter == parameter)
        #expect(faults.first?.detail.contains(hint) == true, "\(faults)")
    }

    @Test func `all that is wrong is told at once`() throws {
        let error = #expect(throws: BadParameters.self) {
            try request("limit=0&min_years=x&sort=price&colour=red")
        }
        #expect(
            error?.faults.map(\.parameter) == ["limit", "min_years", "sort", "colour"]
        )
        #expect(error?.faults.map(\.value) == ["0", "x", "price", "red"])
    }

    @Test func `a value is shown, but not more of it than anybody reads`() throws {
        let long = String(repeating: "é", count: 2000)
        var query = "limit="
        query.appendEscaped(long)
        let error = #expect(throws: BadParameters.self) { try request(query) }
        #expect(error?.faults.first?.value == String(long.prefix(100)) + "…")
    }

    @Test func `thousands of parameters make few faults`() throws {
        let error = #expect(throws: BadParameters.self) {
            try request(String(repeating: "a&", count: 4000))
        }
        #expect(try #require(error).faults.count <= 20)
    }

    @Test func `a place waits for the gazetteer and takes its radius along`() throws {
        var search = try request("place=Mont+Royal%2C+QC&radius_km=10")
        #expect(search.place == "Mont Royal, QC")
        #expect(search.query.circle == nil)
        search.lookAround(try Coordinate(latitude: 45.5, longitude: -73.6))
        #expect(search.query.circle?.radiusKilometres == 10)
    }
}
