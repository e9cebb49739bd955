import Directory
package import Logging

/// Keeps every licence checked for as long as the process lives.
package struct Worker: Sendable {
    /// How often the database is asked whether something is due.
    static let pollSeconds: Int64 = 15

    private let sweep: Sweep
    private let logger: Logger

    package init(_ sweep: Sweep, logger: Logger) {
        self.sweep = sweep
        self.logger = logger
    }

    /// Sweeps what is due, rests, and sweeps again until the task is cancelled.
    package func run() async throws {
        while !Task.isCancelled {
            for finished in try await sweep.run() {
                log(finished)
            }
            try? await Task.sleep(for: .seconds(Self.pollSeconds))
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
