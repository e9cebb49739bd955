import Directory
import GRDB

/// What one transaction adds to the health and to the brake of a registry whose checks it records.
///
/// It is read once and stored once a transaction, so that a check costs some additions.
struct RegistryMeter {
    /// How long a slot is in which the brake counts; a window is up to one longer than it should be.
    static let slotSeconds: Int64 = 300
    static let secondsPerHour: Int64 = 3600
    /// How long the checks of an hour are told.
    static let hoursKept: Int64 = 31 * 24

    private struct Slot {
        var answered = 0
        var worsened = 0
    }

    private struct Hour: Hashable {
        let number: Int64
        let outcome: Outcome
        let milliseconds: Int
    }

    private struct Count {
        var checks = 0
        var worsened = 0
    }

    let registry: RegistryID
    private var brake: Brake
    private let brakedAt: Instant?
    private let isClosed: Bool
    private var slots: [Int64: Slot] = [:]
    private var hours: [Hour: Count] = [:]
    private var lastAskedAt: Instant
    private var reachedAt: Instant?
    private var sourceAsOf: Instant?

    init(of registry: RegistryID, at moment: Instant, _ db: Connection) throws {
        self.registry = registry
        lastAskedAt = moment
        let stored = try db.cachedStatement(
            sql: """
                SELECT canary_outcome, braked_at, closed_until IS NOT NULL
                FROM registry_health WHERE registry_id = ?
                """
        ).first(registry.text) { row in
            (
                canary: row[0] as String?, brakedAt: Database.instant(row[1]),
                isClosed: row[2] as Bool
            )
        }
        brakedAt = stored?.brakedAt
        isClosed = stored?.isClosed ?? false
        brake = try Self.brake(
            of: registry,
            isCanaryFailing: Self.isFailing(canary: stored?.canary),
            at: moment,
            db
        )
    }

    /// Whether an answer about the canary makes the registry doubtful.
    static func isFailing(canary outcome: String?) -> Bool {
        outcome.map { $0 != Outcome.matched.rawValue } ?? false
    }

    private static func brake(
        of registry: RegistryID,
        isCanaryFailing: Bool,
        at moment: Instant,
        _ db: Connection
    ) throws -> Brake {
        let counted = try db.cachedStatement(
            sql: """
                SELECT coalesce(sum(answered), 0), coalesce(sum(worsened), 0)
                FROM brake_slot WHERE registry_id = ? AND slot >= ?
                """
        ).first(registry.text, firstSlot(at: moment)) { row in
            (answered: row[0] as Int, worsened: row[1] as Int)
        }
        let held = try heldCount(at: registry, db)
        return Brake(
            answered: (counted?.answered ?? 0) + held,
            worsened: (counted?.worsened ?? 0) + held,
            isCanaryFailing: isCanaryFailing
        )
    }

    private static func heldCount(at registry: RegistryID, _ db: Connection) throws -> Int {
        try db.cachedStatement(
            sql: """
                SELECT count(*) FROM credential
                WHERE registry_id = ? AND held_change_id IS NOT NULL
                """
        ).first(registry.text) { $0[0] } ?? 0
    }

    private static func firstSlot(at moment: Instant) -> Int64 {
        (moment.secondsSince1970 - Brake.windowSeconds) / slotSeconds
    }

    /// Judges an answer by the brake and counts it.
    mutating func judge(
        _ check: Check,
        of before: CredentialState,
        terms: RegistryTerms
    ) -> Brake.Ruling {
        let ruling = brake.judge(check, of: before, terms: terms)
        let second = check.askedAt.secondsSince1970
        if ruling.answered > 0 || ruling.worsened > 0 {
            slots[second / Self.slotSeconds, default: Slot()].answered += ruling.answered
            slots[second / Self.slotSeconds, default: Slot()].worsened += ruling.worsened
        }
        count(check, isForTheWorse: ruling.isForTheWorse)
        return ruling
    }

    /// Counts a check for the registry's health.
    mutating func count(_ check: Check, isForTheWorse: Bool = false) {
        let outcome = check.verdict.outcome
        let hour = Hour(
            number: check.askedAt.secondsSince1970 / Self.secondsPerHour,
            outcome: outcome,
            milliseconds: Self.bound(of: check.milliseconds)
        )
        hours[hour, default: Count()].checks += 1
        if isForTheWorse { hours[hour, default: Count()].worsened += 1 }
        if outcome.isAnswer {
            reachedAt = reachedAt.map { max($0, check.askedAt) } ?? check.askedAt
            if check.askedAt >= lastAskedAt || sourceAsOf == nil {
                sourceAsOf = check.sourceAsOf ?? sourceAsOf
            }
        }
        lastAskedAt = max(lastAskedAt, check.askedAt)
    }

    /// Counts changes that were decided about, as if they had come now.
    mutating func count(worsened: Int, at moment: Instant) {
        slots[moment.secondsSince1970 / Self.slotSeconds, default: Slot()].answered += worsened
        slots[moment.secondsSince1970 / Self.slotSeconds, default: Slot()].worsened += worsened
        lastAskedAt = max(lastAskedAt, moment)
    }

    /// The least of 1, 2, 3, 4, 6, 8, 12, … that is no less than a time.
    static func bound(of milliseconds: Int) -> Int {
        guard milliseconds > 1 else { return 1 }
        let below = 1 << (Int.bitWidth - 1 - (milliseconds - 1).leadingZeroBitCount)
        let middle = below + below / 2
        return milliseconds <= middle ? middle : below * 2
    }

    // MARK: - Storing

    func store(isTold: Bool = true, _ db: Connection) throws {
        try storeCounts(db)
        if let reachedAt {
            try db.cachedStatement(
                sql: "UPDATE registry SET reached_at = max(coalesce(reached_at, 0), ?) WHERE id = ?"
            ).run(reachedAt.secondsSince1970, registry.text)
        }
        try Database.makeHealth(of: registry, db)
        if let sourceAsOf {
            try db.cachedStatement(
                sql: "UPDATE registry_health SET source_as_of = ? WHERE registry_id = ?"
            ).run(sourceAsOf.secondsSince1970, registry.text)
        }
        if isClosed, reachedAt != nil { try Database.reopen(registry, db) }
        try settle(isTold: isTold, db)
    }

    private func storeCounts(_ db: Connection) throws {
        let slotChange = try db.cachedStatement(
            sql: """
                INSERT INTO brake_slot (registry_id, slot, answered, worsened) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET answered = answered + excluded.answered,
                    worsened = worsened + excluded.worsened
                """
        )
        for (slot, count) in slots {
            try slotChange.run(registry.text, slot, count.answered, count.worsened)
        }
        let hourChange = try db.cachedStatement(
            sql: """
                INSERT INTO registry_hour (registry_id, hour, outcome, milliseconds, checks, worsened)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET checks = checks + excluded.checks,
                    worsened = worsened + excluded.worsened
                """
        )
        for (hour, count) in hours {
            try hourChange.run(
                registry.text,
                hour.number,
                hour.outcome.rawValue,
                hour.milliseconds,
                count.checks,
                count.worsened
            )
        }
        try db.cachedStatement(
            sql: "DELETE FROM brake_slot WHERE registry_id = ? AND slot < ?"
        ).run(registry.text, Self.firstSlot(at: lastAskedAt))
        try db.cachedStatement(
            sql: "DELETE FROM registry_hour WHERE registry_id = ? AND hour < ?"
        ).run(registry.text, lastAskedAt.secondsSince1970 / Self.secondsPerHour - Self.hoursKept)
    }

    /// Notes that the brake was set, or that it has eased.
    private func settle(isTold: Bool = true, _ db: Connection) throws {
        let cause = brake.cause
        guard (cause == nil) != (brakedAt == nil) else { return }
        try db.execute(
            sql: "UPDATE registry_health SET braked_at = ? WHERE registry_id = ?",
            arguments: [cause == nil ? nil : lastAskedAt.secondsSince1970, registry.text]
        )
        try Database.note(
            BrakeEvent(
                registry: registry,
                kind: cause == nil ? .eased : .set,
                happenedAt: lastAskedAt,
                answered: brake.answered,
                worsened: brake.worsened,
                cause: cause
            ),
            isTold: isTold,
            db
        )
    }

    /// Sets or eases the brake by what is stored, after something else than a check has changed it.
    ///
    /// - Parameters:
    ///   - registry: Whose brake.
    ///   - moment: When.
    ///   - isTold: Whether people have to be told of that; after a decision they are told of this.
    ///   - db: The connection, in a transaction.
    /// - Throws: `DatabaseError`.
    static func settle(
        _ registry: RegistryID,
        at moment: Instant,
        isTold: Bool = true,
        _ db: Connection
    ) throws {
        try Database.makeHealth(of: registry, db)
        try RegistryMeter(of: registry, at: moment, db).settle(isTold: isTold, db)
    }
}
