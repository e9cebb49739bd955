/// An acupuncturist, with or without an NPI.
package struct Practitioner: Hashable, Sendable {
    package typealias Key = RowKey<Practitioner>

    /// Who keeps the profile.
    package enum Profile: String, Sendable, CaseIterable {
        /// Nobody has taken it over: it shows registry facts only.
        case unclaimed
        case claimed
    }

    package var npi: NPI?
    package var name: PersonName
    /// Former, professional and other names, each usable to recognise the person on a register.
    package var otherNames: [PersonName]
    package var profile: Profile
    /// What the person says of themselves; shown of claimed profiles only.
    package var statement: ProfileStatement

    package init(
        npi: NPI? = nil,
        name: PersonName,
        otherNames: [PersonName] = [],
        profile: Profile = .unclaimed,
        statement: ProfileStatement = ProfileStatement()
    ) {
        self.npi = npi
        self.name = name
        self.otherNames = otherNames
        self.profile = profile
        self.statement = statement
    }

    /// The present name, then every other.
    package var allNames: [PersonName] { [name] + otherNames }
}

/// What a practitioner says of themselves; no register vouches for it.
package struct ProfileStatement: Hashable, Sendable {
    package var languages: WordSet<Language> = []
    package var conditions: WordSet<Condition> = []
    package var techniques: WordSet<Technique> = []
    package var payers: WordSet<Payer> = []
    /// Whether new patients are accepted; nil where the person has not said.
    package var accepting: Bool?
    package var acceptsReferrals: Bool?
    /// Since when the person says to have practised: self-reported, never counted as experience.
    package var practisingSince: CalendarDate?
    package var about = ""

    package init() {}
}
