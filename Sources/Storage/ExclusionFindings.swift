package import Directory
import GRDB

extension Database {
    /// Whether an exclusion of the practitioner is confirmed.
    static func isExcluded(_ key: Practitioner.Key, _ db: Connection) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT 1 FROM exclusion_finding
                WHERE practitioner_id = ? AND state = 'confirmed' LIMIT 1
                """
        )
        return try statement.first(key.value) { _ in true } ?? false
    }

    /// What comparing a practitioner with the lists changed.
    struct ExclusionEffect {
        /// Findings that are new or stand otherwise now.
        var changes = 0
        /// Whether the practitioner is excluded now who was not, or the other way round.
        var hasTurned = false
    }

    /// Compares a practitioner with all lists as they are stored, and writes down what that changes.
    ///
    /// This runs in the transaction that writes a person down or decides about them, and for
    /// everybody whom a list that is read touches. So nobody on a list is vetted for a moment, and
    /// there is one way in which a finding comes to be, stands and ends. Where the practitioner has
    /// turned from or to being excluded, the trust in every credential ends, and the caller makes
    /// the listings anew.
    ///
    /// - Parameters:
    ///   - key: The practitioner.
    ///   - now: The moment.
    ///   - decision: The decision that is the cause, and the finding that it is about.
    ///   - db: The connection, in a transaction.
    /// - Returns: What changed.
    /// - Throws: `DatabaseError`.
    static func settleExclusions(
        of key: Practitioner.Key,
        at now: Instant,
        because decision: (id: Int64, finding: Int64)? = nil,
        _ db: Connection
    ) throws -> ExclusionEffect {
        var effect = ExclusionEffect()
        guard try hasExclusions(db) else { return effect }
        var person = try comparedPerson(key, db)
        let findings = try storedFindings(of: key, db)
        let wasExcluded = findings.values.contains { $0.finding.state == .confirmed }
        var isExcluded = false
        var hasRegions = false
        let rows = try exclusions(toCompareWith: person, db).union(findings.keys)
        for row in rows.sorted() {
            guard let (exclusion, isGone) = try storedExclusion(row, db) else { continue }
            let stored = findings[row]
            let sides = ExclusionFinding.Sides(
                person: person.digest(comparedWith: exclusion),
                exclusion: exclusion.digest
            )
            let rule = ExclusionMatch.rule(of: person, with: exclusion)
            let state = ExclusionFinding.state(
                after: stored?.finding,
                rule: rule,
                isInForce: !isGone && exclusion.isInForce(on: now.date),
                sides: sides
            )
            guard let state else { continue }
            if state == .confirmed { isExcluded = true }
            let isDecided = decision != nil && decision?.finding == stored?.id
            if let stored, stored.finding.state == state, stored.sides == sides,
                stored.rule == rule, !isDecided
            {
                continue
            }
            if !hasRegions {
                person.regions = try regions(of: key, db)
                hasRegions = true
            }
            let score = ExclusionMatch(of: person, with: exclusion)?.score ?? 0
            let comparison = Comparison(state: state, rule: rule, score: score, sides: sides)
            let id: Int64
            if let stored {
                id = stored.id
                try update(id, to: comparison, db)
            } else {
                id = try insertFinding(of: row, about: key, comparison, at: now, db)
            }
            try recordHistory(of: id, comparison, isDecided ? decision?.id : nil, at: now, db)
            if state != stored?.finding.state {
                try noteNews(of: id, state, rule: isDecided ? nil : rule, at: now, db)
            }
            effect.changes += 1
        }
        guard isExcluded != wasExcluded else { return effect }
        effect.hasTurned = true
        try endTrust(in: key, at: now, isDueAtOnce: !isExcluded, db)
        return effect
    }

    /// Ends the trust in every credential of a practitioner.
    ///
    /// It ends once more when an exclusion does: what was checked in between was nobody's business
    /// to trust, so a check has to be made afresh, at once, in place of any that is under way.
    private static func endTrust(
        in key: Practitioner.Key,
        at now: Instant,
        isDueAtOnce: Bool,
        _ db: Connection
    ) throws {
        let ending = try db.cachedStatement(
            sql: "UPDATE credential SET good_until = ?1 WHERE id = ?2 AND good_until > ?1"
        )
        for stored in try credentials(of: key, db) {
            let trust = stored.state.trust.ended(at: now)
            try ending.run(trust.goodUntil?.secondsSince1970, stored.key.value)
        }
        guard isDueAtOnce else { return }
        let asking = try db.cachedStatement(
            sql: """
                UPDATE credential SET due_at = ?, lease = NULL
                WHERE practitioner_id = ? AND registry_id IS NOT NULL
                """
        )
        try asking.run(now.secondsSince1970, key.value)
    }

    // MARK: - Deciding

    /// Records an admin's decision about a finding and lets everything follow from it.
    ///
    /// It holds for the practitioner and the list's row as they are now, and again at every list to
    /// come that has the row unchanged; when either changes, a dismissed finding is open again.
    package func decide(
        _ record: ExclusionDecisionRecord,
        about publicID: PublicID
    ) async throws {
        try await write { db in
            guard !record.actor.isEmpty, (1...2000).contains(record.reason.unicodeScalars.count)
            else {
                throw StorageError.refused(
                    "A decision needs the name of who decides and a reason of 1 to 2000 characters."
                )
            }
            let statement = try db.cachedStatement(
                sql: """
                    SELECT id, practitioner_id, exclusion_id, state FROM exclusion_finding
                    WHERE public_id = ?
                    """
            )
            let found = try statement.first(publicID.text) { row in
                (
                    id: row[0] as Int64, key: Practitioner.Key(row[1]), exclusion: row[2] as Int64,
                    state: try Self.known(row[3]) as ExclusionFinding.State
                )
            }
            guard let found, let (exclusion, _) = try Self.storedExclusion(found.exclusion, db)
            else { throw StorageError.notFound("finding \(publicID)") }
            guard found.state != .ended else {
                throw StorageError.refused(
                    "This finding has ended: the list no longer has the row, the person was "
                        + "reinstated, or nothing agrees any more. There is nothing to decide."
                )
            }
            let person = try Self.comparedPerson(found.key, db)
            let insertion = try db.cachedStatement(
                sql: """
                    INSERT INTO exclusion_decision (finding_id, decision, actor, reason, decided_at,
                        person_digest, exclusion_digest)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            )
            try insertion.run(
                found.id,
                record.decision.rawValue,
                record.actor,
                record.reason,
                record.decidedAt.secondsSince1970,
                person.digest(comparedWith: exclusion),
                exclusion.digest
            )
            let effect = try Self.settleExclusions(
                of: found.key,
                at: record.decidedAt,
                because: (db.lastInsertedRowID, found.id),
                db
            )
            if effect.hasTurned { try Self.refreshListings(of: found.key, db) }
        }
    }

    // MARK: - Reading what is stored

    /// Whether any list was ever read; without one nobody has to be compared.
    private static func hasExclusions(_ db: Connection) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM exclusion LIMIT 1")
        return try statement.first { _ in true } ?? false
    }

    static func npi(of key: Practitioner.Key, _ db: Connection) throws -> NPI? {
        let statement = try db.cachedStatement(sql: "SELECT npi FROM practitioner WHERE id = ?")
        let text = try statement.first(key.value) { $0[0] as String? } ?? nil
        return text.flatMap { try? NPI($0) }
    }

    /// Who is compared with the lists, but for the places.
    static func comparedPerson(
        _ key: Practitioner.Key,
        _ db: Connection
    ) throws -> ComparedPerson {
        ComparedPerson(
            npi: try npi(of: key, db),
            names: try names(of: key, db),
            licences: try licences(of: key, db)
        )
    }

    /// The licences that a practitioner claims; none while no list names any.
    private static func licences(
        of key: Practitioner.Key,
        _ db: Connection
    ) throws -> Set<ListedLicence> {
        let listed = try db.cachedStatement(
            sql: "SELECT 1 FROM exclusion WHERE licence_key IS NOT NULL LIMIT 1"
        )
        guard try listed.first(read: { _ in true }) ?? false else { return [] }
        let statement = try db.cachedStatement(
            sql:
                "SELECT \(licenceColumns) FROM credential WHERE practitioner_id = ? AND \(isLicence)"
        )
        return Set(try statement.all(key.value) { ListedLicence(number: $0[0], region: $0[1]) })
    }

    static let licenceColumns = "number, substr(jurisdiction, 4)"
    /// What a state gives under a number of its own.
    static let isLicence = """
        length(jurisdiction) > 3 AND (kind = 'licence' OR kind = 'registration' OR kind = 'permit')
        """

    /// States and provinces in which a practitioner practises or claims a credential.
    static func regions(of key: Practitioner.Key, _ db: Connection) throws -> Set<String> {
        let statement = try db.cachedStatement(
            sql: """
                SELECT region FROM location WHERE practitioner_id = ?1 AND region <> ''
                UNION
                SELECT substr(jurisdiction, 4) FROM credential
                WHERE practitioner_id = ?1 AND length(jurisdiction) > 3
                """
        )
        return Set(try statement.all(key.value) { $0[0] as String })
    }

    /// Rows that are on a list now and may mean somebody.
    private static func exclusions(
        toCompareWith person: ComparedPerson,
        _ db: Connection
    ) throws -> Set<Int64> {
        var rows: Set<Int64> = []
        if let npi = person.npi {
            let byNumber = try db.cachedStatement(
                sql: "SELECT id FROM exclusion WHERE npi = ? AND gone_at IS NULL"
            )
            rows.formUnion(try byNumber.all(npi.description) { $0[0] as Int64 })
        }
        let byLicence = try db.cachedStatement(
            sql: """
                SELECT id FROM exclusion
                WHERE licence_key = ? AND licence_region = ? AND gone_at IS NULL
                """
        )
        for licence in person.licences {
            rows.formUnion(try byLicence.all(licence.key, licence.region) { $0[0] as Int64 })
        }
        let byName = try db.cachedStatement(
            sql: "SELECT exclusion_id FROM exclusion_name_key WHERE key = ?"
        )
        for name in person.names {
            for key in ExclusionNameKeys(seeking: name).keys {
                rows.formUnion(try byName.all(key) { $0[0] as Int64 })
            }
        }
        return rows
    }

    static let exclusionColumns = """
        npi, given_name, middle_name, family_name, name_suffix, is_family_cut, is_given_cut,
        organisation, occupations, city, region, ground, excluded_on, reinstated_on,
        licence_number, licence_region
        """

    static func storedExclusion(
        _ id: Int64,
        _ db: Connection
    ) throws -> (exclusion: Exclusion, isGone: Bool)? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(exclusionColumns), gone_at IS NOT NULL FROM exclusion WHERE id = ?"
        )
        return try statement.first(id) { (exclusion($0, from: 0), $0[16]) }
    }

    static func exclusion(_ row: some ColumnReading, from index: Int) -> Exclusion {
        let npi: String? = row[index]
        let given: String? = row[index + 1]
        let middle: String? = row[index + 2]
        let family: String? = row[index + 3]
        let suffix: String? = row[index + 4]
        let occupations: String = row[index + 8]
        let licence: String? = row[index + 14]
        return Exclusion(
            npi: npi.flatMap { try? NPI($0) },
            licence: licence.map { ListedLicence(number: $0, region: row[index + 15]) },
            name: family.map {
                PersonName(
                    given: given ?? "",
                    middle: middle ?? "",
                    family: $0,
                    suffix: suffix ?? ""
                )
            },
            isFamilyCut: row[index + 5],
            isGivenCut: row[index + 6],
            organisation: row[index + 7],
            occupations: occupations.split(separator: "\n").map(String.init),
            city: row[index + 9],
            region: row[index + 10],
            ground: row[index + 11],
            excludedOn: day(row[index + 12]),
            reinstatedOn: day(row[index + 13])
        )
    }

    private struct StoredFinding {
        let id: Int64
        let finding: ExclusionFinding
        let rule: ExclusionMatch.Rule?
        let sides: ExclusionFinding.Sides
    }

    /// The findings about a practitioner by their rows.
    private static func storedFindings(
        of key: Practitioner.Key,
        _ db: Connection
    ) throws -> [Int64: StoredFinding] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT finding.id, exclusion_id, state, rule, finding.person_digest,
                    finding.exclusion_digest, decision, last.person_digest, last.exclusion_digest
                FROM exclusion_finding AS finding
                LEFT JOIN exclusion_decision AS last ON last.id = (SELECT max(id)
                    FROM exclusion_decision WHERE finding_id = finding.id)
                WHERE practitioner_id = ?
                """
        )
        var findings: [Int64: StoredFinding] = [:]
        try statement.each(key.value) { row in
            let decision: String? = row[6]
            let person: Int64? = row[7]
            let exclusion: Int64? = row[8]
            findings[row[1]] = StoredFinding(
                id: row[0],
                finding: ExclusionFinding(
                    state: try known(row[2]),
                    decision: try decision.map { try known($0) },
                    decidedSides: person.flatMap { person in
                        exclusion.map { .init(person: person, exclusion: $0) }
                    }
                ),
                rule: (row[3] as String?).flatMap(ExclusionMatch.Rule.init),
                sides: .init(person: row[4], exclusion: row[5])
            )
        }
        return findings
    }

    // MARK: - Writing

    /// What comparing a practitioner with a row came to.
    private struct Comparison {
        let state: ExclusionFinding.State
        let rule: ExclusionMatch.Rule?
        let score: Int
        let sides: ExclusionFinding.Sides
    }

    private static func insertFinding(
        of exclusion: Int64,
        about key: Practitioner.Key,
        _ comparison: Comparison,
        at now: Instant,
        _ db: Connection
    ) throws -> Int64 {
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO exclusion_finding (public_id, practitioner_id, exclusion_id, state, rule,
                    score, found_at, person_digest, exclusion_digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try insertion.run(
            PublicID.made(at: now),
            key.value,
            exclusion,
            comparison.state.rawValue,
            comparison.rule?.rawValue,
            comparison.score,
            now.secondsSince1970,
            comparison.sides.person,
            comparison.sides.exclusion
        )
        return db.lastInsertedRowID
    }

    private static func update(
        _ finding: Int64,
        to comparison: Comparison,
        _ db: Connection
    ) throws {
        let change = try db.cachedStatement(
            sql: """
                UPDATE exclusion_finding SET state = ?, rule = ?, score = ?, person_digest = ?,
                    exclusion_digest = ?
                WHERE id = ?
                """
        )
        try change.run(
            comparison.state.rawValue,
            comparison.rule?.rawValue,
            comparison.score,
            comparison.sides.person,
            comparison.sides.exclusion,
            finding
        )
    }

    private static func recordHistory(
        of finding: Int64,
        _ comparison: Comparison,
        _ decision: Int64?,
        at now: Instant,
        _ db: Connection
    ) throws {
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO exclusion_history (finding_id, decision_id, changed_at, state, rule,
                    person_digest, exclusion_digest)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        try insertion.run(
            finding,
            decision,
            now.secondsSince1970,
            comparison.state.rawValue,
            comparison.rule?.rawValue,
            comparison.sides.person,
            comparison.sides.exclusion
        )
    }
}
