import Directory
import Foundation

/// Writes files of the shape that NPPES publishes, of invented people.
///
/// 330 columns, every cell quoted, lines ended by LF; a quarter of the rows is deactivated, with two
/// filled cells, and a fifth are organisations. The same file each time.
struct NPPESFileGenerator {
    /// Which share of all rows lists an acupuncturist's code.
    let acupuncturistShare: Double
    /// Which share of all rows is deactivated.
    var deactivatedShare = 0.25
    var organisationShare = 0.2
    /// Added to every house number: files that differ in it tell of the same people at other
    /// addresses, a month later.
    var edition = 0

    /// Writes whole rows until the file has so many bytes.
    ///
    /// - Returns: How many bytes the file has.
    @discardableResult
    func write(to path: String, bytes: Int) throws -> Int {
        try Data().write(to: URL(filePath: path))
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? handle.close() }
        var random = Randomness(state: 0x4D45_5249_4449_414E)
        var buffer: [UInt8] = []
        buffer.reserveCapacity(1 << 20)
        var written = 0
        Self.append(Self.columns, to: &buffer)
        var number: Int64 = 200_000_000
        while written + buffer.count < bytes {
            number += 1 + Int64(random.below(3))
            appendRow(number, using: &random, to: &buffer)
            if buffer.count > 1_000_000 {
                try handle.write(contentsOf: buffer)
                written += buffer.count
                buffer.removeAll(keepingCapacity: true)
            }
        }
        try handle.write(contentsOf: buffer)
        return written + buffer.count
    }

    /// The names of the columns of version 2, in force since March 2026.
    static let columns: [String] = {
        let address = [
            "Provider First Line Business # Address", "Provider Second Line Business # Address",
            "Provider Business # Address City Name", "Provider Business # Address State Name",
            "Provider Business # Address Postal Code",
            "Provider Business # Address Country Code (If outside U.S.)",
            "Provider Business # Address Telephone Number",
            "Provider Business # Address Fax Number",
        ]
        let mailing = address.map { $0.replacing("#", with: "Mailing") }
        let practice = address.map { $0.replacing("#", with: "Practice Location") }
        let taxonomies = (1...15).flatMap {
            [
                "Healthcare Provider Taxonomy Code_\($0)", "Provider License Number_\($0)",
                "Provider License Number State Code_\($0)",
                "Healthcare Provider Primary Taxonomy Switch_\($0)",
            ]
        }
        let identifiers = (1...50).flatMap {
            [
                "Other Provider Identifier_\($0)", "Other Provider Identifier Type Code_\($0)",
                "Other Provider Identifier State_\($0)", "Other Provider Identifier Issuer_\($0)",
            ]
        }
        return [
            "NPI", "Entity Type Code", "Replacement NPI", "Employer Identification Number (EIN)",
            "Provider Organization Name (Legal Business Name)", "Provider Last Name (Legal Name)",
            "Provider First Name", "Provider Middle Name", "Provider Name Prefix Text",
            "Provider Name Suffix Text", "Provider Credential Text",
            "Provider Other Organization Name", "Provider Other Organization Name Type Code",
            "Provider Other Last Name", "Provider Other First Name", "Provider Other Middle Name",
            "Provider Other Name Prefix Text", "Provider Other Name Suffix Text",
            "Provider Other Credential Text", "Provider Other Last Name Type Code",
        ] + mailing + practice + [
            "Provider Enumeration Date", "Last Update Date", "NPI Deactivation Reason Code",
            "NPI Deactivation Date", "NPI Reactivation Date", "Provider Sex Code",
            "Authorized Official Last Name", "Authorized Official First Name",
            "Authorized Official Middle Name", "Authorized Official Title or Position",
            "Authorized Official Telephone Number",
        ] + taxonomies + identifiers + [
            "Is Sole Proprietor", "Is Organization Subpart", "Parent Organization LBN",
            "Parent Organization TIN", "Authorized Official Name Prefix Text",
            "Authorized Official Name Suffix Text", "Authorized Official Credential Text",
        ] + (1...15).map { "Healthcare Provider Taxonomy Group_\($0)" } + ["Certification Date"]
    }()

    private static let places: [String: Int] = Dictionary(
        uniqueKeysWithValues: columns.enumerated().map { ($1, $0) }
    )

    // MARK: - Rows

    private func appendRow(
        _ number: Int64,
        using random: inout Randomness,
        to buffer: inout [UInt8]
    ) {
        var row = [String](repeating: "", count: Self.columns.count)
        func set(_ column: String, _ text: String) {
            if let place = Self.places[column] { row[place] = text }
        }
        let npi = "\(number)\(NPI.checkDigit(forFirstNine: number))"
        set("NPI", npi)
        let share = random.share()
        if share < deactivatedShare {
            set("NPI Deactivation Date", random.date(from: 2006))
        } else if share < deactivatedShare + organisationShare {
            fillOrganisation(set, using: &random)
        } else {
            // Shares are of all rows, and only these can be acupuncturists.
            let chance = acupuncturistShare / (1 - deactivatedShare - organisationShare)
            fillPerson(number, isAcupuncturist: random.share() < chance, set, using: &random)
        }
        Self.append(row, to: &buffer)
    }

    private func fillOrganisation(
        _ set: (String, String) -> Void,
        using random: inout Randomness
    ) {
        set("Entity Type Code", "2")
        set("Employer Identification Number (EIN)", "<UNAVAIL>")
        set(
            "Provider Organization Name (Legal Business Name)",
            random.pick(Self.families) + " EXAMPLE HEALTH SERVICES LLC"
        )
        fillAddresses(set, using: &random)
        fillDates(set, using: &random)
        set("Authorized Official Last Name", random.pick(Self.families))
        set("Authorized Official First Name", random.pick(Self.givens))
        set("Authorized Official Title or Position", "OWNER")
        set("Authorized Official Telephone Number", random.telephone())
        set("Healthcare Provider Taxonomy Code_1", random.pick(Self.otherCodes))
        set("Healthcare Provider Primary Taxonomy Switch_1", "Y")
        set("Is Organization Subpart", "N")
        set("Authorized Official Name Prefix Text", "--")
        set(
            "Healthcare Provider Taxonomy Group_1",
            "193200000X MULTI-SPECIALTY GROUP  MULTIPLE SPECIALTY"
        )
        set("Certification Date", random.date(from: 2021))
    }

    private func fillPerson(
        _ number: Int64,
        isAcupuncturist: Bool,
        _ set: (String, String) -> Void,
        using random: inout Randomness
    ) {
        set("Entity Type Code", "1")
        set("Provider Last Name (Legal Name)", random.pick(Self.families))
        set("Provider First Name", random.pick(Self.givens))
        set("Provider Middle Name", random.share() < 0.6 ? random.pick(Self.givens) : "")
        set("Provider Name Prefix Text", random.pick(["MS.", "MR.", "DR.", "--"]))
        set("Provider Name Suffix Text", random.share() < 0.03 ? "JR." : "--")
        set("Provider Credential Text", isAcupuncturist ? "L.AC." : "M.D.")
        if random.share() < 0.08 {
            set("Provider Other Last Name", random.pick(Self.families))
            set("Provider Other First Name", random.pick(Self.givens))
            set("Provider Other Last Name Type Code", "1")
        }
        let state = fillAddresses(set, using: &random)
        fillDates(set, using: &random)
        set("Provider Sex Code", random.share() < 0.6 ? "F" : "M")
        let slots = 1 + random.below(3)
        let wanted = isAcupuncturist ? random.below(slots) : -1
        for slot in 0..<slots {
            let code = slot == wanted ? "171100000X" : random.pick(Self.otherCodes)
            set("Healthcare Provider Taxonomy Code_\(slot + 1)", code)
            set("Healthcare Provider Primary Taxonomy Switch_\(slot + 1)", slot == 0 ? "Y" : "N")
            guard random.share() < 0.8 else { continue }
            set("Provider License Number_\(slot + 1)", "ZX\(number % 1_000_000)")
            set("Provider License Number State Code_\(slot + 1)", state)
        }
        if random.share() < 0.3 {
            set("Other Provider Identifier_1", "ZX\(100_000 + random.below(900_000))")
            set("Other Provider Identifier Type Code_1", "05")
            set("Other Provider Identifier State_1", state)
        }
        set("Is Sole Proprietor", random.share() < 0.4 ? "Y" : "N")
        if random.share() < 0.3 { set("Certification Date", random.date(from: 2021)) }
    }

    @discardableResult
    private func fillAddresses(
        _ set: (String, String) -> Void,
        using random: inout Randomness
    ) -> String {
        let town = random.pick(Self.towns)
        let street = "\(100 + random.below(9_000) + edition) EXAMPLE \(random.pick(Self.streets))"
        let suite = random.share() < 0.35 ? "STE \(100 + random.below(800))" : ""
        for kind in ["Mailing", "Practice Location"] {
            set("Provider First Line Business \(kind) Address", street)
            set("Provider Second Line Business \(kind) Address", suite)
            set("Provider Business \(kind) Address City Name", town.city)
            set("Provider Business \(kind) Address State Name", town.state)
            set("Provider Business \(kind) Address Postal Code", town.zip + random.fourDigits())
            set("Provider Business \(kind) Address Country Code (If outside U.S.)", "US")
            set("Provider Business \(kind) Address Telephone Number", random.telephone())
            if random.share() < 0.5 {
                set("Provider Business \(kind) Address Fax Number", random.telephone())
            }
        }
        return town.state
    }

    private func fillDates(_ set: (String, String) -> Void, using random: inout Randomness) {
        set("Provider Enumeration Date", random.date(from: 2006))
        set(
            "Last Update Date",
            random.share() < 0.3 ? "07/08/2007" : random.date(from: 2012)
        )
    }

    private static func append(_ cells: [String], to buffer: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            buffer.append(UInt8(ascii: "\""))
            buffer.append(contentsOf: cell.utf8)
            buffer.append(UInt8(ascii: "\""))
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    // MARK: - Words

    private static let families = [
        "EXAMPLE", "SAMPLE-EXAMPLE", "O'EXAMPLE", "NGUYEN", "KIM", "CHEN", "GARCIA LOPEZ", "SMITH",
        "DE LA CRUZ", "MCEXAMPLE", "PARK", "WANG", "JOHNSON", "PATEL", "TRAN", "LEE",
    ]
    private static let givens = [
        "ADA", "BEATRICE", "CARLOS", "DANIELLE", "ELENA", "FEI", "GRACE", "HYUN", "IVAN", "JUNE",
        "KAI", "LINH", "MARY ANN", "NADIA", "OMAR", "PRIYA",
    ]
    private static let streets = ["STREET", "AVE NE", "BLVD", "ROAD", "LN", "WAY", "42ND ST", "CT"]
    private static let otherCodes = [
        "207Q00000X", "363LF0000X", "1223G0001X", "225100000X", "103T00000X", "183500000X",
        "104100000X", "111N00000X", "163W00000X", "367500000X",
    ]
    private static let towns: [(city: String, state: String, zip: String)] = [
        ("SEATTLE", "WA", "98101"), ("SPOKANE", "WA", "99201"), ("DENVER", "CO", "80202"),
        ("BOULDER", "CO", "80302"), ("CHICAGO", "IL", "60601"), ("PEORIA", "IL", "61602"),
        ("BOSTON", "MA", "02108"), ("NEW YORK", "NY", "10001"), ("BROOKLYN", "NY", "11201"),
        ("LOS ANGELES", "CA", "90012"), ("SAN FRANCISCO", "CA", "94102"), ("AUSTIN", "TX", "78701"),
        ("HOUSTON", "TX", "77002"), ("MIAMI", "FL", "33130"), ("PORTLAND", "OR", "97205"),
        ("SANTA FE", "NM", "87501"), ("HONOLULU", "HI", "96813"), ("MINNEAPOLIS", "MN", "55401"),
        ("ATLANTA", "GA", "30303"), ("BURLINGTON", "VT", "05401"),
    ]
}

/// SplitMix64: small, quick, and the same on every machine.
private struct Randomness {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }

    /// From 0 up to 1.
    mutating func share() -> Double {
        Double(next() >> 11) / Double(1 << 53)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    mutating func fourDigits() -> String {
        String(1_000 + below(9_000))
    }

    mutating func telephone() -> String {
        "\(200 + below(700))55501" + String(below(90) + 10)
    }

    /// A day of that year or a later one, up to 2025, as the file writes it.
    mutating func date(from year: Int) -> String {
        let month = 1 + below(12)
        let day = 1 + below(28)
        let monthText = month < 10 ? "0\(month)" : "\(month)"
        let dayText = day < 10 ? "0\(day)" : "\(day)"
        return "\(monthText)/\(dayText)/\(year + below(2026 - year))"
    }
}
