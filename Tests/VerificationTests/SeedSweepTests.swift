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

        try await bench.sweepLists(at: [now])
        for expected in expectations {
            let found = try await bench.outcome(of: expected)
            #expect(
                found?.isVetted == expected.isVetted,
                "\(expected.practitioner) \(expected.number): \(String(describing: found))"
            )
        }
    }

    @Test func `the list of exclusions means whom it should, and nobody else`() async throws {
        let bench = try await SeedBench(at: Self.days[2].startInUTC + 20 * 3600)
        defer { bench.remove() }
        let expected = try Seed(gazetteer: bench.gazetteer()).exclusions
        func findings(isEarlier: Bool) -> [String: String] {
            var findings: [String: String] = [:]
            for expectation in expected {
                findings[expectation.practitioner] =
                    switch expectation.finding {
                    case .confirmed: "confirmed npi_and_surname"
                    case .numberOnly: "candidate npi"
                    case .nameOnly: "candidate name"
                    case .reinstated: isEarlier ? "confirmed npi_and_surname" : nil
                    }
            }
            return findings
        }
        let nextDay = bench.now + secondsPerDay

        // As it was before anybody was reinstated, and as it is.
        try await bench.sweepLists(at: [bench.now], faults: "earlier_list")
        #expect(try await bench.exclusions(of: expected) == findings(isEarlier: true))
        let sweeps = try await bench.sweepLists(at: [nextDay, nextDay + secondsPerDay])
        #expect(sweeps.map(\.outcome.word) == ["taken", "unchanged"])
        #expect(try await bench.exclusions(of: expected) == findings(isEarlier: false))

        for (days, fault) in [(3, "half_list"), (4, "narrow_list"), (5, "empty_list")] {
            let spoilt = try await bench.sweepLists(
                at: [nextDay + Int64(days) * secondsPerDay],
                faults: fault
            )
            #expect(spoilt.map(\.outcome.word) == ["refused"])
            #expect(try await bench.exclusions(of: expected) == findings(isEarlier: false))
        }
    }

    @Test func `the list of licensees is taken in as its board writes it`() async throws {
        let bench = try await SeedBench(at: Self.days[0].startInUTC + 20 * 3600)
        defer { bench.remove() }
        let sweep = try await bench.sweepLicenceLists()
        guard case .taken(.licences(let summary)) = sweep.outcome else {
            Issue.record("It was \(sweep.outcome).")
            return
        }
        #expect(sweep.list.text == "us-fl-mqa")
        #expect(summary.rows.kept == 128)
        #expect(summary.rows.rejected == 0)
        #expect(summary.asOf == (Self.days[0] - 1).startInUTC)
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
        // Each sweep knows its simulator's own port, and by another's description nobody is looked up.
        let listed = try RegistryID("us-fl-mqa")
        let due = try await bench.database.dueCounts(at: bench.now)
            .filter { $0.key != listed }.values.reduce(0, +)
        async let one = bench.sweep()
        async let other = bench.sweep()
        let sweeps = try await one + other
        func checked(_ sweeps: [RegistrySweep]) -> Int {
            sweeps.map(\.tally.checked).reduce(0, +)
        }

        #expect(checked(sweeps.filter { $0.registry != listed }) == due)
        #expect(sweeps.map(\.tally.lost).reduce(0, +) == 0)
        #expect(try await bench.database.census(at: bench.now).checks == checked(sweeps))
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
            try catalogue(at: 1).registries.map { ($0.summary, $0.descriptionHash) },
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

    /// Downloads the list of licences and sweeps, against a simulator that runs for that time.
    func sweep(
        progress: @escaping @Sendable (RegistryID, Tally) -> Void = { _, _ in }
    ) async throws -> [RegistrySweep] {
        try await withSimulator { port, transport in
            let catalogue = try catalogue(at: port)
            _ = try await Lists(
                [],
                of: catalogue.listedRegistries,
                database: database,
                transport: transport,
                clock: { [now] in now }
            ).sweep()
            return try await Sweep(
                registries: catalogue.registries,
                database: database,
                transport: transport,
                clock: { [now] in now }
            ).run(progress: progress)
        }
    }

    /// Asks the simulator for the list of exclusions at some moments.
    ///
    /// - Parameters:
    ///   - moments: When; the simulator's day stays the one of loading.
    ///   - fault: What is wrong with the list.
    /// - Returns: What came of it at each moment.
    /// - Throws: What goes wrong on the way.
    @discardableResult
    func sweepLists(at moments: [Instant], faults fault: String? = nil) async throws -> [ListSweep]
    {
        try await withSimulator(faults: fault.map { "oig-leie,*,\($0)," }) { port, transport in
            let lists = try catalogue(at: port).exclusionLists
            var sweeps: [ListSweep] = []
            for moment in moments {
                sweeps += try await Lists(
                    lists,
                    database: database,
                    transport: transport,
                    clock: { moment }
                ).sweep()
            }
            return sweeps
        }
    }

    /// Downloads the one list of licences.
    func sweepLicenceLists() async throws -> ListSweep {
        let sweeps = try await withSimulator { port, transport in
            try await Lists(
                [],
                of: catalogue(at: port).listedRegistries,
                database: database,
                transport: transport,
                clock: { now }
            ).sweep()
        }
        return try #require(sweeps.first)
    }

    private func withSimulator<Answer: Sendable>(
        faults: String? = nil,
        _ body: @escaping @Sendable (Int, Transport) async throws -> Answer
    ) async throws -> Answer {
        var file: URL?
        if let faults {
            let url = folder.appending(path: "faults.csv")
            try Data("registry,match,fault,value\n\(faults)\n".utf8).write(to: url)
            file = url
        }
        let simulator = try Simulator(seed: Self.seed, asOf: now.date, faults: file)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let (users, user) = AsyncStream<Void>.makeStream()
        // Not given up with the body: a server that is cancelled drops connections it has accepted.
        let serving = Task {
            defer { port.finish() }
            try await SimulatorServer.application(simulator, port: 0).test(.live) { client in
                port.yield(try #require(client.port))
                for await _ in users {}
            }
        }
        let answer: Result<Answer, any Error>
        do {
            guard let port = await ports.first(where: { _ in true }) else {
                throw CancellationError()
            }
            let transport = try Transport()
            defer { transport.shutdown() }
            answer = .success(try await body(port, transport))
        } catch {
            answer = .failure(error)
        }
        user.finish()
        try await serving.value
        return try answer.get()
    }

    /// Whom the list is thought to mean, by the seed's ids as far as they are expected, as
    /// "confirmed npi_and_surname".
    func exclusions(of expected: [Seed.ExclusionExpectation]) async throws -> [String: String] {
        var ids: [Practitioner.Key: String] = [:]
        for expectation in expected {
            let id = expectation.practitioner
            if let key = try await database.practitioner(from: .file, sourceID: id) {
                ids[key] = id
            }
        }
        var found: [String: String] = [:]
        for row in try await database.exclusionFindings(limit: 1000).rows {
            found[ids[row.practitioner] ?? row.practitionerID] =
                "\(row.state) \(row.match?.rule.rawValue ?? "")"
        }
        return found
    }

    private func catalogue(at port: Int) throws -> RegistryCatalogue {
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
            // Directories that repeat others never vet.
            guard cells[1] != "fhir" else { continue }
            let pace =
                switch cells[1] {
                case "leie": ""
                case "piped": "list: {least_rows: 50}"
                default: "interval: 0\nconcurrency: 8"
                }
            try """
            id: \(id)
            enabled: yes
            base_url: http://127.0.0.1:\(port)/\(id)
            private_hosts: [127.0.0.1:\(port)]
            \(pace)
            """.write(
                to: overrides.appending(path: "\(id).yaml"),
                atomically: true,
                encoding: .utf8
            )
        }
        return try RegistryCatalogue(directories: [descriptions, overrides])
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

extension ListSweep.Outcome {
    fileprivate var word: String {
        switch self {
        case .notDue: "not due"
        case .unchanged: "unchanged"
        case .taken: "taken"
        case .refused: "refused"
        case .unreachable: "unreachable"
        case .overtaken: "overtaken"
        }
    }
}
