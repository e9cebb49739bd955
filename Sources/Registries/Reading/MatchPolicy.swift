import Directory

/// When an entry of the register is about the person who was asked for.
struct MatchPolicy: Sendable {
    enum Key: String, DescriptionKey {
        case number
        case numberScope = "number_scope"
    }

    enum NumberKey: String, DescriptionKey {
        case match, transforms
    }

    enum Scope: String, CaseIterable, Sendable {
        /// One number, one person in the whole register.
        case unique
        /// The same number stands under several licence types.
        case shared
    }

    let scope: Scope
    private let pattern: Pattern?
    private let transforms: [Transform]

    init(_ node: DescriptionNode?) throws(DescriptionError) {
        guard let node else {
            scope = .unique
            pattern = nil
            transforms = []
            return
        }
        let section = try DescriptionSection<Key>(node)
        scope = try section.optional(.numberScope)?.word() ?? .unique
        guard let number = section.optional(.number) else {
            pattern = nil
            transforms = []
            return
        }
        let numberSection = try DescriptionSection<NumberKey>(number)
        pattern = try numberSection.optional(.match)?.pattern(ignoresCase: true)
        var transforms: [Transform] = []
        for element in try numberSection.optional(.transforms)?.elements() ?? [] {
            transforms.append(try Transform(try element.text(), of: element))
        }
        self.transforms = transforms
        guard pattern != nil || !transforms.isEmpty else {
            throw number.failure("match or transforms would be right here")
        }
    }

    /// Whether numbers are compared otherwise than as they are.
    var hasRules: Bool { pattern != nil || !transforms.isEmpty }

    /// A number, ours or the register's, by the declared rules; as it is where they do not apply.
    func normalised(_ number: String) -> String {
        guard hasRules else { return number }
        var text = number.trimmed
        if let cut = try? pattern?.extracted(from: text.prefix(64)) { text = cut }
        for transform in transforms { text = transform.applied(to: text) }
        // A rule that leaves nothing would make one of all numbers.
        return text.isEmpty ? number : text
    }

    /// What two numbers of one licence have in common.
    func folded(_ number: String) -> String {
        RegisterEntry.folded(number: normalised(number))
    }

    /// Whether a number, ours or the register's, is what another has been folded to.
    func isNumber(_ number: String, folded: String) -> Bool {
        RegisterEntry.isNumber(hasRules ? normalised(number) : number, folded: folded)
    }

    /// Recognises the person by numbers that the rules have made alike.
    private func normalisedVerdict(
        of entries: [RegisterEntry],
        on claimant: Claimant,
        knowing known: [String: String]
    ) -> Verdict {
        let compared = entries.map { entry in
            var entry = entry
            entry.number = known[entry.number] ?? normalised(entry.number)
            return entry
        }
        let number = known[claimant.number] ?? normalised(claimant.number)
        let asked = Claimant(number: number, names: claimant.names)
        let verdict = RegistryAnswer.entries(compared).verdict(on: asked)
        guard let entry = verdict.entry, let index = compared.firstIndex(of: entry) else {
            return verdict
        }
        return Verdict(outcome: verdict.outcome, reason: verdict.reason, entry: entries[index])
    }

    /// Recognises the person in what the register answered.
    ///
    /// - Parameters:
    ///   - answer: What it answered.
    ///   - claimant: Who was asked for.
    ///   - known: Numbers that have been normalised already, by how they are written.
    /// - Returns: The verdict, with the entry as the register has it.
    func verdict(
        of answer: RegistryAnswer,
        on claimant: Claimant,
        knowing known: [String: String] = [:]
    ) -> Verdict {
        guard case .entries(let entries) = answer else { return answer.verdict(on: claimant) }
        let verdict =
            hasRules
            ? normalisedVerdict(of: entries, on: claimant, knowing: known)
            : answer.verdict(on: claimant)
        guard verdict.outcome == .absent, !claimant.number.isEmpty else { return verdict }
        // A profession that was renamed must not look like a licence that was lost.
        let number = folded(claimant.number)
        let other = entries.first { entry in
            !entry.isExpectedType && !number.isEmpty && folded(entry.number) == number
                && NameComparison.best(of: claimant.names, with: entry.names) != .mismatch
        }
        guard let other else { return verdict }
        return Verdict(
            outcome: .mismatched,
            reason: "The register has this number and name under another licence type.",
            entry: other
        )
    }
}
