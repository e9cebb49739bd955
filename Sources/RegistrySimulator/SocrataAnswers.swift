import Directory

/// A Socrata site with a registry's data sets, as it answers over HTTP.
///
/// After Socrata's own documentation of API 2.1 (dev.socrata.com) and recorded answers: values are
/// strings, nulls are left out, and a refusal is a 400 with the service's code.
struct SocrataAnswers: RegistryFormat {
    private enum Format {
        case json
        case csv
    }

    /// Longer clauses are refused before they are read.
    static let greatestClauseLength = 16_384

    private static let jsonType = "application/json;charset=utf-8"

    let datasets: [SocrataDataset]

    var targets: [String] {
        datasets.map { "/resource/\($0.id).json" }
    }

    func reply(to question: Question, path: [String]) -> Reply {
        for dataset in datasets {
            switch path {
            case ["resource", "\(dataset.id).json"]: return rows(of: dataset, question, as: .json)
            case ["resource", "\(dataset.id).csv"]: return rows(of: dataset, question, as: .csv)
            case ["api", "views", "\(dataset.id).json"]: return Reply(answer: view(of: dataset))
            default: continue
            }
        }
        return Reply(answer: notFound(path.last ?? ""))
    }

    private func rows(
        of dataset: SocrataDataset,
        _ question: Question,
        as format: Format
    ) -> Reply {
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
                answer: answer(to: query, of: dataset, as: format, question),
                numbers: query.textsSought
            )
        } catch {
            return Reply(answer: refusal(error, of: clauses))
        }
    }

    private func answer(
        to query: SocrataQuery,
        of dataset: SocrataDataset,
        as format: Format,
        _ question: Question
    ) -> Answer {
        let result = dataset.result(of: query)
        let body = format == .json ? Self.json(result) : Self.csv(result)
        let tag = EntityTag.of(body)
        let headers = [
            Answer.header("ETag", tag),
            Answer.header("Last-Modified", dataset.updated.httpDate),
            Answer.header("X-SODA2-Fields", Self.list(result.fields.map(\.name))),
            Answer.header("X-SODA2-Types", Self.list(result.fields.map(\.type.rawValue))),
            Answer.header("X-SODA2-Truth-Last-Modified", dataset.updated.httpDate),
        ]
        let type = format == .json ? Self.jsonType : "text/csv; charset=utf-8"
        if let known = question.ifNoneMatch, EntityTag.isKnown(tag, from: known) {
            return Answer(status: 304, type: type, headers: headers, body: [])
        }
        return Answer(type: type, headers: headers, body: body)
    }

    private func view(of dataset: SocrataDataset) -> Answer {
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
}
