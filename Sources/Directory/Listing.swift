/// A practitioner at a location, as the search sees it.
package struct Listing: Hashable, Sendable {
    package var practitioner: Practitioner.Key
    package var location: Location.Key
    /// Nil where the address could not be placed: found by anything but a circle.
    package var coordinate: Coordinate?
    package var vettedUntil: Instant?
    /// When the credential that carries the trust was last seen on its register.
    package var verifiedAt: Instant?
    package var experience: Experience?
    package var score: Score
    package var conditions: WordSet<Condition>
    package var languages: WordSet<Language>
    package var techniques: WordSet<Technique>
    package var payers: WordSet<Payer>
    package var features: Features
    /// What it is found by (`SearchWords.ofListing`), with spaces between.
    package var words: String

    package init(
        practitioner: Practitioner.Key,
        location: Location.Key,
        coordinate: Coordinate?,
        vettedUntil: Instant? = nil,
        verifiedAt: Instant? = nil,
        experience: Experience? = nil,
        score: Score = Score(count: 0, stars: 0),
        conditions: WordSet<Condition> = [],
        languages: WordSet<Language> = [],
        techniques: WordSet<Technique> = [],
        payers: WordSet<Payer> = [],
        features: Features = [],
        words: String = ""
    ) {
        self.practitioner = practitioner
        self.location = location
        self.coordinate = coordinate
        self.vettedUntil = vettedUntil
        self.verifiedAt = verifiedAt
        self.experience = experience
        self.score = score
        self.conditions = conditions
        self.languages = languages
        self.techniques = techniques
        self.payers = payers
        self.features = features
        self.words = words
    }

    /// What is either so or not; stored by these values, so they never change.
    package struct Features: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let accepting = Features(rawValue: 1 << 0)
        package static let acceptsReferrals = Features(rawValue: 1 << 1)
        package static let telehealth = Features(rawValue: 1 << 2)
        package static let wheelchair = Features(rawValue: 1 << 3)
        /// An approved statutory credential is valid here; the same below.
        package static let statutory = Features(rawValue: 1 << 4)
        package static let accredited = Features(rawValue: 1 << 5)
        package static let certificate = Features(rawValue: 1 << 6)
    }
}
