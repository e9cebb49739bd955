import Curl
import Directory
import Foundation

@testable import Registries

/// A reader of what comes from outside, and what has to hold whatever it reads.
enum FuzzedReader: String, CaseIterable {
    case json, pointer, csv, list, register, html, date, pattern, description, answer

    /// Reads the bytes, and traps where something does not hold.
    func read(_ bytes: [UInt8]) {
        switch self {
        case .json: Self.readJSON(bytes)
        case .pointer: Self.readPointer(bytes)
        case .csv: Self.readCSV(bytes)
        case .list: Self.readList(bytes)
        case .register: Self.readRegister(bytes)
        case .html: Self.readHTML(bytes)
        case .date: Self.readDate(bytes)
        case .pattern: Self.readPattern(bytes)
        case .description: Self.readDescription(bytes)
        case .answer: Self.readAnswer(bytes)
        }
    }

    /// The text in front of the first newline, and all behind it.
    private static func halves(_ bytes: [UInt8]) -> (String, [UInt8]) {
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.count > 1 ? Array(parts[1]) : []
        return (String(decoding: parts.first ?? [], as: UTF8.self), rest)
    }
}

// MARK: - JSON

extension FuzzedReader {
    /// Every member is found by a pointer to it, and nothing is taken that Foundation refuses.
    private static func readJSON(_ bytes: [UInt8]) {
        guard let document = try? JSONDocument(bytes) else { return }
        var open = [document.root]
        while let value = open.popLast() {
            _ = document.range(of: value)
            _ = document.text(of: value)
            _ = document.isEmpty(value)
            for (key, member) in document.members(of: value) {
                let pointer = document.text(of: key).flatMap { try? JSONPointer("/" + escaped($0)) }
                if let pointer, !pointer.isBranching {
                    precondition(document.value(at: pointer, from: value) == member)
                }
                open.append(member)
            }
            open += document.elements(of: value)
        }
        // Foundation refuses numbers that a Double cannot hold.
        let hasLongNumber = bytes.contains { $0 | 0x20 == UInt8(ascii: "e") } || bytes.count > 300
        guard !hasLongNumber, !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        let known = try? JSONSerialization.jsonObject(
            with: Data(bytes),
            options: [.fragmentsAllowed]
        )
        precondition(known != nil)
    }

    private static func escaped(_ key: String) -> String {
        key.unicodeScalars.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
    }

    /// A pointer in front of a newline leads to values of the JSON behind it, and not to too many.
    private static func readPointer(_ bytes: [UInt8]) {
        let (text, rest) = halves(bytes)
        guard let pointer = try? JSONPointer(text), let document = try? JSONDocument(rest) else {
            return
        }
        let values = document.values(at: pointer, from: document.root)
        precondition(values.count <= 1000)
        for value in values { _ = document.range(of: value) }
        if !pointer.isBranching {
            precondition(values.first == document.value(at: pointer, from: document.root))
        }
    }
}

// MARK: - Delimited text

extension FuzzedReader {
    /// The same rows are read however the bytes are cut.
    private static func readCSV(_ bytes: [UInt8]) {
        guard bytes.count > 3 else { return }
        let encoding = TextEncoding.allCases[Int(bytes[0]) % TextEncoding.allCases.count]
        let isQuoted = bytes[1] % 2 == 0
        let delimiter = bytes[2] % 2 == 0 ? UInt8(ascii: ",") : UInt8(ascii: "|")
        let text = Array(bytes[3...])
        let table = try? AnswerTable(
            delimitedText: text,
            delimiter: delimiter,
            isQuoted: isQuoted,
            encoding: encoding,
            mostRows: 50
        )
        if let table {
            for row in table.rows {
                precondition(Set(table.head).count == table.head.count)
                precondition(table.members(of: row).count == table.head.count)
            }
        }
        func rows(_ pieces: [[UInt8]]) -> ([[String?]], CSVReader.Problem?) {
            var reader = CSVReader(delimiter: delimiter, isQuoted: isQuoted)
            var rows: [[String?]] = []
            func take(_ row: borrowing CSVRow, _ line: Int) {
                var cells: [String?] = ["\(line)", "\(row.hasStrayQuote)"]
                for index in 0..<row.count { cells.append(row.text(index, encoding)) }
                rows.append(cells)
            }
            for piece in pieces { piece.withUnsafeBytes { reader.take($0, take) } }
            reader.finish(take)
            return (rows, reader.problem)
        }
        let whole = rows([text])
        for pieces in cuts(text, at: Int(bytes[0])) { precondition(rows(pieces) == whole) }
    }

    private static func cuts(_ bytes: [UInt8], at place: Int) -> [[[UInt8]]] {
        let cut = place % (bytes.count + 1)
        return [[Array(bytes[..<cut]), Array(bytes[cut...])], bytes.map { [$0] }]
    }

    private static func description(_ name: String) -> RegistryDescription? {
        try? RegistryDescription(
            DescriptionNode(yaml: Array((listDescriptions[name] ?? "").utf8), file: name),
            DescriptionContext()
        )
    }

    private static let exclusions: RegistryList? = {
        guard case .list(let list)? = description("exclusions") else { return nil }
        return list
    }()

    private static let register: Registry? = {
        guard case .registry(let registry)? = description("register") else { return nil }
        return registry
    }()

    /// The same entries are read however the bytes are cut.
    private static func readList(_ bytes: [UInt8]) {
        guard let list = exclusions else { preconditionFailure() }
        guard bytes.count > 1 else { return }
        let text = Array(bytes[1...])
        func read(_ pieces: [[UInt8]]) -> ([Result<ListEntry, ListProblem>], ListSummary) {
            var reader = ListReader(list)
            var rows: [Result<ListEntry, ListProblem>] = []
            for piece in pieces { reader.take(piece) { rows.append($0) } }
            return (rows, comparable(reader.finish { rows.append($0) }))
        }
        let whole = read([text])
        precondition(whole.0.count == whole.1.entries + whole.1.problemCount)
        for pieces in cuts(text, at: Int(bytes[0])) { precondition(read(pieces) == whole) }
        _ = list.refusal(of: whole.1, after: nil)
    }

    /// The same rows are kept however the bytes are cut, and each is judged when it is looked up.
    private static func readRegister(_ bytes: [UInt8]) {
        guard let registry = register else { preconditionFailure() }
        guard bytes.count > 1 else { return }
        let text = Array(bytes[1...])
        typealias Rows = (rows: [Result<LicenceRow, ListProblem>], summary: ListSummary)
        func read(_ pieces: [[UInt8]]) -> (Rows, head: [UInt8]) {
            guard var reader = LicenceListReader(registry) else { preconditionFailure() }
            var rows: [Result<LicenceRow, ListProblem>] = []
            for piece in pieces { reader.take(piece) { rows.append($0) } }
            let summary = reader.finish { rows.append($0) }
            return ((rows, comparable(summary)), reader.headBytes)
        }
        let (whole, head) = read([text])
        precondition(whole.rows.count == whole.summary.entries + whole.summary.problemCount)
        for pieces in cuts(text, at: Int(bytes[0])) {
            let (parts, _) = read(pieces)
            // Of a list that turned out to be none, pieces show more or fewer rows.
            precondition(parts == whole || whole.summary.failure != nil)
        }
        guard registry.list?.refusal(of: whole.summary, after: nil) == nil else { return }
        for case .success(let row) in whole.rows.prefix(5) {
            let claimant = Claimant(number: row.key, names: [])
            guard row.key.utf8.count <= 64, registry.key(of: row.key) == row.key else { continue }
            var inquiry = registry.inquiry(about: claimant)
            inquiry.take(
                ListExcerpt(head: head, rows: [row.bytes], asOf: nil, sha256: ""),
                at: now
            )
            guard case .reply(let reply) = inquiry.next else { preconditionFailure() }
            precondition(reply.verdict.outcome.isAnswer || reply.answer.isOfDates)
        }
    }

    /// Reading stops with the piece that turned out not to be a list's.
    private static func comparable(_ summary: ListSummary) -> ListSummary {
        guard summary.failure != nil else { return summary }
        var summary = summary
        summary.bytes = 0
        summary.sha256 = ""
        return summary
    }
}

extension RegistryAnswer {
    /// Whether it was not believed for dates that cannot both be right.
    fileprivate var isOfDates: Bool {
        if case .silence(.unparseable, let reason) = self {
            reason.contains("was first issued on")
        } else {
            false
        }
    }
}

// MARK: - Pages, dates and patterns

extension FuzzedReader {
    private static let columns = ["a", "status"].map { FoldedText($0) }
    private static let labels = ["Status", "a"].map { HTMLLabel($0) }

    private static func readHTML(_ bytes: [UInt8]) {
        for encoding in TextEncoding.allCases {
            guard let text = encoding.text(bytes), let page = try? HTMLPage(text) else { continue }
            for label in labels { _ = try? page.value(of: label, among: labels) }
            if let table = try? page.table(under: columns) {
                for row in table.rows {
                    for column in columns { precondition(table.text(in: column, of: row) != nil) }
                    _ = table.members(of: row)
                }
            }
            if let literal = try? page.literal(after: "x(") {
                precondition(
                    literal.first == UInt8(ascii: "{") && literal.last == UInt8(ascii: "}")
                )
            }
            for block in page.blocks { precondition(!block.text.isEmpty) }
        }
    }

    private static let formats = [
        "YYYY-MM-DD", "MM/DD/YYYY", "M/D/YYYY", "Mon-DD-YYYY", "Month D, YYYY", "YYYYMMDD",
        "YYYY-MM", "YYYY-MM-DDT*", "epoch_s", "epoch_ms",
    ].compactMap { try? DateFormat($0) }

    /// What is read as a date is written the same way again.
    private static func readDate(_ bytes: [UInt8]) {
        let (first, rest) = halves(bytes)
        let now = Instant(secondsSince1970: 1_795_435_200)
        for format in formats {
            guard let date = format.date(first, in: .gmt) else { continue }
            precondition(CalendarDate(iso: date.description) == date)
        }
        if let date = formats[0].date(first) { precondition(date.description == first) }
        if let date = formats[5].date(first) {
            precondition(date.description.filter { $0 != "-" } == first)
        }
        _ = HTTPDate.instant(first)
        if let wait = HTTPDate.retryAfter(first, at: now) {
            precondition((0...HTTPDate.longestRetryAfter).contains(wait))
        }
        let second = String(decoding: rest, as: UTF8.self)
        if let format = try? DateFormat(first) { _ = format.date(second) }
        for order in NameOrder.allCases {
            _ = order.name(first)
            _ = order.otherReading(first)
        }
    }

    /// A match is a part of the text, and is found where Foundation finds one.
    private static func readPattern(_ bytes: [UInt8]) {
        let (expression, rest) = halves(bytes)
        let text = String(decoding: rest.prefix(200), as: UTF8.self)
        guard let pattern = try? Pattern(expression) else { return }
        _ = try? Pattern(expression, ignoresCase: true).firstMatch(in: text)
        let found: [String?]?
        do throws(Drift) {
            found = try pattern.firstMatch(in: text)
        } catch {
            preconditionFailure("so short a text is always looked through")
        }
        compare(expression, with: text, isFound: found != nil)
        guard let groups = found else { return }
        precondition(groups.count == pattern.groupCount + 1)
        for case .some(let group) in groups {
            precondition(group.isEmpty || text.unicodeScalars.contains(Array(group.unicodeScalars)))
        }
    }

    private static func compare(_ expression: String, with text: String, isFound: Bool) {
        // What the two mean alike, and what does not take for ever there.
        let isPlain = (expression + text).utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        let isOdd = ["{", "&", "[[", "--", "[:", "]]", "+*"].contains { expression.contains($0) }
        guard isPlain, !isOdd, expression.utf8.count < 20, text.utf8.count < 16,
            !(expression.contains("[") && expression.contains("\\")),
            let known = try? NSRegularExpression(pattern: expression)
        else { return }
        let range = NSRange(location: 0, length: text.utf16.count)
        precondition((known.firstMatch(in: text, range: range) != nil) == isFound)
    }
}

// MARK: - Descriptions and answers

extension FuzzedReader {
    private static let now = Instant(secondsSince1970: 1_795_435_200)
    private static let claimant = Claimant(
        number: "ZX-1",
        names: [PersonName(given: "Ada", family: "Bell")]
    )

    /// What is asked by a description that can be read goes to its own host, and comes to an end.
    private static func readDescription(_ bytes: [UInt8]) {
        guard let node = try? DescriptionNode(yaml: bytes, file: "fuzzed.yaml") else { return }
        guard case .registry(let registry)? = try? RegistryDescription(node, DescriptionContext())
        else { return }
        let body = #"""
            {"rows":[{"no":"ZX-1","family":"Bell","given":"Ada","status":"Good",\#
            "until":"2027-01-01"}]}
            """#
        let answer = ReceivedAnswer(
            status: 200,
            headers: [Request.Header(name: "Content-Type", value: "application/json")],
            body: Array(body.utf8)
        )
        var inquiry = registry.inquiry(about: claimant, isOffline: true, isTraced: true)
        var asked = 0
        while case .request(let request) = inquiry.next {
            precondition(request.url.hasPrefix(registry.baseURL + "/"))
            for header in request.headers {
                precondition((header.name + header.value).utf8.allSatisfy { $0 >= 0x20 })
            }
            asked += 1
            precondition(asked <= Inquiry.mostRequests)
            inquiry.take(answer, at: now)
        }
    }

    private static let registries = AnswerShape.allCases.compactMap { shape -> Registry? in
        let description = try? RegistryDescription(
            DescriptionNode(yaml: Array(shape.description.utf8), file: shape.rawValue),
            DescriptionContext()
        )
        guard case .registry(let registry)? = description else { return nil }
        return registry
    }

    /// Nobody is found in good standing by an answer that does not say so.
    private static func readAnswer(_ bytes: [UInt8]) {
        precondition(registries.count == AnswerShape.allCases.count)
        guard let first = bytes.first else { return }
        let index = Int(first) % registries.count
        let shape = AnswerShape.allCases[index]
        let body = Array(bytes.dropFirst())
        var inquiry = registries[index].inquiry(about: claimant, isTraced: true)
        inquiry.take(
            ReceivedAnswer(
                status: 200,
                headers: [Request.Header(name: "Content-Type", value: shape.contentType)],
                body: body
            ),
            at: now
        )
        guard case .reply(let reply) = inquiry.next else { preconditionFailure() }
        precondition(reply.evidence.count <= 64 << 10)
        switch reply.verdict.outcome {
        case .matched, .mismatched, .unrecognised:
            let entry = reply.verdict.entry
            precondition(RegisterEntry.folded(number: entry?.number ?? "") == "ZX1")
            if shape == .json, entry?.standing == .active {
                let object = try? JSONSerialization.jsonObject(with: Data(body))
                precondition(texts(in: object).contains { $0.lowercased().contains("good") })
                precondition(texts(in: object).contains { $0.uppercased().contains("X") })
            }
        case .absent:
            // Only by a list that is empty, or that has others under longer numbers.
            precondition(!body.isEmpty)
        default:
            precondition(reply.evidence.isEmpty)
        }
    }

    private static func texts(in object: Any?) -> [String] {
        switch object {
        case let text as String: [text]
        case let list as [Any]: list.flatMap { texts(in: $0) }
        case let members as [String: Any]: members.values.flatMap { texts(in: $0) }
        default: []
        }
    }
}
