import Curl
import Directory
import Loopback
import Registries
import Storage
import Synchronization
import Testing
import Verification

/// What stands before every batch: the canary, quiet hours, the day's requests, the clock, silences.
@Suite struct GateTests {
    private static let canary = """
        canary: {number: ZX-0002, given: Bea, family: Other}
        """

    /// A board that answers about everybody but one as it should, and what it was asked.
    private static func board(
        except number: String = "",
        _ steps: [RawServer.Step] = []
    ) throws -> RawServer {
        try RawServer { question in
            question.number == number
                ? steps : .answer(question.person?.body() ?? #"{"rows":[]}"#)
        }
    }

    private struct Bench {
        let ordeal: Ordeal
        let server: RawServer
        let steady: RawServer
        let registries: [Registry]

        var database: Database { ordeal.database }

        init(_ server: RawServer, _ settings: String) async throws {
            self.server = server
            steady = try RawServer.wellBehaved()
            ordeal = try await Ordeal()
            registries = try ordeal.registries(
                at: "127.0.0.1:\(server.port)",
                settings: settings,
                steadyPort: steady.port
            )
            try await ordeal.vetAnn(at: registries)
        }

        func remove() {
            ordeal.remove()
            server.stop()
            steady.stop()
        }

        func sweep(at moment: Instant = Ordeal.now) async throws -> RegistrySweep {
            let sweeps = try await ordeal.sweep(registries, at: moment)
            return try #require(sweeps.first { $0.registry.text == "hostile-board" })
        }

        func health() async throws -> RegistryHealth {
            try await database.replaceDescriptions(
                registries.map { registry in
                    RegistryDescriptionRow(
                        id: registry.id,
                        name: registry.summary.name,
                        jurisdiction: registry.summary.jurisdiction,
                        role: "licence",
                        kind: "query",
                        completeness: registry.summary.completeness,
                        publicPage: registry.summary.publicPage,
                        offReason: nil
                    )
                }
            )
            let reports = try await database.registryReports(at: Ordeal.now)
            let report = reports.first { $0.description.id.text == "hostile-board" }
            return try #require(report?.health)
        }

        /// The numbers that the board was asked about, in order.
        var asked: [String] { server.questions.map(\.number) }
    }

    // MARK: - The canary

    @Test func `the canary is asked about first, and once an hour`() async throws {
        let bench = try await Bench(try Self.board(), Self.canary)
        defer { bench.remove() }
        let sweep = try await bench.sweep()

        #expect(sweep.stop == nil)
        #expect(bench.asked.first == "ZX-0002")
        // Once as the canary and once as a practitioner.
        #expect(bench.asked.count == 4)
        let health = try await bench.health()
        #expect(health.canaryState == .found)
        #expect(health.canary?.askedAt == Ordeal.now)
        // A check of the canary is no check of a credential.
        #expect(sweep.tally.checked == 3)

        // Two days later all three are due or not; the canary goes first again.
        _ = try await bench.sweep(at: Ordeal.now + 9 * secondsPerDay)
        #expect(bench.asked[4] == "ZX-0002")
    }

    @Test func `where nothing is due nobody is asked about, the canary neither`() async throws {
        let bench = try await Bench(try Self.board(), Self.canary)
        defer { bench.remove() }
        _ = try await bench.sweep()
        let count = bench.asked.count
        _ = try await bench.sweep(at: Ordeal.now + 7200)
        #expect(bench.asked.count == count)
    }

    @Test(arguments: [
        // Nobody there; somebody else; a status that nobody can read passes as little.
        (#"{"rows":[]}"#, Outcome.absent),
        (Licensee.bea.body(["family": #""Stranger""#, "given": #""Zoe""#]), .mismatched),
        (Licensee.bea.body(["status": #""Odd""#]), .unrecognised),
    ])
    func `a canary that is not found has changes for the worse wait`(
        body: String,
        outcome: Outcome
    ) async throws {
        let server = try RawServer { question in
            switch question.number {
            case "ZX-0002": .answer(body)
            case "ZX-0001": .answer(Licensee.ann.body(["status": #""Suspended""#]))
            default: .answer(question.person?.body() ?? #"{"rows":[]}"#)
            }
        }
        let bench = try await Bench(server, Self.canary)
        defer { bench.remove() }
        let sweep = try await bench.sweep()

        #expect(sweep.stop == nil)
        #expect(sweep.tally.held == 1)
        let ann = try await bench.ordeal.finding(about: .ann)
        #expect(ann.standing == .active)
        #expect(ann.goodUntil == Ordeal.kept)
        #expect(ann.isVetted)
        let health = try await bench.health()
        #expect(health.isCanaryFailing)
        #expect(health.canary?.outcome == outcome)
        #expect(health.held == 1)
        // What is good is good all the same.
        #expect(try await bench.ordeal.finding(about: .cas).goodUntil == Ordeal.renewed)
    }

    @Test func `a canary without an answer has the registry left alone`() async throws {
        let server = try Self.board(except: "ZX-0002", [.reset])
        let bench = try await Bench(server, Self.canary)
        defer { bench.remove() }
        let sweep = try await bench.sweep()

        #expect(sweep.stopReason?.contains("canary") ?? false)
        #expect(sweep.stop?.isFailure == true)
        #expect(bench.asked == ["ZX-0002"])
        #expect(sweep.tally.checked == 0)
        let health = try await bench.health()
        #expect(health.canaryState == .noAnswer)
        #expect(health.closedUntil == Ordeal.now + 60)
        #expect(health.brakedAt == nil)
        // Within the minute nothing is asked, and after it the canary first.
        let soon = try await bench.sweep(at: Ordeal.now + 59)
        #expect(soon.stopReason?.contains("left alone") ?? false)
        #expect(bench.asked.count == 1)
        _ = try await bench.sweep(at: Ordeal.now + 60)
        #expect(bench.asked == ["ZX-0002", "ZX-0002"])
    }

    // MARK: - Quiet hours, limits, clock

    @Test func `in its quiet hours a registry is not asked, and nothing is wrong`() async throws {
        // The sweep is made at 12:00 UTC, which is 04:00 in Los Angeles.
        let bench = try await Bench(
            try Self.board(),
            #"quiet_hours: {from: "22:00", to: "05:00"}"#
        )
        defer { bench.remove() }
        let sweep = try await bench.sweep()

        #expect(sweep.stop?.isFailure == false)
        #expect(sweep.stopReason?.contains("22:00 to 05:00") ?? false)
        #expect(bench.asked.isEmpty)
        let due = try await bench.database.dueCounts(at: Ordeal.now)
        #expect(due.values.reduce(0, +) == 3)
        let later = try await bench.sweep(at: Ordeal.now + 3600)
        #expect(later.stop == nil)
        #expect(bench.asked.count == 3)
    }

    @Test func `no more is asked than a day permits, canary included`() async throws {
        let bench = try await Bench(try Self.board(), Self.canary + "\ndaily_limit: 3")
        defer { bench.remove() }
        let sweep = try await bench.sweep()

        #expect(bench.asked.count == 3)
        #expect(sweep.tally.checked == 2)
        #expect(sweep.stop?.isFailure == false)
        #expect(sweep.stopReason?.contains("3 requests") ?? false)
        let again = try await bench.sweep(at: Ordeal.now + 3600)
        #expect(again.tally.checked == 0)
        #expect(bench.asked.count == 3)
        // 08:00 UTC is midnight in Los Angeles.
        let tomorrow = try await bench.sweep(at: Ordeal.now + 20 * 3600)
        #expect(tomorrow.tally.checked == 1)
    }

    @Test func `what was claimed and not asked costs nothing of the day`() async throws {
        let bench = try await Bench(try Self.board(), "daily_limit: 1000")
        defer { bench.remove() }
        _ = try await bench.sweep()
        let id = try #require(bench.registries.first { $0.id.text == "hostile-board" }).id
        // 1000 less the three of the sweep.
        let left = try await bench.database.takeLookUps(
            5000,
            at: id,
            requestsEach: 1,
            dailyLimit: 1000,
            on: Ordeal.now.date
        )
        #expect(left == 997)
    }

    @Test func `by a clock that went back nobody is asked about`() async throws {
        let bench = try await Bench(try Self.board(), "")
        defer { bench.remove() }
        let sweep = try await bench.sweep(at: Ordeal.before - 1)

        #expect(sweep.stop?.isFailure == true)
        #expect(sweep.stopReason?.contains("clock") ?? false)
        #expect(bench.asked.isEmpty)
        #expect(try await bench.sweep().stop == nil)
    }

    // MARK: - Silences

    @Test func `a pause that was asked for holds for every process`() async throws {
        let server = try RawServer { _ in
            .answer("slow down", status: "429 Too Many Requests", headers: "Retry-After: 600\r\n")
        }
        let bench = try await Bench(server, "")
        defer { bench.remove() }
        _ = try await bench.sweep()
        let other = try await bench.sweep(at: Ordeal.now + 599)
        #expect(other.stopReason?.contains("left alone until") ?? false)
        #expect(bench.asked.count == 1)
        _ = try await bench.sweep(at: Ordeal.now + 600)
        #expect(bench.asked.count == 2)
    }
}
