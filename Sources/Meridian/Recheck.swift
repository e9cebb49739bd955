import ArgumentParser
import Curl
import Directory
import Registries
import Storage
import Verification

/// Sees to it that an approval stands on an answer of today.
struct Recheck: ParsableArguments {
    @Flag(help: "Ask the registry first, where its last answer is older than a day.") var ask =
        false

    /// Refuses where the registry's last answer about a credential is older than a day, after asking
    /// once more if that is wanted; where a person looks in place of a machine, this asks nothing.
    func requireFreshAnswer(
        about credential: String,
        in database: Database,
        _ options: Configuration
    ) async throws {
        guard let id = PublicID(credential), let before = try await shown(id, in: database),
            let registry = before.registry?.summary, registry.asker == .machine,
            !Self.isFresh(before.state)
        else { return }
        guard ask else {
            let when = before.state.answeredAt.map {
                "The registry last answered about this credential at \($0), more than a day ago"
            }
            throw Failure(
                sentence: (when ?? "The registry has not answered about this credential yet")
                    + ": ask it anew with --ask."
            )
        }
        try await askNow(about: id, at: registry.id, in: database, options)
        guard let after = try await shown(id, in: database)?.state, !Self.isFresh(after) else {
            return
        }
        throw Failure(
            sentence: after.hold == nil
                ? "The registry gave no answer about this credential now: try again later."
                : "What the registry says is held with other changes for the worse: meridian admin "
                    + "held \(registry.id)",
            exit: Exit.tryLater
        )
    }

    private static func isFresh(_ state: CredentialState) -> Bool {
        state.answeredAt.map { Instant.now.seconds(since: $0) <= secondsPerDay } ?? false
    }

    private func shown(
        _ id: PublicID,
        in database: Database
    ) async throws -> Profile.ProfileCredential? {
        guard let person = try await database.credential(with: id)?.practitioner else { return nil }
        return try await database.profile(of: person)?.credentials.first { $0.publicID == id.text }
    }

    private func askNow(
        about id: PublicID,
        at registryID: RegistryID,
        in database: Database,
        _ options: Configuration
    ) async throws {
        let registries = try await options.registries(for: database)
        guard let key = try await database.credential(with: id)?.key,
            let registry = registries.first(where: { $0.id == registryID })
        else { return }
        let transport = try Transport()
        let verifier = Verifier(
            registry: registry,
            database: database,
            transport: transport,
            clock: { .now }
        )
        _ = try await verifier.verify(key)
        transport.shutdown()
    }
}
