import Directory
import Testing

@Suite struct JurisdictionTests {
    @Test(arguments: ["US", "CA", "US-WA", "CA-BC", "GB-ENG", "AU-NSW", "FR-75"])
    func `a code is read as it is`(code: String) throws {
        #expect(try Jurisdiction(code).code == code)
        #expect(try Jurisdiction(code).country == String(code.prefix(2)))
    }

    @Test(arguments: [
        "", "U", "USA", "us-wa", "US-", "US_WA", "USWA", "US-WASH", "US-wa", "U1-WA", "US-W\u{C4}",
        "Washington",
    ])
    func `what is no code is refused`(code: String) {
        #expect(throws: Jurisdiction.ParseError.self) { try Jurisdiction(code) }
    }

    @Test(arguments: [
        ("US", "US-WA", true), ("US-WA", "US-WA", true), ("US-WA", "US-OR", false),
        ("US-WA", "US", false), ("CA", "US-WA", false), ("US", "US", true),
    ])
    func `a country's grant reaches its states and not the other way`(
        grant: String,
        place: String,
        reaches: Bool
    ) throws {
        #expect(try Jurisdiction(grant).covers(Jurisdiction(place)) == reaches)
    }

    @Test(arguments: [
        ("WA", "US", "US-WA"), ("", "GB", "GB"), ("Washington", "US", nil), ("wa", "US", nil),
        ("", "Canada", nil),
    ])
    func `an address tells its jurisdiction, or does not`(
        region: String,
        country: String,
        code: String?
    ) {
        let location = Location(city: "Springfield", region: region, country: country)

        #expect(location.jurisdiction?.code == code)
    }

    @Test(arguments: ["us-wa-doh", "nppes", "ca-bc-2", "ab"])
    func `a registry's id is read as it is`(text: String) throws {
        #expect(try RegistryID(text).text == text)
    }

    @Test(arguments: ["", "a", "-wa", "US-WA", "us_wa", "us wa", "../etc", "é-wa"])
    func `what is no registry's id is refused`(text: String) {
        #expect(throws: RegistryID.ParseError.self) { try RegistryID(text) }
    }
}
