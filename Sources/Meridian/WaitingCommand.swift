import ArgumentParser
import Directory
import Storage

/// Lists what waits for a person.
struct AdminWaiting: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waiting",
        abstract: "List the credentials that wait for a person: to look up, to decide, in doubt.",
        discussion: """
            look_up: no machine asks the register, and nobody has looked lately: meridian admin check. \
            decision: seen active, and not decided: meridian admin approve or reject. doubt: the \
            register has another name under the number, or several people. secondary: a registry that \
            repeats what others licensed says otherwise; it moves nothing by itself.
            """
    )

    @OptionGroup var options: Configuration
    @Option(help: "Only these: look_up, decision, doubt or secondary.")
    var matter: WaitingCredential.Matter?
    @Option(help: "How many of each at most; the longest waiting come first.") var limit = 100
    @Flag(help: "Print them as JSON.") var json = false

    struct Report: Encodable {
        struct Row: Encodable {
            let matter: String
            let practitioner: String
            let name: String
            let credential: String
            let jurisdiction: String
            let number: String
            let registry: String
            let wording: String?
            let standing: String?
            let outcome: String?
            let since: String?
        }

        let totals: [String: Int]
        let waiting: [Row]
    }

    func validate() throws {
        guard (1...100_000).contains(limit) else {
            throw ValidationError("--limit takes a number from 1 to 100000.")
        }
    }

    func run() async throws {
        let database = try options.open(for: .working)
        var rows: [WaitingCredential] = []
        var totals: [WaitingCredential.Matter: Int] = [:]
        let matters = matter.map { [$0] } ?? WaitingCredential.Matter.allCases
        for matter in matters {
            let (found, total) = try await database.waiting(matter, limit: limit, at: .now)
            rows += found
            totals[matter] = total
        }
        guard !json else { return print(try jsonText(report(rows, totals))) }
        for matter in matters {
            print("\(matter.rawValue): \(totals[matter] ?? 0)")
            for row in rows where row.matter == matter { print(Self.line(row)) }
        }
    }

    private func report(
        _ rows: [WaitingCredential],
        _ totals: [WaitingCredential.Matter: Int]
    ) -> Report {
        Report(
            totals: Dictionary(uniqueKeysWithValues: totals.map { ($0.key.rawValue, $0.value) }),
            waiting: rows.map { row in
                Report.Row(
                    matter: row.matter.rawValue,
                    practitioner: row.practitionerID,
                    name: row.name.full,
                    credential: row.credentialID,
                    jurisdiction: row.jurisdiction,
                    number: row.number,
                    registry: row.registry.text,
                    wording: row.wording,
                    standing: row.standing?.rawValue,
                    outcome: row.outcome?.rawValue,
                    since: row.since?.description
                )
            }
        )
    }

    private static func line(_ row: WaitingCredential) -> String {
        let says = [
            row.outcome?.rawValue, row.standing?.rawValue, row.wording.map { "\"\($0)\"" },
        ].compactMap(\.self).joined(separator: " ")
        return "  \(row.credentialID)  \(row.name.full), \(row.jurisdiction) \(row.number), "
            + "\(row.registry)\(says.isEmpty ? "" : ": \(says)")"
            + (row.since.map { ", since \($0.date)" } ?? "")
    }
}

extension WaitingCredential.Matter: ExpressibleByArgument {}
