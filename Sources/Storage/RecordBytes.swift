import Directory

/// A practitioner's record as bytes, for the short time it waits to be applied.
///
/// Made and read by the same run of the program, so the layout may change at will; equal records
/// have equal bytes, whatever order their sets are in.
struct RecordBytes {
    private(set) var bytes: [UInt8] = []

    init(_ record: PractitionerRecord) {
        bytes.reserveCapacity(512)
        let practitioner = record.practitioner
        append(record.source.rawValue)
        append(record.sourceID)
        append(practitioner.npi?.number)
        append(practitioner.name)
        append(list: practitioner.otherNames) { $0.append($1) }
        append(practitioner.profile.rawValue)
        append(practitioner.statement)
        append(list: record.locations) { $0.append($1) }
        append(list: record.credentials) { $0.append($1) }
        append(record.taxonomies != nil)
        append(list: Self.sorted(record.taxonomies ?? [])) { $0.append($1) }
        append(record.npiUpdatedOn)
        append(record.npiReactivatedOn)
    }

    /// A number that tells this record from others: FNV-1a over its bytes.
    ///
    /// Nobody gains by making two of their own records collide, so it need not resist that.
    var fingerprint: Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }

    private static func sorted(
        _ taxonomies: Set<PractitionerRecord.Taxonomy>
    ) -> [PractitionerRecord.Taxonomy] {
        taxonomies.sorted {
            ($0.code, $0.licence, $0.state, $0.primary.rawValue)
                < ($1.code, $1.licence, $1.state, $1.primary.rawValue)
        }
    }

    // MARK: - Writing

    private mutating func append(_ value: Int64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ value: Int64?) {
        append(value != nil)
        if let value { append(value) }
    }

    private mutating func append(_ isSo: Bool) {
        bytes.append(isSo ? 1 : 0)
    }

    private mutating func append(_ isSo: Bool?) {
        bytes.append(isSo.map { $0 ? 1 : 0 } ?? 2)
    }

    private mutating func append(_ text: String) {
        append(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func append(count: Int) {
        withUnsafeBytes(of: UInt32(clamping: count).littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ date: CalendarDate?) {
        append(date.map { Int64($0.daysSince1970) })
    }

    private mutating func append<Element>(
        list: [Element],
        _ one: (inout RecordBytes, Element) -> Void
    ) {
        append(count: list.count)
        for element in list { one(&self, element) }
    }

    private mutating func append(_ name: PersonName) {
        append(name.given)
        append(name.middle)
        append(name.family)
        append(name.suffix)
        append(name.order.rawValue)
    }

    private mutating func append(_ statement: ProfileStatement) {
        append(Int64(bitPattern: statement.languages.bits))
        append(Int64(bitPattern: statement.conditions.bits))
        append(Int64(bitPattern: statement.techniques.bits))
        append(Int64(bitPattern: statement.payers.bits))
        append(statement.accepting)
        append(statement.acceptsReferrals)
        append(statement.practisingSince)
        append(statement.about)
    }

    private mutating func append(_ location: Location) {
        append(location.clinic)
        append(location.street)
        append(location.city)
        append(location.region)
        append(location.country)
        append(location.postalCode)
        append(location.coordinate.map { Int64(bitPattern: $0.latitude.bitPattern) })
        append(location.coordinate.map { Int64(bitPattern: $0.longitude.bitPattern) })
        append(location.placement?.rawValue ?? "")
        append(location.telephone)
        append(list: location.hours.spans) { bytes, span in
            bytes.append(span.weekday.rawValue)
            bytes.append(Int64(span.opens))
            bytes.append(Int64(span.closes))
        }
        append(location.wheelchair)
        append(location.telehealth)
    }

    private mutating func append(_ credential: Credential) {
        append(credential.kind.rawValue)
        append(credential.credentialClass?.rawValue ?? "")
        append(credential.jurisdiction.code)
        append(credential.number)
        append(credential.type)
        append(credential.title)
        append(credential.registry?.text ?? "")
        append(credential.source.rawValue)
    }

    private mutating func append(_ taxonomy: PractitionerRecord.Taxonomy) {
        append(taxonomy.code)
        append(taxonomy.licence)
        append(taxonomy.state)
        append(taxonomy.primary.rawValue)
    }
}

extension PractitionerRecord {
    /// The record that these bytes were made of.
    init(bytes: UnsafeRawBufferPointer) throws {
        var reader = RecordReader(bytes: bytes)
        self.init(
            source: try reader.word(),
            sourceID: try reader.text(),
            practitioner: Practitioner(
                npi: try reader.npi(),
                name: try reader.name(),
                otherNames: try reader.list { try $0.name() },
                profile: try reader.word(),
                statement: try reader.statement()
            ),
            locations: try reader.list { try $0.location() },
            credentials: try reader.list { try $0.credential() },
            taxonomies: try reader.taxonomies(),
            npiUpdatedOn: try reader.date(),
            npiReactivatedOn: try reader.date()
        )
    }
}

/// Reads what `RecordBytes` wrote.
private struct RecordReader {
    let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    private mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard bytes.count - position >= count else { throw StorageError.fault(code: 0) }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    private mutating func integer<Number: FixedWidthInteger>(_: Number.Type) throws -> Number {
        Number(littleEndian: try take(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
    }

    private mutating func number() throws -> Int64? {
        try answer() == true ? try integer(Int64.self) : nil
    }

    private mutating func answer() throws -> Bool? {
        switch try integer(UInt8.self) {
        case 0: false
        case 1: true
        default: nil
        }
    }

    mutating func text() throws -> String {
        let count = Int(try integer(UInt32.self))
        return String(decoding: try take(count), as: UTF8.self)
    }

    mutating func word<Word: RawRepresentable<String>>() throws -> Word {
        try Database.known(try text())
    }

    private mutating func optionalWord<Word: RawRepresentable<String>>() throws -> Word? {
        let text = try text()
        return text.isEmpty ? nil : try Database.known(text)
    }

    mutating func list<Element>(
        _ one: (inout RecordReader) throws -> Element
    ) throws -> [Element] {
        try (0..<Int(try integer(UInt32.self))).map { _ in try one(&self) }
    }

    mutating func date() throws -> CalendarDate? {
        try number().map { CalendarDate(daysSince1970: Int32(truncatingIfNeeded: $0)) }
    }

    mutating func npi() throws -> NPI? {
        try number().map { number in
            let digits = String(number)
            return try NPI(String(repeating: "0", count: max(0, 10 - digits.count)) + digits)
        }
    }

    mutating func name() throws -> PersonName {
        PersonName(
            given: try text(),
            middle: try text(),
            family: try text(),
            suffix: try text(),
            order: try word()
        )
    }

    private mutating func words<Word>() throws -> WordSet<Word> {
        WordSet(bits: UInt64(bitPattern: try integer(Int64.self)))
    }

    mutating func statement() throws -> ProfileStatement {
        var statement = ProfileStatement()
        statement.languages = try words()
        statement.conditions = try words()
        statement.techniques = try words()
        statement.payers = try words()
        statement.accepting = try answer()
        statement.acceptsReferrals = try answer()
        statement.practisingSince = try date()
        statement.about = try text()
        return statement
    }

    mutating func location() throws -> Location {
        var location = Location(
            clinic: try text(),
            street: try text(),
            city: try text(),
            region: try text(),
            country: try text(),
            postalCode: try text()
        )
        let latitude = try number().map { Double(bitPattern: UInt64(bitPattern: $0)) }
        let longitude = try number().map { Double(bitPattern: UInt64(bitPattern: $0)) }
        if let latitude, let longitude {
            location.coordinate = try Coordinate(latitude: latitude, longitude: longitude)
        }
        location.placement = try optionalWord()
        location.telephone = try text()
        location.hours = OpeningHours(
            spans: try list { reader in
                OpeningHours.Span(
                    weekday: try reader.word(),
                    opens: Int(try reader.integer(Int64.self)),
                    closes: Int(try reader.integer(Int64.self))
                )
            }
        )
        location.wheelchair = try answer()
        location.telehealth = try answer()
        return location
    }

    mutating func credential() throws -> Credential {
        Credential(
            kind: try word(),
            credentialClass: try optionalWord(),
            jurisdiction: try Jurisdiction(try text()),
            number: try text(),
            type: try text(),
            title: try text(),
            registry: try registry(),
            source: try word()
        )
    }

    private mutating func registry() throws -> RegistryID? {
        let text = try text()
        return text.isEmpty ? nil : try RegistryID(text)
    }

    mutating func taxonomies() throws -> Set<PractitionerRecord.Taxonomy>? {
        let isKnown = try answer() == true
        let taxonomies = try list { reader in
            PractitionerRecord.Taxonomy(
                code: try reader.text(),
                licence: try reader.text(),
                state: try reader.text(),
                primary: try reader.word()
            )
        }
        return isKnown ? Set(taxonomies) : nil
    }
}
