import Directory
import Foundation

/// A registry as a row of `simulator.csv` names it: its kind, and where its kind needs them its
/// data set and the day of its last change.
struct RegistryRow {
    /// A wire format.
    private enum Kind: String, CaseIterable {
        case socrata, nppes, alinity, thentia, leie, csv, piped, fhir
    }

    let id: RegistryID
    private let kind: Kind
    private let dataset: String
    private let updated: String
    private let file: String
    private let line: Int

    static func rows(of folder: URL) throws(SeedError) -> [RegistryRow] {
        let list = try CSVTable(contentsOf: folder.appending(path: "simulator.csv"))
        let indexes = try list.indexes(ofExactly: ["id", "kind", "dataset", "updated"])
        var rows: [RegistryRow] = []
        for row in list.rows {
            rows.append(try RegistryRow(indexes.map { row.cells[$0] }, row.line, of: list.file))
        }
        return rows
    }

    private init(_ cells: [String], _ line: Int, of file: String) throws(SeedError) {
        do {
            id = try RegistryID(cells[0])
        } catch {
            throw SeedError(file, line: line, "\"\(cells[0])\": \(error)")
        }
        guard let kind = Kind(rawValue: cells[1]) else {
            let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw SeedError(
                file,
                line: line,
                "the kind \"\(cells[1])\" is unknown; known are \(known)"
            )
        }
        self.kind = kind
        (dataset, updated) = (cells[2], cells[3])
        (self.file, self.line) = (file, line)
    }

    func error(_ reason: String) -> SeedError {
        SeedError(file, line: line, reason)
    }

    /// Makes the registry from its records.
    func registry(with records: RegistryRecords) throws(SeedError) -> Simulator.Registry {
        let table = try records.table(of: id)
        var count = table.rows.count
        let format: any RegistryFormat
        switch kind {
        case .socrata:
            let datasets = try datasets(first: table, others: records)
            count = datasets.reduce(0) { $0 + $1.rows.count }
            format = SocrataAnswers(datasets: datasets)
        case .nppes:
            format = try NPPESAnswers(table: table, asOf: records.day)
        case .alinity:
            guard !dataset.isEmpty, dataset.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw error("an alinity registry needs the digits of its querySID as the dataset")
            }
            format = try AlinityAnswers(querySID: dataset, table: table, asOf: records.day)
        case .thentia:
            format = try ThentiaAnswers(table: table, asOf: records.day)
        case .leie, .csv, .piped:
            let target = dataset.split(separator: "/").map(String.init)
            guard !target.isEmpty else {
                throw error("a list needs its path as the dataset, as downloads/list.csv")
            }
            format = try ListAnswers(
                path: target,
                style: kind == .leie ? .leie : kind == .piped ? .piped : .plain,
                updated: day(asOf: records.day),
                table: table,
                asOf: records.day,
                fault: records.faults.listFault(of: id)
            )
        case .fhir:
            guard let shape = FHIRPractitioner.Shape(rawValue: dataset) else {
                throw error("a fhir registry has npd or payer as its dataset")
            }
            format = try FHIRAnswers(id: id, shape: shape, table: table, asOf: records.day)
        }
        return Simulator.Registry(
            id: id,
            format: format,
            recordCount: count,
            faults: records.faults.faults(of: id)
        )
    }

    /// A site may publish several data sets, the first of which has the licences.
    private func datasets(
        first table: CSVTable,
        others records: RegistryRecords
    ) throws(SeedError) -> [SocrataDataset] {
        let day = try day(asOf: records.day)
        var datasets: [SocrataDataset] = []
        for name in dataset.split(separator: ";") {
            let table = datasets.isEmpty ? table : try records.table(of: id, dataset: String(name))
            datasets.append(
                try SocrataDataset(id: String(name), updated: day, table: table, asOf: records.day)
            )
        }
        guard !datasets.isEmpty else { throw error("a socrata registry needs a dataset") }
        return datasets
    }

    private func day(asOf day: CalendarDate) throws(SeedError) -> CalendarDate {
        do {
            return try DateTemplate(updated).day(asOf: day)
        } catch {
            throw self.error("updated: \(error)")
        }
    }
}

/// Where registries' records are read from, as they are on a day.
struct RegistryRecords {
    let folder: URL
    let day: CalendarDate
    let faults: FaultList

    /// The records of `<id>.csv`, or of a further data set, `<id>.<dataset>.csv`.
    func table(of id: RegistryID, dataset: String? = nil) throws(SeedError) -> CSVTable {
        let name = dataset.map { "\(id).\($0).csv" } ?? "\(id).csv"
        let table = try CSVTable(contentsOf: folder.appending(path: name))
        return dataset == nil ? try faults.today(table, of: id) : table
    }
}
