import ArgumentParser
import Directory
import Foundation
import Ingestion
import Registries
import Storage
import Verification

extension Import {
    struct Licences: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "licences",
            abstract:
                "Take in a registry's list of licences that is at hand, in place of the last.",
            discussion: """
                The worker and meridian reverify download the lists that are described; this reads \
                a file as the description has it, where its server is down or the list looks wrong. \
                Who is due is looked up in it from then on, and what it says is as old as --dated. \
                Exits with 1 where rows were rejected.
                """
        )

        @OptionGroup var options: Configuration
        @Argument(help: "The CSV file; - reads the standard input.") var file: String
        @Option(help: "The registry whose list it is.") var list: String
        @Option(help: "The day that the list says it is of, as 2026-11-01.") var dated: String
        @OptionGroup var rejects: RejectsOption
        @OptionGroup var shrunk: ListAcceptanceOption

        func run() async throws {
            let acceptance = try shrunk.acceptance()
            guard let date = CalendarDate(iso: dated), date <= Instant.now.date else {
                throw Failure(
                    sentence: "--dated \(dated): the day that the list is of would be right, as "
                        + "2026-11-01, and no later than today.",
                    exit: Exit.wrongUse
                )
            }
            let rejectsPath = rejects.path(beside: file)
            let database = try options.open(for: .working)
            let taken: TakenList
            do {
                taken = try await ListIntake(of: downloaded(), into: database).takeIn(
                    file,
                    at: .now,
                    dated: date.startInUTC,
                    accepting: acceptance
                ) { [file] in try ListBytes(of: file, rejectsPath: rejectsPath) }
            } catch let refusal as ListRefusal {
                throw Failure(refusal)
            }
            guard case .licences(let summary) = taken else { return }
            print(
                "\(summary.rows.read) rows read, \(summary.rows.kept) kept, "
                    + "\(summary.rows.rejected) rejected; \(summary.due) credentials are looked up "
                    + "at the next sweep."
            )
            if summary.rows.rejected > 0 {
                print("The rejected rows stand in \(rejectsPath).")
                throw ExitCode(Exit.failures)
            }
        }

        private func downloaded() throws -> DownloadedList {
            let catalogue = try options.catalogue()
            let listed = catalogue.descriptions.compactMap { catalogue[$0.id] }
                .filter { $0.list != nil }
            guard let registry = listed.first(where: { $0.id.text == list }),
                let downloaded = DownloadedList(of: registry)
            else {
                throw Failure(
                    sentence: "No registry \(list) with a list of licences is described; described "
                        + "are: " + listed.map(\.id.text).joined(separator: ", "),
                    exit: Exit.wrongUse
                )
            }
            return downloaded
        }
    }
}

/// Whether an admin takes a list that looks wrong.
struct ListAcceptanceOption: ParsableArguments {
    @Flag(
        help: """
            Take a list that has lost too many of its rows, is older than the last or has numbers \
            that are no NPIs; needs --reason.
            """
    )
    var acceptShrunk = false
    @Option(help: "Why such a list is taken; it is kept for ever.") var reason: String?

    func acceptance() throws -> ListAcceptance? {
        guard acceptShrunk else {
            guard reason == nil else {
                throw Failure(sentence: "--reason goes with --accept-shrunk.", exit: Exit.wrongUse)
            }
            return nil
        }
        guard let reason, (1...2000).contains(reason.count) else {
            throw Failure(
                sentence: "--accept-shrunk needs --reason with 1 to 2000 characters.",
                exit: Exit.wrongUse
            )
        }
        return ListAcceptance(actor: Admin.actor, reason: reason)
    }
}

extension ListBytes {
    /// A file at hand, the rows of which that cannot be read are listed beside it.
    init(of file: String, rejectsPath: String) throws(ImportError) {
        let source = try ByteSource(path: file)
        let rejects = RejectsFile(path: rejectsPath)
        self.init(
            next: { try source.piece() },
            reject: { try rejects.add(Rejection(line: $0.line, reason: $0.sentence)) },
            finish: { try rejects.flush() }
        )
    }
}

extension Failure {
    /// A list that is not taken, and what can be done about it.
    init(_ refusal: ListRefusal) {
        self.init(
            sentence: refusal.mayBeAccepted
                ? "\(refusal) Get it again, or take it with --accept-shrunk and a reason."
                : "\(refusal) Nothing was changed; get the list again.",
            exit: refusal.mayBeAccepted ? Exit.failures : Exit.wrongUse
        )
    }
}
