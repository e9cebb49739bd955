import Directory
import Foundation
import GRDB
import Ingestion
import Storage
import Synchronization
import Testing

/// Files that come after others, and files that come in pieces.
@Suite struct NPPESImportAgainTests {
    let work: Workplace
    let later = Workplace.now + 86_400

    init() async throws {
        work = try await Workplace()
    }

    @Test func `the same file twice changes nothing`() async throws {
        let rows: [NPPESCells] = [
            .person(Numbers.ada, given: "LUCY (BETH)"),
            .person(Numbers.ben).with([
                "Provider Business Practice Location Address Postal Code": "99999"
            ]),
            .person(Numbers.cleo, updated: ""),
            .deactivated(Numbers.ben, on: "02/01/2026"),
        ]
        try await work.importNPPES(rows)
        let before = try work.everything()
        let summary = try await work.importNPPES(rows, at: later)
        #expect(try work.everything() == before)
        #expect(summary.unchanged == 3)
        #expect(summary.added + summary.updated + summary.deactivated == 0)
        #expect(
            try work.rows("SELECT kind, rows_read, rows_kept, added FROM import ORDER BY id") == [
                "nppes|4|3|3", "nppes|4|3|0",
            ]
        )
    }

    @Test func `a newer file updates the address and blanks nothing`() async throws {
        try await work.importNPPES([.person(Numbers.ada).taxonomy(2, "225100000X")])
        let location = try work.rows("SELECT public_id FROM location")
        let moved = NPPESCells.person(Numbers.ada, updated: "04/01/2026").with([
            "Provider First Line Business Practice Location Address": "99 SAMPLE AVE"
        ])
        let summary = try await work.importNPPES([moved], at: later)
        #expect(summary.updated == 1)
        #expect(try work.rows("SELECT street FROM location") == ["99 Sample Ave"])
        #expect(try work.rows("SELECT street FROM listing") == ["99 Sample Ave"])
        #expect(try work.rows("SELECT public_id FROM location") == location)
        // A code that is no longer listed is gone from the set.
        #expect(try work.rows("SELECT count(*) FROM taxonomy") == ["1"])
        #expect(
            try work.rows("SELECT updated_at FROM practitioner") == ["\(later.secondsSince1970)"]
        )

        let empty = NPPESCells.person(Numbers.ada, updated: "05/01/2026").with([
            "Provider First Line Business Practice Location Address": "",
            "Provider Business Practice Location Address City Name": "",
            "Provider Business Practice Location Address State Name": "",
            "Provider Business Practice Location Address Postal Code": "",
            "Provider License Number_1": "", "Provider License Number State Code_1": "",
        ])
        try await work.importNPPES([empty], at: later)
        #expect(try work.rows("SELECT street FROM location") == ["99 Sample Ave"])
        #expect(
            try work.rows("SELECT number FROM credential WHERE kind = 'licence'") == ["ZX100"]
        )
    }

    @Test func `who left the profession is kept up to date`() async throws {
        try await work.importNPPES([.person(Numbers.ada)])
        let summary = try await work.importNPPES([
            .person(Numbers.ada, family: "SAMPLE", updated: "04/01/2026")
                .taxonomy(1, "225100000X", "", "", "Y"),
            .person(Numbers.ben).taxonomy(1, "225100000X", "", "", "Y"),
        ])
        #expect(summary.updated == 1)
        #expect(summary.added == 0)
        #expect(try await work.profile(Numbers.ada)?.practitioner.name.family == "Sample")
        #expect(try work.rows("SELECT code FROM taxonomy") == ["225100000X"])
    }

    @Test func `an older file after a newer one changes nothing`() async throws {
        try await work.importNPPES([
            .person(Numbers.ada), .person(Numbers.ben), .person(Numbers.cleo),
        ])
        try await work.importNPPES([
            .person(Numbers.ada, family: "SAMPLE", updated: "04/01/2026"),
            .deactivated(Numbers.ben, on: "04/01/2026"),
            .person(Numbers.cleo, updated: "05/01/2026").with([
                "NPI Deactivation Date": "04/01/2026", "NPI Reactivation Date": "05/01/2026",
            ]),
        ])
        let before = try work.everything()
        // The first file again, and one from between.
        try await work.importNPPES(
            [.person(Numbers.ada), .person(Numbers.ben), .person(Numbers.cleo)],
            at: later
        )
        let summary = try await work.importNPPES(
            [
                .person(Numbers.ada, family: "BETWEEN", updated: "03/15/2026"),
                .deactivated(Numbers.cleo, on: "04/01/2026"),
            ],
            at: later
        )
        #expect(summary.outdated == 1)
        #expect(try work.everything() == before)
    }

    @Test func `a file that was cut off changes nothing, wherever it was cut`() async throws {
        try await work.importNPPES([.person(Numbers.ada)])
        let before = try work.everything()
        let text = NPPESCells.csv([
            .person(Numbers.ada, family: "SAMPLE", updated: "04/01/2026"), .person(Numbers.ben),
        ])
        let rowStart = try #require(text.range(of: "\"\(Numbers.ben)\"")).lowerBound
        let bytes = Array(text.utf8)
        let start = text.utf8.distance(from: text.startIndex, to: rowStart)
        for end in stride(from: start + 1, to: bytes.count - 2, by: 97) {
            let path = try work.file("cut.csv", Array(bytes[..<end]))
            await #expect(throws: ImportError.truncated(line: 3), "cut at \(end)") {
                try await NPPESImport().run(path, into: work.database, at: later)
            }
        }
        #expect(try work.everything() == before)
        #expect(try work.rows("SELECT count(*) FROM import") == ["1"])
    }

    @Test func `readers are answered while a file is taken in and see whole people only`()
        async throws
    {
        let rows = (1...2_000).map { NPPESCells.person(Numbers.number(200_000_000 + $0)) }
        let path = try work.file("many.csv", NPPESCells.csv(rows))
        let halves = Counts()
        let queue = try DatabaseQueue(path: work.path("directory.sqlite"))
        let watch = Task {
            while !Task.isCancelled {
                let half = try await queue.read { db in
                    try Int.fetchOne(
                        db,
                        sql: """
                            SELECT count(*) FROM practitioner
                            WHERE id NOT IN (SELECT practitioner_id FROM listing)
                                OR id NOT IN (SELECT practitioner_id FROM credential
                                    WHERE kind = 'licence')
                            """
                    )
                }
                halves.add(half ?? -1)
            }
        }
        let summary = try await NPPESImport().run(path, into: work.database, at: Workplace.now)
        watch.cancel()
        _ = await watch.result
        #expect(summary.added == 2_000)
        #expect(halves.all == [0])
        #expect(try work.rows("SELECT count(*) FROM listing") == ["2000"])
    }

    @Test func `a list of rejected rows goes with the next run, anything else stays`() async throws
    {
        try await work.importNPPES([.person("2000000000")])
        #expect(try work.rejects().count == 1)
        try await work.importNPPES([.person(Numbers.ada)])
        #expect(!FileManager.default.fileExists(atPath: work.path("rejects.csv")))

        _ = try work.file("rejects.csv", "line,reason,and what somebody wrote\n")
        try await work.importNPPES([.person(Numbers.ada)])
        #expect(FileManager.default.fileExists(atPath: work.path("rejects.csv")))
    }

    @Test func `a licence written in another way is the same licence`() async throws {
        try await work.importNPPES([
            .person(Numbers.ada, licence: "AC 12").taxonomy(
                2,
                NPPESImport.acupuncturist,
                "AC-0012",
                "WA"
            )
        ])
        try await work.importNPPES(
            [.person(Numbers.ada, updated: "04/01/2026", licence: "AC12")],
            at: later
        )
        #expect(
            try work.rows("SELECT number FROM credential WHERE kind = 'licence'") == ["AC 12"]
        )
    }

    @Test func `the listings of those added are the ones that making them anew gives`() async throws
    {
        try await work.database.replacePolicies([
            JurisdictionPolicy(
                jurisdiction: Jurisdiction("US-WA"),
                name: "Washington",
                licensing: .statutory,
                source: "RCW 18.06"
            )
        ])
        try await work.importNPPES([
            .person(Numbers.ada),
            .person(Numbers.ben).taxonomy(2, NPPESImport.acupuncturist, "ZX5", "OR"),
        ])
        #expect(try work.rows("SELECT * FROM listing").count == 2)
        #expect(try await work.database.staleListings() == 0)
    }

    @Test func `an address that could not be placed is placed once the gazetteer knows it`()
        async throws
    {
        let row = NPPESCells.person(Numbers.ada).with([
            "Provider Business Practice Location Address Postal Code": "80202"
        ])
        try await work.importNPPES([row])
        #expect(try work.rows("SELECT latitude FROM listing") == ["-"])
        try await work.database.replaceGazetteer(
            places: [],
            postalCodes: [
                PostalCode(
                    code: "80202",
                    place: "Denver",
                    region: "CO",
                    country: "US",
                    coordinate: Coordinate(latitude: 39.75, longitude: -105)
                )
            ]
        )
        try await work.importNPPES([row])
        #expect(try work.rows("SELECT latitude FROM listing") == ["39.75"])
    }

    @Test func `NPPES does not rename who came with a file`() async throws {
        let path = try work.file(
            "people.csv",
            """
            id,npi,given_name,family_name
            p1,\(Numbers.ada),Adaïa,Exämple
            p2,\(Numbers.ben),Benoît,Sample

            """
        )
        _ = try await PractitionersImport().run(path, into: work.database, at: Workplace.now)
        try await work.importNPPES([
            .person(Numbers.ada, given: "ADAIA", family: "EXAMPLE"),
            .person(Numbers.ben, given: "BENOIT", family: "FORMER"),
        ])
        #expect(
            try work.rows("SELECT given_name, family_name FROM practitioner ORDER BY id") == [
                "Adaïa|Exämple", "Benoît|Sample",
            ]
        )
        #expect(try work.rows("SELECT family_name FROM other_name") == ["Former"])
        #expect(try work.rows("SELECT city FROM location") == ["Seattle", "Seattle"])
    }
}

/// Progress reports in the order they came.
final class Reports: Sendable {
    private let reports = Mutex<[ImportProgress]>([])

    var all: [ImportProgress] { reports.withLock { $0 } }

    func add(_ report: ImportProgress) { reports.withLock { $0.append(report) } }
}

/// Different counts that somebody saw.
final class Counts: Sendable {
    private let counts = Mutex<Set<Int>>([])

    var all: Set<Int> { counts.withLock { $0 } }

    func add(_ count: Int) { _ = counts.withLock { $0.insert(count) } }
}
