import Directory
import GRDB

/// The recording of many checks in one transaction.
///
/// A sweep is as quick as this: what all checks need is looked up once, and a check runs no statement
/// that its answer cannot have changed anything for.
struct CheckRecording {
    /// Where a practitioner works, as far as the law asks.
    private struct Place: Hashable {
        let country: String
        let region: String
    }

    /// A listing whose trust a check may move.
    private struct Listed {
        let key: Int64
        let place: Place
        let experience: Experience?
        /// Whether an exclusion of the practitioner is confirmed.
        let isExcluded: Bool
    }

    private let db: Connection
    private let credentials: Statement
    private let evidence: Statement
    private let check: Statement
    private let credential: Statement
    private let listed: Statement
    private let listing: Statement
    private let note: Statement
    private var policies: [Place: JurisdictionPolicy?] = [:]

    init(_ db: Connection) throws {
        self.db = db
        credentials = try Database.credentialsStatement(db)
        evidence = try db.cachedStatement(
            sql: """
                INSERT INTO evidence (sha256, content_type, body, received_at)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (sha256) DO UPDATE SET body = excluded.body WHERE body IS NULL
                """
        )
        check = try db.cachedStatement(
            sql: """
                INSERT INTO registry_check (public_id, credential_id, registry_id, asked_at,
                    question, status, outcome, reason, wording, standing, expires_on,
                    first_issued_on, source_as_of, fields, sha256, description_sha256,
                    milliseconds, good_until, is_secondary, seen_by, seen_on, note)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        credential = try db.cachedStatement(
            sql: """
                UPDATE credential SET wording = ?, standing = ?, outcome = ?,
                    discipline_covered = ?, good_until = ?, absences = ?, last_absence_at = ?,
                    expires_on = ?, first_issued_on = ?, checked_at = ?, answered_at = ?,
                    matched_at = ?, last_check_id = ?, silences = ?, due_at = ?, lease = NULL
                WHERE id = ?
                """
        )
        listed = try db.cachedStatement(
            sql: """
                SELECT location_id, country, region, experience_since_on, experience_until_on,
                    EXISTS (SELECT 1 FROM exclusion_finding
                        WHERE practitioner_id = ?1 AND state = 'confirmed')
                FROM listing WHERE practitioner_id = ?1
                """
        )
        listing = try db.cachedStatement(
            sql: """
                UPDATE listing SET vetted_until = ?, held_at = ?, verified_at = ?,
                    experience_since_on = ?, experience_until_on = ?, credential_id = ?,
                    credential_title = ?, credential_class = ?, credential_jurisdiction = ?, credential_wording = ?,
                    credential_standing = ?, credential_answered_at = ?, registry_id = ?
                WHERE location_id = ?
                """
        )
        note = try Database.changeNote(db)
    }

    /// Records one check, unless another worker has taken its credential over.
    ///
    /// - Parameters:
    ///   - result: The check.
    ///   - terms: The registry's terms.
    ///   - isClockBehind: Whether the clock went back, so that nothing may be extended.
    ///   - meter: What counts the registry's checks, and holds what the brake holds.
    /// - Returns: What it changed.
    /// - Throws: `DatabaseError`.
    mutating func record(
        _ result: CheckResult,
        terms: RegistryTerms,
        isClockBehind: Bool,
        counting meter: inout RegistryMeter
    ) throws -> CheckEffect {
        guard !result.due.isSecondary else {
            meter.count(result.check)
            return try Database.recordSecondary(result, by: self, db)
        }
        let check = result.check
        let verdict = check.verdict
        let practitioner = result.due.practitioner
        // All of the person's: the listings follow from them together.
        var stored = try credentials.all(practitioner.value, read: Database.storedCredential)
        guard
            let index = stored.firstIndex(where: {
                $0.key == result.due.key && $0.lease == result.due.lease
            })
        else {
            return CheckEffect(
                outcome: verdict.outcome,
                oldStanding: nil,
                newStanding: nil,
                isRecorded: false
            )
        }
        let before = stored[index].state
        let ruling = meter.judge(check, of: before, terms: terms)
        var after = ruling.state
        if isClockBehind { after.trust = after.trust.notOutlasting(before.trust) }
        let silences = verdict.outcome.isAnswer ? 0 : stored[index].silences + 1
        // What is held left the state as it was, and is no answer to wait a week after.
        let dueAt =
            ruling.heldBy != nil
            ? check.askedAt + secondsPerDay
            : Schedule.nextDue(
                after: verdict.outcome,
                standing: after.standing,
                expiresOn: after.expiresOn,
                checkedAt: check.askedAt,
                silences: silences,
                spread: result.due.key.value
            )
        if let evidence = result.evidence { try keep(evidence, receivedAt: check.askedAt) }
        let checkID = try insert(check, of: result.due, goodUntil: after.trust.goodUntil)
        try store(
            after,
            of: result.due.key,
            checkID: checkID,
            checkedAt: check.askedAt,
            silences: silences,
            dueAt: dueAt
        )
        if ruling.heldBy != nil || before.hold != nil {
            try Database.keepHold(ruling, of: stored[index], after: result, checkID: checkID, db)
        }
        try Database.recordChange(
            from: before,
            to: after,
            of: result.due.key,
            cause: .check(checkID),
            at: check.askedAt,
            db
        )
        try Database.noteNews(of: stored, index, becoming: after, by: check, db)
        stored[index].state = after
        let isSame =
            before.standing == after.standing && before.expiresOn == after.expiresOn
            && before.firstIssuedOn == after.firstIssuedOn && before.matchedAt != nil
        try refreshTrust(of: practitioner, by: stored, keepingExperience: isSame)
        return CheckEffect(
            outcome: verdict.outcome,
            oldStanding: before.standing,
            newStanding: after.standing,
            isRecorded: true,
            isHeld: ruling.heldBy != nil
        )
    }

    /// Keeps the bytes of an answer, once a hash.
    func keep(_ kept: Evidence, receivedAt: Instant) throws {
        try kept.body.withUnsafeBytes { body in
            try evidence.run { row in
                row.add(kept.sha256)
                row.add(kept.contentType)
                row.add(lent: body)
                row.add(receivedAt.secondsSince1970)
            }
        }
    }

    /// Writes the check down.
    ///
    /// - Parameters:
    ///   - made: The check.
    ///   - due: What it was about.
    ///   - goodUntil: The trust that it left behind.
    /// - Returns: Its row id.
    /// - Throws: `DatabaseError`.
    func insert(_ made: Check, of due: DueCredential, goodUntil: Instant?) throws -> Int64 {
        let entry = made.verdict.entry
        let fields = RegisterEntry.Field.json(entry?.fields ?? [])
        try check.run { row in
            row.add(PublicID.made(at: made.askedAt))
            row.add(due.key.value)
            row.add(due.registry.text)
            row.add(made.askedAt.secondsSince1970)
            row.add(made.question)
            row.add(made.status)
            row.add(made.verdict.outcome.rawValue)
            row.add(made.verdict.reason)
            row.add(entry?.wording)
            row.add(entry?.standing?.rawValue)
            row.add(entry?.expiresOn?.daysSince1970)
            row.add(entry?.firstIssuedOn?.daysSince1970)
            row.add(made.sourceAsOf?.secondsSince1970)
            row.add(fields)
            row.add(made.sha256)
            row.add(made.description)
            row.add(made.milliseconds)
            row.add(goodUntil?.secondsSince1970)
            row.add(due.isSecondary)
            row.add(made.sighting?.by)
            row.add(made.sighting?.on.daysSince1970)
            row.add(made.sighting.flatMap { $0.note.isEmpty ? nil : $0.note })
        }
        return db.lastInsertedRowID
    }

    /// Writes the state down that a check leaves behind, and ends the claim.
    func store(
        _ state: CredentialState,
        of key: Credential.Key,
        checkID: Int64,
        checkedAt: Instant,
        silences: Int,
        dueAt: Instant
    ) throws {
        try credential.run { row in
            row.add(state.wording)
            row.add(state.standing?.rawValue)
            row.add(state.outcome?.rawValue)
            row.add(state.isDisciplineCovered)
            row.add(state.trust.goodUntil?.secondsSince1970)
            row.add(state.trust.absences)
            row.add(state.trust.lastAbsenceAt?.secondsSince1970)
            row.add(state.expiresOn?.daysSince1970)
            row.add(state.firstIssuedOn?.daysSince1970)
            row.add(checkedAt.secondsSince1970)
            row.add(state.answeredAt?.secondsSince1970)
            row.add(state.matchedAt?.secondsSince1970)
            row.add(checkID)
            row.add(silences)
            row.add(dueAt.secondsSince1970)
            row.add(key.value)
        }
    }

    /// Moves what a check can move in the listings of a practitioner: the trust, the experience and
    /// the credential shown.
    ///
    /// All else in a listing follows from tables that no check touches, and making it anew would
    /// be a third of what recording a check costs.
    mutating func refreshTrust(
        of key: Practitioner.Key,
        by credentials: [Database.StoredCredential],
        keepingExperience: Bool = false
    ) throws {
        let listings = try listed.all(key.value) { row in
            let since: Int32? = row[3]
            return Listed(
                key: row[0],
                place: Place(country: row[1], region: row[2]),
                experience: since.map {
                    Experience(
                        since: CalendarDate(daysSince1970: $0),
                        until: Database.day(row[4])
                    )
                },
                isExcluded: row[5]
            )
        }
        guard !listings.isEmpty else { return }
        let experience = keepingExperience ? nil : try Database.experience(by: credentials, db)
        for listed in listings {
            let trust = Database.ListedTrust(
                credentials,
                under: try policy(of: listed.place),
                isExcluded: listed.isExcluded
            )
            let shown = keepingExperience ? listed.experience : experience
            let state = trust.credential?.state
            try listing.run { row in
                row.add(trust.vettedUntil?.secondsSince1970)
                row.add(trust.heldSince?.secondsSince1970)
                row.add(state?.matchedAt?.secondsSince1970)
                row.add(shown?.since.daysSince1970)
                row.add(shown?.until?.daysSince1970)
                row.add(trust.credential?.key.value)
                row.add(state?.credential.title)
                row.add(state?.credential.credentialClass?.rawValue)
                row.add(state?.credential.jurisdiction.code)
                row.add(state?.wording)
                row.add(state?.standing?.rawValue)
                row.add(state?.answeredAt?.secondsSince1970)
                row.add(state?.credential.registry?.text)
                row.add(listed.key)
            }
        }
        try note.run { $0.add(key.value) }
    }

    private mutating func policy(of place: Place) throws -> JurisdictionPolicy? {
        if let known = policies[place] { return known }
        let location = Location(city: "", region: place.region, country: place.country)
        let policy = try location.jurisdiction.flatMap { try Database.policy(of: $0, db) }
        policies[place] = .some(policy)
        return policy
    }
}
