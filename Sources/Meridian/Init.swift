import ArgumentParser
import Directory
import Foundation
import Ingestion
import Storage

/// Makes a new database with the gazetteer, the policies and the described registries.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a new database.",
        discussion: """
            Loads the gazetteer and the policies of the data folder. On a database that exists, \
            brings both up to date and leaves the rest alone.
            """
    )

    @OptionGroup var options: Configuration

    func run() async throws {
        let path = options.databasePath
        let isNew = !FileManager.default.fileExists(atPath: path)
        let database =
            isNew ? try Database.create(at: path, now: .now) : try options.open(for: .working)
        do {
            try await GazetteerImport(folder: options.dataFolder + "/gazetteer").run(
                into: database,
                at: .now
            )
            try await PolicyImport(folder: options.dataFolder + "/policies").run(
                into: database,
                at: .now
            )
            _ = try await options.registries(for: database)
        } catch {
            // A new database without its gazetteer would place nobody: better none at all.
            if isNew { try? removeDatabase(at: path) }
            throw error
        }
        print(isNew ? "Made the database \(path)." : "Brought the database \(path) up to date.")
    }

    private func removeDatabase(at path: String) throws {
        for suffix in ["", "-wal", "-shm"] {
            try FileManager.default.removeItem(atPath: path + suffix)
        }
    }
}
