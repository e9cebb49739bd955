import Directory

/// The NPI Registry as its API 2.1 answers over HTTP, refusals with status 200 included.
struct NPPESAnswers: RegistryFormat {
    /// A record, and its JSON as the API writes it.
    private struct Entry: Sendable {
        let record: NPPESRecord
        let json: [UInt8]
    }

    private let entries: [Entry]
    private let indexByNumber: [String: Int]

    init(table: CSVTable, asOf day: CalendarDate) throws(SeedError) {
        let indexes = try table.indexes(ofExactly: NPPESRecord.columns)
        try table.refuseRepeated("number")
        var entries: [Entry] = []
        var indexByNumber: [String: Int] = [:]
        for row in table.rows {
            let record = try NPPESRecord(row, of: table, indexes: indexes, asOf: day)
            // The API is a directory of active records: whoever is deactivated is not in it.
            guard record.status == "A" else { continue }
            indexByNumber["\(record.npi)"] = entries.count
            entries.append(Entry(record: record, json: record.json(as: record.shape).bytes))
        }
        self.entries = entries
        self.indexByNumber = indexByNumber
    }

    var targets: [String] { ["/api/?version=2.1"] }

    func reply(to question: Question, path: [String]) -> Reply {
        guard path == ["api", ""] || path == ["api"] else {
            return Reply(
                answer: .page(status: 404, title: "404 Not Found", text: "There is no such page.")
            )
        }
        do throws(NPPESSearch.Refusal) {
            let search = try NPPESSearch(question)
            return Reply(
                answer: Self.answer(results(of: search)),
                numbers: [search.number].compactMap(\.self)
            )
        } catch {
            let refusal = JSONValue.object([
                (
                    "Errors",
                    .array([
                        .object([
                            ("description", .string(error.description)),
                            ("field", .string(error.field)), ("number", .string(error.number)),
                        ])
                    ])
                )
            ])
            return Reply(answer: Self.json(refusal.bytes))
        }
    }

    private func results(of search: NPPESSearch) -> [Entry] {
        if let number = search.number {
            guard let index = indexByNumber[number], search.matches(entries[index].record),
                search.skip == 0
            else { return [] }
            return [entries[index]]
        }
        return Array(
            entries.lazy.filter { search.matches($0.record) }.dropFirst(search.skip)
                .prefix(search.limit)
        )
    }

    private static func answer(_ results: [Entry]) -> Answer {
        var body = Array("{\"result_count\":\(results.count),\"results\":[".utf8)
        for (number, entry) in results.enumerated() {
            if number > 0 { body.append(UInt8(ascii: ",")) }
            body.append(contentsOf: entry.json)
        }
        body.append(contentsOf: "]}".utf8)
        return json(body)
    }

    private static func json(_ body: [UInt8]) -> Answer {
        Answer(type: "application/json", body: body)
    }
}
