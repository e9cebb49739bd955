package import Directory
import GRDB

/// A credential whose checks are judged anew, with what else moves its trust.
package struct JudgedCredential: Sendable {
    package let key: Credential.Key
    /// The number and the names as they are now.
    package let claimant: Claimant
    package let credential: Credential
    /// In the order in which they were made.
    package let rulings: [CredentialPast.Ruling]
    /// When the person turned from or to being excluded.
    package let exclusionTurns: [Instant]
    /// Its changes for the worse that the brake held.
    package let waits: [CredentialPast.Wait]
}

/// A check as it was recorded, with the body of its answer where that is still kept.
package struct StoredCheck: Sendable {
    package let key: Check.Key
    package let registry: RegistryID
    package let askedAt: Instant
    package let sourceAsOf: Instant?
    package let status: Int?
    package let outcome: Outcome
    package let wording: String?
    package let standing: Standing?
    package let expiresOn: CalendarDate?
    package let firstIssuedOn: CalendarDate?
    package let goodUntil: Instant?
    /// Whether it was put to a registry that repeats what others licensed, whose word moves no trust.
    package let isSecondary: Bool
    /// When the register showed it: what a person saw is entered later.
    package let seenAt: Instant
    /// When the source was true: what it dates itself is as old as that.
    package var readAt: Instant { min(sourceAsOf ?? seenAt, seenAt) }
    package let contentType: String
    /// Nil where nothing was kept, or retention has emptied it.
    package let body: [UInt8]?
    private let fieldsText: String

    /// The extracted fields, in their order.
    package var fields: [RegisterEntry.Field] { RegisterEntry.Field.list(json: fieldsText) ?? [] }

    fileprivate init(_ row: StatementRow, registry: RegistryID) throws {
        key = RowKey(row[1])
        self.registry = registry
        askedAt = Instant(secondsSince1970: row[3])
        status = row[4]
        outcome = try Database.known(row[5])
        wording = row[6]
        standing = (row[7] as String?).flatMap(Standing.init)
        expiresOn = Database.day(row[8])
        firstIssuedOn = Database.day(row[9])
        sourceAsOf = Database.instant(row[10])
        fieldsText = row[11]
        goodUntil = Database.instant(row[12])
        contentType = row[13] as String? ?? ""
        isSecondary = row[15]
        let isByHand: Bool = row[16]
        seenAt = isByHand ? min(sourceAsOf ?? askedAt, askedAt) : askedAt
        body = row.withBytes(of: 14) { $0.isEmpty ? nil : Array($0) }
    }
}

extension Database {
    /// The range in which the keys of all credentials lie; nil where there is none.
    package func credentialKeys() async throws -> ClosedRange<Int64>? {
        try await read { db in
            let row = try Row.fetchOne(db, sql: "SELECT min(id), max(id) FROM credential")
            guard let row, let first = row[0] as Int64?, let last = row[1] as Int64? else {
                return nil
            }
            return first...last
        }
    }

    /// How many checks are stored.
    package func checkCount() async throws -> Int {
        try await read { try Int.fetchOne($0, sql: "SELECT count(*) FROM registry_check") ?? 0 }
    }

    /// Hands over the checks of some credentials, one at a time.
    ///
    /// A credential comes after the other, and each's checks in the order in which they were
    /// recorded.
    ///
    /// - Parameters:
    ///   - keys: The credentials.
    ///   - initial: What is built up.
    ///   - take: Takes one check in; the credential is the same value for all of its checks.
    /// - Returns: What was built up.
    /// - Throws: `StorageError`, or what `take` throws.
    package func foldChecks<Result: Sendable>(
        ofCredentials keys: ClosedRange<Int64>,
        into initial: Result,
        _ take: @escaping @Sendable (inout Result, JudgedCredential, StoredCheck) throws -> Void
    ) async throws -> Result {
        try await read { db in
            var result = initial
            let statement = try db.cachedStatement(
                sql: """
                    SELECT credential_id, registry_check.id, registry_id, asked_at, status, outcome,
                        wording, standing, expires_on, first_issued_on, source_as_of, fields,
                        good_until, content_type, body, is_secondary, seen_on IS NOT NULL
                    FROM registry_check
                    LEFT JOIN evidence ON evidence.sha256 = registry_check.sha256
                    WHERE credential_id BETWEEN ? AND ? ORDER BY credential_id, registry_check.id
                    """
            )
            var credential: JudgedCredential?
            var registry: RegistryID?
            try statement.each(keys.lowerBound, keys.upperBound) { row in
                let key = Credential.Key(row[0])
                let id: String = row[2]
                if registry?.text != id { registry = try RegistryID(id) }
                if credential?.key != key { credential = try Self.judgedCredential(key, db) }
                guard let credential, let registry else { return }
                try take(&result, credential, try StoredCheck(row, registry: registry))
            }
            return result
        }
    }

    private static func judgedCredential(
        _ key: Credential.Key,
        _ db: Connection
    ) throws -> JudgedCredential? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(credentialColumns), practitioner_id FROM credential WHERE id = ?"
        )
        return try statement.first(key.value) { row in
            let practitioner = Practitioner.Key(row[credentialColumnCount])
            let credential = try storedCredential(row).state.credential
            return JudgedCredential(
                key: key,
                claimant: Claimant(
                    number: credential.number,
                    names: try names(of: practitioner, db)
                ),
                credential: credential,
                rulings: try rulings(of: key, db),
                exclusionTurns: try exclusionTurns(of: practitioner, db),
                waits: try waits(of: key, db)
            )
        }
    }

    /// The public identifiers of a check and its credential.
    package func publicIDs(
        of check: Check.Key
    ) async throws -> (check: String, credential: String)? {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT registry_check.public_id, credential.public_id FROM registry_check
                    JOIN credential ON credential.id = credential_id WHERE registry_check.id = ?
                    """
            )
            return try statement.first(check.value) { ($0[0], $0[1]) }
        }
    }
}
