import ArgumentParser
import Directory
import Foundation
import Storage

/// Empties the bodies of old answers; what was read out of them stays for ever.
struct Retention: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Empty the bodies of answers that are older than they have to be kept.",
        discussion: """
            Checks, hashes and extracted fields stay. So does a body that came again since, that is \
            the newest conclusive one of its credential, or that a decision names.
            """
    )

    /// NCQA looks back over the 36 months between two credentialings.
    private static let usualDays = 1100
    private static let daysRange = 30...36_500

    @OptionGroup var options: Configuration
    @Option(help: "How many days a body is kept (1100, or MERIDIAN_BODY_DAYS).") var days: Int?
    @Flag(help: "Say what would be emptied, and empty nothing.") var dryRun = false
    @Flag(help: "Print the sum as JSON.") var json = false

    func run() async throws {
        let days = try daysKept()
        let database = try options.open(for: .working)
        let tally = try await database.emptyBodies(
            receivedBefore: .now - Int64(days) * secondsPerDay,
            isDry: dryRun
        )
        if json {
            print(
                """
                {"bodies_older": \(tally.looked), "days": \(days), "dry_run": \(dryRun), \
                "emptied": \(tally.emptied), "emptied_bytes": \(tally.emptiedBytes), \
                "kept": \(tally.kept)}
                """
            )
        } else {
            print(
                "\(dryRun ? "Would empty" : "Emptied") \(tally.emptied) bodies "
                    + "(\(tally.emptiedBytes) bytes) older than \(days) days; \(tally.kept) older "
                    + "ones stay."
            )
        }
    }

    private func daysKept() throws -> Int {
        let listed = ProcessInfo.processInfo.environment["MERIDIAN_BODY_DAYS"]
            .flatMap { $0.isEmpty ? nil : $0 }
        let wanted = days.map(String.init) ?? listed
        guard let wanted else { return Self.usualDays }
        guard let days = Int(wanted), Self.daysRange.contains(days) else {
            throw Failure(
                sentence: "Bodies are kept for \(Self.daysRange.lowerBound) to "
                    + "\(Self.daysRange.upperBound) days; \"\(wanted)\" is no such number.",
                exit: Exit.wrongUse
            )
        }
        return days
    }
}
