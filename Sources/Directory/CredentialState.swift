/// All that decides whether a practitioner is vetted, as it stands for one credential.
package struct CredentialState: Hashable, Sendable {
    package var credential: Credential
    package var decision: Decision
    package var wording: String?
    package var standing: Standing?
    package var outcome: Outcome?
    package var trust: Trust
    package var expiresOn: CalendarDate?
    package var firstIssuedOn: CalendarDate?
    /// When a check last got an answer about the person, whatever it was.
    package var answeredAt: Instant?
    /// When the register was last seen to say that the person is on it.
    package var matchedAt: Instant?
    /// Whether an admin decided, with a reason, that its disciplinary standing is no obstacle.
    package var isDisciplineCovered: Bool
    /// Whether anybody asks its registry at present, a machine or a person.
    package var isAsked: Bool
    /// A change for the worse that waits for an admin; nil where none does.
    package var hold: Hold?

    package init(
        credential: Credential,
        decision: Decision = .pending,
        wording: String? = nil,
        standing: Standing? = nil,
        outcome: Outcome? = nil,
        trust: Trust = Trust(),
        expiresOn: CalendarDate? = nil,
        firstIssuedOn: CalendarDate? = nil,
        answeredAt: Instant? = nil,
        matchedAt: Instant? = nil,
        isDisciplineCovered: Bool = false,
        isAsked: Bool = true,
        hold: Hold? = nil
    ) {
        self.credential = credential
        self.decision = decision
        self.wording = wording
        self.standing = standing
        self.outcome = outcome
        self.trust = trust
        self.expiresOn = expiresOn
        self.firstIssuedOn = firstIssuedOn
        self.answeredAt = answeredAt
        self.matchedAt = matchedAt
        self.isDisciplineCovered = isDisciplineCovered
        self.isAsked = isAsked
        self.hold = hold
    }
}

extension CredentialState {
    /// The state that a check leaves behind: the one way in which a registry's answer moves it.
    ///
    /// - Parameters:
    ///   - check: What was asked and what came of it.
    ///   - terms: The registry's completeness, window, grace and time zone.
    /// - Returns: The state after it; decisions stay.
    package func after(_ check: Check, terms: RegistryTerms) -> CredentialState {
        let verdict = check.verdict
        let evidence = Trust.Evidence(
            verdict,
            sourceAsOf: check.sourceAsOf,
            checkedAt: check.seenAt
        )
        var after = self
        after.trust = trust.after(evidence, at: check.seenAt, terms: terms)
        after.outcome = verdict.outcome
        if verdict.outcome.isAnswer { after.answeredAt = check.seenAt }
        guard verdict.outcome == .matched || verdict.outcome == .unrecognised,
            let entry = verdict.entry
        else { return after }
        after.matchedAt = check.seenAt
        after.wording = entry.wording
        // What nobody can read takes no suspension or revocation back.
        let isDisciplinary = standing?.isDisciplinary ?? false
        after.standing =
            verdict.outcome == .matched
            ? entry.standing : isDisciplinary ? standing : .unknown
        after.expiresOn = entry.expiresOn
        after.firstIssuedOn = entry.firstIssuedOn ?? firstIssuedOn
        // What an admin decided about one disciplinary standing says nothing of another.
        if after.standing != standing { after.isDisciplineCovered = false }
        return after
    }
}
