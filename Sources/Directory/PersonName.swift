/// What a person is called, in the parts that registers keep apart.
package struct PersonName: Hashable, Sendable {
    /// In what order the person writes the name.
    package enum Order: String, Sendable, CaseIterable {
        case givenFirst = "given_first"
        case familyFirst = "family_first"
    }

    package var given: String
    package var middle: String
    package var family: String
    /// `Jr`, `III` and the like.
    package var suffix: String
    package var order: Order

    package init(
        given: String,
        middle: String = "",
        family: String,
        suffix: String = "",
        order: Order = .givenFirst
    ) {
        self.given = given
        self.middle = middle
        self.family = family
        self.suffix = suffix
        self.order = order
    }

    /// The whole name as the person writes it.
    package var full: String {
        let parts =
            switch order {
            case .givenFirst: [given, middle, family, suffix]
            // Vietnamese order, which alone of those with the family name first has a middle.
            case .familyFirst: [family, middle, given, suffix]
            }
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}
