import Directory
package import Logging

/// Keeps every licence checked for as long as the process lives.
package struct Worker: Sendable {
    private let sweep: Sweep
    private let logger: Logger
    /// How long it is until the database is asked again whether something is due.
    private let rest: Duration

    package init(_ sweep: Sweep, logger: Logger, rest: Duration = .seconds(15)) {
        self.sweep = sweep
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
                    while !Task.isCancelled {
                        for finished in try await sweep.run() { log(finished) }
                        try? await Task.sleep(for: rest)
                    }
                }
            }
            // Without a registry too it lasts until somebody ends it.
            while sweeps.isEmpty, !Task.isCancelled { try? await Task.sleep(for: rest) }
            try await group.waitForAll()
        }
    }

    private func log(_ finished: RegistrySweep) {
        if finished.tally.checked > 0 {
            logger.info(
                "Checked",
                metadata: [
                    "registry": "\(finished.registry)", "checks": "\(finished.tally.checked)",
                    "unanswered": "\(finished.tally.unanswered)",
                ]
            )
        }
        if let reason = finished.stopReason {
            logger.warning(
                "Registry left alone for now",
                metadata: ["registry": "\(finished.registry)", "reason": "\(reason)"]
            )
        }
    }
}
