import Directory
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
@testable import Storage
import Synchronization
import Testing
@testable import Web

/// A site on a real database of its own, at a moment that the test moves.
struct SampleSite {
    let database: Database
    let server: WebServer
    let clock: SampleClock

    static let now = Instant(secondsSince1970: 1_795_000_000)

    /// The file of a database with the sample people, of which each site has a copy.
    private static let settled = Task {
        let path = newPath()
        let database = try Database.create(at: path, now: now)
        try await database.settle()
        try database.close()
        return path
    }

    private static func newPath() -> String {
        FileManager.default.temporaryDirectory
            .appending(component: "web-\(UUID().uuidString).sqlite").path()
    }

    /// A site with the sample people on it.
    init(
        publicURL: PublicURL? = nil,
        requestsPerMinute: Int? = nil,
        trustedProxies: [AddressBlock] = [],
        isLoaded: Bool = true,
        metricsToken: BearerToken? = nil,
        logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    ) async throws {
        let clock = SampleClock(Self.now)
        let path = Self.newPath()
        try FileManager.default.copyItem(atPath: try await Self.settled.value, toPath: path)
        database = try Database(path: path, use: .working)
        self.clock = clock
        var configuration = WebConfiguration(port: 0, publicURL: publicURL)
        configuration.requestsPerMinute = requestsPerMinute
        configuration.trustedProxies = trustedProxies
        configuration.metricsToken = metricsToken
        server = try WebServer(
            database: database,
            configuration: configuration,
            logger: logger,
            clock: { clock.now }
        )
        if isLoaded { try await server.feed.load() }
    }

    /// Asks the router without a network between.
    func test(_ body: @Sendable @escaping (SampleClient) async throws -> Void) async throws {
        try await test(.router, body)
    }

    /// Asks over a connection.
    func testLive(_ body: @Sendable @escaping (SampleClient) async throws -> Void) async throws {
        try await test(.live, body)
    }

    private func test(
        _ setup: TestingSetup,
        _ body: @Sendable @escaping (SampleClient) async throws -> Void
    ) async throws {
        try await server.application().test(setup) { client in
            try await body(try SampleClient(client: client))
        }
    }
}

final class SampleClock: Sendable {
    private let moment: Mutex<Instant>

    init(_ now: Instant) {
        moment = Mutex(now)
    }

    var now: Instant { moment.withLock { $0 } }

    func pass(_ seconds: Int64) {
        moment.withLock { $0 = $0 + seconds }
    }
}

struct SampleClient {
    let client: any TestClientProtocol
    private let contract: Contract

    init(client: any TestClientProtocol) throws {
        self.client = client
        contract = try Contract.shared.get()
    }

    /// What is answered, once it was seen to keep the contract.
    func get(_ uri: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        let response = try await client.execute(uri: uri, method: .get, headers: headers)
        #expect(try contract.faults(of: response, to: uri) == [], "\(uri)")
        return response
    }

    func json(_ uri: String) async throws -> JSON {
        try JSON(await get(uri))
    }

    /// The names of a search's results, in their order.
    func names(_ uri: String) async throws -> [String] {
        try await json(uri)["results"].array.map { $0["name"].string ?? "" }
    }
}

/// An answer, taken apart.
struct JSON {
    let value: Any?

    init(_ response: TestResponse) throws {
        try self.init(text: response.body)
    }

    init(text: ByteBuffer) throws {
        value = try JSONSerialization.jsonObject(
            with: Data(text.readableBytesView),
            options: .fragmentsAllowed
        )
    }

    private init(_ value: Any?) {
        self.value = value is NSNull ? nil : value
    }

    subscript(name: String) -> JSON { JSON((value as? [String: Any])?[name]) }
    subscript(index: Int) -> JSON {
        let array = array
        return array.indices.contains(index) ? array[index] : JSON(nil)
    }

    var array: [JSON] { (value as? [Any] ?? []).map { JSON($0) } }
    var names: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
    var string: String? { value as? String }
    var int: Int? { value as? Int }
    var double: Double? { value as? Double }
    var bool: Bool? { value as? Bool }
    var isNull: Bool { value == nil }
}

// MARK: - People

/// The sample people: the same names and roles everywhere.
enum Sample {
    static let seattle = "47.6062,-122.3321"

    /// Vetted for a month, claimed, fifteen years of experience, 6 testimonials.
    static let alice = person("Alice", "Adams", north: 0.00, number: "AC60000001")
    /// Vetted for ten minutes more; claimed, 2 testimonials.
    static let bob = person("Bob", "Brown", north: 0.01, number: "AC60000002")
    /// Suspended.
    static let carol = person("Carol", "Clark", north: 0.02, number: "AC60000003")
    /// Vetted and unclaimed.
    static let dave = person("Dave", "Dunn", north: 0.03, number: "AC60000004", .unclaimed)
    /// In Oregon, of which no registry is described.
    static let erin = oregonian("Erin", "Evans")

    static func person(
        _ given: String,
        _ family: String,
        north: Double,
        number: String,
        _ profile: Practitioner.Profile = .claimed
    ) -> PractitionerRecord {
        var statement = ProfileStatement()
        statement.languages = [.en, .vi]
        statement.conditions = [.neuropathy, .migraine]
        statement.techniques = [.moxibustion]
        statement.payers = [.aetna]
        statement.accepting = true
        statement.practisingSince = CalendarDate(year: 2001, month: 5, day: 6)
        statement.about = "Says \"hello\"."
        return PractitionerRecord(
            source: .file,
            sourceID: number,
            practitioner: Practitioner(
                name: PersonName(given: given, family: family),
                profile: profile,
                statement: statement
            ),
            locations: [
                Location(
                    clinic: "Clinic of \(family)",
                    street: "12 Example Street",
                    city: "Seattle",
                    region: "WA",
                    country: "US",
                    postalCode: "98101",
                    coordinate: try? Coordinate(latitude: 47.6062 + north, longitude: -122.3321),
                    placement: .exact,
                    telephone: "206-555-0100",
                    hours: (try? OpeningHours("mo-tu 09:00-17:30")) ?? OpeningHours(),
                    wheelchair: true
                )
            ],
            credentials: [
                Credential(
                    kind: .licence,
                    credentialClass: .statutory,
                    jurisdiction: washington,
                    number: number,
                    title: "Acupuncturist",
                    registry: registry.id,
                    source: .file
                )
            ]
        )
    }

    static func oregonian(_ given: String, _ family: String) -> PractitionerRecord {
        var record = person(given, family, north: 0, number: "OR1")
        record.locations = [
            Location(
                city: "Portland",
                region: "OR",
                country: "US",
                postalCode: "97201",
                coordinate: try? Coordinate(latitude: 45.5152, longitude: -122.6784),
                placement: .postalCode
            )
        ]
        record.credentials = [
            Credential(
                kind: .licence,
                credentialClass: .statutory,
                jurisdiction: oregon,
                number: "OR1",
                source: .file
            )
        ]
        record.practitioner.npi = try? NPI("2000000002")
        return record
    }

    static let washington = jurisdiction("US-WA")
    static let oregon = jurisdiction("US-OR")

    static func jurisdiction(_ code: String) -> Jurisdiction {
        guard let jurisdiction = try? Jurisdiction(code) else {
            preconditionFailure("\(code) is no jurisdiction")
        }
        return jurisdiction
    }

    static let registry: RegistrySummary = {
        guard let id = try? RegistryID("us-wa-doh") else { preconditionFailure("no registry id") }
        return RegistrySummary(
            id: id,
            name: "Department of Health",
            jurisdiction: washington,
            completeness: .fullHistory,
            windowDays: 30,
            timeZone: "America/Los_Angeles",
            publicPage: "https://registry.example.org/look-up"
        )
    }()

    static let terms = RegistryTerms(completeness: .fullHistory, timeZone: .gmt)
}

extension Database {
    /// Fills an empty database with the sample people.
    func settle() async throws {
        try await replacePolicies(
            [(Sample.washington, "Washington"), (Sample.oregon, "Oregon")].map { place, name in
                JurisdictionPolicy(
                    jurisdiction: place,
                    name: name,
                    licensing: .statutory,
                    source: "invented"
                )
            }
        )
        try await describeRegistries([(Sample.registry, "00")], at: SampleSite.now)
        try await replaceGazetteer(
            places: [
                Place(
                    name: "Seattle",
                    region: "WA",
                    country: "US",
                    coordinate: Coordinate(latitude: 47.6062, longitude: -122.3321),
                    population: 700_000
                )
            ],
            postalCodes: []
        )
        try await add([Sample.alice, Sample.bob, Sample.carol, Sample.dave, Sample.erin])
        try await see("AC60000001", standing: .active, daysAgo: 0)
        try await see("AC60000002", standing: .active, daysAgo: 30, soonerBy: -600)
        try await see("AC60000004", standing: .active, daysAgo: 1)
        for number in ["AC60000001", "AC60000002", "AC60000003", "AC60000004"] {
            try await approve(number)
        }
        try await see("AC60000003", standing: .suspended, daysAgo: 0)
        try await rate("AC60000001", [5, 5, 5, 5, 4, 4])
        try await rate("AC60000002", [5, 3])
    }

    func add(_ records: [PractitionerRecord]) async throws {
        _ = try await apply(records, at: SampleSite.now)
    }

    /// Records a check of the licence of this number, read so long ago.
    func see(
        _ number: String,
        standing: Standing,
        daysAgo: Int64,
        soonerBy seconds: Int64 = 0
    ) async throws {
        let key = try await credentialKey(number)
        let due = try #require(try await claim(key.key, now: SampleSite.now))
        let entry = RegisterEntry(
            number: number,
            names: due.claimant.names,
            wording: standing.rawValue.uppercased(),
            standing: standing,
            firstIssuedOn: CalendarDate(year: 2011, month: 4, day: 1),
            fields: [.init(name: "status", value: "\(standing)")]
        )
        let check = Check(
            askedAt: SampleSite.now,
            question: "GET https://registry.example.org/\(number)",
            status: 200,
            verdict: Verdict(outcome: .matched, reason: "Seen.", entry: entry),
            sourceAsOf: SampleSite.now - daysAgo * 86_400 - seconds,
            sha256: String(repeating: "ab", count: 32)
        )
        _ = try await record(
            [CheckResult(due: due, check: check, evidence: nil)],
            terms: [Sample.registry.id: Sample.terms]
        )
    }

    func approve(_ number: String) async throws {
        let id = try #require(PublicID(try await credentialKey(number).publicID))
        try await decide(
            DecisionRecord(
                decision: .approved,
                actor: "tester",
                reason: "Seen.",
                decidedAt: SampleSite.now
            ),
            about: id
        )
    }

    func reject(_ number: String) async throws {
        let id = try #require(PublicID(try await credentialKey(number).publicID))
        try await decide(
            DecisionRecord(
                decision: .rejected,
                actor: "tester",
                reason: "Not right.",
                decidedAt: SampleSite.now
            ),
            about: id
        )
    }

    func rate(_ number: String, _ ratings: [Int]) async throws {
        let practitioner = try await credentialKey(number).practitioner
        try await write { db in
            for (index, rating) in ratings.enumerated() {
                let testimonial = Testimonial(
                    rating: rating,
                    text: "Number \(index).",
                    condition: .neuropathy,
                    writtenOn: CalendarDate(daysSince1970: 20_000 + Int32(index))
                )
                try Database.insert(testimonial, about: practitioner, at: SampleSite.now, db)
            }
            try Database.refreshListings(of: practitioner, db)
        }
    }

    /// The public identifier of the practitioner with the licence of this number.
    func publicID(_ number: String) async throws -> String {
        let key = try await credentialKey(number).practitioner
        return try #require(try await profile(of: key)).publicID
    }
}
