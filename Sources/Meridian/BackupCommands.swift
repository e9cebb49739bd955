import ArgumentParser
import Foundation
import Storage

/// Copies the database while everybody goes on using it.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the database into a new file, while serving."
    )

    @OptionGroup var options: Configuration
    @Argument(help: "The file to make; it must not exist.") var file: String
    @Flag(help: "Print what was made as JSON.") var json = false

    struct Report: Encodable {
        let database: String
        let file: String
        let bytes: Int
    }

    func run() async throws {
        let database = try options.open(for: .working)
        try database.backUp(to: file)
        guard json else { return print("Backed up \(options.databasePath) to \(file).") }
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        let bytes = (attributes[.size] as? NSNumber)?.intValue ?? 0
        print(try jsonText(Report(database: options.databasePath, file: file, bytes: bytes)))
    }
}

/// Puts a backup in the place of what is there.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a backup in the place of the database, while serving.",
        discussion: "Everything saved since the backup is lost; --yes says that this is meant."
    )

    @OptionGroup var options: Configuration
    @Argument(help: "A file that meridian backup made.") var file: String
    @Flag(help: "Yes, replace what is there.") var yes = false

    func run() async throws {
        guard yes else {
            throw Failure(
                sentence: "Restoring replaces everything in \(options.databasePath). "
                    + "If this is meant, add --yes.",
                exit: Exit.wrongUse
            )
        }
        let database = try options.open(for: .working)
        try database.restore(from: file)
        print("Restored \(options.databasePath) from \(file).")
    }
}
