import Curl
import Directory
import Foundation
import HummingbirdTesting
import Ingestion
import Population
import Registries
import Storage
import Testing
import Verification

@testable import RegistrySimulator

/// The main job, end to end: the seed's practitioners in, their licences checked over HTTP, and
/// every trap judged as it has to be.
@Suite struct SeedSweepTests {
    private static let days: [CalendarDate] = {
        let today = Instant(secondsSince1970: Int64(Date().timeIntervalSince1970)).date
        var leapDay = today
        while leapDay.yearMonthDay.month != 2 || leapDay.yearMonthDay.day != 29 {
            leapDay = leapDay + 1
        }
        return [today, today + 400, leapDay]
    }()

    @Test(arguments: days)
    func `the seed holds whenever it is loaded`(on day: CalendarDate) async throws {
        // Noon in Washington, so that no register's day differs from the one that was meant.
        let now = day.startInUTC + 20 * 3600
        let bench = try await SeedBench(at: now)
        defer { bench.remove() }
        let sweeps = try await bench.sweep()

        let expectations = try Seed(gazetteer: bench.gazetteer()).expectations
        #expect(expectations.count >= 300)
        for expected in expectations {
            let found = try await bench.outcome(of: expected)
            #expect(
                found.map { expected.outcomes.contains($0.outcome) } ?? false,
                "\(expected.practitioner) \(expected.number): \(String(describing: found))"
            )
            #expect(
                found?.standing == expected.standingToSee,
                "\(expected.practitioner) \(expected.number)"
            )
            #expect(
                found?.isVetted == expected.isVettedWithoutLists,
                "\(expected.practitioner) \(expected.number): \(String(describing: found))"
            )
        }
        #expect(sweeps.allSatisfy { $0.stopReason == nil })
        // What got no answer waits for its turn; nothing else is left.
        #expect(try await bench.database.dueCounts(at: now).isEmpty)
    }

    @Test func `a second sweep at the same moment asks nothing again`() async throws {
        let bench = try await SeedBench(at: Self.days[0].startInUTC + 20 * 3600)
        defer { bench.remove() }
        let first = try await bench.sweep().map(\.tally.checked).reduce(0, +)
        let second = try await bench.sweep().map(\.tally.checked).reduce(0, +)

        #expect(first > 300)
        #expect(second == 0)
    }

    @Test func `two sweeps at once ask about nobody twice`() async throws {
        let bench = try await SeedBench(at: Self.days[0].startInUTC + 20 * 3600)
        defer { bench.remove() }
        let due = try await bench.database.dueCounts(at: bench.now).values.reduce(0, +)
        async let one = bench.sweep()
        async let other = bench.sweep()
        let tallies = try await (one + other).map(\.tally)

        #expect(tallies.map(\.checked).reduce(0, +) == due)
        #expect(tallies.map(\.lost).reduce(0, +) == 0)
        #expect(try await bench.database.census(at: bench.now).checks == due)
    }

    @Test func `a sweep that is given up ends, and what was not asked stays due`() async throws {
        let bench = try await SeedBench(at: Self.days[0].startInUTC + 20 * 3600)
        defer { bench.remove() }
        let due = try await bench.database.dueCounts(at: bench.now).values.reduce(0, +)
        // All registries stop at once, more of them than there are threads, some while they record.
        let (recorded, record) = AsyncStream<Void>.makeStream()
        let sweep = Task { try await bench.sweep { _, _ in record.yield() } }
        for await _ in recorded.prefix(1) { sweep.cancel() }
        _ = await sweep.result

        let checks = try await bench.database.census(at: bench.now).checks
        let left = try await bench.database.dueCounts(at: bench.now).values.reduce(0, +)
        #expect(checks > 0)
        #expect(left > 0)
        #expect(checks + left == due)
    }
}

/// A database with the seed in it, and the simulator in front of it.
struct SeedBench {
    struct Found {
        let outcome: Outcome
        let standing: Standing?
        let isVetted: Bool
    }

    let now: Instant
    let folder: URL
    let database: Database

    static let seed = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../seed").standardizedFileURL

    init(at now: Instant) async throws {
        self.now = now
        folder = FileManager.default.temporaryDirectory
            .appending(path: "meridian-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try Database.create(at: folder.appending(path: "seed.sqlite").path, now: now)
        try await GazetteerImport(folder: Self.seed.appending(path: "gazetteer").path)
            .run(into: database, at: now)
        try await PolicyImport(folder: Self.seed.appending(path: "policies").path)
            .run(into: database, at: now)
        try await database.describeRegistries(
            try registries(at: 1).map { ($0.summary, $0.descriptionHash) },
            at: now
        )
        try await SeedImport(folder: Self.seed.path).run(into: database, at: now)
    }

    func remove() {
        try? database.close()
        try? FileManager.default.removeItem(at: folder)
    }

    func gazetteer() throws -> Gazetteer {
        try Gazetteer(
            cities: String(
                contentsOf: Self.seed.appending(path: "gazetteer/cities.csv"),
                encoding: .utf8
            ),
            postalCodes: String(
                contentsOf: Self.seed.appending(path: "gazetteer/postal_codes.csv"),
                encoding: .utf8
            )
        )
    }

    /// Sweeps against a simulator that runs for the time of the sweep.
    func sweep(
        progress: @escaping @Sendable (RegistryID, Tally) -> Void = { _, _ in }
    ) async throws -> [RegistrySweep] {
        let simulator = try Simulator(seed: Self.seed, asOf: now.date)
        return try await SimulatorServer.application(simulator, port: 0).test(.live) { client in
            let port = try #require(client.port)
            let transport = try Transport()
            defer { transport.shutdown() }
            return try await Sweep(
                registries: registries(at: port),
                database: database,
                transport: transport,
                clock: { [now] in now }
            ).run(progress: progress)
        }
    }

    private func registries(at port: Int) throws -> [Registry] {
        let descriptions = Self.seed.appending(path: "registries")
        let overrides = folder.appending(path: "registries-\(port)")
        try FileManager.default.createDirectory(at: overrides, withIntermediateDirectories: true)
        let simulated = try String(
            contentsOf: descriptions.appending(path: "simulator.csv"),
            encoding: .utf8
        )
        for line in simulated.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            let id = cells[0]
            // Lists are downloaded, and directories that repeat others never vet.
            guard cells[1] != "leie", cells[1] != "fhir" else { continue }
            try """
            id: \(id)
            enabled: yes
            base_url: http://127.0.0.1:\(port)/\(id)
            private_hosts: [127.0.0.1:\(port)]
            interval: 0
            concurrency: 8
            """.write(
                to: overrides.appending(path: "\(id).yaml"),
                atomically: true,
                encoding: .utf8
            )
        }
        return try RegistryCatalogue(directories: [descriptions, overrides]).registries
    }

    /// What the database has after the sweep about the licence that an expectation names.
    func outcome(of expected: Seed.Expectation) async throws -> Found? {
        let key = try await database.practitioner(from: .file, sourceID: expected.practitioner)
        guard let key, let profile = try await database.profile(of: key) else { return nil }
        let credential = profile.credentials.first {
            $0.state.credential.registry?.text == expected.registry
                && $0.state.credential.number == expected.number
        }
        return credential.flatMap { credential in
            credential.state.outcome.map { outcome in
                Found(
                    outcome: outcome,
                    standing: credential.state.standing,
                    isVetted: profile.places.contains { $0.vetting.isVetted(at: now) }
                )
            }
        }
    }
}

extension Seed.Expectation {
    /// A wording that nobody has read yet leaves a standing that says so.
    fileprivate var standingToSee: Standing? {
        outcomes == [.unrecognised] ? .unknown : standing
    }
}
