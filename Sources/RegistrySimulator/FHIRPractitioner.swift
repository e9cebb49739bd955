import Directory

/// A practitioner of a FHIR directory, as the directory's kind writes them.
struct FHIRPractitioner: Sendable {
    /// Who runs the directory.
    enum Shape: String, Sendable {
        /// CMS's National Provider Directory: no licences yet, though qualifications have a place.
        case npd
        /// A payer: the licence as an identifier of a qualification, its status under an extension.
        case payer

        /// The two addresses by which the same numbers are named.
        var npiSystem: String {
            switch self {
            case .npd: "http://terminology.hl7.org/NamingSystem/npi"
            case .payer: "http://hl7.org/fhir/sid/us-npi"
            }
        }
    }

    /// An identifier that is searched for.
    struct Token: Equatable, Sendable {
        let system: String
        let value: String
    }

    static let columns = [
        "id", "npi", "prefix", "given", "middle", "family", "suffix", "enumerated", "deactivated",
        "line", "city", "state", "postal_code", "taxonomy_code", "taxonomy_display",
        "licence_number", "licence_state", "licence_status", "licence_expires",
    ]

    let id: String
    let npi: String
    let resource: JSONValue
    private let systems: [String]
    private let words: [String]

    /// The practitioner that a row holds.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - table: The file it stands in.
    ///   - indexes: Where each of ``columns`` stands in a row.
    ///   - shape: Who runs the directory.
    ///   - day: The day dates are relative to.
    /// - Throws: When a cell is missing or makes no sense.
    init(
        _ row: CSVTable.Row,
        of table: CSVTable,
        indexes: [Int],
        in shape: Shape,
        asOf day: CalendarDate
    ) throws(SeedError) {
        var cells: [String: String] = [:]
        for (name, index) in zip(Self.columns, indexes) {
            cells[name] = try table.value(index, of: row, asOf: day)
        }
        guard let id = cells["id"], let npi = cells["npi"], let family = cells["family"] else {
            throw SeedError(table.file, line: row.line, "id, npi and family must not be empty")
        }
        self.id = id
        self.npi = npi
        systems = ["", "NPI", shape.npiSystem]
        words = [cells["given"], cells["middle"], family].compactMap { $0?.uppercased() }
        resource = FHIRWriter(cells: cells, shape: shape).resource
    }

    func answers(to token: Token) -> Bool {
        token.value == npi
            && systems.contains { $0.lowercased() == token.system.lowercased() }
    }

    /// Whether every word of a name begins one of theirs.
    func isCalled(_ name: String) -> Bool {
        name.uppercased().split(separator: " ").allSatisfy { sought in
            words.contains { $0.split(separator: " ").contains { $0.hasPrefix(sought) } }
        }
    }
}

/// Writes a practitioner's cells as resources.
private struct FHIRWriter {
    let cells: [String: String]
    let shape: FHIRPractitioner.Shape

    var resource: JSONValue {
        .object([
            ("resourceType", .string("Practitioner")), ("id", text("id")),
            ("meta", .object([("profile", .array([.string(profile)]))])),
            ("identifier", .array([identifier])), ("name", .array([name])),
            ("address", .array([address])), ("qualification", .array(qualifications)),
        ])
    }

    private func text(_ name: String) -> JSONValue {
        cells[name].map { .string($0) } ?? .null
    }

    private var profile: String {
        switch shape {
        case .npd: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-practitioner"
        case .payer:
            "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/plannet-Practitioner"
        }
    }

    private static func coded(_ system: String, _ code: String, _ display: String) -> JSONValue {
        .object([
            (
                "coding",
                .array([
                    .object([
                        ("system", .string(system)), ("code", .string(code)),
                        ("display", .string(display)),
                    ])
                ])
            )
        ])
    }

    private static let identifierTypes = "http://terminology.hl7.org/CodeSystem/v2-0203"

    private var identifier: JSONValue {
        var period: [(String, JSONValue)] = []
        if let day = cells["enumerated"] { period.append(("start", .string("\(day)T00:00:00"))) }
        if let day = cells["deactivated"] { period.append(("end", .string("\(day)T00:00:00"))) }
        return .object([
            ("use", .string("official")),
            ("type", Self.coded(Self.identifierTypes, "PRN", "Provider number")),
            ("system", .string(shape.npiSystem)), ("value", text("npi")),
            ("period", .object(period)),
        ])
    }

    private var name: JSONValue {
        let words = ["prefix", "given", "middle", "family", "suffix"].compactMap { cells[$0] }
        return .object([
            ("use", .string("usual")), ("text", .string(words.joined(separator: " "))),
            ("family", text("family")), ("given", .array([text("given"), text("middle")])),
            ("prefix", .array([text("prefix")])), ("suffix", .array([text("suffix")])),
            ("period", .object([("start", .string("1900-01-01T00:00:00"))])),
        ])
    }

    private var address: JSONValue {
        .object([
            ("line", .array([text("line")])), ("city", text("city")), ("state", text("state")),
            ("postalCode", text("postal_code")), ("country", .string("US")),
        ])
    }

    private var qualifications: [JSONValue] {
        switch shape {
        case .npd:
            guard let code = cells["taxonomy_code"] else { return [] }
            return [
                .object([
                    // The directory's own stand-in until it holds licences.
                    ("identifier", .array([.object([("value", .string("test"))])])),
                    (
                        "code",
                        Self.coded(
                            "http://nucc.org/provider-taxonomy",
                            code,
                            cells["taxonomy_display"] ?? ""
                        )
                    ),
                ])
            ]
        case .payer:
            guard cells["licence_number"] != nil else { return [] }
            return [licence]
        }
    }

    private var licence: JSONValue {
        let state = cells["licence_state"] ?? ""
        return .object([
            (
                "extension",
                .array([
                    .object([
                        (
                            "url",
                            .string(
                                "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/"
                                    + "practitioner-qualification"
                            )
                        ),
                        (
                            "extension",
                            .array([
                                .object([
                                    ("url", .string("status")),
                                    ("valueCode", text("licence_status")),
                                ]),
                                .object([
                                    ("url", .string("whereValid")),
                                    (
                                        "valueCodeableConcept",
                                        Self.coded("https://www.usps.com/", state, state)
                                    ),
                                ]),
                            ])
                        ),
                    ])
                ])
            ),
            (
                "identifier",
                .array([
                    .object([
                        ("type", Self.coded(Self.identifierTypes, "LN", "License number")),
                        ("value", text("licence_number")),
                    ])
                ])
            ), ("code", .object([("text", .string(cells["taxonomy_display"] ?? "Licence"))])),
            ("period", .object([("end", text("licence_expires"))])),
        ])
    }
}
