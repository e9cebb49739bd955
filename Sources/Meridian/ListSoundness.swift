import Directory
import Registries
import Storage

extension Doctor {
    /// How it stands with every list that is described or held.
    func lists(of database: Database) async throws -> [Finding] {
        // Descriptions that cannot be read are told already.
        guard let described = try? options.catalogue().descriptions else { return [] }
        var states = try await database.lists()
        var findings: [Finding] = []
        for description in described {
            let list: RegistryList
            switch description {
            case .list(let exclusions): list = exclusions
            case .registry(let registry):
                guard let licences = registry.list else { continue }
                list = licences
            case .manual: continue
            }
            findings.append(soundness(of: list, states.removeValue(forKey: list.id)))
        }
        for state in states.values.sorted(by: { $0.list < $1.list }) {
            guard let readAt = state.readAt else { continue }
            findings.append(
                Finding(
                    what: "list",
                    isSound: false,
                    detail: "\(state.list) is described no more; as it was read \(readAt.date), it "
                        + "stays in force and grows old"
                )
            )
        }
        return findings
    }

    private func soundness(of list: RegistryList, _ state: ListState?) -> Finding {
        let isStale = state?.isStale(afterDays: list.staleAfterDays, at: .now) ?? false
        var parts: [String] = []
        if let readAt = state?.readAt, let seenAt = state?.seenAt {
            parts.append("read \(readAt.date), last seen \(seenAt)")
            if isStale {
                parts.append("not seen for more than \(list.staleAfterDays) days")
            }
        } else {
            parts.append(
                list.offReason == nil
                    ? "not read yet: the worker and meridian reverify download it"
                    : list.profile.role == .exclusion
                        ? "not read: meridian import exclusions FILE --list \(list.id) takes it in"
                        : "not read"
            )
        }
        if let offReason = list.offReason { parts.append("off: \(offReason)") }
        if let failure = state?.failure {
            let count = state?.failureCount ?? 1
            let times = count > 1 ? " \(count) times in a row" : ""
            parts.append("a newer one was not taken in\(times): \(failure)")
        }
        return Finding(
            what: "list",
            isSound: !isStale && state?.failure == nil,
            detail: "\(list.id) " + parts.joined(separator: "; ")
        )
    }
}
