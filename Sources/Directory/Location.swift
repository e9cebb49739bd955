/// Where a practitioner practises.
package struct Location: Hashable, Sendable {
    package typealias Key = RowKey<Location>

    /// How the point on the map was found.
    package enum Placement: String, Sendable, CaseIterable {
        /// Given with the address.
        case exact
        /// The centre of the postal code: distances are "about".
        case postalCode = "postal_code"
    }

    package var clinic: String
    package var street: String
    package var city: String
    /// State or province by its letters: `WA`, `BC`.
    package var region: String
    /// Two letters, ISO 3166-1.
    package var country: String
    package var postalCode: String
    package var coordinate: Coordinate?
    package var placement: Placement?
    package var telephone: String
    package var hours: OpeningHours
    /// Whether a wheelchair gets in; nil where nobody has said.
    package var wheelchair: Bool?
    package var telehealth: Bool?

    package init(
        clinic: String = "",
        street: String = "",
        city: String,
        region: String,
        country: String,
        postalCode: String = "",
        coordinate: Coordinate? = nil,
        placement: Placement? = nil,
        telephone: String = "",
        hours: OpeningHours = OpeningHours(),
        wheelchair: Bool? = nil,
        telehealth: Bool? = nil
    ) {
        self.clinic = clinic
        self.street = street
        self.city = city
        self.region = region
        self.country = country
        self.postalCode = postalCode
        self.coordinate = coordinate
        self.placement = placement
        self.telephone = telephone
        self.hours = hours
        self.wheelchair = wheelchair
        self.telehealth = telehealth
    }

    /// The jurisdiction whose law holds here; nil where the address does not tell.
    package var jurisdiction: Jurisdiction? {
        try? Jurisdiction(region.isEmpty ? country : "\(country)-\(region)")
    }
}
