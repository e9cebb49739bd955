import ArgumentParser
import Directory
import Foundation
import Notifications
import Storage

/// Lists what people had to be told.
struct AdminEvents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List what admins and webhooks are told of, newest first."
    )

    @OptionGroup var options: Configuration
    @Option(help: "At most so many.") var limit = 50
    @Option(help: "Only of this type, as credential.lapsed.") var type: Event.Kind?
    @Flag(help: "Print a JSON object a line: the id and what receivers get.") var json = false

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit takes a number from 1.") }
    }

    func run() async throws {
        let events = try await options.open(for: .working).events(limit: limit, of: type)
        for event in events {
            print(
                json
                    ? "{\"id\":\"\(event.publicID)\",\"message\":\(event.payload)}"
                    : "\(event.occurredAt)  \(event.publicID)  \(event.payload)"
            )
        }
        if events.isEmpty, !json { print("There is no such event.") }
    }
}

/// What is done about one event.
struct AdminEvent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "event",
        abstract: "Send an event again.",
        subcommands: [Resend.self]
    )

    struct Resend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send an event again, to all who are configured or to one of them.",
            discussion: """
                A webhook gets it under the same webhook-id, so that a receiver that has it already \\
                can tell.
                """
        )

        @OptionGroup var options: Configuration
        @Argument(help: "The event's id, as meridian admin events shows it.") var event: String
        @Option(help: "Only to this mail address, or the webhook of this name.") var to: String?

        func run() async throws {
            guard let id = PublicID(event) else {
                throw Failure(sentence: "\"\(event)\" is no event's id.", exit: Exit.wrongUse)
            }
            let database = try options.open(for: .working)
            let recipients = try options.notificationSettings().recipients.filter {
                to == nil || $0.recipient.name == to
            }
            guard !recipients.isEmpty, let notifier = try options.notifier(for: database) else {
                throw Failure(
                    sentence: to.map { "Nobody called \($0) is configured to be told." }
                        ?? "Nobody is configured to be told: set MERIDIAN_ADMIN_MAIL or "
                        + "MERIDIAN_WEBHOOKS.",
                    exit: Exit.wrongUse
                )
            }
            try await database.resend(id, to: recipients, at: .now)
            let report = try await notifier.step()
            print("\(report.delivered) delivered, \(report.waiting) waiting to be tried again.")
            guard report.waiting + report.givenUp == 0 else { throw ExitCode(Exit.failures) }
        }
    }
}

/// Who is told, and how it stands with them.
struct AdminRecipient: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipient",
        abstract: "See who is told of events, and let somebody be told again.",
        subcommands: [List.self, Resume.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How it stands with everybody who is or was told."
        )

        @OptionGroup var options: Configuration

        func run() async throws {
            let reports = try await options.open(for: .working).outboxReports(at: .now)
            if reports.isEmpty { print("Nobody has been told of anything.") }
            for report in reports {
                var line = "\(report.recipient.kind.rawValue) \(report.recipient.name): "
                line += report.stoppedAt.map { "wants nothing since \($0), " } ?? ""
                line += "\(report.untold + report.waiting) waiting, "
                line += "\(report.givenUp) given up in the last seven days, "
                line += report.deliveredAt.map { "last told at \($0)" } ?? "never told yet"
                line += (report.problem ?? report.givenUpProblem).map { " (\($0))" } ?? ""
                print(line)
            }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell a webhook again that had answered 410."
        )

        @OptionGroup var options: Configuration
        @Argument(help: "The webhook's name.") var name: String

        func run() async throws {
            try await options.open(for: .working).resume(Recipient(.webhook, name), at: .now)
            print("\(name) is told again of what happened in the last 24 hours and from now on.")
        }
    }
}

extension Event.Kind: ExpressibleByArgument {}
