import Foundation
import Loopback
import Testing

@testable import Curl

/// Bodies that go to the disk.
@Suite struct BodyFileTests {
    private let transport: Transport
    private let folder = FileManager.default.temporaryDirectory.path

    init() throws {
        transport = try Transport()
    }

    private func text(of file: BodyFile) throws -> String {
        var bytes: [UInt8] = []
        while true {
            let piece = try file.bytes(from: bytes.count)
            guard !piece.isEmpty else { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece
        }
    }

    @Test func `a body goes into the file and no other memory`() async throws {
        let body = String(repeating: "0123456789", count: 100_000)
        let server = try RawServer(.answer(body))
        defer { server.stop() }
        let file = try BodyFile(in: folder)

        let response = try await transport.send(server.request(), into: file)

        #expect(response.status == 200)
        #expect(response.body.isEmpty)
        #expect(try text(of: file) == body)
    }

    @Test func `of several answers the last one stays`() async throws {
        let server = try RawServer { question in
            question.path == "/there"
                ? .answer("found")
                : [
                    .send(
                        "HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 9\r\n\r\nelsewhere"
                    )
                ]
        }
        defer { server.stop() }
        var request = server.request()
        request.redirectHosts = [server.hostAndPort]
        let file = try BodyFile(in: folder)

        _ = try await transport.send(request, into: file)

        #expect(try text(of: file) == "found")
    }

    @Test func `the limit holds for the disk, too`() async throws {
        let server = try RawServer(.answer(String(repeating: "x", count: 2000)))
        defer { server.stop() }
        var request = server.request()
        request.limits.bodyBytes = 1999
        let file = try BodyFile(in: folder)

        await #expect(throws: TransferError.bodyTooLarge(limit: 1999)) {
            try await transport.send(request, into: file)
        }
    }

    @Test func `a file has no name, and none can be made in a folder that is not there`() throws {
        let own = folder + "/\(UUID().uuidString)"
        #expect(throws: TransferError.cannotKeepBody) { try BodyFile(in: own) }
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: own) }

        let file = try BodyFile(in: own)
        #expect(try FileManager.default.contentsOfDirectory(atPath: own).isEmpty)
        #expect(try file.bytes(from: 0).isEmpty)
    }
}
