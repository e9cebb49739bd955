import Curl
import Directory
import Logging
import Loopback
import Synchronization
import Testing
import Verification

@Suite struct WorkerTests {
    @Test func `a board that hangs holds up no other, round after round`() async throws {
        let hanging = try RawServer { _ in [.hang] }
        let steady = try RawServer.wellBehaved()
        defer {
            hanging.stop()
            steady.stop()
        }
        let ordeal = try await Ordeal()
        defer { ordeal.remove() }
        let registries = try ordeal.registries(
            at: "127.0.0.1:\(hanging.port)",
            settings: "timeout: 300000",
            steadyPort: steady.port
        )
        try await ordeal.vetAnn(at: registries)
        let transport = try Transport()
        defer { transport.shutdown() }
        let moment = Mutex(Ordeal.now)
        let sweep = Sweep(
            registries: registries,
            database: ordeal.database,
            transport: transport,
            clock: { moment.withLock { $0 } }
        )
        let worker = Worker(sweep, logger: Logger(label: "test"), rest: .milliseconds(10))
        let task = Task { try await worker.run() }

        for round in 1...3 {
            // Bounded, so that a worker that waits for the hanging board fails and does not hang.
            for _ in 0..<500 where steady.questions.count < round {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(steady.questions.count == round)
            // Dan is due again.
            moment.withLock { $0 = $0 + 9 * secondsPerDay }
        }
        #expect(hanging.questions.count == 1)

        task.cancel()
        try? await task.value
    }
}
