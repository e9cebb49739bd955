/// Reads JSON text once from front to back, without recursion.
struct JSONReader {
    private(set) var nodes: [JSONNode] = []
    private var position = 0
    /// The containers that are open, as indices into `nodes`.
    private var open: [Int] = []
    /// The keys of the object closed last, as indices into `nodes`.
    private var keys: [Int] = []

    /// Up to so many members, keys are compared each with each; above, they are sorted.
    private static let mostComparedKeys = 32

    mutating func read(_ input: Span<UInt8>) throws(JSONError) {
        guard input.count <= JSONDocument.mostBytes else {
            throw JSONError(problem: .tooLong, offset: JSONDocument.mostBytes)
        }
        try skipByteOrderMark(input)
        nodes.reserveCapacity(min(input.count / 12 + 8, 1 << 16))
        open.reserveCapacity(JSONDocument.deepestNesting)
        skipBlanks(input)
        guard position < input.count else { throw failure(.empty) }
        var expectsValue = true
        repeat {
            skipBlanks(input)
            guard position < input.count else { throw failure(.endsEarly) }
            expectsValue =
                expectsValue ? try readValue(input) : try readAfterValue(input)
        } while expectsValue || !open.isEmpty
        skipBlanks(input)
        guard position == input.count else { throw failure(.moreAfterTheEnd) }
    }

    /// Reads a scalar, or the opening of a container; returns whether a value has to follow.
    private mutating func readValue(_ input: Span<UInt8>) throws(JSONError) -> Bool {
        switch input[position] {
        case UInt8(ascii: "{"):
            try open(.object)
            skipBlanks(input)
            guard position < input.count else { throw failure(.endsEarly) }
            if input[position] == UInt8(ascii: "}") {
                try close(input)
                return false
            }
            try readKey(input)
            return true
        case UInt8(ascii: "["):
            try open(.array)
            skipBlanks(input)
            guard position < input.count else { throw failure(.endsEarly) }
            guard input[position] == UInt8(ascii: "]") else { return true }
            try close(input)
        case UInt8(ascii: "\""):
            let start = position + 1
            let hasEscapes = try readString(input)
            nodes.append(
                JSONNode(
                    start: UInt32(start),
                    end: UInt32(position - 1),
                    link: 0,
                    kind: hasEscapes ? .escapedString : .string
                )
            )
        case UInt8(ascii: "t"): try readWord("true", input, as: .true)
        case UInt8(ascii: "f"): try readWord("false", input, as: .false)
        case UInt8(ascii: "n"): try readWord("null", input, as: .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber(input)
        case 0: throw failure(.zeroByte)
        default: throw failure(.unexpectedByte)
        }
        return false
    }

    /// Reads what stands between values; returns whether a value has to follow.
    private mutating func readAfterValue(_ input: Span<UInt8>) throws(JSONError) -> Bool {
        guard let container = open.last else { throw failure(.moreAfterTheEnd) }
        let isObject = nodes[container].kind == .object
        switch input[position] {
        case UInt8(ascii: ","):
            position += 1
            guard isObject else { return true }
            skipBlanks(input)
            try readKey(input)
            return true
        case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
            try close(input)
            return false
        default: throw failure(.unexpectedByte)
        }
    }

    // MARK: - Containers

    private mutating func open(_ kind: JSONNode.Kind) throws(JSONError) {
        guard open.count < JSONDocument.deepestNesting else { throw failure(.tooDeep) }
        open.append(nodes.count)
        append(kind, from: position)
        position += 1
    }

    private mutating func close(_ input: Span<UInt8>) throws(JSONError) {
        guard let container = open.popLast() else { throw failure(.unexpectedByte) }
        position += 1
        nodes[container].end = UInt32(position)
        nodes[container].link = UInt32(nodes.count)
        if nodes[container].kind == .object { try refuseDoubledKeys(of: container, input) }
    }

    private mutating func refuseDoubledKeys(
        of object: Int,
        _ input: Span<UInt8>
    ) throws(JSONError) {
        keys.removeAll(keepingCapacity: true)
        var index = object + 1
        while index < nodes.count {
            keys.append(index)
            let value = nodes[index + 1]
            index = value.kind.isContainer ? Int(value.link) : index + 2
        }
        guard keys.count <= Self.mostComparedKeys else {
            return try refuseDoubled(manyKeys: keys, input)
        }
        for place in keys.indices {
            let later = nodes[keys[place]]
            for earlier in 0..<place where nodes[keys[earlier]].link == later.link {
                guard !isEqual(nodes[keys[earlier]], later, input) else {
                    throw JSONError(problem: .doubledKey, offset: Int(later.start))
                }
            }
        }
    }

    private func refuseDoubled(manyKeys: [Int], _ input: Span<UInt8>) throws(JSONError) {
        var texts: [(text: [UInt8], offset: Int)] = []
        texts.reserveCapacity(manyKeys.count)
        for key in manyKeys {
            texts.append((text(of: nodes[key], input), Int(nodes[key].start)))
        }
        texts.sort { $0.text.lexicographicallyPrecedes($1.text) }
        for (left, right) in zip(texts, texts.dropFirst()) where left.text == right.text {
            throw JSONError(problem: .doubledKey, offset: max(left.offset, right.offset))
        }
    }

    private func isEqual(_ left: JSONNode, _ right: JSONNode, _ input: Span<UInt8>) -> Bool {
        guard left.kind == .key, right.kind == .key else {
            return text(of: left, input) == text(of: right, input)
        }
        let count = left.end - left.start
        guard count == right.end - right.start else { return false }
        for offset in 0..<Int(count)
        where input[Int(left.start) + offset] != input[Int(right.start) + offset] {
            return false
        }
        return true
    }

    private func text(of key: JSONNode, _ input: Span<UInt8>) -> [UInt8] {
        Self.decoded(input, from: Int(key.start), to: Int(key.end))
    }

    private mutating func readKey(_ input: Span<UInt8>) throws(JSONError) {
        guard position < input.count else { throw failure(.endsEarly) }
        guard input[position] == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
        let start = position + 1
        let hasEscapes = try readString(input)
        let end = position - 1
        nodes.append(
            JSONNode(
                start: UInt32(start),
                end: UInt32(end),
                link: Self.fingerprint(of: input, from: start, to: end, hasEscapes: hasEscapes),
                kind: hasEscapes ? .escapedKey : .key
            )
        )
        skipBlanks(input)
        guard position < input.count else { throw failure(.endsEarly) }
        guard input[position] == UInt8(ascii: ":") else { throw failure(.unexpectedByte) }
        position += 1
    }

    /// A number that is the same for equal keys, escaped or not.
    private static func fingerprint(
        of input: Span<UInt8>,
        from start: Int,
        to end: Int,
        hasEscapes: Bool
    ) -> UInt32 {
        guard hasEscapes else { return fingerprint(of: input, from: start, to: end) }
        let text = decoded(input, from: start, to: end)
        return fingerprint(of: text.span, from: 0, to: text.count)
    }

    /// Looks at the length and the first and last eight bytes only; equals are then compared whole.
    private static func fingerprint(of bytes: Span<UInt8>, from start: Int, to end: Int) -> UInt32 {
        var sum = UInt64(end - start)
        if end - start >= 8 {
            let raw = bytes.bytes
            sum ^= raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
            sum &*= 0x9E37_79B9_7F4A_7C15
            sum ^= raw.unsafeLoadUnaligned(fromByteOffset: end - 8, as: UInt64.self)
        } else {
            for offset in start..<end { sum = sum << 8 ^ UInt64(bytes[offset]) }
        }
        sum &*= 0x9E37_79B9_7F4A_7C15
        return UInt32(truncatingIfNeeded: sum >> 32)
    }

    // MARK: - Scalars

    private mutating func readWord(
        _ word: StaticString,
        _ input: Span<UInt8>,
        as kind: JSONNode.Kind
    ) throws(JSONError) {
        let start = position
        let isIt = word.withUTF8Buffer { letters in
            guard input.count - start >= letters.count else { return false }
            for (offset, letter) in letters.enumerated() where input[start + offset] != letter {
                return false
            }
            return true
        }
        guard isIt else { throw failure(.unexpectedByte) }
        position += word.utf8CodeUnitCount
        append(kind, from: start)
    }

    private mutating func readNumber(_ input: Span<UInt8>) throws(JSONError) {
        let start = position
        if input[position] == UInt8(ascii: "-") { position += 1 }
        let first = position
        guard skipDigits(input) else { throw failure(.badNumber) }
        if input[first] == UInt8(ascii: "0"), position - first > 1 { throw failure(.badNumber) }
        if position < input.count, input[position] == UInt8(ascii: ".") {
            position += 1
            guard skipDigits(input) else { throw failure(.badNumber) }
        }
        if position < input.count, input[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < input.count,
                input[position] == UInt8(ascii: "+") || input[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            guard skipDigits(input) else { throw failure(.badNumber) }
        }
        append(.number, from: start)
    }

    private mutating func skipDigits(_ input: Span<UInt8>) -> Bool {
        let start = position
        while position < input.count, input[position] &- 0x30 < 10 { position += 1 }
        return position > start
    }

    /// Reads a string with its quotes, and says whether it has escapes.
    private mutating func readString(_ input: Span<UInt8>) throws(JSONError) -> Bool {
        position += 1
        var hasEscapes = false
        while true {
            skipPlainText(input)
            guard position < input.count else { throw failure(.endsEarly) }
            let byte = input[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return hasEscapes
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try readEscape(input)
            case 0: throw failure(.zeroByte)
            case ..<0x20: throw failure(.controlCharacter)
            default:
                guard let length = UTF8Sequence.length(in: input, at: position) else {
                    throw failure(.badUTF8)
                }
                position += length
            }
        }
    }

    /// Skips ASCII text that means itself, eight bytes at a time.
    private mutating func skipPlainText(_ input: Span<UInt8>) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let raw = input.bytes
        while position + 8 <= input.count {
            let word = UInt64(
                littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            )
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let slashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // The lowest byte marked is always right; borrows only reach upwards.
            let marks =
                ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
                | ((word &- ones &* 0x20) & ~word) | word
            let found = marks & highs
            if found != 0 {
                position += found.trailingZeroBitCount / 8
                return
            }
            position += 8
        }
        while position < input.count {
            let byte = input[position]
            let isPlain =
                byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"")
                && byte != UInt8(ascii: "\\")
            guard isPlain else { return }
            position += 1
        }
    }

    private mutating func readEscape(_ input: Span<UInt8>) throws(JSONError) {
        guard position + 1 < input.count else { throw failure(.endsEarly) }
        switch input[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            guard let unit = Self.codeUnit(input, at: position) else { throw failure(.badEscape) }
            switch unit {
            case 0: throw failure(.zeroByte)
            case 0xD800...0xDBFF:
                guard let low = Self.codeUnit(input, at: position + 6),
                    (0xDC00...0xDFFF).contains(low)
                else { throw failure(.loneSurrogate) }
                position += 12
            case 0xDC00...0xDFFF: throw failure(.loneSurrogate)
            default: position += 6
            }
        default: throw failure(.badEscape)
        }
    }

    /// The code unit of an escape like `\u00E9` that begins at an offset, if one does.
    private static func codeUnit(_ input: Span<UInt8>, at offset: Int) -> UInt32? {
        guard offset + 6 <= input.count, input[offset] == UInt8(ascii: "\\"),
            input[offset + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt32 = 0
        for place in offset + 2..<offset + 6 {
            let byte = input[place]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 0x30
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
                digit = (byte | 0x20) - UInt8(ascii: "a") + 10
            default: return nil
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    /// The UTF-8 text that the inside of a string means, once it has been read.
    static func decoded(_ input: Span<UInt8>, from start: Int, to end: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(end - start)
        var place = start
        while place < end {
            let byte = input[place]
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                place += 1
                continue
            }
            switch input[place + 1] {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                var value = codeUnit(input, at: place) ?? 0xFFFD
                if (0xD800...0xDBFF).contains(value), let low = codeUnit(input, at: place + 6) {
                    value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
                    place += 6
                }
                text.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
                place += 4
            case let other: text.append(other)
            }
            place += 2
        }
        return text
    }

    // MARK: - Between

    private mutating func skipBlanks(_ input: Span<UInt8>) {
        while position < input.count {
            switch input[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func skipByteOrderMark(_ input: Span<UInt8>) throws(JSONError) {
        guard input.count >= 2 else { return }
        switch (input[0], input[1]) {
        case (0xFE, 0xFF), (0xFF, 0xFE), (0, _), (_, 0): throw failure(.anotherEncoding)
        case (0xEF, 0xBB):
            guard input.count >= 3, input[2] == 0xBF else { throw failure(.badUTF8) }
            position = 3
        default: return
        }
    }

    private mutating func append(_ kind: JSONNode.Kind, from start: Int) {
        nodes.append(
            JSONNode(start: UInt32(start), end: UInt32(position), link: 0, kind: kind)
        )
    }

    private func failure(_ problem: JSONError.Problem) -> JSONError {
        JSONError(problem: problem, offset: position)
    }
}

/// One character of UTF-8 text beyond ASCII (RFC 3629).
enum UTF8Sequence {
    /// How many bytes the character at an offset has; nil where none is validly written.
    static func length(in input: Span<UInt8>, at offset: Int) -> Int? {
        let rest = input.count - offset
        let first = input[offset]
        func continues(_ place: Int, from low: UInt8 = 0x80, to high: UInt8 = 0xBF) -> Bool {
            let byte = input[offset + place]
            return byte >= low && byte <= high
        }
        switch first {
        case 0xC2...0xDF: return rest >= 2 && continues(1) ? 2 : nil
        case 0xE0...0xEF:
            // No overlong form, and no surrogate.
            let low: UInt8 = first == 0xE0 ? 0xA0 : 0x80
            let high: UInt8 = first == 0xED ? 0x9F : 0xBF
            return rest >= 3 && continues(1, from: low, to: high) && continues(2) ? 3 : nil
        case 0xF0...0xF4:
            let low: UInt8 = first == 0xF0 ? 0x90 : 0x80
            let high: UInt8 = first == 0xF4 ? 0x8F : 0xBF
            return rest >= 4 && continues(1, from: low, to: high) && continues(2) && continues(3)
                ? 4 : nil
        default: return nil
        }
    }
}
