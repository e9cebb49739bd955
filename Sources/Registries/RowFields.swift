import Directory

/// Which value of a row is which, and how a row becomes an entry of the register.
struct RowFields: Sendable {
    /// The parts of an entry that a description can point at.
    enum Role: String, DescriptionKey {
        case number, given, middle, family, suffix, type, status, reason, expires
        case firstIssued = "first_issued", sourceKey = "source_key"
    }

    enum OtherNameKey: String, DescriptionKey {
        case rows, given, middle, family, suffix
    }

    enum DateKey: String, DescriptionKey {
        case formats, nulls
    }

    struct OtherNames: Sendable {
        let rows: JSONPointer
        var given: [JSONPointer] = []
        var middle: [JSONPointer] = []
        var family: [JSONPointer] = []
        var suffix: [JSONPointer] = []
    }

    /// A value shown as public evidence and used for nothing else.
    private struct Shown: Sendable {
        let name: String
        let pointers: [JSONPointer]
    }

    private let roles: [(role: Role, pointers: [JSONPointer])]
    private let shown: [Shown]
    private let otherNames: OtherNames?
    private let required: Set<Role>
    private let nulls: [String]
    private let dateNulls: [String]
    private let dateFormats: [DateFormat]
    private let types: LicenceTypes?
    private let standings: StatusMap

    private static let longestValue = 1000
    private static let mostOtherNames = 50

    init(
        _ section: DescriptionSection<QueryAnswer.Key>,
        standings: StatusMap
    ) throws(DescriptionError) {
        let fields = try section.required(.fields)
        let roleSection = try DescriptionSection<Role>(fields)
        var roles: [(Role, [JSONPointer])] = []
        for member in try fields.members() {
            guard let role = Role(rawValue: member.key) else { continue }
            roles.append((role, try member.value.pointers()))
        }
        _ = try roleSection.required(.number)
        _ = try roleSection.required(.status)
        _ = try roleSection.required(.family)
        self.roles = roles

        var shown: [Shown] = []
        for member in try section.optional(.also)?.members() ?? [] {
            guard Role(rawValue: member.key) == nil else {
                throw DescriptionError(
                    at: member.place,
                    "\"\(member.key)\" belongs under fields; another name would be right"
                )
            }
            shown.append(Shown(name: member.key, pointers: try member.value.pointers()))
        }
        self.shown = shown
        otherNames = try section.optional(.otherNames).map(Self.otherNames)

        var required: Set<Role> = [.number, .status]
        for element in try section.optional(.required)?.elements() ?? [] {
            let role: Role = try element.word()
            guard roleSection.optional(role) != nil else {
                throw element.failure("\"\(role.rawValue)\" stands nowhere under fields")
            }
            required.insert(role)
        }
        nulls = try section.optional(.nulls)?.texts() ?? []
        if let types = section.optional(.types) {
            guard roleSection.optional(.type) != nil else {
                throw types.failure("types are compared with the field type, which is missing")
            }
            required.insert(.type)
            self.types = LicenceTypes(try types.texts())
        } else {
            types = nil
        }
        self.required = required

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
        guard !standings.needsReason || roleSection.optional(.reason) != nil else {
            throw fields.failure("the standings name reasons, and no field is the reason")
        }
        self.standings = standings
    }

    private static func otherNames(
        _ node: DescriptionNode
    ) throws(DescriptionError) -> OtherNames {
        let section = try DescriptionSection<OtherNameKey>(node)
        var names = OtherNames(rows: try section.required(.rows).pointer())
        names.family = try section.required(.family).pointers()
        names.given = try section.optional(.given)?.pointers() ?? []
        names.middle = try section.optional(.middle)?.pointers() ?? []
        names.suffix = try section.optional(.suffix)?.pointers() ?? []
        return names
    }

    // MARK: - Reading a row

    /// The number printed in a row, if there is one that can be read.
    func number(in row: JSONDocument.Value, of document: JSONDocument) -> String? {
        roles.first { $0.role == .number }
            .flatMap { try? text(at: $0.pointers, called: "number", in: row, of: document) }
    }

    func entry(
        _ row: JSONDocument.Value,
        of document: JSONDocument
    ) throws(Drift) -> RegisterEntry {
        guard document.kind(of: row) == .object else { throw Drift("A row is not an object.") }
        var fields: [RegisterEntry.Field] = []
        fields.reserveCapacity(roles.count + shown.count)
        var entry = RegisterEntry(number: "", names: [], wording: "", standing: nil)
        var name = PersonName(given: "", family: "")
        var reason: String?
        var found: Set<Role> = []
        for (role, pointers) in roles {
            guard
                let text = try text(at: pointers, called: role.rawValue, in: row, of: document)
            else { continue }
            switch role {
            case .number: entry.number = text
            case .given: name.given = text
            case .middle: name.middle = text
            case .family: name.family = text
            case .suffix: name.suffix = text
            case .type: entry.type = text
            case .status: entry.wording = text
            case .reason: reason = text
            case .sourceKey: entry.sourceKey = text
            case .expires:
                guard let date = try date(text, called: role) else { continue }
                entry.expiresOn = date
            case .firstIssued:
                guard let date = try date(text, called: role) else { continue }
                entry.firstIssuedOn = date
            }
            found.insert(role)
            fields.append(RegisterEntry.Field(name: role.rawValue, value: text))
        }
        entry.isExpectedType = types?.contains(entry.type) ?? true
        try checkRequired(found, isExpectedType: entry.isExpectedType)
        if !name.given.isEmpty || !name.family.isEmpty { entry.names.append(name) }
        for other in try readOtherNames(row, of: document) {
            entry.names.append(other)
            fields.append(RegisterEntry.Field(name: "other_name", value: other.full))
        }
        for value in shown {
            guard
                let text = try text(at: value.pointers, called: value.name, in: row, of: document)
            else { continue }
            fields.append(RegisterEntry.Field(name: value.name, value: text))
        }
        entry.standing = standings.standing(of: entry.wording, reason: reason)
        entry.fields = fields
        return entry
    }

    /// What every row has is looked for in all; the rest only where it is about an acupuncturist.
    private func checkRequired(_ found: Set<Role>, isExpectedType: Bool) throws(Drift) {
        let wanted = isExpectedType ? required : required.intersection([.number, .type])
        guard
            let missing = Role.allCases.first(where: { wanted.contains($0) && !found.contains($0) })
        else { return }
        throw Drift("A row has no \(missing.rawValue), which every row of this register has.")
    }

    private func readOtherNames(
        _ row: JSONDocument.Value,
        of document: JSONDocument
    ) throws(Drift) -> [PersonName] {
        guard let otherNames, let rows = document.value(at: otherNames.rows, from: row),
            document.kind(of: rows) != .null
        else { return [] }
        guard document.kind(of: rows) == .array else { throw Drift("other_names is not a list.") }
        let others = document.elements(of: rows)
        guard others.count <= Self.mostOtherNames else {
            throw Drift("A row has more than \(Self.mostOtherNames) other names.")
        }
        var names: [PersonName] = []
        for other in others {
            let part = { (pointers: [JSONPointer]) throws(Drift) -> String in
                try text(at: pointers, called: "other_names", in: other, of: document) ?? ""
            }
            let name = PersonName(
                given: try part(otherNames.given),
                middle: try part(otherNames.middle),
                family: try part(otherNames.family),
                suffix: try part(otherNames.suffix)
            )
            if !name.family.isEmpty { names.append(name) }
        }
        return names
    }

    /// The first value that is there; nil where all are missing, null or a word for nothing.
    private func text(
        at pointers: [JSONPointer],
        called name: String,
        in row: JSONDocument.Value,
        of document: JSONDocument
    ) throws(Drift) -> String? {
        for pointer in pointers {
            guard let value = document.value(at: pointer, from: row) else { continue }
            switch document.kind(of: value) {
            case .null: continue
            case .object, .array: throw Drift("\(name) is a list or an object; text is described.")
            case .string, .number, .boolean: break
            }
            guard document.range(of: value).count <= Self.longestValue else {
                throw Drift("\(name) is longer than \(Self.longestValue) bytes.")
            }
            guard let text = document.text(of: value), !isNull(text) else { continue }
            guard
                text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || 0x09...0x0A ~= $0 || $0 == 0x0D }
                )
            else { throw Drift("\(name) has a control character in it.") }
            return text
        }
        return nil
    }

    private func isNull(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == 0x20 || 0x09...0x0D ~= $0 } || nulls.contains(text)
    }

    private func date(_ text: String, called role: Role) throws(Drift) -> CalendarDate? {
        guard !dateNulls.contains(text) else { return nil }
        for format in dateFormats {
            if let date = format.date(text) { return date }
        }
        throw Drift(
            "\(role.rawValue) is \"\(text.shortened)\", a date in none of the formats described."
        )
    }
}
