import Directory
import Storage

/// What one row of a dissemination file says.
enum NPPESRow {
    /// A person to add or to update.
    case person(PractitionerRecord)
    /// A number that was switched off and not on again.
    case deactivation(NPI, on: CalendarDate)
    /// An organisation, another profession, somebody abroad.
    case notOurs
    case rejected(Rejection)
}

/// Reads rows of a dissemination file.
///
/// Nearly all rows are somebody else's: what tells them apart is compared as bytes, and strings are
/// made of the others only.
struct NPPESRowReader {
    private let reader: CSVReader
    private let columns: NPPESColumns
    private let wanted: TaxonomyCodes
    private let isKnown: (NPI) -> Bool

    init(
        _ reader: CSVReader,
        columns: NPPESColumns,
        taxonomies: Set<String>,
        isKnown: @escaping (NPI) -> Bool
    ) {
        self.reader = reader
        self.columns = columns
        self.isKnown = isKnown
        wanted = TaxonomyCodes(taxonomies)
    }

    /// What the row says that the reader stands on.
    func row() -> NPPESRow {
        if let fault = reader.fault { return rejected(fault.description) }
        guard reader.count == columns.count else {
            return rejected(
                "the row has \(reader.count) cells and the first row names \(columns.count) columns"
            )
        }
        let npi: NPI
        do {
            npi = try NPI(bytes: reader.bytes(columns.npi))
        } catch {
            let isHeader = reader.text(columns.npi)?.uppercased() == "NPI"
            return rejected(isHeader ? "the names of the columns again" : error.description)
        }
        do {
            return try row(of: npi)
        } catch {
            return .rejected(
                Rejection(line: reader.line, reason: error.reason, identifier: npi.description)
            )
        }
    }

    private struct WrongCell: Error {
        let reason: String
    }

    private func row(of npi: NPI) throws(WrongCell) -> NPPESRow {
        let entity = reader.bytes(columns.entityType)
        let entityType = entity.count == 1 ? entity[0] : 0
        guard entityType != UInt8(ascii: "2") else { return .notOurs }
        var reactivatedOn: CalendarDate?
        // A date of deactivation stays when the number is switched on again.
        if !reader.bytes(columns.deactivatedOn).isEmpty,
            let deactivatedOn = try date(columns.deactivatedOn, "NPI Deactivation Date")
        {
            reactivatedOn = try date(columns.reactivatedOn, "NPI Reactivation Date")
            guard let reactivatedOn, reactivatedOn >= deactivatedOn else {
                return .deactivation(npi, on: deactivatedOn)
            }
        }
        guard entityType == UInt8(ascii: "1") else {
            throw WrongCell(
                reason: entity.isEmpty
                    ? "the row says neither person nor organisation, nor a deactivation"
                    : "Entity Type Code is 1 for a person and 2 for an organisation"
            )
        }
        // Who is known is kept up to date, even having left the profession.
        guard listsWantedTaxonomy || isKnown(npi) else { return .notOurs }
        return try person(npi, reactivatedOn: reactivatedOn)
    }

    private var listsWantedTaxonomy: Bool {
        columns.taxonomies.contains { wanted.contains(reader.bytes($0.code)) }
    }

    private func person(
        _ npi: NPI,
        reactivatedOn: CalendarDate?
    ) throws(WrongCell) -> NPPESRow {
        guard let locations = try locations() else { return .notOurs }
        let legal = SelfReportedName(
            given: try text(columns.givenName),
            middle: try text(columns.middleName),
            family: try text(columns.familyName),
            suffix: try text(columns.nameSuffix)
        )
        guard let name = legal.name else { throw WrongCell(reason: "the person has no name") }
        let other = SelfReportedName(
            given: try text(columns.otherGivenName),
            middle: try text(columns.otherMiddleName),
            family: try text(columns.otherFamilyName),
            suffix: try text(columns.otherNameSuffix)
        )
        let taxonomies = try taxonomies()
        return .person(
            PractitionerRecord(
                source: .nppes,
                sourceID: npi.description,
                practitioner: Practitioner(
                    npi: npi,
                    name: name,
                    otherNames: [legal.nickname, other.name].compactMap(\.self)
                        .filter { $0 != name }
                ),
                locations: locations,
                credentials: try credentials(of: npi, taxonomies: taxonomies),
                taxonomies: Set(taxonomies),
                npiUpdatedOn: try date(columns.updatedOn, "Last Update Date"),
                npiReactivatedOn: reactivatedOn
            )
        )
    }

    // MARK: - Parts

    /// The practice location; none where the row has no address, nil for an address abroad.
    private func locations() throws(WrongCell) -> [Location]? {
        let country = try text(columns.country).uppercased()
        guard USPlace.isCountry(country) else { return nil }
        let city = try text(columns.city)
        let postalCode = try text(columns.postalCode)
        let stateText = try text(columns.state)
        let state = USPlace.territories.contains(country) ? country : USPlace.code(stateText)
        let street = [try text(columns.firstLine), try text(columns.secondLine)]
            .filter { !$0.isEmpty }.joined(separator: ", ")
        guard !city.isEmpty || !postalCode.isEmpty || !street.isEmpty else { return [] }
        return [
            Location(
                street: LetterCase.address(street),
                city: LetterCase.name(city),
                region: state ?? "",
                country: "US",
                postalCode: Self.postalCode(postalCode),
                telephone: Self.telephone(try text(columns.telephone))
            )
        ]
    }

    /// Nine digits as `98101-1234`, five as they are; zeros in front that a spreadsheet ate are put
    /// back.
    private static func postalCode(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            if text.utf8.count == 5 { return text }
            if text.utf8.count == 9 {
                return text.prefix(5) + "-" + text.suffix(4)
            }
        }
        let digits = text.filter { $0 != "-" && $0 != " " }
        guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return text }
        func padded(to length: Int) -> String {
            String(repeating: "0", count: length - digits.utf8.count) + digits
        }
        switch digits.utf8.count {
        case 3...5: return padded(to: 5)
        case 7...9: return padded(to: 9).prefix(5) + "-" + padded(to: 9).suffix(4)
        default: return text
        }
    }

    private static func telephone(_ text: String) -> String {
        let digits = text.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }
        guard digits.count == 10 else { return text }
        let parts = [digits[..<3], digits[3..<6], digits[6...]]
        return parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    }

    private func taxonomies() throws(WrongCell) -> [PractitionerRecord.Taxonomy] {
        var taxonomies: [PractitionerRecord.Taxonomy] = []
        for slot in columns.taxonomies where !reader.bytes(slot.code).isEmpty {
            let code = try text(slot.code)
            // A code has ten characters; what a typing error made of it tells nothing.
            guard code.utf8.count == 10, code.utf8.allSatisfy({ $0 < 0x80 }) else { continue }
            taxonomies.append(
                .init(
                    code: code,
                    licence: try text(slot.licence),
                    state: try text(slot.state).uppercased(),
                    primary: .init(rawValue: try text(slot.primary).uppercased()) ?? .notAnswered
                )
            )
        }
        return taxonomies
    }

    private func credentials(
        of npi: NPI,
        taxonomies: [PractitionerRecord.Taxonomy]
    ) throws(WrongCell) -> [Credential] {
        var credentials = [Credential.identity(npi, source: .nppes)].compactMap(\.self)
        let title = try title()
        for taxonomy in taxonomies where wanted.contains(taxonomy.code) {
            guard let number = SelfReportedLicence.number(taxonomy.licence),
                let state = USPlace.code(taxonomy.state),
                let jurisdiction = USPlace.jurisdictions[state],
                !credentials.contains(where: {
                    $0.jurisdiction == jurisdiction && $0.number == number
                })
            else { continue }
            credentials.append(
                Credential(
                    kind: .licence,
                    credentialClass: .statutory,
                    jurisdiction: jurisdiction,
                    number: number,
                    title: title,
                    source: .nppes
                )
            )
        }
        return credentials
    }

    /// What the person writes behind the name, as `L.AC.`; people end it with anything.
    private func title() throws(WrongCell) -> String {
        var text = try text(columns.credentialText)
        if text.utf8.contains(where: { Self.ornaments.contains($0) }) {
            let plain = text.utf8.map { Self.ornaments.contains($0) ? 0x20 : $0 }
            text = String(decoding: plain, as: UTF8.self)
        }
        return String(text.singleSpaced.trimmingCharacters { ",-".contains($0) }.prefix(60))
    }

    private static let ornaments = Array(";/#><".utf8)

    // MARK: - Cells

    private func text(_ column: Int) throws(WrongCell) -> String {
        let bytes = reader.bytes(column)
        if bytes.isEmpty { return "" }
        guard bytes.count <= Self.cellLimit else {
            throw WrongCell(reason: "cell \(column + 1) is longer than \(Self.cellLimit) bytes")
        }
        if Self.isPlain(bytes) { return String(decoding: bytes, as: UTF8.self) }
        guard let text = reader.text(column) else {
            throw WrongCell(reason: "cell \(column + 1) is not UTF-8 text")
        }
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            return text.singleSpaced
        }
        let plain = text.unicodeScalars.map {
            $0.properties.generalCategory == .control ? " " : Character($0)
        }
        return String(plain).singleSpaced
    }

    /// Longer than anything that belongs into a cell.
    private static let cellLimit = 500

    /// Whether the bytes are printable ASCII with single spaces inside: then they are the text.
    private static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var isAfterSpace = true
        for byte in bytes {
            let isSpace = byte == 0x20
            guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), !(isSpace && isAfterSpace)
            else { return false }
            isAfterSpace = isSpace
        }
        return !isAfterSpace
    }

    /// A date written `MM/DD/YYYY`, after a spreadsheet `M/D/YYYY`, or `YYYY-MM-DD`; nil where none
    /// is given.
    private func date(_ column: Int, _ name: String) throws(WrongCell) -> CalendarDate? {
        if let date = Self.plainDate(reader.bytes(column)) { return date }
        let text = try text(column)
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 3, (1...2).contains(parts[0].utf8.count),
            (1...2).contains(parts[1].utf8.count), parts[2].utf8.count == 4,
            let month = Int(parts[0]), let day = Int(parts[1]), let year = Int(parts[2]),
            let date = CalendarDate(year: year, month: month, day: day)
        {
            return date
        }
        if let date = CalendarDate(iso: text) { return date }
        throw WrongCell(reason: "\(name) is written MM/DD/YYYY, found \(text.quoted)")
    }

    /// A date in the ten bytes of `MM/DD/YYYY`; nil for anything else.
    private static func plainDate(_ bytes: UnsafeRawBufferPointer) -> CalendarDate? {
        guard bytes.count == 10, bytes[2] == UInt8(ascii: "/"), bytes[5] == UInt8(ascii: "/") else {
            return nil
        }
        func number(_ range: Range<Int>) -> Int? {
            var number = 0
            for byte in bytes[range] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                number = number * 10 + Int(byte - 0x30)
            }
            return number
        }
        guard let month = number(0..<2), let day = number(3..<5), let year = number(6..<10) else {
            return nil
        }
        return CalendarDate(year: year, month: month, day: day)
    }

    private func rejected(_ reason: String) -> NPPESRow {
        let npi = (try? NPI(bytes: reader.bytes(columns.npi)))?.description ?? ""
        return .rejected(Rejection(line: reader.line, reason: reason, identifier: npi))
    }
}

/// The taxonomy codes that make somebody one of ours, compared as bytes.
struct TaxonomyCodes {
    private let codes: [[UInt8]]

    init(_ codes: Set<String>) {
        self.codes = codes.map { Array($0.utf8) }
    }

    func contains(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard !bytes.isEmpty else { return false }
        return codes.contains { $0.elementsEqual(bytes) }
    }

    func contains(_ code: String) -> Bool {
        codes.contains { $0.elementsEqual(code.utf8) }
    }
}

extension NPI {
    init(bytes: UnsafeRawBufferPointer) throws(ParseError) {
        guard bytes.count == 10 else { throw .wrongLength }
        var number: Int64 = 0
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { throw .notDigits }
            number = number * 10 + Int64(byte - 0x30)
        }
        try self.init(number: number)
    }
}

extension Credential {
    private static let unitedStates = try? Jurisdiction("US")

    /// A person's NPI, so that NPPES is asked about them too.
    static func identity(_ npi: NPI, source: Source) -> Credential? {
        guard let jurisdiction = unitedStates else { return nil }
        return Credential(
            kind: .identity,
            credentialClass: nil,
            jurisdiction: jurisdiction,
            number: npi.description,
            source: source
        )
    }
}
