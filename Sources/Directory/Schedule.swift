/// When a credential is to be checked again.
package enum Schedule {
    /// Days between checks of a licence that is good and not about to expire.
    package static let ordinaryDays: Int64 = 7
    /// Days before and after the expiry in which it is asked daily.
    package static let daysAroundExpiry = 7
    /// The first wait after no answer, doubled each time up to a day.
    package static let firstRetrySeconds: Int64 = 3600

    /// The next due moment after a check.
    ///
    /// - Parameters:
    ///   - outcome: What came of the check.
    ///   - standing: What the register said, where it was matched.
    ///   - expiresOn: The expiry that is known.
    ///   - checkedAt: When the check was made.
    ///   - silences: How many checks in a row, this one included, got no answer.
    ///   - spread: Any number that stays with the credential; it keeps a day's load flat.
    /// - Returns: A moment after the check.
    package static func nextDue(
        after outcome: Outcome,
        standing: Standing?,
        expiresOn: CalendarDate?,
        checkedAt: Instant,
        silences: Int,
        spread: Int64
    ) -> Instant {
        guard outcome.isAnswer else { return checkedAt + retrySeconds(after: silences) }
        guard outcome == .matched, standing == .active else { return checkedAt + secondsPerDay }
        if let expiresOn {
            let days = abs(Int(expiresOn.daysSince1970) - Int(checkedAt.date.daysSince1970))
            if days <= daysAroundExpiry { return checkedAt + secondsPerDay }
        }
        return spreadOut(checkedAt, spread: spread, notAfter: expiresOn)
    }

    /// Days before trust runs out, at which a person is to look again.
    package static let daysToLookAgain: Int64 = 14
    /// Days until a person is to look again where there is no trust to keep.
    package static let daysWithoutTrust: Int64 = 30

    /// When a person is to look at a register again, at the earliest the day after.
    ///
    /// - Parameters:
    ///   - enteredAt: When what was seen was entered.
    ///   - goodUntil: When trust runs out; nil where there is none.
    /// - Returns: A moment after the entry.
    package static func nextLook(after enteredAt: Instant, goodUntil: Instant?) -> Instant {
        guard let goodUntil, goodUntil > enteredAt else {
            return enteredAt + daysWithoutTrust * secondsPerDay
        }
        return max(enteredAt + secondsPerDay, goodUntil - daysToLookAgain * secondsPerDay)
    }

    /// How long to wait before asking again.
    ///
    /// - Parameter silences: How many times in a row, the last included, there was no answer.
    /// - Returns: Seconds, from an hour to a day.
    package static func retrySeconds(after silences: Int) -> Int64 {
        let doublings = min(max(silences - 1, 0), 5)
        return min(firstRetrySeconds << Int64(doublings), secondsPerDay)
    }

    /// The slot of this credential in the week, at least a day off, so that a whole directory
    /// loaded in one hour does not come due in one hour for ever.
    private static func spreadOut(
        _ checkedAt: Instant,
        spread: Int64,
        notAfter expiresOn: CalendarDate?
    ) -> Instant {
        let week = ordinaryDays * secondsPerDay
        // Odd and without a factor of the week's seconds: neighbouring ids land far apart.
        let mixed = (UInt64(bitPattern: spread) &* 0x9E37_79B9_7F4A_7C15) >> 20
        let slot = Int64(mixed) % week
        let start = checkedAt.secondsSince1970
        var due = start - start % week + slot
        while due < start + secondsPerDay { due += week }
        if let expiresOn, expiresOn > checkedAt.date {
            let daily = expiresOn.startInUTC - Int64(daysAroundExpiry) * secondsPerDay
            due = max(start + secondsPerDay, min(due, daily.secondsSince1970))
        }
        return Instant(secondsSince1970: due)
    }
}
