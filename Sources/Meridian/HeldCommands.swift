import ArgumentParser
import Directory
import Foundation
import Registries
import Storage

/// Shows what the brake holds.
struct AdminHeld: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "List the changes for the worse that wait because too many came at once.",
        discussion: """
            Where more than 5 % and at least 10 of a registry's records changed for the worse within \
            24 hours, or its canary is not found, further changes for the worse wait. Those people \
            are shown as "register being looked at" and drop out of vetted after 72 hours. Look at \
            the samples on the register itself, then say whether it is right (meridian admin release) \
            or wrong (meridian admin discard).
            """
    )

    @OptionGroup var options: Configuration
    @Argument(help: "The registry; all at which something waits unless given.")
    var registry: String?
    @Option(help: "How many samples of each registry at most.") var samples = 5
    @Flag(help: "Print them as JSON.") var json = false

    func run() async throws {
        guard (0...10_000).contains(samples) else {
            throw Failure(sentence: "--samples is 0 to 10000.", exit: Exit.wrongUse)
        }
        let id = try registry.map(HeldText.registry)
        let database = try options.open(for: .working)
        var reports: [HeldText.Report] = []
        for changes in try await database.heldChanges(at: id, samples: samples) {
            let events = try await database.brakeEvents(of: changes.registry)
            reports.append(HeldText.Report(changes, events))
        }
        if json { return print(try jsonText(reports)) }
        if reports.isEmpty { return print("Nothing waits.") }
        print(reports.flatMap(\.lines).joined(separator: "\n"))
    }
}

struct AdminRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Say that held changes are true: each takes effect, judged at its own time."
    )

    @OptionGroup var options: Configuration
    @OptionGroup var decision: HeldDecisionOptions

    func run() async throws { try await decision.decide(.released, with: options) }
}

struct AdminDiscard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Say that held changes are wrong: the people are asked about again at once.",
        discussion: """
            What changed before the brake was set stays as the register had it: it is asked about \
            again within a day of its check, like everything that is not good.
            """
    )

    @OptionGroup var options: Configuration
    @OptionGroup var decision: HeldDecisionOptions

    func run() async throws { try await decision.decide(.discarded, with: options) }
}

/// What a decision about held changes needs.
struct HeldDecisionOptions: ParsableArguments {
    @Argument(help: "The registry.") var registry: String
    @Option(help: "Why; it is kept for ever.") var reason: String
    @Option(help: "One credential's id, where it is about that alone.") var credential: String?

    func decide(_ word: HeldDecision.Word, with options: Configuration) async throws {
        guard (1...2000).contains(reason.count) else {
            throw Failure(sentence: "A reason has 1 to 2000 characters.", exit: Exit.wrongUse)
        }
        let id = try HeldText.registry(registry)
        let publicID = try credential.map { text in
            guard let id = PublicID(text) else {
                throw Failure(
                    sentence: "\"\(text)\" is no credential's id; it looks like "
                        + "01890a5d-ac96-774b-bcce-b302099a8057.",
                    exit: Exit.wrongUse
                )
            }
            return id
        }
        guard let described = try options.catalogue().description(of: id) else {
            throw Failure(
                sentence: "No registry \(id) is described: its terms are needed to judge by.",
                exit: Exit.wrongUse
            )
        }
        let database = try options.open(for: .working)
        let actor = Admin.actor
        let count = try await database.decide(
            HeldDecision(word: word, actor: actor, reason: reason, decidedAt: .now),
            at: id,
            about: publicID,
            terms: described.profile.terms
        )
        switch word {
        case .released: print("\(count) held changes at \(id) took effect, by \(actor).")
        case .discarded:
            print(
                "\(count) held changes at \(id) are discarded, by \(actor); they are asked again."
            )
        }
    }
}

/// What waits, for a terminal or a program; for admins only.
enum HeldText {
    static func registry(_ text: String) throws -> RegistryID {
        do {
            return try RegistryID(text)
        } catch {
            throw Failure(sentence: "\(text): \(error).", exit: Exit.wrongUse)
        }
    }

    struct Report: Encodable {
        struct Kind: Encodable {
            let from: String?
            let outcome: String
            let to: String?
            let count: Int
        }

        struct Sample: Encodable {
            let credential: String
            let practitioner: String
            let name: String
            let number: String
            let decision: String
            let wording: String?
            let standing: String?
            let heldAt: String
            let vettedUntilAtMost: String
            let check: String
            let askedAt: String
            let outcome: String
            let reason: String
            let heldWording: String?
            let heldStanding: String?
            let question: String
        }

        struct Event: Encodable {
            let kind: String
            let happenedAt: String
            let answered: Int
            let worsened: Int
            let cause: String?
            let outcome: String?
            let actor: String?
            let reason: String?
        }

        let registry: String
        let brakeSetSince: String?
        let waiting: Int
        let kinds: [Kind]
        let samples: [Sample]
        let events: [Event]

        init(_ changes: HeldChanges, _ events: [BrakeEvent]) {
            registry = changes.registry.text
            brakeSetSince = changes.brakedAt?.description
            waiting = changes.count
            kinds = changes.kinds.map {
                Kind(
                    from: $0.from?.rawValue,
                    outcome: $0.outcome.rawValue,
                    to: $0.to?.rawValue,
                    count: $0.count
                )
            }
            samples = changes.samples.map { sample in
                Sample(
                    credential: sample.credentialID,
                    practitioner: sample.practitionerID,
                    name: sample.name,
                    number: sample.number,
                    decision: sample.decision.rawValue,
                    wording: sample.wording,
                    standing: sample.standing?.rawValue,
                    heldAt: sample.heldAt.description,
                    vettedUntilAtMost: sample.endsTrustAt.description,
                    check: sample.check.publicID,
                    askedAt: sample.check.askedAt.description,
                    outcome: sample.check.outcome.rawValue,
                    reason: sample.check.reason,
                    heldWording: sample.check.wording,
                    heldStanding: sample.check.standing?.rawValue,
                    question: sample.check.question
                )
            }
            self.events = events.map { event in
                Event(
                    kind: event.kind.rawValue,
                    happenedAt: event.happenedAt.description,
                    answered: event.answered,
                    worsened: event.worsened,
                    cause: event.cause?.rawValue,
                    outcome: event.outcome?.rawValue,
                    actor: event.actor,
                    reason: event.reason
                )
            }
        }

        var lines: [String] {
            var lines = [
                "\(registry): \(waiting) wait"
                    + (brakeSetSince.map { "; changes for the worse are held since \($0)" }
                        ?? "; the brake has eased")
            ]
            for kind in kinds {
                let to = kind.to.map { "\(kind.outcome), \($0)" } ?? kind.outcome
                lines.append("  \(kind.count) from \(kind.from ?? "nothing seen") to \(to)")
            }
            for sample in samples {
                let before = sample.wording.map { "\"\($0)\"" } ?? "no wording"
                let held = sample.heldWording.map { "\"\($0)\"" } ?? sample.reason
                lines += [
                    "  \(sample.name), number \(sample.number)",
                    "    id      \(sample.credential) (\(sample.decision))",
                    "    was     \(before), \(sample.standing ?? "no standing")",
                    "    held    \(held), \(sample.heldStanding ?? sample.outcome), "
                        + "asked \(sample.askedAt)",
                    "    vetted  until \(sample.vettedUntilAtMost) at most",
                    "    asked   \(sample.question)",
                ]
            }
            for event in events {
                let about = [event.cause, event.outcome].compactMap(\.self).joined(separator: ", ")
                let who = event.actor.map { " by \($0): \(event.reason ?? "")" } ?? ""
                lines.append(
                    "  \(event.happenedAt) \(event.kind)\(about.isEmpty ? "" : " (\(about))"), "
                        + "\(event.worsened) of \(event.answered)\(who)"
                )
            }
            lines.append(
                "  Right: meridian admin release \(registry) --reason …    "
                    + "Wrong: meridian admin discard \(registry) --reason …"
            )
            return lines
        }
    }
}
