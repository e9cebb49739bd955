import Directory

/// One invented person of the seed, with all that the file of practitioners tells.
struct SeedPractitioner: Sendable {
    let id: String
    let name: InventedName
    let npi: NPI?
    let isClaimed: Bool
    var statement = SeedStatement()
    var locations: [SeedLocation]
    var credentials: [SeedCredential]

    /// The id of the person numbered so, from 1.
    static func id(_ number: Int) -> String {
        "p" + padded(number, to: 4)
    }

    /// Whether the law of a place or of a licence forbids publishing what patients say (Ontario).
    var mayHaveTestimonials: Bool {
        isClaimed && !locations.contains { $0.region == "ON" && $0.country == "CA" }
            && !credentials.contains { $0.jurisdiction == "CA-ON" }
    }

    /// The day of the first licence; experience counts from here.
    var firstIssued: Int {
        credentials.map(\.firstIssued).min() ?? 0
    }
}

/// What a person says of themselves.
struct SeedStatement: Sendable {
    var languages: [Language] = []
    var conditions: [Condition] = []
    var techniques: [Technique] = []
    var payers: [Payer] = []
    var accepting: Bool?
    var acceptsReferrals: Bool?
    var practisingSince: Int?
    var about = ""
}

struct SeedLocation: Sendable {
    var clinic = ""
    var street = ""
    var city: String
    var region: String
    var country: String
    var postalCode: String
    /// Nil where the file leaves it to the postal code.
    var point: Gazetteer.Point?
    var telephone = ""
    var hours = ""
    var wheelchair: Bool?
    var telehealth: Bool?
}

struct SeedCredential: Sendable {
    let kind: Credential.Kind
    let credentialClass: Credential.Class
    let jurisdiction: String
    var number: String
    let type: String
    let title: String
    var board: Board?
    /// Days from loading to the first issue, at most 0.
    let firstIssued: Int
}

extension SeedPractitioner {
    static let columns = """
        id,npi,given_name,middle_name,family_name,name_suffix,former_family_name,name_order,\
        profile,languages,conditions,techniques,payers,accepting,accepts_referrals,\
        practising_since,about,clinic,street,city,region,country,postal_code,latitude,longitude,\
        telephone,hours,wheelchair,telehealth,credential_kind,credential_class,\
        credential_jurisdiction,credential_number,credential_type,credential_title,registry
        """

    /// The person's rows: the first tells who it is, each may tell a location and a credential.
    var rows: [[String: String]] {
        (0..<max(locations.count, credentials.count, 1)).map { index in
            var row = index == 0 ? personCells : [:]
            row["id"] = id
            if locations.indices.contains(index) {
                row.merge(locations[index].cells) { $1 }
            }
            if credentials.indices.contains(index) {
                row.merge(credentials[index].cells) { $1 }
            }
            return row
        }
    }

    private var personCells: [String: String] {
        [
            "npi": npi?.description ?? "", "given_name": name.given, "middle_name": name.middle,
            "family_name": name.family, "name_suffix": name.suffix,
            "former_family_name": name.former, "name_order": name.order.rawValue,
            "profile": isClaimed ? "claimed" : "unclaimed",
            "languages": codes(statement.languages), "conditions": codes(statement.conditions),
            "techniques": codes(statement.techniques), "payers": codes(statement.payers),
            "accepting": answer(statement.accepting),
            "accepts_referrals": answer(statement.acceptsReferrals),
            "practising_since": statement.practisingSince.map { "{\($0)}" } ?? "",
            "about": statement.about,
        ]
    }

    private func codes(_ words: [some Vocabulary]) -> String {
        words.map(\.rawValue).joined(separator: ";")
    }
}

extension SeedLocation {
    var cells: [String: String] {
        [
            "clinic": clinic, "street": street, "city": city, "region": region, "country": country,
            "postal_code": postalCode,
            "latitude": point.map { written(degrees: $0.latitude) } ?? "",
            "longitude": point.map { written(degrees: $0.longitude) } ?? "",
            "telephone": telephone, "hours": hours, "wheelchair": answer(wheelchair),
            "telehealth": answer(telehealth),
        ]
    }
}

extension SeedCredential {
    var cells: [String: String] {
        [
            "credential_kind": kind.rawValue, "credential_class": credentialClass.rawValue,
            "credential_jurisdiction": jurisdiction, "credential_number": number,
            "credential_type": type, "credential_title": title,
            "registry": board?.registry ?? "",
        ]
    }
}

private func answer(_ isSo: Bool?) -> String {
    isSo.map { $0 ? "yes" : "no" } ?? ""
}
