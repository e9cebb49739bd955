import Curl
import Directory
import Foundation
import HummingbirdTesting
import Registries
import Storage
import Testing
import Verification

@testable import RegistrySimulator

/// A directory that repeats what others licensed, asked over HTTP beside NPPES.
@Suite struct SecondarySweepTests {
    @Test func `its word is fetched, kept and shown, and moves nothing`() async throws {
        let now = Instant(secondsSince1970: 1_795_435_200)
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "meridian-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let database = try Database.create(at: folder.appending(path: "db.sqlite").path, now: now)
        defer { try? database.close() }

        let simulator = try Simulator(seed: SeedBench.seed, asOf: now.date)
        try await SimulatorServer.application(simulator, port: 0).test(.live) { client in
            let port = try #require(client.port)
            let catalogue = try Self.catalogue(at: port, in: folder)
            #expect(catalogue.secondaryRegistries.map(\.id.text) == ["fhir-npd"])
            try await database.describeRegistries(catalogue.summaries, at: now)
            _ = try await database.apply([try Self.person()], at: now)

            let transport = try Transport()
            defer { transport.shutdown() }
            let sweeps = try await Sweep(
                registries: catalogue.registries.filter { $0.id.text == "nppes" }
                    + catalogue.secondaryRegistries,
                database: database,
                transport: transport,
                clock: { now }
            ).run()
            #expect(sweeps.map(\.tally.checked) == [1, 1])
            #expect(sweeps.map(\.tally.outcomes) == [[.matched: 1], [.matched: 1]])
        }

        let profile = try #require(try await database.profile(with: "2021545100"))
        let identity = try #require(profile.credentials.first)
        let word = try #require(identity.secondary.first)
        #expect(identity.latestCheck?.registry.text == "nppes")
        #expect(word.registry.summary.id.text == "fhir-npd")
        #expect(word.check.outcome == .matched)
        #expect(word.check.question.contains("/fhir/Practitioner"))
        #expect(word.check.goodUntil == nil)
        #expect(profile.experience == nil)
        #expect(try await database.dueCounts(at: now).isEmpty)
    }

    private static func catalogue(at port: Int, in folder: URL) throws -> RegistryCatalogue {
        let overrides = folder.appending(path: "registries")
        try FileManager.default.createDirectory(at: overrides, withIntermediateDirectories: true)
        for (id, auth) in [("nppes", ""), ("fhir-npd", "auth: {kind: none}")] {
            try """
            id: \(id)
            enabled: yes
            base_url: http://127.0.0.1:\(port)/\(id)
            private_hosts: [127.0.0.1:\(port)]
            interval: 0
            \(auth)
            """.write(
                to: overrides.appending(path: "\(id).yaml"),
                atomically: true,
                encoding: .utf8
            )
        }
        return try RegistryCatalogue(
            directories: [SeedBench.seed.appending(path: "registries"), overrides]
        )
    }

    /// Somebody whom both the seed's NPPES and its directory know.
    private static func person() throws -> PractitionerRecord {
        PractitionerRecord(
            source: .file,
            sourceID: "1",
            practitioner: Practitioner(
                npi: try NPI("2021545100"),
                name: PersonName(given: "Jessica", family: "Nightingale")
            ),
            credentials: [
                Credential(
                    kind: .identity,
                    credentialClass: nil,
                    jurisdiction: try Jurisdiction("US"),
                    number: "2021545100",
                    source: .file
                )
            ]
        )
    }
}
