import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
@testable import Web

@Suite struct OpenAPITests {
    @Test func `every address of the public API is described, and no other`() async throws {
        let site = try await SampleSite()
        let paths = Routes<SiteContext>(site.server.site).gets.map { "\($0.path)" }
        let described = Set(Web.Operation.all.map(\.path))
        let watched = ["/openapi.json", "/healthz", "/readyz"]
        #expect(described == Set(paths.filter { $0.hasPrefix("/v1") || watched.contains($0) }))
        #expect(Set(Web.Operation.all.map(\.id)).count == Web.Operation.all.count)
    }

    // Each list of parameters, and the words that its addresses really take.
    @Test(arguments: [
        ("searchPractitioners", SearchParameter.allCases.map(\.rawValue)),
        ("getPractitioner", AsOfParameter.allCases.map(\.rawValue)),
        ("listCredentials", AsOfParameter.allCases.map(\.rawValue)),
        ("listTestimonials", TestimonialParameter.allCases.map(\.rawValue)),
        ("completePlaces", CompletionParameter.allCases.map(\.rawValue)),
        ("suggest", SuggestionParameter.allCases.map(\.rawValue)), ("getRoot", []),
        ("listChecks", CheckParameter.allCases.map(\.rawValue)),
        ("getCheck", []), ("listRegistries", []), ("getContract", []), ("isAlive", []),
        ("isReady", []),
    ])
    func `every parameter is described, and no other`(id: String, names: [String]) throws {
        let operation = try #require(Web.Operation.all.first { $0.id == id })
        #expect(operation.parameters.filter { !$0.isInPath }.map(\.name) == names)
        let places = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }
        #expect(
            operation.parameters.filter(\.isInPath).map { "{\($0.name)}" }
                == places.map(String.init)
        )
    }

    @Test func `all that is described has a description`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let document = try await client.json("/openapi.json")
            for path in document["paths"].names {
                let operation = document["paths"][path]["get"]
                #expect(operation["summary"].string?.isEmpty == false, "\(path)")
                #expect(operation["description"].string?.isEmpty == false, "\(path)")
                for parameter in operation["parameters"].array {
                    #expect(parameter["description"].string?.isEmpty == false, "\(path)")
                    #expect(!parameter["example"].isNull, "\(path)")
                }
            }
            for name in document["components"]["schemas"].names {
                requireDescriptions(in: document["components"]["schemas"][name], of: name)
            }
        }
    }

    private func requireDescriptions(in schema: JSON, of name: String) {
        for member in schema["properties"].names {
            let property = schema["properties"][member]
            #expect(property["description"].string?.isEmpty == false, "\(name).\(member)")
            requireDescriptions(in: property, of: "\(name).\(member)")
        }
        for part in ["oneOf", "anyOf"] {
            for element in schema[part].array { requireDescriptions(in: element, of: name) }
        }
        if !schema["items"].isNull { requireDescriptions(in: schema["items"], of: name) }
    }

    @Test func `the contract is served from where the world knows the server`() async throws {
        let site = try await SampleSite(publicURL: try PublicURL("https://meridian.example.org"))
        try await site.test { client in
            let response = try await client.get("/openapi.json")
            let document = try JSON(response)
            #expect(document["openapi"].string == "3.1.0")
            #expect(document["servers"][0]["url"].string == "https://meridian.example.org")
            let tag = try #require(response.headers[.eTag])
            let again = try await client.get("/openapi.json", headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
        }
    }

    @Test func `every schema that is named stands in the document, once`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let response = try await client.get("/openapi.json")
            let document = try JSON(response)
            let names = document["components"]["schemas"].names
            let text = String(buffer: response.body)
            let prefix = "#/components/schemas/"
            let references = text.ranges(of: prefix).map { range in
                String(text[range.upperBound...].prefix { $0 != "\"" })
            }
            #expect(Set(references) == names)
        }
    }

    // MARK: The check of answers against the contract can fail.

    @Test(arguments: [
        // As it has to be.
        (#"{"count":6,"mean":4.5,"score":4.2}"#, 0),
        (#"{"count":2,"mean":null,"note":"too few to rate","score":4.2}"#, 0),
        // A member too many, one too few, and values of another kind or beyond what is permitted.
        (#"{"count":6,"mean":4.5,"score":4.2,"stars":5}"#, 1), (#"{"count":6,"mean":4.5}"#, 1),
        (#"{"count":6.5,"mean":4.5,"score":4.2}"#, 1), (#"{"count":-1,"mean":4.5,"score":4.2}"#, 1),
        (#"{"count":6,"mean":"4.5","score":5.1}"#, 2), (#"[]"#, 1), (#"{"count":null}"#, 3),
        (#"{"count":2,"mean":null,"note":"few","score":4.2}"#, 1),
    ])
    func `what does not conform is told`(text: String, faults: Int) throws {
        let contract = try Contract()
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        #expect(contract.faults(of: value, named: "Rating").count == faults)
    }

    @Test(arguments: [
        (Schema.date, "2026-02-28", true), (Schema.date, "2026-2-28", false),
        (Schema.instant, "2026-02-28T10:00:00Z", true), (Schema.instant, "2026-02-28", false),
        (Schema.publicID, "01a20a95-2fd8-7728-96d1-ef2a81e26e74", true),
        (Schema.publicID, "01A20A95", false), (Schema.page, "https://example.org/x", true),
        (Schema.page, "/x", false), (Schema.word(of: ["a", "b"]).orNull, "a", true),
        (Schema.word(of: ["a", "b"]).orNull, "c", false),
    ])
    func `a text conforms or not`(schema: Schema, text: String, conforms: Bool) throws {
        let contract = try Contract()
        #expect(try contract.faults(of: text, by: schema).isEmpty == conforms)
    }
}
