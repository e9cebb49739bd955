import Directory
import Foundation
import HummingbirdTesting
import NIOCore
import Storage
import Testing

@testable import Web

/// What a profile shows of registers that people look at, and of those that copy others.
@Suite struct ProfileEvidenceTests {
    private static func registry(
        _ id: String,
        _ place: Jurisdiction,
        role: RegistryRole = .licence,
        asker: RegistryAsker = .machine
    ) throws -> RegistrySummary {
        RegistrySummary(
            id: try RegistryID(id),
            name: "Register \(id)",
            jurisdiction: place,
            role: role,
            asker: asker,
            completeness: .activeOnly,
            windowDays: 30,
            timeZone: "UTC",
            publicPage: "https://\(id).example.org/"
        )
    }

    private static func entry(_ number: String, _ standing: Standing) -> RegisterEntry {
        RegisterEntry(
            number: number,
            names: [PersonName(given: "Erin", family: "Evans")],
            wording: standing.rawValue.uppercased(),
            standing: standing,
            fields: [.init(name: "status", value: standing.rawValue)]
        )
    }

    @Test func `what a person saw says so, with the day and without the account`() async throws {
        let site = try await SampleSite()
        let database = site.database
        let board = try Self.registry("us-or-board", Sample.oregon, asker: .person)
        try await database.describeRegistries(
            [(Sample.registry, "00"), (board, "00")],
            at: SampleSite.now
        )
        let erin = try await database.credentialKey("OR1")
        let check = Check(
            askedAt: SampleSite.now,
            question: "Look up OR1 at https://us-or-board.example.org/",
            status: nil,
            verdict: Verdict(
                outcome: .matched,
                reason: "Agrees.",
                entry: Self.entry("OR1", .active)
            ),
            sourceAsOf: (SampleSite.now.date - 3).startInUTC,
            sha256: String(repeating: "cd", count: 32),
            sighting: Sighting(by: "os:anna", on: SampleSite.now.date - 3, note: "By telephone.")
        )
        let evidence = Evidence(
            sha256: String(repeating: "cd", count: 32),
            contentType: "text/plain",
            body: Array("the document itself".utf8)
        )
        _ = try await database.record(
            check,
            showing: evidence,
            about: try #require(PublicID(erin.publicID)),
            terms: RegistryTerms(completeness: .activeOnly, windowDays: 90, timeZone: .gmt)
        )
        let id = try await database.publicID("OR1")
        try await site.test { client in
            let response = try await client.get("/v1/practitioners/\(id)")
            let credential = try JSON(response)["credentials"][0]
            #expect(credential["registry"]["asked_by"].string == "person")
            let shown = credential["latest_check"]
            let day = (SampleSite.now.date - 3).description
            #expect(shown["seen_by_a_person_on"].string == day)
            let steps = shown["how_to_repeat"]["by_hand"]
            #expect(steps[0].string?.hasPrefix("Seen by a person on \(day)") == true)
            #expect(shown["how_to_repeat"]["by_machine"].isNull)
            #expect(shown["outcome"].string == "matched")
            let list = try await client.get("/v1/practitioners/\(id)/checks")
            #expect(try JSON(list)["results"][0]["seen_by_a_person_on"].string == day)
            let past = try await client.get("/v1/practitioners/\(id)?as_of=\(SampleSite.now)")
            for answer in [response, list, past] {
                let body = String(decoding: answer.body.readableBytesView, as: UTF8.self)
                for secret in ["os:anna", "By telephone.", "the document itself"] {
                    #expect(!body.contains(secret))
                }
            }
        }
    }

    @Test func `a copy's word stands beside the credential and changes nothing of it`() async throws
    {
        let site = try await SampleSite()
        let database = site.database
        let copies = try Self.registry("us-copies", Sample.washington, role: .secondary)
        let id = try await database.publicID("AC60000001")
        try await database.describeRegistries(
            [(Sample.registry, "00"), (copies, "00")],
            at: SampleSite.now
        )
        let key = try await database.credentialKey("AC60000001").key
        let due = try #require(try await database.claim(key, at: copies.id, now: SampleSite.now))
        let check = Check(
            askedAt: SampleSite.now,
            question: "GET https://us-copies.example.org/1",
            status: 200,
            verdict: Verdict(
                outcome: .matched,
                reason: "Agrees.",
                entry: Self.entry("AC60000001", .revoked)
            ),
            sha256: String(repeating: "ef", count: 32)
        )
        _ = try await database.record(
            [CheckResult(due: due, check: check, evidence: nil)],
            terms: [copies.id: RegistryTerms(completeness: .activeOnly, timeZone: .gmt)]
        )
        try await site.test { client in
            let profile = try await client.json("/v1/practitioners/\(id)")
            #expect(profile["locations"][0]["vetted"].bool == true)
            let credential = profile["credentials"][0]
            #expect(credential["facts"]["standing"].string == "active")
            #expect(credential["latest_check"]["wording"].string == "ACTIVE")
            #expect(credential["secondary"].array.count == 1)
            let word = credential["secondary"][0]
            #expect(word["registry"]["id"].string == "us-copies")
            #expect(word["standing"].string == "revoked")
            #expect(word["latest_check"]["wording"].string == "REVOKED")
            #expect(word["note"].string?.contains("vets nobody") == true)
        }
    }

    @Test func `a registry that nobody asks any more says so, and nothing is due`() async throws {
        let site = try await SampleSite()
        try await site.database.describeRegistries([], at: SampleSite.now)
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let credential = try await client.json("/v1/practitioners/\(id)")["credentials"][0]
            #expect(credential["registry"]["asked_by"].string == "nobody")
            #expect(credential["next_check_due"].isNull)
            #expect(credential["latest_check"]["seen_by_a_person_on"].isNull)
        }
    }
}
