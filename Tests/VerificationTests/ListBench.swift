import Curl
import Directory
import Foundation
import Ingestion
import Registries
import Storage
import Testing
import Verification

/// A database with Ada, Ben and Cleo in it, and OIG's list as it is described, at a server of the
/// test's own.
struct ListBench {
    static let now = Instant(secondsSince1970: 1_795_435_200)
    static let ada = number(200_000_001)
    static let ben = number(200_000_002)

    let folder: URL
    let database: Database

    init() async throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "meridian-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "registries"),
            withIntermediateDirectories: true
        )
        database = try Database.create(
            at: folder.appending(path: "meridian.sqlite").path,
            now: Self.now
        )
        let people = try [
            ("Ada", "Example", Self.ada), ("Ben", "Sample", Self.ben), ("Cleo", "Invented", nil),
        ].map { given, family, npi in
            PractitionerRecord(
                source: .file,
                sourceID: given,
                practitioner: Practitioner(
                    npi: try npi.map { try NPI($0) },
                    name: PersonName(given: given, family: family)
                )
            )
        }
        _ = try await database.apply(people, at: Self.now)
    }

    private static func number(_ digits: Int64) -> String {
        "\(digits)\(NPI.checkDigit(forFirstNine: digits))"
    }

    func remove() {
        try? database.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The list as shipped, but for where it is, how long is waited for it and how few rows do.
    func list(at port: UInt16 = 1, settings: String = "") throws -> RegistryList {
        let overrides = folder.appending(path: "registries")
        try Data(
            """
            id: oig-leie
            base_url: http://127.0.0.1:\(port)
            private_hosts: ["127.0.0.1:\(port)"]
            timeout: 1500
            max_bytes: 262144
            list:
              least_rows: 2
            \(settings)
            """.utf8
        ).write(to: overrides.appending(path: "oig-leie.yaml"))
        let shipped = SeedBench.seed.appending(path: "registries")
        let catalogue = try RegistryCatalogue(directories: [shipped, overrides])
        return try #require(catalogue.exclusionLists.first { $0.id.text == "oig-leie" })
    }

    func sweep(_ list: RegistryList, at moment: Instant = now) async throws -> ListSweep {
        let transport = try Transport()
        defer { transport.shutdown() }
        let lists = Lists([list], database: database, transport: transport, clock: { moment })
        return try #require(try await lists.sweep().first)
    }

    func state() async throws -> ListState {
        try #require(try await database.lists()[RegistryID("oig-leie")])
    }

    /// Every finding as "Ada confirmed".
    func findings() async throws -> [String] {
        try await database.exclusionFindings(Set(ExclusionFinding.State.allCases)).rows.map {
            "\($0.person.names.first?.given ?? "") \($0.state)"
        }.sorted()
    }

    // MARK: - At hand

    /// Takes in a file as `meridian import exclusions` does.
    @discardableResult
    func takeIn(
        _ text: String,
        at moment: Instant = now,
        accepting acceptance: ListAcceptance? = nil,
        settings: String = ""
    ) async throws -> ExclusionSummary {
        let file = folder.appending(path: "UPDATED.csv").path
        try Data(text.utf8).write(to: URL(filePath: file))
        let taken = try await ListIntake(of: list(settings: settings), into: database).takeIn(
            file,
            at: moment,
            accepting: acceptance
        ) { [rejectsPath] in
            let source = try ByteSource(path: file)
            let rejects = RejectsFile(path: rejectsPath)
            return ListBytes(
                next: { try source.piece() },
                reject: { try rejects.add(Rejection(line: $0.line, reason: $0.sentence)) },
                finish: { try rejects.flush() }
            )
        }
        guard case .exclusions(let summary) = taken else {
            throw StorageError.refused("This is no list of exclusions.")
        }
        return summary
    }

    @discardableResult
    func takeIn(
        _ rows: [LEIERow],
        at moment: Instant = now,
        accepting acceptance: ListAcceptance? = nil
    ) async throws -> ExclusionSummary {
        try await takeIn(LEIERow.csv(rows), at: moment, accepting: acceptance)
    }

    private var rejectsPath: String { folder.appending(path: "rejects.csv").path }

    /// The rejected rows, without the header.
    func rejects() throws -> [String] {
        try String(contentsOfFile: rejectsPath, encoding: .utf8).split(separator: "\n")
            .dropFirst().map(String.init)
    }
}
