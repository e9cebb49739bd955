import Curl
import Directory
import Foundation
import Logging
import Loopback
import Registries
import Storage
import Synchronization
import Testing
import Verification

/// Lists are asked for over the real transport, of servers that behave and of others.
@Suite struct ListSweepTests {
    /// Ada is on it.
    private static let good =
        LEIERow.strangers + [.person("ADA", "EXAMPLE", npi: ListBench.ada)]
    private static let modified = "Mon, 09 Nov 2026 00:00:00 GMT"

    private static func answer(
        _ rows: [LEIERow],
        tag: String = "1",
        modified: String = modified
    ) -> [RawServer.Step] {
        .answer(
            LEIERow.csv(rows),
            type: "text/csv",
            headers: "ETag: \"\(tag)\"\r\nLast-Modified: \(modified)\r\n"
        )
    }

    /// A server whose answer is whatever stands in the box.
    private final class Box: Sendable {
        private let steps: Mutex<[RawServer.Step]>

        init(_ steps: [RawServer.Step]) { self.steps = Mutex(steps) }

        func put(_ steps: [RawServer.Step]) { self.steps.withLock { $0 = steps } }

        func server() throws -> RawServer {
            try RawServer { [self] _ in steps.withLock { $0 } }
        }
    }

    // MARK: - Asking

    @Test func `a list is downloaded, and asked for again on condition only`() async throws {
        let box = Box(Self.answer(Self.good))
        let server = try box.server()
        defer { server.stop() }
        let bench = try await ListBench()
        defer { bench.remove() }
        let list = try bench.list(at: server.port)

        guard case .taken(.exclusions(let summary)) = try await bench.sweep(list).outcome else {
            Issue.record("The list was not taken in.")
            return
        }
        #expect(summary.added == 201)
        #expect(summary.confirmed == 1)
        #expect(try await bench.findings() == ["Ada confirmed"])
        #expect(server.questions[0].path == "/exclusions/downloadables/UPDATED.csv")
        #expect(!server.questions[0].text.contains("If-"))
        let held = try #require(try await bench.database.exclusionLists().first)
        #expect(held.file == list.question)

        // Not before it is due, and then on condition.
        guard case .notDue = try await bench.sweep(list, at: ListBench.now + 3600).outcome else {
            Issue.record("It was asked for too soon.")
            return
        }
        box.put(.answer("", status: "304 Not Modified", type: nil))
        let nextDay = ListBench.now + secondsPerDay
        let unchanged = try await bench.sweep(list, at: nextDay)
        guard case .unchanged = unchanged.outcome else {
            Issue.record("304 is \(unchanged.outcome).")
            return
        }
        #expect(server.questions.count == 2)
        #expect(server.questions[1].text.contains("If-None-Match: \"1\"\r\n"))
        #expect(server.questions[1].text.contains("If-Modified-Since: \(Self.modified)\r\n"))
        #expect(unchanged.state?.seenAt == nextDay)
        #expect(unchanged.state?.readAt == ListBench.now)
        #expect(!unchanged.isStale)
        #expect(try await bench.findings() == ["Ada confirmed"])
        // Nothing of a download is left beside the database.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: bench.folder.path)
                .allSatisfy { !$0.hasPrefix(".download") }
        )
    }

    @Test func `whoever leaves the list is reinstated by it`() async throws {
        let box = Box(Self.answer(Self.good))
        let server = try box.server()
        defer { server.stop() }
        let bench = try await ListBench()
        defer { bench.remove() }
        let list = try bench.list(at: server.port)
        _ = try await bench.sweep(list)

        box.put(Self.answer(LEIERow.strangers + [.person("CLEO", "INVENTED")], tag: "2"))
        guard
            case .taken(.exclusions(let summary)) =
                try await bench.sweep(list, at: ListBench.now + secondsPerDay).outcome
        else {
            Issue.record("The list was not taken in.")
            return
        }
        #expect(summary.removed == 1)
        #expect(summary.turned == 1)
        #expect(try await bench.findings() == ["Ada ended", "Cleo candidate"])
    }

    // MARK: - What is no list

    struct Misbehaviour: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Of the reason that is told.
        let sentence: String
        let steps: [RawServer.Step]

        init(_ name: String, _ sentence: String, _ steps: [RawServer.Step]) {
            testDescription = name
            self.sentence = sentence
            self.steps = steps
        }
    }

    private static let csv = LEIERow.csv(good)
    private static let misbehaviours: [Misbehaviour] = [
        // No list at all.
        .init("a page", "with a page", .answer("<html>Maintenance</html>", type: "text/html")),
        .init(
            "a page that is called a list",
            "no longer has the columns NPI",
            .answer("<html>Maintenance</html>", type: "text/csv")
        ),
        .init("a PDF", "content type application/pdf", .answer(csv, type: "application/pdf")),
        .init("without a type", "content type of nothing", .answer(csv, type: nil)),
        .init("nothing", "is empty", .answer("", type: "text/csv")),
        .init(
            "a good body under a 500",
            "status 500",
            .answer(csv, status: "500 Oops", type: "text/csv")
        ),
        .init("429", "status 429", .answer("", status: "429 Slow", headers: "Retry-After: 60\r\n")),
        .init(
            "a redirect elsewhere",
            "status 302",
            .answer("", status: "302 Found", headers: "Location: http://127.0.0.1:1/\r\n")
        ),
        .init(
            "another column",
            "no longer has the columns EXCLDATE",
            .answer(csv.replacing("EXCLDATE", with: "EXCLUDED"), type: "text/csv")
        ),
        .init(
            "a column twice",
            "two columns NPI",
            .answer(csv.replacing("UPIN", with: "NPI"), type: "text/csv")
        ),
        .init(
            "UTF-16",
            "UTF-16",
            .answer([0xFF, 0xFE] + csv.utf8.flatMap { [$0, 0] }, type: "text/csv")
        ),
        // A list that was cut.
        .init(
            "cut inside a row",
            "ends inside a row",
            .answer(csv.utf8.dropLast(40), type: "text/csv")
        ),
        .init(
            "cut inside quotes",
            "ends inside a row",
            .answer(csv.utf8.dropLast(3), type: "text/csv")
        ),
        .init(
            "cut behind a row",
            "under 80 % of the last one's 201",
            .answer(LEIERow.csv(Array(good.prefix(160))), type: "text/csv")
        ),
        .init(
            "cut behind the head",
            "0 entries; at least 2",
            .answer(LEIERow.csv([]), type: "text/csv")
        ),
        .init(
            "cut off by the server",
            "broke before the answer was complete",
            [
                .send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 99999\r\n\r\n"
                        + csv
                ),
                .close,
            ]
        ),
        .init(
            "a reset in the middle",
            "broke before the answer was complete",
            [
                .send("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 99999\r\n\r\n"),
                .reset,
            ]
        ),
        // Too much, or nothing in time.
        .init(
            "endless",
            "larger than the 262144 bytes",
            [
                .send("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n" + csv),
                .repeatForever(Array(csv.utf8)),
            ]
        ),
        .init(
            "one endless row",
            "larger than the 262144 bytes",
            [
                .send("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n\""),
                .repeatForever([UInt8](repeating: 0x41, count: 4096)),
            ]
        ),
        .init("silence", "took too long", [.hang]),
        .init("no HTTP", "not valid HTTP", .raw("HELLO\r\n\r\n")),
        // Rows that cannot be right.
        .init(
            "bad rows",
            "3 rows beside 201 good ones cannot be read: line 203: 2 cells",
            .answer(csv + "a,b\r\na,b\r\na,b\r\n", type: "text/csv")
        ),
        .init(
            "numbers of another column",
            "201 of 201 entries have an NPI that is none",
            .answer(
                csv.replacing("\"0000000000\"", with: "\"98101\"")
                    .replacing(ListBench.ada, with: "98101"),
                type: "text/csv"
            )
        ),
        // An older list than the one that is held.
        .init(
            "an older list by its latest exclusion",
            "this is an older list",
            answer(
                LEIERow.strangers.map {
                    var row = $0
                    row.cells["EXCLDATE"] = "20190319"
                    return row
                }
            )
        ),
        .init(
            "an older list by its own date",
            "this is an older list",
            answer(LEIERow.strangers, tag: "0", modified: "Sun, 08 Nov 2026 00:00:00 GMT")
        ),
    ]

    @Test(arguments: misbehaviours)
    func `what is no list, or an older one, leaves the last in force and is told`(
        _ misbehaviour: Misbehaviour
    ) async throws {
        let box = Box(Self.answer(Self.good))
        let server = try box.server()
        defer { server.stop() }
        let bench = try await ListBench()
        defer { bench.remove() }
        let list = try bench.list(at: server.port)
        _ = try await bench.sweep(list)
        let moment = ListBench.now + secondsPerDay

        box.put(misbehaviour.steps)
        let sweep = try await bench.sweep(list, at: moment)

        switch sweep.outcome {
        case .refused(let reason), .unreachable(let reason):
            #expect(reason.contains(misbehaviour.sentence))
            #expect(reason == sweep.state?.failure)
        default: Issue.record("It is \(sweep.outcome).")
        }
        #expect(sweep.state?.seenAt == ListBench.now)
        #expect(sweep.state?.askedAt == moment)
        #expect(sweep.state?.dueAt == moment + 3600)
        #expect(try await bench.findings() == ["Ada confirmed"])
        #expect(try await bench.database.exclusionLists().map(\.rowCount) == [201])

        // It goes on as if nothing had been, and knows the list by its tag still.
        box.put(.answer("", status: "304 Not Modified", type: nil))
        let later = try await bench.sweep(list, at: moment + 3600)
        guard case .unchanged = later.outcome else {
            Issue.record("Afterwards it is \(later.outcome).")
            return
        }
        #expect(server.questions.last?.text.contains("If-None-Match: \"1\"\r\n") == true)
        #expect(later.state?.failure == nil)
    }

    @Test func `unchanged is no answer to who has no list`() async throws {
        let server = try RawServer { _ in .answer("", status: "304 Not Modified", type: nil) }
        defer { server.stop() }
        let bench = try await ListBench()
        defer { bench.remove() }

        let sweep = try await bench.sweep(try bench.list(at: server.port))
        guard case .refused(let reason) = sweep.outcome else {
            Issue.record("It is \(sweep.outcome).")
            return
        }
        #expect(reason.contains("304"))
        #expect(sweep.state?.seenAt == nil)
        #expect(!sweep.isStale)
    }

    @Test func `a list that cannot be had for so many days is not the current one any more`()
        async throws
    {
        let box = Box(Self.answer(Self.good))
        let server = try box.server()
        defer { server.stop() }
        let bench = try await ListBench()
        defer { bench.remove() }
        let list = try bench.list(at: server.port)
        _ = try await bench.sweep(list)
        box.put(.answer("", status: "503 Down"))

        for (days, isStale) in [(45, false), (46, true)] as [(Int64, Bool)] {
            let sweep = try await bench.sweep(list, at: ListBench.now + days * secondsPerDay)
            #expect(sweep.isStale == isStale)
        }
        #expect(try await bench.findings() == ["Ada confirmed"])
    }

    // MARK: - Several at once

    @Test func `two processes ask once`() async throws {
        let server = try RawServer { _ in
            usleep(100_000)
            return Self.answer(Self.good)
        }
        defer { server.stop() }
        let bench = try await ListBench()
        defer { bench.remove() }
        let list = try bench.list(at: server.port)
        let other = try Database(path: bench.database.path, use: .working)
        defer { try? other.close() }
        let transport = try Transport()
        defer { transport.shutdown() }

        let workers = [bench.database, other].map {
            Lists([list], database: $0, transport: transport, clock: { ListBench.now })
        }
        async let one = workers[0].sweep()
        async let two = workers[1].sweep()
        let outcomes = try await (one + two).map(\.outcome)

        #expect(server.questions.count == 1)
        #expect(outcomes.count { if case .taken = $0 { true } else { false } } == 1)
        #expect(outcomes.count { if case .notDue = $0 { true } else { false } } == 1)
        #expect(try await bench.findings() == ["Ada confirmed"])
    }

    @Test func `a process that dies with the download leaves the last list in force`() async throws
    {
        let box = Box(Self.answer(Self.good))
        let server = try box.server()
        defer { server.stop() }
        let bench = try await ListBench()
        defer { bench.remove() }
        let list = try bench.list(at: server.port)
        _ = try await bench.sweep(list)
        let moment = ListBench.now + secondsPerDay

        box.put(Self.answer(LEIERow.strangers, tag: "2"))
        let dead = try #require(
            try await bench.database.claimDueList(
                list.id,
                describedBy: list.profile.descriptionHash,
                now: moment
            )
        )
        let transport = try Transport()
        defer { transport.shutdown() }
        let file = try BodyFile(in: bench.folder.path)
        _ = try await transport.send(list.request(ifNot: dead.etag), into: file)
        #expect(try await bench.findings() == ["Ada confirmed"])

        // Until its lease has run out, nobody asks; then it is asked for as if for the first time.
        guard case .notDue = try await bench.sweep(list, at: moment + 60).outcome else {
            Issue.record("It was asked for under another's lease.")
            return
        }
        let lease = Database.listLeaseSeconds
        guard case .taken = try await bench.sweep(list, at: moment + lease).outcome else {
            Issue.record("It was not taken in.")
            return
        }
        #expect(server.questions.last?.text.contains("If-None-Match: \"1\"\r\n") == true)
        #expect(try await bench.findings() == ["Ada ended"])
    }

    @Test func `a list at hand goes before one that is on its way`() async throws {
        let server = try RawServer { _ in
            usleep(300_000)
            return Self.answer(LEIERow.strangers)
        }
        defer { server.stop() }
        let bench = try await ListBench()
        defer { bench.remove() }
        let list = try bench.list(at: server.port)

        async let downloading = bench.sweep(list)
        while server.questions.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        try await bench.takeIn(Self.good)
        let sweep = try await downloading

        guard case .overtaken = sweep.outcome else {
            Issue.record("It is \(sweep.outcome).")
            return
        }
        #expect(try await bench.findings() == ["Ada confirmed"])
    }

    @Test func `the worker takes lists in as they change`() async throws {
        let box = Box(Self.answer(Self.good))
        let server = try box.server()
        defer { server.stop() }
        let bench = try await ListBench()
        defer { bench.remove() }
        let list = try bench.list(at: server.port)
        let transport = try Transport()
        defer { transport.shutdown() }
        let moment = Mutex(ListBench.now)
        let clock = { @Sendable in moment.withLock { $0 } }
        let worker = Worker(
            Sweep(registries: [], database: bench.database, transport: transport, clock: clock),
            lists: Lists([list], database: bench.database, transport: transport, clock: clock),
            logger: Logger(label: "test"),
            rest: .milliseconds(10)
        )
        let task = Task { try await worker.run() }
        func untilFindings(are findings: [String]) async throws {
            for _ in 0..<500 where try await bench.findings() != findings {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await bench.findings() == findings)
        }

        try await untilFindings(are: ["Ada confirmed"])
        box.put(Self.answer(LEIERow.strangers, tag: "2"))
        moment.withLock { $0 = $0 + secondsPerDay }
        try await untilFindings(are: ["Ada ended"])

        task.cancel()
        try? await task.value
        #expect(server.questions.count == 2)
    }
}
