/// A type of Socrata's query language, named as the service names it.
enum SoQLType: String, Sendable {
    case text
    case number
    case checkbox
    /// A day and time in no zone, written `2026-11-23T00:00:00.000`.
    case date = "calendar_date"
    case url
}

/// A condition or value of Socrata's query language, its column names resolved and types checked.
indirect enum SoQLExpression: Equatable, Sendable {
    enum Comparison: String, Sendable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case greater = ">"
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
    }

    enum Function: String, CaseIterable, Sendable {
        case upper
        case lower
    }

    case text(String)
    case number(Double)
    case checkbox(Bool)
    case column(Int)
    case function(Function, SoQLExpression)
    case comparison(Comparison, SoQLExpression, SoQLExpression)
    case like(SoQLExpression, SoQLExpression)
    case isIn(SoQLExpression, [SoQLExpression])
    case isNull(SoQLExpression)
    case not(SoQLExpression)
    case all([SoQLExpression])
    case any([SoQLExpression])
}

// MARK: - Evaluation

extension SoQLExpression {
    /// Whether a row meets this condition; nil when that is unknown because a value is null.
    ///
    /// - Parameter row: The values of the columns.
    /// - Returns: The answer in SQL's logic of three values.
    func holds(in row: [String?]) -> Bool? {
        switch self {
        case .checkbox(let value):
            return value
        case .comparison(let comparison, let left, let right):
            return left.compare(right, by: comparison, in: row)
        case .like(let left, let right):
            guard let text = left.text(in: row), let pattern = right.text(in: row) else {
                return nil
            }
            return LikePattern(pattern).matches(text)
        case .isIn(let left, let candidates):
            return Self.any(candidates.map { .comparison(.equal, left, $0) }).holds(in: row)
        case .isNull(let operand):
            return operand.isKnown(in: row) == false
        case .not(let operand):
            return operand.holds(in: row).map { !$0 }
        case .all(let operands):
            var result: Bool? = true
            for operand in operands {
                guard let holds = operand.holds(in: row) else {
                    result = nil
                    continue
                }
                if !holds { return false }
            }
            return result
        case .any(let operands):
            var result: Bool? = false
            for operand in operands {
                guard let holds = operand.holds(in: row) else {
                    result = nil
                    continue
                }
                if holds { return true }
            }
            return result
        case .text, .number, .column, .function:
            return nil
        }
    }

    private func compare(
        _ other: SoQLExpression,
        by comparison: Comparison,
        in row: [String?]
    ) -> Bool? {
        if case .number(let left) = self, case .number(let right) = other {
            return Self.ordered(left, right, by: comparison)
        }
        if let left = truth(in: row), let right = other.truth(in: row) {
            return Self.ordered(left ? 1 : 0, right ? 1 : 0, by: comparison)
        }
        guard let left = text(in: row), let right = other.text(in: row) else { return nil }
        return Self.ordered(left, right, by: comparison)
    }

    private static func ordered<Value: Comparable>(
        _ left: Value,
        _ right: Value,
        by comparison: Comparison
    ) -> Bool {
        switch comparison {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .greater: left > right
        case .lessOrEqual: left <= right
        case .greaterOrEqual: left >= right
        }
    }

    private func isKnown(in row: [String?]) -> Bool {
        switch self {
        case .text, .number, .checkbox: true
        case .column, .function: text(in: row) != nil
        default: holds(in: row) != nil
        }
    }

    private func truth(in row: [String?]) -> Bool? {
        switch self {
        case .text, .number, .column, .function: nil
        default: holds(in: row)
        }
    }

    private func text(in row: [String?]) -> String? {
        switch self {
        case .text(let text): text
        case .column(let index): row[index]
        case .function(.upper, let operand): operand.text(in: row)?.uppercased()
        case .function(.lower, let operand): operand.text(in: row)?.lowercased()
        default: nil
        }
    }
}

// MARK: - What is asked for

extension SoQLExpression {
    /// The texts that columns are compared with for equality, wherever in the condition.
    var textsSought: [String] {
        switch self {
        case .comparison(.equal, let left, let right):
            [left, right].compactMap { side in
                if case .text(let text) = side { text } else { nil }
            }
        case .isIn(_, let candidates):
            candidates.compactMap { candidate in
                if case .text(let text) = candidate { text } else { nil }
            }
        case .not(let operand): operand.textsSought
        case .all(let operands), .any(let operands): operands.flatMap(\.textsSought)
        default: []
        }
    }
}

/// A pattern of `like`: `%` stands for any text, `_` for one character, `\` takes either as it is.
private struct LikePattern {
    private enum Part {
        case anything
        case anyCharacter
        case character(Character)
    }

    private var parts: [Part] = []

    init(_ pattern: String) {
        var escaped = false
        for character in pattern {
            switch character {
            case _ where escaped:
                parts.append(.character(character))
                escaped = false
            case "\\": escaped = true
            case "%": parts.append(.anything)
            case "_": parts.append(.anyCharacter)
            default: parts.append(.character(character))
            }
        }
    }

    /// Matches greedily and falls back to the last `%` only, so that no pattern takes long.
    func matches(_ text: String) -> Bool {
        let characters = Array(text)
        var position = 0
        var part = 0
        var retry: (part: Int, position: Int)?
        while position < characters.count {
            if part < parts.count {
                switch parts[part] {
                case .anything:
                    retry = (part + 1, position)
                    part += 1
                    continue
                case .anyCharacter:
                    part += 1
                    position += 1
                    continue
                case .character(let character) where character == characters[position]:
                    part += 1
                    position += 1
                    continue
                case .character:
                    break
                }
            }
            guard let last = retry else { return false }
            retry = (last.part, last.position + 1)
            part = last.part
            position = last.position + 1
        }
        return parts[part...].allSatisfy { rest in
            if case .anything = rest { true } else { false }
        }
    }
}
