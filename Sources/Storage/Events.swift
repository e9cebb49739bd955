package import Directory
import GRDB

/// An event as it was written down.
package struct StoredEvent: Hashable, Sendable {
    package let id: Int64
    package let publicID: String
    package let type: String
    package let occurredAt: Instant
    /// The JSON object that receivers get.
    package let payload: String

    /// Nil for a kind that this program does not know.
    package var event: Event? {
        Event.Kind(rawValue: type).flatMap { try? Event($0, json: payload) }
    }
}

extension Database {
    /// Writes an event down in the transaction in which it happened, so that whoever has to be told
    /// will be, and nobody of what never was.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - moment: When.
    ///   - name: What an event that is told only once goes by; with the same name again, nothing is
    ///     written.
    ///   - db: The connection, in a transaction.
    /// - Throws: `DatabaseError`.
    static func note(
        _ event: Event,
        at moment: Instant,
        once name: String? = nil,
        _ db: Connection
    ) throws {
        let isDemonstration = if case .demonstration = try installation(db) { true } else { false }
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO event (public_id, type, occurred_at, payload, once)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (once) DO NOTHING
                """
        )
        try insertion.run(
            PublicID.made(at: moment),
            event.kind.rawValue,
            moment.secondsSince1970,
            try event.json(at: moment, isDemonstration: isDemonstration),
            name
        )
    }

    // MARK: - What is told

    /// Notes what a check has changed for the worse in one of a person's credentials.
    static func noteNews(
        of credentials: [StoredCredential],
        _ index: Int,
        becoming after: CredentialState,
        by check: Check,
        _ db: Connection
    ) throws {
        try noteNews(of: credentials, index, becoming: after, at: check.askedAt, db)
        let stored = credentials[index]
        guard check.verdict.outcome == .unrecognised, let wording = check.verdict.entry?.wording,
            let registry = stored.state.credential.registry
        else { return }
        // Another description may know it, and if that knows it not either, it is news again.
        try note(
            .wordingUnknown(
                .init(registry: registry, wording: wording, credential: stored.publicID)
            ),
            at: check.askedAt,
            once: "wording \(registry) \(check.description) \(wording)",
            db
        )
    }

    /// Notes what has changed for the worse in one of a person's credentials.
    static func noteNews(
        of credentials: [StoredCredential],
        _ index: Int,
        becoming after: CredentialState,
        at moment: Instant,
        _ db: Connection
    ) throws {
        let stored = credentials[index]
        let news = stored.state.news(
            becoming: after,
            checkedAt: moment,
            previousCheckAt: stored.checkedAt,
            isPersonApproved: credentials.contains { $0.state.decision == .approved }
        )
        if let news { try note(news, of: stored, becoming: after, at: moment, db) }
    }

    /// Notes what a decision has ended.
    static func noteNews(
        of stored: StoredCredential,
        becoming after: CredentialState,
        decidedAt moment: Instant,
        _ db: Connection
    ) throws {
        guard let news = stored.state.news(becoming: after, decidedAt: moment) else { return }
        try note(news, of: stored, becoming: after, at: moment, db)
    }

    private static func note(
        _ news: CredentialNews,
        of stored: StoredCredential,
        becoming after: CredentialState,
        at moment: Instant,
        _ db: Connection
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT practitioner.public_id FROM practitioner
                JOIN credential ON credential.practitioner_id = practitioner.id
                WHERE credential.id = ?
                """
        )
        let practitioner: String? = try statement.first(stored.key.value) { $0[0] }
        let facts = Event.CredentialFacts(
            credential: stored.publicID,
            practitioner: practitioner ?? "",
            from: stored.state,
            to: after
        )
        let event: Event
        var name: String?
        switch news {
        case .lapsed(let reason):
            event = .credentialLapsed(facts, because: reason)
            // What was over before is told by a check, or where no machine asks, without one:
            // whoever comes first.
            if let end = stored.state.goodUntil, end <= moment { name = lapseName(stored, end) }
        case .disciplined: event = .credentialDisciplined(facts)
        case .restricted: event = .credentialRestricted(facts)
        }
        try note(event, at: moment, once: name, db)
    }

    private static func lapseName(_ stored: StoredCredential, _ end: Instant) -> String {
        "lapse \(stored.key.value) \(end.secondsSince1970)"
    }

    /// Notes the approved credentials whose trust has run out where no machine asks, and so no check
    /// comes to find it.
    ///
    /// - Returns: How many there are that were not told before.
    @discardableResult
    package func noteUncheckedLapses(at now: Instant) async throws -> Int {
        let lapsed = try await read { db in try Self.uncheckedLapses(at: now, db) }
        guard !lapsed.isEmpty else { return 0 }
        return try await write { db in
            let before = db.totalChangesCount
            for stored in try Self.uncheckedLapses(at: now, db) {
                try Self.note(
                    .lapsed(.ranOut),
                    of: stored,
                    becoming: stored.state,
                    at: now,
                    db
                )
            }
            return db.totalChangesCount - before
        }
    }

    /// Those of the last week that have not been told; a person is asked to look before trust runs
    /// out, so that they are among what is due.
    private static func uncheckedLapses(
        at now: Instant,
        _ db: Connection
    ) throws -> [StoredCredential] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(credentialColumns) FROM credential
                WHERE registry_id IN (SELECT id FROM registry WHERE asker <> 'machine')
                    AND due_at <= ?1 AND decision = 'approved' AND held_change_id IS NULL
                    AND good_until BETWEEN ?1 - ?2 AND ?1 AND good_until > checked_at
                    AND NOT EXISTS (SELECT 1 FROM event
                        WHERE once = 'lapse ' || credential.id || ' ' || good_until)
                """
        )
        return try statement.all(now.secondsSince1970, 7 * secondsPerDay, read: storedCredential)
    }

    /// Notes that a finding has become a candidate, or is confirmed.
    static func noteNews(
        of finding: Int64,
        _ state: ExclusionFinding.State,
        rule: ExclusionMatch.Rule?,
        at moment: Instant,
        _ db: Connection
    ) throws {
        guard state == .confirmed || state == .candidate else { return }
        let statement = try db.cachedStatement(
            sql: """
                SELECT finding.public_id, practitioner.public_id, list_id
                FROM exclusion_finding AS finding
                JOIN practitioner ON practitioner.id = practitioner_id
                JOIN exclusion ON exclusion.id = exclusion_id
                WHERE finding.id = ?
                """
        )
        let facts = try statement.first(finding) { row in
            Event.ExclusionFacts(
                finding: row[0],
                practitioner: row[1],
                list: try RegistryID(row[2] as String),
                rule: rule
            )
        }
        guard let facts else { return }
        try note(
            state == .confirmed ? .exclusionConfirmed(facts) : .exclusionCandidate(facts),
            at: moment,
            db
        )
    }

    // MARK: - Reading

    /// The newest events, newest first.
    ///
    /// - Parameters:
    ///   - limit: How many at most.
    ///   - kind: Only of this kind; nil for all.
    /// - Returns: The events.
    /// - Throws: `StorageError`.
    package func events(limit: Int, of kind: Event.Kind? = nil) async throws -> [StoredEvent] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT \(Self.eventColumns) FROM event
                    WHERE ?1 IS NULL OR type = ?1 ORDER BY id DESC LIMIT ?2
                    """
            )
            return try statement.all(kind?.rawValue, limit, read: Self.storedEvent)
        }
    }

    /// The event with this id.
    package func event(with publicID: PublicID) async throws -> StoredEvent? {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT \(Self.eventColumns) FROM event WHERE public_id = ?"
            )
            return try statement.first(publicID.text, read: Self.storedEvent)
        }
    }

    static let eventColumns = "id, public_id, type, occurred_at, payload"

    static func storedEvent(_ row: StatementRow) -> StoredEvent {
        StoredEvent(
            id: row[0],
            publicID: row[1],
            type: row[2],
            occurredAt: Instant(secondsSince1970: row[3]),
            payload: row[4]
        )
    }
}
