import Directory

/// Reads the rows of a list of exclusions out of a file.
///
/// Whatever reads a list hands over `Exclusion`s, so that another reader can take the place of the
/// one of OIG's own layout.
protocol ExclusionsReading {
    /// Hands over every row.
    ///
    /// - Parameters:
    ///   - receive: Takes a row that could be read.
    ///   - reject: Takes what could not.
    /// - Returns: How many rows there were.
    /// - Throws: `ImportError` where the file as a whole cannot be used.
    func read(
        _ receive: (Exclusion) throws -> Void,
        rejecting reject: (Rejection) throws -> Void
    ) throws -> Int
}

/// The List of Excluded Individuals/Entities as OIG publishes it (`UPDATED.csv`).
struct OIGExclusionsFile: ExclusionsReading {
    private enum Column: String, CaseIterable {
        case family = "LASTNAME"
        case given = "FIRSTNAME"
        case middle = "MIDNAME"
        case organisation = "BUSNAME"
        case general = "GENERAL"
        case specialty = "SPECIALTY"
        case npi = "NPI"
        case city = "CITY"
        case state = "STATE"
        case ground = "EXCLTYPE"
        case excludedOn = "EXCLDATE"
        case reinstatedOn = "REINDATE"
    }

    /// How many characters of a name the columns hold (OIG's record layout).
    private static let familyWidth = 20
    private static let givenWidth = 15

    private let csv: CSVReader
    private let places: [Column: Int]
    private let width: Int

    init(path: String) throws(ImportError) {
        csv = try CSVReader(ByteSource(path: path))
        guard try csv.next() else { throw .empty(path: path) }
        let names = ColumnNames(csv)
        let indices = try names.indices(of: Column.allCases.map(\.rawValue))
        places = Dictionary(uniqueKeysWithValues: zip(Column.allCases, indices))
        width = names.count
    }

    func read(
        _ receive: (Exclusion) throws -> Void,
        rejecting reject: (Rejection) throws -> Void
    ) throws -> Int {
        var count = 0
        while try csv.next() {
            if csv.endsWithoutNewline, csv.count < width {
                throw ImportError.truncated(line: csv.line)
            }
            count += 1
            let exclusion: Exclusion
            do throws(RowProblem) {
                exclusion = try row()
            } catch {
                try reject(Rejection(line: csv.line, reason: error.reason))
                continue
            }
            try receive(exclusion)
        }
        return count
    }

    private func row() throws(RowProblem) -> Exclusion {
        if let fault = csv.fault { throw RowProblem(reason: fault.description) }
        guard csv.count == width else {
            throw RowProblem(
                reason: "the row has \(csv.count) cells and the first row names \(width) columns"
            )
        }
        let family = try text(.family)
        let given = try text(.given)
        let organisation = try text(.organisation)
        guard !family.isEmpty || !given.isEmpty || !organisation.isEmpty else {
            throw RowProblem(reason: "the row names neither a person nor a business")
        }
        var occupations: [String] = []
        for column in [Column.general, .specialty] {
            let occupation = try text(column)
            if !occupation.isEmpty { occupations.append(occupation) }
        }
        return Exclusion(
            // Ten zeros are none; and what fails the check digit is nobody's.
            npi: try? NPI(text(.npi)),
            name: family.isEmpty && given.isEmpty
                ? nil : PersonName(given: given, middle: try text(.middle), family: family),
            isFamilyCut: family.count >= Self.familyWidth,
            isGivenCut: given.count >= Self.givenWidth,
            organisation: organisation,
            occupations: occupations,
            city: try text(.city),
            region: try text(.state),
            ground: try text(.ground),
            excludedOn: try day(.excludedOn),
            reinstatedOn: try day(.reinstatedOn)
        )
    }

    private func text(_ column: Column) throws(RowProblem) -> String {
        guard let place = places[column], let text = csv.text(place) else {
            throw RowProblem(reason: "\(column.rawValue) is not text in UTF-8")
        }
        let isBreaking = text.utf8.contains { $0 == 0x0A || $0 == 0x0D }
        guard text.utf8.count <= 400, !isBreaking else {
            throw RowProblem(reason: "\(column.rawValue) has several lines, or too much text")
        }
        return text.trimmed
    }

    /// A day written `YYYYMMDD`; nil for none, which is eight zeros.
    private func day(_ column: Column) throws(RowProblem) -> CalendarDate? {
        let text = try text(column)
        if text.isEmpty || text == "00000000" { return nil }
        guard text.utf8.count == 8, let number = Int(text), number > 0,
            let day = CalendarDate(
                year: number / 10_000,
                month: number / 100 % 100,
                day: number % 100
            )
        else {
            throw RowProblem(
                reason: "\(column.rawValue): a date is written YYYYMMDD, found \(text.quoted)"
            )
        }
        return day
    }
}
