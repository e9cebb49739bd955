import Directory
import Foundation
import GRDB
import Hummingbird
import HummingbirdTesting
import Ingestion
import Logging
import Loopback
import Registries
@testable import RegistrySimulator
import Storage
import Testing

/// A directory on disk that the real command works on: invented people with approved licences, their
/// register over HTTP, and the admins' mail relay and a webhook that are told of changes.
struct LiveDirectory: Sendable {
    static let admins = ["one@example.org", "two@example.org"]
    private static let webhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let seed = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../seed").standardizedFileURL

    let folder: URL
    let path: String
    let register: ChangingRegister
    let mails: MailSink
    let hook: RawServer
    /// As the register first has them.
    let people: [Licensee]
    let registerPort: Int

    /// Runs with everything in place, and takes it away again.
    static func with(
        people count: Int,
        in place: URL = FileManager.default.temporaryDirectory,
        _ body: @escaping @Sendable (LiveDirectory) async throws -> Void
    ) async throws {
        let folder = place.appending(path: "meridian-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let people = (0..<count).map { index in
            Licensee(
                number: "ZX6\(1_000_000 + index)",
                family: "Sample" + String(repeating: "a", count: index % 7) + letters(index),
                given: ["Ada", "Ben", "Cleo"][index % 3]
            )
        }
        let register = try ChangingRegister(in: folder, people: people)
        let application = Application(
            responder: register,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            logger: Logger(label: "register", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        // Each takes a moment, so that a process can be ended while it is told something.
        let mails = try MailSink { command in
            if command.verb == "." { usleep(100_000) }
            return nil
        }
        defer { mails.stop() }
        let hook = try RawServer { _ in
            usleep(20_000)
            return [.send("HTTP/1.1 204 No Content\r\n\r\n")]
        }
        defer { hook.stop() }
        try await application.test(.live) { client in
            let directory = try LiveDirectory(
                folder: folder,
                register: register,
                mails: mails,
                hook: hook,
                people: people,
                port: try #require(client.port)
            )
            try await directory.fill()
            try await body(directory)
        }
    }

    private init(
        folder: URL,
        register: ChangingRegister,
        mails: MailSink,
        hook: RawServer,
        people: [Licensee],
        port: Int
    ) throws {
        self.folder = folder
        self.register = register
        self.mails = mails
        self.hook = hook
        self.people = people
        registerPort = port
        path = folder.appending(path: "meridian.sqlite").path
    }

    private static func letters(_ number: Int) -> String {
        String(decoding: "\(number)".utf8.map { $0 - 0x30 + 0x61 }, as: UTF8.self)
    }

    // MARK: - Making it

    private var descriptions: URL { folder.appending(path: "descriptions") }

    private func fill() async throws {
        try describe()
        let now = Instant(secondsSince1970: Int64(Date().timeIntervalSince1970))
        let database = try Storage.Database.create(at: path, now: now)
        try await PolicyImport(folder: Self.seed.appending(path: "policies").path)
            .run(into: database, at: now)
        let catalogue = try RegistryCatalogue(directories: [descriptions])
        try await database.describeRegistries(catalogue.summaries, at: now)
        let load = folder.appending(path: "load")
        try FileManager.default.createDirectory(at: load, withIntermediateDirectories: true)
        let rows = people.enumerated().map { index, person in
            "p\(index),\(person.given),\(person.family),Olympia,WA,US,licence,statutory,US-WA,"
                + "\(person.number),us-wa-doh"
        }
        let decisions = people.enumerated().map { index, person in
            "p\(index),\(person.number),us-wa-doh,approved,The register and the document agree.,{-9}"
        }
        for (name, lines) in [
            (
                "practitioners",
                [
                    "id,given_name,family_name,city,region,country,credential_kind,"
                        + "credential_class,credential_jurisdiction,credential_number,registry"
                ] + rows
            ),
            (
                "decisions",
                ["practitioner,credential_number,registry,verdict,reason,day"] + decisions
            ), ("testimonials", ["practitioner,day,rating,condition,text"]),
        ] {
            try (lines.joined(separator: "\n") + "\n").write(
                to: load.appending(path: "\(name).csv"),
                atomically: true,
                encoding: .utf8
            )
        }
        try await SeedImport(folder: load.path).run(into: database, at: now)
        try database.close()
        try "ops http://127.0.0.1:\(hook.port)/hook \(Self.webhookSecret)\n".write(
            toFile: webhooks,
            atomically: true,
            encoding: .utf8
        )
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600],
            ofItemAtPath: webhooks
        )
    }

    private var webhooks: String { folder.appending(path: "webhooks").path }

    /// The seed's description of the register, led to where it stands here.
    private func describe() throws {
        let templates = descriptions.appending(path: "templates")
        try FileManager.default.createDirectory(at: templates, withIntermediateDirectories: true)
        for name in ["us-wa-doh.yaml", "templates/socrata.yaml"] {
            try FileManager.default.copyItem(
                at: Self.seed.appending(path: "registries/\(name)"),
                to: descriptions.appending(path: name)
            )
        }
        try leadElsewhere(port: registerPort)
    }

    /// Has the register be looked for at another port.
    func leadElsewhere(port: Int) throws {
        let own = folder.appending(path: "own")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        try """
        id: us-wa-doh
        base_url: http://127.0.0.1:\(port)/us-wa-doh
        private_hosts: [127.0.0.1:\(port)]
        interval: 0
        concurrency: 4
        canary: {number: \(ChangingRegister.canary), given: Canary, family: Example}

        """.write(
            to: own.appending(path: "us-wa-doh.yaml"),
            atomically: true,
            encoding: .utf8
        )
    }

    // MARK: - Working on it

    /// What the command is told of where everything is.
    var environment: [String: String] {
        [
            "MERIDIAN_DATABASE": path, "MERIDIAN_DATA": Self.seed.path,
            "MERIDIAN_REGISTRIES": "\(descriptions.path):\(folder.path)/own",
            "MERIDIAN_ADMIN_MAIL": Self.admins.joined(separator: ","),
            "MERIDIAN_MAIL_RELAY": "smtp://127.0.0.1:\(mails.port)",
            "MERIDIAN_MAIL_FROM": "directory@example.org",
            "MERIDIAN_WEBHOOKS": webhooks,
            "MERIDIAN_PRIVATE_HOSTS": "127.0.0.1:\(hook.port)",
            "MERIDIAN_DEMONSTRATION_SENDS": "yes",
        ]
    }

    /// Starts `meridian` on it.
    func start(_ arguments: String..., and more: [String: String] = [:]) throws -> MeridianProcess {
        try MeridianProcess(
            arguments,
            environment: environment.merging(more) { $1 },
            folder: folder
        )
    }

    /// Until when every credential is good, by number.
    func trust() async throws -> [String: Int64?] {
        try await rows { db in
            var trust: [String: Int64?] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT number, good_until FROM credential") {
                trust[row[0]] = .some(row[1])
            }
            return trust
        }
    }

    /// How often anybody was told anything, or began to be.
    var timesTold: Int { mails.commands.count + hook.questions.count }

    /// Another process's long transaction, as far as SQLite can tell: nobody else writes meanwhile.
    func hold(_ body: () async throws -> Void) async throws {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        configuration.allowsUnsafeTransactions = true
        let holder = try DatabaseQueue(path: path, configuration: configuration)
        try await holder.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        try await body()
        try await holder.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try holder.close()
    }

    /// Looks into the file or changes it, as nobody but a test may.
    func rows<Answer: Sendable>(
        _ body: @escaping @Sendable (GRDB.Database) throws -> Answer
    ) async throws -> Answer {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let answer = try await queue.write(body)
        try queue.close()
        return answer
    }
}
