import Directory
import Foundation
import GRDB
import Loopback
import Registries
import Storage
import Testing
import Verification

/// What a sweep leaves behind where it cannot go on.
@Suite struct RegistrySweepTests {
    private struct Bench {
        let ordeal: Ordeal
        let server: RawServer
        let steady: RawServer
        let registries: [Registry]

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

        /// Does something to the database file beside the product.
        func execute(_ sql: String) async throws {
            let path = ordeal.folder.appending(path: "meridian.sqlite").path
            try await DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
        }

        var due: Int {
            get async throws {
                let board = try RegistryID("hostile-board")
                return try await ordeal.database.dueCounts(at: Ordeal.now)[board] ?? 0
            }
        }
    }

    @Test func `where nothing can be recorded, what was not asked is given back`() async throws {
        // Longer between two requests than a batch waits to be recorded.
        let bench = try await Bench(try .wellBehaved(), "interval: 400")
        defer { bench.remove() }
        let due = try await bench.due
        try await bench.execute(
            """
            CREATE TRIGGER broken BEFORE INSERT ON registry_check
            BEGIN SELECT RAISE(ABORT, 'nothing can be written'); END
            """
        )
        await #expect(throws: (any Error).self) { try await bench.ordeal.sweep(bench.registries) }
        try await bench.execute("DROP TRIGGER broken")

        let asked = bench.server.questions.count
        #expect(asked > 0)
        #expect(asked < due)
        #expect(try await bench.due >= due - asked)
        #expect(try await bench.due > 0)
    }

    @Test func `a request that was broken off is one of the day's`() async throws {
        let server = try RawServer { _ in [.hang] }
        let bench = try await Bench(server, "daily_limit: 3\ntimeout: 20000")
        defer { bench.remove() }
        let sweep = Task { try await bench.ordeal.sweep(bench.registries) }
        while server.questions.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        sweep.cancel()
        _ = await sweep.result

        let left = try await bench.ordeal.database.takeLookUps(
            10,
            at: try RegistryID("hostile-board"),
            requestsEach: 1,
            dailyLimit: 3,
            on: Ordeal.now.date
        )
        #expect(left == 3 - server.questions.count)
        #expect(try await bench.due == 3)
    }
}
