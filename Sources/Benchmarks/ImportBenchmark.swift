import ArgumentParser
import Foundation

/// The import of an NPPES file of the real shape, commit included.
struct ImportBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import an NPPES file of the real shape."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "Megabytes of each file.") var megabytes = 500
    @Option(help: "The meridian command to run.") var meridian: String
    @Option(help: "The folder with the gazetteer, policies and descriptions.") var data = "seed"

    func run() async throws {
        for (name, share) in [("0.5_percent", 0.005), ("5_percent", 0.05)] {
            try measure(name, keeping: share)
        }
    }

    private func measure(_ name: String, keeping share: Double) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "npidata_pfile.csv").path
        let bytes = try NPPESFileGenerator(acupuncturistShare: share)
            .write(to: file, bytes: megabytes << 20)
        var imports: [Double] = []
        var counts: [Double] = []
        var memory = 0
        for round in 0..<3 {
            counts.append(try seconds { try Subprocess("wc", ["-l", file], quiet: true).finish() })
            let database = folder.appending(path: "\(round).sqlite").path
            try Subprocess(
                meridian,
                ["init", "--database", database, "--data", data],
                quiet: true
            ).finish()
            imports.append(
                try seconds {
                    let run = try Subprocess(
                        meridian,
                        ["import", "nppes", file, "--database", database, "--data", data],
                        quiet: true
                    )
                    while run.isRunning {
                        memory = max(memory, run.anonymousMemory ?? 0)
                        usleep(10_000)
                    }
                }
            )
        }
        let megabytesRead = Double(bytes) / 1e6
        print(
            Figure(
                name: "import.\(name).mb_per_s",
                value: megabytesRead / imports.sorted()[1],
                reference: megabytesRead / counts.sorted()[1],
                budget: "100 MB/s"
            ).line(json: json)
        )
        print(
            Figure(
                name: "import.\(name).rss_anon_mb",
                value: Double(memory) / 1e6,
                reference: 150,
                budget: "under 150 MB"
            ).line(json: json)
        )
    }
}
