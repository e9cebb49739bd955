package import Directory
import GRDB

/// What changed of a credential at some moment.
package struct CredentialChange: Hashable, Sendable {
    package let changedAt: Instant
    package let fact: String
    package let old: String?
    package let new: String?
}

/// What made a credential change.
enum ChangeCause {
    case check(Int64)
    case decision(Int64)

    var checkID: Int64? { if case .check(let id) = self { id } else { nil } }
    var decisionID: Int64? { if case .decision(let id) = self { id } else { nil } }
}

extension Database {
    static func recordChanges(
        from old: CredentialState,
        to new: CredentialState,
        of key: Credential.Key,
        cause: ChangeCause,
        at moment: Instant,
        _ db: Connection
    ) throws {
        let facts: [(name: String, old: String?, new: String?)] = [
            ("wording", old.wording, new.wording),
            ("standing", old.standing?.rawValue, new.standing?.rawValue),
            ("outcome", old.outcome?.rawValue, new.outcome?.rawValue),
            ("decision", old.decision.rawValue, new.decision.rawValue),
            ("expires_on", old.expiresOn?.description, new.expiresOn?.description),
            ("first_issued_on", old.firstIssuedOn?.description, new.firstIssuedOn?.description),
        ]
        for fact in facts where fact.old != fact.new {
            let insertion = try db.cachedStatement(
                sql: """
                    INSERT INTO credential_change (credential_id, check_id, decision_id,
                        changed_at, fact, old_value, new_value)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            )
            try insertion.execute(arguments: [
                key.value, cause.checkID, cause.decisionID, moment.secondsSince1970, fact.name,
                fact.old, fact.new,
            ])
        }
    }

    /// When each standing of a credential was first seen, oldest first.
    static func standingHistory(
        of key: Credential.Key,
        _ db: Connection
    ) throws -> [(day: CalendarDate, standing: Standing)] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT changed_at, new_value FROM credential_change
                WHERE credential_id = ? AND fact = 'standing' ORDER BY id
                """
        )
        return try statement.all(key.value) { row in
            let standing: String? = row[1]
            return standing.flatMap(Standing.init).map {
                (Instant(secondsSince1970: row[0]).date, $0)
            }
        }.compactMap(\.self)
    }
}
