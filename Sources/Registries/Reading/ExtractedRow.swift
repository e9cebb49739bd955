import Directory

/// What one row says, before it is an entry of the register.
struct ExtractedRow: Sendable {
    /// Whether the row is about the number asked for; one of another is read no further than that.
    var isAsked = true
    var texts: [(role: RowFields.Role, text: String)] = []
    var expiresOn: CalendarDate?
    var firstIssuedOn: CalendarDate?
    /// Where one field writes the whole name.
    var name: PersonName?
    var otherNames: [PersonName] = []
    /// Whether the type is an acupuncturist's; nil where no types are described.
    var isExpectedType: Bool?
    var conditions: [String] = []
    var flags: [(name: String, text: String, effect: DisciplineFlag.Effect)] = []
    var shown: [RegisterEntry.Field] = []

    func text(of role: RowFields.Role) -> String? {
        texts.first { $0.role == role }?.text
    }

    /// How much text there is of all fields together.
    var byteCount: Int {
        var count = 0
        for (_, text) in texts { count += text.utf8.count }
        for field in shown { count += field.value.utf8.count }
        for text in conditions { count += text.utf8.count }
        for flag in flags { count += flag.text.utf8.count }
        for name in otherNames { count += name.given.utf8.count + name.family.utf8.count }
        return count
    }

    /// The row with what a page about it says more, or more exactly.
    func completed(by detail: ExtractedRow) -> ExtractedRow {
        var completed = self
        completed.texts.removeAll { own in detail.texts.contains { $0.role == own.role } }
        completed.texts += detail.texts
        completed.expiresOn = detail.expiresOn ?? expiresOn
        completed.firstIssuedOn = detail.firstIssuedOn ?? firstIssuedOn
        if detail.text(of: .family) != nil { completed.name = nil }
        completed.name = detail.name ?? completed.name
        completed.otherNames += detail.otherNames
        completed.isExpectedType = detail.isExpectedType ?? isExpectedType
        completed.conditions += detail.conditions
        completed.flags += detail.flags
        completed.shown.removeAll { own in detail.shown.contains { $0.name == own.name } }
        completed.shown += detail.shown
        return completed
    }

    /// The entry of the register that the row is.
    ///
    /// - Parameter standings: What the wordings mean.
    /// - Returns: The entry, with all that is shown of it.
    /// - Throws: `Drift` where an acupuncturist's row lacks what every entry has.
    func entry(_ standings: StatusMap) throws(Drift) -> RegisterEntry {
        var entry = RegisterEntry(number: "", names: [], wording: "", standing: nil)
        var own = PersonName(given: "", family: "")
        var reason: String?
        var fields: [RegisterEntry.Field] = []
        fields.reserveCapacity(texts.count + shown.count)
        for (role, text) in texts {
            switch role {
            case .number: entry.number = text
            case .given: own.given = text
            case .middle: own.middle = text
            case .family: own.family = text
            case .suffix: own.suffix = text
            case .name: break
            case .type: entry.type = text
            case .status: entry.wording = text
            case .reason: reason = text
            case .sourceKey: entry.sourceKey = text
            case .expires, .firstIssued: break
            }
            fields.append(RegisterEntry.Field(name: role.rawValue, value: text))
        }
        entry.expiresOn = expiresOn
        entry.firstIssuedOn = firstIssuedOn
        entry.isExpectedType = isExpectedType ?? true
        if let name { own = name }
        if !own.given.isEmpty || !own.family.isEmpty { entry.names.append(own) }
        for other in otherNames {
            entry.names.append(other)
            fields.append(RegisterEntry.Field(name: "other_name", value: other.full))
        }
        for condition in conditions {
            fields.append(RegisterEntry.Field(name: "condition", value: condition))
        }
        for flag in flags { fields.append(RegisterEntry.Field(name: flag.name, value: flag.text)) }
        fields += shown
        entry.fields = fields
        entry.standing = standing(standings.standing(of: entry.wording, reason: reason))
        return entry
    }

    /// The standing that the wording means, with what conditions and discipline make of it.
    private func standing(_ worded: Standing?) -> Standing? {
        guard var standing = worded else { return nil }
        for flag in flags {
            switch flag.effect {
            case .none: continue
            case .standing(let other): if other.gravity > standing.gravity { standing = other }
            // What nobody has read yet may be grave, and only who would be in force profits of it.
            case .unknown: if standing.isInForce || standing == .provisional { return nil }
            }
        }
        return standing == .active && !conditions.isEmpty ? .activeRestricted : standing
    }
}

/// A field that holds the terms somebody practises under; with any, active is active_restricted.
struct Condition: Sendable {
    enum Key: String, DescriptionKey {
        case from, match, stripHTML = "strip_html", none
    }

    let source: FieldSource
    /// The words that say that there are none.
    private let none: Set<FoldedText>

    init(
        _ node: DescriptionNode,
        in format: AnswerFormat,
        isTable: Bool
    ) throws(DescriptionError) {
        let section = try DescriptionSection<Key>(node)
        source = try FieldSource(
            from: try section.required(.from),
            match: section.optional(.match),
            stripHTML: section.optional(.stripHTML),
            in: format,
            isTable: isTable
        )
        none = Set(try section.optional(.none)?.texts().map(FoldedText.init) ?? [])
    }

    func texts(in row: AnswerRow, by rules: TextRules) throws(Drift) -> [String] {
        try source.texts(called: "conditions", in: row, by: rules)
            .filter { !none.contains(FoldedText($0)) }
    }
}

/// A field apart from the status that says whether somebody was disciplined.
struct DisciplineFlag: Sendable {
    enum Key: String, DescriptionKey {
        case name, from, match, stripHTML = "strip_html", clear, means
    }

    /// What a word of the field does to the standing.
    enum Effect: Hashable, Sendable {
        case none
        case standing(Standing)
        /// It stands neither among the harmless words nor among the others.
        case unknown
    }

    let name: String
    let source: FieldSource
    private let effects: [FoldedText: Effect]

    init(
        _ node: DescriptionNode,
        in format: AnswerFormat,
        isTable: Bool
    ) throws(DescriptionError) {
        let section = try DescriptionSection<Key>(node)
        name = try section.required(.name).fullText()
        source = try FieldSource(
            from: try section.required(.from),
            match: section.optional(.match),
            stripHTML: section.optional(.stripHTML),
            in: format,
            isTable: isTable
        )
        var effects: [FoldedText: Effect] = [:]
        for text in try section.required(.clear).texts() { effects[FoldedText(text)] = Effect.none }
        for member in try section.optional(.means)?.members() ?? [] {
            let standing: Standing = try member.value.word()
            guard effects.updateValue(.standing(standing), forKey: FoldedText(member.key)) == nil
            else {
                throw DescriptionError(
                    at: member.place,
                    "the word \"\(member.key.shortened)\" stands here already; once is right"
                )
            }
        }
        self.effects = effects
    }

    func effect(of text: String) -> Effect { effects[FoldedText(text)] ?? .unknown }
}
