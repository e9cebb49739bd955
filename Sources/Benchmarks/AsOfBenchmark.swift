import ArgumentParser
import Directory
import Foundation
import GRDB
import Storage

/// How long it takes to say what was known and what was true at a moment.
struct AsOfBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "as-of",
        abstract: "Ask about moments in a history of two hundred checks."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "How many checks the history has.") var count = 200
    @Option(help: "How many questions.") var questions = 3000

    func run() async throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "as-of-\(UUID().uuidString).sqlite").path
        defer {
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + suffix)
            }
        }
        let end = Instant.now
        let start = end - Int64(count * 7) * secondsPerDay
        let database = try Storage.Database.create(at: path, now: start)
        let identifier = try await fill(database, from: start)
        let queue = try DatabaseQueue(path: path)
        var times: [Double] = []
        var references: [Double] = []
        for question in 0..<questions {
            let length = end.seconds(since: start)
            let moment = start + Int64(question) * 7_919_993 % length
            times.append(
                try await Figure.milliseconds {
                    let past = try await database.past(of: identifier, at: moment)
                    guard past?.credentials.first?.then != nil else {
                        throw ValidationError("Nothing is known at \(moment).")
                    }
                }
            )
            references.append(try await Figure.milliseconds { try await readRows(queue) })
        }
        for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
            print(
                Figure(
                    name: "as_of.\(count)_checks.\(name)_ms",
                    value: Figure.percentile(times, share),
                    reference: Figure.percentile(references, share),
                    budget: "under 1 ms"
                ).line(json: json)
            )
        }
        try queue.close()
        try database.close()
    }

    /// The rows of the history, read and thrown away.
    private func readRows(_ queue: DatabaseQueue) async throws {
        let rows = try await queue.read { db in
            try Row.fetchAll(
                try db.cachedStatement(
                    sql: """
                        SELECT id, asked_at, source_as_of, outcome, wording, standing, expires_on,
                            first_issued_on, good_until
                        FROM registry_check WHERE credential_id = 1 ORDER BY id
                        """
                )
            ).count
        }
        guard rows == count else { throw ValidationError("Only \(rows) checks are there.") }
    }

    private func fill(_ database: Storage.Database, from start: Instant) async throws -> String {
        let place = try Jurisdiction("US-WA")
        let registry = RegistrySummary(
            id: try RegistryID("us-wa-bench"),
            name: "Benchmark",
            jurisdiction: place,
            completeness: .fullHistory,
            windowDays: 30,
            timeZone: "America/Los_Angeles",
            publicPage: "https://example.org/"
        )
        try await database.describeRegistries([(registry, "00")], at: start)
        try await database.replacePolicies([
            JurisdictionPolicy(
                jurisdiction: place,
                name: "Washington",
                licensing: .statutory,
                source: "benchmark"
            )
        ])
        let id = try await database.add(
            Practitioner(name: PersonName(given: "Ada", family: "Sample")),
            at: [Location(city: "Seattle", region: "WA", country: "US")],
            now: start
        )
        guard let key = try await database.practitioner(with: "\(id)") else {
            throw ValidationError("The practitioner is missing.")
        }
        let credential = Credential(
            kind: .licence,
            credentialClass: .statutory,
            jurisdiction: place,
            number: "ZX1",
            source: .admin
        )
        _ = try await database.add(credential, to: key, now: start)
        let terms = RegistryTerms(
            completeness: .fullHistory,
            timeZone: TimeZone(identifier: registry.timeZone) ?? .gmt
        )
        for number in 0..<count {
            let askedAt = start + Int64(number * 7) * secondsPerDay
            guard let found = try await database.askableCredentials(of: key).first,
                let due = try await database.claim(found.key, now: askedAt)
            else { throw ValidationError("The credential cannot be claimed.") }
            let standing: Standing = number % 20 == 19 ? .suspended : .active
            let entry = RegisterEntry(
                number: "ZX1",
                names: due.claimant.names,
                wording: standing.rawValue,
                standing: standing,
                expiresOn: askedAt.date + 300,
                firstIssuedOn: CalendarDate(iso: "2009-04-01"),
                fields: [.init(name: "status", value: standing.rawValue)]
            )
            let check = Check(
                askedAt: askedAt,
                question: "GET https://registry.example.org/ZX1.json",
                status: 200,
                verdict: Verdict(
                    outcome: number % 9 == 8 ? .unreachable : .matched,
                    reason: "Agrees.",
                    entry: number % 9 == 8 ? nil : entry
                ),
                sourceAsOf: number % 3 == 0 ? askedAt - secondsPerDay : nil
            )
            _ = try await database.record(
                [CheckResult(due: due, check: check, evidence: nil)],
                terms: [registry.id: terms]
            )
        }
        return "\(id)"
    }
}
