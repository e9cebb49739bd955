import Foundation
import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import RegistrySimulator

/// Over real connections, since faults are about them.
@Suite struct SimulatorServerTests {
    private static let rows = "/us-wa-doh/resource/qxh8-f4bd.json"
    private static let record = "/us-nppes/api/?version=2.1&number=2000000028"

    private func ask(
        _ target: String,
        faults: String = "",
        method: HTTPRequest.Method = .get,
        headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        let application = SimulatorServer.application(
            try Sample.simulator(faults: faults),
            port: 0
        )
        return try await application.test(.live) { client in
            try await client.execute(uri: target, method: method, headers: headers)
        }
    }

    @Test func `a registry answers over HTTP`() async throws {
        let response = try await ask(Self.rows + "?lastname=Chen")

        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "application/json;charset=utf-8")
        #expect(String(buffer: response.body).contains("\"lastname\":\"Chen\""))
    }

    @Test func `HEAD has the headers and no body`() async throws {
        let response = try await ask(Self.rows, method: .head)

        #expect(response.status == .ok)
        #expect(response.headers[.eTag] != nil)
        #expect(response.body.readableBytes == 0)
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete, .patch])
    func `other methods are not allowed`(method: HTTPRequest.Method) async throws {
        let response = try await ask(Self.rows, method: method)

        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == "GET, HEAD")
    }

    @Test func `what is known already is answered with 304`() async throws {
        let tag = try #require(try await ask(Self.rows).headers[.eTag])
        let response = try await ask(Self.rows, headers: [.ifNoneMatch: tag])

        #expect(response.status == .notModified)
        #expect(response.body.readableBytes == 0)
    }

    @Test func `a malformed target is refused`() async throws {
        #expect(try await ask("/?a=%FF").status == .badRequest)
    }

    @Test func `a status replaces the answer`() async throws {
        let response = try await ask(Self.record, faults: "us-nppes,*,status,503\n")

        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.contentType] == "text/html; charset=utf-8")
    }

    @Test func `a throttled client is told how long to wait`() async throws {
        let response = try await ask(Self.record, faults: "us-nppes,*,throttle,120\n")

        #expect(response.status == .tooManyRequests)
        #expect(response.headers[.retryAfter] == "120")
    }

    @Test func `maintenance is a page with status 200`() async throws {
        let response = try await ask(Self.record, faults: "us-nppes,*,maintenance,\n")

        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "text/html; charset=utf-8")
        #expect(String(buffer: response.body).contains("maintenance"))
    }

    @Test func `a wrong type leaves the body as it is`() async throws {
        let right = try await ask(Self.record)
        let response = try await ask(Self.record, faults: "us-nppes,*,wrong_type,\n")

        #expect(response.headers[values: .contentType] == ["text/html; charset=utf-8"])
        #expect(response.body == right.body)
    }

    // A client sees the end of the stream after the one, and an error after the other.
    @Test(arguments: [("truncate", 0), ("reset", ECONNRESET)])
    func `a body cut off never arrives whole`(fault: String, error: Int32) async throws {
        let application = SimulatorServer.application(
            try Sample.simulator(faults: "us-nppes,2000000028,\(fault),\n"),
            port: 0
        )
        try await application.test(.live) { client in
            let port = try #require(client.port)
            let ending = await RawConnection.ending(of: Self.record, at: port)
            #expect(ending.error == error)
            let parts = ending.text.split(separator: "\r\n\r\n", maxSplits: 1)
            let length = try #require(
                parts.first?.firstMatch(of: /Content-Length: (\d+)/).flatMap { Int($0.1) }
            )
            if error == 0 { #expect(parts.last?.utf8.count == length / 2) }

            let other = try await client.execute(uri: Self.rows, method: .get)
            #expect(other.status == .ok)
        }
    }

    @Test func `a delayed answer is the right one`() async throws {
        let right = try await ask(Self.record)
        let response = try await ask(Self.record, faults: "us-nppes,*,delay,20\n")

        #expect(response.body == right.body)
    }

    @Test func `the fault of a number has the last word over that of all`() async throws {
        let faults = "us-nppes,*,status,500\nus-nppes,2000000028,status,503\n"

        #expect(try await ask(Self.record, faults: faults).status == .serviceUnavailable)
    }

    @Test func `the listing and the health of the simulator know no faults`() async throws {
        #expect(try await ask("/", faults: "us-nppes,*,status,503\n").status == .ok)
        #expect(try await ask("/healthz", faults: "us-nppes,*,reset,\n").status == .ok)
    }
}
