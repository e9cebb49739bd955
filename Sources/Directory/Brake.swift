/// What stops a registry's changes for the worse when too many come within a day, or when it does
/// not find somebody whom it has to find.
///
/// Counted are the records of one registry that were matched before. A record that changed for the
/// worse before there were too many stays as the register has it: a suspension among them would be
/// true. The change by which there are too many is the first that is held. A held one counts until
/// it is over, however old it is.
package struct Brake: Hashable, Sendable {
    /// How far back records count.
    package static let windowSeconds = secondsPerDay
    /// How many changes for the worse there are at least before they can be too many.
    package static let leastWorsened = 10
    /// More than so many hundredths of those that answered are too many.
    package static let percentBorne = 5

    /// Why changes for the worse are held.
    package enum Cause: String, Sendable, CaseIterable {
        case share, canary
    }

    /// Records with an answer within the window, each once, and the held ones.
    package private(set) var answered: Int
    /// How many of them changed for the worse.
    package private(set) var worsened: Int
    /// Whether the canary was asked about last and not found.
    package let isCanaryFailing: Bool

    package init(answered: Int = 0, worsened: Int = 0, isCanaryFailing: Bool = false) {
        self.answered = answered
        self.worsened = worsened
        self.isCanaryFailing = isCanaryFailing
    }

    /// Why it holds changes for the worse now; nil while it does not.
    package var cause: Cause? {
        if isCanaryFailing { return .canary }
        let isMany =
            worsened >= Self.leastWorsened
            && worsened * 100 > Self.percentBorne * max(answered, worsened)
        return isMany ? .share : nil
    }

    /// What becomes of an answer.
    package struct Ruling: Hashable, Sendable {
        /// The state that the answer leaves behind.
        package let state: CredentialState
        /// Why the answer is held; nil where it took effect or changes nothing for the worse.
        package let heldBy: Cause?
        /// Whether the record changed for the worse, held or not; of one that is held already, no.
        package let isForTheWorse: Bool
        /// What to add to the counts of the window; what is held counts by being held.
        package let answered: Int
        package let worsened: Int
    }

    /// Judges an answer and counts it: the one rule of what is held.
    ///
    /// - Whoever was never matched has nothing to lose: the answer takes effect.
    /// - No answer about the person changes nothing and counts for nothing.
    /// - A change for the worse is held while the brake is on, itself counted; else it takes effect.
    /// - One more absence of somebody who was absent before is no change; while the brake is on it
    ///   does not count towards the third.
    /// - What is held stays so while the answers say the same and the brake is on. When it is off the
    ///   answer takes effect, and any other answer does in any case.
    ///
    /// - Parameters:
    ///   - check: What was asked and what came of it.
    ///   - before: The credential before it.
    ///   - terms: The registry's completeness, window, grace and time zone.
    /// - Returns: What becomes of it.
    package mutating func judge(
        _ check: Check,
        of before: CredentialState,
        terms: RegistryTerms
    ) -> Ruling {
        let judged = before.after(check, terms: terms)
        guard check.verdict.outcome.isAnswer, before.matchedAt != nil else {
            return Ruling(judged)
        }
        if let hold = before.hold {
            return judgeHeld(hold, before, judged, check, terms)
        }
        let isFirst =
            before.answeredAt.map { $0 <= check.askedAt - Self.windowSeconds } ?? true
        let counted = isFirst ? 1 : 0
        answered += counted
        switch before.change(to: judged, at: check.askedAt) {
        case .none:
            return Ruling(judged, answered: counted)
        case .anotherAbsence:
            guard cause != nil else { return Ruling(judged, answered: counted) }
            var uncounted = judged
            uncounted.trust = before.trust
            return Ruling(uncounted, answered: counted)
        case .worse:
            worsened += 1
            guard let cause else {
                return Ruling(judged, isForTheWorse: true, answered: counted, worsened: 1)
            }
            var held = before
            held.hold = Hold(since: check.askedAt, standing: judged.heldStanding)
            answered += 1 - counted
            return Ruling(held, heldBy: cause, isForTheWorse: true)
        }
    }

    private mutating func judgeHeld(
        _ hold: Hold,
        _ before: CredentialState,
        _ judged: CredentialState,
        _ check: Check,
        _ terms: RegistryTerms
    ) -> Ruling {
        let isStillWorse = before.change(to: judged, at: check.askedAt) != .none
        if isStillWorse, let cause {
            var held = before
            held.hold = hold.graver(judged.heldStanding)
            return Ruling(held, heldBy: cause)
        }
        let after = before.withoutHold(at: check.askedAt).after(check, terms: terms)
        if !isStillWorse { worsened = max(0, worsened - 1) }
        return Ruling(after, answered: 1, worsened: isStillWorse ? 1 : 0)
    }
}

extension Brake.Ruling {
    fileprivate init(
        _ state: CredentialState,
        heldBy cause: Brake.Cause? = nil,
        isForTheWorse: Bool = false,
        answered: Int = 0,
        worsened: Int = 0
    ) {
        self.state = state
        heldBy = cause
        self.isForTheWorse = isForTheWorse
        self.answered = answered
        self.worsened = worsened
    }
}

/// That a change of a credential for the worse waits until an admin or the register itself says
/// that it is true, or that it is not.
package struct Hold: Hashable, Sendable {
    /// How long trust outlasts a change that waits.
    package static let seconds: Int64 = 72 * 3600

    /// When the first answer was asked for that is held.
    package let since: Instant
    /// The gravest standing that the held answers give; nil where they give none.
    package let standing: Standing?

    package init(since: Instant, standing: Standing?) {
        self.since = since
        self.standing = standing
    }

    /// When trust ends if nobody has decided by then.
    package var endsTrustAt: Instant { since + Self.seconds }

    fileprivate func graver(_ other: Standing?) -> Hold {
        guard let other, other.gravity > standing?.gravity ?? -1 else { return self }
        return Hold(since: since, standing: other)
    }
}

extension CredentialState {
    fileprivate enum Change {
        case none
        case anotherAbsence
        case worse
    }

    /// What an answer makes of a credential: worse is a graver standing, trust that ends, or not
    /// being found as the person was found the last time.
    fileprivate func change(to judged: CredentialState, at moment: Instant) -> Change {
        if judged.standing != standing,
            judged.standing?.gravity ?? 0 > standing?.gravity ?? 0
        {
            return .worse
        }
        if trust.isGood(at: moment), !judged.trust.isGood(at: moment) { return .worse }
        let isFound = judged.outcome == .matched || judged.outcome == .unrecognised
        if !isFound, matchedAt == answeredAt { return .worse }
        return judged.trust.absences > trust.absences ? .anotherAbsence : .none
    }

    /// What a judged answer says of the standing; nil where it does not show the person.
    fileprivate var heldStanding: Standing? {
        outcome == .matched || outcome == .unrecognised ? standing : nil
    }

    /// The state with no change waiting any more.
    ///
    /// Trust that had ended by waiting does not return by itself: only a register that says active
    /// brings it back.
    package func withoutHold(at moment: Instant) -> CredentialState {
        guard let hold else { return self }
        var state = self
        state.hold = nil
        if moment >= hold.endsTrustAt { state.trust = trust.ended(at: hold.endsTrustAt) }
        return state
    }

    /// The state that held answers leave behind once an admin says that they are true: each judged at
    /// its own time.
    ///
    /// - Parameters:
    ///   - checks: The held ones, in the order in which they were made.
    ///   - terms: The registry's terms.
    ///   - moment: When the admin says so.
    /// - Returns: The state after them.
    package func releasing(
        _ checks: [Check],
        terms: RegistryTerms,
        at moment: Instant
    ) -> CredentialState {
        checks.reduce(withoutHold(at: moment)) { $0.after($1, terms: terms) }
    }

    /// When trust ends: by itself, or because a change for the worse waits for too long.
    package var goodUntil: Instant? {
        guard let hold else { return trust.goodUntil }
        return trust.ended(at: hold.endsTrustAt).goodUntil
    }
}

extension Trust {
    fileprivate func isGood(at moment: Instant) -> Bool { goodUntil.map { $0 > moment } ?? false }
}

/// Something that the brake of a registry did, or that an admin decided about what it held.
package struct BrakeEvent: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Changes for the worse are held from now on.
        case set
        /// They take effect again: there are few enough of them, and the canary is found.
        case eased
        case canaryFailed = "canary_failed"
        case canaryFound = "canary_found"
        /// An admin says that held changes are true.
        case released
        /// An admin says that they are not.
        case discarded
    }

    package let registry: RegistryID
    package let kind: Kind
    package let happenedAt: Instant
    /// Records that were matched before and answered about in the last 24 h, and how many changed
    /// for the worse; of an admin's decision, how many it is about.
    package let answered: Int
    package let worsened: Int
    /// Why changes are held; nil for what is no beginning.
    package let cause: Brake.Cause?
    /// What came of the canary's check; nil for what is not about it.
    package let outcome: Outcome?
    /// Who decided; nil where nobody did.
    package let actor: String?
    package let reason: String?

    package init(
        registry: RegistryID,
        kind: Kind,
        happenedAt: Instant,
        answered: Int,
        worsened: Int,
        cause: Brake.Cause? = nil,
        outcome: Outcome? = nil,
        actor: String? = nil,
        reason: String? = nil
    ) {
        self.registry = registry
        self.kind = kind
        self.happenedAt = happenedAt
        self.answered = answered
        self.worsened = worsened
        self.cause = cause
        self.outcome = outcome
        self.actor = actor
        self.reason = reason
    }
}
