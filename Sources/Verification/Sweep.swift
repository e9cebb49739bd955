package import Curl
package import Directory
package import Registries
package import Storage

/// A run over everything that is due, at all registries at once.
package struct Sweep: Sendable {
    private let verifiers: [Verifier]

    /// A sweep of its own for every registry.
    var separated: [Sweep] { verifiers.map { Sweep(verifiers: [$0]) } }

    private init(verifiers: [Verifier]) {
        self.verifiers = verifiers
    }

    package init(
        registries: [Registry],
        database: Database,
        transport: Transport,
        clock: @escaping @Sendable () -> Instant
    ) {
        verifiers = registries.map {
            Verifier(registry: $0, database: database, transport: transport, clock: clock)
        }
    }

    /// Checks what is due and returns what came of it, a registry a row.
    ///
    /// One registry that is down holds up no other.
    ///
    /// - Parameters:
    ///   - limit: How many credentials of each registry at most; nil for all.
    ///   - progress: Called with what came of every recorded batch.
    /// - Returns: The finished sweeps in the order of the registries.
    /// - Throws: `StorageError` where nothing could be claimed or recorded.
    package func run(
        limit: Int? = nil,
        progress: @escaping @Sendable (RegistryID, Tally) -> Void = { _, _ in }
    ) async throws -> [RegistrySweep] {
        try await withThrowingTaskGroup(of: RegistrySweep.self) { group in
            for verifier in verifiers {
                group.addTask {
                    var sweep = RegistrySweep(verifier, limit: limit)
                    try await sweep.run(progress: progress)
                    return sweep
                }
            }
            var finished: [RegistrySweep] = []
            for try await sweep in group { finished.append(sweep) }
            return finished.sorted { $0.registry < $1.registry }
        }
    }
}
