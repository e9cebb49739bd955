import ArgumentParser
import Curl
import Directory
import Foundation
import Notifications
import Registries
import Storage
import Verification

/// What cron runs: checks everything that is due, once, and exits.
struct Reverify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every licence that is due, once, and say what came of it.",
        discussion: """
            Asks for the lists too, where they are due. Exits with 1 where a registry \
            stopped answering before all was asked (what is left stays due), where changes for the \
            worse wait for an admin or where a list could not be had or was not taken (the last one \
            stays), and with 75 while another reverify runs on the same database. With --ping, an \
            address is asked for once the sweep has ended with 0, so that a dead man's switch can \
            tell when it does not.
            """
    )

    @OptionGroup var options: Configuration
    @Option(help: "At most so many credentials of each registry.") var limit: Int?
    @Flag(help: "Print the summary as JSON.") var json = false
    @Option(help: "An https address to ask for after a sweep that ended well.") var ping: String?
    @Option(
        help: "A host and port that --ping may reach at a private address, as 127.0.0.1:9000."
    )
    var pingPrivateHost: [String] = []

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
    }

    func run() async throws {
        let ping = try preparedPing()
        let database = try options.open(for: .working)
        let lock: SweepLock
        do throws(SweepLock.Failure) {
            lock = try SweepLock(besideDatabase: options.databasePath)
        } catch {
            let exit = error == .taken ? Exit.tryLater : Exit.failures
            throw Failure(sentence: error.description, exit: exit)
        }
        defer { withExtendedLifetime(lock) {} }
        let registries = try await options.registries(for: database)
        let notifier = try options.notifier(for: database)
        let started = ContinuousClock.now
        let due = try await database.dueCounts(at: .now)
        let described = Set(registries.map(\.id))
        let total = due.filter { described.contains($0.key) }.values
            .reduce(0) { $0 + min($1, limit ?? $1) }
        let bar = ProgressBar("Checking", total: total)
        let transport = try Transport()
        func sweep(_ registries: [Registry]) async throws -> [RegistrySweep] {
            try await Sweep(
                registries: registries,
                database: database,
                transport: transport,
                clock: { .now }
            ).run(limit: limit) { _, tally in bar.advance(by: tally.checked) }
        }
        func sweep(_ lists: [RegistryList], of registries: [Registry]) async throws -> [ListSweep] {
            try await Lists(
                lists,
                of: registries,
                database: database,
                transport: transport,
                clock: { .now }
            ).sweep()
        }
        // Nobody who is asked waits for a long list; who is looked up in one does.
        let listed = registries.filter { $0.list != nil }
        let exclusionLists = try options.catalogue().exclusionLists
        async let excluded = sweep(exclusionLists, of: [])
        async let asked = sweep(registries.filter { $0.list == nil })
        let lists = try await sweep([], of: listed)
        let lookedUp = try await sweep(listed)
        let summary = SweepSummary(
            (try await asked + lookedUp).sorted { $0.registry < $1.registry },
            lists: try await excluded + lists,
            seconds: (ContinuousClock.now - started).inSeconds
        )
        bar.finish()
        print(json ? try jsonText(summary) : summary.text)
        try await tell(by: notifier)
        if summary.isWorthALook { throw ExitCode(Exit.failures) }
        do throws(Ping.Failure) {
            try await ping?.send(over: transport)
        } catch {
            throw Failure(sentence: error.description)
        }
    }

    private func tell(by notifier: Notifier?) async throws {
        guard let told = try await notifier?.step(isLast: true) else { return }
        let left = told.waiting + told.givenUp
        if left > 0 { printError("\(left) messages about it were not taken: meridian doctor") }
    }

    private func preparedPing() throws -> Ping? {
        let hosts = try pingPrivateHost.map { text in
            guard let host = try? HostAndPort(text) else {
                throw Failure(
                    sentence: "--ping-private-host \(text): a host and port would be right, as "
                        + "127.0.0.1:9000.",
                    exit: Exit.wrongUse
                )
            }
            return host
        }
        return ping.map { Ping(url: $0, privateHosts: Set(hosts)) }
    }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
