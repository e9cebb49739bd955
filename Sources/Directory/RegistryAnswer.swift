/// What came back from a registry, read but not yet judged.
package enum RegistryAnswer: Hashable, Sendable {
    /// It answered: these are the entries about the number asked for, perhaps none.
    case entries([RegisterEntry])
    /// It answered nothing about the person.
    case silence(Silence, reason: String)

    /// Why there is no answer about the person; never a fact about the person.
    package enum Silence: String, Sendable, CaseIterable {
        /// No connection, a time-out, a server error, a maintenance page.
        case unreachable
        case throttled
        /// The registry does not take the question as it was put.
        case refused
        /// A captcha, a log-in page, a wall.
        case blocked
        /// An answer in another shape than described.
        case unparseable
    }
}

/// One person's entry on a register, as the register has it.
package struct RegisterEntry: Hashable, Sendable {
    /// The number as printed there.
    package var number: String
    /// The present name, then former and other names that the register shows.
    package var names: [PersonName]
    /// The licence type in the register's words.
    package var type: String
    /// Whether that type is one that the description reads as an acupuncturist's.
    package var isExpectedType: Bool
    /// The status in the register's words.
    package var wording: String
    /// What the status map makes of the wording; nil where it stands in no map.
    package var standing: Standing?
    package var expiresOn: CalendarDate?
    package var firstIssuedOn: CalendarDate?
    /// The registry's own stable key of the entry, where it has one.
    package var sourceKey: String?
    /// All extracted fields by name, in the order of the description: the public evidence.
    package var fields: [Field]

    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(
        number: String,
        names: [PersonName],
        type: String = "",
        isExpectedType: Bool = true,
        wording: String,
        standing: Standing?,
        expiresOn: CalendarDate? = nil,
        firstIssuedOn: CalendarDate? = nil,
        sourceKey: String? = nil,
        fields: [Field] = []
    ) {
        self.number = number
        self.names = names
        self.type = type
        self.isExpectedType = isExpectedType
        self.wording = wording
        self.standing = standing
        self.expiresOn = expiresOn
        self.firstIssuedOn = firstIssuedOn
        self.sourceKey = sourceKey
        self.fields = fields
    }
}
