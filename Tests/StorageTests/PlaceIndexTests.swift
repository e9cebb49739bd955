import Directory
import Testing

@testable import Storage

@Suite struct PlaceIndexTests {
    private func index() throws -> PlaceIndex {
        func place(
            _ name: String,
            _ region: String,
            _ country: String,
            _ population: Int
        ) throws -> Place {
            Place(
                name: name,
                region: region,
                country: country,
                coordinate: try Coordinate(latitude: 1, longitude: 1),
                population: population
            )
        }
        let names = [
            ("US-WA", "Washington"), ("US-ME", "Maine"), ("US-OR", "Oregon"), ("US-NY", "New York"),
            ("US-KS", "Kansas"),
            ("US-MO", "Missouri"), ("US-DC", "District of Columbia"), ("US-CA", "California"),
            ("CA-BC", "British Columbia"), ("CA-QC", "Quebec"), ("CA-ON", "Ontario"),
            ("AU-VIC", "Victoria"), ("AU-WA", "Western Australia"), ("GB-ENG", "England"),
        ]
        return PlaceIndex(
            places: [
                try place("Seattle", "WA", "US", 700_000),
                try place("Perth", "08", "AU", 2_000_000),
                try place("New York City", "NY", "US", 8_800_000),
                try place("West New York", "NJ", "US", 53_000),
                try place("York", "ENG", "GB", 150_000),
                try place("Washington", "DC", "US", 690_000),
                try place("Quebec", "QC", "CA", 530_000),
                try place("Victoria", "BC", "CA", 90_000),
                try place("Ontario", "CA", "US", 170_000),
                try place("Kansas City", "MO", "US", 500_000),
                try place("Kansas City", "KS", "US", 150_000),
                try place("St. Louis", "MO", "US", 300_000),
                try place("Portland", "OR", "US", 650_000),
                try place("Portland", "ME", "US", 68_000), try place("Surrey", "BC", "CA", 570_000),
            ],
            postalCodes: try ["98101", "98102", "98201"].map { code in
                PostalCode(
                    code: code,
                    place: "Seattle",
                    region: "WA",
                    country: "US",
                    coordinate: try Coordinate(latitude: 2, longitude: 2)
                )
            } + [
                PostalCode(
                    code: "V6B",
                    place: "Vancouver",
                    region: "BC",
                    country: "CA",
                    coordinate: try Coordinate(latitude: 3, longitude: 3)
                )
            ],
            jurisdictions: try names.map { (try Jurisdiction($0), $1) }
        )
    }

    private func meaning(_ text: String) throws -> String {
        switch try index().meaning(of: text) {
        case .place(let place): place.label
        case .region(let region): region.jurisdiction.code
        case .unknown(let nearest): "? " + nearest.joined(separator: "; ")
        }
    }

    @Test(arguments: [
        // Regions behind a town: by letters, by name, with the country, with a comma or without.
        ("Seattle, WA", "Seattle, WA"), ("Seattle, Washington", "Seattle, WA"),
        ("seattle washington usa", "Seattle, WA"), ("Portland Maine", "Portland, ME"),
        ("Portland, ME, USA", "Portland, ME"), ("Surrey, British Columbia, Canada", "Surrey, BC"),
        ("Kansas City, Kansas", "Kansas City, KS"), ("kansas city", "Kansas City, MO"),
        ("Saint Louis", "St. Louis, MO"), ("Washington, D.C.", "Washington, DC"),
        // Regions alone.
        ("Washington", "US-WA"), ("wa", "US-WA"), ("Washington State", "US-WA"),
        ("Washington, USA", "US-WA"), ("British Columbia", "CA-BC"), ("BC", "CA-BC"),
        ("Kansas", "US-KS"), ("Western Australia", "AU-WA"), ("Canada", "CA"), ("UK", "GB"),
        ("CA", "US-CA"), ("Ontario", "CA-ON"), ("Victoria, Australia", "AU-VIC"),
        // A town that bears its region's name, and a town nearer than a far region.
        ("New York", "New York City, NY"), ("New York State", "US-NY"), ("Quebec", "Quebec, QC"),
        ("Québec, QC", "Quebec, QC"), ("Victoria", "Victoria, BC"), ("NYC", "New York City, NY"),
        // Postal codes.
        ("V6B 1A1", "Vancouver, BC"), ("v6b", "Vancouver, BC"), ("98102", "Seattle, WA"),
    ])
    func `a text means what people mean by it`(text: String, meaning: String) throws {
        #expect(try self.meaning(text) == meaning)
    }

    @Test(arguments: [
        ("Seatle", "? Seattle, WA"), ("Seatle, WA", "? Seattle, WA"),
        ("seatle washington", "? Seattle, WA"), ("Portlnad", "? Portland, OR"),
        ("Portlnad, Maine", "? Portland, ME"), ("Brittish Columbia", "? British Columbia"),
        ("Xyzzy", "? "), ("Seattle, ON", "? "),
    ])
    func `what is misspelt is answered with what is near`(text: String, nearest: String) throws {
        #expect(try meaning(text) == nearest)
    }

    private func completions(_ text: String, limit: Int = 5) throws -> [String] {
        try index().completions(of: text, limit: limit).map(\.typed)
    }

    @Test func `the largest town comes first, after those whose name begins so`() throws {
        #expect(
            try completions("york") == [
                "York, ENG, GB", "New York City, NY, US", "West New York, NJ, US",
            ]
        )
        #expect(try completions("port") == ["Portland, OR, US", "Portland, ME, US"])
        #expect(try completions("portland m") == ["Portland, ME, US"])
        #expect(try completions("Portland, mai") == ["Portland, ME, US"])
        #expect(try completions("kansas", limit: 2) == ["Kansas, US", "Kansas City, MO, US"])
        #expect(try completions("wash") == ["Washington, US", "Washington, DC, US"])
    }

    @Test func `postal codes are completed from two characters on`() throws {
        #expect(try completions("9810") == ["98101", "98102"])
        #expect(try completions("9") == [])
        #expect(try completions("v6") == ["V6B"])
        #expect(try completions("V6B 1") == ["V6B"])
    }

    @Test func `what is completed means itself`() throws {
        let index = try index()
        for letter in "abcdefghijklmnopqrstuvwxyz0123456789" {
            for completion in index.completions(of: String(letter), limit: 20) {
                switch index.meaning(of: completion.typed) {
                case .place(let place):
                    #expect(completion.kind != .region)
                    #expect(place.coordinate == completion.coordinate)
                    #expect(place.region == completion.region)
                case .region(let region):
                    #expect(completion.kind == .region)
                    #expect(region.name == completion.name)
                case .unknown: Issue.record("\(completion.typed) is not known")
                }
            }
        }
    }

    @Test func `nothing is completed of nothing, and of too much`() throws {
        for text in ["", " ", ",", "%", String(repeating: "a", count: 100_000)] {
            #expect(try completions(text) == [])
        }
        #expect(try completions("s", limit: 0).isEmpty)
    }
}
