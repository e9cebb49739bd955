import ArgumentParser
import Curl
import Directory
import Foundation
import Registries
import Storage
import Verification

/// What cron runs: checks everything that is due, once, and exits.
struct Reverify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every licence that is due, once, and say what came of it.",
        discussion: """
            Exits with 1 where a registry stopped answering before all was asked: what is left \
            stays due.
            """
    )

    @OptionGroup var options: Configuration
    @Option(help: "At most so many credentials of each registry.") var limit: Int?
    @Flag(help: "Print the summary as JSON.") var json = false

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
    }

    func run() async throws {
        let database = try options.open(for: .working)
        let registries = try await options.registries(for: database)
        let started = ContinuousClock.now
        let due = try await database.dueCounts(at: .now)
        let described = Set(registries.map(\.id))
        let total = due.filter { described.contains($0.key) }.values.reduce(0, +)
        let bar = ProgressBar("Checking", total: total)
        let sweep = Sweep(
            registries: registries,
            database: database,
            transport: try Transport(),
            clock: { .now }
        )
        let finished = try await sweep.run(limit: limit) { _, tally in
            bar.advance(by: tally.checked)
        }
        bar.finish()
        let summary = SweepSummary(finished, seconds: (ContinuousClock.now - started).inSeconds)
        print(json ? try jsonText(summary) : summary.text)
        if summary.isIncomplete { throw ExitCode(Exit.failures) }
    }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
