import Directory
package import Logging
import Storage

/// Keeps every licence checked for as long as the process lives.
package struct Worker: Sendable {
    private let sweep: Sweep
    private let lists: Lists?
    private let logger: Logger
    /// How long it is until the database is asked again whether something is due.
    private let rest: Duration

    package init(
        _ sweep: Sweep,
        lists: Lists? = nil,
        logger: Logger,
        rest: Duration = .seconds(15)
    ) {
        self.sweep = sweep
        self.lists = lists
        self.logger = logger
        self.rest = rest
    }

    /// Sweeps what is due, rests, and sweeps again until the task is cancelled.
    ///
    /// Every registry has its own round: one that takes hours over its answers holds up no other.
    package func run() async throws {
        let sweeps = sweep.separated
        try await withThrowingTaskGroup { group in
            for sweep in sweeps {
                group.addTask {
                    var stop: SweepStop?
                    while !Task.isCancelled {
                        try await unlessBusy {
                            for finished in try await sweep.run() {
                                log(finished, isNews: finished.stop != stop)
                                stop = finished.stop
                            }
                        }
                        try? await Task.sleep(for: rest)
                    }
                }
            }
            for list in lists?.separated ?? [] {
                group.addTask {
                    while !Task.isCancelled {
                        try await unlessBusy {
                            for finished in try await list.sweep() { finished.log(to: logger) }
                        }
                        try? await Task.sleep(for: rest)
                    }
                }
            }
            // Without a registry too it lasts until somebody ends it.
            while sweeps.isEmpty, !Task.isCancelled { try? await Task.sleep(for: rest) }
            try await group.waitForAll()
        }
    }

    /// Does one round; where another process holds the database for long, the next may do it.
    private func unlessBusy(_ round: () async throws -> Void) async throws {
        do {
            try await round()
        } catch StorageError.busy {
            logger.warning("Another process holds the database: tried again in a while")
        }
    }

    private func log(_ finished: RegistrySweep, isNews: Bool) {
        if finished.tally.checked > 0 {
            logger.info(
                "Checked",
                metadata: [
                    "registry": "\(finished.registry)", "checks": "\(finished.tally.checked)",
                    "unanswered": "\(finished.tally.unanswered)",
                ]
            )
        }
        if finished.tally.held > 0 {
            logger.error(
                "Changes for the worse are held: meridian admin held",
                metadata: [
                    "registry": "\(finished.registry)", "held": "\(finished.tally.held)",
                ]
            )
        }
        if let stop = finished.stop, isNews {
            logger.log(
                level: stop.isFailure ? .warning : .info,
                "Registry left alone for now",
                metadata: ["registry": "\(finished.registry)", "reason": "\(stop.reason)"]
            )
        }
    }
}
