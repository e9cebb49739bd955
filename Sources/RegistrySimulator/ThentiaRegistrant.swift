import Directory

/// A registrant of a Thentia board.
struct ThentiaRegistrant: Sendable {
    static let columns = [
        "id", "profileId", "name", "firstName", "lastName", "middleName", "otherName",
        "licenseNumber", "licenseCategory", "licenseStatus", "placeOfPracticeStreet",
        "placeOfPracticeCity", "placeOfPracticeZipCode", "initialLicenseDate",
        "licenseExpirationDate", "registrationEffectiveDate", "earlierRegistrationNumber",
        "earlierClassOfRegistration", "earlierInitialRegistrationDate",
        "earlierExpirationRegistrationDate", "noticeTitle", "noticeSummary", "noticeEffectiveDate",
    ]

    let id: String
    /// `name`: number, name and class in one text, `3825 - Pei-Han Cheng, Psychologist`.
    let displayName: String
    let lastName: String
    let otherName: String
    let number: String
    /// A row of a search's answer.
    let row: JSONValue
    /// All that is public.
    let detail: JSONValue

    /// The registrant that a row of the file holds.
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
        var cells: [String: String] = [:]
        for (name, index) in zip(Self.columns, indexes) {
            cells[name] = try table.value(index, of: row, asOf: day)
        }
        for name in ["id", "name", "lastName", "licenseNumber", "licenseStatus"] {
            guard cells[name] != nil else {
                throw SeedError(table.file, line: row.line, "\(name) is empty")
            }
        }
        id = cells["id"] ?? ""
        displayName = cells["name"] ?? ""
        lastName = cells["lastName"] ?? ""
        otherName = cells["otherName"] ?? ""
        number = cells["licenseNumber"] ?? ""
        let writer = ThentiaWriter(cells: cells)
        self.row = writer.row
        detail = writer.detail
    }
}

/// Writes a registrant's cells as the service does: nulls for what is not there.
private struct ThentiaWriter {
    let cells: [String: String]

    private func text(_ name: String, as key: String? = nil) -> (String, JSONValue) {
        (key ?? name, cells[name].map { .string($0) } ?? .null)
    }

    private func null(_ name: String) -> (String, JSONValue) { (name, .null) }

    private func none(_ name: String) -> (String, JSONValue) { (name, .array([])) }

    private var person: [(String, JSONValue)] {
        [
            text("id"), text("profileId"), text("name"), text("firstName"), text("lastName"),
            text("middleName"), text("otherName"), text("licenseNumber"), text("licenseCategory"),
            text("licenseStatus"), text("placeOfPracticeStreet"), text("placeOfPracticeCity"),
            text("placeOfPracticeZipCode"),
        ]
    }

    /// Dates are null here and lists are empty, whatever the registrant has.
    var row: JSONValue {
        .object(
            person + [
                null("initialLicenseDate"), null("licenseExpirationDate"),
                null("supervisorCategory"), none("languages"), none("placesOfPractice"),
                none("educationDetails"), none("registrationRecords"), none("publicNotices"),
                none("memberships"), none("disciplinarySupervisorCompetencies"),
                null("profileSupervisorData"), none("approvedAppications"),
                null("isPlacedOnDsrList"),
            ]
        )
    }

    var detail: JSONValue {
        .object(
            person + [
                text("initialLicenseDate"), text("licenseExpirationDate"), null("isSupervisor"),
                null("training"), null("specialty"), none("languages"), none("placesOfPractice"),
                ("registrationRecords", .array([registration])),
                ("publicNotices", .array(notices)), ("memberships", .array(memberships)),
            ]
        )
    }

    private var registration: JSONValue {
        .object([
            ("id", .string("\(cells["id"] ?? "")-1")), null("name"),
            null("oldClassOfRegistration"), null("oldRegistrationStatus"),
            text("licenseCategory", as: "classOfRegistration"),
            text("licenseStatus", as: "registrationStatus"),
            text("registrationEffectiveDate", as: "effectiveDate"), null("effectiveEndDate"),
            null("summary"), ("visible", .boolean(true)),
        ])
    }

    private var notices: [JSONValue] {
        guard cells["noticeTitle"] != nil else { return [] }
        return [
            .object([
                ("id", .string("\(cells["id"] ?? "")-notice")), text("noticeTitle", as: "name"),
                text("noticeSummary", as: "summary"),
                text("noticeEffectiveDate", as: "effectiveDate"), null("effectiveEndDate"),
                ("visible", .boolean(true)),
            ])
        ]
    }

    /// The registration that is, and the one that it followed.
    private var memberships: [JSONValue] {
        let present = JSONValue.object([
            null("id"), null("name"), text("licenseNumber", as: "registrationNumber"),
            text("initialLicenseDate", as: "initialRegistrationDate"),
            text("licenseExpirationDate", as: "expirationRegistrationDate"),
            text("licenseCategory", as: "classOfRegistration"),
            text("licenseStatus", as: "registrationStatus"),
        ])
        guard cells["earlierRegistrationNumber"] != nil else { return [present] }
        return [
            present,
            .object([
                null("id"), null("name"),
                text("earlierRegistrationNumber", as: "registrationNumber"),
                text("earlierInitialRegistrationDate", as: "initialRegistrationDate"),
                text("earlierExpirationRegistrationDate", as: "expirationRegistrationDate"),
                text("earlierClassOfRegistration", as: "classOfRegistration"),
                ("registrationStatus", .string("Expired")),
            ]),
        ]
    }
}
