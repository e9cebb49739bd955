package import Directory
import GRDB

/// What the law of places says, as the database holds it.
package struct Policies: Hashable, Sendable {
    package var jurisdictions: [JurisdictionPolicy]
    /// Where ratings or testimonials may not be shown.
    package var reviewRules: [ReviewRule]
    package var explanations: [ClassExplanation]

    package init(
        jurisdictions: [JurisdictionPolicy],
        reviewRules: [ReviewRule] = [],
        explanations: [ClassExplanation] = []
    ) {
        self.jurisdictions = jurisdictions
        self.reviewRules = reviewRules
        self.explanations = explanations
    }
}

extension Database {
    package func policies() async throws -> Policies {
        try await read { db in
            let jurisdictions = try db.cachedStatement(
                sql: "SELECT code, name, licensing, source FROM jurisdiction ORDER BY code"
            )
            return Policies(
                jurisdictions: try jurisdictions.all { row in
                    JurisdictionPolicy(
                        jurisdiction: try Jurisdiction(row[0] as String),
                        name: row[1],
                        licensing: try Self.known(row[2]),
                        source: row[3]
                    )
                },
                reviewRules: try Self.reviewRules(db),
                explanations: try Self.explanations(db)
            )
        }
    }

    static func explanations(_ db: Connection) throws -> [ClassExplanation] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT jurisdiction, licensing, class, sentence FROM class_explanation
                ORDER BY jurisdiction, licensing, class
                """
        )
        return try statement.all { row in
            ClassExplanation(
                jurisdiction: try Jurisdiction(row[0] as String),
                licensing: try Self.known(row[1]),
                credentialClass: try Self.known(row[2]),
                sentence: row[3]
            )
        }
    }

    static func reviewRules(_ db: Connection) throws -> [ReviewRule] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT jurisdiction, permits, reason, source, read_on FROM review_rule
                ORDER BY jurisdiction
                """
        )
        return try statement.all { row in
            ReviewRule(
                jurisdiction: try Jurisdiction(row[0] as String),
                permitted: try Self.known(row[1]),
                reason: row[2],
                source: row[3],
                readOn: CalendarDate(daysSince1970: row[4])
            )
        }
    }

    /// The rule that binds what patients say of somebody, wherever the person practises.
    static func reviewRule(
        _ credentials: [StoredCredential],
        at places: some Sequence<Jurisdiction>,
        _ db: Connection
    ) throws -> ReviewRule? {
        let rules = try reviewRules(db)
        let licensed = credentials.filter(\.state.bindsReviews).map(\.state.credential.jurisdiction)
        return ReviewRule.strictest(of: licensed + places, among: rules)
    }

    /// Makes the rules about reviews and the sentences about classes these and no others; listings
    /// that a changed rule may be about are made again.
    static func replaceRules(with policies: Policies, _ db: Connection) throws {
        let old = try reviewRules(db)
        let changed = Set(old).symmetricDifference(policies.reviewRules).map(\.jurisdiction)
        try db.execute(sql: "DELETE FROM review_rule")
        for rule in policies.reviewRules {
            try db.execute(
                sql: """
                    INSERT INTO review_rule (jurisdiction, permits, reason, source, read_on)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    rule.jurisdiction.code, rule.permitted.rawValue, rule.reason, rule.source,
                    rule.readOn.daysSince1970,
                ]
            )
        }
        try db.execute(sql: "DELETE FROM class_explanation")
        for explanation in policies.explanations {
            try db.execute(
                sql: """
                    INSERT INTO class_explanation (jurisdiction, licensing, class, sentence)
                    VALUES (?, ?, ?, ?)
                    """,
                arguments: [
                    explanation.jurisdiction.code, explanation.licensing.rawValue,
                    explanation.credentialClass.rawValue, explanation.sentence,
                ]
            )
        }
        for country in Set(changed.map(\.country)) {
            let bound = try Int64.fetchAll(
                db,
                sql: """
                    SELECT practitioner_id FROM location WHERE country = ?1
                    UNION SELECT practitioner_id FROM credential
                    WHERE substr(jurisdiction, 1, 2) = ?1
                    """,
                arguments: [country]
            )
            for id in bound { try refreshListings(of: RowKey(id), db) }
        }
    }
}
