import ArgumentParser
import Curl
import Directory
import Logging
import Notifications
import Registries
import ServiceLifecycle
import UnixSignals
import Storage
import Verification

/// Keeps checking what becomes due until it is stopped.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Check licences as they become due and tell admins what changed, until stopped."
    )

    @OptionGroup var options: Configuration

    func run() async throws {
        let logger = Configuration.logger("meridian.worker")
        let database = try options.open(for: .working)
        let registries = try await options.registries(for: database)
        let notifier = try options.notifier(for: database)
        // What an import has read and left unapplied when it was killed.
        for finished in try await database.finishImports(at: .now) {
            logger.info("Finished an import", metadata: ["file": "\(finished.file)"])
        }
        let transport = try Transport()
        let sweep = Sweep(
            registries: registries,
            database: database,
            transport: transport,
            clock: { .now }
        )
        let exclusionLists = try options.catalogue().exclusionLists
        let listed = registries.filter { $0.list != nil }
        logger.info(
            "Working",
            metadata: [
                "registries": "\(registries.count)",
                "lists": "\(exclusionLists.count + listed.count)",
            ]
        )
        let worker = Worker(
            sweep,
            lists: Lists(
                exclusionLists,
                of: listed,
                database: database,
                transport: transport,
                clock: { .now }
            ),
            logger: logger
        )
        var services: [any Service] = [WorkerService(worker: worker)]
        if let notifier { services.append(NotifierService(notifier: notifier, logger: logger)) }
        let group = ServiceGroup(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await group.run()
    }
}

/// The worker as something that ends in good order when the process is told to.
private struct WorkerService: Service {
    let worker: Worker

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await worker.run() }
    }
}

/// The notifier, likewise.
private struct NotifierService: Service {
    let notifier: Notifier
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await notifier.run(logger: logger) }
    }
}
