import ArgumentParser
import Directory
import Storage

/// Who may read, with a calendar program, when approved credentials expire.
struct AdminCalendar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract:
            "Give calendars the days on which approved credentials expire, and take them back.",
        subcommands: [Make.self, List.self, Revoke.self],
        defaultSubcommand: List.self
    )

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an address that a calendar program can subscribe to.",
            discussion: """
                The address is shown once and holds the secret by which it may be read: the \
                database keeps a hash alone.
                """
        )

        @OptionGroup var options: Configuration
        @Argument(help: "What it is known by, as the name of whoever gets it.") var name: String

        func run() async throws {
            let database = try options.open(for: .working)
            let token = try await database.makeCalendarToken(
                named: name,
                by: Admin.actor,
                at: .now
            )
            print("\(options.publicURL ?? "")/calendars/\(token).ics")
            if options.publicURL == nil {
                printError("Set MERIDIAN_PUBLIC_URL to have the server's address before it.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List who may read it.")

        @OptionGroup var options: Configuration

        func run() async throws {
            let tokens = try await options.open(for: .working).calendarTokens()
            if tokens.isEmpty { print("Nobody reads expiries with a calendar.") }
            for token in tokens {
                let end = token.revokedAt.map { ", revoked at \($0)" } ?? ""
                print("\(token.name): made at \(token.madeAt) by \(token.madeBy)\(end)")
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have an address read by nobody any more."
        )

        @OptionGroup var options: Configuration
        @Argument(help: "What it is known by.") var name: String

        func run() async throws {
            try await options.open(for: .working).revokeCalendarToken(
                named: name,
                by: Admin.actor,
                at: .now
            )
            print("\(name) reads nothing any more.")
        }
    }
}
