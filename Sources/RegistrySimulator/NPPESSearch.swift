/// What the NPI Registry is asked for, read from the parameters of a request as its API 2.1 does.
struct NPPESSearch: Equatable, Sendable {
    /// Why the registry refuses a search; it says so with status 200.
    struct Refusal: Error, Equatable {
        let number: String
        let field: String
        let description: String
    }

    /// A text to find as it is, or at the beginning when it ends in `*`.
    struct Pattern: Equatable, Sendable {
        let text: String
        let isPrefix: Bool

        func matches(_ value: String) -> Bool {
            isPrefix ? value.uppercased().hasPrefix(text) : value.uppercased() == text
        }
    }

    static let greatestLimit = 200
    static let defaultLimit = 10

    var number: String?
    var firstName: Pattern?
    /// Whether a first name also finds the names it is short for.
    var usesAliases = true
    var lastName: Pattern?
    var city: Pattern?
    var postalCode: Pattern?
    var taxonomyDescription: Pattern?
    var state: String?
    var countryCode: String?
    var enumerationType: String?
    /// An organisation's name, which no person bears.
    var organizationName: Pattern?
    var limit = Self.defaultLimit
    var skip = 0

    init(_ question: Question) throws(Refusal) {
        guard question.value(of: "version") == "2.1" else {
            throw Refusal(number: "17", field: "version", description: "Unsupported Version")
        }
        if let number = question.value(of: "number") {
            guard number.utf8.count == 10, number.utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else {
                throw Refusal(number: "06", field: "number", description: "NPI must be 10 digits")
            }
            self.number = number
        }
        firstName = try Self.pattern("first_name", in: question)
        lastName = try Self.pattern("last_name", in: question)
        city = try Self.pattern("city", in: question)
        postalCode = try Self.pattern("postal_code", in: question)
        taxonomyDescription = try Self.pattern("taxonomy_description", in: question)
        organizationName = try Self.pattern("organization_name", in: question)
        usesAliases = question.value(of: "use_first_name_alias")?.lowercased() != "false"
        state = try Self.code("state", in: question, oneOf: nil)
        countryCode = try Self.code("country_code", in: question, oneOf: nil)
        enumerationType = try Self.code(
            "enumeration_type",
            in: question,
            oneOf: ["NPI-1", "NPI-2"]
        )
        if let limit = question.value(of: "limit").flatMap(Int.init), limit > 0 {
            self.limit = min(limit, Self.greatestLimit)
        }
        if let skip = question.value(of: "skip").flatMap(Int.init), skip > 0 {
            self.skip = skip
        }
        try requireCriteria()
    }

    private func requireCriteria() throws(Refusal) {
        let patterns = [
            firstName, lastName, city, postalCode, taxonomyDescription, organizationName,
        ]
        guard number == nil, patterns.allSatisfy({ $0 == nil }) else { return }
        func alone(_ field: String) -> Refusal {
            Refusal(
                number: "07",
                field: field,
                description: "Field \(field) requires additional search criteria"
            )
        }
        if state != nil { throw alone("state") }
        if enumerationType != nil {
            throw Refusal(
                number: "09",
                field: "enumeration_type",
                description: "enumeration_type requires additional search criteria"
            )
        }
        if countryCode != nil { throw alone("country_code") }
        throw Refusal(
            number: "04",
            field: "generic",
            description: "No valid search criteria provided"
        )
    }

    private static func pattern(
        _ field: String,
        in question: Question
    ) throws(Refusal) -> Pattern? {
        guard let value = question.value(of: field) else { return nil }
        let isPrefix = value.hasSuffix("*")
        let text = isPrefix ? String(value.dropLast()) : value
        guard !text.contains("*"), text.utf8.allSatisfy(isLegal) else {
            throw badCharacters(in: field)
        }
        if isPrefix, text.utf8.count < 2 {
            throw Refusal(
                number: "03",
                field: field,
                description: "Wildcards require at least two leading characters"
            )
        }
        return Pattern(text: text.uppercased(), isPrefix: isPrefix)
    }

    private static func code(
        _ field: String,
        in question: Question,
        oneOf codes: [String]?
    ) throws(Refusal) -> String? {
        guard let value = question.value(of: field)?.uppercased() else { return nil }
        guard codes?.contains(value) ?? (value.utf8.count == 2) else {
            throw badCharacters(in: field)
        }
        return value
    }

    private static func badCharacters(in field: String) -> Refusal {
        Refusal(
            number: "05",
            field: field,
            description: "Field contains special character(s) or wrong number of characters"
        )
    }

    /// Letters without marks, digits, spaces and some punctuation: names are folded before asking.
    private static func isLegal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: " ()&:,-.#;'/\"".utf8.contains(byte)
        }
    }
}

// MARK: - Matching

extension NPPESSearch {
    func matches(_ record: NPPESRecord) -> Bool {
        if let state, record.state.uppercased() != state { return false }
        if let countryCode, record.countryCode.uppercased() != countryCode { return false }
        if enumerationType == "NPI-2" || organizationName != nil { return false }
        if let city, !city.matches(record.city) { return false }
        if let postalCode, !matches(postalCode, record.postalCode) { return false }
        if let taxonomyDescription, !taxonomyDescription.matches(record.taxonomyDescription) {
            return false
        }
        if let lastName {
            let names = [record.lastName, record.otherLastName].compactMap(\.self)
            if !names.contains(where: lastName.matches) { return false }
        }
        if let firstName {
            let names = [record.firstName, record.otherFirstName].compactMap(\.self)
            if !names.contains(where: { matches(firstName, givenName: $0) }) { return false }
        }
        return true
    }

    /// Five digits find every address with them, whatever four come behind.
    private func matches(_ pattern: Pattern, _ postalCode: String) -> Bool {
        let isShort = pattern.text.utf8.count == 5
        return Pattern(text: pattern.text, isPrefix: pattern.isPrefix || isShort)
            .matches(postalCode)
    }

    private func matches(_ pattern: Pattern, givenName: String) -> Bool {
        if pattern.matches(givenName) { return true }
        guard usesAliases, !pattern.isPrefix else { return false }
        let given = givenName.uppercased()
        return Self.aliases.contains { $0.contains(pattern.text) && $0.contains(given) }
    }

    /// Given names that stand for each other, the commonest only; the registry's list is longer.
    private static let aliases: [Set<String>] = [
        ["ROBERT", "BOB", "ROB", "BOBBY"], ["WILLIAM", "BILL", "WILL"],
        ["JAMES", "JIM", "JIMMY"], ["MICHAEL", "MIKE"], ["RICHARD", "DICK", "RICK"],
        ["ELIZABETH", "LIZ", "BETH", "BETTY"], ["KATHERINE", "KATE", "KATHY", "KATIE"],
        ["MARGARET", "PEGGY", "MEG", "MAGGIE"], ["THOMAS", "TOM"], ["EDWARD", "ED", "TED"],
        ["JOSEPH", "JOE"], ["DANIEL", "DAN"], ["CHRISTOPHER", "CHRIS"], ["SUSAN", "SUE"],
        ["JENNIFER", "JEN", "JENNY"], ["PATRICIA", "PAT", "TRICIA"],
    ]
}
