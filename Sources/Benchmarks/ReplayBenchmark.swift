import ArgumentParser
import Directory
import Foundation
import GRDB
import Registries
import Storage
import Synchronization
import Verification

/// How fast everything that is stored is judged anew.
struct ReplayBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Judge a million stored checks anew, from bodies and from fields."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "How many checks, fifty of each credential.") var count = 1_000_000
    @Option(help: "How many rounds of each; the quickest counts.") var rounds = 3

    func run() async throws {
        let ground = try ReplayGround(count: count)
        defer { ground.remove() }
        for stage in ReplayGround.Stage.allCases {
            try ground.prepare(stage)
            let database = try Storage.Database(path: ground.path, use: .working)
            var readings: [Double] = []
            var replays: [Double] = []
            for _ in 0..<rounds {
                readings.append(try await seconds { try await Self.read(database, count) })
                replays.append(
                    try await seconds { try await replay(database, ground.registries(), stage) }
                )
            }
            print(
                Figure(
                    name: "replay.\(stage.rawValue).checks_per_s",
                    value: Double(count) / (replays.min() ?? 1),
                    reference: Double(count) / (readings.min() ?? 1),
                    budget: "50,000 a second"
                ).line(json: json)
            )
            try database.close()
        }
        print(
            Figure(
                name: "replay.rss_anon_mb",
                value: Double(Self.anonymousMemory) / 1e6,
                reference: 200,
                budget: "bounded"
            ).line(json: json)
        )
    }

    private func replay(
        _ database: Storage.Database,
        _ registries: [Registry],
        _ stage: ReplayGround.Stage
    ) async throws {
        let tally = try await Replay(database: database, registries: registries).run { _, _ in }
        let judged = stage == .bodies ? tally.fromBodies : tally.fromBodies + tally.fromFields
        guard tally.checks == count, judged == count, tally.different == 0 else {
            throw ValidationError("The replay came to \(tally).")
        }
    }

    /// Reads the same rows as a replay does, on as many connections, and judges nothing.
    private static func read(_ database: Storage.Database, _ count: Int) async throws {
        guard let keys = try await database.credentialKeys() else { return }
        let middle = (keys.lowerBound + keys.upperBound) / 2
        let read = try await withThrowingTaskGroup(of: Int.self) { group in
            for half in [keys.lowerBound...middle, middle + 1...keys.upperBound] {
                group.addTask {
                    var sum = 0
                    for start in stride(from: half.lowerBound, through: half.upperBound, by: 500) {
                        let end = min(start + 499, half.upperBound)
                        sum = try await database.foldChecks(
                            ofCredentials: start...end,
                            into: sum
                        ) { sum, _, _ in sum += 1 }
                    }
                    return sum
                }
            }
            return try await group.reduce(0, +)
        }
        guard read == count else { throw ValidationError("Only \(read) checks were read.") }
    }

    private func seconds(_ work: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await work()
        let duration = ContinuousClock.now - start
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private static var anonymousMemory: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
        return (kilobytes.flatMap { Int($0) } ?? 0) * 1024
    }
}

/// A database of checks, written straight into the tables.
private final class ReplayGround {
    enum Stage: String, CaseIterable {
        /// Every body is kept and every one is another.
        case bodies
        /// As retention leaves it: of each credential the newest body alone.
        case fields
    }

    private static let checksOfEach = 50

    let path: String
    private let folder: URL
    private let now = Instant.now
    private let count: Int

    init(count: Int) throws {
        self.count = count
        folder = FileManager.default.temporaryDirectory.appending(
            path: "replay-\(UUID().uuidString)"
        )
        path = folder.appending(path: "replay.sqlite").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.description.write(
            to: folder.appending(path: "us-wa-bench.yaml"),
            atomically: false,
            encoding: .utf8
        )
        try Storage.Database.create(at: path, now: now).close()
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    func registries() throws -> [Registry] {
        try RegistryCatalogue(directories: [folder]).registries
    }

    func prepare(_ stage: Stage) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
        }
        try queue.write { db in
            switch stage {
            case .bodies: try fill(db)
            case .fields:
                let newest = (Self.checksOfEach - 1) * (count / Self.checksOfEach)
                try db.execute(sql: "UPDATE evidence SET body = NULL WHERE id <= \(newest)")
            }
        }
        try queue.inDatabase { db in try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try queue.close()
    }

    private func fill(_ db: GRDB.Database) throws {
        let people = count / Self.checksOfEach
        try db.execute(
            sql: """
                INSERT INTO registry (id, name, jurisdiction, role, asker, completeness, window_days,
                    time_zone, public_page, description_sha256)
                VALUES ('us-wa-bench', 'Benchmark', 'US-WA', 'licence', 'machine', 'full_history',
                    30,
                    'America/Los_Angeles', 'https://example.org/', '00')
                """
        )
        let person = try db.makeStatement(
            sql: """
                INSERT INTO practitioner (id, public_id, source, source_id, given_name, family_name,
                    created_at, updated_at) VALUES (?1, ?2, 'file', ?2, 'Ada', ?3, 0, 0)
                """
        )
        let credential = try db.makeStatement(
            sql: """
                INSERT INTO credential (id, public_id, practitioner_id, kind, class, jurisdiction,
                    number, folded_number, registry_id, source, created_at, due_at)
                VALUES (?1, ?2, ?1, 'licence', 'statutory', 'US-WA', ?3, ?3, 'us-wa-bench', 'file',
                    0, 0)
                """
        )
        for number in 0..<people {
            let id = Self.publicID(number)
            try person.execute(arguments: [number + 1, id, "Sample \(Self.letters(number))"])
            try credential.execute(arguments: [number + 1, id, Self.licence(number)])
        }
        // A round of checks after the other, so that those of one credential lie far apart.
        for round in 0..<Self.checksOfEach {
            let askedAt = now - Int64((Self.checksOfEach - round) * 7) * secondsPerDay
            for number in 0..<people { try insertCheck(of: number, round, at: askedAt, db) }
        }
    }

    private func insertCheck(
        of number: Int,
        _ round: Int,
        at askedAt: Instant,
        _ db: GRDB.Database
    ) throws {
        let id = round * (count / Self.checksOfEach) + number
        let sha256 = Self.hash(id)
        let check = try db.cachedStatement(
            sql: """
                INSERT INTO registry_check (public_id, credential_id, registry_id, asked_at, question,
                    status, outcome, reason, wording, standing, expires_on, first_issued_on, fields,
                    sha256, description_sha256, milliseconds, good_until)
                VALUES (?, ?, 'us-wa-bench', ?, ?, 200, 'matched',
                    'Number, name and licence type agree.', 'Active', 'active', ?, ?, ?, ?, '00', 12,
                    ?)
                """
        )
        let licence = Self.licence(number)
        let family = "Sample \(Self.letters(number))"
        try check.execute(arguments: [
            Self.publicID(id), number + 1, askedAt.secondsSince1970,
            "GET https://registry.example.org/\(licence).json",
            CalendarDate(iso: "2061-01-31")?.daysSince1970,
            CalendarDate(iso: "2009-04-01")?.daysSince1970,
            """
            {"number":"\(licence)","family":"\(family)","given":"Ada","type":"ACU",\
            "status":"Active","expires":"2061-01-31T00:00:00.000",\
            "first_issued":"2009-04-01T00:00:00.000"}
            """, sha256, askedAt.secondsSince1970 + 30 * secondsPerDay,
        ])
        let evidence = try db.cachedStatement(
            sql: """
                INSERT INTO evidence (id, sha256, content_type, body, received_at)
                VALUES (?, ?, 'application/json', ?, ?)
                """
        )
        try evidence.execute(arguments: [
            id + 1, sha256, Data(Self.body(licence, family, id).utf8), askedAt.secondsSince1970,
        ])
    }

    private static let description = BenchmarkRegister.description(
        at: "https://registry.example.org"
    )

    private static func publicID(_ number: Int) -> String {
        String(format: "018f0000-0000-7000-8000-%012d", number)
    }

    private static func licence(_ number: Int) -> String { String(format: "ZX%08d", number) }

    /// The number in letters, so that it can stand in a name.
    private static func letters(_ number: Int) -> String {
        String(decoding: "\(number)".utf8.map { $0 - 0x30 + 0x41 }, as: UTF8.self)
    }

    /// Sixty-four digits as scattered as a hash's.
    private static func hash(_ number: Int) -> String {
        let mixed = UInt64(number &+ 1) &* 0x9E37_79B9_7F4A_7C15
        return String(format: "%016llx%016llx%032d", mixed, mixed ^ (mixed >> 31), number)
    }

    /// A row of about 1.5 KB, unlike every other.
    private static func body(_ licence: String, _ family: String, _ number: Int) -> String {
        let filling = (0..<20).map { field in
            "\"column_\(field)\":\"value \(number &* 31 &+ field) of an invented register row\""
        }.joined(separator: ",")
        return """
            [{"licensenumber":"\(licence)","lastname":"\(family)","firstname":"Ada",\
            "licensetype":"ACU","status":"Active","expirationdate":"2061-01-31T00:00:00.000",\
            "firstissuedate":"2009-04-01T00:00:00.000",\(filling)}]
            """
    }
}
