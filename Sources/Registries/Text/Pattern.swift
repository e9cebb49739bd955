/// A regular expression that takes time in proportion to the text it is looked for in.
///
/// Answers of registries are hostile input, and an engine that tries one way after the other can
/// be made to take for ever. This one goes through the text once and follows all ways at the same
/// time (Thompson's construction with Pike's captures). It knows letters, `.`, classes as
/// `[A-Z0-9]` and `[^"]`, `\d \w \s` and their opposites, `^ $ \b`, groups, `(?:…)`, `|`, and
/// `* + ? {2,5}` with their lazy forms; the leftmost match wins.
struct Pattern: Sendable {
    struct ParseError: Error, CustomStringConvertible {
        let description: String
    }

    /// How much is done for one look at most; what needs more is given up.
    static let mostSteps = 8_000_000
    /// How large a compiled expression may be.
    static let mostInstructions = 1000
    static let mostGroups = 9

    enum Instruction: Sendable {
        case scalar(UInt32)
        /// Any but a newline.
        case any
        case set(Int)
        /// Goes on at both; the first is preferred.
        case split(Int, Int)
        case jump(Int)
        case save(Int)
        case start, end, wordBoundary
        case match

        /// The same, so many places further on.
        func moved(by offset: Int) -> Self {
            switch self {
            case .split(let preferred, let other): .split(preferred + offset, other + offset)
            case .jump(let target): .jump(target + offset)
            default: self
            }
        }
    }

    struct ScalarSet: Sendable {
        var ranges: [ClosedRange<UInt32>]
        var isInverted = false

        func contains(_ scalar: UInt32) -> Bool {
            ranges.contains { $0.contains(scalar) } != isInverted
        }
    }

    let text: String
    let groupCount: Int
    private let program: [Instruction]
    private let sets: [ScalarSet]
    private let ignoresCase: Bool
    /// The scalar that every match begins with, where there is one.
    private let first: UInt32?

    init(_ text: String, ignoresCase: Bool = false) throws(ParseError) {
        var compiler = PatternCompiler(text, ignoresCase: ignoresCase)
        try compiler.compile()
        self.text = text
        self.ignoresCase = ignoresCase
        program = compiler.program
        sets = compiler.sets
        groupCount = compiler.groupCount
        if case .scalar(let scalar)? = program.dropFirst().first {
            first = scalar
        } else {
            first = nil
        }
    }

    /// The groups of the first match, the whole of it in front; nil where there is none.
    ///
    /// - Parameter text: What is looked through.
    /// - Returns: A text a group; nil for a group that has no part in the match.
    /// - Throws: `Drift` where it would take too long.
    func firstMatch(in text: some StringProtocol) throws(Drift) -> [String?]? {
        let scalars = text.unicodeScalars.map(\.value)
        guard let slots = try firstSlots(in: scalars) else { return nil }
        return (0...groupCount).map { group in
            let (start, end) = (slots[group * 2], slots[group * 2 + 1])
            guard start >= 0, end >= start else { return nil }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[start..<end].compactMap(Unicode.Scalar.init))
            return String(view)
        }
    }

    /// The groups that took part, joined; the whole match where there are no groups.
    func extracted(from text: some StringProtocol) throws(Drift) -> String? {
        guard let groups = try firstMatch(in: text) else { return nil }
        return groupCount == 0 ? groups[0] : groups.dropFirst().compactMap(\.self).joined()
    }

    // MARK: - Matching

    private struct Threads {
        var counters: [Int] = []
        /// Of each thread its slots, one behind the other.
        var slots: [Int] = []
        /// The position at which an instruction was last added, by instruction.
        var seen: [Int]

        init(_ size: Int) { seen = Array(repeating: -1, count: size) }

        mutating func clear() {
            counters.removeAll(keepingCapacity: true)
            slots.removeAll(keepingCapacity: true)
        }
    }

    private func firstSlots(in scalars: [UInt32]) throws(Drift) -> [Int]? {
        let width = (groupCount + 1) * 2
        var current = Threads(program.count)
        var next = Threads(program.count)
        var best: [Int]?
        var steps = 0
        var empty = Array(repeating: -1, count: width)
        var slots = empty
        var position = 0
        while position <= scalars.count {
            if current.counters.isEmpty {
                if best != nil { break }
                if let first {
                    while position < scalars.count, folded(scalars[position]) != first {
                        position += 1
                    }
                    guard position < scalars.count else { break }
                }
            }
            // No later start counts once a match has begun.
            if best == nil {
                add(0, to: &current, slots: &empty, at: position, in: scalars, steps: &steps)
            }
            let scalar = position < scalars.count ? folded(scalars[position]) : nil
            next.clear()
            var thread = 0
            threads: while thread < current.counters.count {
                let counter = current.counters[thread]
                steps += 1
                let isThrough: Bool
                switch program[counter] {
                case .match:
                    best = Array(current.slots[thread * width..<(thread + 1) * width])
                    // What comes behind is less preferred.
                    break threads
                case .scalar(let wanted): isThrough = scalar == wanted
                case .any: isThrough = scalar.map { $0 != 0x0A } ?? false
                case .set(let index): isThrough = scalar.map(sets[index].contains) ?? false
                default: isThrough = false
                }
                if isThrough {
                    for slot in 0..<width { slots[slot] = current.slots[thread * width + slot] }
                    add(
                        counter + 1,
                        to: &next,
                        slots: &slots,
                        at: position + 1,
                        in: scalars,
                        steps: &steps
                    )
                }
                thread += 1
            }
            guard steps < Self.mostSteps else {
                throw Drift("A text could not be searched in the time there is for it.")
            }
            swap(&current, &next)
            position += 1
        }
        return best
    }

    /// Follows all that takes no scalar.
    private func add(
        _ counter: Int,
        to threads: inout Threads,
        slots: inout [Int],
        at position: Int,
        in scalars: [UInt32],
        steps: inout Int
    ) {
        guard threads.seen[counter] != position else { return }
        threads.seen[counter] = position
        steps += 1
        switch program[counter] {
        case .jump(let target):
            add(target, to: &threads, slots: &slots, at: position, in: scalars, steps: &steps)
        case .split(let preferred, let other):
            add(preferred, to: &threads, slots: &slots, at: position, in: scalars, steps: &steps)
            add(other, to: &threads, slots: &slots, at: position, in: scalars, steps: &steps)
        case .save(let slot):
            let before = slots[slot]
            slots[slot] = position
            add(counter + 1, to: &threads, slots: &slots, at: position, in: scalars, steps: &steps)
            slots[slot] = before
        case .start:
            guard position == 0 else { return }
            add(counter + 1, to: &threads, slots: &slots, at: position, in: scalars, steps: &steps)
        case .end:
            guard position == scalars.count else { return }
            add(counter + 1, to: &threads, slots: &slots, at: position, in: scalars, steps: &steps)
        case .wordBoundary:
            let before = position > 0 && Self.isWord(scalars[position - 1])
            let after = position < scalars.count && Self.isWord(scalars[position])
            guard before != after else { return }
            add(counter + 1, to: &threads, slots: &slots, at: position, in: scalars, steps: &steps)
        case .scalar, .any, .set, .match:
            threads.counters.append(counter)
            threads.slots.append(contentsOf: slots)
        }
    }

    private func folded(_ scalar: UInt32) -> UInt32 {
        ignoresCase ? Self.lower(scalar) : scalar
    }

    static func lower(_ scalar: UInt32) -> UInt32 {
        scalar &- 0x41 < 26 ? scalar | 0x20 : scalar
    }

    private static func isWord(_ scalar: UInt32) -> Bool {
        scalar &- 0x30 < 10 || (scalar | 0x20) &- 0x61 < 26 || scalar == 0x5F
    }
}

/// Makes the instructions of a regular expression, one after the other as they are written.
private struct PatternCompiler {
    private(set) var program: [Pattern.Instruction] = []
    private(set) var sets: [Pattern.ScalarSet] = []
    private(set) var groupCount = 0
    private let source: [UInt32]
    private let ignoresCase: Bool
    private var position = 0
    private var depth = 0

    private static let longestText = 500
    private static let deepestNesting = 20
    private static let mostRepetitions = 200

    init(_ text: String, ignoresCase: Bool) {
        source = text.unicodeScalars.map(\.value)
        self.ignoresCase = ignoresCase
    }

    mutating func compile() throws(Pattern.ParseError) {
        guard !source.isEmpty, source.count <= Self.longestText else {
            throw failure("an expression has 1 to \(Self.longestText) characters")
        }
        try append(.save(0))
        try alternatives()
        guard position == source.count else { throw failure("a ) closes no group") }
        try append(.save(1))
        try append(.match)
    }

    private func failure(_ sentence: String) -> Pattern.ParseError {
        Pattern.ParseError(description: sentence)
    }

    private mutating func append(_ instruction: Pattern.Instruction) throws(Pattern.ParseError) {
        guard program.count < Pattern.mostInstructions else {
            throw failure("the expression is too large; a simpler one would be right")
        }
        program.append(instruction)
    }

    private func peek(_ character: Character) -> Bool {
        position < source.count && source[position] == character.unicodeScalars.first?.value
    }

    private mutating func alternatives() throws(Pattern.ParseError) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepestNesting else { throw failure("groups are nested too deep") }
        let start = program.count
        try sequence()
        guard peek("|") else { return }
        position += 1
        // A split in front of what is compiled already, and a jump behind it.
        try insert(.split(0, 0), at: start)
        let jump = program.count
        try append(.jump(0))
        program[start] = .split(start + 1, program.count)
        try alternatives()
        program[jump] = .jump(program.count)
    }

    /// Puts an instruction in front of others, whose targets move on by one.
    private mutating func insert(
        _ instruction: Pattern.Instruction,
        at place: Int
    ) throws(Pattern.ParseError) {
        try append(instruction)
        let moved = { (target: Int) in target >= place ? target + 1 : target }
        for index in stride(from: program.count - 1, to: place, by: -1) {
            switch program[index - 1] {
            case .split(let left, let right): program[index] = .split(moved(left), moved(right))
            case .jump(let target): program[index] = .jump(moved(target))
            case let other: program[index] = other
            }
        }
        program[place] = instruction
    }

    private mutating func sequence() throws(Pattern.ParseError) {
        while position < source.count, !peek("|"), !peek(")") { try repeated() }
    }

    private mutating func repeated() throws(Pattern.ParseError) {
        let start = program.count
        try atom()
        guard let (low, high) = try repetition() else { return }
        let isLazy = peek("?")
        if isLazy { position += 1 }
        guard program.count > start else {
            throw failure("nothing stands in front of a repetition")
        }
        let atom = program[start...]
        program.removeSubrange(start...)
        func again() throws(Pattern.ParseError) {
            let offset = program.count - start
            for instruction in atom { try append(instruction.moved(by: offset)) }
        }
        for _ in 0..<low { try again() }
        if let high {
            var splits: [Int] = []
            for _ in low..<max(low, high) {
                splits.append(program.count)
                try append(.split(0, 0))
                try again()
            }
            for split in splits { program[split] = choice(split + 1, program.count, isLazy) }
        } else {
            let split = program.count
            try append(.split(0, 0))
            try again()
            try append(.jump(split))
            program[split] = choice(split + 1, program.count, isLazy)
        }
    }

    private func choice(_ inside: Int, _ behind: Int, _ isLazy: Bool) -> Pattern.Instruction {
        isLazy ? .split(behind, inside) : .split(inside, behind)
    }

    /// How often the atom in front is meant; nil where nothing says so.
    private mutating func repetition() throws(Pattern.ParseError) -> (low: Int, high: Int?)? {
        if peek("*") || peek("+") || peek("?") {
            let isPlus = peek("+")
            let isOptional = peek("?")
            position += 1
            return (isPlus ? 1 : 0, isOptional ? 1 : nil)
        }
        guard peek("{") else { return nil }
        position += 1
        guard let low = number() else { throw failure("a repetition is written {2} or {2,5}") }
        var high: Int? = low
        if peek(",") {
            position += 1
            high = number()
        }
        guard peek("}"), low <= Self.mostRepetitions, (high ?? low) <= Self.mostRepetitions,
            (high ?? low) >= low
        else {
            throw failure("a repetition is written {2} or {2,5}, up to \(Self.mostRepetitions)")
        }
        position += 1
        return (low, high)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while position < source.count, source[position] &- 0x30 < 10, (value ?? 0) < 1000 {
            value = (value ?? 0) * 10 + Int(source[position] - 0x30)
            position += 1
        }
        return value
    }

    private mutating func atom() throws(Pattern.ParseError) {
        let scalar = source[position]
        position += 1
        switch Unicode.Scalar(scalar) {
        case "(": try group()
        case "[": try set(of: try classRanges())
        case ".": try append(.any)
        case "^": try append(.start)
        case "$": try append(.end)
        case "\\": try escape()
        case "*", "+", "?", "{":
            throw failure("nothing stands in front of a repetition; \\ makes it a plain character")
        default: try append(.scalar(ignoresCase ? Pattern.lower(scalar) : scalar))
        }
    }

    private mutating func group() throws(Pattern.ParseError) {
        var number: Int?
        if peek("?") {
            guard position + 1 < source.count, source[position + 1] == 0x3A else {
                throw failure("a group is written (…) or (?:…)")
            }
            position += 2
        } else {
            groupCount += 1
            guard groupCount <= Pattern.mostGroups else {
                throw failure("an expression has at most \(Pattern.mostGroups) groups")
            }
            number = groupCount
        }
        if let number { try append(.save(number * 2)) }
        try alternatives()
        guard peek(")") else { throw failure("a group is not closed") }
        position += 1
        if let number { try append(.save(number * 2 + 1)) }
    }

    private mutating func set(of set: Pattern.ScalarSet) throws(Pattern.ParseError) {
        try append(.set(sets.count))
        var set = set
        if ignoresCase {
            for range in set.ranges {
                // The text is looked at in small letters.
                let capitals = range.clamped(to: 0x41...0x5A)
                guard range.overlaps(0x41...0x5A) else { continue }
                set.ranges.append(capitals.lowerBound + 32...capitals.upperBound + 32)
            }
        }
        sets.append(set)
    }

    private mutating func escape() throws(Pattern.ParseError) {
        guard position < source.count else { throw failure("nothing stands behind a \\") }
        let scalar = source[position]
        position += 1
        if scalar == 0x62 { return try append(.wordBoundary) }
        if let set = Self.classes[scalar] { return try self.set(of: set) }
        try append(.scalar(try escaped(scalar)))
    }

    private func escaped(_ scalar: UInt32) throws(Pattern.ParseError) -> UInt32 {
        switch Unicode.Scalar(scalar) {
        case "n": 0x0A
        case "r": 0x0D
        case "t": 0x09
        default:
            if scalar &- 0x30 < 10 || (scalar | 0x20) &- 0x61 < 26 {
                throw failure(
                    "\\ makes a plain character of punctuation, and \\d \\w \\s \\b \\n \\r \\t are known"
                )
            } else {
                scalar
            }
        }
    }

    private static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    private static let words: [ClosedRange<UInt32>] = [
        0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A,
    ]
    private static let blanks: [ClosedRange<UInt32>] = [0x09...0x0D, 0x20...0x20, 0xA0...0xA0]
    private static let classes: [UInt32: Pattern.ScalarSet] = [
        0x64: .init(ranges: digits), 0x44: .init(ranges: digits, isInverted: true),
        0x77: .init(ranges: words), 0x57: .init(ranges: words, isInverted: true),
        0x73: .init(ranges: blanks), 0x53: .init(ranges: blanks, isInverted: true),
    ]

    private mutating func classRanges() throws(Pattern.ParseError) -> Pattern.ScalarSet {
        var set = Pattern.ScalarSet(ranges: [])
        if peek("^") {
            set.isInverted = true
            position += 1
        }
        var isFirst = true
        while position < source.count, isFirst || !peek("]") {
            isFirst = false
            var low = source[position]
            position += 1
            if low == 0x5C {
                guard position < source.count else { break }
                let escape = source[position]
                position += 1
                if let known = Self.classes[escape] {
                    guard !known.isInverted else {
                        throw failure("\\D, \\W and \\S do not stand inside [ ]")
                    }
                    set.ranges += known.ranges
                    continue
                }
                low = try escaped(escape)
            }
            var high = low
            if peek("-"), position + 1 < source.count, source[position + 1] != 0x5D {
                position += 1
                high = source[position]
                position += 1
                guard high != 0x5C, high >= low else {
                    throw failure("a range inside [ ] goes from the lower to the higher character")
                }
            }
            set.ranges.append(low...high)
        }
        guard peek("]") else { throw failure("a [ is not closed") }
        position += 1
        return set
    }
}

extension DescriptionNode {
    func pattern(ignoresCase: Bool = false) throws(DescriptionError) -> Pattern {
        try parsed { text throws(Pattern.ParseError) in
            try Pattern(text, ignoresCase: ignoresCase)
        }
    }
}
