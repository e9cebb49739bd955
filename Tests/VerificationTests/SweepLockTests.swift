import Curl
import Foundation
import Loopback
import Testing
import Verification

@Suite struct SweepLockTests {
    @Test func `one sweep at a time holds the lock of a database`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "meridian-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "meridian.sqlite").path

        do {
            let lock = try SweepLock(besideDatabase: path)
            #expect(throws: SweepLock.Failure.taken) { try SweepLock(besideDatabase: path) }
            #expect(throws: Never.self) { try SweepLock(besideDatabase: path + "-other") }
            withExtendedLifetime(lock) {}
        }
        #expect(throws: Never.self) { try SweepLock(besideDatabase: path) }
    }

    @Test func `where no file can be made it says so`() {
        let path = "/nowhere/meridian.sqlite"
        #expect(throws: SweepLock.Failure.cannotLock(path: path + "-reverify.lock")) {
            try SweepLock(besideDatabase: path)
        }
    }
}

@Suite struct PingTests {
    private func send(_ server: RawServer, permitted: Bool = true) async throws {
        let host = try HostAndPort("127.0.0.1:\(server.port)")
        let transport = try Transport()
        defer { transport.shutdown() }
        try await Ping(
            url: "http://\(host)/ping/abc",
            privateHosts: permitted ? [host] : []
        ).send(over: transport)
    }

    @Test func `a good answer is all that is wanted`() async throws {
        let server = try RawServer { _ in .answer("OK") }
        defer { server.stop() }
        try await send(server)
        #expect(server.questions.map(\.path) == ["/ping/abc"])
    }

    @Test(arguments: ["500 Internal Server Error", "404 Not Found", "302 Found"])
    func `another status is a failure`(status: String) async throws {
        let server = try RawServer { _ in .answer("no", status: status) }
        defer { server.stop() }
        await #expect(throws: Ping.Failure.self) { try await send(server) }
    }

    @Test func `neither a private host nor plain text is reached unless permitted`() async throws {
        let server = try RawServer { _ in .answer("OK") }
        defer { server.stop() }
        await #expect(throws: Ping.Failure.self) { try await send(server, permitted: false) }
        #expect(server.questions.isEmpty)
    }
}
