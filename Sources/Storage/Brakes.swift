package import Directory
import GRDB

extension Database {
    /// Writes down what the brake did or what was decided about it: the one place through which every
    /// such event goes, in the transaction in which it happened.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - isTold: Whether people have to be told, as far as its kind is for them.
    ///   - db: The connection, in a transaction.
    /// - Returns: The event's row.
    /// - Throws: `DatabaseError`.
    @discardableResult
    static func note(
        _ event: BrakeEvent,
        isTold: Bool = true,
        _ db: Connection
    ) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO brake_event (registry_id, kind, happened_at, answered, worsened, cause,
                    outcome, actor, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                event.registry.text, event.kind.rawValue, event.happenedAt.secondsSince1970,
                event.answered, event.worsened, event.cause?.rawValue, event.outcome?.rawValue,
                event.actor, event.reason,
            ]
        )
        let id = db.lastInsertedRowID
        if isTold { try note(Event(event), at: event.happenedAt, db) }
        return id
    }

    /// What the brake of a registry did and what was decided about it, the latest first.
    package func brakeEvents(of registry: RegistryID, limit: Int = 20) async throws -> [BrakeEvent]
    {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT kind, happened_at, answered, worsened, cause, outcome, actor, reason
                    FROM brake_event WHERE registry_id = ? ORDER BY id DESC LIMIT ?
                    """,
                arguments: [registry.text, limit]
            ).map { row in
                BrakeEvent(
                    registry: registry,
                    kind: try Self.known(row[0]),
                    happenedAt: Instant(secondsSince1970: row[1]),
                    answered: row[2],
                    worsened: row[3],
                    cause: (row[4] as String?).flatMap(Brake.Cause.init),
                    outcome: (row[5] as String?).flatMap(Outcome.init),
                    actor: row[6],
                    reason: row[7]
                )
            }
        }
    }

    /// When the brake of each registry was set, a lease's length more on both sides: an absence of
    /// that time may not have been counted.
    package func brakedSpans() async throws -> [RegistryID: [ClosedRange<Instant>]] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT registry_id, kind, happened_at FROM brake_event
                    WHERE kind = 'set' OR kind = 'eased' ORDER BY id
                    """
            )
            var spans: [RegistryID: [ClosedRange<Instant>]] = [:]
            let ever = Instant(secondsSince1970: .max / 2)
            try statement.each { row in
                let id = try RegistryID(row[0] as String)
                let kind: String = row[1]
                let moment = Instant(secondsSince1970: row[2])
                if kind == BrakeEvent.Kind.set.rawValue {
                    spans[id, default: []].append((moment - Self.leaseSeconds)...ever)
                } else if let last = spans[id]?.popLast() {
                    let end = max(last.lowerBound, moment + Self.leaseSeconds)
                    spans[id, default: []].append(last.lowerBound...end)
                }
            }
            return spans
        }
    }

    // MARK: - Holding

    /// Writes down that a check is held with its credential, or that the waiting is over.
    static func keepHold(
        _ ruling: Brake.Ruling,
        of stored: StoredCredential,
        after result: CheckResult,
        checkID: Int64,
        _ db: Connection
    ) throws {
        guard let cause = ruling.heldBy, let hold = ruling.state.hold else {
            // A silence leaves what is held as it is.
            guard ruling.state.hold == nil, let id = stored.heldChange else { return }
            try endHold(
                id,
                of: stored.key,
                at: result.check.askedAt,
                by: .check(checkID),
                leaving: ruling.state,
                db
            )
            return
        }
        let id: Int64
        if let waiting = stored.heldChange {
            id = waiting
        } else {
            try db.cachedStatement(
                sql: """
                    INSERT INTO held_change (credential_id, registry_id, held_at, cause)
                    VALUES (?, ?, ?, ?)
                    """
            ).run(
                stored.key.value,
                result.due.registry.text,
                hold.since.secondsSince1970,
                cause.rawValue
            )
            id = db.lastInsertedRowID
        }
        try db.cachedStatement(
            sql: "INSERT INTO held_check (held_change_id, check_id) VALUES (?, ?)"
        ).run(id, checkID)
        try db.cachedStatement(
            sql: """
                UPDATE credential SET held_change_id = ?, held_at = ?, held_standing = ?
                WHERE id = ?
                """
        ).run(id, hold.since.secondsSince1970, hold.standing?.rawValue, stored.key.value)
    }

    /// What ended the waiting of a change.
    enum HoldEnd {
        case check(Int64)
        case event(Int64)
    }

    static func endHold(
        _ id: Int64,
        of key: Credential.Key,
        at moment: Instant,
        by end: HoldEnd,
        leaving state: CredentialState,
        _ db: Connection
    ) throws {
        let (checkID, eventID): (Int64?, Int64?) =
            switch end {
            case .check(let id): (id, nil)
            case .event(let id): (nil, id)
            }
        try db.cachedStatement(
            sql: """
                INSERT INTO held_change_end (held_change_id, ended_at, check_id, brake_event_id,
                    good_until)
                VALUES (?, ?, ?, ?, ?)
                """
        ).run(
            id,
            moment.secondsSince1970,
            checkID,
            eventID,
            state.trust.goodUntil?.secondsSince1970
        )
        try db.cachedStatement(
            sql: """
                UPDATE credential SET held_change_id = NULL, held_at = NULL, held_standing = NULL
                WHERE id = ?
                """
        ).run(key.value)
    }
}
