import ArgumentParser
import Directory
import Foundation
import Ingestion
import Registries
import Storage
import Verification

extension Import {
    struct Exclusions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "exclusions",
            abstract: "Take in a list of exclusions that is at hand, in place of the last.",
            discussion: """
                The worker and meridian reverify download the lists that are described; this reads \
                a file as the list's description has it. Take the whole list of each month, never the monthly supplements: the list is also \
                corrected, and they do not add up to it. Where NPI and surname of a practitioner \
                agree, the exclusion is confirmed and the trust ends; where one alone does, it is a \
                candidate: meridian admin exclusions. Exits with 1 where rows were rejected: then \
                nobody is taken off.
                """
        )

        @OptionGroup var options: Configuration
        @Argument(help: "The CSV file; - reads the standard input.") var file: String
        @Option(help: "Which of the described lists it is.") var list = "oig-leie"
        @OptionGroup var rejects: RejectsOption
        @OptionGroup var shrunk: ListAcceptanceOption

        func run() async throws {
            let acceptance = try shrunk.acceptance()
            let list = try options.exclusionList(list)
            let rejectsPath = rejects.path(beside: file)
            let database = try options.open(for: .working)
            let taken: TakenList
            do {
                taken = try await ListIntake(of: list, into: database).takeIn(
                    file,
                    at: .now,
                    accepting: acceptance
                ) { [file] in try ListBytes(of: file, rejectsPath: rejectsPath) }
            } catch let refusal as ListRefusal {
                throw Failure(refusal)
            }
            guard case .exclusions(let summary) = taken else { return }
            print(ExclusionText.lines(of: summary).joined(separator: "\n"))
            if summary.rows.rejected > 0 {
                print("The rejected rows stand in \(rejectsPath).")
                throw ExitCode(Exit.failures)
            }
        }
    }
}

/// Lists what the lists of exclusions say of practitioners.
struct AdminExclusions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exclusions",
        abstract: "List confirmed exclusions and candidates, with what agrees and what differs.",
        discussion: """
            A candidate is never public and changes no trust. Decide it with: meridian admin \
            exclusion confirm|dismiss ID --reason …
            """
    )

    @OptionGroup var options: Configuration
    @Flag(help: "Also those that were dismissed or have ended.") var all = false
    @Option(help: "How many at most; the likeliest come first.") var limit = 100
    @Flag(help: "Print them as JSON.") var json = false

    struct Report: Encodable {
        struct List: Encodable {
            let id: String
            let readAt: String
            let file: String
            let rows: Int
            let latestExclusion: String?
            let confirmed: Int
            let candidates: Int
        }

        let lists: [List]
        let total: Int
        let findings: [ExclusionText.Finding]
    }

    func run() async throws {
        guard (1...100_000).contains(limit) else {
            throw Failure(sentence: "--limit is 1 to 100000.", exit: Exit.wrongUse)
        }
        let database = try options.open(for: .working)
        let lists = try await database.exclusionLists()
        let states: Set<ExclusionFinding.State> =
            all ? Set(ExclusionFinding.State.allCases) : [.candidate, .confirmed]
        let (rows, total) = try await database.exclusionFindings(states, limit: limit)
        guard !json else {
            let report = Report(
                lists: lists.map { list in
                    Report.List(
                        id: list.list.text,
                        readAt: list.readAt.description,
                        file: list.file,
                        rows: list.rowCount,
                        latestExclusion: list.latestOn?.description,
                        confirmed: list.confirmed,
                        candidates: list.candidates
                    )
                },
                total: total,
                findings: rows.map { ExclusionText.Finding($0) }
            )
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
            return
        }
        if lists.isEmpty {
            print("No list of exclusions was read yet: meridian reverify downloads them.")
        }
        for list in lists {
            print(
                "\(list.list): \(list.rowCount) rows, read \(list.readAt.date); "
                    + "\(list.confirmed) confirmed, \(list.candidates) candidates"
            )
        }
        for row in rows { print(ExclusionText.lines(about: row).joined(separator: "\n")) }
        if rows.count < total {
            print("\(total - rows.count) more, of lower scores: --limit \(total) shows all.")
        }
    }
}

/// Decides about one finding.
struct AdminExclusion: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exclusion",
        abstract: "Decide whether an exclusion means a practitioner.",
        subcommands: [Confirm.self, Dismiss.self]
    )

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "It is the same person: the trust in every credential ends now."
        )

        @OptionGroup var options: Configuration
        @OptionGroup var decision: ExclusionDecisionOptions

        func run() async throws {
            try await decision.decide(.samePerson, in: options.open(for: .working))
        }
    }

    struct Dismiss: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "It is somebody else: held to until the practitioner or the row changes."
        )

        @OptionGroup var options: Configuration
        @OptionGroup var decision: ExclusionDecisionOptions

        func run() async throws {
            try await decision.decide(.notSamePerson, in: options.open(for: .working))
        }
    }
}

/// What a decision about a finding needs.
struct ExclusionDecisionOptions: ParsableArguments {
    @Argument(help: "The finding's id, as meridian admin exclusions shows it.") var finding: String
    @Option(help: "Why; it is kept for ever.") var reason: String

    func decide(_ decision: ExclusionDecision, in database: Database) async throws {
        guard let id = PublicID(finding) else {
            throw Failure(
                sentence: "\"\(finding)\" is no finding's id; it looks like "
                    + "01890a5d-ac96-774b-bcce-b302099a8057.",
                exit: Exit.wrongUse
            )
        }
        guard (1...2000).contains(reason.count) else {
            throw Failure(sentence: "A reason has 1 to 2000 characters.", exit: Exit.wrongUse)
        }
        let record = ExclusionDecisionRecord(
            decision: decision,
            actor: Admin.actor,
            reason: reason,
            decidedAt: .now
        )
        try await database.decide(record, about: id)
        switch decision {
        case .samePerson:
            print("The finding \(id) is confirmed, by \(record.actor); all trust has ended.")
        case .notSamePerson:
            print("The finding \(id) is dismissed, by \(record.actor).")
        }
    }
}

/// Findings and lists of exclusions, for a terminal or a program; for admins only.
enum ExclusionText {
    static func lines(of summary: ExclusionSummary) -> [String] {
        var lines = [
            "\(summary.rows.read) rows read, \(summary.rows.kept) that can mean a person, "
                + "\(summary.rows.rejected) rejected; \(summary.added) new, "
                + "\(summary.corrected) corrected, \(summary.removed) gone.",
            "\(summary.compared) practitioners compared: \(summary.changes) findings changed, "
                + "\(summary.turned) people excluded now who were not, or the other way round.",
            "Now \(summary.confirmed) confirmed and \(summary.candidates) candidates"
                + (summary.candidates > 0 ? ": meridian admin exclusions" : "."),
        ]
        if summary.doubtful > 0 {
            lines.append(
                "\(summary.doubtful) rows seem gone and stay: of a list of which some rows cannot "
                    + "be read, nobody is taken off."
            )
        }
        return lines
    }

    /// One finding, as `meridian admin exclusions` and `meridian check` show it.
    static func lines(about row: ExclusionFindingRow) -> [String] {
        let exclusion = row.exclusion
        let whom = row.person.names.first?.full ?? ""
        let listed = exclusion.name?.full ?? exclusion.organisation
        var lines = [
            "exclusion \(row.state.rawValue)"
                + (row.state == .candidate ? ", \(likelihood(row)) (score \(row.score))" : "")
                + ": \(whom)\(row.person.npi.map { ", NPI \($0)" } ?? "")",
            "  id        \(row.publicID)",
            "  person    \(row.practitionerID)",
            "  list      \(row.list): "
                + [
                    listed, exclusion.npi.map { "NPI \($0)" } ?? "no NPI",
                    exclusion.occupations.joined(separator: " / "), exclusion.city,
                    exclusion.region, exclusion.ground,
                ].filter { !$0.isEmpty }.joined(separator: ", "),
        ]
        if let day = exclusion.excludedOn { lines.append("  excluded  \(day)") }
        if let day = exclusion.reinstatedOn { lines.append("  reinstated \(day)") }
        if let goneAt = row.goneAt { lines.append("  gone from the list since \(goneAt.date)") }
        if let match = row.match {
            lines += match.agreements.map { "  agrees    \($0)" }
            lines += match.differences.map { "  differs   \($0)" }
            lines += match.unknowns.map { "  unknown   \($0)" }
        } else {
            lines.append("  Nothing agrees any more.")
        }
        lines.append("  found     \(row.foundAt)")
        lines += row.history.dropFirst().map { "  since     \($0.changedAt): \($0.state.rawValue)" }
        lines += row.decisions.map {
            "  decided   \($0.decidedAt) by \($0.actor), "
                + ($0.decision == .samePerson ? "the same person" : "not the same person")
                + ": \($0.reason)"
        }
        return lines
    }

    private static func likelihood(_ row: ExclusionFindingRow) -> String {
        ExclusionMatch.Likelihood(score: row.score).rawValue
    }

    struct Finding: Encodable {
        struct Practitioner: Encodable {
            let id: String
            let name: String
            let npi: String?
        }

        struct Row: Encodable {
            let list: String
            let name: String?
            let business: String?
            let npi: String?
            let occupations: [String]
            let city: String
            let region: String
            let ground: String
            let excludedOn: String?
            let reinstatedOn: String?
            let goneAt: String?
        }

        struct Decision: Encodable {
            let decision: String
            let actor: String
            let reason: String
            let decidedAt: String
        }

        struct Change: Encodable {
            let state: String
            let changedAt: String
        }

        let id: String
        let state: String
        let rule: String?
        let score: Int
        let likelihood: String
        let agrees: [String]
        let differs: [String]
        let unknown: [String]
        let practitioner: Practitioner
        let exclusion: Row
        let foundAt: String
        let decisions: [Decision]
        let history: [Change]

        init(_ row: ExclusionFindingRow) {
            let listed = row.exclusion
            id = row.publicID
            state = row.state.rawValue
            rule = row.match?.rule.rawValue
            score = row.score
            likelihood = ExclusionText.likelihood(row)
            agrees = row.match?.agreements ?? []
            differs = row.match?.differences ?? []
            unknown = row.match?.unknowns ?? []
            practitioner = Practitioner(
                id: row.practitionerID,
                name: row.person.names.first?.full ?? "",
                npi: row.person.npi?.description
            )
            exclusion = Row(
                list: row.list.text,
                name: listed.name?.full,
                business: listed.organisation.isEmpty ? nil : listed.organisation,
                npi: listed.npi?.description,
                occupations: listed.occupations,
                city: listed.city,
                region: listed.region,
                ground: listed.ground,
                excludedOn: listed.excludedOn?.description,
                reinstatedOn: listed.reinstatedOn?.description,
                goneAt: row.goneAt?.description
            )
            foundAt = row.foundAt.description
            decisions = row.decisions.map {
                Decision(
                    decision: $0.decision.rawValue,
                    actor: $0.actor,
                    reason: $0.reason,
                    decidedAt: $0.decidedAt.description
                )
            }
            history = row.history.map {
                Change(state: $0.state.rawValue, changedAt: $0.changedAt.description)
            }
        }
    }
}
