/// The name of an element in small letters, cut to twenty of them.
struct HTMLElement: Hashable {
    /// What an element does to the text around it.
    enum Kind: UInt8 {
        case other, inline
        /// Inline, with nothing inside.
        case wordBreak
        /// With nothing inside.
        case empty
        /// With text inside that is no page's text.
        case unseen
        case table, row, cell

        var isInline: Bool { self == .inline || self == .wordBreak }
        var isEmpty: Bool { self == .empty || self == .wordBreak }
    }

    private static let longest = 20

    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt32 = 0
    private(set) var length = 0

    init() {}

    init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) {
        length = min(end - start, Self.longest)
        for offset in 0..<length {
            let letter = bytes[start + offset].asciiSmall
            switch offset {
            case 0..<8: first = first << 8 | UInt64(letter)
            case 8..<16: second = second << 8 | UInt64(letter)
            default: third = third << 8 | UInt32(letter)
            }
        }
    }

    private init(_ name: String) {
        self = Array(name.utf8).withUnsafeBufferPointer {
            HTMLElement($0, from: 0, to: $0.count)
        }
    }

    /// No name of a known kind is longer than eight letters.
    var kind: Kind { length > 8 ? .other : Self.kinds.kind(of: first) }

    private static let kinds = Kinds([
        (
            .inline,
            """
            a abbr b bdi bdo big cite code data del em font i ins kbd label mark q s small span \
            strong sub sup time tt u var
            """
        ),
        (.wordBreak, "wbr"),
        (.unseen, "script style template noscript title textarea select iframe svg"),
        (.empty, "br hr img input meta link area base col embed source track"),
        (.table, "table"), (.row, "tr"), (.cell, "td th"),
    ])

    /// The known names by number: an open table of four times their count.
    private struct Kinds {
        private static let bits: UInt64 = 8
        private var slots = [(name: UInt64, kind: Kind)](repeating: (0, .other), count: 1 << bits)

        init(_ kinds: [(Kind, String)]) {
            for (kind, names) in kinds {
                for name in names.split(separator: " ") {
                    let number = HTMLElement(String(name)).first
                    var slot = Self.slot(of: number)
                    while slots[slot].name != 0 { slot = (slot + 1) % slots.count }
                    slots[slot] = (number, kind)
                }
            }
        }

        private static func slot(of number: UInt64) -> Int {
            Int(truncatingIfNeeded: (number &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
        }

        func kind(of number: UInt64) -> Kind {
            var slot = Self.slot(of: number)
            while slots[slot].name != 0 {
                if slots[slot].name == number { return slots[slot].kind }
                slot = (slot + 1) % slots.count
            }
            return .other
        }
    }
}

/// A tag, a comment or a declaration.
struct HTMLTag {
    /// Without letters for what is no element.
    let name: HTMLElement
    let isEnd: Bool
    /// Whether it ends with `/>`.
    let isClosed: Bool
    /// Whether its attributes keep the element from being seen.
    let isHidden: Bool
    /// Behind its `>`.
    let end: Int

    /// Nil where the `<` is text.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
        var position = start + 1
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: "!") || bytes[position] == UInt8(ascii: "?") {
            name = HTMLElement()
            isEnd = false
            isClosed = true
            isHidden = false
            end = Self.endOfComment(bytes, from: position)
            return
        }
        isEnd = bytes[position] == UInt8(ascii: "/")
        if isEnd { position += 1 }
        guard position < bytes.count, bytes[position].asciiSmall &- 0x61 < 26 else { return nil }
        let nameStart = position
        while position < bytes.count, Self.isName(bytes[position]) { position += 1 }
        name = HTMLElement(bytes, from: nameStart, to: position)
        let attributes = position
        var quote: UInt8?
        var before: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"),
                before == UInt8(ascii: "=")
            {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                break
            }
            if byte > 0x20 { before = byte }
            position += 1
        }
        isClosed = before == UInt8(ascii: "/")
        isHidden =
            !isEnd && position > attributes
            && HTMLAttributes(
                bytes: UnsafeBufferPointer(rebasing: bytes[attributes..<position])
            ).hide
        end = min(bytes.count, position + 1)
    }

    private static func isName(_ byte: UInt8) -> Bool {
        byte.asciiSmall &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D
    }

    private static func endOfComment(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var position = start
        let isComment =
            start + 2 < bytes.count && bytes[start + 1] == 0x2D && bytes[start + 2] == 0x2D
        if isComment { position += 3 }
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: ">"),
                !isComment || bytes[position - 1] == 0x2D && bytes[position - 2] == 0x2D
            {
                return position + 1
            }
            position += 1
        }
        return bytes.count
    }
}

/// What stands in a tag behind its name.
private struct HTMLAttributes {
    let bytes: UnsafeBufferPointer<UInt8>

    private static let longestValue = 4096

    /// Whether they keep the element from being seen: the word `hidden`, a class of that name, or a
    /// style that says so.
    var hide: Bool {
        var position = 0
        while let (name, value) = next(&position) {
            switch name.count {
            case 6: if stands("hidden", from: name.lowerBound) { return true }
            case 5:
                let isHidden =
                    stands("class", from: name.lowerBound) && hasWord("hidden", in: value)
                    || stands("style", from: name.lowerBound) && styleHides(value)
                if isHidden { return true }
            default: continue
            }
        }
        return false
    }

    /// The next attribute's name and value; nil where there is none.
    private func next(_ position: inout Int) -> (name: Range<Int>, value: Range<Int>)? {
        while position < bytes.count,
            Self.isBlank(bytes[position]) || bytes[position] == UInt8(ascii: "/")
        {
            position += 1
        }
        guard position < bytes.count else { return nil }
        let start = position
        // An equals sign in front belongs to the name, as browsers have it.
        repeat { position += 1 } while position < bytes.count && !Self.endsName(bytes[position])
        let name = start..<position
        skipBlanks(&position)
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
            return (name, position..<position)
        }
        position += 1
        skipBlanks(&position)
        guard position < bytes.count else { return (name, position..<position) }
        let quote = bytes[position]
        let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        if isQuoted { position += 1 }
        let first = position
        while position < bytes.count,
            isQuoted ? bytes[position] != quote : !Self.isBlank(bytes[position])
        {
            position += 1
        }
        let value = first..<min(position, first + Self.longestValue)
        if isQuoted { position += 1 }
        return (name, value)
    }

    private func skipBlanks(_ position: inout Int) {
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

    private static func endsName(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "/")
    }

    /// Whether that text, which is in small letters, begins at a place, in any.
    private func stands(_ word: StaticString, from start: Int) -> Bool {
        guard start + word.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<word.utf8CodeUnitCount
        where bytes[start + offset].asciiSmall != word.utf8Start[offset] {
            return false
        }
        return true
    }

    private func hasWord(_ word: StaticString, in value: Range<Int>) -> Bool {
        var start = value.lowerBound
        while start < value.upperBound {
            var end = start
            while end < value.upperBound, !Self.isBlank(bytes[end]) { end += 1 }
            if end - start == word.utf8CodeUnitCount, stands(word, from: start) { return true }
            start = end + 1
        }
        return false
    }

    private func styleHides(_ value: Range<Int>) -> Bool {
        for place in value where bytes[place] == UInt8(ascii: ":") {
            let isHidden =
                stands("display", before: place, in: value)
                && stands("none", behind: place, in: value)
                || stands("visibility", before: place, in: value)
                    && stands("hidden", behind: place, in: value)
            if isHidden { return true }
        }
        return false
    }

    /// Whether that text stands behind a place, whatever blanks are among its letters.
    private func stands(_ word: StaticString, behind place: Int, in value: Range<Int>) -> Bool {
        var position = place
        for offset in 0..<word.utf8CodeUnitCount {
            repeat {
                position += 1
            } while position < value.upperBound
                && Self.isBlank(bytes[position])
            guard position < value.upperBound,
                bytes[position].asciiSmall == word.utf8Start[offset]
            else { return false }
        }
        return true
    }

    private func stands(_ word: StaticString, before place: Int, in value: Range<Int>) -> Bool {
        var position = place
        for offset in stride(from: word.utf8CodeUnitCount - 1, through: 0, by: -1) {
            repeat {
                position -= 1
            } while position >= value.lowerBound
                && Self.isBlank(bytes[position])
            guard position >= value.lowerBound,
                bytes[position].asciiSmall == word.utf8Start[offset]
            else { return false }
        }
        return true
    }
}
