package import Directory
import GRDB

/// A credential about which something waits for a person.
package struct WaitingCredential: Sendable {
    package enum Matter: String, Sendable, CaseIterable {
        /// A person has to look at the register, or to look again.
        case lookUp = "look_up"
        /// Seen active, and no admin has decided.
        case decision
        /// The register has another name under the number, or several people.
        case doubt
        /// A secondary registry says otherwise, or something that nobody can read.
        case secondary
    }

    package let matter: Matter
    package let practitionerID: String
    package let name: PersonName
    package let credentialID: String
    package let jurisdiction: String
    package let number: String
    /// Whose word it is about: of what is secondary, the secondary registry.
    package let registry: RegistryID
    package let wording: String?
    package let standing: Standing?
    package let outcome: Outcome?
    /// When it was seen or, of what has to be looked up, since when that waits.
    package let since: Instant?
}

extension Database {
    /// What waits for a person in one matter, the longest waiting first, and how much there is.
    package func waiting(
        _ matter: WaitingCredential.Matter,
        limit: Int,
        at now: Instant
    ) async throws -> (rows: [WaitingCredential], total: Int) {
        try await read { db in
            let (from, columns) = Self.question(of: matter)
            let arguments: StatementArguments = ["now": now.secondsSince1970]
            let total =
                try Int.fetchOne(db, sql: "SELECT count(*) \(from)", arguments: arguments) ?? 0
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT given_name, middle_name, family_name, name_suffix, name_order,
                        practitioner.public_id, credential.public_id, credential.jurisdiction,
                        credential.number, \(columns)
                    \(from) ORDER BY 14, credential.id LIMIT \(limit)
                    """,
                arguments: arguments
            )
            return (
                try rows.map { row in
                    WaitingCredential(
                        matter: matter,
                        practitionerID: row[5],
                        name: PersonName(row, from: 0),
                        credentialID: row[6],
                        jurisdiction: row[7],
                        number: row[8],
                        registry: try RegistryID(row[9] as String),
                        wording: row[10],
                        standing: (row[11] as String?).flatMap(Standing.init),
                        outcome: (row[12] as String?).flatMap(Outcome.init),
                        since: Self.instant(row[13])
                    )
                },
                total
            )
        }
    }

    /// Which rows wait, and the columns registry, wording, standing, outcome and since.
    private static func question(
        of matter: WaitingCredential.Matter
    ) -> (from: String, columns: String) {
        let people = "FROM credential JOIN practitioner ON practitioner.id = practitioner_id"
        let seen = """
            credential.registry_id, credential.wording, credential.standing, credential.outcome,
            credential.answered_at
            """
        switch matter {
        case .lookUp:
            return (
                """
                \(people) JOIN registry ON registry.id = registry_id
                WHERE asker = 'person' AND due_at <= :now
                    AND decision <> 'rejected' AND decision <> 'withdrawn'
                """,
                "registry_id, wording, standing, outcome, due_at"
            )
        case .decision:
            return (
                """
                \(people)
                WHERE decision = 'pending' AND outcome = 'matched' AND standing = 'active'
                    AND good_until > :now AND registry_id IS NOT NULL AND kind <> 'identity'
                """, seen
            )
        case .doubt:
            return (
                """
                \(people)
                WHERE (outcome = 'mismatched' OR outcome = 'ambiguous') AND answered_at <= :now
                    AND registry_id IS NOT NULL
                    AND decision <> 'rejected' AND decision <> 'withdrawn'
                """, seen
            )
        case .secondary:
            return (
                """
                \(people) JOIN secondary_question ON secondary_question.credential_id = credential.id
                    JOIN registry_check word ON word.id = secondary_question.last_check_id
                WHERE (word.outcome = 'unrecognised' OR (word.outcome = 'matched'
                        AND word.standing <> 'active'
                        AND word.standing IS NOT credential.standing))
                    AND word.asked_at <= :now
                """,
                "word.registry_id, word.wording, word.standing, word.outcome, word.asked_at"
            )
        }
    }
}
