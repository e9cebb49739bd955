import Curl
import Directory
import Foundation
import Registries
import Storage

/// What stands before every batch that is claimed at a registry.
struct Gate: Sendable {
    /// Whether the registry's canary is to be asked about again, as far as this process knows.
    private var canaryDueAt: ContinuousClock.Instant?

    init(_ registry: Registry) {
        canaryDueAt = registry.canary == nil ? nil : .now
    }

    /// Whether nothing may be claimed until what is under way is done: the canary goes alone.
    func wantsQuiet(at now: ContinuousClock.Instant) -> Bool {
        canaryDueAt.map { $0 <= now } ?? false
    }

    mutating func canaryWasAsked(at now: ContinuousClock.Instant) {
        canaryDueAt = canaryDueAt.map { _ in now + .seconds(Database.canarySeconds) }
    }
}

/// What a gate has to say.
private enum Passage: Sendable {
    /// So many look-ups may be made.
    case open(lookUps: Int)
    case shut(SweepStop)
}

extension Verifier {
    /// Claims what is due, as far as the gate lets it through.
    func claim(upTo room: Int, asksCanary: Bool) async throws -> SweepEvent {
        switch try await passage(wanted: room, asksCanary: asksCanary) {
        case .shut(let stop): return .stopped(stop)
        case .open(lookUps: 0): return .claimed([])
        case .open(let lookUps):
            let claimed = try await Patience.whileBusy {
                try await database.claimDue(at: registry.id, limit: lookUps, now: clock())
            }
            try await giveBack(lookUps: lookUps - claimed.count)
            return .claimed(claimed)
        }
    }

    /// Says how many look-ups may be made now; asks about the canary first where its time has come.
    ///
    /// - Parameters:
    ///   - wanted: How many are wanted at most.
    ///   - asksCanary: Whether the canary may be asked about.
    /// - Returns: How many, or why none.
    /// - Throws: `StorageError`.
    private func passage(wanted: Int, asksCanary: Bool) async throws -> Passage {
        let now = clock()
        if let hours = registry.pacing.quietHours,
            hours.contain(now, in: registry.terms.timeZone)
        {
            return .shut(.quiet(hours))
        }
        let door = try await database.door(of: registry.id, now: now)
        if let newest = door.clockBehind { return .shut(.clockBehind(newest: newest)) }
        guard door.hasDue else { return .open(lookUps: 0) }
        if let until = door.closedUntil {
            return .shut(.closed(until: until, because: door.closedBecause ?? ""))
        }
        if let stop = try await listStop() { return .shut(stop) }
        if asksCanary, let canary = registry.canary,
            let stop = try await ask(about: canary, at: now)
        {
            return .shut(stop)
        }
        let lookUps = try await take(lookUps: wanted, at: now)
        return lookUps > 0
            ? .open(lookUps: lookUps) : .shut(.usedUp(registry.pacing.dailyLimit ?? 0))
    }

    /// Asks about the canary, unless some process has within the hour.
    ///
    /// - Returns: Why nothing more is to be asked; nil where the registry answered.
    private func ask(about canary: Claimant, at now: Instant) async throws -> SweepStop? {
        guard try await database.claimCanary(of: registry.id, now: now) else { return nil }
        guard try await take(lookUps: 1, at: now) == 1 else {
            return .usedUp(registry.pacing.dailyLimit ?? 0)
        }
        let reply = try await ask(canary, at: now)
        let check = check(from: reply, askedAt: now)
        try await Patience.whileBusy {
            try await database.recordCanary(check, evidence: evidence(from: reply), of: registry.id)
        }
        guard !reply.verdict.outcome.isAnswer else { return nil }
        let reason = "the canary got no answer: \(reply.verdict.reason)"
        try await leaveAlone(
            because: reason,
            forSeconds: reply.retryAfterSeconds.map(Int64.init)
        )
        return .silence(reason)
    }

    /// Has every process leave the registry alone for a while.
    func leaveAlone(because reason: String, forSeconds seconds: Int64?) async throws {
        try await database.close(registry.id, because: reason, forSeconds: seconds, now: clock())
    }

    // MARK: - So many a day

    /// Takes look-ups out of what is permitted in a day; all that are wanted where there is no limit.
    func take(lookUps wanted: Int, at now: Instant) async throws -> Int {
        guard let limit = registry.pacing.dailyLimit else { return wanted }
        return try await Patience.whileBusy {
            try await database.takeLookUps(
                wanted,
                at: registry.id,
                requestsEach: registry.requestsPerInquiry,
                dailyLimit: limit,
                on: day(at: now)
            )
        }
    }

    /// Gives back what was taken and not made.
    func giveBack(lookUps count: Int) async throws {
        guard registry.pacing.dailyLimit != nil else { return }
        try await database.giveBackLookUps(
            count,
            at: registry.id,
            requestsEach: registry.requestsPerInquiry,
            on: day(at: clock())
        )
    }

    /// The registry's own date.
    private func day(at moment: Instant) -> CalendarDate {
        let date = Date(timeIntervalSince1970: Double(moment.secondsSince1970))
        return (moment + Int64(registry.terms.timeZone.secondsFromGMT(for: date))).date
    }
}
