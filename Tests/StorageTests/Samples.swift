import Directory
import Foundation
import GRDB

@testable import Storage

struct MissingSample: Error {
    let what: String
}

/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

// MARK: - Time

extension Instant {
    /// 2026-11-23T12:00:00Z, a Monday: the present of all samples.
    static let now = Instant(secondsSince1970: 1_795_435_200)

    static func days(_ days: Int64) -> Instant { now + days * secondsPerDay }
    static func hours(_ hours: Int64) -> Instant { now + hours * 3600 }
}

extension CalendarDate {
    static let today = Instant.now.date

    static func day(_ iso: String) throws -> CalendarDate {
        guard let date = CalendarDate(iso: iso) else { throw MissingSample(what: iso) }
        return date
    }
}

// MARK: - Registries and policies

extension RegistryID {
    static var washington: RegistryID { get throws { try RegistryID("us-wa-doh") } }
    static var colorado: RegistryID { get throws { try RegistryID("us-co-dora") } }
    static var nppes: RegistryID { get throws { try RegistryID("nppes") } }
}

enum SampleRegistries {
    /// Illinois has a policy and no registry; so has Ontario.
    static func policies() throws -> [JurisdictionPolicy] {
        try [
            ("US-WA", "Washington", .statutory), ("US-CO", "Colorado", .statutory),
            ("US-IL", "Illinois", .statutory), ("CA-ON", "Ontario", .statutory),
            ("US-WY", "Wyoming", .unregulated),
        ].map { code, name, licensing in
            JurisdictionPolicy(
                jurisdiction: try Jurisdiction(code),
                name: name,
                licensing: licensing,
                source: "Invented for tests, read 2026-11-23"
            )
        }
    }

    /// As if Colorado had Ontario's law, since many of the invented people practise there.
    static func reviewRules() throws -> [ReviewRule] {
        try [("US-CO", .nothing), ("CA-ON", .nothing), ("AU", .service)].map { code, permitted in
            ReviewRule(
                jurisdiction: try Jurisdiction(code),
                permitted: permitted,
                reason: "Testimonials may not be shown there.",
                source: "Invented for tests",
                readOn: try .day("2026-11-23")
            )
        }
    }

    static func summaries() throws -> [RegistrySummary] {
        try [
            (
                .washington, "Washington State Department of Health", "US-WA", false,
                "America/Los_Angeles"
            ),
            (.colorado, "Colorado DORA", "US-CO", false, "America/Denver"),
            (.nppes, "NPPES", "US", true, "America/New_York"),
        ].map { (id: RegistryID, name: String, place: String, isIdentity: Bool, zone: String) in
            RegistrySummary(
                id: id,
                name: name,
                jurisdiction: try Jurisdiction(place),
                role: isIdentity ? .identity : .licence,
                completeness: .fullHistory,
                windowDays: 30,
                timeZone: zone,
                publicPage: "https://registry.example.org/\(id)"
            )
        }
    }

    static func terms() throws -> [RegistryID: RegistryTerms] {
        var terms: [RegistryID: RegistryTerms] = [:]
        for summary in try summaries() {
            guard let zone = TimeZone(identifier: summary.timeZone) else {
                throw MissingSample(what: summary.timeZone)
            }
            terms[summary.id] = RegistryTerms(completeness: .fullHistory, timeZone: zone)
        }
        return terms
    }
}

// MARK: - People

extension PractitionerRecord {
    /// Claimed profile in Seattle with one licence of Washington.
    static var alice: PractitionerRecord {
        get throws { try sample("alice", "Alice", "Example", claimed: true, licence: "ZX101") }
    }

    /// Unclaimed profile from NPPES, with an identity beside the licence.
    static var bob: PractitionerRecord {
        get throws {
            var bob = try sample("2000000002", "Bob", "Sample", licence: "ZX102")
            bob.source = .nppes
            bob.practitioner.npi = try NPI("2000000002")
            bob.credentials.append(
                Credential(
                    kind: .identity,
                    credentialClass: nil,
                    jurisdiction: try Jurisdiction("US"),
                    number: "2000000002",
                    source: .nppes
                )
            )
            return bob
        }
    }

    /// Good in Washington, and has a licence of Colorado too.
    static var carol: PractitionerRecord {
        get throws {
            var carol = try sample("carol", "Carol", "Invented", claimed: true, licence: "ZX103")
            carol.credentials.append(try .licence("ACU.0000103", in: "US-CO"))
            return carol
        }
    }

    /// Toronto: a place whose registry is not described.
    static var dave: PractitionerRecord {
        get throws {
            var dave = try sample("dave", "Dave", "Fictive", licence: "0104", in: "CA-ON")
            dave.locations = [
                Location(
                    street: "4 Example Street",
                    city: "Toronto",
                    region: "ON",
                    country: "CA",
                    coordinate: try Coordinate(latitude: 43.65, longitude: -79.38),
                    placement: .exact
                )
            ]
            return dave
        }
    }

    static func sample(
        _ id: String,
        _ given: String,
        _ family: String,
        claimed: Bool = false,
        licence: String? = nil,
        in jurisdiction: String = "US-WA"
    ) throws -> PractitionerRecord {
        var statement = ProfileStatement()
        if claimed {
            statement.conditions = [.neuropathy, .backPain]
            statement.languages = [.en, .zh]
            statement.techniques = [.manualAcupuncture]
            statement.payers = [.medicare]
            statement.accepting = true
            statement.acceptsReferrals = true
        }
        return PractitionerRecord(
            source: .file,
            sourceID: id,
            practitioner: Practitioner(
                name: PersonName(given: given, family: family),
                profile: claimed ? .claimed : .unclaimed,
                statement: statement
            ),
            locations: [try .seattle],
            credentials: try licence.map { [try .licence($0, in: jurisdiction)] } ?? []
        )
    }
}

extension Location {
    static var seattle: Location {
        get throws {
            Location(
                clinic: "Example Clinic",
                street: "12 Example Street",
                city: "Seattle",
                region: "WA",
                country: "US",
                postalCode: "98101",
                coordinate: try Coordinate(latitude: 47.61, longitude: -122.33),
                placement: .exact,
                telephone: "206-555-0101",
                hours: try OpeningHours("mo-fr 09:00-17:00"),
                wheelchair: true,
                telehealth: true
            )
        }
    }
}

extension Credential {
    static func licence(_ number: String, in jurisdiction: String) throws -> Credential {
        Credential(
            kind: .licence,
            credentialClass: .statutory,
            jurisdiction: try Jurisdiction(jurisdiction),
            number: number,
            type: "Acupuncturist",
            title: "L.Ac.",
            source: .practitioner
        )
    }
}

// MARK: - Databases

/// One folder a process for all sample files; it goes when the process does.
enum SampleFolder {
    static let path: String = {
        let path = NSTemporaryDirectory() + "/meridian-tests-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: SampleFolder.path) }
        return path
    }()

    static func newFile(_ name: String = "meridian.sqlite") -> String {
        "\(path)/\(UUID().uuidString)-\(name)"
    }
}

extension Storage.Database {
    static func empty() throws -> Storage.Database {
        try .create(at: SampleFolder.newFile(), now: .now)
    }

    /// A database on a file of its own, with policies and registries, holding these people.
    static func sample(_ people: PractitionerRecord...) async throws -> Storage.Database {
        let database = try empty()
        try await database.replacePolicies(SampleRegistries.policies())
        try await database.describe(SampleRegistries.summaries())
        _ = try await database.apply(people, at: .now)
        return database
    }

    /// A second door to the same file, as another process has it.
    func reopened() throws -> Storage.Database {
        try Storage.Database(path: path, use: .serving)
    }

    func describe(_ registries: [RegistrySummary]) async throws {
        try await describeRegistries(
            registries.map { ($0, String(repeating: "d", count: 64)) },
            at: .now
        )
    }

    // MARK: - Asking the tables

    /// The rows of a query in plain SQL, each value as text.
    func rows(_ sql: String) throws -> [[String?]] {
        try pool.read { db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map { String.fromDatabaseValue($0) ?? $0.plain }
            }
        }
    }

    func number(_ sql: String) throws -> Int? {
        try pool.read { db in try Int.fetchOne(db, sql: sql) }
    }

    /// Does something to the tables behind everybody's back.
    func execute(_ sql: String) throws {
        try pool.write { db in try db.execute(sql: sql) }
    }

    /// What SQLite says to a statement that it refuses; nil where it does not.
    func refusal(of sql: String) -> String? {
        do {
            try execute(sql)
            return nil
        } catch let error as DatabaseError {
            return error.message
        } catch {
            return "\(error)"
        }
    }

    func key(of record: PractitionerRecord) async throws -> Practitioner.Key {
        guard let key = try await practitioner(from: record.source, sourceID: record.sourceID)
        else { throw MissingSample(what: record.sourceID) }
        return key
    }

    func profile(of record: PractitionerRecord) async throws -> Profile {
        guard let profile = try await profile(of: try await key(of: record)) else {
            throw MissingSample(what: record.sourceID)
        }
        return profile
    }

    func state(
        of record: PractitionerRecord,
        in jurisdiction: String = "US-WA"
    ) async throws -> CredentialState {
        let credentials = try await profile(of: record).credentials
        guard
            let found = credentials.first(where: {
                $0.state.credential.jurisdiction.code == jurisdiction
            })
        else { throw MissingSample(what: jurisdiction) }
        return found.state
    }

    func credentialID(
        of record: PractitionerRecord,
        in jurisdiction: String = "US-WA"
    ) async throws -> PublicID {
        let credentials = try await profile(of: record).credentials
        let found = credentials.first { $0.state.credential.jurisdiction.code == jurisdiction }
        guard let id = found.flatMap({ PublicID($0.publicID) }) else {
            throw MissingSample(what: jurisdiction)
        }
        return id
    }

    // MARK: - What happens to people

    /// Lets a registry answer about a credential, at a moment.
    @discardableResult
    func check(
        _ record: PractitionerRecord,
        in jurisdiction: String = "US-WA",
        at moment: Instant = .now,
        _ answer: SampleAnswer = .active,
        milliseconds: Int = 12,
        clock now: Instant? = nil
    ) async throws -> CheckEffect {
        let id = try await credentialID(of: record, in: jurisdiction)
        guard let credential = try await credential(with: id),
            let due = try await claim(credential.key, now: moment)
        else { throw MissingSample(what: jurisdiction) }
        let result = try answer.result(for: due, at: moment, milliseconds: milliseconds)
        let effects = try await self.record([result], terms: SampleRegistries.terms(), now: now)
        guard let effect = effects.first else { throw MissingSample(what: "effect") }
        return effect
    }

    func decide(
        _ decision: Decision,
        about record: PractitionerRecord,
        in jurisdiction: String = "US-WA",
        at moment: Instant = .now,
        coversDiscipline: Bool = false
    ) async throws {
        try await decide(
            DecisionRecord(
                decision: decision,
                actor: "tester",
                reason: "Seen on the register.",
                decidedAt: moment,
                coversDiscipline: coversDiscipline
            ),
            about: try await credentialID(of: record, in: jurisdiction)
        )
    }

    /// Whether searches find somebody vetted at some moment.
    func isVetted(_ record: PractitionerRecord, at moment: Instant = .now) async throws -> Bool {
        let key = try await key(of: record)
        let listings = try await listings().filter { $0.practitioner == key }
        return listings.contains { $0.vettedUntil.map { $0 > moment } ?? false }
    }

    func listings() async throws -> [Listing] {
        let receiver = Receiver()
        _ = try await loadListings(reserving: { _ in }, { receiver.listings.append($0) })
        return receiver.listings
    }

    /// Takes listings in; `loadListings` hands them over one after the other.
    private final class Receiver: @unchecked Sendable {
        var listings: [Listing] = []
    }
}

extension DatabaseValue {
    fileprivate var plain: String? {
        switch storage {
        case .null: nil
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .string(let text): text
        case .blob(let data): "\(data.count) bytes"
        }
    }
}

// MARK: - Answers

/// What a registry says of whomever it is asked about.
enum SampleAnswer {
    case standing(Standing, expires: CalendarDate? = nil, issued: CalendarDate? = nil)
    /// A wording that stands in no map.
    case unread(String)
    case outcome(Outcome)

    static let active = SampleAnswer.standing(.active)

    func result(
        for due: DueCredential,
        at moment: Instant,
        milliseconds: Int = 12
    ) throws -> CheckResult {
        let body = Array("\(due.key.value) \(self)".utf8)
        let sha256 = Self.hexadecimal(body)
        return CheckResult(
            due: due,
            check: Check(
                askedAt: moment,
                question: "GET https://registry.example.org/?n=1",
                status: 200,
                verdict: verdict(on: due.claimant),
                sha256: sha256,
                milliseconds: milliseconds,
                description: String(repeating: "d", count: 64)
            ),
            evidence: Evidence(sha256: sha256, contentType: "application/json", body: body)
        )
    }

    private func verdict(on claimant: Claimant) -> Verdict {
        func entry(_ wording: String, _ standing: Standing?) -> RegisterEntry {
            RegisterEntry(
                number: claimant.number,
                names: claimant.names,
                type: "Acupuncturist",
                wording: wording,
                standing: standing,
                fields: [
                    .init(name: "status", value: wording), .init(name: "note", value: "a\"\\\n"),
                ]
            )
        }
        switch self {
        case .standing(let standing, let expires, let issued):
            var found = entry(standing.rawValue.uppercased(), standing)
            found.expiresOn = expires
            found.firstIssuedOn = issued
            return Verdict(outcome: .matched, reason: "Agrees.", entry: found)
        case .unread(let wording):
            return Verdict(
                outcome: .unrecognised,
                reason: "Unread.",
                entry: entry(wording, nil)
            )
        case .outcome(let outcome):
            return Verdict(outcome: outcome, reason: "No entry.")
        }
    }

    /// Sixty-four digits that stand for these bytes: no test needs a real hash.
    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        var generator = SeededGenerator(seed: bytes.reduce(7) { $0 &* 31 &+ UInt64($1) })
        return (0..<4).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
