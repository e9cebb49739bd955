package import Foundation

/// The past of one credential as the database keeps it, by which any moment can be asked about.
///
/// Two questions have two answers. *What was known then* is what this directory had been told by
/// that moment: rows recorded later do not count, right or wrong. *What was true then, as it is
/// known now* uses everything recorded until today, each answer placed at the moment of which it
/// speaks and corrected by what the register said later about its own dates.
package struct CredentialPast: Sendable {
    /// A check, as far as it tells the past.
    package struct Reading: Hashable, Sendable {
        package let key: Check.Key
        package let askedAt: Instant
        /// The source's own date of what it said, where it gave one.
        package let sourceAsOf: Instant?
        package let outcome: Outcome
        package let wording: String?
        package let standing: Standing?
        package let expiresOn: CalendarDate?
        package let firstIssuedOn: CalendarDate?
        /// The trust that the check left behind.
        package let goodUntil: Instant?
        /// Whether a person saw it, in place of a machine's question.
        package let isByHand: Bool

        package init(
            key: Check.Key,
            askedAt: Instant,
            sourceAsOf: Instant? = nil,
            outcome: Outcome,
            wording: String? = nil,
            standing: Standing? = nil,
            expiresOn: CalendarDate? = nil,
            firstIssuedOn: CalendarDate? = nil,
            goodUntil: Instant? = nil,
            isByHand: Bool = false
        ) {
            self.key = key
            self.askedAt = askedAt
            self.sourceAsOf = sourceAsOf
            self.outcome = outcome
            self.wording = wording
            self.standing = standing
            self.expiresOn = expiresOn
            self.firstIssuedOn = firstIssuedOn
            self.goodUntil = goodUntil
            self.isByHand = isByHand
        }

        /// The moment of which it speaks: the source's own date, unless that lies ahead of asking.
        package var speaksOf: Instant { min(sourceAsOf ?? askedAt, askedAt) }

        /// When the register showed it: what a person saw is entered later.
        fileprivate var seenAt: Instant { isByHand ? speaksOf : askedAt }
        fileprivate var isActive: Bool { outcome == .matched && standing == .active }
        fileprivate var hasFoundThePerson: Bool { outcome == .matched || outcome == .unrecognised }

        /// The check as if it had been asked at the moment of which it speaks.
        fileprivate var asOfItsSource: Check {
            let entry = wording.map {
                RegisterEntry(
                    number: "",
                    names: [],
                    wording: $0,
                    standing: standing,
                    expiresOn: expiresOn,
                    firstIssuedOn: firstIssuedOn
                )
            }
            return Check(
                askedAt: speaksOf,
                question: "",
                status: nil,
                verdict: Verdict(outcome: outcome, reason: "", entry: entry)
            )
        }
    }

    /// What was known from a moment on, as it was written down when it changed.
    package struct Change: Hashable, Sendable {
        package let changedAt: Instant
        package let wording: String?
        package let standing: Standing?
        package let outcome: Outcome?
        package let decision: Decision
        package let isDisciplineCovered: Bool
        package let expiresOn: CalendarDate?
        package let firstIssuedOn: CalendarDate?

        package init(
            changedAt: Instant,
            wording: String?,
            standing: Standing?,
            outcome: Outcome?,
            decision: Decision,
            isDisciplineCovered: Bool,
            expiresOn: CalendarDate?,
            firstIssuedOn: CalendarDate?
        ) {
            self.changedAt = changedAt
            self.wording = wording
            self.standing = standing
            self.outcome = outcome
            self.decision = decision
            self.isDisciplineCovered = isDisciplineCovered
            self.expiresOn = expiresOn
            self.firstIssuedOn = firstIssuedOn
        }
    }

    /// An admin's decision.
    package struct Ruling: Hashable, Sendable {
        package let decision: Decision
        package let decidedAt: Instant
        /// The last check before it; nil where there was none.
        package let check: Check.Key?

        package init(decision: Decision, decidedAt: Instant, check: Check.Key?) {
            self.decision = decision
            self.decidedAt = decidedAt
            self.check = check
        }

        /// Whether it ends the trust at its moment.
        package var endsTrust: Bool { decision == .rejected || decision == .withdrawn }
    }

    /// A change for the worse that the brake held.
    package struct Wait: Hashable, Sendable {
        package enum End: String, Hashable, Sendable {
            /// The register said something else, or the same once the brake had eased.
            case answered
            /// An admin said that it is true, or that it is not.
            case released, discarded
        }

        package let since: Instant
        /// The gravest standing that the held answers give.
        package let standing: Standing?
        package let checks: Set<Check.Key>
        /// Nil, with the next two, while it waits.
        package let endedAt: Instant?
        package let end: End?
        /// The check that ended it; nil where an admin did.
        package let endingCheck: Check.Key?
        /// The trust that was left when it ended.
        package let goodUntil: Instant?

        package init(
            since: Instant,
            standing: Standing?,
            checks: Set<Check.Key>,
            endedAt: Instant? = nil,
            end: End? = nil,
            endingCheck: Check.Key? = nil,
            goodUntil: Instant? = nil
        ) {
            self.since = since
            self.standing = standing
            self.checks = checks
            self.endedAt = endedAt
            self.end = end
            self.endingCheck = endingCheck
            self.goodUntil = goodUntil
        }
    }

    package let credential: Credential
    /// Since when the directory has it.
    package let createdAt: Instant
    /// In the order in which they were recorded; the same below.
    package let readings: [Reading]
    package let changes: [Change]
    package let rulings: [Ruling]
    /// When the person turned from or to being excluded, which ends the trust in every credential.
    package let exclusionTurns: [Instant]
    package let waits: [Wait]
    /// The registry's completeness; nil where none is described.
    package let completeness: Completeness?
    package let timeZone: TimeZone

    package init(
        credential: Credential,
        createdAt: Instant,
        readings: [Reading],
        changes: [Change],
        rulings: [Ruling],
        exclusionTurns: [Instant] = [],
        waits: [Wait] = [],
        completeness: Completeness?,
        timeZone: TimeZone
    ) {
        self.credential = credential
        self.createdAt = createdAt
        self.readings = readings
        self.changes = changes
        self.rulings = rulings
        self.exclusionTurns = exclusionTurns
        self.waits = waits
        self.completeness = completeness
        self.timeZone = timeZone
    }

    /// Whether an answer had taken effect by a moment: what was held and not released had not.
    private func isBelieved(_ reading: Reading, by moment: Instant? = nil) -> Bool {
        !waits.contains { wait in
            let isReleased =
                wait.end == .released
                && wait.endedAt.map { endedAt in moment.map { endedAt <= $0 } ?? true } ?? false
            return !isReleased && wait.checks.contains(reading.key)
        }
    }

    /// The last decision made by a moment; nil where there was none.
    package func ruling(at moment: Instant) -> Ruling? {
        rulings.last { $0.decidedAt <= moment }
    }
}

// MARK: - What was known then

extension CredentialPast {
    /// The credential as the directory knew it at a moment.
    ///
    /// The facts are those last written down by then, the trust what was left by then. A check
    /// counts from when it was asked.
    ///
    /// - Parameter moment: Any moment until now.
    /// - Returns: Nil where the directory did not have the credential yet.
    package func knownThen(at moment: Instant) -> CredentialState? {
        guard createdAt <= moment else { return nil }
        var state = CredentialState(credential: credential)
        if let change = changes.last(where: { $0.changedAt <= moment }) {
            state.wording = change.wording
            state.standing = change.standing
            state.outcome = change.outcome
            state.decision = change.decision
            state.isDisciplineCovered = change.isDisciplineCovered
            state.expiresOn = change.expiresOn
            state.firstIssuedOn = change.firstIssuedOn
        }
        guard let last = readings.lastIndex(where: { $0.askedAt <= moment }) else { return state }
        state.trust = Trust(goodUntil: readings[last].goodUntil)
        for wait in waits where wait.since <= moment {
            guard let endedAt = wait.endedAt, endedAt <= moment else {
                state.hold = Hold(since: wait.since, standing: wait.standing)
                continue
            }
            // An admin's decision leaves trust behind without a check.
            if wait.endingCheck == nil, endedAt >= readings[last].askedAt {
                state.trust = Trust(goodUntil: wait.goodUntil)
            }
        }
        for ruling in rulings where ruling.endsTrust && ruling.decidedAt <= moment {
            // A check that came after it has the end in it already.
            guard let check = ruling.check, check >= readings[last].key else { continue }
            state.trust = state.trust.ended(at: ruling.decidedAt)
        }
        for turn in exclusionTurns where turn <= moment && turn >= readings[last].askedAt {
            state.trust = state.trust.ended(at: turn)
        }
        let known = readings[...last].filter { isBelieved($0, by: moment) }
        state.answeredAt =
            known.last { $0.outcome.isAnswer && $0.askedAt <= moment }?.seenAt
        state.matchedAt =
            known.last { $0.hasFoundThePerson && $0.askedAt <= moment }?.seenAt
        return state
    }

    /// The last check that had been asked by a moment.
    package func latestReading(at moment: Instant) -> Reading? {
        readings.last { $0.askedAt <= moment }
    }
}

// MARK: - What was true then, as it is known now

/// What was true of a credential at a moment gone by, as it is known now, and why.
package struct Hindsight: Hashable, Sendable {
    /// What tells it.
    package enum Basis: String, Hashable, Sendable, CaseIterable {
        /// Nothing that was ever read speaks of that moment.
        case nothing
        /// The last answer that speaks of that moment or of one before.
        case reading
        /// Active in the answers on both sides of that moment.
        case readingsOnBothSides = "readings_on_both_sides"
        /// Seen active only later, and first issued before by the register's own date.
        case registerDates = "register_dates"
        /// A later answer, by which it had expired before.
        case laterExpiry = "later_expiry"
        /// The register's own date of first issue, which is later.
        case notYetIssued = "not_yet_issued"

        /// One sentence for whoever asks.
        package var sentence: String {
            switch self {
            case .nothing: "No answer of the register speaks of this moment."
            case .reading: "The last answer that speaks of this moment, or of one before it."
            case .readingsOnBothSides:
                "The register's last answer before this moment and the next one after it say active."
            case .registerDates:
                "The register was first read later; its own date of first issue lies before this moment."
            case .laterExpiry:
                "A later answer of the register gives an expiry that lies before this moment."
            case .notYetIssued:
                "The register's own date of first issue lies after this moment."
            }
        }
    }

    package fileprivate(set) var state: CredentialState
    package fileprivate(set) var basis: Basis
    /// The answer that decides; nil for `nothing`.
    package fileprivate(set) var reading: CredentialPast.Reading?

    /// Whether there was such a credential, as far as is known.
    package var existed: Bool { basis != .notYetIssued }

    /// Takes over what a later answer says.
    fileprivate mutating func take(
        _ reading: CredentialPast.Reading,
        as standing: Standing,
        basis: Basis
    ) {
        state.wording = reading.wording
        state.standing = standing
        state.outcome = .matched
        state.expiresOn = reading.expiresOn
        self.basis = basis
        self.reading = reading
    }
}

extension CredentialPast {
    /// What was true of the credential at a moment, as far as it is known now.
    ///
    /// - Every answer counts at the moment of which it speaks, whenever it was received, and those
    ///   that speak of this moment or of one before are judged in that order by the one rule.
    /// - The newest first-issue date that the register states counts: before it there was no licence.
    /// - Where the next answer after the moment is not in force and gives an expiry before it, the
    ///   licence had expired by then.
    /// - Where the last answer before and the next one after both say active, lie at most 120 days
    ///   apart, and no expiry lies between the first of them and the moment, it was good all the
    ///   while, though nobody asked.
    /// - Before the first answer it stood active from the first issue on, if that answer says so;
    ///   that is what the register's dates say, and carries no trust.
    /// - Decisions are acts: one counts from when it was made.
    ///
    /// - Parameter moment: Any moment until now.
    /// - Returns: The state, and what tells it.
    package func knownNow(at moment: Instant) -> Hindsight {
        let told = told(by: moment)
        var state = folded(told)
        if let change = changes.last(where: { $0.changedAt <= moment }) {
            state.decision = change.decision
            state.isDisciplineCovered =
                change.isDisciplineCovered && change.standing == state.standing
        }
        let believed = waits.isEmpty ? readings : readings.filter { isBelieved($0) }
        let stated = believed.last { $0.hasFoundThePerson && $0.firstIssuedOn != nil }
        if let issuedOn = stated?.firstIssuedOn {
            state.firstIssuedOn = issuedOn
            if (issuedOn + -1).end(in: timeZone) > moment {
                var unissued = CredentialState(credential: credential, decision: state.decision)
                unissued.firstIssuedOn = issuedOn
                return Hindsight(state: unissued, basis: .notYetIssued, reading: stated)
            }
        }
        var found = Hindsight(
            state: state,
            basis: told.isEmpty ? .nothing : .reading,
            reading: told.last
        )
        let next = believed.filter { $0.speaksOf > moment && $0.hasFoundThePerson }
            .min { $0.speaksOf < $1.speaksOf }
        if let next { correct(&found, by: next, at: moment) }
        if let active = told.last(where: \.isActive) {
            for ruling in rulings
            where ruling.endsTrust && ruling.decidedAt <= moment
                && ruling.decidedAt >= active.speaksOf
            {
                found.state.trust = found.state.trust.ended(at: ruling.decidedAt)
            }
        }
        return found
    }

    /// Corrects what was read up to a moment by the first answer that speaks of a later one.
    private func correct(_ found: inout Hindsight, by next: Reading, at moment: Instant) {
        let state = found.state
        if let end = expiry(statedBy: next), end <= moment, state.standing?.isCurrent ?? true {
            found.take(next, as: .expired, basis: .laterExpiry)
            found.state.trust = state.trust.ended(at: end)
            return
        }
        guard next.isActive, !(state.trust.goodUntil.map { $0 > moment } ?? false) else { return }
        if let seenAt = state.matchedAt {
            let hasExpired = state.expiresOn.map { $0.end(in: timeZone) <= moment } ?? false
            let gap = next.speaksOf.seconds(since: seenAt)
            guard state.standing == .active, !hasExpired,
                gap <= Self.longestGapDays * secondsPerDay
            else { return }
            found.state.trust.goodUntil = next.speaksOf
            found.basis = .readingsOnBothSides
            found.reading = next
        } else if next.firstIssuedOn != nil {
            found.take(next, as: .active, basis: .registerDates)
        }
    }

    /// Days over which two active answers tell of the time between: NCQA's limit for the age of
    /// what is read.
    private static let longestGapDays: Int64 = 120

    /// The answers and silences that speak of a moment or of one before, in that order.
    private func told(by moment: Instant) -> [Reading] {
        readings.filter { $0.speaksOf <= moment && isBelieved($0) }
            .sorted { ($0.speaksOf, $0.key) < ($1.speaksOf, $1.key) }
    }

    /// What the rule makes of answers, one after the other.
    private func folded(_ told: [Reading]) -> CredentialState {
        var state = CredentialState(credential: credential)
        guard let completeness else { return state }
        let terms = RegistryTerms(completeness: completeness, timeZone: timeZone)
        // An active one leaves nothing of what was before it.
        for reading in told[(told.lastIndex(where: \.isActive) ?? 0)...] {
            state = state.after(reading.asOfItsSource, terms: terms)
            // By the window and the grace that were described when it was read.
            if reading.isActive { state.trust.goodUntil = reading.goodUntil }
        }
        return state
    }

    /// The moment at which it had expired, by an answer that says it is no longer in force.
    private func expiry(statedBy reading: Reading) -> Instant? {
        guard reading.outcome == .matched, let standing = reading.standing, !standing.isCurrent
        else { return nil }
        return reading.expiresOn?.end(in: timeZone)
    }
}

extension Standing {
    /// Whether it lets the licence run, in whatever form, so that an expiry has not ended it.
    fileprivate var isCurrent: Bool { isInForce || self == .provisional || self == .pending }
}
