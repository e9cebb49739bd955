import ArgumentParser
import Curl
import Directory
import Foundation
import Registries
import Storage
import Verification

/// A register's list of a million licences, taken in, and those who are due looked up in it.
struct LicencesBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "licences",
        abstract: "Take in a list of a million licences and look credentials up in it."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "How many rows the list has.") var rows = 1_000_000
    @Option(help: "How many credentials are looked up.") var credentials = 20_000
    @Option(help: "The folder with the registry descriptions.") var registries = "seed/registries"

    func run() async throws {
        let now = Instant.now
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "licences-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "licensees.csv")
        try write(file)
        let registry = try registry(in: folder)
        guard let list = DownloadedList(of: registry) else { return }
        let database = try Database.create(
            at: folder.appending(path: "meridian.sqlite").path,
            now: now
        )
        try await database.describeRegistries(
            [(registry.summary, registry.descriptionHash)],
            at: now
        )
        for start in stride(from: 0, to: credentials, by: 1000) {
            let some = try (start..<min(credentials, start + 1000)).map(record)
            _ = try await database.apply(some, at: now)
        }

        let before = Self.anonymousMemory
        let path = file.path
        let clock = ContinuousClock()
        var start = clock.now
        let taken = try await ListIntake(of: list, into: database).takeIn(
            path,
            at: now,
            dated: now - 3600
        ) {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            return ListBytes(next: { Array(try handle.read(upToCount: 256 << 10) ?? Data()) })
        }
        let taking = Self.length(clock.now - start)
        guard case .licences(let summary) = taken, summary.rows.kept == rows else {
            throw ValidationError("Not all rows were taken in.")
        }
        let memory = max(0, Self.anonymousMemory - before)
        let reading = try seconds { _ = try Data(contentsOf: file).count }
        let transport = try Transport()
        defer { transport.shutdown() }
        start = clock.now
        let sweeps = try await Sweep(
            registries: [registry],
            database: database,
            transport: transport,
            clock: { now }
        ).run()
        let sweeping = Self.length(clock.now - start)
        guard sweeps.first?.tally.outcomes == [.matched: credentials] else {
            throw ValidationError("Not everybody was found: \(sweeps.map(\.tally))")
        }
        try database.close()
        let figures = [
            Figure(
                name: "licences.taken_in_\(rows)_s",
                value: taking,
                reference: reading,
                budget: "others wait \(summary.longestLock) at most; reference: reading the file"
            ),
            Figure(
                name: "licences.memory_mb",
                value: Double(memory) / 1_048_576,
                reference: Double(try fileSize(file)) / 1_048_576,
                budget: "that of the numbers; reference: the file"
            ),
            Figure(
                name: "sweep.list.checks_per_s",
                value: Double(credentials) / sweeping,
                reference: Double(credentials) / taking,
                budget: "evidence committed; reference: as many in the time of taking the list in"
            ),
        ]
        for figure in figures { print(figure.line(json: json)) }
    }

    private func fileSize(_ file: URL) throws -> Int {
        try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    }

    private static func length(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private static var anonymousMemory: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
        return (kilobytes.flatMap { Int($0) } ?? 0) * 1024
    }

    // MARK: - The list

    private static func number(_ row: Int) -> String {
        "ZX\(10_000_000 + row &* 7_919 % 9_000_000)"
    }

    /// Rows in no order of their numbers, as boards write them.
    private func write(_ file: URL) throws {
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.write(
            contentsOf: Data("Number,Last,First,Profession,Status,Expires,City\n".utf8)
        )
        for start in stride(from: 0, to: rows, by: 10_000) {
            let text = (start..<min(rows, start + 10_000)).map { row in
                "\(Self.number(row)),\(SweepKind.family(row)),Ada,Acupuncturist,Active,01/31/2031,"
                    + "\"Springfield, somewhere in a state of the Union\"\n"
            }
            try handle.write(contentsOf: Data(text.joined().utf8))
        }
    }

    /// Of every so many rows one is somebody whom we know.
    private func record(_ index: Int) throws -> PractitionerRecord {
        let row = index * max(1, rows / credentials)
        return PractitionerRecord(
            source: .file,
            sourceID: "\(index)",
            practitioner: Practitioner(
                name: PersonName(given: "Ada", family: SweepKind.family(row))
            ),
            credentials: [
                Credential(
                    kind: .licence,
                    credentialClass: .statutory,
                    jurisdiction: try Jurisdiction("US-WA"),
                    number: Self.number(row),
                    source: .file
                )
            ]
        )
    }

    private func registry(in folder: URL) throws -> Registry {
        let descriptions = folder.appending(path: "registries")
        try FileManager.default.createDirectory(at: descriptions, withIntermediateDirectories: true)
        try """
        id: us-xx-board
        template: csv-register
        name: Board of Benchmarks
        jurisdiction: US-WA
        time_zone: America/Los_Angeles
        public_page: https://board.example.org/
        base_url: https://board.example.org
        list: {path: /licensees.csv}
        answer:
          fields: {number: Number, family: Last, given: First, type: Profession, status: Status, expires: Expires}
          types: "*ACUPUNCT*"
          dates: {formats: MM/DD/YYYY}
        standings: {Active: active}
        """.write(
            to: descriptions.appending(path: "us-xx-board.yaml"),
            atomically: true,
            encoding: .utf8
        )
        let catalogue = try RegistryCatalogue(
            directories: [URL(filePath: registries), descriptions]
        )
        guard
            let registry = catalogue.listedRegistries.first(where: { $0.id.text == "us-xx-board" })
        else { throw ValidationError("The description of the list was not read.") }
        return registry
    }
}
