import Directory
import GRDB

/// What made a credential change.
enum ChangeCause {
    case check(Int64)
    case decision(Int64)

    var checkID: Int64? { if case .check(let id) = self { id } else { nil } }
    var decisionID: Int64? { if case .decision(let id) = self { id } else { nil } }
}

extension Database {
    /// Writes down what is known of a credential from this moment on, if that is anything new.
    static func recordChange(
        from old: CredentialState,
        to new: CredentialState,
        of key: Credential.Key,
        cause: ChangeCause,
        at moment: Instant,
        _ db: Connection
    ) throws {
        let isSame =
            old.wording == new.wording && old.standing == new.standing && old.outcome == new.outcome
            && old.decision == new.decision && old.expiresOn == new.expiresOn
            && old.firstIssuedOn == new.firstIssuedOn
            && old.isDisciplineCovered == new.isDisciplineCovered
        guard !isSame else { return }
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO credential_history (credential_id, check_id, decision_id, changed_at,
                    wording, standing, outcome, decision, discipline_covered, expires_on,
                    first_issued_on)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try insertion.run { row in
            row.add(key.value)
            row.add(cause.checkID)
            row.add(cause.decisionID)
            row.add(moment.secondsSince1970)
            row.add(new.wording)
            row.add(new.standing?.rawValue)
            row.add(new.outcome?.rawValue)
            row.add(new.decision.rawValue)
            row.add(new.isDisciplineCovered)
            row.add(new.expiresOn?.daysSince1970)
            row.add(new.firstIssuedOn?.daysSince1970)
        }
    }

    /// The dates of every credential that counts as experience: matched, and statutory or accredited.
    static func experienceSources(
        _ credentials: [StoredCredential],
        _ db: Connection
    ) throws -> [ExperienceAccount.Source] {
        try credentials.compactMap { stored in
            let state = stored.state
            guard state.credential.countsAsExperience, state.matchedAt != nil,
                let issuedOn = state.firstIssuedOn
            else { return nil }
            return ExperienceAccount.Source(
                issuedOn: issuedOn,
                expiresOn: state.expiresOn,
                history: try standingHistory(of: stored.key, db)
            )
        }
    }

    /// The standings of a credential with the day of each change, oldest first.
    private static func standingHistory(
        of key: Credential.Key,
        _ db: Connection
    ) throws -> [ExperienceAccount.Source.Seen] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT changed_at, standing FROM credential_history
                WHERE credential_id = ? AND standing IS NOT NULL ORDER BY id
                """
        )
        return try statement.all(key.value) { row in
            ExperienceAccount.Source.Seen(
                day: Instant(secondsSince1970: row[0]).date,
                standing: try known(row[1])
            )
        }
    }
}
