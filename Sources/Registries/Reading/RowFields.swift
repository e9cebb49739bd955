import Directory
import Foundation

/// Which value of a row is which.
struct RowFields: Sendable {
    /// The parts of an entry that a description can point at.
    enum Role: String, DescriptionKey {
        case number, given, middle, family, suffix, name, type, status, reason, expires
        case firstIssued = "first_issued", sourceKey = "source_key"
    }

    enum OtherNameKey: String, DescriptionKey {
        case rows, given, middle, family, suffix, name
    }

    enum DateKey: String, DescriptionKey {
        case formats, nulls
    }

    /// Which part of a look-up the rows are: all that is said of somebody, or half of it.
    enum Part {
        case whole, search, detail
    }

    private struct OtherNames: Sendable {
        let rows: JSONPointer
        var parts: [(role: Role, source: FieldSource)] = []
    }

    /// A value shown as public evidence and used for nothing else.
    private struct Shown: Sendable {
        let name: String
        let source: FieldSource
    }

    let roles: [(role: Role, source: FieldSource)]
    private let shown: [Shown]
    private let otherNames: OtherNames?
    /// What every row has, and what a row has that is not an acupuncturist's.
    private let required: [Role]
    private let requiredOfOthers: [Role]
    private let number: FieldSource?
    private let rules: TextRules
    private let dateNulls: [String]
    private let dateFormats: [DateFormat]
    private let zone: TimeZone
    let nameOrder: NameOrder
    let types: LicenceTypes?
    private let conditions: [Condition]
    let flags: [DisciplineFlag]

    private static let mostOtherNames = 50
    /// What is recorded of a row for ever stays within this.
    private static let mostBytes = 64 << 10

    init(
        _ section: DescriptionSection<AnswerReader.Key>,
        format: AnswerFormat,
        isTable: Bool,
        part: Part,
        standings: StatusMap,
        zone: TimeZone
    ) throws(DescriptionError) {
        func source(_ node: DescriptionNode) throws(DescriptionError) -> FieldSource {
            try FieldSource(node, in: format, isTable: isTable)
        }
        self.zone = zone
        let fields = try section.required(.fields)
        let roleSection = try DescriptionSection<Role>(fields)
        var roles: [(Role, FieldSource)] = []
        for member in try fields.members() {
            guard let role = Role(rawValue: member.key) else { continue }
            roles.append((role, try source(member.value)))
        }
        if part != .detail { _ = try roleSection.required(.number) }
        if part == .whole {
            _ = try roleSection.required(.status)
            if roleSection.optional(.name) == nil { _ = try roleSection.required(.family) }
        }
        if let name = roleSection.optional(.name), roleSection.optional(.family) != nil {
            throw name.failure("name and family say the same; one of them would be right")
        }
        self.roles = roles

        var shown: [Shown] = []
        for member in try section.optional(.also)?.members() ?? [] {
            guard Role(rawValue: member.key) == nil else {
                throw DescriptionError(
                    at: member.place,
                    "\"\(member.key)\" belongs under fields; another name would be right"
                )
            }
            shown.append(Shown(name: member.key, source: try source(member.value)))
        }
        self.shown = shown
        otherNames = try section.optional(.otherNames).map { node throws(DescriptionError) in
            try Self.otherNames(node, in: format)
        }

        var required: Set<Role> = part == .detail ? [] : [.number]
        if part == .whole { required.insert(.status) }
        for element in try section.optional(.required)?.elements() ?? [] {
            let role: Role = try element.word()
            guard roleSection.optional(role) != nil else {
                throw element.failure("\"\(role.rawValue)\" stands nowhere under fields")
            }
            required.insert(role)
        }
        if let types = section.optional(.types) {
            guard roleSection.optional(.type) != nil else {
                throw types.failure("types are compared with the field type, which is missing")
            }
            required.insert(.type)
            self.types = LicenceTypes(try types.texts())
        } else {
            types = nil
        }
        self.required = Role.allCases.filter(required.contains)
        requiredOfOthers = self.required.filter { $0 == .number || $0 == .type }
        number = roles.first { $0.0 == .number }?.1
        nameOrder = try section.optional(.nameOrder)?.word() ?? .givenFamily

        var conditions: [Condition] = []
        for node in try section.optional(.conditions)?.mappings() ?? [] {
            conditions.append(try Condition(node, in: format, isTable: isTable))
        }
        self.conditions = conditions
        var flags: [DisciplineFlag] = []
        for node in try section.optional(.discipline)?.mappings() ?? [] {
            flags.append(try DisciplineFlag(node, in: format, isTable: isTable))
        }
        self.flags = flags

        let hasDates =
            roleSection.optional(.expires) != nil || roleSection.optional(.firstIssued) != nil
        if hasDates {
            let dates = try DescriptionSection<DateKey>(try section.required(.dates))
            var formats: [DateFormat] = []
            for element in try dates.required(.formats).elements() {
                formats.append(
                    try element.parsed { text throws(DateFormat.ParseError) in
                        try DateFormat(text)
                    }
                )
            }
            dateFormats = formats
            dateNulls = try dates.optional(.nulls)?.texts() ?? []
        } else {
            if let dates = section.optional(.dates) {
                throw dates.failure("no field is a date; expires or first_issued would be one")
            }
            dateFormats = []
            dateNulls = []
        }
        if part == .whole || roleSection.optional(.status) != nil {
            guard !standings.needsReason || roleSection.optional(.reason) != nil else {
                throw fields.failure("the standings name reasons, and no field is the reason")
            }
        }
        rules = TextRules(
            nulls: try section.optional(.nulls)?.texts() ?? [],
            wrapped: try section.optional(.wrapped)?.pointer(),
            labels: (roles.map(\.1) + shown.map(\.source) + conditions.map(\.source)
                + flags.map(\.source)).flatMap(\.labels)
        )
    }

    private static func otherNames(
        _ node: DescriptionNode,
        in format: AnswerFormat
    ) throws(DescriptionError) -> OtherNames {
        guard format.isJSON else {
            throw node.failure("other names are a list, which only JSON has")
        }
        let section = try DescriptionSection<OtherNameKey>(node)
        var names = OtherNames(rows: try section.required(.rows).pointer())
        for (key, role) in [
            (OtherNameKey.given, Role.given), (.middle, .middle), (.family, .family),
            (.suffix, .suffix), (.name, .name),
        ] {
            guard let node = section.optional(key) else { continue }
            names.parts.append((role, try FieldSource(node, in: format, isTable: false)))
        }
        guard names.parts.contains(where: { $0.role == .family || $0.role == .name }) else {
            throw node.failure("the key \"family\" is missing")
        }
        return names
    }

    var judgesTypes: Bool { types != nil }

    /// The first field for which a table with that head has no column.
    func missingField(in head: [FoldedText]) -> String? {
        let fields =
            roles.map { (name: $0.0.rawValue, source: $0.1) }
            + shown.map { (name: $0.name, source: $0.source) }
            + conditions.map { (name: "conditions", source: $0.source) }
            + flags.map { (name: $0.name, source: $0.source) }
        return fields.first { !$0.source.hasColumn(in: head) }?.name
    }

    /// Every column that fields name and a table with that head lacks, as a person would name it.
    func missingColumns(in head: [FoldedText]) -> [String] {
        let sources =
            roles.map(\.source) + shown.map(\.source) + conditions.map(\.source)
            + flags.map(\.source)
        return sources.flatMap { $0.missingColumns(in: head) }
    }

    // MARK: - Reading a row

    /// What a row says.
    ///
    /// What is about somebody else is read as far as it shows that, and that it has the shape of
    /// this register's rows.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - known: What the rows before showed of licence types.
    ///   - isAsked: Whether a number, as the register has it, is the one asked for.
    /// - Returns: Its fields.
    /// - Throws: `Drift` where it is not a row as described.
    func extracted(
        _ row: AnswerRow,
        knowing known: inout KnownTypes,
        isAsked: (String) -> Bool
    ) throws(Drift) -> ExtractedRow {
        if case .json(let document, let value) = row {
            guard document.kind(of: value) == .object else {
                throw Drift("A row is not an object.")
            }
        }
        var extracted = ExtractedRow()
        if let number = try number?.text(called: Role.number.rawValue, in: row, by: rules) {
            extracted.isAsked = isAsked(number)
        }
        extracted.texts.reserveCapacity(extracted.isAsked ? roles.count : required.count)
        for (role, source) in roles {
            // A date in none of the formats shows another shape, whoever the row is about.
            let isWanted =
                extracted.isAsked || required.contains(role) || role == .expires
                || role == .firstIssued || role == .type && types != nil
            guard isWanted else { continue }
            guard let text = try source.text(called: role.rawValue, in: row, by: rules) else {
                continue
            }
            switch role {
            case .expires:
                guard let date = try date(text, called: role) else { continue }
                extracted.expiresOn = date
            case .firstIssued:
                guard let date = try date(text, called: role) else { continue }
                extracted.firstIssuedOn = date
            case .name:
                extracted.name = nameOrder.name(text)
                if let other = nameOrder.otherReading(text) { extracted.otherNames.append(other) }
            default: break
            }
            extracted.texts.append((role, text))
        }
        if let types {
            extracted.isExpectedType = known.isExpected(extracted.text(of: .type) ?? "", types)
        }
        try checkRequired(extracted)
        guard extracted.isAsked else { return extracted }
        extracted.otherNames += try readOtherNames(row)
        for condition in conditions {
            extracted.conditions += try condition.texts(in: row, by: rules)
        }
        for flag in flags {
            for text in try flag.source.texts(called: flag.name, in: row, by: rules) {
                extracted.flags.append((flag.name, text, flag.effect(of: text)))
            }
        }
        for value in shown {
            guard let text = try value.source.text(called: value.name, in: row, by: rules) else {
                continue
            }
            extracted.shown.append(RegisterEntry.Field(name: value.name, value: text))
        }
        guard extracted.byteCount <= Self.mostBytes else {
            throw Drift("A row has more than \(Self.mostBytes) bytes in the fields described.")
        }
        return extracted
    }

    /// What every row has is looked for in all; the rest only where it is about an acupuncturist.
    func checkRequired(_ row: ExtractedRow) throws(Drift) {
        let wanted = row.isExpectedType == false ? requiredOfOthers : required
        guard
            let missing = wanted.first(where: { role in
                !row.texts.contains { $0.role == role }
            })
        else { return }
        throw Drift("A row has no \(missing.rawValue), which every row of this register has.")
    }

    private func readOtherNames(_ row: AnswerRow) throws(Drift) -> [PersonName] {
        guard let otherNames, case .json(let document, let value) = row else { return [] }
        let lists = document.values(at: otherNames.rows, from: value)
            .filter { document.kind(of: $0) != .null }
        var names: [PersonName] = []
        for list in lists {
            guard document.kind(of: list) == .array else {
                throw Drift("other_names is not a list.")
            }
            let others = document.elements(of: list)
            guard others.count + names.count <= Self.mostOtherNames else {
                throw Drift("A row has more than \(Self.mostOtherNames) other names.")
            }
            for other in others {
                var name = PersonName(given: "", family: "")
                for (role, source) in otherNames.parts {
                    let text = try source.text(
                        called: "other_names",
                        in: .json(document, other),
                        by: rules
                    )
                    guard let text else { continue }
                    switch role {
                    case .given: name.given = text
                    case .middle: name.middle = text
                    case .family: name.family = text
                    case .suffix: name.suffix = text
                    default: name = nameOrder.name(text)
                    }
                }
                if !name.family.isEmpty { names.append(name) }
            }
        }
        return names
    }

    func date(_ text: String, called role: Role) throws(Drift) -> CalendarDate? {
        guard !dateNulls.contains(text) else { return nil }
        for format in dateFormats {
            if let date = format.date(text, in: zone) { return date }
        }
        throw Drift(
            "\(role.rawValue) is \"\(text.shortened)\", a date in none of the formats described."
        )
    }
}

/// Whether the licence type of the row before was an acupuncturist's: the next one mostly has it too.
struct KnownTypes {
    private var last: (type: String, isExpected: Bool)?

    mutating func isExpected(_ type: String, _ types: LicenceTypes) -> Bool {
        if let last, last.type == type { return last.isExpected }
        let isExpected = types.contains(type)
        last = (type, isExpected)
        return isExpected
    }
}

/// In what order one field writes the parts of a name.
enum NameOrder: String, CaseIterable, Sendable {
    /// `FIRST M LAST`
    case givenFamily = "given_family"
    /// `LAST FIRST MIDDLE`
    case familyGiven = "family_given"
    /// `Last, First M`
    case familyCommaGiven = "family_comma_given"

    private static let suffixes: Set<String> = ["JR", "SR", "II", "III", "IV"]

    /// The name that a text writes; the middle name and suffix decide nothing later.
    func name(_ text: String) -> PersonName {
        var words: [String]
        var family = ""
        switch self {
        case .familyCommaGiven:
            let parts = text.split(separator: ",", maxSplits: 1).map { String($0).trimmed }
            guard parts.count == 2 else { return PersonName(given: "", family: text.trimmed) }
            family = parts[0]
            words = Self.words(parts[1])
        case .givenFamily, .familyGiven:
            words = Self.words(text.replacing(",", with: " "))
        }
        var suffix = ""
        if let last = words.last, words.count > 1,
            Self.suffixes.contains(PersonName.folded(last))
        {
            suffix = words.removeLast()
        }
        if family.isEmpty {
            guard words.count > 1 else { return PersonName(given: "", family: words.first ?? "") }
            family = self == .givenFamily ? words.removeLast() : words.removeFirst()
        }
        let given = words.isEmpty ? "" : words.removeFirst()
        return PersonName(
            given: given,
            middle: words.joined(separator: " "),
            family: family,
            suffix: suffix
        )
    }

    /// The name with a surname of two words, where the order does not tell.
    func otherReading(_ text: String) -> PersonName? {
        let words = Self.words(text.replacing(",", with: " "))
        guard self == .familyGiven, words.count > 2 else { return nil }
        return PersonName(
            given: words[2],
            middle: words[3...].joined(separator: " "),
            family: words[..<2].joined(separator: " ")
        )
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
