import Directory

/// A person's record in the NPI Registry, and how its API 2.1 writes it.
struct NPPESRecord: Sendable {
    /// How the API wrote records at a time.
    enum Shape: Sendable {
        /// Numbers and epochs as JSON numbers, epochs in seconds, `gender`, `basic.name`.
        case of2019
        /// Numbers and epochs as strings, epochs in milliseconds, `sex`, `--` for no prefix.
        case of2026
    }

    static let columns = [
        "number", "enumeration_type", "first_name", "middle_name", "last_name", "name_suffix",
        "credential", "sex", "enumeration_date", "last_updated", "status", "other_first_name",
        "other_last_name", "taxonomy_code", "taxonomy_desc", "taxonomy_license", "taxonomy_state",
        "taxonomy_primary", "address_1", "city", "state", "postal_code", "country_code",
        "telephone_number",
    ]

    let npi: NPI
    let firstName: String
    let middleName: String?
    let lastName: String
    let nameSuffix: String?
    let credential: String?
    let sex: String?
    let enumerated: CalendarDate
    let lastUpdated: CalendarDate
    let status: String
    let otherFirstName: String?
    let otherLastName: String?
    let taxonomyCode: String
    let taxonomyDescription: String
    let taxonomyLicense: String?
    let taxonomyState: String?
    let taxonomyIsPrimary: Bool
    let address: String
    let city: String
    let state: String
    let postalCode: String
    let countryCode: String
    let telephoneNumber: String?

    /// The record that a row of `nppes.csv` holds.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - table: The file it stands in.
    ///   - indexes: Where each of ``columns`` stands in a row.
    ///   - day: The day dates are relative to.
    /// - Throws: When a cell is missing or makes no sense.
    init(_ row: CSVTable.Row, of table: CSVTable, indexes: [Int], asOf day: CalendarDate)
        throws(SeedError)
    {
        var values: [String: String] = [:]
        for (name, index) in zip(Self.columns, indexes) {
            values[name] = try table.value(index, of: row, asOf: day)
        }
        func wrong(_ reason: String) -> SeedError {
            SeedError(table.file, line: row.line, reason)
        }
        func required(_ name: String) throws(SeedError) -> String {
            guard let value = values[name] else { throw wrong("\(name) is empty") }
            return value
        }
        func date(_ name: String) throws(SeedError) -> CalendarDate {
            let text = try required(name)
            guard let date = CalendarDate(iso: text) else {
                throw wrong("\(name) is \(text); right would be {-365:date} or 2026-11-23")
            }
            return date
        }
        let number = try required("number")
        do {
            npi = try NPI(number)
        } catch {
            throw wrong("number \(number): \(error)")
        }
        let type = try required("enumeration_type")
        guard type == "NPI-1" else {
            throw wrong("enumeration_type is \(type); only people, NPI-1, are simulated")
        }
        let primary = try required("taxonomy_primary").lowercased()
        guard let isPrimary = ["true": true, "y": true, "false": false, "n": false][primary] else {
            throw wrong("taxonomy_primary is \(primary); right would be true or false")
        }
        firstName = try required("first_name")
        middleName = values["middle_name"]
        lastName = try required("last_name")
        nameSuffix = values["name_suffix"]
        credential = values["credential"]
        sex = values["sex"]
        enumerated = try date("enumeration_date")
        lastUpdated = try date("last_updated")
        status = try required("status")
        otherFirstName = values["other_first_name"]
        otherLastName = values["other_last_name"]
        taxonomyCode = try required("taxonomy_code")
        taxonomyDescription = try required("taxonomy_desc")
        taxonomyLicense = values["taxonomy_license"]
        taxonomyState = values["taxonomy_state"]
        taxonomyIsPrimary = isPrimary
        address = try required("address_1")
        city = try required("city")
        state = try required("state")
        postalCode = try required("postal_code")
        countryCode = try required("country_code")
        telephoneNumber = values["telephone_number"]
    }

    /// A fifth of all records are still written as in 2019: those whose ninth digit is 0 or 5.
    var shape: Shape {
        npi.number / 10 % 5 == 0 ? .of2019 : .of2026
    }
}

// MARK: - JSON

extension NPPESRecord {
    func json(as shape: Shape) -> JSONValue {
        switch shape {
        case .of2019: json2019
        case .of2026: json2026
        }
    }

    private var json2019: JSONValue {
        var basic = names
        basic += [
            ("sole_proprietor", .string("YES")), ("gender", .string(sex ?? "")),
            ("enumeration_date", .string("\(enumerated)")),
            ("last_updated", .string("\(lastUpdated)")), ("status", .string(status)),
            ("name", .string("\(lastName) \(firstName)")),
        ]
        return .object([
            ("enumeration_type", .string("NPI-1")), ("number", .number(npi.number)),
            ("last_updated_epoch", .number(lastUpdated.startInUTC.secondsSince1970)),
            ("created_epoch", .number(enumerated.startInUTC.secondsSince1970)),
            ("basic", .object(basic)), ("other_names", otherNames), ("addresses", addresses),
            (
                "taxonomies",
                .array([
                    .object([
                        ("code", .string(taxonomyCode)), ("desc", .string(taxonomyDescription)),
                        ("primary", .boolean(taxonomyIsPrimary)),
                        ("state", .string(taxonomyState ?? "")),
                        ("license", .string(taxonomyLicense ?? "")),
                    ])
                ])
            ),
            ("identifiers", .array([])),
        ])
    }

    private var json2026: JSONValue {
        var basic = names
        basic += [
            ("sole_proprietor", .string("YES")), ("sex", .string(sex ?? "")),
            ("enumeration_date", .string("\(enumerated)")),
            ("last_updated", .string("\(lastUpdated)")), ("status", .string(status)),
            ("name_prefix", .string("--")),
        ]
        if nameSuffix == nil { basic.append(("name_suffix", .string("--"))) }
        return .object([
            ("created_epoch", .string(Self.milliseconds(enumerated))),
            ("enumeration_type", .string("NPI-1")),
            ("last_updated_epoch", .string(Self.milliseconds(lastUpdated))),
            ("number", .string("\(npi)")), ("addresses", addresses),
            ("practiceLocations", .array([])), ("basic", .object(basic)),
            (
                "taxonomies",
                .array([
                    .object([
                        ("code", .string(taxonomyCode)), ("taxonomy_group", .string("")),
                        ("desc", .string(taxonomyDescription)),
                        ("state", taxonomyState.map { .string($0) } ?? .null),
                        ("license", taxonomyLicense.map { .string($0) } ?? .null),
                        ("primary", .boolean(taxonomyIsPrimary)),
                    ])
                ])
            ),
            ("identifiers", .array([])), ("endpoints", .array([])), ("other_names", otherNames),
        ])
    }

    private var names: [(String, JSONValue)] {
        [
            ("first_name", firstName), ("last_name", lastName), ("middle_name", middleName),
            ("name_suffix", nameSuffix), ("credential", credential),
        ].compactMap { key, value in value.map { (key, .string($0)) } }
    }

    private var otherNames: JSONValue {
        guard otherFirstName != nil || otherLastName != nil else { return .array([]) }
        return .array([
            .object([
                ("type", .string("Former Name")), ("code", .string("1")),
                ("first_name", .string(otherFirstName ?? firstName)),
                ("last_name", .string(otherLastName ?? lastName)),
            ])
        ])
    }

    private var addresses: JSONValue {
        let countryNames = ["US": "United States", "CA": "Canada"]
        return .array(
            ["LOCATION", "MAILING"].map { purpose in
                var address: [(String, JSONValue)] = [
                    ("country_code", .string(countryCode)),
                    (
                        "country_name",
                        .string(
                            countryNames[countryCode]
                                ?? "Unknown Country Name for \(countryCode)"
                        )
                    ),
                    ("address_purpose", .string(purpose)),
                    ("address_type", .string(countryCode == "US" ? "DOM" : "FGN")),
                    ("address_1", .string(self.address)), ("city", .string(city)),
                    ("state", .string(state)), ("postal_code", .string(postalCode)),
                ]
                if let telephoneNumber {
                    address.append(("telephone_number", .string(telephoneNumber)))
                }
                return .object(address)
            }
        )
    }

    private static func milliseconds(_ day: CalendarDate) -> String {
        String(day.startInUTC.secondsSince1970 * 1000)
    }
}
