import Directory
import Foundation

extension Fault {
    fileprivate var isOfOneRecord: Bool {
        switch self {
        case .missing, .revised: true
        default: false
        }
    }
}

/// A file of faults: which registry, which number or `*` for all, what goes wrong and how much.
struct FaultList: Sendable {
    private struct Entry: Sendable {
        let line: Int
        let registry: String
        let match: String
        let fault: Fault
    }

    private let file: String
    private let entries: [Entry]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - url: Where it is.
    ///   - isOptional: Whether a file that is not there is one without faults.
    /// - Throws: What is wrong with which line.
    init(contentsOf url: URL, isOptional: Bool) throws(SeedError) {
        file = url.lastPathComponent
        if isOptional, !FileManager.default.fileExists(atPath: url.path) {
            entries = []
            return
        }
        let table = try CSVTable(contentsOf: url)
        let indexes = try table.indexes(ofExactly: ["registry", "match", "fault", "value"])
        var entries: [Entry] = []
        for row in table.rows {
            let cells = indexes.map { row.cells[$0] }
            func wrong(_ reason: String) -> SeedError {
                SeedError(table.file, line: row.line, reason)
            }
            guard !cells[1].isEmpty else {
                throw wrong("match is empty; right would be a number or *")
            }
            let fault: Fault
            do {
                fault = try Fault(cells[2], value: cells[3])
            } catch {
                throw wrong("\(error)")
            }
            if case .list = fault, cells[1] != "*" {
                throw wrong("\(cells[2]) befalls a whole list; match would be *")
            }
            if fault.isOfOneRecord, cells[1] == "*" {
                throw wrong("\(cells[2]) befalls one record; match would be its number")
            }
            entries.append(
                Entry(line: row.line, registry: cells[0], match: cells[1], fault: fault)
            )
        }
        self.entries = entries
    }

    /// A table as it is today: without the records that are missing, with what was revised.
    ///
    /// A record is meant when one of its cells is what a fault matches.
    func today(_ table: CSVTable, of registry: RegistryID) throws(SeedError) -> CSVTable {
        var table = table
        for entry in entries where entry.registry == registry.text {
            switch entry.fault {
            case .missing: table.removeRows(with: entry.match)
            case .revised(let column, let text):
                guard table.revise(column, to: text, inRowsWith: entry.match) else {
                    throw SeedError(
                        file,
                        line: entry.line,
                        "\(table.file) has no column \(column)"
                    )
                }
            default: continue
            }
        }
        return table
    }

    /// What is wrong with a registry's list.
    func listFault(of registry: RegistryID) -> ListFault? {
        for entry in entries where entry.registry == registry.text {
            if case .list(let fault) = entry.fault { return fault }
        }
        return nil
    }

    /// The faults that befall questions to a registry.
    func faults(of registry: RegistryID) -> Faults {
        var faults = Faults()
        for entry in entries where entry.registry == registry.text {
            switch entry.fault {
            case .list, .missing, .revised: continue
            default: faults.add(entry.fault, match: entry.match)
            }
        }
        return faults
    }

    /// Refuses faults of registries that are not there, and of lists where there is none.
    func requireRegistries(_ registries: [Simulator.Registry]) throws(SeedError) {
        for entry in entries {
            guard let registry = registries.first(where: { $0.id.text == entry.registry }) else {
                throw SeedError(
                    file,
                    line: entry.line,
                    "the registry \"\(entry.registry)\" is not in simulator.csv"
                )
            }
            if case .list(let fault) = entry.fault, !(registry.format is ListAnswers) {
                throw SeedError(
                    file,
                    line: entry.line,
                    "\(fault.rawValue) befalls lists only, and \(registry.id) is none"
                )
            }
        }
    }
}
