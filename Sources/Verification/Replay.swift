package import Directory
package import Registries
package import Storage
import Synchronization

/// Judges all checks that are stored anew, by the present rules and descriptions, and changes
/// nothing.
package struct Replay: Sendable {
    /// What a check came to, as far as trust follows from it.
    package struct Facts: Hashable, Sendable {
        package let outcome: Outcome
        package let wording: String?
        package let standing: Standing?
        package let expiresOn: CalendarDate?
        package let firstIssuedOn: CalendarDate?
        /// The trust that it leaves behind, after what was recorded before it.
        package let goodUntil: Instant?
    }

    /// A check whose verdict would be another.
    package struct Difference: Sendable {
        package let check: Check.Key
        package let registry: RegistryID
        package let askedAt: Instant
        package let recorded: Facts
        package let judged: Facts
        /// Why, as it would be recorded now.
        package let reason: String
        package let basis: Rejudgement.Basis
    }

    package struct Tally: Hashable, Sendable {
        package var checks = 0
        package var fromBodies = 0
        package var fromFields = 0
        /// Answers that said nothing about the person, of which nothing is kept; and those of which
        /// neither a body nor a field is.
        package var withoutEvidence = 0
        /// Of registries that are not asked by machine, or not described any more.
        package var notByMachine = 0
        package var different = 0

        fileprivate mutating func add(_ other: Tally) {
            checks += other.checks
            fromBodies += other.fromBodies
            fromFields += other.fromFields
            withoutEvidence += other.withoutEvidence
            notByMachine += other.notByMachine
            different += other.different
        }
    }

    /// How many readers the database has.
    private static let mostReaders = 2
    private let database: Database
    private let registries: [RegistryID: Registry]
    private let only: RegistryID?

    /// - Parameters:
    ///   - database: Where the checks are.
    ///   - registries: The descriptions to judge by.
    ///   - only: Judges the checks of this registry alone; nil all.
    package init(database: Database, registries: [Registry], only: RegistryID? = nil) {
        self.database = database
        self.registries = Dictionary(registries.map { ($0.id, $0) }) { $1 }
        self.only = only
    }

    /// Goes through all that is stored.
    ///
    /// - Parameter report: Takes what differs, a batch after the other, and how many checks were
    ///   judged in it.
    /// - Returns: What it came to.
    /// - Throws: `StorageError`.
    package func run(
        _ report: @escaping @Sendable ([Difference], Int) async throws -> Void
    ) async throws -> Tally {
        guard let keys = try await database.credentialKeys() else { return Tally() }
        let batches = Batches(keys)
        let braked = try await database.brakedSpans()
        return try await withThrowingTaskGroup(of: Tally.self) { group in
            for _ in 0..<Self.mostReaders {
                group.addTask {
                    var tally = Tally()
                    while let keys = batches.next() {
                        let batch = try await judge(keys, braked)
                        tally.add(batch.tally)
                        try await report(batch.differences, batch.tally.checks)
                    }
                    return tally
                }
            }
            return try await group.reduce(into: Tally()) { $0.add($1) }
        }
    }

    /// Credentials, some at a time, for whoever is free.
    private final class Batches: Sendable {
        /// Credentials in one question to the database.
        private static let size: Int64 = 500

        private let start: Atomic<Int64>
        private let end: Int64

        init(_ keys: ClosedRange<Int64>) {
            start = Atomic(keys.lowerBound)
            end = keys.upperBound
        }

        func next() -> ClosedRange<Int64>? {
            let first = start.add(Self.size, ordering: .relaxed).oldValue
            return first <= end ? first...min(first + Self.size - 1, end) : nil
        }
    }

    private struct Batch: Sendable {
        var tally = Tally()
        var differences: [Difference] = []
        /// The credential whose checks come, and its trust as it was recorded so far.
        var credential: Credential.Key?
        var recorded = RecordedTrust()
    }

    private func judge(
        _ keys: ClosedRange<Int64>,
        _ braked: [RegistryID: [ClosedRange<Instant>]]
    ) async throws -> Batch {
        try await database.foldChecks(ofCredentials: keys, into: Batch()) {
            [registries, only] (batch: inout Batch, credential, check) in
            if batch.credential != credential.key {
                batch.credential = credential.key
                batch.recorded = RecordedTrust()
            }
            let isBraked =
                check.outcome == .absent && !braked.isEmpty
                && (braked[check.registry]?.contains { $0.contains(check.askedAt) } ?? false)
            defer {
                if !check.isSecondary {
                    batch.recorded.take(check, of: credential, isBraked: isBraked)
                }
            }
            guard only.map({ $0 == check.registry }) ?? true else { return }
            batch.tally.checks += 1
            guard let registry = registries[check.registry] else {
                batch.tally.notByMachine += 1
                return
            }
            let kept = KeptAnswer(
                outcome: check.outcome,
                status: check.status,
                contentType: check.contentType,
                body: check.body
            )
            let found = registry.rejudged(
                kept,
                fields: check.fields,
                about: credential.claimant
            )
            switch found?.basis {
            case .body: batch.tally.fromBodies += 1
            case .fields: batch.tally.fromFields += 1
            case nil: batch.tally.withoutEvidence += 1
            }
            let verdict = found?.verdict ?? Verdict(outcome: check.outcome, reason: "")
            let recorded = check.facts
            let judged = Self.facts(
                verdict,
                of: found == nil ? check : nil,
                goodUntil: check.isSecondary
                    ? nil
                    : batch.recorded.trust(
                        after: verdict,
                        check,
                        of: credential,
                        isBraked: isBraked,
                        terms: registry.terms
                    )
            )
            guard judged != recorded else { return }
            batch.tally.different += 1
            batch.differences.append(
                Difference(
                    check: check.key,
                    registry: check.registry,
                    askedAt: check.askedAt,
                    recorded: recorded,
                    judged: judged,
                    reason: verdict.reason,
                    basis: found?.basis ?? .fields
                )
            )
        }
    }

    private static func facts(
        _ verdict: Verdict,
        of unjudged: StoredCheck?,
        goodUntil: Instant?
    ) -> Facts {
        Facts(
            outcome: verdict.outcome,
            wording: unjudged == nil ? verdict.entry?.wording : unjudged?.wording,
            standing: unjudged == nil ? verdict.entry?.standing : unjudged?.standing,
            expiresOn: unjudged == nil ? verdict.entry?.expiresOn : unjudged?.expiresOn,
            firstIssuedOn: unjudged == nil ? verdict.entry?.firstIssuedOn : unjudged?.firstIssuedOn,
            goodUntil: goodUntil
        )
    }
}

extension StoredCheck {
    fileprivate var facts: Replay.Facts {
        Replay.Facts(
            outcome: outcome,
            wording: wording,
            standing: standing,
            expiresOn: expiresOn,
            firstIssuedOn: firstIssuedOn,
            goodUntil: goodUntil
        )
    }
}

/// The trust of a credential as it was recorded, check by check.
///
/// Every check is judged after what was recorded before it, so that one that differs does not make
/// all that come after it differ too.
private struct RecordedTrust {
    private var trust = Trust()
    private var last: (key: Check.Key, askedAt: Instant)?

    mutating func take(_ check: StoredCheck, of credential: JudgedCredential, isBraked: Bool) {
        defer { last = (check.key, check.askedAt) }
        // What was held moved nothing; what was released later did, at its own time.
        let wait = credential.wait(holding: check)
        if let wait, wait.end != .released { return }
        switch check.outcome {
        case .absent:
            let isCounted =
                trust.lastAbsenceAt.map { check.readAt.seconds(since: $0) >= secondsPerDay }
                ?? true
            if isCounted, !isBraked || wait != nil {
                trust.absences += 1
                trust.lastAbsenceAt = check.readAt
            }
        case .matched, .mismatched, .ambiguous, .unrecognised: trust = Trust()
        case .unreachable, .throttled, .refused, .blocked, .unparseable: break
        }
        trust.goodUntil = check.goodUntil
    }

    /// The trust that a check leaves behind by its verdict of now.
    func trust(
        after verdict: Verdict,
        _ check: StoredCheck,
        of credential: JudgedCredential,
        isBraked: Bool,
        terms: RegistryTerms
    ) -> Instant? {
        let evidence = Trust.Evidence(
            verdict,
            sourceAsOf: check.sourceAsOf,
            checkedAt: check.askedAt
        )
        var before = trust
        // An admin's decision about what was held left trust behind without a check.
        for wait in credential.waits where wait.endingCheck == nil {
            guard let endedAt = wait.endedAt, let last else { continue }
            if endedAt >= last.askedAt, endedAt <= check.askedAt {
                before.goodUntil = wait.goodUntil
            }
        }
        // Decisions know the check that they came after.
        for ruling in credential.rulings where ruling.endsTrust && ruling.check == last?.key {
            before = before.ended(at: ruling.decidedAt)
        }
        guard credential.wait(holding: check) == nil else { return before.goodUntil }
        if let wait = credential.waits.first(where: { $0.endingCheck == check.key }) {
            let end = Hold(since: wait.since, standing: nil).endsTrustAt
            if check.askedAt >= end { before = before.ended(at: end) }
        }
        var late = before
        for turn in credential.exclusionTurns where last.map({ turn >= $0.askedAt }) ?? false {
            if turn <= check.askedAt { before = before.ended(at: turn) }
            if turn <= check.askedAt + Database.leaseSeconds { late = late.ended(at: turn) }
        }
        let judged = before.after(evidence, at: check.askedAt, terms: terms).goodUntil
        guard judged != check.goodUntil else { return judged }
        if isBraked, before.goodUntil == check.goodUntil { return check.goodUntil }
        // An exclusion may have turned between asking and recording.
        let other = late.after(evidence, at: check.askedAt, terms: terms).goodUntil
        return other == check.goodUntil ? other : judged
    }
}

extension JudgedCredential {
    /// The change that a check was held with; nil where it took effect when it was made.
    fileprivate func wait(holding check: StoredCheck) -> CredentialPast.Wait? {
        waits.first { $0.checks.contains(check.key) }
    }
}
