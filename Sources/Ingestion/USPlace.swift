import Directory

/// The places of the United States that addresses and licences name.
enum USPlace {
    /// The two letters of a state, district or territory; nil for what is none.
    static func code(_ text: String) -> String? {
        if text.utf8.count == 2, codes.contains(text) { return text }
        let plain = text.uppercased().filter { $0 != "." }.singleSpaced
        return codes.contains(plain) ? plain : codesByName[plain]
    }

    /// Whether a country code means the United States: territories stand under codes of their own.
    static func isCountry(_ code: String) -> Bool {
        ["", "US", "USA", "UM"].contains(code) || territories.contains(code)
    }

    static let territories: Set<String> = ["PR", "GU", "VI", "AS", "MP"]

    /// The jurisdiction of every code.
    static let jurisdictions: [String: Jurisdiction] = Dictionary(
        uniqueKeysWithValues: codes.compactMap { code in
            (try? Jurisdiction("US-\(code)")).map { (code, $0) }
        }
    )

    private static let codes: Set<String> = Set(codesByName.values).union(territories)
        // Addresses of the armed forces.
        .union(["AA", "AE", "AP"])

    private static let codesByName: [String: String] = [
        "ALABAMA": "AL", "ALASKA": "AK", "ARIZONA": "AZ", "ARKANSAS": "AR", "CALIFORNIA": "CA",
        "COLORADO": "CO", "CONNECTICUT": "CT", "DELAWARE": "DE", "DISTRICT OF COLUMBIA": "DC",
        "FLORIDA": "FL", "GEORGIA": "GA", "HAWAII": "HI", "IDAHO": "ID", "ILLINOIS": "IL",
        "INDIANA": "IN", "IOWA": "IA", "KANSAS": "KS", "KENTUCKY": "KY", "LOUISIANA": "LA",
        "MAINE": "ME", "MARYLAND": "MD", "MASSACHUSETTS": "MA", "MICHIGAN": "MI",
        "MINNESOTA": "MN", "MISSISSIPPI": "MS", "MISSOURI": "MO", "MONTANA": "MT",
        "NEBRASKA": "NE", "NEVADA": "NV", "NEW HAMPSHIRE": "NH", "NEW JERSEY": "NJ",
        "NEW MEXICO": "NM", "NEW YORK": "NY", "NORTH CAROLINA": "NC", "NORTH DAKOTA": "ND",
        "OHIO": "OH", "OKLAHOMA": "OK", "OREGON": "OR", "PENNSYLVANIA": "PA",
        "RHODE ISLAND": "RI", "SOUTH CAROLINA": "SC", "SOUTH DAKOTA": "SD", "TENNESSEE": "TN",
        "TEXAS": "TX", "UTAH": "UT", "VERMONT": "VT", "VIRGINIA": "VA", "WASHINGTON": "WA",
        "WEST VIRGINIA": "WV", "WISCONSIN": "WI", "WYOMING": "WY", "PUERTO RICO": "PR",
        "GUAM": "GU", "VIRGIN ISLANDS": "VI", "AMERICAN SAMOA": "AS",
        "NORTHERN MARIANA ISLANDS": "MP",
    ]
}
