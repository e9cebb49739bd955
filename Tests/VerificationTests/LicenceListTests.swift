import Curl
import Directory
import Foundation
import Loopback
import Registries
import Storage
import Synchronization
import Testing
import Verification

/// A board whose list of licences is downloaded, and whose licensees are looked up in it.
@Suite struct LicenceListTests {
    private static let now = Instant(secondsSince1970: 1_795_435_200)
    private static let head = "Number,Last,First,Profession,Status,Expires\n"
    private static let ann = Licensee.ann
    private static let bea = Licensee.bea

    private struct Entry {
        var licensee: Licensee
        var status = "Active"
        var text: String {
            "\(licensee.number),\(licensee.family),\(licensee.given),Acupuncturist,\(status),06/30/2027\n"
        }
    }

    private static let strangers = (0..<200).map { number in
        Entry(
            licensee: Licensee(
                number: "ZX-1\(number)",
                given: "Nobody",
                family: "Stranger\(number)"
            )
        )
    }

    private static func list(_ entries: [Entry]) -> String {
        head + (strangers + entries).map(\.text).joined()
    }

    private static let both = list([Entry(licensee: ann), Entry(licensee: bea)])

    /// A server whose answer is whatever was put there last.
    private final class Board: Sendable {
        private let steps = Mutex<[RawServer.Step]>([])

        func publish(_ text: String, of day: Int64, tag: String) {
            publish(bytes: Array(text.utf8), of: day, tag: tag)
        }

        func publish(bytes: [UInt8], of day: Int64, tag: String) {
            let modified = HTTPDay.text(LicenceListTests.now + day * secondsPerDay)
            let headers =
                "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: \(bytes.count)\r\n"
                + "ETag: \"\(tag)\"\r\nLast-Modified: \(modified)\r\n\r\n"
            steps.withLock { $0 = [.send(Array(headers.utf8) + bytes), .close] }
        }

        func sayUnchanged() {
            steps.withLock { $0 = .answer("", status: "304 Not Modified", type: nil) }
        }

        func fail() {
            steps.withLock { $0 = .answer("", status: "503 Service Unavailable", type: nil) }
        }

        func server() throws -> RawServer {
            try RawServer { [self] _ in steps.withLock { $0 } }
        }
    }

    /// A date as HTTP writes it.
    private enum HTTPDay {
        static func text(_ moment: Instant) -> String {
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.timeZone = TimeZone(identifier: "GMT")
            format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
            return format.string(
                from: Date(timeIntervalSince1970: Double(moment.secondsSince1970))
            )
        }
    }

    private struct Bench {
        let folder: URL
        let database: Database
        let board = Board()
        let server: RawServer

        init(described settings: String = "") async throws {
            folder = FileManager.default.temporaryDirectory
                .appending(path: "meridian-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            database = try Database.create(
                at: folder.appending(path: "meridian.sqlite").path,
                now: LicenceListTests.now
            )
            server = try board.server()
            try await database.describeRegistries(
                [(registry(settings).summary, registry(settings).descriptionHash)],
                at: LicenceListTests.now
            )
            let people = try [LicenceListTests.ann, LicenceListTests.bea].map { try $0.record() }
            _ = try await database.apply(people, at: LicenceListTests.now)
        }

        func remove() {
            server.stop()
            try? database.close()
            try? FileManager.default.removeItem(at: folder)
        }

        func registry(_ settings: String = "") throws -> Registry {
            let overrides = folder.appending(path: "registries")
            try FileManager.default.createDirectory(
                at: overrides,
                withIntermediateDirectories: true
            )
            try Data(
                """
                id: us-xx-board
                template: csv-register
                name: Board of Tests
                jurisdiction: US-WA
                completeness: full_history
                time_zone: America/Los_Angeles
                public_page: https://board.example.org/
                base_url: http://127.0.0.1:\(server.port)
                private_hosts: ["127.0.0.1:\(server.port)"]
                timeout: 1500
                list: {path: /licensees.csv, least_rows: 2}
                answer:
                  fields: {number: Number, family: Last, given: First, type: Profession, status: Status, expires: Expires}
                  types: "*ACUPUNCT*"
                  dates: {formats: MM/DD/YYYY}
                standings: {Active: active, Suspended: suspended}
                \(settings)
                """.utf8
            ).write(to: overrides.appending(path: "us-xx-board.yaml"))
            let catalogue = try RegistryCatalogue(
                directories: [SeedBench.seed.appending(path: "registries"), overrides]
            )
            return try #require(
                catalogue.listedRegistries.first { $0.id.text == "us-xx-board" }
            )
        }

        /// Downloads the list, so many days from the start, and looks up who is due.
        @discardableResult
        func sweep(
            day: Int64,
            _ settings: String = ""
        ) async throws -> (list: ListSweep.Outcome, sweep: RegistrySweep) {
            let moment = LicenceListTests.now + day * secondsPerDay
            let transport = try Transport()
            defer { transport.shutdown() }
            let registry = try registry(settings)
            let lists = try await Lists(
                [],
                of: [registry],
                database: database,
                transport: transport,
                clock: { moment }
            ).sweep()
            let sweeps = try await Sweep(
                registries: [registry],
                database: database,
                transport: transport,
                clock: { moment }
            ).run()
            return (try #require(lists.first).outcome, try #require(sweeps.first))
        }

        func credential(of licensee: Licensee) async throws -> Profile.ProfileCredential {
            let key = try #require(
                try await database.practitioner(from: .file, sourceID: licensee.number)
            )
            return try #require(try await database.profile(of: key)?.credentials.first)
        }

        func state(of licensee: Licensee) async throws -> CredentialState {
            try await credential(of: licensee).state
        }

        func replayed() async throws -> Replay.Tally {
            try await Replay(database: database, registries: [registry()]).run { _, _ in }
        }
    }

    private static func day(_ day: Int64) -> Instant { now + day * secondsPerDay }

    // MARK: - Looking up

    @Test func `licensees are looked up in the list, which is as old as it says`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        bench.board.publish(Self.both, of: -2, tag: "1")
        let (outcome, sweep) = try await bench.sweep(day: 0)

        guard case .taken(.licences(let summary)) = outcome else {
            Issue.record("The list was not taken in: \(outcome)")
            return
        }
        #expect(summary.rows.kept == 202)
        #expect(summary.asOf == Self.day(-2))
        #expect(sweep.tally.outcomes == [.matched: 2])
        #expect(sweep.stopReason == nil)
        // The list, once, for both.
        #expect(bench.server.questions.count == 1)
        let credential = try await bench.credential(of: Self.ann)
        #expect(credential.state.standing == .active)
        #expect(credential.state.trust.goodUntil == Self.day(28))
        let check = try #require(credential.latestCheck)
        #expect(check.sourceAsOf == Self.day(-2))
        #expect(check.question.contains("/licensees.csv, the rows under the number ZX-0001 in the"))
        let line = Self.head + Entry(licensee: Self.ann).text
        var reader = try #require(LicenceListReader(bench.registry()))
        reader.take(Array(line.utf8)) { _ in }
        #expect(check.sha256 == reader.finish { _ in }.sha256)
        #expect(try await bench.replayed().different == 0)
        #expect(try await bench.replayed().fromBodies == 2)
    }

    @Test func `nobody is looked up before a list was taken in, and nobody is absent of none`()
        async throws
    {
        let bench = try await Bench()
        defer { bench.remove() }
        bench.board.fail()
        let (outcome, sweep) = try await bench.sweep(day: 0)

        guard case .refused = outcome else {
            Issue.record("What came was \(outcome).")
            return
        }
        #expect(sweep.tally.checked == 0)
        #expect(sweep.stopReason?.hasPrefix("No list of this registry has been taken in") == true)
        #expect(try await bench.state(of: Self.ann).outcome == nil)

        // Asked about by hand, there is no answer about her.
        let transport = try Transport()
        defer { transport.shutdown() }
        // Ann was written down first.
        let keys = try #require(try await bench.database.credentialKeys())
        let effect = try await Verifier(
            registry: bench.registry(),
            database: bench.database,
            transport: transport,
            clock: { Self.now }
        ).verify(Credential.Key(keys.lowerBound))
        #expect(effect?.outcome == .unreachable)
        #expect(bench.server.questions.count == 1)
    }

    @Test func `a list that stays the same vets nobody beyond its window`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        bench.board.publish(Self.both, of: 0, tag: "1")
        try await bench.sweep(day: 0)
        bench.board.sayUnchanged()
        for day: Int64 in [7, 14, 21, 28] {
            let (outcome, sweep) = try await bench.sweep(day: day)
            guard case .unchanged = outcome else {
                Issue.record("On day \(day) it was \(outcome).")
                return
            }
            #expect(sweep.tally.outcomes == [.matched: 2])
        }
        #expect(try await bench.state(of: Self.ann).trust.goodUntil == Self.day(30))

        // A new one carries whom the old would not have carried until their turn.
        bench.board.publish(Self.both, of: 29, tag: "2")
        let (_, sweep) = try await bench.sweep(day: 30)
        #expect(sweep.tally.checked == 2)
        #expect(try await bench.state(of: Self.ann).trust.goodUntil == Self.day(59))
    }

    @Test func `nobody is looked up in a list that was not seen for too long`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        bench.board.publish(Self.both, of: 0, tag: "1")
        try await bench.sweep(day: 0)
        bench.board.fail()
        #expect(try await bench.sweep(day: 13).sweep.tally.outcomes == [.matched: 2])
        let stale = try await bench.sweep(day: 21).sweep
        #expect(stale.tally.checked == 0)
        #expect(stale.stopReason?.contains("it is not the current one any more") == true)
        #expect(try await bench.state(of: Self.ann).trust.goodUntil == Self.day(30))
    }

    @Test func `rows are not looked up by the rules of another description`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        bench.board.publish(Self.both, of: 0, tag: "1")
        try await bench.sweep(day: 0)
        let other = "match: {number: {transforms: [\"strip_prefix:ZX-\"]}}"
        bench.board.fail()
        let (_, sweep) = try await bench.sweep(day: 8, other)
        #expect(sweep.tally.checked == 0)
        #expect(sweep.stopReason?.contains("by its present description") == true)

        bench.board.publish(Self.both, of: 8, tag: "1")
        let (outcome, again) = try await bench.sweep(day: 9, other)
        guard case .taken = outcome else {
            Issue.record("It was \(outcome).")
            return
        }
        #expect(again.tally.outcomes == [.matched: 2])
    }

    // MARK: - The traps of lists

    @Test func `somebody who is not on one list, however often it is read, loses nothing`()
        async throws
    {
        let bench = try await Bench()
        defer { bench.remove() }
        bench.board.publish(Self.both, of: 0, tag: "1")
        try await bench.sweep(day: 0)
        bench.board.publish(Self.list([Entry(licensee: Self.bea)]), of: 7, tag: "2")
        try await bench.sweep(day: 7)
        var ann = try await bench.state(of: Self.ann)
        #expect(ann.outcome == .absent)
        #expect(ann.standing == .active)
        bench.board.sayUnchanged()
        for day: Int64 in 8...11 { try await bench.sweep(day: day) }
        ann = try await bench.state(of: Self.ann)
        #expect(ann.trust.absences == 1)
        #expect(ann.trust.goodUntil == Self.day(30))

        bench.board.publish(Self.both, of: 12, tag: "3")
        try await bench.sweep(day: 12)
        ann = try await bench.state(of: Self.ann)
        #expect(ann.outcome == .matched)
        #expect(ann.trust == Trust(goodUntil: Self.day(42)))
        #expect(try await bench.replayed().different == 0)
    }

    @Test func `the third list without somebody ends trust, where everybody stays on it`()
        async throws
    {
        let bench = try await Bench()
        defer { bench.remove() }
        bench.board.publish(Self.both, of: 0, tag: "1")
        try await bench.sweep(day: 0)
        for day: Int64 in 7...9 {
            let goodUntil = try await bench.state(of: Self.ann).trust.goodUntil
            #expect(goodUntil == Self.day(30))
            bench.board.publish(Self.list([Entry(licensee: Self.bea)]), of: day, tag: "\(day)")
            try await bench.sweep(day: day)
        }
        #expect(try await bench.state(of: Self.ann).trust.goodUntil == Self.day(9))
        #expect(try await bench.state(of: Self.bea).trust.goodUntil != Self.day(9))
        #expect(try await bench.replayed().different == 0)
    }

    /// What may come in place of the list, and how it is refused.
    @Test(arguments: [
        (
            both.split(separator: "\n").prefix(100).map { $0 + "\n" }.joined(),
            "it was probably cut off"
        ),
        (both.replacing("Status", with: "State"), "no longer has the columns status"),
        (both.replacing("06/30/2027", with: "2027-06-30"), "cannot be read: line 2: expires is"),
        (both.replacing(",Steady", with: ",\"Ste"), "ends inside a row"),
        ("", "The list is empty."),
    ])
    func `a spoilt list is refused, and the last one stays`(
        text: String,
        sentence: String
    ) async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        bench.board.publish(Self.both, of: 0, tag: "1")
        try await bench.sweep(day: 0)
        bench.board.publish(text, of: 7, tag: "2")
        let (outcome, sweep) = try await bench.sweep(day: 7)

        guard case .refused(let reason) = outcome else {
            Issue.record("It was \(outcome).")
            return
        }
        #expect(reason.contains(sentence))
        #expect(sweep.tally.outcomes == [.matched: 2])
        #expect(try await bench.state(of: Self.ann).trust.goodUntil == Self.day(30))
    }

    private static let utf16: [UInt8] =
        [0xFF, 0xFE] + both.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    private static let windows: [UInt8] = both.utf8.map { $0 == 0x79 ? 0xFD : $0 }

    @Test(arguments: [utf16, windows])
    func `a list in another encoding is refused, and the last one stays`(
        bytes: [UInt8]
    ) async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        bench.board.publish(Self.both, of: 0, tag: "1")
        try await bench.sweep(day: 0)
        bench.board.publish(bytes: bytes, of: 7, tag: "2")
        let (outcome, sweep) = try await bench.sweep(day: 7)

        guard case .refused = outcome else {
            Issue.record("It was \(outcome).")
            return
        }
        #expect(sweep.tally.outcomes == [.matched: 2])
    }

    @Test func `of a list that suspends many at once the changes wait for a person`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let many = (0..<30).map { Licensee(number: "ZX-2\($0)", given: "Cy", family: "Many\($0)") }
        _ = try await bench.database.apply(try many.map { try $0.record() }, at: Self.now)
        func text(_ status: String) -> String {
            Self.list(many.map { Entry(licensee: $0, status: status) })
        }
        bench.board.publish(text("Active"), of: 0, tag: "1")
        try await bench.sweep(day: 0)
        bench.board.publish(text("Suspended"), of: 7, tag: "2")
        let (_, sweep) = try await bench.sweep(day: 7)

        #expect(sweep.tally.held > 0)
        let standings = try await bench.state(of: many[29]).standing
        #expect(standings == .active || standings == .suspended)
    }

    @Test func `the canary stands on the list, or changes for the worse wait`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let canary = "canary: {number: ZX-0002, given: Bea, family: Other}"
        bench.board.publish(Self.both, of: 0, tag: "1")
        try await bench.sweep(day: 0, canary)
        #expect(try await bench.state(of: Self.ann).outcome == .matched)
        bench.board.publish(
            Self.list([Entry(licensee: Self.ann, status: "Suspended")]),
            of: 7,
            tag: "2"
        )
        let (_, sweep) = try await bench.sweep(day: 7, canary)
        // Ann's suspension, and that Bea is gone.
        #expect(sweep.tally.held == 2)
        #expect(try await bench.state(of: Self.ann).standing == .active)
    }

    @Test func `the rows of the last list are gone once another took its place`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        bench.board.publish(Self.both, of: 0, tag: "1")
        try await bench.sweep(day: 0)
        bench.board.publish(Self.list([]), of: 7, tag: "2")
        try await bench.sweep(day: 7)
        let size = try await bench.database.licenceRows(
            under: [bench.registry().key(of: Self.ann.number)],
            in: bench.registry().id,
            describedBy: bench.registry().descriptionHash
        )
        #expect(size?.rows.values.map(\.count) == [0])
        #expect(size?.asOf == Self.day(7))
    }
}
