import Curl
import Directory
import Foundation
import Testing

@testable import Registries

@Suite struct RegistryCatalogueTests {
    @Test func `the shipped descriptions are read`() throws {
        let catalogue = try RegistryCatalogue(directories: [Files.seed])

        for id in ["nppes", "us-co-dora", "us-il-idfpr", "us-wa-doh"] {
            let registry = try #require(catalogue[try RegistryID(id)])
            #expect(registry.summary.windowDays == 30)
            #expect(registry.baseURL.hasPrefix("https://"))
            #expect(registry.pacing.intervalMilliseconds >= 250)
        }
        #expect(catalogue[try RegistryID("nppes")]?.summary.role == .identity)
        #expect(
            catalogue.registries.map(\.id.text) == [
                "nppes", "us-co-dora", "us-ct-dph", "us-de-dpr", "us-il-idfpr", "us-tx-tmb",
                "us-wa-doh",
            ]
        )
        #expect(
            catalogue.off.map(\.description.id.text) == [
                "ca-dca", "ca-pe-alinity", "fhir-npd", "sam", "us-az-acu", "us-fl-mqa",
            ]
        )
        #expect(catalogue.exclusionLists.map(\.id.text) == ["oig-leie"])
        #expect(catalogue.exclusionRegistries.isEmpty)
        #expect(catalogue.secondaryRegistries.isEmpty)
        #expect(catalogue.registries.map(\.id) == catalogue.registries.map(\.id).sorted())
    }

    @Test(arguments: [
        ("us-wa-doh", "US-WA", "America/Los_Angeles"), ("us-co-dora", "US-CO", "America/Denver"),
        ("us-il-idfpr", "US-IL", "America/Chicago"),
    ])
    func `the states' data sets keep everybody, each in its own zone`(
        id: String,
        jurisdiction: String,
        zone: String
    ) throws {
        let registry = try Registry.shipped(id)

        #expect(registry.terms.completeness == .fullHistory)
        #expect(registry.terms.renewalGraceDays == 0)
        #expect(registry.summary.role == .licence)
        #expect(registry.summary.jurisdiction.code == jurisdiction)
        #expect(registry.summary.timeZone == zone)
    }

    @Test func `a later file points a registry at another address`() throws {
        let override = """
            id: us-wa-doh
            base_url: http://127.0.0.1:8081/us-wa-doh
            private_hosts: 127.0.0.1:8081
            interval: 0
            """
        try Files.withDirectory(["simulated.yaml": override]) { directory in
            let shipped = try Registry.shipped("us-wa-doh")
            let catalogue = try RegistryCatalogue(directories: [Files.seed, directory])
            let registry = try #require(catalogue[shipped.id])
            let request = try registry.request(about: .steady)

            #expect(
                request.url.hasPrefix("http://127.0.0.1:8081/us-wa-doh/resource/qxh8-f4bd.json?")
            )
            #expect(request.allowsPlainText)
            #expect(request.privateHosts == [HostAndPort(host: "127.0.0.1", port: 8081)])
            #expect(registry.pacing.intervalMilliseconds == 0)
            #expect(registry.pacing.concurrency == shipped.pacing.concurrency)
            #expect(registry.summary == shipped.summary)
            #expect(registry.descriptionHash != shipped.descriptionHash)
            #expect(catalogue[try RegistryID("nppes")] != nil)
        }
    }

    @Test func `a later file adds a wording and leaves the rest of the map`() throws {
        let override = "id: us-co-dora\nstandings: {Cancelled: inactive}\n"
        try Files.withDirectory(["more.yaml": override]) { directory in
            let catalogue = try RegistryCatalogue(directories: [Files.seed, directory])
            let registry = try #require(catalogue[try RegistryID("us-co-dora")])

            #expect(registry.standings.standing(of: "cancelled") == .inactive)
            #expect(registry.standings.standing(of: "Active") == .active)
        }
    }

    @Test func `a description takes from its template what it does not say`() throws {
        let template = plainDescription.replacing("id: test-board\n", with: "")
        let files = [
            "templates/board.yaml": template,
            "one.yaml": "id: board-one\ntemplate: board\nname: Board One\n",
            "two.yaml": "id: board-two\ntemplate: board\nanswer: {limit: 5}\n",
        ]
        try Files.withDirectory(files) { directory in
            let catalogue = try RegistryCatalogue(directories: [directory])

            #expect(catalogue.registries.map(\.id.text) == ["board-one", "board-two"])
            #expect(catalogue.registries.map(\.summary.name) == ["Board One", "Board of Tests"])
        }
    }

    @Test(arguments: [
        (
            ["a.yaml": "id: board\ntemplate: bord\n", "templates/board.yaml": "kind: query"],
            #"a.yaml:2:11: there is no template "bord"; did you mean "board"?"#
        ),
        (
            ["a.yaml": "id: board\ntemplate: board\n", "templates/board.yaml": "kimd: query"],
            #"board.yaml:1:1: unknown key "kimd"; did you mean "kind"?"#
        ),
        (["a.yaml": "name: board\n"], #"a.yaml:1:1: the key "id" is missing"#),
        (["a.yaml": "id: us-xx\ninterval: 0\n"], #"a.yaml:1:1: the key "kind" is missing"#),
        (["a.yml": plainDescription], "a.yml: a description's name ends in .yaml"),
        (["a.yaml": "- id"], "a.yaml:1:1: a mapping of keys to values would be right here"),
    ])
    func `what is wrong is told with the file it stands in`(
        files: [String: String],
        sentence: String
    ) throws {
        try Files.withDirectory(files) { directory in
            let error = #expect(throws: DescriptionError.self) {
                try RegistryCatalogue(directories: [directory])
            }
            #expect(error?.description == sentence)
        }
    }

    @Test func `one file is read with what stands beside it`() throws {
        let files = [
            "templates/board.yaml": plainDescription.replacing("id: test-board\n", with: ""),
            "one.yaml": "id: board-one\ntemplate: board\n", "broken.yaml": "id: [",
        ]
        try Files.withDirectory(files) { directory in
            let file = directory.appending(path: "one.yaml")
            let description = try RegistryCatalogue.description(in: file)
            let override = try RegistryCatalogue.description(in: file, beside: [Files.seed])

            #expect(description.id.text == "board-one")
            #expect(override.profile.descriptionHash == description.profile.descriptionHash)
            #expect(throws: DescriptionError.self) {
                try RegistryCatalogue.description(in: directory.appending(path: "broken.yaml"))
            }
        }
    }

    @Test func `the operator's contact stands in the User-Agent`() throws {
        let catalogue = try RegistryCatalogue(
            directories: [Files.seed],
            contact: "admin@example.org"
        )
        let registry = try #require(catalogue[try RegistryID("us-wa-doh")])

        #expect(
            try registry.request(about: .steady).userAgent == "Meridian (admin@example.org)"
        )
    }

    @Test func `a directory that is not there is told`() {
        let nowhere = URL(filePath: "/nowhere/registries")
        #expect(
            throws: DescriptionError(
                file: "registries",
                message: "the directory cannot be read"
            )
        ) { try RegistryCatalogue(directories: [nowhere]) }
    }
}

extension Registry {
    private static let shippedCatalogue = Result {
        try RegistryCatalogue(directories: [Files.seed])
    }

    /// A description as it is shipped.
    static func shipped(_ id: String) throws -> Registry {
        try #require(try shippedCatalogue.get()[try RegistryID(id)])
    }
}
