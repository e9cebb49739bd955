import Directory
import Foundation

/// All registries of a seed, each answering from its own records.
///
/// Records are all it knows: a simulator that read a registry's description would share its
/// mistakes.
struct Simulator: Sendable {
    /// A registry, and what goes wrong when it is asked.
    struct Registry: Sendable {
        enum Kind: Sendable {
            case socrata(SocrataAnswers)
            case nppes(NPPESAnswers)
        }

        let id: RegistryID
        let kind: Kind
        let recordCount: Int
        var faults = Faults()

        func reply(to question: Question, path: [String]) -> Reply {
            switch kind {
            case .socrata(let answers): answers.reply(to: question, path: path)
            case .nppes(let answers): answers.reply(to: question, path: path)
            }
        }
    }

    /// In the order of the seed.
    private(set) var registries: [Registry] = []
    private var indexByID: [String: Int] = [:]
    let day: CalendarDate

    /// Loads the registries of a seed.
    ///
    /// - Parameters:
    ///   - seed: The seed's directory, which holds `registries/simulator.csv`.
    ///   - day: The day that dates are relative to.
    ///   - faults: A file of faults instead of the seed's own `simulator-faults.csv`.
    /// - Throws: What is wrong with which file and line.
    init(seed: URL, asOf day: CalendarDate, faults: URL? = nil) throws(SeedError) {
        self.day = day
        let folder = seed.appending(path: "registries", directoryHint: .isDirectory)
        let list = try CSVTable(contentsOf: folder.appending(path: "simulator.csv"))
        let indexes = try list.indexes(ofExactly: ["id", "kind", "dataset", "updated"])
        for row in list.rows {
            let cells = indexes.map { row.cells[$0] }
            let id: RegistryID
            do {
                id = try RegistryID(cells[0])
            } catch {
                throw SeedError(list.file, line: row.line, "\"\(cells[0])\": \(error)")
            }
            if indexByID[id.text] != nil {
                throw SeedError(list.file, line: row.line, "\(id) is listed twice")
            }
            indexByID[id.text] = registries.count
            registries.append(
                try Self.registry(id, cells, of: row, in: list, folder: folder, asOf: day)
            )
        }
        let ownFaults = folder.appending(path: "simulator-faults.csv")
        if let faults {
            try add(faults: CSVTable(contentsOf: faults))
        } else if FileManager.default.fileExists(atPath: ownFaults.path) {
            try add(faults: CSVTable(contentsOf: ownFaults))
        }
    }

    private static func registry(
        _ id: RegistryID,
        _ cells: [String],
        of row: CSVTable.Row,
        in list: CSVTable,
        folder: URL,
        asOf day: CalendarDate
    ) throws(SeedError) -> Registry {
        let file = folder.appending(path: "\(id).csv")
        switch cells[1] {
        case "socrata":
            let updated: CalendarDate
            do {
                updated = try DateTemplate(cells[3]).day(asOf: day)
            } catch {
                throw SeedError(list.file, line: row.line, "updated: \(error)")
            }
            guard !cells[2].isEmpty else {
                throw SeedError(list.file, line: row.line, "a socrata registry needs a dataset")
            }
            let table = try CSVTable(contentsOf: file)
            let dataset = try SocrataDataset(
                id: cells[2],
                updated: updated,
                table: table,
                asOf: day
            )
            return Registry(
                id: id,
                kind: .socrata(SocrataAnswers(dataset: dataset)),
                recordCount: table.rows.count
            )
        case "nppes":
            let table = try CSVTable(contentsOf: file)
            return Registry(
                id: id,
                kind: .nppes(try NPPESAnswers(table: table, asOf: day)),
                recordCount: table.rows.count
            )
        default:
            throw SeedError(
                list.file,
                line: row.line,
                "the kind \"\(cells[1])\" is unknown; known are socrata and nppes"
            )
        }
    }

    private mutating func add(faults: CSVTable) throws(SeedError) {
        let indexes = try faults.indexes(ofExactly: ["registry", "match", "fault", "value"])
        for row in faults.rows {
            let cells = indexes.map { row.cells[$0] }
            guard let index = indexByID[cells[0]] else {
                throw SeedError(
                    faults.file,
                    line: row.line,
                    "the registry \"\(cells[0])\" is not in simulator.csv"
                )
            }
            guard !cells[1].isEmpty else {
                throw SeedError(
                    faults.file,
                    line: row.line,
                    "match is empty; right would be a number or *"
                )
            }
            do {
                registries[index].faults.add(
                    try Fault(cells[2], value: cells[3]),
                    match: cells[1]
                )
            } catch {
                throw SeedError(faults.file, line: row.line, "\(error)")
            }
        }
    }

    var recordCount: Int {
        registries.reduce(0) { $0 + $1.recordCount }
    }

    /// What is answered to a question, and the faults to lay over it.
    func reply(to question: Question) -> (answer: Answer, faults: [Fault]) {
        switch question.path {
        case [""]: return (listing, [])
        case ["healthz"]: return (.text("ok\n"), [])
        default: break
        }
        guard let first = question.path.first, let index = indexByID[first] else {
            return (.text(status: 404, "No such registry is simulated here; see /\n"), [])
        }
        let registry = registries[index]
        let reply = registry.reply(to: question, path: Array(question.path.dropFirst()))
        return (reply.answer, registry.faults.befalling(reply.numbers))
    }

    private var listing: Answer {
        let lines = registries.map { registry in
            switch registry.kind {
            case .socrata(let answers):
                "/\(registry.id)/resource/\(answers.dataset.id).json  \(registry.recordCount) records"
            case .nppes:
                "/\(registry.id)/api/?version=2.1  \(registry.recordCount) records"
            }
        }
        return .text(
            """
            This is Meridian's registry simulator, as of \(day).
            Every person and every licence in it is invented; no real registry is asked.

            \(lines.joined(separator: "\n"))

            """
        )
    }
}
