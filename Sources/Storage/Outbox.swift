package import Directory
import GRDB

/// A delivery that one process has claimed and is to send.
package struct ClaimedDelivery: Hashable, Sendable {
    package let id: Int64
    /// The same at every attempt: a Message-ID or a webhook-id.
    package let messageID: String
    package let createdAt: Instant
    package let attempts: Int
    package let events: ClosedRange<Int64>
    let lease: Int64
}

/// What came of a claim that has been sent, or not.
package enum DeliveryEffect: Hashable, Sendable {
    case delivered, givenUp
    case waiting(until: Instant)
    /// Another process has claimed it meanwhile.
    case lost
}

extension Database {
    /// How long a claimed delivery stays with its process; sending takes less, even where a relay
    /// makes several mails wait for each other.
    package static let deliveryLeaseSeconds: Int64 = 600

    /// How many deliveries one transaction makes for a webhook.
    private static let deliveriesAtOnce = 1000

    // MARK: - Making deliveries

    /// Whether there is anything to do for these recipients: asked often, and writes nothing.
    package func hasOutboxWork(for recipients: [Recipient], at now: Instant) async throws -> Bool {
        try await read { db in
            let seconds = now.secondsSince1970
            let abandoned = try db.cachedStatement(
                sql: """
                    SELECT 1 FROM delivery
                    WHERE state = 'waiting' AND created_at < ? AND due_at <= ? LIMIT 1
                    """
            )
            let limit = seconds - DeliverySchedule.patienceSeconds - Self.deliveryLeaseSeconds
            if try abandoned.first(limit, seconds, read: { _ in true }) != nil { return true }
            let behind = try db.cachedStatement(
                sql: """
                    SELECT recipient.id IS NULL OR (stopped_at IS NULL AND (
                        told_event_id < (SELECT coalesce(max(id), 0) FROM event)
                        OR EXISTS (SELECT 1 FROM delivery WHERE recipient_id = recipient.id
                            AND state = 'waiting' AND due_at <= ?3)))
                    FROM (SELECT ?1 AS kind, ?2 AS name) AS wanted
                    LEFT JOIN recipient USING (kind, name)
                    """
            )
            for recipient in recipients {
                let hasWork: Bool? = try behind.first(
                    recipient.kind.rawValue,
                    recipient.name,
                    seconds
                ) { $0[0] }
                if hasWork ?? true { return true }
            }
            return false
        }
    }

    /// Makes deliveries of what recipients have not been told yet, in one transaction.
    ///
    /// A webhook gets one for each event. A mail waits until a minute has passed since the first
    /// event and five since the last mail, and takes all that there is by then. Somebody new is told
    /// what happened in the last 24 hours. Deliveries that nobody has sent for longer than patience
    /// lasts, since the configuration names their recipient no more, are given up.
    ///
    /// - Parameters:
    ///   - recipients: Who is to be told, each with the domain of Message-IDs (unused for webhooks).
    ///   - isLast: Whether nobody will come back soon: mails then wait for nothing.
    ///   - now: The moment.
    /// - Returns: How many were made.
    /// - Throws: `StorageError`.
    @discardableResult
    package func makeDeliveries(
        to recipients: [(recipient: Recipient, domain: String)],
        isLast: Bool = false,
        at now: Instant
    ) async throws -> Int {
        try await write { db in
            var made = 0
            var served: [Int64] = []
            for (recipient, domain) in recipients {
                let row = try Self.known(recipient, at: now, db)
                guard !row.isStopped else { continue }
                served.append(row.id)
                switch recipient.kind {
                case .mail:
                    made += try Self.makeMail(
                        to: row,
                        domain: domain,
                        isLast: isLast,
                        at: now,
                        db
                    )
                case .webhook: made += try Self.makeCalls(to: row, at: now, db)
                }
            }
            try Self.giveUpAbandoned(serving: served, at: now, db)
            return made
        }
    }

    private struct RecipientRow {
        let id: Int64
        let told: Int64
        let toldAt: Instant?
        let isStopped: Bool
    }

    private static func known(
        _ recipient: Recipient,
        at now: Instant,
        _ db: Connection
    ) throws -> RecipientRow {
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO recipient (kind, name, told_event_id)
                VALUES (?, ?, \(eventBefore("?"))) ON CONFLICT DO NOTHING
                """
        )
        try insertion.run(
            recipient.kind.rawValue,
            recipient.name,
            now.secondsSince1970 - DeliverySchedule.patienceSeconds
        )
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, told_event_id, told_at, stopped_at IS NOT NULL FROM recipient
                WHERE kind = ? AND name = ?
                """
        )
        let row = try statement.first(recipient.kind.rawValue, recipient.name) { row in
            RecipientRow(id: row[0], told: row[1], toldAt: instant(row[2]), isStopped: row[3])
        }
        guard let row else { throw StorageError.fault(code: 0) }
        return row
    }

    /// The last event of before a moment, which nobody new is told of.
    private static func eventBefore(_ moment: String) -> String {
        "coalesce((SELECT id FROM event WHERE occurred_at < \(moment) ORDER BY id DESC LIMIT 1), 0)"
    }

    private static func makeMail(
        to recipient: RecipientRow,
        domain: String,
        isLast: Bool,
        at now: Instant,
        _ db: Connection
    ) throws -> Int {
        let statement = try db.cachedStatement(
            sql: "SELECT min(id), max(id), min(occurred_at) FROM event WHERE id > ?"
        )
        let news = try statement.first(recipient.told) { row in
            (first: row[0] as Int64?, last: row[1] as Int64?, since: instant(row[2]))
        }
        guard let first = news?.first, let last = news?.last, let since = news?.since else {
            return 0
        }
        // A clock that went back must not hold mails for ever.
        let isGathered = abs(now.seconds(since: since)) >= DeliverySchedule.gatheringSeconds
        let isTold = recipient.toldAt.map {
            abs(now.seconds(since: $0)) < DeliverySchedule.mailSeconds
        }
        guard isLast || isGathered && !(isTold ?? false) else { return 0 }
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO delivery (recipient_id, message_id, first_event_id, last_event_id,
                    created_at, due_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?5)
                """
        )
        try insertion.run(
            recipient.id,
            "\(PublicID.made(at: now))@\(domain)",
            first,
            last,
            now.secondsSince1970
        )
        try move(recipient, to: last, at: now, db)
        return 1
    }

    private static func makeCalls(
        to recipient: RecipientRow,
        at now: Instant,
        _ db: Connection
    ) throws -> Int {
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO delivery (recipient_id, message_id, first_event_id, last_event_id,
                    created_at, due_at)
                SELECT ?1, public_id, id, id, ?2, ?2 FROM event WHERE id > ?3
                ORDER BY id LIMIT ?4
                RETURNING last_event_id
                """
        )
        let events = try insertion.all(
            recipient.id,
            now.secondsSince1970,
            recipient.told,
            deliveriesAtOnce
        ) { $0[0] as Int64 }
        guard let last = events.max() else { return 0 }
        try move(recipient, to: last, at: now, db)
        return events.count
    }

    private static func move(
        _ recipient: RecipientRow,
        to event: Int64,
        at now: Instant,
        _ db: Connection
    ) throws {
        let change = try db.cachedStatement(
            sql: "UPDATE recipient SET told_event_id = ?, told_at = ? WHERE id = ?"
        )
        try change.run(event, now.secondsSince1970, recipient.id)
    }

    private static func giveUpAbandoned(
        serving served: [Int64],
        at now: Instant,
        _ db: Connection
    ) throws {
        let change = try db.cachedStatement(
            sql: """
                UPDATE delivery SET state = 'given_up', ended_at = ?1, lease = NULL,
                    problem = coalesce(problem, 'Nobody who sends has had this recipient configured.')
                WHERE state = 'waiting' AND created_at < ?2 AND due_at <= ?1
                    AND recipient_id NOT IN (SELECT value FROM json_each(?3))
                """
        )
        let seconds = now.secondsSince1970
        try change.run(
            seconds,
            seconds - DeliverySchedule.patienceSeconds - deliveryLeaseSeconds,
            "\(served)"
        )
    }

    // MARK: - Sending

    /// Claims the deliveries to one recipient that have been due longest; each is claimed once.
    package func claimDeliveries(
        to recipient: Recipient,
        limit: Int,
        at now: Instant
    ) async throws -> [ClaimedDelivery] {
        try await write { db in
            let lease = Int64.random(in: 1...Int64.max)
            let claim = try db.cachedStatement(
                sql: """
                    UPDATE delivery SET due_at = ?1, lease = ?2, attempts = attempts + 1
                    WHERE id IN (SELECT delivery.id FROM delivery
                        JOIN recipient ON recipient.id = recipient_id
                        WHERE kind = ?3 AND name = ?4 AND stopped_at IS NULL
                            AND state = 'waiting' AND due_at <= ?5
                        ORDER BY due_at, delivery.id LIMIT ?6)
                    RETURNING id, message_id, created_at, attempts, first_event_id, last_event_id
                    """
            )
            return try claim.all(
                now.secondsSince1970 + Self.deliveryLeaseSeconds,
                lease,
                recipient.kind.rawValue,
                recipient.name,
                now.secondsSince1970,
                limit
            ) { row in
                ClaimedDelivery(
                    id: row[0],
                    messageID: row[1],
                    createdAt: Instant(secondsSince1970: row[2]),
                    attempts: row[3],
                    events: row[4]...row[5],
                    lease: lease
                )
            }
            .sorted { $0.id < $1.id }
        }
    }

    /// Records what came of a claimed delivery.
    @discardableResult
    package func record(
        _ result: DeliveryResult,
        of claimed: ClaimedDelivery,
        at now: Instant
    ) async throws -> DeliveryEffect {
        try await write { db in
            var problem: String?
            var effect = DeliveryEffect.delivered
            switch result {
            case .delivered: break
            case .failed(let reason, let retryAfter):
                problem = reason
                let next = DeliverySchedule.nextAttempt(
                    after: claimed.attempts,
                    created: claimed.createdAt,
                    now: now,
                    retryAfter: retryAfter
                )
                effect = next.map { .waiting(until: $0) } ?? .givenUp
            case .refused(let reason), .stopped(let reason):
                problem = reason
                effect = .givenUp
            }
            let due: Instant? = if case .waiting(let until) = effect { until } else { nil }
            let change = try db.cachedStatement(
                sql: """
                    UPDATE delivery SET state = ?, due_at = coalesce(?, due_at), lease = NULL,
                        problem = ?, ended_at = ?
                    WHERE id = ? AND lease = ? AND state = 'waiting' RETURNING recipient_id
                    """
            )
            let recipients = try change.all(
                effect == .delivered ? "delivered" : effect == .givenUp ? "given_up" : "waiting",
                due?.secondsSince1970,
                problem.map { String($0.prefix(500)) },
                due == nil ? now.secondsSince1970 : nil,
                claimed.id,
                claimed.lease
            ) { $0[0] as Int64 }
            guard let recipient = recipients.first else { return .lost }
            if case .stopped = result {
                let stop = try db.cachedStatement(
                    sql: "UPDATE recipient SET stopped_at = ? WHERE id = ?"
                )
                try stop.run(now.secondsSince1970, recipient)
            }
            return effect
        }
    }

    /// The first events of each type among those that a delivery tells of, oldest first.
    ///
    /// - Parameters:
    ///   - count: How many of each type at most.
    ///   - range: What the delivery tells of.
    /// - Returns: The events.
    /// - Throws: `StorageError`.
    package func events(
        toShow count: Int,
        in range: ClosedRange<Int64>
    ) async throws -> [StoredEvent] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT \(Self.eventColumns) FROM (SELECT *,
                        row_number() OVER (PARTITION BY type ORDER BY id) AS place
                        FROM event WHERE id BETWEEN ? AND ?)
                    WHERE place <= ? ORDER BY id
                    """
            )
            return try statement.all(
                range.lowerBound,
                range.upperBound,
                count,
                read: Self.storedEvent
            )
        }
    }

    /// How many events of each type there are among those that a delivery tells of.
    package func eventCounts(in range: ClosedRange<Int64>) async throws -> [String: Int] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT type, count(*) FROM event WHERE id BETWEEN ? AND ? GROUP BY type"
            )
            var counts: [String: Int] = [:]
            try statement.each(range.lowerBound, range.upperBound) { counts[$0[0]] = $0[1] }
            return counts
        }
    }

    /// What practitioners are called, by their public ids; those who are gone are missing.
    package func names(of practitioners: Set<String>) async throws -> [String: PersonName] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT given_name, middle_name, family_name, name_suffix, name_order
                    FROM practitioner WHERE public_id = ?
                    """
            )
            var names: [String: PersonName] = [:]
            for id in practitioners {
                names[id] = try statement.first(id) { PersonName($0, from: 0) }
            }
            return names
        }
    }

    // MARK: - By hand

    /// Makes deliveries of one event again, due at once; a webhook gets it under the same id.
    ///
    /// - Parameters:
    ///   - publicID: The event's id.
    ///   - recipients: Who is told, each with the domain of Message-IDs.
    ///   - now: The moment.
    /// - Throws: `StorageError.notFound` where there is no such event.
    package func resend(
        _ publicID: PublicID,
        to recipients: [(recipient: Recipient, domain: String)],
        at now: Instant
    ) async throws {
        try await write { db in
            let statement = try db.cachedStatement(sql: "SELECT id FROM event WHERE public_id = ?")
            guard let event: Int64 = try statement.first(publicID.text, read: { $0[0] }) else {
                throw StorageError.notFound("event \(publicID)")
            }
            let insertion = try db.cachedStatement(
                sql: """
                    INSERT INTO delivery (recipient_id, message_id, first_event_id, last_event_id,
                        created_at, due_at)
                    VALUES (?1, ?2, ?3, ?3, ?4, ?4)
                    """
            )
            for (recipient, domain) in recipients {
                let row = try Self.known(recipient, at: now, db)
                let messageID =
                    switch recipient.kind {
                    case .mail: "\(PublicID.made(at: now))@\(domain)"
                    case .webhook: publicID.text
                    }
                try insertion.run(row.id, messageID, event, now.secondsSince1970)
            }
        }
    }

    /// Lets a recipient that wanted nothing more be told again, from now on.
    package func resume(_ recipient: Recipient, at now: Instant) async throws {
        try await write { db in
            let change = try db.cachedStatement(
                sql: """
                    UPDATE recipient SET stopped_at = NULL,
                        told_event_id = max(told_event_id, \(Self.eventBefore("?1")))
                    WHERE kind = ?2 AND name = ?3 RETURNING id
                    """
            )
            let ids = try change.all(
                now.secondsSince1970 - DeliverySchedule.patienceSeconds,
                recipient.kind.rawValue,
                recipient.name
            ) { $0[0] as Int64 }
            guard !ids.isEmpty else {
                throw StorageError.notFound("\(recipient.kind.rawValue) \(recipient.name)")
            }
        }
    }
}
