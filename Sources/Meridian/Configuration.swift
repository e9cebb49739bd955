import ArgumentParser
import Directory
import Foundation
import Logging
import Registries
import Storage

/// Where the installation keeps its things: from the arguments, else the environment, else the
/// defaults.
struct Configuration: ParsableArguments {
    @Option(help: "The database file (default: meridian.sqlite).")
    var database: String?

    @Option(help: "The folder with registries/, policies/ and gazetteer/ (default: seed).")
    var data: String?

    @Option(
        name: .customLong("registries"),
        help: ArgumentHelp(
            "A folder of registry descriptions; may be repeated, and a later one's fields replace "
                + "an earlier's.",
            valueName: "dir"
        )
    )
    var registryFolders: [String] = []

    static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment["MERIDIAN_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
    }

    var databasePath: String {
        database ?? Self.environment("DATABASE") ?? "meridian.sqlite"
    }

    var dataFolder: String {
        data ?? Self.environment("DATA") ?? "seed"
    }

    /// Where the server can be reached from outside; links are made from it.
    var publicURL: String? { Self.environment("PUBLIC_URL") }

    func open(for use: Database.Use) throws -> Database {
        try Database(path: databasePath, use: use)
    }

    /// The registries that a machine asks; all that are described are made known to the database.
    func registries(for database: Database) async throws -> [Registry] {
        let catalogue = try catalogue()
        try await database.describeRegistries(catalogue.summaries, at: .now)
        try await database.replaceDescriptions(catalogue.descriptions.map(\.row))
        return catalogue.registries + catalogue.secondaryRegistries
    }

    /// The described list of exclusions of that id, be it on or off.
    func exclusionList(_ id: String) throws -> RegistryList {
        let lists = try catalogue().descriptions.compactMap { description in
            if case .list(let list) = description, list.profile.role == .exclusion {
                list
            } else {
                nil
            }
        }
        guard let list = lists.first(where: { $0.id.text == id }) else {
            throw Failure(
                sentence: "No list of exclusions \(id) is described; described are: "
                    + lists.map(\.id.text).joined(separator: ", "),
                exit: Exit.wrongUse
            )
        }
        return list
    }

    /// Everything that is described, with the keys that this installation was given.
    func catalogue() throws -> RegistryCatalogue {
        let secrets = try secrets()
        do throws(DescriptionError) {
            return try RegistryCatalogue(
                directories: descriptionFolders,
                secrets: secrets,
                contact: Self.contact
            )
        } catch {
            throw Failure(sentence: error.description, exit: Exit.wrongUse)
        }
    }

    /// The folders of registry descriptions, in the order in which they are laid over each other.
    var descriptionFolders: [URL] {
        var folders = registryFolders
        if folders.isEmpty, let listed = Self.environment("REGISTRIES") {
            folders = listed.split(separator: ":").map(String.init)
        }
        if folders.isEmpty { folders = [dataFolder + "/registries"] }
        return folders.map { URL(filePath: $0) }
    }

    /// Where the operator can be reached, shown to registries in the User-Agent.
    static var contact: String? { environment("CONTACT") }

    /// The keys that registries ask for: of the file that MERIDIAN_SECRETS names, else of the
    /// environment.
    func secrets() throws -> Secrets {
        let file = try Self.environment("SECRETS").map(Self.ownersOnly)
        do throws(Secrets.ParseError) {
            if let file { return try Secrets(file: file) }
            return try Secrets(environment: ProcessInfo.processInfo.environment)
        } catch {
            throw Failure(sentence: "The secrets cannot be taken: \(error)", exit: Exit.wrongUse)
        }
    }

    /// The bytes of a file that nobody but its owner may read.
    static func ownersOnly(_ path: String) throws -> [UInt8] {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue,
            let data = FileManager.default.contents(atPath: path)
        else { throw Failure(sentence: "\(path) cannot be read.", exit: Exit.wrongUse) }
        guard mode & 0o077 == 0 else {
            throw Failure(
                sentence: "Others may read \(path), which holds keys: run chmod 600 \(path)",
                exit: Exit.wrongUse
            )
        }
        return Array(data)
    }

    /// Logs to the standard error, so that output stays what programs can read.
    static func logger(_ label: String) -> Logger {
        Logger(label: label, factory: { StreamLogHandler.standardError(label: $0) })
    }
}

extension Instant {
    /// What the machine's clock shows.
    static var now: Instant {
        Instant(secondsSince1970: Int64(Date().timeIntervalSince1970))
    }
}

extension RegistryDescription {
    /// What the database keeps of it for those who want to know whom this directory asks.
    fileprivate var row: RegistryDescriptionRow {
        let kind =
            switch self {
            case .registry(let registry): registry.list == nil ? "query" : "list"
            case .list: "list"
            case .manual: "manual"
            }
        let summary = profile.summary
        return RegistryDescriptionRow(
            id: id,
            name: summary.name,
            jurisdiction: summary.jurisdiction,
            role: profile.role.rawValue,
            kind: kind,
            completeness: summary.completeness,
            publicPage: summary.publicPage,
            offReason: offReason
        )
    }
}
