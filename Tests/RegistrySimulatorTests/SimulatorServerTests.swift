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

    // MARK: - Forms

    private static let registrants = "/ca-xx-tenant/client/PublicDirectory/Registrants"
    private static let form: HTTPFields = [
        .contentType: "application/x-www-form-urlencoded; charset=UTF-8"
    ]

    private static func search(_ number: String) -> String {
        "querySID=1000608&queryParameters=%7B%22Parameter%22%3A%5B%7B%22ID%22%3A%22TextOptionC%22"
            + "%2C%22Value%22%3A%22\(number)%22%7D%5D%7D"
    }

    private func post(
        _ body: String,
        to target: String = registrants,
        headers: HTTPFields = form,
        faults: String = ""
    ) async throws -> TestResponse {
        let application = SimulatorServer.application(
            try Sample.simulatorOfAllKinds(faults: faults),
            port: 0
        )
        return try await application.test(.live) { client in
            try await client.execute(
                uri: target,
                method: .post,
                headers: headers,
                body: ByteBuffer(string: body)
            )
        }
    }

    @Test func `a form is read where one is asked for`() async throws {
        let response = try await post(Self.search("8140"))

        #expect(response.status == .ok)
        #expect(String(buffer: response.body).contains("Leeds, Una (8140)"))
    }

    @Test func `a body that is called otherwise is no form`() async throws {
        let response = try await post(
            Self.search("8140"),
            headers: [.contentType: "application/json"]
        )

        #expect(
            String(buffer: response.body) == #"{"EnableCaptcha":false,"Records":[]}"#
        )
    }

    @Test func `a form that is too long or no text is refused`() async throws {
        let long = "a=" + String(repeating: "x", count: SimulatorResponder.greatestFormSize)

        #expect(try await post(long).status == .contentTooLarge)
        #expect(try await post("a=%FF").status == .badRequest)
    }

    @Test func `a form is not taken elsewhere`() async throws {
        let response = try await post("a=b", to: "/ca-xx-tenant/client/publicdirectory")

        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == "GET, HEAD")
    }

    @Test func `faults befall a form as they befall a question`() async throws {
        let faults = "ca-xx-tenant,8140,status,503\n"

        #expect(try await post(Self.search("8140"), faults: faults).status.code == 503)
        #expect(try await post(Self.search("8127"), faults: faults).status == .ok)
    }

    // The first question is answered and the next comes too soon, whatever the machine's speed; at
    // another registry it does not.
    @Test func `whoever asks too fast is refused`() async throws {
        let application = SimulatorServer.application(
            try Sample.simulatorOfAllKinds(faults: "ca-xx-tenant,*,burst,600000\n"),
            port: 0
        )
        try await application.test(.live) { client in
            let page = "/ca-xx-tenant/client/publicdirectory"
            let first = try await client.execute(uri: page, method: .get)
            let second = try await client.execute(uri: page, method: .get)
            let other = try await client.execute(uri: "/us-xx-list/licensees.csv", method: .get)

            #expect(first.status == .ok)
            #expect(first.headers[.setCookie]?.contains("ASP.NET_SessionId") == true)
            #expect(second.status == .forbidden)
            #expect(second.headers[.contentType] == "text/html; charset=utf-8")
            #expect(other.status == .ok)
        }
    }

    @Test func `a list that is known already is answered with 304 by its date`() async throws {
        let application = SimulatorServer.application(
            try Sample.simulatorOfAllKinds(faults: "xx-leie,*,half_list,\n"),
            port: 0
        )
        try await application.test(.live) { client in
            let target = "/xx-leie/exclusions/downloadables/UPDATED.csv"
            let first = try await client.execute(uri: target, method: .get)
            let date = try #require(first.headers[.lastModified])
            let second = try await client.execute(
                uri: target,
                method: .get,
                headers: [.ifModifiedSince: date]
            )

            #expect(String(buffer: first.body).split(separator: "\r\n").count == 3)
            #expect(second.status == .notModified)
        }
    }
}
