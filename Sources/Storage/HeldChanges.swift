package import Directory
import GRDB

/// What an admin says of changes for the worse that wait.
package struct HeldDecision: Hashable, Sendable {
    package enum Word: String, Sendable {
        /// They are true: each takes effect, judged at its own time.
        case released
        /// They are not: the credentials stay as they were and are asked about again at once.
        case discarded
    }

    package let word: Word
    package let actor: String
    package let reason: String
    package let decidedAt: Instant

    package init(word: Word, actor: String, reason: String, decidedAt: Instant) {
        self.word = word
        self.actor = actor
        self.reason = reason
        self.decidedAt = decidedAt
    }
}

/// The changes for the worse that wait at one registry.
package struct HeldChanges: Sendable {
    package let registry: RegistryID
    /// Since when changes for the worse are held there; nil where they take effect again.
    package let brakedAt: Instant?
    /// How many credentials wait.
    package let count: Int
    /// From which standing to what, those of most credentials first.
    package let kinds: [Kind]
    /// Some of those that wait, the longest waiting first.
    package let samples: [Sample]

    package struct Kind: Hashable, Sendable {
        package let from: Standing?
        package let outcome: Outcome
        package let to: Standing?
        package let count: Int
    }

    package struct Sample: Sendable {
        package let credentialID: String
        package let practitionerID: String
        package let name: String
        package let number: String
        package let decision: Decision
        package let wording: String?
        package let standing: Standing?
        package let heldAt: Instant
        /// When trust ends if nobody decides.
        package let endsTrustAt: Instant
        /// The last of the held checks.
        package let check: CheckRow
    }
}

extension Database {
    private static let decidedAtOnce = 2000

    /// What waits, a registry a row; of one registry or of all.
    ///
    /// - Parameters:
    ///   - registry: Which one; nil for all at which something waits.
    ///   - samples: How many of the credentials to show of each at most.
    /// - Returns: The registries in the order of their ids.
    /// - Throws: `StorageError`.
    package func heldChanges(
        at registry: RegistryID? = nil,
        samples: Int
    ) async throws -> [HeldChanges] {
        try await read { db in
            let ids = try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT registry_id FROM credential
                    WHERE held_change_id IS NOT NULL AND registry_id IS NOT NULL ORDER BY 1
                    """
            )
            return try ids.filter { registry == nil || $0 == registry?.text }
                .map { try Self.heldChanges(at: RegistryID($0), samples: samples, db) }
        }
    }

    private static func heldChanges(
        at registry: RegistryID,
        samples: Int,
        _ db: Connection
    ) throws -> HeldChanges {
        let kinds = try Row.fetchAll(
            db,
            sql: """
                SELECT credential.standing, registry_check.outcome, registry_check.standing, count(*)
                FROM credential JOIN registry_check ON registry_check.id = (
                    SELECT max(check_id) FROM held_check
                    WHERE held_check.held_change_id = credential.held_change_id)
                WHERE credential.registry_id = ? AND credential.held_change_id IS NOT NULL
                GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3
                """,
            arguments: [registry.text]
        ).map { row in
            HeldChanges.Kind(
                from: (row[0] as String?).flatMap(Standing.init),
                outcome: try known(row[1]),
                to: (row[2] as String?).flatMap(Standing.init),
                count: row[3]
            )
        }
        return HeldChanges(
            registry: registry,
            brakedAt: instant(
                try Int64.fetchOne(
                    db,
                    sql: "SELECT braked_at FROM registry_health WHERE registry_id = ?",
                    arguments: [registry.text]
                )
            ),
            count: kinds.reduce(0) { $0 + $1.count },
            kinds: kinds,
            samples: try heldSamples(at: registry, limit: samples, db)
        )
    }

    private static func heldSamples(
        at registry: RegistryID,
        limit: Int,
        _ db: Connection
    ) throws -> [HeldChanges.Sample] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT practitioner.given_name, practitioner.middle_name, practitioner.family_name,
                    practitioner.name_suffix, practitioner.name_order, credential.public_id,
                    practitioner.public_id, credential.number, credential.decision,
                    credential.wording, credential.standing, credential.held_at,
                    credential.held_change_id, credential.id
                FROM credential JOIN practitioner ON practitioner.id = credential.practitioner_id
                WHERE credential.registry_id = ? AND credential.held_change_id IS NOT NULL
                ORDER BY credential.held_change_id LIMIT ?
                """,
            arguments: [registry.text, limit]
        )
        return try rows.compactMap { row in
            guard
                let check = try checks(heldBy: row[12], of: RowKey(row[13]), db).last
            else { return nil }
            let hold = Hold(since: Instant(secondsSince1970: row[11]), standing: nil)
            return HeldChanges.Sample(
                credentialID: row[5],
                practitionerID: row[6],
                name: PersonName(row, from: 0).full,
                number: row[7],
                decision: try known(row[8]),
                wording: row[9],
                standing: (row[10] as String?).flatMap(Standing.init),
                heldAt: hold.since,
                endsTrustAt: hold.endsTrustAt,
                check: check.row
            )
        }
    }

    // MARK: - Deciding

    /// Records an admin's decision about what waits at a registry, all of it or one credential's, and
    /// lets everything follow from it.
    ///
    /// A release of all begins the count of changes for the worse anew: what was said to be true is
    /// not too many any more. What is discarded counts once more as a change for the worse, so that
    /// the same answers, should they come again, are held at once.
    ///
    /// - Parameters:
    ///   - decision: What is decided, by whom and why.
    ///   - registry: Where.
    ///   - credential: Whose; nil for all that wait there now.
    ///   - terms: The registry's terms.
    /// - Returns: How many credentials it was about.
    /// - Throws: `StorageError.refused` where nothing waits there.
    package func decide(
        _ decision: HeldDecision,
        at registry: RegistryID,
        about credential: PublicID? = nil,
        terms: RegistryTerms
    ) async throws -> Int {
        guard !decision.actor.isEmpty, (1...2000).contains(decision.reason.unicodeScalars.count)
        else {
            throw StorageError.refused(
                "A decision needs the name of who decides and a reason of 1 to 2000 characters."
            )
        }
        let (event, last, count) = try await write { db in
            try Self.begin(decision, at: registry, about: credential, db)
        }
        var left = count
        while left > 0 {
            // In pieces, so that nobody else waits for long; what is left waits and can be decided.
            let decided = try await write { db in
                try Self.decideSome(
                    decision,
                    event,
                    at: registry,
                    upTo: last,
                    credential,
                    terms,
                    db
                )
            }
            guard decided > 0 else { break }
            left -= decided
        }
        try await write { db in
            try RegistryMeter.settle(registry, at: decision.decidedAt, isTold: false, db)
        }
        return count - left
    }

    private static func begin(
        _ decision: HeldDecision,
        at registry: RegistryID,
        about credential: PublicID?,
        _ db: Connection
    ) throws -> (event: Int64, last: Int64, count: Int) {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*), max(held_change_id) FROM credential
                WHERE registry_id = ?1 AND held_change_id IS NOT NULL
                    AND (?2 IS NULL OR public_id = ?2)
                """,
            arguments: [registry.text, credential?.text]
        )
        guard let row, let last = row[1] as Int64? else {
            let what = credential.map { "of the credential \($0)" } ?? "at \(registry)"
            throw StorageError.refused("No change for the worse \(what) waits.")
        }
        let count: Int = row[0]
        let isRelease = decision.word == .released
        let event = try note(
            BrakeEvent(
                registry: registry,
                kind: isRelease ? .released : .discarded,
                happenedAt: decision.decidedAt,
                answered: count,
                worsened: count,
                actor: decision.actor,
                reason: decision.reason
            ),
            db
        )
        if isRelease, credential == nil {
            try db.execute(
                sql: "DELETE FROM brake_slot WHERE registry_id = ?",
                arguments: [registry.text]
            )
        }
        return (event, last, count)
    }

    private static func decideSome(
        _ decision: HeldDecision,
        _ event: Int64,
        at registry: RegistryID,
        upTo last: Int64,
        _ credential: PublicID?,
        _ terms: RegistryTerms,
        _ db: Connection
    ) throws -> Int {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, practitioner_id FROM credential
                WHERE registry_id = ?1 AND held_change_id <= ?2
                    AND (?3 IS NULL OR public_id = ?3)
                ORDER BY held_change_id LIMIT ?4
                """,
            arguments: [registry.text, last, credential?.text, decidedAtOnce]
        )
        var meter = try RegistryMeter(of: registry, at: decision.decidedAt, db)
        var recording = try CheckRecording(db)
        for row in rows {
            try decide(
                decision,
                event,
                about: RowKey(row[0]),
                of: RowKey(row[1]),
                terms,
                &recording,
                db
            )
        }
        if decision.word == .discarded || credential != nil {
            meter.count(worsened: rows.count, at: decision.decidedAt)
        }
        try meter.store(isTold: false, db)
        return rows.count
    }

    private static func decide(
        _ decision: HeldDecision,
        _ event: Int64,
        about key: Credential.Key,
        of practitioner: Practitioner.Key,
        _ terms: RegistryTerms,
        _ recording: inout CheckRecording,
        _ db: Connection
    ) throws {
        var credentials = try credentials(of: practitioner, db)
        guard let index = credentials.firstIndex(where: { $0.key == key }),
            let id = credentials[index].heldChange
        else { return }
        let before = credentials[index].state
        let held = try checks(heldBy: id, of: key, db)
        let isRelease = decision.word == .released
        let after =
            isRelease
            ? before.releasing(held.map(\.check), terms: terms, at: decision.decidedAt)
            : before.withoutHold(at: decision.decidedAt)
        try db.cachedStatement(
            sql: """
                UPDATE credential SET wording = ?, standing = ?, outcome = ?,
                    discipline_covered = ?, good_until = ?, absences = ?, last_absence_at = ?,
                    expires_on = ?, first_issued_on = ?, answered_at = ?, matched_at = ?,
                    due_at = CASE WHEN ? AND lease IS NULL THEN ? ELSE due_at END
                WHERE id = ?
                """
        ).run(
            after.wording,
            after.standing?.rawValue,
            after.outcome?.rawValue,
            after.isDisciplineCovered,
            after.trust.goodUntil?.secondsSince1970,
            after.trust.absences,
            after.trust.lastAbsenceAt?.secondsSince1970,
            after.expiresOn?.daysSince1970,
            after.firstIssuedOn?.daysSince1970,
            after.answeredAt?.secondsSince1970,
            after.matchedAt?.secondsSince1970,
            !isRelease,
            decision.decidedAt.secondsSince1970,
            key.value
        )
        try endHold(
            id,
            of: key,
            at: decision.decidedAt,
            by: .event(event),
            leaving: after,
            db
        )
        if let last = held.last {
            try recordChange(
                from: before,
                to: after,
                of: key,
                cause: .check(last.key),
                at: decision.decidedAt,
                db
            )
        }
        try noteNews(of: credentials, index, becoming: after, at: decision.decidedAt, db)
        credentials[index].state = after
        try recording.refreshTrust(of: practitioner, by: credentials)
    }

    private struct HeldCheck {
        let key: Int64
        let row: CheckRow

        /// As it can be judged: what it says about the person is all in the row.
        var check: Check {
            let isShown = row.outcome == .matched || row.outcome == .unrecognised
            let entry = RegisterEntry(
                number: "",
                names: [],
                wording: row.wording ?? "",
                standing: row.standing,
                expiresOn: row.expiresOn,
                firstIssuedOn: row.firstIssuedOn,
                fields: row.fields
            )
            return Check(
                askedAt: row.askedAt,
                question: row.question,
                status: row.status,
                verdict: Verdict(
                    outcome: row.outcome,
                    reason: row.reason,
                    entry: isShown ? entry : nil
                ),
                sourceAsOf: row.sourceAsOf,
                sha256: row.sha256,
                milliseconds: row.milliseconds
            )
        }
    }

    /// The checks of a change that waits, in the order in which they were made.
    private static func checks(
        heldBy id: Int64,
        of key: Credential.Key,
        _ db: Connection
    ) throws -> [HeldCheck] {
        let keys = try Int64.fetchAll(
            db,
            sql: "SELECT check_id FROM held_check WHERE held_change_id = ? ORDER BY check_id",
            arguments: [id]
        )
        return try keys.compactMap { check in
            try latestCheck(of: key, atMost: check, db).map {
                HeldCheck(key: check, row: $0)
            }
        }
    }
}
