/// What an admin has decided about a credential.
package enum Decision: String, Sendable, CaseIterable {
    case pending, approved, rejected, withdrawn
}

/// An admin's act, as it is kept.
package struct DecisionRecord: Hashable, Sendable {
    package let decision: Decision
    /// Who decided: an account of the operating system or of this installation.
    package let actor: String
    package let reason: String
    package let decidedAt: Instant
    /// Whether it was made in sight of a suspension, revocation or surrender and says that the
    /// person may be listed in spite of it.
    package let coversDiscipline: Bool

    package init(
        decision: Decision,
        actor: String,
        reason: String,
        decidedAt: Instant,
        coversDiscipline: Bool = false
    ) {
        self.decision = decision
        self.actor = actor
        self.reason = reason
        self.decidedAt = decidedAt
        self.coversDiscipline = coversDiscipline
    }
}
