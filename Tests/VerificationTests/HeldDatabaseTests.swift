import Directory
import Foundation
import GRDB
import Loopback
import Storage
import Synchronization
import Testing
import Verification

/// What becomes of a sweep while another process holds the database.
@Suite struct HeldDatabaseTests {
    /// Another process's long transaction, as far as SQLite can tell.
    private final class Holder: Sendable {
        private let queue: DatabaseQueue
        private let hasHeld = Mutex(false)

        init(_ path: String) throws {
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            configuration.busyMode = .timeout(5)
            queue = try DatabaseQueue(path: path, configuration: configuration)
        }

        /// Begins to hold it, once, and lets go some milliseconds later.
        func holdOnce(forMilliseconds milliseconds: UInt32) {
            let isFirst = hasHeld.withLock { held in
                defer { held = true }
                return !held
            }
            guard isFirst else { return }
            do {
                try queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            } catch {
                Issue.record(error)
            }
            let queue = queue
            Thread.detachNewThread {
                usleep(milliseconds * 1000)
                try? queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            }
        }
    }

    @Test func `answers that come while it is held are recorded when it is free`()
        async throws
    {
        let ordeal = try await Ordeal()
        defer { ordeal.remove() }
        let holder = try Holder(ordeal.database.path)
        let server = try RawServer { question in
            holder.holdOnce(forMilliseconds: 700)
            return .answer(question.person?.body() ?? #"{"rows":[]}"#)
        }
        defer { server.stop() }
        let steady = try RawServer.wellBehaved()
        defer { steady.stop() }
        let registries = try ordeal.registries(
            at: "127.0.0.1:\(server.port)",
            steadyPort: steady.port
        )
        try await ordeal.vetAnn(at: registries)

        let impatient = try Storage.Database(
            path: ordeal.database.path,
            use: .working,
            patience: .milliseconds(50)
        )
        defer { try? impatient.close() }
        let sweeps = try await ordeal.sweep(registries, through: impatient)

        #expect(sweeps.allSatisfy { $0.stop == nil && $0.tally.unanswered == 0 })
        let asked = (server.questions + steady.questions).map(\.number)
        #expect(Set(asked).count == asked.count)
        #expect(sweeps.map(\.tally.checked).reduce(0, +) == asked.count)
        for licensee in Licensee.all {
            let finding = try await ordeal.finding(about: licensee)
            #expect(finding.outcome != nil)
            #expect(!finding.isDue)
        }
        #expect(try await ordeal.finding(about: .ann).goodUntil == Ordeal.renewed)
    }

    @Test func `what asks for itself alone is told that it is held`() async throws {
        let ordeal = try await Ordeal()
        defer { ordeal.remove() }
        let holder = try Holder(ordeal.database.path)
        let impatient = try Storage.Database(
            path: ordeal.database.path,
            use: .working,
            patience: .milliseconds(50)
        )
        defer { try? impatient.close() }
        holder.holdOnce(forMilliseconds: 700)
        await #expect(throws: StorageError.busy) {
            try await impatient.release([], now: Ordeal.now)
        }
    }
}
