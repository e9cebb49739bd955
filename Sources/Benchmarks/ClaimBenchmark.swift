import ArgumentParser
import Directory
import Foundation
import GRDB
import Hummingbird
import Logging
import Storage

/// How long it takes to claim what is due where a million credentials are, and what memory a worker
/// takes over them.
struct ClaimBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim",
        abstract: "Claim credentials out of a million that are due, and watch a worker over them."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "How many credentials are due.") var count = 1_000_000
    @Option(help: "How many claims.") var claims = 5000
    @Option(help: "For how many seconds the worker is watched.") var seconds = 30
    @Option(help: "The meridian command whose worker is watched.") var meridian: String

    func run() async throws {
        let ground = try DueGround(count: count)
        defer { ground.remove() }
        let database = try Storage.Database(path: ground.path, use: .working)
        for size in [1, 100] {
            try await measure(claimsOf: size, in: database, beside: ground)
        }
        try database.close()
        let (memory, checks) = try await ground.watchWorker(meridian, seconds: seconds)
        guard checks > 0 else { throw ValidationError("The worker checked nothing.") }
        print(
            Figure(
                name: "claim.worker_rss_anon_mb",
                value: Double(memory) / 1e6,
                reference: 200,
                budget: "under 200 MB, over \(checks) checks"
            ).line(json: json)
        )
    }

    /// Claims one batch after the other, each beside the smallest transaction that there is.
    private func measure(
        claimsOf size: Int,
        in database: Storage.Database,
        beside ground: DueGround
    ) async throws {
        let queue = try DatabaseQueue(path: ground.path)
        try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        var times: [Double] = []
        var references: [Double] = []
        for _ in 0..<max(1, claims / size) {
            times.append(
                try await Figure.milliseconds {
                    let claimed = try await database.claimDue(
                        at: DueGround.registry(),
                        limit: size,
                        now: .now
                    )
                    guard claimed.count == size else {
                        throw ValidationError("Only \(claimed.count) were claimed.")
                    }
                }
            )
            references.append(
                try await Figure.milliseconds {
                    try await queue.write { db in
                        try db.execute(
                            sql: "UPDATE installation SET created_at = created_at + 1"
                        )
                    }
                }
            )
        }
        try queue.close()
        for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
            print(
                Figure(
                    name: "claim.of_\(size).\(name)_ms",
                    value: Figure.percentile(times, share),
                    reference: Figure.percentile(references, share),
                    budget: "p99 under 1 ms; beside a transaction that changes one row"
                ).line(json: json)
            )
        }
    }
}

/// A database in which everybody is due, and the register that knows them.
private final class DueGround: Sendable {
    let path: String
    private let folder: URL
    private static let port = 18_090

    static func registry() throws -> RegistryID { try RegistryID("us-wa-bench") }

    init(count: Int) throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "claim-\(UUID().uuidString)"
        )
        path = folder.appending(path: "claim.sqlite").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.description.write(
            to: folder.appending(path: "us-wa-bench.yaml"),
            atomically: false,
            encoding: .utf8
        )
        try Storage.Database.create(at: path, now: .now).close()
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
        }
        try queue.write { try Self.fill($0, count: count) }
        try queue.inDatabase { db in try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try queue.close()
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    private static func fill(_ db: GRDB.Database, count: Int) throws {
        try db.execute(
            sql: """
                INSERT INTO registry (id, name, jurisdiction, role, asker, completeness,
                    window_days, time_zone, public_page, description_sha256)
                VALUES ('us-wa-bench', 'Benchmark', 'US-WA', 'licence', 'machine',
                    'full_history', 30, 'America/Los_Angeles', 'https://example.org/', '00');
                CREATE TEMP TABLE number AS WITH RECURSIVE number (n) AS (
                    SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < \(count)) SELECT n FROM number;
                INSERT INTO practitioner (id, public_id, source, source_id, given_name,
                    family_name, created_at, updated_at)
                SELECT n, format('018f0000-0000-7000-8000-%012d', n), 'file', n, 'Ada', 'Sample',
                    0, 0 FROM number;
                INSERT INTO credential (id, public_id, practitioner_id, kind, class, jurisdiction,
                    number, folded_number, registry_id, source, created_at, due_at)
                SELECT n, format('018f0000-0000-7000-8000-%012d', n), n, 'licence', 'statutory',
                    'US-WA', format('ZX%08d', n), format('ZX%d', n), 'us-wa-bench', 'file', 0,
                    n * 7919 % 1000003 FROM number;
                """
        )
    }

    // MARK: - The worker

    /// The greatest anonymous memory that a worker was seen to have, and how many checks it made.
    func watchWorker(_ meridian: String, seconds: Int) async throws -> (memory: Int, checks: Int) {
        let server = Task {
            var logger = Logger(label: "register")
            logger.logLevel = .error
            try await Application(
                responder: CallbackResponder { (request: Request, _: BasicRequestContext) in
                    let file = request.uri.path.split(separator: "/").last ?? ""
                    let number = file.prefix { $0 != "." }
                    return Response(
                        status: .ok,
                        headers: [.contentType: "application/json"],
                        body: .init(byteBuffer: ByteBuffer(string: Self.body(number)))
                    )
                },
                configuration: .init(address: .hostname("127.0.0.1", port: Self.port)),
                logger: logger
            ).run()
        }
        defer { server.cancel() }
        let worker = try Subprocess(
            meridian,
            ["worker", "--database", path, "--registries", folder.path],
            quiet: true
        )
        defer { worker.stop() }
        var memory = 0
        for _ in 0..<(seconds * 10) {
            try await Task.sleep(for: .milliseconds(100))
            guard worker.isRunning else { throw ValidationError("The worker ended.") }
            memory = max(memory, worker.anonymousMemory ?? 0)
        }
        let queue = try DatabaseQueue(path: path)
        let checks = try await queue.read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM registry_check") ?? 0
        }
        try queue.close()
        return (memory, checks)
    }

    /// A row of about 1.5 KB.
    private static func body(_ number: Substring) -> String {
        let filling = (0..<20).map { field in
            "\"column_\(field)\":\"value \(field) of the invented register row of \(number)\""
        }.joined(separator: ",")
        return """
            [{"licensenumber":"\(number)","lastname":"Sample","firstname":"Ada",\
            "licensetype":"ACU","status":"Active","expirationdate":"2061-01-31T00:00:00.000",\
            \(filling)}]
            """
    }

    private static let description = BenchmarkRegister.description(
        at: "http://127.0.0.1:\(port)",
        """
        private_hosts: [127.0.0.1:\(port)]
        interval: 0
        concurrency: 32
        """
    )
}
