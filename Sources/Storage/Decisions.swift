package import Directory
import GRDB

extension Database {
    /// Records an admin's decision about a credential and lets everything follow from it.
    ///
    /// An approval of a credential that stands suspended, revoked or surrendered is refused unless
    /// it says that it covers the discipline, and so is one by whoever saw the register in place of
    /// a machine; a rejection or withdrawal ends trust at once.
    package func decide(
        _ record: DecisionRecord,
        about publicID: PublicID
    ) async throws {
        try await write { db in
            guard let (stored, practitioner) = try Self.storedCredential(publicID, db) else {
                throw StorageError.notFound("credential \(publicID)")
            }
            try Self.decide(record, about: stored, of: practitioner, db)
        }
    }

    static func decide(
        _ record: DecisionRecord,
        about stored: StoredCredential,
        of practitioner: Practitioner.Key,
        _ db: Connection
    ) throws {
        guard !record.actor.isEmpty, (1...2000).contains(record.reason.unicodeScalars.count) else {
            throw StorageError.refused(
                "A decision needs the name of who decides and a reason of 1 to 2000 characters."
            )
        }
        let before = stored.state
        let isDisciplinary = before.standing?.isDisciplinary ?? false
        if record.coversDiscipline, !isDisciplinary {
            throw StorageError.refused(
                "No suspension, revocation or surrender of this credential is known to decide on."
            )
        }
        if record.decision == .approved, isDisciplinary, !record.coversDiscipline {
            throw StorageError.refused(
                "The registry says \"\(before.wording ?? "")\": a credential that stands "
                    + "\(before.standing?.rawValue ?? "") cannot be approved."
            )
        }
        if record.decision == .approved {
            try requireAnotherPerson(than: record.actor, lookedUp: stored.key, db)
        }
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO decision (credential_id, decision, covers_discipline, actor, reason,
                    decided_at, check_id)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT last_check_id FROM credential WHERE id = ?1))
                """
        )
        try insertion.execute(arguments: [
            stored.key.value, record.decision.rawValue, record.coversDiscipline, record.actor,
            record.reason, record.decidedAt.secondsSince1970,
        ])
        let decisionID = db.lastInsertedRowID
        var after = before
        after.decision = record.decision
        after.isDisciplineCovered = record.coversDiscipline
        switch record.decision {
        case .rejected, .withdrawn: after.trust = before.trust.ended(at: record.decidedAt)
        case .approved, .pending: break
        }
        let change = try db.cachedStatement(
            sql: """
                UPDATE credential SET decision = ?, discipline_covered = ?, good_until = ?
                WHERE id = ?
                """
        )
        try change.execute(arguments: [
            after.decision.rawValue, after.isDisciplineCovered,
            after.trust.goodUntil?.secondsSince1970, stored.key.value,
        ])
        try recordChange(
            from: before,
            to: after,
            of: stored.key,
            cause: .decision(decisionID),
            at: record.decidedAt,
            db
        )
        try noteNews(of: stored, becoming: after, decidedAt: record.decidedAt, db)
        try refreshListings(of: practitioner, db)
    }
}

/// A decision as it was recorded, with the check that the admin had before them.
package struct DecisionRow: Hashable, Sendable {
    package let record: DecisionRecord
    /// Nil where nothing had been checked.
    package let checkID: String?
}

extension Database {
    /// Every decision about a credential, the latest first.
    package func decisions(about publicID: PublicID) async throws -> [DecisionRow] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT decision.decision, actor, decision.reason, decided_at,
                        covers_discipline, registry_check.public_id
                    FROM decision JOIN credential ON credential.id = decision.credential_id
                        LEFT JOIN registry_check ON registry_check.id = check_id
                    WHERE credential.public_id = ? ORDER BY decision.id DESC
                    """
            )
            return try statement.all(publicID.text) { row in
                DecisionRow(
                    record: DecisionRecord(
                        decision: try Self.known(row[0]),
                        actor: row[1],
                        reason: row[2],
                        decidedAt: Instant(secondsSince1970: row[3]),
                        coversDiscipline: row[4]
                    ),
                    checkID: row[5]
                )
            }
        }
    }
}
