/// The keys that a mapping of a description may have.
protocol DescriptionKey: RawRepresentable, CaseIterable, Hashable where RawValue == String {}

/// One mapping of a description, all of whose keys are known.
struct DescriptionSection<Key: DescriptionKey> {
    let place: DescriptionNode.Place
    private var members: [Key: DescriptionNode] = [:]

    init(_ node: DescriptionNode) throws(DescriptionError) {
        place = node.place
        for member in try node.members() {
            guard let key = Key(rawValue: member.key) else {
                let right = Key.allCases.map(\.rawValue)
                throw DescriptionError(
                    at: member.place,
                    "unknown key \"\(member.key.shortened)\"; "
                        + suggestion(for: member.key, among: right)
                )
            }
            members[key] = member.value
        }
    }

    /// The value of a key that may be left out.
    func optional(_ key: Key) -> DescriptionNode? { members[key] }

    /// The value of a key that has to be there.
    func required(_ key: Key) throws(DescriptionError) -> DescriptionNode {
        guard let node = members[key] else {
            throw DescriptionError(at: place, "the key \"\(key.rawValue)\" is missing")
        }
        return node
    }
}

/// "did you mean …?", or all that would be right.
func suggestion(for word: String, among right: [String]) -> String {
    if let nearest = Spelling.nearest(to: word, among: right) {
        return "did you mean \"\(nearest)\"?"
    }
    return "one of these would be right: " + right.joined(separator: ", ")
}

extension String {
    /// Short enough to be shown in a sentence.
    var shortened: String { count <= 60 ? self : String(prefix(60)) + "…" }
}

// MARK: - Values

extension DescriptionNode {
    func failure(_ message: String) -> DescriptionError {
        DescriptionError(at: place, message)
    }

    func members() throws(DescriptionError) -> [Member] {
        guard case .mapping(let members) = content else {
            throw failure("a mapping of keys to values would be right here")
        }
        return members
    }

    func text() throws(DescriptionError) -> String {
        guard case .text(let text) = content else {
            throw failure("one text would be right here")
        }
        return text
    }

    /// Text that says something.
    func fullText() throws(DescriptionError) -> String {
        let text = try text()
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw failure("some text would be right here")
        }
        return text
    }

    /// The elements of a list; a single text stands for a list of itself.
    func elements() throws(DescriptionError) -> [DescriptionNode] {
        switch content {
        case .text: [self]
        case .list(let nodes): nodes
        case .mapping: throw failure("a text or a list of texts would be right here")
        }
    }

    /// The mappings of a list; a single one stands for a list of itself.
    func mappings() throws(DescriptionError) -> [DescriptionNode] {
        switch content {
        case .mapping: [self]
        case .list(let nodes): nodes
        case .text: throw failure("a mapping of keys to values, or a list of such, would be right")
        }
    }

    func texts() throws(DescriptionError) -> [String] {
        var texts: [String] = []
        for element in try elements() { texts.append(try element.text()) }
        return texts
    }

    /// A whole number within a range; `why` says where the range comes from or what is counted.
    func number(in range: ClosedRange<Int>, _ why: String) throws(DescriptionError) -> Int {
        let text = try text()
        let isWhole =
            !text.isEmpty && text.utf8.count <= 18 && text.utf8.allSatisfy { $0 &- 0x30 < 10 }
        guard isWhole, let number = Int(text), range.contains(number) else {
            throw failure(
                "\"\(text.shortened)\" is wrong; a whole number from \(range.lowerBound) to \(range.upperBound) would be right (\(why))"
            )
        }
        return number
    }

    /// One word out of those that an enum has.
    func word<Word>(
        _ type: Word.Type = Word.self
    ) throws(DescriptionError) -> Word where Word: RawRepresentable<String> & CaseIterable {
        let text = try text()
        guard let word = Word(rawValue: text) else {
            throw failure(
                "\"\(text.shortened)\" is wrong; "
                    + suggestion(for: text, among: Word.allCases.map(\.rawValue))
            )
        }
        return word
    }

    /// What a text parses to, or the parser's own sentence of what would be right.
    func parsed<Value, Failure: CustomStringConvertible>(
        _ parse: (String) throws(Failure) -> Value
    ) throws(DescriptionError) -> Value {
        let text = try text()
        do {
            return try parse(text)
        } catch {
            throw failure("\"\(text.shortened)\" is wrong; \(error)")
        }
    }

    func pointer() throws(DescriptionError) -> JSONPointer {
        try parsed { text throws(JSONPointer.ParseError) in try JSONPointer(text) }
    }

    func pointers() throws(DescriptionError) -> [JSONPointer] {
        var pointers: [JSONPointer] = []
        for element in try elements() { pointers.append(try element.pointer()) }
        return pointers
    }
}
