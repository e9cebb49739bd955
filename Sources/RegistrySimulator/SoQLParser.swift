/// A column as Socrata describes it.
struct SoQLColumn: Equatable, Sendable {
    let name: String
    let type: SoQLType
}

/// Reads the clauses of Socrata's query language: `$where`, `$select`, `$order`.
struct SoQLParser {
    /// How deep parentheses and negations may nest.
    static let greatestDepth = 50

    private struct Typed {
        var expression: SoQLExpression
        var type: SoQLType
        var position: Int
    }

    private var tokens: [SoQLToken]
    private var next = 0
    private var depth = 0
    private let columns: [SoQLColumn]

    init(_ clause: String, columns: [SoQLColumn]) throws(SoQLError) {
        tokens = try SoQLToken.tokens(of: clause)
        self.columns = columns
    }

    /// Reads the whole clause as a condition.
    mutating func condition() throws(SoQLError) -> SoQLExpression {
        let condition = try disjunction()
        try expectEnd()
        return try Self.checkbox(condition, for: "where")
    }

    /// Reads the whole clause as a list of what to show.
    mutating func selection() throws(SoQLError) -> SocrataQuery.Selection {
        if accept(symbol: "*") {
            try expectEnd()
            return .columns(columns.indices.map { .init(column: $0, name: columns[$0].name) })
        }
        if peek.isWord("count"), peek(1) == .symbol("("), peek(2) == .symbol("*") {
            next += 3
            try expect(symbol: ")")
            let name = try alias() ?? "count"
            try expectEnd()
            return .count(name: name)
        }
        var selected: [SocrataQuery.SelectedColumn] = []
        repeat {
            let column = try column()
            let name = try alias() ?? columns[column].name
            selected.append(.init(column: column, name: name))
        } while accept(symbol: ",")
        try expectEnd()
        return .columns(selected)
    }

    /// Reads the whole clause as an order; `:id` is the order of the rows themselves.
    mutating func order() throws(SoQLError) -> [SocrataQuery.Order] {
        var orders: [SocrataQuery.Order] = []
        repeat {
            let column: Int?
            if accept(word: ":id") {
                column = nil
            } else {
                column = try self.column()
            }
            let isDescending = accept(word: "desc")
            if !isDescending { _ = accept(word: "asc") }
            orders.append(.init(column: column, isDescending: isDescending))
        } while accept(symbol: ",")
        try expectEnd()
        return orders
    }
}

// MARK: - Grammar

extension SoQLParser {
    private mutating func disjunction() throws(SoQLError) -> Typed {
        let first = try conjunction()
        guard peek.isWord("or") else { return first }
        var operands = [try Self.checkbox(first, for: "or")]
        while accept(word: "or") {
            operands.append(try Self.checkbox(conjunction(), for: "or"))
        }
        return Typed(expression: .any(operands), type: .checkbox, position: first.position)
    }

    private mutating func conjunction() throws(SoQLError) -> Typed {
        let first = try negation()
        guard peek.isWord("and") else { return first }
        var operands = [try Self.checkbox(first, for: "and")]
        while accept(word: "and") {
            operands.append(try Self.checkbox(negation(), for: "and"))
        }
        return Typed(expression: .all(operands), type: .checkbox, position: first.position)
    }

    private mutating func negation() throws(SoQLError) -> Typed {
        let position = self.position
        guard accept(word: "not") else { return try predicate() }
        try descend()
        let operand = try Self.checkbox(negation(), for: "not")
        depth -= 1
        return Typed(expression: .not(operand), type: .checkbox, position: position)
    }

    private mutating func predicate() throws(SoQLError) -> Typed {
        let left = try operand()
        if case .symbol(let text) = peek, let comparison = Self.comparisons[text] {
            next += 1
            let right = try operand()
            let (one, other) = try Self.unified(left, right, for: text)
            return Typed(
                expression: .comparison(comparison, one, other),
                type: .checkbox,
                position: left.position
            )
        }
        if accept(word: "is") {
            let isNegated = accept(word: "not")
            try expect(word: "null")
            return Self.negated(isNegated, .isNull(left.expression), at: left.position)
        }
        let isNegated = peek.isWord("not") && (peek(1).isWord("like") || peek(1).isWord("in"))
        if isNegated { next += 1 }
        if accept(word: "like") {
            let right = try operand()
            for side in [left, right] where side.type != .text {
                throw .typeMismatch(operation: "like", found: side.type, position: side.position)
            }
            let like = SoQLExpression.like(left.expression, right.expression)
            return Self.negated(isNegated, like, at: left.position)
        }
        if accept(word: "in") {
            try expect(symbol: "(")
            var subject = left.expression
            var candidates: [SoQLExpression] = []
            repeat {
                let (one, other) = try Self.unified(left, operand(), for: "in")
                subject = one
                candidates.append(other)
            } while accept(symbol: ",")
            try expect(symbol: ")")
            return Self.negated(isNegated, .isIn(subject, candidates), at: left.position)
        }
        return left
    }

    private mutating func operand() throws(SoQLError) -> Typed {
        let position = self.position
        switch peek {
        case .text(let text):
            next += 1
            return Typed(expression: .text(text), type: .text, position: position)
        case .number(let number):
            next += 1
            return Typed(expression: .number(number), type: .number, position: position)
        case .symbol("("):
            next += 1
            try descend()
            let inner = try disjunction()
            depth -= 1
            try expect(symbol: ")")
            return inner
        case .word(let word) where peek(1) == .symbol("("):
            guard let function = SoQLExpression.Function(rawValue: word) else {
                throw .noSuchFunction(word, position: position)
            }
            next += 2
            try descend()
            let argument = try operand()
            depth -= 1
            guard argument.type == .text else {
                throw .typeMismatch(
                    operation: word,
                    found: argument.type,
                    position: argument.position
                )
            }
            try expect(symbol: ")")
            return Typed(
                expression: .function(function, argument.expression),
                type: .text,
                position: position
            )
        case .word("true"), .word("false"):
            let value = accept(word: "true")
            if !value { next += 1 }
            return Typed(expression: .checkbox(value), type: .checkbox, position: position)
        default:
            let column = try column()
            return Typed(
                expression: .column(column),
                type: columns[column].type,
                position: position
            )
        }
    }

    private mutating func column() throws(SoQLError) -> Int {
        guard case .word(let name) = peek, !SoQLToken.keywords.contains(name) else {
            throw .malformed(expected: "a value", found: peek.description, position: position)
        }
        guard let column = columns.firstIndex(where: { $0.name == name }) else {
            throw .noSuchColumn(name, position: position)
        }
        next += 1
        return column
    }

    private mutating func alias() throws(SoQLError) -> String? {
        guard accept(word: "as") else { return nil }
        guard case .word(let name) = peek, !SoQLToken.keywords.contains(name) else {
            throw .malformed(expected: "a name", found: peek.description, position: position)
        }
        next += 1
        return name
    }

    private static let comparisons: [String: SoQLExpression.Comparison] = [
        "=": .equal, "!=": .notEqual, "<>": .notEqual, "<": .less, ">": .greater,
        "<=": .lessOrEqual, ">=": .greaterOrEqual,
    ]

    private static func negated(
        _ isNegated: Bool,
        _ expression: SoQLExpression,
        at position: Int
    ) -> Typed {
        Typed(
            expression: isNegated ? .not(expression) : expression,
            type: .checkbox,
            position: position
        )
    }
}

// MARK: - Types

extension SoQLParser {
    private static func checkbox(
        _ operand: Typed,
        for operation: String
    ) throws(SoQLError) -> SoQLExpression {
        guard operand.type == .checkbox else {
            throw .typeMismatch(
                operation: operation,
                found: operand.type,
                position: operand.position
            )
        }
        return operand.expression
    }

    /// Two sides of a comparison as one type: a text written out may stand for a date.
    private static func unified(
        _ left: Typed,
        _ right: Typed,
        for operation: String
    ) throws(SoQLError) -> (SoQLExpression, SoQLExpression) {
        if left.type == right.type { return (left.expression, right.expression) }
        if left.type == .date, let date = date(right) { return (left.expression, date) }
        if right.type == .date, let date = date(left) { return (date, right.expression) }
        throw .typeMismatch(operation: operation, found: right.type, position: right.position)
    }

    private static func date(_ operand: Typed) -> SoQLExpression? {
        guard case .text(let text) = operand.expression else { return nil }
        return SoQLDate.canonical(text).map { .text($0) }
    }
}

// MARK: - Tokens

extension SoQLParser {
    private var peek: SoQLToken.Kind { peek(0) }

    private func peek(_ distance: Int) -> SoQLToken.Kind {
        let index = next + distance
        return index < tokens.count ? tokens[index].kind : .end
    }

    private var position: Int {
        next < tokens.count ? tokens[next].position : (tokens.last?.end ?? 1)
    }

    private mutating func accept(word: String) -> Bool {
        guard peek.isWord(word) else { return false }
        next += 1
        return true
    }

    private mutating func accept(symbol: String) -> Bool {
        guard peek == .symbol(symbol) else { return false }
        next += 1
        return true
    }

    private mutating func expect(word: String) throws(SoQLError) {
        guard accept(word: word) else {
            throw .malformed(expected: word, found: peek.description, position: position)
        }
    }

    private mutating func expect(symbol: String) throws(SoQLError) {
        guard accept(symbol: symbol) else {
            throw .malformed(
                expected: "`\(symbol)'",
                found: peek.description,
                position: position
            )
        }
    }

    private func expectEnd() throws(SoQLError) {
        guard peek == .end else {
            throw .malformed(
                expected: "the end of the query",
                found: peek.description,
                position: position
            )
        }
    }

    private mutating func descend() throws(SoQLError) {
        depth += 1
        guard depth <= Self.greatestDepth else {
            throw .malformed(
                expected: "at most \(Self.greatestDepth) levels",
                found: "one more",
                position: position
            )
        }
    }
}
