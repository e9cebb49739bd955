import Directory
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import Logging
import NIOCore
import Storage
import Synchronization
import Testing
@testable import Web

@Suite struct RoutesTests {
    private static let paths = [
        "/v1", "/healthz", "/readyz", "/v1/practitioners", "/v1/practitioners/2000000002",
        "/v1/practitioners/2000000002/credentials", "/v1/practitioners/2000000002/testimonials",
        "/v1/registries", "/practitioners", "/ask-your-doctor", "/style.css", "/icon.svg",
        "/openapi.json",
    ]

    @Test(arguments: paths)
    func `a known path answers GET, and HEAD with the same head`(path: String) async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let get = try await client.get(path)
            let head = try await client.client.execute(uri: path, method: .head)
            #expect(get.status == .ok)
            #expect(head.status == .ok)
            #expect(head.body.readableBytes == 0)
            for name in [HTTPField.Name.contentType, .contentLength, .cacheControl] {
                #expect(head.headers[name] == get.headers[name], "\(name)")
            }
            #expect(get.headers[.contentLength] == String(get.body.readableBytes))
            #expect(get.headers[.xContentTypeOptions] == "nosniff")
        }
    }

    @Test(arguments: paths, [HTTPRequest.Method.post, .put, .delete, .patch, .trace])
    func `a known path with another method says which it has`(
        path: String,
        method: HTTPRequest.Method
    ) async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let response = try await client.client.execute(uri: path, method: method)
            #expect(response.status == .methodNotAllowed)
            let isPublicData = path.hasPrefix("/v1") || path == "/openapi.json"
            #expect(response.headers[.allow] == "GET, HEAD" + (isPublicData ? ", OPTIONS" : ""))
            #expect(response.headers[.contentType] == "application/problem+json")
        }
    }

    @Test(arguments: [
        "/v2", "/v1/practitioner", "/practitioner", "/V1/practitioners", "/v1/practitioners/1/2/3",
        "/v1/practitioners/2000000002/bodies", "/favicon.ico", "/%00", "/..", "/*", "*", "//x",
        "/" + String(repeating: "a/", count: 4000),
    ])
    func `an unknown path gets a problem`(path: String) async throws {
        let site = try await SampleSite()
        try await site.test { client in
            for method in [HTTPRequest.Method.get, .post, .head] {
                let response = try await client.client.execute(uri: path, method: method)
                #expect(response.status == .notFound)
                guard method != .head else { continue }
                let problem = try JSON(response)
                #expect(
                    problem.names.isSuperset(of: ["type", "title", "status", "detail", "instance"])
                )
                #expect(problem["status"].int == 404)
                #expect(problem["title"].string == "Not Found")
            }
        }
    }

    @Test func `the root of the API says what this is and where to go on`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let root = try await client.json("/v1")
            #expect(root["name"].string == "Meridian")
            #expect(root["links"]["practitioners"].string == "/v1/practitioners")
        }
    }

    @Test func `a demonstration says so in every answer`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.database.markAsDemonstration()
        try await site.server.feed.load()
        try await site.test { client in
            for path in [
                "/v1", "/v1/practitioners", "/v1/practitioners/\(id)",
                "/v1/practitioners/\(id)/credentials", "/v1/practitioners/\(id)/testimonials",
            ] {
                let answer = try await client.json(path)
                #expect(answer["demonstration"].string?.contains("invented") == true, "\(path)")
            }
        }
    }
}

@Suite struct HealthTests {
    @Test func `a server that can answer is ready`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let answer = try await client.json("/readyz")
            #expect(answer["status"].string == "ready")
            for part in ["index", "database", "clock"] { #expect(answer[part].bool == true) }
        }
    }

    @Test func `a clock before the newest check is not ready`() async throws {
        let site = try await SampleSite()
        site.clock.pass(-1)
        try await site.test { client in
            let response = try await client.get("/readyz")
            #expect(response.status == .serviceUnavailable)
            #expect(try JSON(response)["clock"].bool == false)
            #expect(try await client.get("/healthz").status == .ok)
        }
    }

    @Test func `a database that does not answer is not ready, and the process is up`() async throws
    {
        let site = try await SampleSite()
        try await site.test { client in
            try site.database.close()
            let response = try await client.get("/readyz")
            #expect(response.status == .serviceUnavailable)
            #expect(try JSON(response)["database"].bool == false)
            #expect(try await client.get("/healthz").status == .ok)
        }
    }
}

@Suite struct ProblemTests {
    @Test(arguments: [StorageError.busy, .diskFull])
    func `what may work later says when to try again`(error: StorageError) throws {
        let response = try #require(Problem(error)).response(about: "/v1/practitioners")
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "10")
    }

    @Test(arguments: [
        StorageError.fault(code: 11), .notADatabase(path: "/var/lib/x"),
        .cannotReadOrWrite(path: "/var/lib/x"), .notFound("x"),
    ])
    func `an error of ours is nobody else's business`(error: StorageError) {
        #expect(Problem(error) == nil)
    }

    @Test func `an error that nobody knows is logged in full and shown as something`() async throws
    {
        let records = LogRecords()
        let site = try await SampleSite(logger: Logger(label: "test", factory: { _ in records }))
        try await site.test { client in
            try site.database.close()
            let response = try await client.client.execute(
                uri: "/v1/practitioners?near=\(Sample.seattle)",
                method: .get
            )
            #expect(response.status == .internalServerError)
            let problem = try JSON(response)
            #expect(problem["detail"].string == "Something went wrong.")
            #expect(problem["instance"].string == "/v1/practitioners")
            #expect(!String(buffer: response.body).contains("SQL"))
        }
        let failure = records.all.first { $0.contains("Request failed") }
        #expect(failure?.contains("/v1/practitioners") == true)
        #expect(failure?.contains("near") == false)
    }

    @Test func `the path in a problem is cut and escaped`() throws {
        let path = "/\"" + String(repeating: "x", count: 5000)
        let response = Problem.somethingWentWrong.response(about: path)
        #expect(response.body.contentLength ?? .max < 600)
    }
}

/// Keeps what is logged.
final class LogRecords: LogHandler, Sendable {
    private let records = Mutex<[String]>([])

    var all: [String] { records.withLock { $0 } }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        records.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
}
