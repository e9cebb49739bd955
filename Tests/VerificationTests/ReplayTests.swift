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
