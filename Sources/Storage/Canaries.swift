package import Directory
import GRDB

extension Database {
    /// How often a registry is asked about its canary at most.
    package static let canarySeconds: Int64 = 3600

    /// Takes the turn of asking a registry about its canary; true for one process in an hour.
    package func claimCanary(of registry: RegistryID, now: Instant) async throws -> Bool {
        try await write { db in
            try Self.makeHealth(of: registry, db)
            // One that was asked about in the future was asked about by another clock.
            try db.execute(
                sql: """
                    UPDATE registry_health SET canary_asked_at = ?1
                    WHERE registry_id = ?2
                        AND (canary_asked_at IS NULL OR canary_asked_at NOT BETWEEN ?1 - ?3 + 1 AND ?1)
                    """,
                arguments: [now.secondsSince1970, registry.text, Self.canarySeconds]
            )
            return db.changesCount > 0
        }
    }

    /// Records a check of a canary.
    ///
    /// An answer that is not `matched` sets the brake; no answer leaves it as it is, and the canary is
    /// asked about again as soon as the registry is.
    package func recordCanary(
        _ check: Check,
        evidence: Evidence?,
        of registry: RegistryID
    ) async throws {
        try await write { db in
            if let evidence { try CheckRecording(db).keep(evidence, receivedAt: check.askedAt) }
            try Self.insertCanary(check, of: registry, db)
            try Self.makeHealth(of: registry, db)
            let outcome = check.verdict.outcome
            guard outcome.isAnswer else {
                return try db.execute(
                    sql: "UPDATE registry_health SET canary_asked_at = NULL WHERE registry_id = ?",
                    arguments: [registry.text]
                )
            }
            let before = try String.fetchOne(
                db,
                sql: "SELECT canary_outcome FROM registry_health WHERE registry_id = ?",
                arguments: [registry.text]
            )
            try db.execute(
                sql: "UPDATE registry_health SET canary_outcome = ? WHERE registry_id = ?",
                arguments: [outcome.rawValue, registry.text]
            )
            let isFailing = outcome != .matched
            if isFailing != RegistryMeter.isFailing(canary: before) {
                try Self.note(
                    BrakeEvent(
                        registry: registry,
                        kind: isFailing ? .canaryFailed : .canaryFound,
                        happenedAt: check.askedAt,
                        answered: 0,
                        worsened: 0,
                        outcome: outcome
                    ),
                    db
                )
            }
            try Self.reopen(registry, db)
            try RegistryMeter.settle(registry, at: check.askedAt, db)
        }
    }

    private static func insertCanary(
        _ check: Check,
        of registry: RegistryID,
        _ db: Connection
    ) throws {
        let entry = check.verdict.entry
        try db.execute(
            sql: """
                INSERT INTO canary_check (registry_id, asked_at, question, status, outcome, reason,
                    wording, standing, source_as_of, fields, sha256, description_sha256,
                    milliseconds)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                registry.text, check.askedAt.secondsSince1970, check.question, check.status,
                check.verdict.outcome.rawValue, check.verdict.reason, entry?.wording,
                entry?.standing?.rawValue, check.sourceAsOf?.secondsSince1970,
                RegisterEntry.Field.json(entry?.fields ?? []), check.sha256, check.description,
                check.milliseconds,
            ]
        )
    }

    /// Has the canary asked about anew where another description took effect: it may name another one
    /// or none.
    static func forgetCanary(
        of registry: RegistryID,
        unlessDescribedBy sha256: String,
        _ db: Connection
    ) throws {
        try db.execute(
            sql: """
                UPDATE registry_health SET canary_asked_at = NULL, canary_outcome = NULL
                WHERE registry_id = ?1 AND EXISTS (SELECT 1 FROM registry
                    WHERE id = ?1 AND description_sha256 <> ?2)
                """,
            arguments: [registry.text, sha256]
        )
    }
}
