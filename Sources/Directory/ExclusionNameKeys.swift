/// Numbers under which names that may agree stand together.
///
/// Of two names that agree, as `ExclusionMatch` compares them, what a list has and what is sought
/// share at least one number; of others hardly any do. So one look into a table finds who has to
/// be compared, among as many as there are.
package struct ExclusionNameKeys: Sendable {
    /// None twice.
    package private(set) var keys: [Int64] = []

    private enum Kind: UInt8 {
        /// A surname, or a part by which it may be known, with a given name.
        case full = 1
        /// With the first letter of any given name.
        case letter
        /// With a given name that is a first letter only.
        case initial
        /// The only name that somebody has.
        case single
        /// The beginning of a surname that was cut off.
        case cutFamily
        /// The beginning of a given name that was cut off.
        case cutGiven
    }

    /// The numbers under which a row is listed.
    package init(listing exclusion: Exclusion) {
        guard let name = exclusion.name else { return }
        let parts = Parts(name)
        guard let family = parts.family, let given = parts.given else {
            if let only = parts.family ?? parts.given { add(.single, only.joined) }
            return
        }
        for surname in family.forms {
            add(.full, surname, given.first)
            add(.full, surname, given.joined)
            add(.letter, surname, given.letter)
            if given.isInitial { add(.initial, surname, given.letter) }
            if exclusion.isGivenCut, let beginning = given.beginning {
                add(.cutGiven, surname, beginning)
            }
        }
        // As a register that took the one for the other has it.
        add(.full, given.joined, family.joined)
        if exclusion.isFamilyCut, let beginning = family.beginning {
            add(.cutFamily, beginning, given.letter)
        }
    }

    /// The numbers under which to look for somebody of this name.
    package init(seeking name: PersonName) {
        let parts = Parts(name)
        guard let family = parts.family, let given = parts.given else {
            if let only = parts.family ?? parts.given { add(.single, only.joined) }
            return
        }
        for surname in family.forms {
            if given.isInitial {
                add(.letter, surname, given.letter)
            } else {
                add(.full, surname, given.first)
                add(.initial, surname, given.letter)
            }
            add(.full, surname, given.joined)
            if let beginning = given.beginning { add(.cutGiven, surname, beginning) }
        }
        if let beginning = family.beginning { add(.cutFamily, beginning, given.letter) }
    }

    private mutating func add(_ kind: Kind, _ first: String, _ second: String = "") {
        var digest = Digest()
        digest.add(byte: kind.rawValue)
        digest.add(first)
        digest.add(second)
        if !keys.contains(digest.value) { keys.append(digest.value) }
    }

    private struct Parts {
        let family: Part?
        let given: Part?

        init(_ name: PersonName) {
            family = Part(PersonName.tokens(name.family))
            given = Part(PersonName.tokens(name.given))
        }
    }

    private struct Part {
        let first: String
        let joined: String
        /// The whole, the beginning up to the first word that is more than a particle, and the last
        /// word: of a double surname either half may be all that is written.
        let forms: [String]

        init?(_ tokens: [String]) {
            guard let first = tokens.first, let last = tokens.last else { return nil }
            self.first = first
            guard tokens.count > 1 else {
                joined = first
                forms = [first]
                return
            }
            joined = tokens.joined()
            let end = tokens.firstIndex { !PersonName.particles.contains($0) }
            var forms = [joined]
            for form in [tokens.prefix(through: end ?? 0).joined(), last]
            where !forms.contains(form) { forms.append(form) }
            self.forms = forms
        }

        var letter: String { String(first.prefix(1)) }
        var isInitial: Bool { first.count == 1 }

        /// As much as is left at least of what was cut off; nil of anything shorter.
        var beginning: String? {
            joined.utf8.count >= Exclusion.leastCutLength
                ? String(decoding: joined.utf8.prefix(Exclusion.leastCutLength), as: UTF8.self)
                : nil
        }
    }
}
