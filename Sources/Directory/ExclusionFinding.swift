/// That a row of a list of exclusions means a practitioner, or may.
package struct ExclusionFinding: Hashable, Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// To be looked at by a person; changes no trust and is never public.
        case candidate
        /// Ends the trust in all credentials of the person while it stands.
        case confirmed
        /// An admin has decided that it is somebody else.
        case dismissed
        /// The row is gone, the person was reinstated, or nothing agrees any more.
        case ended
    }

    /// Who and what was compared, as numbers that change with them.
    package struct Sides: Hashable, Sendable {
        /// Of the practitioner's NPI and names.
        package let person: Int64
        /// Of the list's row.
        package let exclusion: Int64

        package init(person: Int64, exclusion: Int64) {
            self.person = person
            self.exclusion = exclusion
        }
    }

    package var state: State
    /// The last decision, and what it was about.
    package var decision: ExclusionDecision?
    package var decidedSides: Sides?

    package init(
        state: State,
        decision: ExclusionDecision? = nil,
        decidedSides: Sides? = nil
    ) {
        self.state = state
        self.decision = decision
        self.decidedSides = decidedSides
    }

    /// What becomes of a finding, or of none, when its sides are compared again.
    ///
    /// - A row that is gone, or whose day of reinstatement has come: ended.
    /// - Both sides are those of the last decision: it holds, whatever happened in between.
    /// - Confirmed so far: still, since it ends by reinstatement or decision alone.
    /// - Else the rules as if nobody had decided, so that what was dismissed is reopened.
    ///
    /// - Parameters:
    ///   - finding: What is known so far; nil for nothing.
    ///   - rule: What agrees now; nil for nothing.
    ///   - isInForce: Whether the row is on the list and the person not reinstated.
    ///   - sides: Who and what is compared now.
    /// - Returns: Nil where there is nothing to be known.
    package static func state(
        after finding: ExclusionFinding?,
        rule: ExclusionMatch.Rule?,
        isInForce: Bool,
        sides: Sides
    ) -> State? {
        guard isInForce else { return finding == nil ? nil : .ended }
        if let finding {
            if let decision = finding.decision, finding.decidedSides == sides {
                return decision == .samePerson ? .confirmed : .dismissed
            }
            if finding.state == .confirmed { return .confirmed }
        }
        switch rule {
        case .npiAndSurname: return .confirmed
        case .npi, .licence, .name: return .candidate
        case nil: return finding == nil ? nil : .ended
        }
    }
}

/// What an admin decides about a finding.
package enum ExclusionDecision: String, Sendable, CaseIterable {
    case samePerson = "same_person"
    case notSamePerson = "not_same_person"
}

/// An admin's decision about a finding, as it is kept.
package struct ExclusionDecisionRecord: Hashable, Sendable {
    package let decision: ExclusionDecision
    /// Who decided: an account of the operating system or of this installation.
    package let actor: String
    package let reason: String
    package let decidedAt: Instant

    package init(
        decision: ExclusionDecision,
        actor: String,
        reason: String,
        decidedAt: Instant
    ) {
        self.decision = decision
        self.actor = actor
        self.reason = reason
        self.decidedAt = decidedAt
    }
}

/// The past of one finding.
package struct ExclusionPast: Hashable, Sendable {
    /// How it stood from a moment on.
    package struct Change: Hashable, Sendable {
        package let changedAt: Instant
        package let state: ExclusionFinding.State

        package init(changedAt: Instant, state: ExclusionFinding.State) {
            self.changedAt = changedAt
            self.state = state
        }
    }

    /// In the order in which they were written down.
    package let changes: [Change]
    /// The list's own days.
    package let excludedOn: CalendarDate?
    package let reinstatedOn: CalendarDate?

    package init(changes: [Change], excludedOn: CalendarDate?, reinstatedOn: CalendarDate?) {
        self.changes = changes
        self.excludedOn = excludedOn
        self.reinstatedOn = reinstatedOn
    }

    /// Whether it stood confirmed at a moment, as the directory knew it then.
    package func knownThen(at moment: Instant) -> Bool {
        changes.last { $0.changedAt <= moment }?.state == .confirmed
    }

    /// Whether the person was excluded at a moment, as it is known now: by the list's own days, where
    /// it gives them, and only if the finding is still believed, or was until it ended.
    package func knownNow(at moment: Instant) -> Bool {
        guard let last = changes.last else { return false }
        let believed = last.state == .ended ? changes.dropLast().last { $0.state != .ended } : last
        guard let believed, believed.state == .confirmed else { return false }
        let since = excludedOn?.startInUTC ?? changes.first { $0.state == .confirmed }?.changedAt
        guard let since, since <= moment else { return false }
        if let reinstatedOn { return reinstatedOn.startInUTC > moment }
        return last.state != .ended || last.changedAt > moment
    }
}
