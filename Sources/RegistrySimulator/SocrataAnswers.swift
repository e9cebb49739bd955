import Directory

/// A Socrata site with one data set, as it answers over HTTP.
///
/// After Socrata's own documentation of API 2.1 (dev.socrata.com) and recorded answers: values are
/// strings, nulls are left out, and a refusal is a 400 with the service's code.
struct SocrataAnswers: Sendable {
    private enum Format {
        case json
        case csv
    }

    /// Longer clauses are refused before they are read.
    static let greatestClauseLength = 16_384

    private static let jsonType = "application/json;charset=utf-8"

    let dataset: SocrataDataset

    func reply(to question: Question, path: [String]) -> Reply {
        switch path {
        case ["resource", "\(dataset.id).json"]: rows(question, as: .json)
        case ["resource", "\(dataset.id).csv"]: rows(question, as: .csv)
        case ["api", "views", "\(dataset.id).json"]: Reply(answer: view)
        default: Reply(answer: notFound(path.last ?? ""))
        }
    }

    private func rows(_ question: Question, as format: Format) -> Reply {
        let clauses = question.parameters
        do throws(SoQLError) {
            if let long = clauses.first(where: { $0.value.utf8.count > Self.greatestClauseLength })
            {
                throw .malformed(
                    expected: "at most \(Self.greatestClauseLength) bytes in \(long.name)",
                    found: "\(long.value.utf8.count)",
                    position: 1
                )
            }
            let query = try SocrataQuery(clauses, columns: dataset.columns)
            return Reply(
                answer: answer(with: dataset.result(of: query), as: format, question),
                numbers: query.textsSought
            )
        } catch {
            return Reply(answer: refusal(error, of: clauses))
        }
    }

    private func answer(
        with result: SocrataDataset.Result,
        as format: Format,
        _ question: Question
    ) -> Answer {
        let body = format == .json ? Self.json(result) : Self.csv(result)
        let tag = "\"\(Self.digest(of: body))\""
        let headers = [
            Answer.header("ETag", tag),
            Answer.header("Last-Modified", dataset.updated.httpDate),
            Answer.header("X-SODA2-Fields", Self.list(result.fields.map(\.name))),
            Answer.header("X-SODA2-Types", Self.list(result.fields.map(\.type.rawValue))),
            Answer.header("X-SODA2-Truth-Last-Modified", dataset.updated.httpDate),
        ]
        let type = format == .json ? Self.jsonType : "text/csv; charset=utf-8"
        if let known = question.ifNoneMatch,
            Self.tags(in: known).contains(where: { $0 == tag || $0 == "*" })
        {
            return Answer(status: 304, type: type, headers: headers, body: [])
        }
        return Answer(type: type, headers: headers, body: body)
    }

    private var view: Answer {
        let columns = dataset.columns.enumerated().map { index, column in
            JSONValue.object([
                ("id", .number(Int64(index + 1))), ("name", .string(column.name)),
                ("dataTypeName", .string(column.type.rawValue)),
                ("fieldName", .string(column.name)), ("position", .number(Int64(index + 1))),
            ])
        }
        let view = JSONValue.object([
            ("id", .string(dataset.id)), ("name", .string("Licences of invented people")),
            ("rowsUpdatedAt", .number(dataset.updated.startInUTC.secondsSince1970)),
            ("columns", .array(columns)),
        ])
        return Answer(type: Self.jsonType, body: view.bytes)
    }

    private func notFound(_ name: String) -> Answer {
        let body = JSONValue.object([
            ("code", .string("dataset.missing")), ("error", .boolean(true)),
            ("message", .string("Not found")),
            (
                "data",
                .object([
                    ("dataset", .string(name.split(separator: ".").first.map(String.init) ?? ""))
                ])
            ),
        ])
        return Answer(status: 404, type: Self.jsonType, body: body.bytes)
    }

    private func refusal(_ error: SoQLError, of clauses: [Question.Parameter]) -> Answer {
        let query = clauses.map { "\($0.name)=\($0.value.prefix(200))" }.joined(separator: "&")
        var members: [(String, JSONValue)] = []
        if let code = error.code {
            members = [("code", .string(code)), ("errorCode", .string(code))]
        }
        members += [
            ("error", .boolean(true)),
            (
                "message",
                .string(
                    error.code.map { "Query coordinator error: \($0); \(error.message)" }
                        ?? error.message
                )
            ),
        ]
        if let position = error.position {
            var data: [(String, JSONValue)] = [
                ("position", .object([("row", .number(1)), ("column", .number(Int64(position)))]))
            ]
            if case .noSuchColumn(let name, _) = error {
                data.insert(("column", .string(name)), at: 0)
            }
            members.append(("data", .object([("data", .object(data)), ("query", .string(query))])))
        }
        return Answer(status: 400, type: Self.jsonType, body: JSONValue.object(members).bytes)
    }
}

// MARK: - Bodies

extension SocrataAnswers {
    private static func json(_ result: SocrataDataset.Result) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + result.values.count * result.fields.count * 32)
        let keys = result.fields.map { field in
            var key: [UInt8] = []
            key.appendJSONString(field.name)
            key.append(UInt8(ascii: ":"))
            return key
        }
        bytes.append(UInt8(ascii: "["))
        for (number, row) in result.values.enumerated() {
            if number > 0 { bytes.append(contentsOf: "\n,".utf8) }
            bytes.append(UInt8(ascii: "{"))
            var isFirst = true
            for (index, value) in row.enumerated() {
                guard let value else { continue }
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                bytes.append(contentsOf: keys[index])
                if result.fields[index].type == .url {
                    bytes.append(contentsOf: "{\"url\":".utf8)
                    bytes.appendJSONString(value)
                    bytes.append(UInt8(ascii: "}"))
                } else {
                    bytes.appendJSONString(value)
                }
            }
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(contentsOf: "]\n".utf8)
        return bytes
    }

    private static func csv(_ result: SocrataDataset.Result) -> [UInt8] {
        func line(_ cells: [String]) -> String {
            cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
                + "\n"
        }
        let rows = result.values.map { row in line(row.map { $0 ?? "" }) }
        return Array((line(result.fields.map(\.name)) + rows.joined()).utf8)
    }

    private static func list(_ names: [String]) -> String {
        String(decoding: JSONValue.array(names.map { .string($0) }).bytes, as: UTF8.self)
    }

    /// Which tags a client has, whether it calls them weak or not.
    private static func tags(in header: String) -> [Substring] {
        header.split(separator: ",").map { part in
            let tag = part.drop { $0 == " " }
            let bare = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
            return bare.prefix { $0 != " " }
        }
    }

    /// FNV-1a over 64 bits: enough to tell two bodies apart, and no more is promised.
    private static func digest(of body: [UInt8]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in body { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}

extension CalendarDate {
    /// The beginning of this day in UTC as HTTP writes it: `Mon, 23 Nov 2026 00:00:00 GMT`.
    fileprivate var httpDate: String {
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let (year, month, day) = yearMonthDay
        let weekday = weekdays[(Int(daysSince1970) % 7 + 7) % 7]
        return "\(weekday), \(day < 10 ? "0" : "")\(day) \(months[month - 1]) \(year) 00:00:00 GMT"
    }
}
