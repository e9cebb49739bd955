package import Directory
import GRDB

/// A finding with both its sides, for admins; never for the public unless confirmed.
package struct ExclusionFindingRow: Sendable {
    package let publicID: String
    package let state: ExclusionFinding.State
    /// The score when the sides were last compared.
    package let score: Int
    package let list: RegistryID
    package let exclusion: Exclusion
    /// Since when the list lacks the row.
    package let goneAt: Instant?
    package let practitioner: Practitioner.Key
    package let practitionerID: String
    package let person: ComparedPerson
    /// Both sides compared as they are now; nil where nothing agrees.
    package let match: ExclusionMatch?
    package let foundAt: Instant
    /// The oldest first.
    package let decisions: [ExclusionDecisionRecord]
    package let history: [Change]

    /// How it stood from a moment on.
    package struct Change: Hashable, Sendable {
        package let changedAt: Instant
        package let state: ExclusionFinding.State
    }
}

/// A list of exclusions as it was read last.
package struct ExclusionListRow: Hashable, Sendable {
    package let list: RegistryID
    package let readAt: Instant
    package let file: String
    package let rowCount: Int
    /// The day of the latest exclusion in it.
    package let latestOn: CalendarDate?
    package let confirmed: Int
    package let candidates: Int
}

extension Database {
    /// Findings that stand so, the confirmed first and then those that a person should look at first.
    ///
    /// - Parameters:
    ///   - states: Which ones.
    ///   - limit: How many at most.
    /// - Returns: The findings, and how many there are in all.
    /// - Throws: `StorageError`.
    package func exclusionFindings(
        _ states: Set<ExclusionFinding.State> = [.candidate, .confirmed],
        limit: Int = 100
    ) async throws -> (rows: [ExclusionFindingRow], total: Int) {
        let order: [ExclusionFinding.State] = [.confirmed, .candidate, .dismissed, .ended]
        return try await read { db in
            let finding = try db.cachedStatement(
                sql: """
                    SELECT id FROM exclusion_finding WHERE state = ?
                    ORDER BY score DESC, id LIMIT ?
                    """
            )
            let counting = try db.cachedStatement(
                sql: "SELECT count(*) FROM exclusion_finding WHERE state = ?"
            )
            var rows: [ExclusionFindingRow] = []
            var total = 0
            for state in order where states.contains(state) {
                total += try counting.first(state.rawValue) { $0[0] } ?? 0
                let ids = try finding.all(state.rawValue, max(0, limit - rows.count)) {
                    $0[0] as Int64
                }
                rows += try ids.compactMap { try Self.findingRow($0, db) }
            }
            return (rows, total)
        }
    }

    /// Every finding about one practitioner, the ended ones last.
    package func exclusionFindings(
        of key: Practitioner.Key
    ) async throws -> [ExclusionFindingRow] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT id FROM exclusion_finding WHERE practitioner_id = ?
                    ORDER BY state = 'ended', score DESC, id
                    """
            )
            return try statement.all(key.value) { $0[0] as Int64 }
                .compactMap { try Self.findingRow($0, db) }
        }
    }

    /// The lists that were read, each as it was last.
    package func exclusionLists() async throws -> [ExclusionListRow] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT list_id, read_at, file, row_count, latest_on,
                        (SELECT count(*) FROM exclusion_finding AS finding
                            JOIN exclusion ON exclusion.id = exclusion_id
                            WHERE exclusion.list_id = reading.list_id AND state = 'confirmed'),
                        (SELECT count(*) FROM exclusion_finding AS finding
                            JOIN exclusion ON exclusion.id = exclusion_id
                            WHERE exclusion.list_id = reading.list_id AND state = 'candidate')
                    FROM exclusion_reading AS reading JOIN import ON import.id = import_id
                    WHERE reading.id IN (SELECT max(id) FROM exclusion_reading GROUP BY list_id)
                    ORDER BY list_id
                    """
            )
            return try statement.all { row in
                ExclusionListRow(
                    list: try RegistryID(row[0] as String),
                    readAt: Instant(secondsSince1970: row[1]),
                    file: row[2],
                    rowCount: row[3],
                    latestOn: Self.day(row[4]),
                    confirmed: row[5],
                    candidates: row[6]
                )
            }
        }
    }

    private static func findingRow(_ id: Int64, _ db: Connection) throws -> ExclusionFindingRow? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(exclusionColumns), finding.public_id, state, score, list_id, gone_at,
                    practitioner_id, practitioner.public_id, found_at
                FROM exclusion_finding AS finding
                JOIN (SELECT id AS row_id, list_id, gone_at, \(exclusionColumns) FROM exclusion)
                    ON row_id = exclusion_id
                JOIN (SELECT id AS person_id, public_id FROM practitioner) AS practitioner
                    ON person_id = practitioner_id
                WHERE finding.id = ?
                """
        )
        return try statement.first(id) { row in
            let exclusion = exclusion(row, from: 0)
            let key = Practitioner.Key(row[21])
            var person = try comparedPerson(key, db)
            person.regions = try regions(of: key, db)
            return ExclusionFindingRow(
                publicID: row[16],
                state: try known(row[17]),
                score: row[18],
                list: try RegistryID(row[19] as String),
                exclusion: exclusion,
                goneAt: instant(row[20]),
                practitioner: key,
                practitionerID: row[22],
                person: person,
                match: ExclusionMatch(of: person, with: exclusion),
                foundAt: Instant(secondsSince1970: row[23]),
                decisions: try decisions(about: id, db),
                history: try history(of: id, db)
            )
        }
    }

    private static func decisions(
        about finding: Int64,
        _ db: Connection
    ) throws -> [ExclusionDecisionRecord] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT decision, actor, reason, decided_at FROM exclusion_decision
                WHERE finding_id = ? ORDER BY id
                """
        )
        return try statement.all(finding) { row in
            ExclusionDecisionRecord(
                decision: try known(row[0]),
                actor: row[1],
                reason: row[2],
                decidedAt: Instant(secondsSince1970: row[3])
            )
        }
    }

    private static func history(
        of finding: Int64,
        _ db: Connection
    ) throws -> [ExclusionFindingRow.Change] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT changed_at, state FROM exclusion_history WHERE finding_id = ? ORDER BY id
                """
        )
        return try statement.all(finding) { row in
            .init(changedAt: Instant(secondsSince1970: row[0]), state: try known(row[1]))
        }
    }
}
