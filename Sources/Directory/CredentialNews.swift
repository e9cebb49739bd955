/// What of a credential's change has to be told.
package enum CredentialNews: Hashable, Sendable {
    case lapsed(Event.LapseReason)
    case disciplined, restricted
}

extension CredentialState {
    /// What has to be told when a check moves this state to another.
    ///
    /// A check that finds trust over tells it, whoever ended it: a register, the expiry day or the
    /// window, or a change that was held for too long. So a lapse is told at the first check after
    /// it, and once.
    ///
    /// - Parameters:
    ///   - after: The state that the check left.
    ///   - moment: When it was made.
    ///   - previous: When the check before it was made; nil where there was none.
    ///   - isPersonApproved: Whether any credential of the person is approved. Nobody trusts the
    ///     others, and what is found about them is no news.
    /// - Returns: The gravest, or nil where there is nothing to tell.
    package func news(
        becoming after: CredentialState,
        checkedAt moment: Instant,
        previousCheckAt previous: Instant?,
        isPersonApproved: Bool
    ) -> CredentialNews? {
        if isPersonApproved, let standing = after.standing, standing.isDisciplinary,
            standing != self.standing
        {
            return .disciplined
        }
        guard after.decision == .approved else { return nil }
        if after.standing == .activeRestricted, standing != .activeRestricted { return .restricted }
        guard let previous, isTrusted(at: previous), !after.isTrusted(at: moment) else {
            return nil
        }
        let isEndedByIt = after.trust.goodUntil != trust.goodUntil
        return switch after.outcome {
        case .matched where after.standing != .active: .lapsed(.standing)
        case .unrecognised: .lapsed(.unrecognised)
        case .absent where isEndedByIt: .lapsed(.absent)
        default: .lapsed(.ranOut)
        }
    }

    /// What has to be told when an admin's decision moves this state to another.
    ///
    /// - Parameters:
    ///   - after: The state that the decision left.
    ///   - moment: When it was made.
    /// - Returns: Nil where trust goes on, or there was none.
    package func news(becoming after: CredentialState, decidedAt moment: Instant) -> CredentialNews?
    {
        let wasTrusted = decision == .approved && isTrusted(at: moment)
        return wasTrusted && after.decision != .approved ? .lapsed(.decision) : nil
    }

    private func isTrusted(at moment: Instant) -> Bool {
        goodUntil.map { $0 > moment } ?? false
    }
}
