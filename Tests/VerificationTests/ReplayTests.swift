import Directory
import Foundation
import Registries
import Storage
import Synchronization
import Testing
import Verification

@testable import RegistrySimulator

/// Judging anew what the seed's registers answered.
@Suite struct ReplayTests {
    private static let day = CalendarDate(daysSince1970: 20_780)

    private func swept() async throws -> SeedBench {
        let bench = try await SeedBench(at: Self.day.startInUTC + 20 * 3600)
        _ = try await bench.sweep()
        return bench
    }

    /// The shipped descriptions, perhaps with another laid over them.
    private func registries(_ bench: SeedBench, over text: String? = nil) throws -> [Registry] {
        var folders = [SeedBench.seed.appending(path: "registries")]
        if let text {
            let folder = bench.folder.appending(path: "over-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(
                to: folder.appending(path: "over.yaml"),
                atomically: true,
                encoding: .utf8
            )
            folders.append(folder)
        }
        let catalogue = try RegistryCatalogue(directories: folders)
        return catalogue.descriptions.compactMap { catalogue[$0.id] }
    }

    private func replay(
        _ bench: SeedBench,
        over text: String? = nil,
        only: RegistryID? = nil
    ) async throws -> (tally: Replay.Tally, differences: [Replay.Difference]) {
        let found = Found()
        let replay = Replay(
            database: bench.database,
            registries: try registries(bench, over: text),
            only: only
        )
        let tally = try await replay.run { differences, _ in found.take(differences) }
        return (tally, found.differences)
    }

    private final class Found: Sendable {
        private let list = Mutex<[Replay.Difference]>([])

        var differences: [Replay.Difference] { list.withLock { $0 } }

        func take(_ differences: [Replay.Difference]) {
            list.withLock { $0 += differences }
        }
    }

    @Test func `by the same rules every verdict is the same, from bodies and then from fields`()
        async throws
    {
        let bench = try await swept()
        defer { bench.remove() }

        let (first, differences) = try await replay(bench)
        #expect(differences.map { "\($0)" } == [])
        #expect(first.checks == (try await bench.database.checkCount()))
        #expect(first.fromBodies > 250)
        #expect(
            first.fromBodies + first.fromFields + first.withoutEvidence + first.notByMachine
                == first.checks
        )

        // A second sweep a month later, so that the first one's bodies are not the newest.
        let later = bench.later(days: 40)
        _ = try await later.sweep()
        let emptied = try await later.database.emptyBodies(receivedBefore: later.now).emptied
        #expect(emptied > 100)
        let (second, others) = try await replay(later)
        #expect(others.map { "\($0)" } == [])
        #expect(second.fromFields > first.fromFields + 100)
    }

    @Test func `another meaning of a wording is told, check by check, and nothing is changed`()
        async throws
    {
        let bench = try await swept()
        defer { bench.remove() }
        let census = try await bench.database.census(at: bench.now)

        let (tally, differences) = try await replay(
            bench,
            over: "id: us-wa-doh\nstandings: {Expired: inactive}\n"
        )

        #expect(!differences.isEmpty)
        #expect(tally.different == differences.count)
        for difference in differences {
            #expect(difference.registry.text == "us-wa-doh")
            #expect(difference.recorded.standing == .expired)
            #expect(difference.judged.standing == .inactive)
            #expect(difference.recorded.outcome == difference.judged.outcome)
        }
        #expect(try await bench.database.census(at: bench.now) == census)
        #expect(try await replay(bench).differences.isEmpty)
    }

    // MARK: - What the brake held

    /// Some credentials of Washington that its register showed as active, and a way to have it not
    /// show them.
    private struct Crowd {
        let database: Database
        let washington: RegistryID
        let terms: RegistryTerms
        let keys: [Credential.Key]
        let publicIDs: [PublicID]

        init(_ bench: SeedBench, _ registries: [Registry], count: Int) async throws {
            database = bench.database
            let id = try RegistryID("us-wa-doh")
            washington = id
            terms = try #require(registries.first { $0.id == id }).terms
            let soon = bench.now + 20 * secondsPerDay
            var found: [(key: Credential.Key, publicID: PublicID)] = []
            let due = try await database.claimDue(
                at: id,
                limit: 200,
                now: bench.now + 30 * secondsPerDay
            )
            for due in due where found.count < count {
                let credentials = try await database.profile(of: due.practitioner)?.credentials
                let shown = credentials?.first { shown in
                    shown.state.credential.registry == id && shown.state.standing == .active
                        && shown.state.credential.number == due.claimant.number
                        && shown.state.trust.goodUntil.map { $0 > soon } ?? false
                }
                if let publicID = shown.flatMap({ PublicID($0.publicID) }) {
                    found.append((due.key, publicID))
                }
            }
            try await database.release(due, now: bench.now)
            try #require(found.count == count)
            keys = found.map(\.key)
            publicIDs = found.map(\.publicID)
        }

        func miss(_ index: Int, at moment: Instant) async throws -> CheckEffect {
            let claimed = try await database.claim(keys[index], now: moment)
            let check = Check(
                askedAt: moment,
                question: "GET https://registry.example.org/",
                status: 200,
                verdict: Verdict(outcome: .absent, reason: "No entry.")
            )
            let result = CheckResult(due: try #require(claimed), check: check, evidence: nil)
            let effects = try await database.record([result], terms: [washington: terms])
            return try #require(effects.first)
        }

        func canary(_ outcome: Outcome, at moment: Instant) async throws {
            let check = Check(
                askedAt: moment,
                question: "GET https://registry.example.org/canary",
                status: 200,
                verdict: Verdict(outcome: outcome, reason: "")
            )
            try await database.recordCanary(check, evidence: nil, of: washington)
        }

        func decide(_ word: HeldDecision.Word, _ index: Int, at moment: Instant) async throws {
            let decision = HeldDecision(
                word: word,
                actor: "tester",
                reason: "Asked.",
                decidedAt: moment
            )
            let count = try await database.decide(
                decision,
                at: washington,
                about: publicIDs[index],
                terms: terms
            )
            #expect(count == 1)
        }
    }

    @Test func `what was held, released, discarded or not counted is no difference`() async throws {
        let bench = try await swept()
        defer { bench.remove() }
        let crowd = try await Crowd(bench, try registries(bench), count: 5)
        func day(_ days: Int64, _ index: Int = 0) -> Instant {
            bench.now + days * secondsPerDay + Int64(index) * 600
        }
        // The last one was absent before the canary was, and is not counted while it is.
        #expect(try await !crowd.miss(4, at: day(7)).isHeld)
        try await crowd.canary(.absent, at: day(8) - 3600)
        for index in 0..<5 {
            #expect(try await crowd.miss(index, at: day(8, index)).isHeld == (index < 4))
        }
        for index in 0..<5 { _ = try await crowd.miss(index, at: day(9, index)) }
        try await crowd.decide(.released, 0, at: day(9) + 7200)
        try await crowd.decide(.discarded, 1, at: day(9) + 7200)
        try await crowd.canary(.matched, at: day(12))
        // Past its 72 hours, and the brake has eased: the answer takes effect.
        for index in 0..<3 {
            #expect(try await !crowd.miss(index, at: day(13, index)).isHeld)
        }
        for index in 0..<5 { _ = try await crowd.miss(index, at: day(14, index)) }

        #expect(try await replay(bench).differences.map { "\($0)" } == [])
    }

    @Test func `a shorter window is told of every active reading`() async throws {
        let bench = try await swept()
        defer { bench.remove() }
        let only = try RegistryID("us-co-dora")

        let (tally, differences) = try await replay(
            bench,
            over: "id: us-co-dora\nwindow_days: 7\n",
            only: only
        )

        #expect(tally.checks < (try await bench.database.checkCount()))
        #expect(!differences.isEmpty)
        for difference in differences {
            #expect(difference.judged.standing == .active)
            let before = try #require(difference.recorded.goodUntil)
            #expect(try #require(difference.judged.goodUntil) < before)
        }
    }
}

extension SeedBench {
    /// The same database some days later.
    func later(days: Int64) -> SeedBench {
        SeedBench(now: now + days * secondsPerDay, folder: folder, database: database)
    }

    private init(now: Instant, folder: URL, database: Database) {
        self.now = now
        self.folder = folder
        self.database = database
    }
}
