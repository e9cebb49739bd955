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
        if let plain = Self.plainKeys(seeking: name) {
            keys = plain
            return
        }
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

    // MARK: - Plain names

    /// The same for two plain words, which most names are, without making a string; nil for others.
    private static func plainKeys(seeking name: PersonName) -> [Int64]? {
        let (family, given) = (name.family, name.given)
        guard let familyCount = plainCount(family), let givenCount = plainCount(given) else {
            return nil
        }
        let cut = Exclusion.leastCutLength
        func key(_ kind: Kind, familyPrefix: Int = .max, givenPrefix: Int = .max) -> Int64 {
            var digest = Digest()
            digest.add(byte: kind.rawValue)
            digest.add(plain: family, upTo: familyPrefix)
            digest.add(plain: given, upTo: givenPrefix)
            return digest.value
        }
        var keys: [Int64] = []
        keys.reserveCapacity(4)
        let isInitial = givenCount == 1
        if isInitial { keys.append(key(.letter, givenPrefix: 1)) }
        keys.append(key(.full))
        if !isInitial { keys.append(key(.initial, givenPrefix: 1)) }
        if givenCount >= cut { keys.append(key(.cutGiven, givenPrefix: cut)) }
        if familyCount >= cut { keys.append(key(.cutFamily, familyPrefix: cut, givenPrefix: 1)) }
        return keys
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return letter >= 0x61 && letter <= 0x7A
    }

    /// How many letters a word has that is nothing but ASCII letters and what folding leaves out.
    private static func plainCount(_ text: String) -> Int? {
        var count = 0
        for byte in text.utf8 {
            if isLetter(byte) { count += 1 } else if !isLeftOut(byte) { return nil }
        }
        // Three letters may be FNU or LNU, which are no name.
        return count == 0 || count == 3 ? nil : count
    }

    fileprivate static func isLeftOut(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "'") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "`")
    }

    // MARK: - All names

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

extension Digest {
    /// Adds the first letters of a plain word as folding leaves them.
    fileprivate mutating func add(plain text: String, upTo limit: Int) {
        var left = limit
        for byte in text.utf8 where !ExclusionNameKeys.isLeftOut(byte) {
            if left == 0 { break }
            left -= 1
            add(byte: byte & 0xDF)
        }
        add(byte: 0xFF)
    }
}
