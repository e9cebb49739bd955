import ArgumentParser
import Directory
import Foundation
import Registries
import Storage
import Verification

/// Judges everything that was ever read anew, and says what would come out otherwise.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Judge all stored checks anew, by the present rules and descriptions.",
        discussion: """
            Nothing is asked and nothing is changed. Where a body is still kept it is read anew; where \
            retention has emptied it, the fields that were extracted then are judged. Names are \
            compared as they are known now. Exits with 1 where a verdict would differ.
            """
    )

    @OptionGroup var options: Configuration
    @Option(help: "Only the checks of this registry.") var registry: String?
    @Flag(help: "Print an object a line: each difference, then the sum.") var json = false

    func run() async throws {
        let catalogue = try options.catalogue()
        let only = try registry.map { try id(of: $0, in: catalogue) }
        let database = try options.open(for: .working)
        let replay = Replay(
            database: database,
            // Those that are off now were asked once.
            registries: catalogue.descriptions.compactMap { catalogue[$0.id] },
            only: only
        )
        let started = ContinuousClock.now
        let bar = ProgressBar("Judging", total: try await database.checkCount())
        let tally = try await replay.run { [json] differences, checks in
            for difference in differences {
                guard let ids = try await database.publicIDs(of: difference.check) else { continue }
                let report = ReplayReport(difference, check: ids.check, credential: ids.credential)
                print(json ? try report.json() : report.text)
            }
            bar.advance(by: checks)
        }
        bar.finish()
        let seconds = (ContinuousClock.now - started).inSeconds
        print(json ? try ReplaySum(tally, seconds: seconds).json() : tally.text(seconds: seconds))
        if tally.different > 0 { throw ExitCode(Exit.failures) }
    }

    private func id(of text: String, in catalogue: RegistryCatalogue) throws -> RegistryID {
        guard let id = try? RegistryID(text), catalogue[id] != nil else {
            throw Failure(
                sentence: "\"\(text)\" is no registry that is asked by machine; one of these would "
                    + "be right: "
                    + catalogue.descriptions.compactMap { catalogue[$0.id]?.id.text }
                    .joined(separator: ", "),
                exit: Exit.wrongUse
            )
        }
        return id
    }
}

/// One difference, as it is printed.
private struct ReplayReport: Encodable {
    struct Facts: Encodable {
        let outcome: String
        let wording: String?
        let standing: String?
        let expiresOn: String?
        let firstIssuedOn: String?
        let goodUntil: String?

        init(_ facts: Replay.Facts) {
            outcome = facts.outcome.rawValue
            wording = facts.wording
            standing = facts.standing?.rawValue
            expiresOn = facts.expiresOn?.description
            firstIssuedOn = facts.firstIssuedOn?.description
            goodUntil = facts.goodUntil?.description
        }

        /// The facts by their names, for comparing.
        var named: [(name: String, value: String?)] {
            [
                ("outcome", outcome), ("wording", wording), ("standing", standing),
                ("expires", expiresOn), ("issued", firstIssuedOn), ("good until", goodUntil),
            ]
        }
    }

    let credential: String
    let check: String
    let registry: String
    let askedAt: String
    let before: Facts
    let after: Facts
    let reason: String
    let from: String

    init(_ difference: Replay.Difference, check: String, credential: String) {
        self.credential = credential
        self.check = check
        registry = difference.registry.text
        askedAt = difference.askedAt.description
        before = Facts(difference.recorded)
        after = Facts(difference.judged)
        reason = difference.reason
        from = difference.basis.rawValue
    }

    var text: String {
        let changes = zip(before.named, after.named).filter { $0.value != $1.value }
            .map { "    \($0.name): \($0.value ?? "none") → \($1.value ?? "none")" }
        return
            (["check \(check) of credential \(credential), \(registry), asked \(askedAt)"]
            + changes + ["    from its \(from): \(reason)"]).joined(separator: "\n")
    }
}

/// What a replay came to, as it is printed.
private struct ReplaySum: Encodable {
    let checks: Int
    let fromBodies: Int
    let fromFields: Int
    let withoutEvidence: Int
    let notByMachine: Int
    let different: Int
    let seconds: Double

    init(_ tally: Replay.Tally, seconds: Double) {
        checks = tally.checks
        fromBodies = tally.fromBodies
        fromFields = tally.fromFields
        withoutEvidence = tally.withoutEvidence
        notByMachine = tally.notByMachine
        different = tally.different
        self.seconds = (seconds * 1000).rounded() / 1000
    }
}

extension Encodable {
    /// One object in one line.
    fileprivate func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension Replay.Tally {
    fileprivate func text(seconds: Double) -> String {
        """
        judged anew \(checks) checks in \(String(format: "%.1f", seconds)) s
          from bodies            \(fromBodies)
          from fields            \(fromFields)
          nothing kept to judge  \(withoutEvidence)
          not asked by machine   \(notByMachine)
          would differ           \(different)
        """
    }
}
