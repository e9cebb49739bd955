import ArgumentParser
import Directory
import Foundation
import Ingestion
import Population
import Registries
import Storage
import Verification

/// A list of exclusions of the real length, taken in against a million practitioners.
struct ExclusionsBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exclusions",
        abstract: "Compare a list of exclusions with a million practitioners."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "How many practitioners.") var count = Crowd.benchmarkCount
    @Option(help: "How many rows the list has.") var rows = 80_000
    @Option(help: "The database to copy; made where it is missing.") var database: String
    @Option(help: "The folder with the registry descriptions.") var registries = "seed/registries"

    func run() async throws {
        let now = Instant.now
        try CrowdDatabase.make(at: database, count: count, now: now)
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "exclusions-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let list = folder.appending(path: "UPDATED.csv").path
        guard FileManager.default.createFile(atPath: list, contents: Data(names())) else {
            throw ValidationError("The list could not be written.")
        }
        let copy = folder.appending(path: "copy.sqlite").path
        try FileManager.default.copyItem(atPath: database, toPath: copy)
        let opened = try Database(path: copy, use: .working)
        let catalogue = try RegistryCatalogue(directories: [URL(filePath: registries)])
        guard let described = catalogue.exclusionLists.first(where: { $0.id.text == "oig-leie" })
        else { throw ValidationError("No list oig-leie is described in \(registries).") }
        let clock = ContinuousClock()
        let start = clock.now
        let taken = try await ListIntake(of: described, into: opened).takeIn(list, at: now) {
            let source = try ByteSource(path: list)
            return ListBytes(next: { try source.piece() })
        }
        let duration = (clock.now - start).components
        guard case .exclusions(let summary) = taken else {
            throw ValidationError("The list was not one of exclusions.")
        }
        try opened.close()
        guard summary.added == rows, summary.compared > 0 else {
            throw ValidationError("Only \(summary.added) of \(rows) rows were taken in.")
        }
        let reading = try seconds {
            guard try Data(contentsOf: URL(filePath: copy)).count > 0 else { return }
        }
        print(
            Figure(
                name: "exclusions.\(rows)_against_\(count)_s",
                value: Double(duration.seconds) + Double(duration.attoseconds) / 1e18,
                reference: reading,
                budget: "under 10 s; \(summary.candidates) candidates; reference: reading the file"
            ).line(json: json)
        )
    }

    /// A list whose people have the given name of one practitioner and the surname of another, so
    /// that every part of a name is one that the directory knows, and few whole names are.
    private func names() -> [UInt8] {
        let members = Array(Crowd(count: min(count, rows)))
        var list = """
            LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,\
            ZIP,EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE

            """
        for row in 0..<rows {
            let given = PersonName.folded(members[row % members.count].givenName)
            let family = PersonName.folded(members[(row * 7919 + 13) % members.count].familyName)
            // Namesakes live in different towns: without that they are one entry twice.
            list += """
                \(family),\(given),A,,IND- LIC HC SERV PRO,NURSE/NURSES AIDE,,0000000000,19650101,\
                "\(row) EXAMPLE STREET, APT 3",TOWN \(row),IL,62701,1128b4,20110420,00000000,\
                00000000,

                """
        }
        return Array(list.utf8)
    }
}
