/// Somebody who is told of events, as the configuration names them.
package struct Recipient: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case mail, webhook
    }

    package let kind: Kind
    /// A mail address, or a webhook's name.
    package let name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}

/// What came of an attempt to tell a recipient.
package enum DeliveryResult: Hashable, Sendable {
    case delivered
    /// Not yet, perhaps later; a sentence, and how long the recipient asks to be left alone.
    case failed(String, retryAfterSeconds: Int64? = nil)
    /// The recipient does not take this one and never will.
    case refused(String)
    /// The recipient wants nothing any more.
    case stopped(String)
}

/// When what is to be told is gathered, tried again and given up.
package enum DeliverySchedule {
    /// What happens within this time goes into one mail.
    package static let gatheringSeconds: Int64 = 60
    /// Between two mails to one recipient; what happens meanwhile goes into the next.
    package static let mailSeconds: Int64 = 300
    /// How long a delivery is tried.
    package static let patienceSeconds = secondsPerDay
    /// The longest pause between two attempts.
    package static let longestPauseSeconds: Int64 = 7200

    /// When to try again: after 1, 2, 4 minutes and so on up to two hours, or later where the
    /// recipient asks for it.
    ///
    /// - Parameters:
    ///   - attempts: How many there have been.
    ///   - created: When the delivery was made.
    ///   - now: When the last attempt failed.
    ///   - retryAfter: How long the recipient asks to be left alone, taken up to two hours.
    /// - Returns: Nil where it is to be given up.
    package static func nextAttempt(
        after attempts: Int,
        created: Instant,
        now: Instant,
        retryAfter: Int64? = nil
    ) -> Instant? {
        let end = created + patienceSeconds
        guard now < end else { return nil }
        let pause = min(longestPauseSeconds, 60 << Int64(min(max(attempts, 1) - 1, 7)))
        // The last one comes when patience ends, not before.
        return min(now + min(longestPauseSeconds, max(pause, retryAfter ?? 0)), end)
    }
}
