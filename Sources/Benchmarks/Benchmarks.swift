import ArgumentParser

/// The `benchmarks` command: measures what the design sets budgets for, and makes the seed.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measure Meridian against references taken in the same run.",
        discussion: """
            Machines are noisy: every figure stands beside a reference measured in the same run, \
            and the ratio is what counts. Build with -c release.
            """,
        subcommands: [
            SearchBenchmark.self, TextBenchmark.self, HTTPBenchmark.self, SweepBenchmark.self,
            ReadBenchmark.self,
            ExclusionsBenchmark.self, LicencesBenchmark.self, ImportBenchmark.self,
            StartBenchmark.self,
            ReplayBenchmark.self, AsOfBenchmark.self, ClaimBenchmark.self, MakeSeed.self,
        ]
    )
}
