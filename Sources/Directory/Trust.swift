/// How long a credential may be trusted, and what its register's silences have added up to.
///
/// This is moved by `after(_:at:terms:)` and `ended(at:)` alone.
package struct Trust: Hashable, Sendable {
    /// The moment at which trust runs out by itself; nil where there never was any.
    package var goodUntil: Instant?
    /// Consecutive absences, each at least a day after the one counted before.
    package var absences: Int
    package var lastAbsenceAt: Instant?

    package init(goodUntil: Instant? = nil, absences: Int = 0, lastAbsenceAt: Instant? = nil) {
        self.goodUntil = goodUntil
        self.absences = absences
        self.lastAbsenceAt = lastAbsenceAt
    }

    /// What of a verdict moves trust.
    package enum Evidence: Hashable, Sendable {
        /// Matched: the standing, the end of the expiry day's date, and when the source was true.
        case matched(Standing, expiresOn: CalendarDate?, readAt: Instant)
        case unrecognised, mismatched, ambiguous
        /// When the source was true, where it says so: a list that lacks somebody lacks them once,
        /// however often it is read.
        case absent(readAt: Instant? = nil)
        case noAnswer

        package init(_ verdict: Verdict, sourceAsOf: Instant?, checkedAt: Instant) {
            // A source that claims to be from tomorrow is as old as the moment of asking.
            let readAt = min(sourceAsOf ?? checkedAt, checkedAt)
            switch verdict.outcome {
            case .matched:
                self = .matched(
                    verdict.entry?.standing ?? .unknown,
                    expiresOn: verdict.entry?.expiresOn,
                    readAt: readAt
                )
            case .unrecognised: self = .unrecognised
            case .mismatched: self = .mismatched
            case .ambiguous: self = .ambiguous
            case .absent: self = .absent(readAt: readAt)
            case .unreachable, .throttled, .refused, .blocked, .unparseable: self = .noAnswer
            }
        }
    }

    /// How many absences in a row end trust, at a register that keeps everybody.
    package static let absencesThatEnd = 3

    /// The table of the design: what a check's answer does to `goodUntil`.
    ///
    /// - matched and active: the earlier of the reading plus the window and the end of the expiry
    ///   day; matched otherwise, or unrecognised: ends at the check;
    /// - mismatched, ambiguous, no answer: unchanged;
    /// - absent: ends at the third consecutive one, each of what the register had at least 24 h
    ///   after the one before, and only where it keeps its full history.
    package func after(_ evidence: Evidence, at checkedAt: Instant, terms: RegistryTerms) -> Trust {
        switch evidence {
        case .matched(.active, let expiresOn, let readAt):
            let window = readAt + Int64(terms.windowDays) * secondsPerDay
            let expiry = expiresOn.map {
                ($0 + terms.renewalGraceDays).end(in: terms.timeZone)
            }
            return Trust(goodUntil: expiry.map { min($0, window) } ?? window)
        case .matched, .unrecognised:
            return Trust(goodUntil: ended(at: checkedAt).goodUntil)
        case .mismatched, .ambiguous:
            return Trust(goodUntil: goodUntil)
        case .noAnswer:
            return self
        case .absent(let readAt):
            let seenAt = readAt ?? checkedAt
            if let lastAbsenceAt, seenAt.seconds(since: lastAbsenceAt) < secondsPerDay {
                return self
            }
            let counted = Trust(
                goodUntil: goodUntil,
                absences: absences + 1,
                lastAbsenceAt: seenAt
            )
            let isOver =
                terms.completeness == .fullHistory && counted.absences >= Self.absencesThatEnd
            return isOver ? counted.ended(at: checkedAt) : counted
        }
    }

    /// This trust, ended where another one ends: what a clock that went back may not extend.
    package func notOutlasting(_ other: Trust) -> Trust {
        var bounded = self
        bounded.goodUntil = goodUntil.flatMap { end in other.goodUntil.map { min(end, $0) } }
        return bounded
    }

    /// Trust that an admin's rejection or withdrawal, or a register, ends at this moment.
    package func ended(at moment: Instant) -> Trust {
        var ended = self
        ended.goodUntil = goodUntil.map { min($0, moment) }
        return ended
    }
}
