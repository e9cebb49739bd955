import Curl
import Directory
import Foundation
import Loopback
import Registries
import Storage
import Testing
import Verification

/// A database with Ann vetted and three others unchecked, two boards, and a sweep over both.
struct Ordeal {
    /// What stands in the database about one licensee.
    struct Finding {
        let outcome: Outcome?
        let reason: String
        let standing: Standing?
        let goodUntil: Instant?
        let isVetted: Bool
        let isDue: Bool
    }

    /// When Ann was vetted.
    static let before = Instant(secondsSince1970: 1_795_435_200)
    /// When the sweep is made: every licence is due again.
    static let now = before + 9 * secondsPerDay
    /// Until when an answer of that moment is good.
    static let renewed = now + 30 * secondsPerDay
    /// Until when Ann's is good before the sweep.
    static let kept = before + 30 * secondsPerDay

    let folder: URL
    let database: Database

    init() async throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "meridian-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try Database.create(
            at: folder.appending(path: "meridian.sqlite").path,
            now: Self.before
        )
        let policies = try [("US-WA", "Washington"), ("US-CO", "Colorado")].map { code, name in
            JurisdictionPolicy(
                jurisdiction: try Jurisdiction(code),
                name: name,
                licensing: .statutory,
                source: "Invented for tests, read 2026-11-23"
            )
        }
        _ = try await database.replacePolicies(policies)
    }

    func remove() {
        try? database.close()
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: - Boards

    /// The board that will misbehave, which licenses in Washington, and the other one.
    ///
    /// - Parameters:
    ///   - board: Where the first one is, as host and port.
    ///   - scheme: How it is asked.
    ///   - form: What it is asked for and answers.
    ///   - settings: What its description says otherwise.
    ///   - steadyPort: Where the other one is.
    /// - Returns: Both, by their ids.
    /// - Throws: What is wrong in a description.
    func registries(
        at board: String,
        scheme: String = "http",
        form: BoardForm = .json,
        settings: String = "",
        steadyPort: UInt16
    ) throws -> [Registry] {
        let (base, changes) = (folder.appending(path: "base"), folder.appending(path: "changes"))
        let steady = "127.0.0.1:\(steadyPort)"
        try write(
            [
                "board.yaml": Self.description(
                    "hostile-board",
                    "US-WA",
                    at: "\(scheme)://\(board)",
                    privateHost: board,
                    form: form
                ),
                "steady.yaml": Self.description(
                    "steady-board",
                    "US-CO",
                    at: "http://\(steady)",
                    privateHost: steady
                ),
            ],
            into: base
        )
        try write(["board.yaml": "id: hostile-board\n\(settings)\n"], into: changes)
        return try RegistryCatalogue(directories: [base, changes]).registries
    }

    private func write(_ files: [String: String], into directory: URL) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for (name, text) in files {
            try Data(text.utf8).write(to: directory.appending(path: name))
        }
    }

    /// Its limits: five seconds and 64 KB an answer, 20 rows, and the transport's own 64 KB and 100
    /// lines of headers.
    private static func description(
        _ id: String,
        _ jurisdiction: String,
        at address: String,
        privateHost: String,
        form: BoardForm = .json
    ) -> String {
        """
        id: \(id)
        role: licence
        name: Board of \(jurisdiction)
        jurisdiction: \(jurisdiction)
        completeness: full_history
        time_zone: America/Los_Angeles
        public_page: https://board.example.org/search
        base_url: \(address)
        private_hosts: ["\(privateHost)"]
        interval: 0
        concurrency: 1
        pause: 1
        connect_timeout: 5000
        timeout: 5000
        max_bytes: 65536
        \(form.text)
        standings:
          Active: active
          Active With Conditions: active_restricted
          Suspended: suspended
          Revoked: revoked
        """
    }

    // MARK: - Going through it

    /// Takes everybody in, and has Ann found and approved by a board that behaves.
    func vetAnn(at registries: [Registry]) async throws {
        try await database.describeRegistries(
            registries.map { ($0.summary, $0.descriptionHash) },
            at: Self.before
        )
        _ = try await database.apply(try Licensee.all.map { try $0.record() }, at: Self.before)
        let server = try RawServer.wellBehaved()
        defer { server.stop() }
        let good = try self.registries(at: "127.0.0.1:\(server.port)", steadyPort: server.port)
        let registry = try #require(good.first { $0.id.text == "hostile-board" })
        let transport = try Transport()
        defer { transport.shutdown() }
        let verifier = Verifier(
            registry: registry,
            database: database,
            transport: transport,
            clock: { Self.before }
        )
        let id = try #require(PublicID(try await credential(of: .ann).publicID))
        let key = try #require(try await database.credential(with: id)).key
        _ = try await verifier.verify(key)
        try await database.decide(
            DecisionRecord(
                decision: .approved,
                actor: "tester",
                reason: "Seen on the register.",
                decidedAt: Self.before,
                coversDiscipline: false
            ),
            about: id
        )
    }

    /// A run over everybody, as the nightly job makes it.
    func sweep(
        _ registries: [Registry],
        at moment: Instant = now,
        through database: Database? = nil
    ) async throws -> [RegistrySweep] {
        let transport = try Transport()
        defer { transport.shutdown() }
        return try await Sweep(
            registries: registries,
            database: database ?? self.database,
            transport: transport,
            clock: { moment }
        ).run()
    }

    func finding(about licensee: Licensee, at moment: Instant = now) async throws -> Finding {
        let profile = try await profile(of: licensee)
        let credential = try #require(profile.credentials.first)
        return Finding(
            outcome: credential.state.outcome,
            reason: credential.latestCheck?.reason ?? "",
            standing: credential.state.standing,
            goodUntil: credential.state.trust.goodUntil,
            isVetted: profile.places.contains { $0.vetting.isVetted(at: moment) },
            isDue: credential.dueAt.map { $0 <= moment } ?? false
        )
    }

    private func credential(of licensee: Licensee) async throws -> Profile.ProfileCredential {
        try #require(try await profile(of: licensee).credentials.first)
    }

    private func profile(of licensee: Licensee) async throws -> Profile {
        let key = try #require(
            try await database.practitioner(from: .file, sourceID: licensee.number)
        )
        return try #require(try await database.profile(of: key))
    }
}

extension RawServer {
    /// A board that answers about everybody as it should.
    static func wellBehaved() throws -> RawServer {
        try RawServer { question in .answer(question.person?.body() ?? #"{"rows":[]}"#) }
    }
}
