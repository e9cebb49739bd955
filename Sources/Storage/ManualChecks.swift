package import Directory
import GRDB

/// A credential that a person looks up on its register.
package struct LookUp: Sendable {
    /// Nil while no registry of the place is described.
    package let registry: RegistrySummary?
    /// Whom to look for.
    package let claimant: Claimant
}

/// What came of entering what a person saw.
package struct ManualCheckEffect: Hashable, Sendable {
    package let checkID: PublicID
    package let outcome: Outcome
    package let goodUntil: Instant?
}

extension Database {
    /// Whom to look for where; nil where there is no such credential.
    package func lookUp(of publicID: PublicID) async throws -> LookUp? {
        try await read { db in
            guard let (stored, practitioner) = try Self.storedCredential(publicID, db) else {
                return nil
            }
            let credential = stored.state.credential
            return LookUp(
                registry: try credential.registry.flatMap {
                    try Self.registryRows(db)[$0]?.summary
                },
                claimant: Claimant(
                    number: credential.number,
                    names: try Self.names(of: practitioner, db)
                )
            )
        }
    }

    /// Records what a person saw on a register, with the document, what it changed and when to look
    /// again.
    ///
    /// Refused where the registry is none at which a person looks, where something later is known
    /// already, and where the same account approved the credential: who looks and who approves
    /// are two people.
    ///
    /// - Parameters:
    ///   - check: What was seen, judged; it has a sighting.
    ///   - document: What shows it.
    ///   - publicID: The credential.
    ///   - terms: The registry's; of its window at most 90 days count.
    /// - Returns: What came of it.
    /// - Throws: `StorageError`.
    package func record(
        _ check: Check,
        showing document: Evidence,
        about publicID: PublicID,
        terms: RegistryTerms
    ) async throws -> ManualCheckEffect {
        var terms = terms
        terms.windowDays = min(terms.windowDays, RegistryTerms.longestWindowByHand)
        return try await write { [terms] db in
            try Self.recordManual(check, showing: document, about: publicID, terms: terms, db)
        }
    }

    private static func recordManual(
        _ check: Check,
        showing document: Evidence,
        about publicID: PublicID,
        terms: RegistryTerms,
        _ db: Connection
    ) throws -> ManualCheckEffect {
        guard let (stored, practitioner) = try storedCredential(publicID, db) else {
            throw StorageError.notFound("credential \(publicID)")
        }
        let before = stored.state
        let registry = try requireManual(stored, db)
        try requireNews(check, after: before, terms)
        if before.decision == .approved, let sighting = check.sighting,
            try approver(of: stored.key, db) == sighting.by
        {
            throw StorageError.refused(
                "\(sighting.by) approved this credential: another person has to look at the "
                    + "register, or approve it anew."
            )
        }
        guard try !isBehind(check.askedAt, db) else {
            throw StorageError.refused(
                "The clock shows less than when the newest check was made: set it right first."
            )
        }
        let due = DueCredential(
            key: stored.key,
            practitioner: practitioner,
            registry: registry,
            claimant: Claimant(number: before.credential.number, names: []),
            lease: 0
        )
        // What a person saw is no part of what a machine was told too often.
        let after = before.withoutHold(at: check.askedAt).after(check, terms: terms)
        let credentials = try credentials(of: practitioner, db)
        if let index = credentials.firstIndex(where: { $0.key == stored.key }) {
            try noteNews(of: credentials, index, becoming: after, by: check, db)
        }
        var recording = try CheckRecording(db)
        try recording.keep(document, receivedAt: check.askedAt)
        let checkID = try recording.insert(check, of: due, goodUntil: after.trust.goodUntil)
        try recording.store(
            after,
            of: stored.key,
            checkID: checkID,
            checkedAt: check.askedAt,
            silences: 0,
            dueAt: Schedule.nextLook(after: check.askedAt, goodUntil: after.trust.goodUntil)
        )
        if let held = stored.heldChange {
            try endHold(
                held,
                of: stored.key,
                at: check.askedAt,
                by: .check(checkID),
                leaving: after,
                db
            )
        }
        try recordChange(
            from: before,
            to: after,
            of: stored.key,
            cause: .check(checkID),
            at: check.askedAt,
            db
        )
        try recording.refreshTrust(of: practitioner, by: self.credentials(of: practitioner, db))
        return ManualCheckEffect(
            checkID: try Self.publicID(in: "registry_check", of: checkID, db),
            outcome: check.verdict.outcome,
            goodUntil: after.trust.goodUntil
        )
    }

    /// The registry at which a person looks this credential up.
    private static func requireManual(
        _ stored: StoredCredential,
        _ db: Connection
    ) throws -> RegistryID {
        guard let registry = stored.state.credential.registry,
            let summary = try registryRows(db)[registry]?.summary
        else {
            throw StorageError.refused(
                "No registry is known to look this credential up at: describe one of its place."
            )
        }
        guard summary.asker == .person else {
            throw StorageError.refused(
                summary.asker == .machine
                    ? "\(registry) is asked by machine, and nobody enters what it says."
                    : "\(registry) is not described at present, or switched off."
            )
        }
        return registry
    }

    /// Refuses what was seen on an earlier day than what is known.
    private static func requireNews(
        _ check: Check,
        after known: CredentialState,
        _ terms: RegistryTerms
    ) throws {
        guard let sighting = check.sighting else {
            throw StorageError.refused("A check by hand says who looked, and when.")
        }
        if let answeredAt = known.answeredAt {
            let day = answeredAt.date(in: terms.timeZone)
            guard sighting.on >= day else {
                throw StorageError.refused(
                    "What was seen on \(sighting.on) is older than what is known of \(day)."
                )
            }
        }
    }

    /// Who made the decision that stands.
    private static func approver(of key: Credential.Key, _ db: Connection) throws -> String? {
        let statement = try db.cachedStatement(
            sql: "SELECT actor FROM decision WHERE credential_id = ? ORDER BY id DESC LIMIT 1"
        )
        return try statement.first(key.value) { $0[0] as String }
    }

    /// Refuses an approval by whoever saw what it would rest on.
    static func requireAnotherPerson(
        than actor: String,
        lookedUp key: Credential.Key,
        _ db: Connection
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT seen_by, seen_on FROM registry_check
                WHERE credential_id = ? AND NOT is_secondary
                    AND (outcome = 'matched' OR outcome = 'unrecognised')
                ORDER BY id DESC LIMIT 1
                """
        )
        let seen = try statement.first(key.value) { row in
            (by: row[0] as String?, on: day(row[1]))
        }
        guard let seen, seen.by == actor, let day = seen.on else { return }
        throw StorageError.refused(
            "\(actor) saw the register on \(day) and entered what it showed: another person has to "
                + "approve it."
        )
    }

    static func storedCredential(
        _ publicID: PublicID,
        _ db: Connection
    ) throws -> (stored: StoredCredential, practitioner: Practitioner.Key)? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(credentialColumns), practitioner_id FROM credential WHERE public_id = ?
                """
        )
        return try statement.first(publicID.text) { row in
            (try storedCredential(row), RowKey(row[credentialColumnCount]))
        }
    }
}
