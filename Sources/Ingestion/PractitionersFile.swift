import Directory
import Storage

/// A file of practitioners in the documented columns.
///
/// A row tells a person and one location or credential or both; rows of one person follow each
/// other, and the first tells the person.
struct PractitionersFile {
    enum Column: String, CaseIterable {
        case id, npi
        case givenName = "given_name"
        case middleName = "middle_name"
        case familyName = "family_name"
        case nameSuffix = "name_suffix"
        case formerFamilyName = "former_family_name"
        case nameOrder = "name_order"
        case profile, languages, conditions, techniques, payers, accepting
        case acceptsReferrals = "accepts_referrals"
        case practisingSince = "practising_since"
        case about, clinic, street, city, region, country
        case postalCode = "postal_code"
        case latitude, longitude, telephone, hours, wheelchair, telehealth
        case credentialKind = "credential_kind"
        case credentialClass = "credential_class"
        case credentialJurisdiction = "credential_jurisdiction"
        case credentialNumber = "credential_number"
        case credentialType = "credential_type"
        case credentialTitle = "credential_title"
        case registry

        static let ofPerson: [Column] = [
            .npi, .givenName, .middleName, .familyName, .nameSuffix, .formerFamilyName, .nameOrder,
            .profile, .languages, .conditions, .techniques, .payers, .accepting,
            .acceptsReferrals, .practisingSince, .about,
        ]
        static let ofLocation: [Column] = [
            .clinic, .street, .city, .region, .country, .postalCode, .latitude, .longitude,
            .telephone, .hours, .wheelchair, .telehealth,
        ]
        static let ofCredential: [Column] = [
            .credentialKind, .credentialClass, .credentialJurisdiction, .credentialNumber,
            .credentialType, .credentialTitle, .registry,
        ]
    }

    /// More people than any country has acupuncturists registered.
    static let limit = 1_000_000

    private let table: TableReader<Column>
    private let dates: DateReading

    init(path: String, dates: DateReading) throws(ImportError) {
        table = try TableReader(path: path, requiring: [.id])
        self.dates = dates
    }

    /// A person as the rows read so far have them.
    private struct Draft {
        let id: String
        /// The cells that tell the person, to compare those of later rows with.
        let cells: [String]
        var lines: [Int]
        var record: PractitionerRecord?
        var problems: [Rejection] = []
    }

    var source: ByteSource { table.csv.source }
    var bytesRead: Int64 { table.csv.bytesRead }

    /// Hands over everybody whose rows are all right, and every row that is not taken in.
    ///
    /// - Parameters:
    ///   - counts: Goes with the rows.
    ///   - receive: Takes a record.
    ///   - reject: Takes a row that is wrong, or that goes with one that is.
    /// - Throws: What the receivers throw, or `ImportError`.
    func read(
        counting counts: inout RowCounts,
        _ receive: (PractitionerRecord) throws -> Void,
        rejecting reject: (Rejection) throws -> Void
    ) throws {
        var ids: Set<String> = []
        var npis: Set<NPI> = []
        var draft: Draft?
        func finish() throws {
            guard let finished = draft else { return }
            draft = nil
            if let record = finished.record, finished.problems.isEmpty {
                try receive(record)
                counts.kept += finished.lines.count
                return
            }
            for problem in finished.problems { try reject(problem) }
            let wrong = Set(finished.problems.map(\.line))
            for line in finished.lines where !wrong.contains(line) {
                let reason = "left out with line \(finished.problems.first?.line ?? line)"
                try reject(Rejection(line: line, reason: reason, identifier: finished.id))
            }
        }
        while try table.next() {
            counts.read += 1
            let line = table.line
            do {
                let id = try rowID()
                if id != draft?.id {
                    try finish()
                    guard ids.count < Self.limit else {
                        throw ImportError.tooManyRows(limit: Self.limit)
                    }
                    draft = Draft(id: id, cells: try personCells(), lines: [], record: nil)
                    draft?.record = try self.person(id, isNew: ids.insert(id).inserted)
                    if let npi = draft?.record?.practitioner.npi,
                        !npis.insert(npi).inserted
                    {
                        throw RowProblem(reason: "npi stood before, with another id")
                    }
                } else {
                    try requireSamePerson(as: draft?.cells ?? [])
                }
                draft?.lines.append(line)
                if let location = try location() { draft?.record?.locations.append(location) }
                if let credential = try credential() {
                    draft?.record?.credentials.append(credential)
                }
            } catch let problem as RowProblem {
                let rejection = Rejection(
                    line: line,
                    reason: problem.reason,
                    identifier: (try? table.text(.id)) ?? ""
                )
                if draft != nil, (try? rowID()) == draft?.id {
                    draft?.problems.append(rejection)
                    if draft?.lines.last != line { draft?.lines.append(line) }
                } else {
                    try finish()
                    try reject(rejection)
                }
            }
        }
        try finish()
    }

    // MARK: - The person

    private func rowID() throws(RowProblem) -> String {
        try table.requireWhole()
        let id = try table.text(.id, limit: 100)
        guard !id.isEmpty else {
            throw RowProblem(reason: "id is empty: every row names its person")
        }
        return id
    }

    private func personCells() throws(RowProblem) -> [String] {
        var cells: [String] = []
        for column in Column.ofPerson { cells.append(try table.text(column, limit: 4_000)) }
        return cells
    }

    private func requireSamePerson(as cells: [String]) throws(RowProblem) {
        for (column, first) in zip(Column.ofPerson, cells) {
            let text = try table.text(column, limit: 4_000)
            guard text.isEmpty || text == first else {
                throw RowProblem(
                    reason: "\(column.rawValue) stands in the first row of a person; leave it "
                        + "empty here or repeat it as it is there"
                )
            }
        }
    }

    private func person(_ id: String, isNew: Bool) throws(RowProblem) -> PractitionerRecord {
        guard isNew else {
            throw RowProblem(reason: "id stood before: the rows of one person follow each other")
        }
        let name = PersonName(
            given: try table.text(.givenName),
            middle: try table.text(.middleName),
            family: try table.text(.familyName),
            suffix: try table.text(.nameSuffix),
            order: try table.word(.nameOrder) ?? .givenFirst
        )
        guard !name.given.isEmpty || !name.family.isEmpty else {
            throw RowProblem(reason: "given_name and family_name are both empty")
        }
        let npi = try table.value(.npi) { (text: String) throws(NPI.ParseError) in try NPI(text) }
        let former = try table.text(.formerFamilyName)
        var others: [PersonName] = []
        if !former.isEmpty {
            others.append(PersonName(given: name.given, middle: name.middle, family: former))
        }
        return PractitionerRecord(
            source: .file,
            sourceID: id,
            practitioner: Practitioner(
                npi: npi,
                name: name,
                otherNames: others,
                profile: try table.word(.profile) ?? .unclaimed,
                statement: try statement()
            ),
            credentials: npi.flatMap { Credential.identity($0, source: .file) }.map { [$0] } ?? []
        )
    }

    private func statement() throws(RowProblem) -> ProfileStatement {
        var statement = ProfileStatement()
        statement.languages = try table.words(.languages)
        statement.conditions = try table.words(.conditions)
        statement.techniques = try table.words(.techniques)
        statement.payers = try table.words(.payers)
        statement.accepting = try table.answer(.accepting)
        statement.acceptsReferrals = try table.answer(.acceptsReferrals)
        statement.practisingSince = try practisingSince()
        statement.about = try table.text(.about, limit: 4_000)
        return statement
    }

    private func practisingSince() throws(RowProblem) -> CalendarDate? {
        let text = try table.text(.practisingSince)
        guard !text.isEmpty else { return nil }
        let isYear = text.utf8.count == 4
        guard let date = isYear ? CalendarDate(iso: text + "-01-01") : dates.date(text) else {
            throw RowProblem(
                reason: "practising_since is a year, or \(dates.form), found \(text.quoted)"
            )
        }
        return date
    }

    // MARK: - Location and credential

    private func hasText(in columns: [Column]) throws(RowProblem) -> Bool {
        for column in columns where !(try table.text(column, limit: 4_000).isEmpty) { return true }
        return false
    }

    private func location() throws(RowProblem) -> Location? {
        guard try hasText(in: Column.ofLocation) else { return nil }
        let city = try table.text(.city)
        guard !city.isEmpty else { throw RowProblem(reason: "city is empty: a location needs one") }
        let country = try table.text(.country)
        let region = try table.text(.region)
        guard country.utf8.count == 2, (try? Jurisdiction(country)) != nil else {
            throw RowProblem(
                reason: "country is two capital letters, as CA, found \(country.quoted)"
            )
        }
        guard region.isEmpty || (try? Jurisdiction("\(country)-\(region)")) != nil else {
            throw RowProblem(
                reason: "region is the code of a state or province, as BC, found \(region.quoted)"
            )
        }
        let coordinate = try coordinate()
        return Location(
            clinic: try table.text(.clinic),
            street: try table.text(.street),
            city: city,
            region: region,
            country: country,
            postalCode: try table.text(.postalCode, limit: 20),
            coordinate: coordinate,
            placement: coordinate == nil ? nil : .exact,
            telephone: try table.text(.telephone, limit: 40),
            hours: try hours(),
            wheelchair: try table.answer(.wheelchair),
            telehealth: try table.answer(.telehealth)
        )
    }

    /// The hours in the order of the week, as they are stored.
    private func hours() throws(RowProblem) -> OpeningHours {
        let given = try table.value(.hours, limit: 500) {
            (text: String) throws(OpeningHours.ParseError) in try OpeningHours(text)
        }
        var spans: [OpeningHours.Span] = []
        for weekday in OpeningHours.Weekday.allCases {
            let ofDay = (given?.spans ?? []).filter { $0.weekday == weekday }
                .sorted { $0.opens < $1.opens }
            for (earlier, later) in zip(ofDay, ofDay.dropFirst())
            where later.opens < earlier.closes {
                throw RowProblem(reason: "hours: two spans of \(weekday.rawValue) overlap")
            }
            spans += ofDay
        }
        return OpeningHours(spans: spans)
    }

    private func coordinate() throws(RowProblem) -> Coordinate? {
        let latitude = try table.number(.latitude, in: -90...90)
        let longitude = try table.number(.longitude, in: -180...180)
        guard (latitude == nil) == (longitude == nil) else {
            throw RowProblem(reason: "latitude and longitude stand together or not at all")
        }
        guard let latitude, let longitude else { return nil }
        return try? Coordinate(latitude: latitude, longitude: longitude)
    }

    private func credential() throws(RowProblem) -> Credential? {
        guard try hasText(in: Column.ofCredential) else { return nil }
        guard let kind: Credential.Kind = try table.word(.credentialKind) else {
            throw RowProblem(reason: "credential_kind is empty: a credential needs one")
        }
        let credentialClass: Credential.Class? = try table.word(.credentialClass)
        guard (kind == .identity) == (credentialClass == nil) else {
            throw RowProblem(
                reason: "credential_class is statutory, accredited or certificate, and empty for "
                    + "an identity"
            )
        }
        let jurisdiction = try table.value(.credentialJurisdiction) {
            (text: String) throws(Jurisdiction.ParseError) in try Jurisdiction(text)
        }
        guard let jurisdiction else {
            throw RowProblem(
                reason: "credential_jurisdiction is empty: a credential is of a place, as CA-BC"
            )
        }
        let number = try table.text(.credentialNumber, limit: 64)
        guard !number.isEmpty else {
            throw RowProblem(reason: "credential_number is empty: a credential needs one")
        }
        return Credential(
            kind: kind,
            credentialClass: credentialClass,
            jurisdiction: jurisdiction,
            number: number,
            type: try table.text(.credentialType),
            title: try table.text(.credentialTitle),
            registry: try table.value(.registry) {
                (text: String) throws(RegistryID.ParseError) in try RegistryID(text)
            },
            source: .file
        )
    }
}
