import Directory
import Foundation

@testable import Storage

extension RegistryID {
    static var newYork: RegistryID { get throws { try RegistryID("us-ny-op") } }
    static var copies: RegistryID { get throws { try RegistryID("us-copies") } }
}

extension RegistrySummary {
    /// A register that no machine asks.
    static var newYork: RegistrySummary {
        get throws {
            RegistrySummary(
                id: try .newYork,
                name: "Office of the Professions",
                jurisdiction: try Jurisdiction("US-NY"),
                asker: .person,
                completeness: .fullHistory,
                windowDays: 90,
                timeZone: "America/New_York",
                publicPage: "https://registry.example.org/new-york"
            )
        }
    }

    /// A directory that repeats what Washington licensed.
    static var copies: RegistrySummary {
        get throws {
            RegistrySummary(
                id: try .copies,
                name: "Directory of copies",
                jurisdiction: try Jurisdiction("US-WA"),
                role: .secondary,
                completeness: .activeOnly,
                windowDays: 30,
                timeZone: "America/New_York",
                publicPage: "https://copies.example.org/"
            )
        }
    }
}

extension PractitionerRecord {
    /// Practises in New York, whose register a person looks at.
    static var nora: PractitionerRecord {
        get throws {
            var nora = try sample("nora", "Nora", "York", licence: "ZX105", in: "US-NY")
            nora.locations[0].region = "NY"
            return nora
        }
    }
}

extension Storage.Database {
    /// A database with Nora, and with Washington's and New York's registers.
    static func withNora() async throws -> Storage.Database {
        let database = try empty()
        try await database.replacePolicies(
            SampleRegistries.policies() + [
                JurisdictionPolicy(
                    jurisdiction: try Jurisdiction("US-NY"),
                    name: "New York",
                    licensing: .statutory,
                    source: "Invented for tests, read 2026-11-23"
                )
            ]
        )
        try await database.describe(SampleRegistries.summaries() + [.newYork])
        _ = try await database.apply([.nora], at: .now)
        return database
    }

    /// Enters what somebody saw of Nora in New York.
    @discardableResult
    func look(
        by admin: String = "os:anna",
        on day: CalendarDate = .today,
        at moment: Instant = .now,
        outcome: Outcome = .matched,
        standing: Standing = .active,
        windowDays: Int = 90
    ) async throws -> ManualCheckEffect {
        guard let zone = TimeZone(identifier: "America/New_York") else {
            throw MissingSample(what: "America/New_York")
        }
        let entry = RegisterEntry(
            number: "ZX105",
            names: [PersonName(given: "Nora", family: "York")],
            wording: standing.rawValue.uppercased(),
            standing: standing,
            firstIssuedOn: CalendarDate(year: 2016, month: 11, day: 1),
            fields: [.init(name: "status", value: standing.rawValue)]
        )
        let check = Check(
            askedAt: moment,
            question: "Look up ZX105 at https://registry.example.org/new-york",
            status: nil,
            verdict: Verdict(
                outcome: outcome,
                reason: "Seen.",
                entry: outcome == .absent ? nil : entry
            ),
            sourceAsOf: (day - 1).end(in: zone),
            sha256: String(repeating: "5", count: 64),
            description: String(repeating: "d", count: 64),
            sighting: Sighting(by: admin, on: day, note: "By their page.")
        )
        return try await record(
            check,
            showing: Evidence(
                sha256: String(repeating: "5", count: 64),
                contentType: "application/pdf",
                body: Array("%PDF-1.7".utf8)
            ),
            about: try await credentialID(of: .nora, in: "US-NY"),
            terms: RegistryTerms(
                completeness: .fullHistory,
                windowDays: windowDays,
                timeZone: zone
            )
        )
    }

    func decide(_ decision: Decision, aboutNoraBy admin: String, at moment: Instant = .now)
        async throws
    {
        try await decide(
            DecisionRecord(
                decision: decision,
                actor: admin,
                reason: "Seen on the page that was kept.",
                decidedAt: moment
            ),
            about: try await credentialID(of: .nora, in: "US-NY")
        )
    }
}
