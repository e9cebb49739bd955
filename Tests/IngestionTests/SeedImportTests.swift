import Directory
import Foundation
import Ingestion
import Storage
import Testing

@Suite struct SeedImportTests {
    let work: Workplace

    init() async throws {
        work = try await Workplace()
        _ = try work.file(
            "practitioners.csv",
            """
            id,npi,given_name,family_name,profile,practising_since,city,region,country,\
            credential_kind,credential_class,credential_jurisdiction,credential_number,registry
            p0001,\(Numbers.ada),Ada,Example,claimed,{-400},Seattle,WA,US,licence,statutory,US-WA,\
            ZX1,us-wa-doh
            p0002,,Ben,Sample,unclaimed,,Vancouver,BC,CA,licence,statutory,CA-BC,ZX2,

            """
        )
        _ = try work.file(
            "testimonials.csv",
            """
            practitioner,day,rating,condition,text
            p0001,{-10},5,neuropathy,"My feet are warm again, after months."
            p0001,{-20},4,,Kind and on time.

            """
        )
        _ = try work.file(
            "decisions.csv",
            """
            practitioner,credential_number,registry,verdict,reason,day
            p0001,ZX1,us-wa-doh,approved,Documents complete.,{-3}
            p0002,ZX2,,rejected,The document was of somebody else.,{-2}

            """
        )
    }

    private func load(at moment: Instant = Workplace.now) async throws -> ImportSummary {
        try await SeedImport(folder: work.folder.path).run(into: work.database, at: moment)
    }

    @Test func `people, testimonials and decisions are loaded with dates from the day of loading`()
        async throws
    {
        let summary = try await load()
        #expect(summary.added == 2)
        let today = Workplace.now.date
        #expect(
            try await work.database.installation() == .demonstration(loadedOn: today)
        )
        let profile = try #require(try await work.profile(Numbers.ada))
        #expect(profile.practitioner.statement.practisingSince == today - 400)
        #expect(profile.testimonials.map(\.writtenOn) == [today - 10, today - 20])
        #expect(profile.score == Score(count: 2, stars: 9))
        #expect(
            try work.rows("SELECT decision, actor, decided_at FROM decision ORDER BY id") == [
                "approved|seed|\((today - 3).startInUTC.secondsSince1970)",
                "rejected|seed|\((today - 2).startInUTC.secondsSince1970)",
            ]
        )
        #expect(try await work.database.staleListings() == 0)
    }

    @Test func `a second loading, even on another day, changes nothing`() async throws {
        _ = try await load()
        let before = try work.everything()
        let summary = try await load(at: Workplace.now + 40 * 86_400)
        #expect(summary.unchanged == 2)
        #expect(try work.everything() == before)
    }

    @Test func `real people and invented ones do not mix`() async throws {
        try await work.importNPPES([.person(Numbers.ben)])
        await #expect(throws: StorageError.realOnly) { try await load() }
    }

    @Test(arguments: [
        ("testimonials.csv", "p0001,{-10},6,,Good.", "rating"),
        ("testimonials.csv", "p0001,yesterday,5,,Good.", "day"),
        ("testimonials.csv", "p0001,{-1},5,neuropthy,Good.", "perhaps neuropathy"),
        ("decisions.csv", "p0001,ZX1,,aproved,Fine.,{-1}", "perhaps approved"),
    ])
    func `a wrong row is named with its file and line, and nothing is loaded`(
        _ sample: (file: String, row: String, word: String)
    ) async throws {
        let good = try String(contentsOfFile: work.path(sample.file), encoding: .utf8)
        _ = try work.file(sample.file, good + sample.row + "\n")
        let error = await #expect(throws: ImportError.self) { try await load() }
        #expect(error?.description.hasPrefix("\(sample.file), line 4: ") == true)
        #expect(error?.description.contains(sample.word) == true)
        #expect(try await work.database.installation() == .empty)
    }

    @Test func `what is said of nobody is refused`() async throws {
        _ = try work.file(
            "testimonials.csv",
            "practitioner,day,rating,condition,text\np0009,{-1},5,,Good.\n"
        )
        await #expect(throws: StorageError.self) { try await load() }
        #expect(try await work.database.installation() == .empty)
    }
}

/// The files that come with the project.
@Suite struct SeedFilesTests {
    private static let seed = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../seed").standardizedFileURL

    @Test func `the seed, the gazetteer and the policies load, and again without a change`()
        async throws
    {
        let work = try await Workplace()
        let now = Workplace.now
        let gazetteer = GazetteerImport(folder: Self.seed.appending(path: "gazetteer").path)
        let policies = PolicyImport(folder: Self.seed.appending(path: "policies").path)
        #expect(try await gazetteer.run(into: work.database, at: now))
        #expect(try await policies.run(into: work.database, at: now))
        let first = try await SeedImport(folder: Self.seed.path).run(into: work.database, at: now)
        #expect(first.added >= 600)
        let before = try work.everything()
        #expect(try await !gazetteer.run(into: work.database, at: now))
        #expect(try await !policies.run(into: work.database, at: now))
        let second = try await SeedImport(folder: Self.seed.path).run(into: work.database, at: now)
        #expect(second.unchanged == first.added)
        #expect(try work.everything() == before)
        #expect(
            try work.rows("SELECT kind FROM import") == ["gazetteer", "policies", "seed", "seed"]
        )
        #expect(try work.rows("SELECT * FROM listing WHERE latitude IS NULL").isEmpty)
    }

    @Test func `every class is explained in every jurisdiction, and each rule has its source`()
        async throws
    {
        let work = try await Workplace()
        try await PolicyImport(folder: Self.seed.appending(path: "policies").path)
            .run(into: work.database, at: Workplace.now)
        let policies = try await work.database.policies()
        for policy in policies.jurisdictions {
            for credentialClass in Credential.Class.allCases {
                let sentence = policy.explanation(of: credentialClass, among: policies.explanations)
                #expect(sentence?.isEmpty == false, "\(policy.name) \(credentialClass)")
                #expect(sentence?.contains("{") == false, "\(policy.name) \(credentialClass)")
            }
        }
        #expect(policies.reviewRules.map(\.jurisdiction.code) == ["AU", "CA-ON"])
        #expect(policies.reviewRules.allSatisfy { $0.source.contains("s. ") })
    }

    @Test(arguments: [
        ("US-WA", "statutory"), ("US-AL", "unregulated"), ("CA-QC", "statutory"),
        ("CA-MB", "unregulated"), ("GB-SCT", "unregulated"), ("AU-NSW", "statutory"),
    ])
    func `the policies say who licenses`(_ sample: (code: String, licensing: String)) async throws {
        let work = try await Workplace()
        try await PolicyImport(folder: Self.seed.appending(path: "policies").path)
            .run(into: work.database, at: Workplace.now)
        #expect(
            try work.rows("SELECT licensing FROM jurisdiction WHERE code = '\(sample.code)'")
                == [sample.licensing]
        )
    }
}

@Suite struct GazetteerImportTests {
    @Test(arguments: [
        ("cities.csv", "XX1,Nowhere,NA,1,2,3", "country"),
        ("cities.csv", "US,Nowhere,NA,91,2,3", "latitude"),
        ("postal_codes.csv", "US,,Nowhere,NA,1,2", "postal_code"),
    ])
    func `a wrong row refuses the gazetteer whole`(
        _ sample: (file: String, row: String, column: String)
    ) async throws {
        let work = try await Workplace()
        let before = try work.everything()
        _ = try work.file("cities.csv", "country,city,region,latitude,longitude,population\n")
        _ = try work.file(
            "postal_codes.csv",
            "country,postal_code,place,region,latitude,longitude\n"
        )
        let header = try String(contentsOfFile: work.path(sample.file), encoding: .utf8)
        _ = try work.file(sample.file, header + sample.row + "\n")
        let error = await #expect(throws: ImportError.self) {
            try await GazetteerImport(folder: work.folder.path)
                .run(into: work.database, at: Workplace.now)
        }
        #expect(error?.description.contains(sample.column) == true)
        #expect(try work.everything() == before)
    }
}
