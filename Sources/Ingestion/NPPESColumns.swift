/// Where the columns of a dissemination file stand that the directory reads.
///
/// Found by name: three headers are about (V1 with 329 columns, V1 and V2 with 330), and copies
/// gain foreign columns in the middle. What V1 calls gender and V2 sex is not read at all.
struct NPPESColumns {
    struct TaxonomySlot {
        let code: Int
        let licence: Int
        let state: Int
        let primary: Int
    }

    /// How many cells a row has.
    let count: Int
    let npi: Int
    let entityType: Int
    let familyName: Int
    let givenName: Int
    let middleName: Int
    let nameSuffix: Int
    let credentialText: Int
    let otherFamilyName: Int
    let otherGivenName: Int
    let otherMiddleName: Int
    let otherNameSuffix: Int
    let firstLine: Int
    let secondLine: Int
    let city: Int
    let state: Int
    let postalCode: Int
    let country: Int
    let telephone: Int
    let updatedOn: Int
    let deactivatedOn: Int
    let reactivatedOn: Int
    let taxonomies: [TaxonomySlot]

    init(_ columns: ColumnNames) throws(ImportError) {
        let found = try columns.indices(of: Self.names)
        count = columns.count
        npi = found[0]
        entityType = found[1]
        familyName = found[2]
        givenName = found[3]
        middleName = found[4]
        nameSuffix = found[5]
        credentialText = found[6]
        otherFamilyName = found[7]
        otherGivenName = found[8]
        otherMiddleName = found[9]
        otherNameSuffix = found[10]
        firstLine = found[11]
        secondLine = found[12]
        city = found[13]
        state = found[14]
        postalCode = found[15]
        country = found[16]
        telephone = found[17]
        updatedOn = found[18]
        deactivatedOn = found[19]
        reactivatedOn = found[20]
        var slots: [TaxonomySlot] = []
        for number in 1...15 {
            let slot = try columns.indices(of: [
                "Healthcare Provider Taxonomy Code_\(number)",
                "Provider License Number_\(number)",
                "Provider License Number State Code_\(number)",
                "Healthcare Provider Primary Taxonomy Switch_\(number)",
            ])
            slots.append(
                TaxonomySlot(code: slot[0], licence: slot[1], state: slot[2], primary: slot[3])
            )
        }
        taxonomies = slots
    }

    private static let names = [
        "NPI",
        "Entity Type Code",
        "Provider Last Name (Legal Name)",
        "Provider First Name",
        "Provider Middle Name",
        "Provider Name Suffix Text",
        "Provider Credential Text",
        "Provider Other Last Name",
        "Provider Other First Name",
        "Provider Other Middle Name",
        "Provider Other Name Suffix Text",
        "Provider First Line Business Practice Location Address",
        "Provider Second Line Business Practice Location Address",
        "Provider Business Practice Location Address City Name",
        "Provider Business Practice Location Address State Name",
        "Provider Business Practice Location Address Postal Code",
        "Provider Business Practice Location Address Country Code (If outside U.S.)",
        "Provider Business Practice Location Address Telephone Number",
        "Last Update Date",
        "NPI Deactivation Date",
        "NPI Reactivation Date",
    ]
}
