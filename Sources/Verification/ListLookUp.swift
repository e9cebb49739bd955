import Directory
import Registries
import Storage

/// Looking people up in a registry's list that was downloaded, in place of asking its server.
extension Verifier {
    /// What there is to be found under some numbers.
    enum Finding: Sendable {
        /// By the numbers that were asked for.
        case excerpts([String: ListExcerpt])
        /// Why nobody can be looked up: that says nothing about anybody.
        case nothing(reason: String)
    }

    /// Asks the registry about a person, or looks them up in its list.
    func ask(_ claimant: Claimant, at now: Instant) async throws -> RegistryReply {
        guard registry.list != nil else {
            return await registry.ask(claimant, over: transport, at: now)
        }
        let finding = try await lookUp([claimant.number])
        var inquiry = registry.inquiry(about: claimant)
        while true {
            switch inquiry.next {
            case .reply(let reply): return reply
            case .request: inquiry.take(finding, at: now)
            }
        }
    }

    /// Finds the rows under some numbers in the list that is held.
    func lookUp(_ numbers: [String]) async throws -> Finding {
        guard let list = registry.list else {
            return .nothing(reason: "This registry has no list.")
        }
        let keys = numbers.map { registry.key(of: $0) }
        let held = try await database.licenceRows(
            under: keys,
            in: registry.id,
            describedBy: registry.descriptionHash
        )
        guard let held else {
            return .nothing(
                reason: "No list of this registry has been taken in by its present description."
            )
        }
        guard clock().seconds(since: held.seenAt) <= Int64(list.staleAfterDays) * secondsPerDay
        else {
            return .nothing(
                reason:
                    "The list was last seen \(held.seenAt), more than \(list.staleAfterDays) days"
                    + " ago: it is not the current one any more."
            )
        }
        var excerpts: [String: ListExcerpt] = [:]
        for (number, key) in zip(numbers, keys) {
            excerpts[number] = ListExcerpt(
                head: held.head,
                rows: held.rows[key] ?? [],
                asOf: held.asOf,
                sha256: held.sha256
            )
        }
        return .excerpts(excerpts)
    }

    /// Why nobody can be looked up at present; nil where anybody can, or the registry is asked.
    func listStop() async throws -> SweepStop? {
        guard registry.list != nil else { return nil }
        if case .nothing(let reason) = try await lookUp([]) { return .noList(reason) }
        return nil
    }
}

extension Inquiry {
    /// Takes what a list has under the number that is asked for.
    mutating func take(_ finding: Verifier.Finding, at now: Instant) {
        switch finding {
        case .excerpts(let excerpts):
            guard let excerpt = excerpts[claimant.number] else {
                return giveUp(because: "The number was not looked up.")
            }
            take(excerpt, at: now)
        case .nothing(let reason): giveUp(because: reason)
        }
    }
}
