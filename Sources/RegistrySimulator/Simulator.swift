import Directory
import Foundation

/// All registries of a seed, each answering from its own records.
///
/// Records are all it knows: a simulator that read a registry's description would share its
/// mistakes.
struct Simulator: Sendable {
    /// A registry, and what goes wrong when it is asked.
    struct Registry: Sendable {
        let id: RegistryID
        let format: any RegistryFormat
        let recordCount: Int
        var faults = Faults()
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
        let faults = try FaultList(
            contentsOf: faults ?? folder.appending(path: "simulator-faults.csv"),
            isOptional: faults == nil
        )
        let records = RegistryRecords(folder: folder, day: day, faults: faults)
        for row in try RegistryRow.rows(of: folder) {
            if indexByID[row.id.text] != nil {
                throw row.error("\(row.id) is listed twice")
            }
            indexByID[row.id.text] = registries.count
            registries.append(try row.registry(with: records))
        }
        try faults.requireRegistries(registries)
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
        guard let registry = registry(asked: question) else {
            return (.text(status: 404, "No such registry is simulated here; see /\n"), [])
        }
        let reply = registry.format.reply(to: question, path: Array(question.path.dropFirst()))
        return (reply.answer, registry.faults.befalling(reply.numbers))
    }

    /// Whether a form may be posted where a question goes.
    func takesForm(_ question: Question) -> Bool {
        registry(asked: question)?.format.takesForm(at: Array(question.path.dropFirst())) ?? false
    }

    private func registry(asked question: Question) -> Registry? {
        question.path.first.flatMap { indexByID[$0] }.map { registries[$0] }
    }

    private var listing: Answer {
        let lines = registries.flatMap { registry in
            registry.format.targets.map { target in
                "/\(registry.id)\(target)  \(registry.recordCount) records"
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
