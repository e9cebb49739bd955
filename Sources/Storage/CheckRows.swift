package import Directory
import GRDB

/// A check as it was recorded.
package struct CheckRow: Sendable {
    package let key: Check.Key
    package let publicID: String
    package let credential: Credential.Key
    package let registry: RegistryID
    package let askedAt: Instant
    package let question: String
    package let status: Int?
    package let outcome: Outcome
    package let reason: String
    package let wording: String?
    package let standing: Standing?
    package let expiresOn: CalendarDate?
    package let firstIssuedOn: CalendarDate?
    package let sourceAsOf: Instant?
    package let fields: [RegisterEntry.Field]
    package let sha256: String?
    /// SHA-256 of the description that read the answer.
    package let description: String
    package let milliseconds: Int
    package let goodUntil: Instant?
    /// Whether it was put to a registry that repeats what others licensed; such a word moves nothing.
    package let isSecondary: Bool
    /// Where a person looked in place of a machine; the account is for admins only.
    package let sighting: Sighting?

    /// The moment of which it speaks: the source's own date, unless that lies ahead of asking.
    package var speaksOf: Instant { min(sourceAsOf ?? askedAt, askedAt) }
}

/// A check with the credential it is about, and what differs from the one before.
package struct CheckEvidence: Sendable {
    package let check: CheckRow
    package let credentialID: String
    package let credential: Credential
    package let registry: RegistryRow?
    /// The check it is compared with, an earlier one of the same credential; nil for the first.
    package let comparedWith: String?
    package let difference: CheckDifference?
}

/// Some of the checks of one practitioner's credentials, the latest first.
package struct CheckPage: Sendable {
    package let checks: [CheckEvidence]
    /// How many there are in all.
    package let total: Int
    /// After which one the next page begins; nil on the last.
    package let next: PublicID?
}

extension Database {
    /// The checks of all credentials of a practitioner, the latest first.
    ///
    /// - Parameters:
    ///   - identifier: A public one of the practitioner, or an NPI.
    ///   - limit: How many at most.
    ///   - previous: The one after which to begin; nil begins at the latest.
    ///   - moment: Leaves out what speaks of a later moment only; nil leaves nothing out.
    /// - Returns: Nil where there is no such practitioner.
    /// - Throws: `StorageError.notFound` where the practitioner has no check `previous`.
    package func checks(
        of identifier: String,
        limit: Int,
        after previous: PublicID? = nil,
        speakingOf moment: Instant? = nil
    ) async throws -> CheckPage? {
        try await read { db in
            guard let practitioner = try Self.practitioner(with: identifier, db) else { return nil }
            let credentials = try Self.credentials(of: practitioner, db)
            let place = try previous.map {
                try Self.key(ofCheck: $0, among: credentials.map(\.key), db)
            }
            // Each credential's latest, of which the page's are the latest of all.
            let keys = try credentials.flatMap { stored in
                try Self.checkKeys(
                    of: stored.key,
                    before: place,
                    limit: limit + 1,
                    speakingOf: moment,
                    db
                )
            }.sorted(by: >)
            let checks = try keys.prefix(limit).map { key in
                try Self.evidence(of: key, among: credentials, db)
            }
            return CheckPage(
                checks: checks,
                total: try Self.checkCount(of: credentials.map(\.key), speakingOf: moment, db),
                next: keys.count > limit
                    ? checks.last.flatMap { PublicID($0.check.publicID) } : nil
            )
        }
    }

    /// One check of a practitioner's credential; nil where there is no such practitioner or check.
    package func check(
        _ check: PublicID,
        of identifier: String
    ) async throws -> CheckEvidence? {
        try await read { db in
            guard let practitioner = try Self.practitioner(with: identifier, db) else { return nil }
            let credentials = try Self.credentials(of: practitioner, db)
            do {
                let key = try Self.key(ofCheck: check, among: credentials.map(\.key), db)
                return try Self.evidence(of: key, among: credentials, db)
            } catch StorageError.notFound {
                return nil
            }
        }
    }

    private static func key(
        ofCheck check: PublicID,
        among credentials: [Credential.Key],
        _ db: Connection
    ) throws -> Check.Key {
        let statement = try db.cachedStatement(
            sql: "SELECT id, credential_id FROM registry_check WHERE public_id = ?"
        )
        let found = try statement.first(check.text) { row in
            (key: Check.Key(row[0]), credential: Credential.Key(row[1]))
        }
        guard let found, credentials.contains(found.credential) else {
            throw StorageError.notFound("check \(check)")
        }
        return found.key
    }

    private static let isSpokenOf = "min(coalesce(source_as_of, asked_at), asked_at) <= ?"

    private static func checkKeys(
        of credential: Credential.Key,
        before key: Check.Key?,
        limit: Int,
        speakingOf moment: Instant?,
        _ db: Connection
    ) throws -> [Check.Key] {
        let start = key?.value ?? .max
        guard let moment else {
            let statement = try db.cachedStatement(
                sql: """
                    SELECT id FROM registry_check WHERE credential_id = ? AND id < ?
                    ORDER BY id DESC LIMIT ?
                    """
            )
            return try statement.all(credential.value, start, limit) { Check.Key($0[0]) }
        }
        let statement = try db.cachedStatement(
            sql: """
                SELECT id FROM registry_check WHERE credential_id = ? AND id < ? AND \(isSpokenOf)
                ORDER BY id DESC LIMIT ?
                """
        )
        return try statement.all(credential.value, start, moment.secondsSince1970, limit) {
            Check.Key($0[0])
        }
    }

    private static func checkCount(
        of credentials: [Credential.Key],
        speakingOf moment: Instant?,
        _ db: Connection
    ) throws -> Int {
        let whole = try db.cachedStatement(
            sql: "SELECT count(*) FROM registry_check WHERE credential_id = ?"
        )
        let part = try db.cachedStatement(
            sql: "SELECT count(*) FROM registry_check WHERE credential_id = ? AND \(isSpokenOf)"
        )
        return try credentials.reduce(0) { total, key in
            let count =
                if let moment {
                    try part.first(key.value, moment.secondsSince1970) { $0[0] as Int }
                } else {
                    try whole.first(key.value) { $0[0] as Int }
                }
            return total + (count ?? 0)
        }
    }

    private static func evidence(
        of key: Check.Key,
        among credentials: [StoredCredential],
        _ db: Connection
    ) throws -> CheckEvidence {
        let statement = try db.cachedStatement(
            sql: "SELECT \(checkColumns) FROM registry_check WHERE id = ?"
        )
        guard let check = try statement.first(key.value, read: { try checkRow($0, db) }),
            let stored = credentials.first(where: { $0.key == check.credential })
        else { throw StorageError.notFound("check") }
        let before = try earlier(than: check, db)
        return CheckEvidence(
            check: check,
            credentialID: stored.publicID,
            credential: stored.state.credential,
            registry: try registryRows(db)[check.registry],
            comparedWith: before?.publicID,
            difference: before.map { before in
                CheckDifference(
                    from: (before.outcome, before.standing, before.fields),
                    to: (check.outcome, check.standing, check.fields)
                )
            }
        )
    }

    /// What a check is compared with, of the same registry: one that shows an entry with the last that
    /// showed one, so that a night without an answer does not make every field a new one; any other
    /// with the one before.
    private static func earlier(than check: CheckRow, _ db: Connection) throws -> CheckRow? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(checkColumns) FROM registry_check
                WHERE credential_id = ? AND registry_id = ? AND id < ?
                    AND (wording IS NOT NULL OR ?)
                ORDER BY id DESC LIMIT 1
                """
        )
        func last(_ isAny: Bool) throws -> CheckRow? {
            try statement.first(
                check.credential.value,
                check.registry.text,
                check.key.value,
                isAny
            ) { try checkRow($0, db) }
        }
        if check.wording == nil { return try last(true) }
        return try last(false) ?? last(true)
    }

    static let checkColumns = """
        id, public_id, credential_id, registry_id, asked_at, question, status, outcome, reason,
        wording, standing, expires_on, first_issued_on, source_as_of, fields, sha256,
        description_sha256, milliseconds, good_until, is_secondary, seen_by, seen_on, note
        """

    static func checkRow(_ row: some ColumnReading, _ db: Connection) throws -> CheckRow {
        let seenBy: String? = row[20]
        let seenOn = day(row[21])
        let note: String? = row[22]
        return CheckRow(
            key: RowKey(row[0]),
            publicID: row[1],
            credential: RowKey(row[2]),
            registry: try RegistryID(row[3] as String),
            askedAt: Instant(secondsSince1970: row[4]),
            question: row[5],
            status: row[6],
            outcome: try known(row[7]),
            reason: row[8],
            wording: row[9],
            standing: (row[10] as String?).flatMap(Standing.init),
            expiresOn: day(row[11]),
            firstIssuedOn: day(row[12]),
            sourceAsOf: instant(row[13]),
            fields: try fields(json: row[14], db),
            sha256: row[15],
            description: row[16],
            milliseconds: row[17],
            goodUntil: instant(row[18]),
            isSecondary: row[19],
            sighting: seenBy.flatMap { by in
                seenOn.map { Sighting(by: by, on: $0, note: note ?? "") }
            }
        )
    }

    /// The last check of a credential at its own registry, whatever came of it; up to one of them
    /// where that is named.
    static func latestCheck(
        of key: Credential.Key,
        atMost last: Int64 = .max,
        _ db: Connection
    ) throws -> CheckRow? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(checkColumns) FROM registry_check
                WHERE credential_id = ? AND id <= ? AND NOT is_secondary ORDER BY id DESC LIMIT 1
                """
        )
        return try statement.first(key.value, last) { try checkRow($0, db) }
    }
}
