import ArgumentParser
import Directory
import Foundation
import Ingestion
import Storage

/// Takes files into the directory.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take a file into the directory.",
        subcommands: [NPPES.self, Practitioners.self, Exclusions.self, Licences.self, Seed.self]
    )

    struct NPPES: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "nppes",
            abstract: "Take in the dissemination file of NPPES (npidata_pfile_….csv).",
            discussion: """
                The zip that CMS publishes: unzip -p FILE.zip 'npidata_pfile_*[0-9].csv' | \
                meridian import nppes -
                """
        )

        @OptionGroup var options: Configuration
        @Argument(help: "The CSV file; - reads the standard input.") var file: String
        @OptionGroup var rejects: RejectsOption
        @Option(
            help: "Keep who lists this taxonomy code; may be repeated (default: 171100000X)."
        )
        var taxonomy: [String] = []
        @Flag(help: "Print the summary as JSON.") var json = false

        func run() async throws {
            let database = try await options.openWithRegistries()
            var nppes = NPPESImport()
            if !taxonomy.isEmpty { nppes.taxonomies = Set(taxonomy) }
            nppes.rejectsPath = rejects.path(beside: file)
            let bar = ProgressBar("Reading", total: 1)
            nppes.receiveProgress = { bar.show($0) }
            let summary = try await nppes.run(file, into: database, at: .now)
            bar.finish()
            try summary.report(rejectsPath: nppes.rejectsPath, asJSON: json)
        }
    }

    struct Practitioners: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take in practitioners from the CSV that the README describes."
        )

        @OptionGroup var options: Configuration
        @Argument(help: "The CSV file; - reads the standard input.") var file: String
        @OptionGroup var rejects: RejectsOption
        @Flag(help: "Print the summary as JSON.") var json = false

        func run() async throws {
            let database = try await options.openWithRegistries()
            var practitioners = PractitionersImport()
            practitioners.rejectsPath = rejects.path(beside: file)
            let summary = try await practitioners.run(file, into: database, at: .now)
            try summary.report(rejectsPath: practitioners.rejectsPath, asJSON: json)
            if summary.rows.rejected > 0 { throw ExitCode(Exit.failures) }
        }
    }

    struct Seed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load the seed's invented people; the database becomes a demonstration."
        )

        @OptionGroup var options: Configuration
        @Argument(help: "The folder with the seed.") var folder: String
        @Flag(help: "Print the summary as JSON.") var json = false

        func run() async throws {
            let database = try await options.openWithRegistries()
            let summary = try await SeedImport(folder: folder).run(into: database, at: .now)
            try summary.report(rejectsPath: nil, asJSON: json)
        }
    }
}

/// Where rejected rows go.
struct RejectsOption: ParsableArguments {
    @Option(
        name: .customLong("rejects"),
        help: "Where rejected rows are listed (default: the file's name with .rejects.csv)."
    )
    var given: String?

    func path(beside file: String) -> String {
        given ?? (file == "-" ? "import.rejects.csv" : file + ".rejects.csv")
    }
}

extension Configuration {
    /// The database, with the registries that new credentials can be asked about.
    fileprivate func openWithRegistries() async throws -> Database {
        let database = try open(for: .working)
        _ = try await registries(for: database)
        return database
    }
}

extension ProgressBar {
    fileprivate func show(_ progress: ImportProgress) {
        guard let all = progress.bytesInAll else { return }
        advance(to: Int(progress.bytesRead >> 20), of: Int(all >> 20))
    }
}

extension ImportSummary {
    private struct Report: Encodable {
        let kind: String
        let file: String
        let rowsRead: Int
        let rowsKept: Int
        let rowsRejected: Int
        let added: Int
        let updated: Int
        let unchanged: Int
        let outdated: Int
        let deactivated: Int
        let rejects: String?
    }

    /// Says what came of it.
    fileprivate func report(rejectsPath: String?, asJSON: Bool) throws {
        guard !asJSON else {
            let report = Report(
                kind: kind.rawValue,
                file: file,
                rowsRead: rows.read,
                rowsKept: rows.kept,
                rowsRejected: rows.rejected,
                added: added,
                updated: updated,
                unchanged: unchanged,
                outdated: outdated,
                deactivated: deactivated,
                rejects: rows.rejected > 0 ? rejectsPath : nil
            )
            return print(try jsonText(report))
        }
        print(
            "\(rows.read) rows read, \(rows.kept) kept, \(rows.rejected) rejected; practitioners: "
                + "\(added) added, \(updated) updated, \(unchanged) unchanged, \(outdated) older "
                + "than what is known, \(deactivated) deactivated."
        )
        if rows.rejected > 0, let rejectsPath {
            print("The rejected rows stand in \(rejectsPath).")
        }
    }
}
