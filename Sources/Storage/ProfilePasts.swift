package import Directory
import Foundation
import GRDB

/// A practitioner at a moment gone by: what was known then, and what was true then as it is known
/// now.
///
/// Checks, decisions, standings and exclusions have a history. Names, locations, what the law of a
/// place says and NPPES's day of deactivation are kept as they are now and taken to have been so.
package struct ProfilePast: Sendable {
    package let publicID: String
    package let name: PersonName
    package let moment: Instant
    /// Since when the directory knows the practitioner.
    package let knownSince: Instant
    /// Whether nothing at all had been recorded by that moment.
    package var isBeforeAll: Bool { moment < knownSince }
    package let credentials: [PastCredential]
    package let places: [PastPlace]
    package let isExcludedThen: Bool
    package let isExcludedNow: Bool
    package let experienceThen: ExperienceAccount?
    package let experienceNow: ExperienceAccount?

    package struct PastCredential: Sendable {
        package let publicID: String
        package let credential: Credential
        package let registry: RegistryRow?
        /// Nil where the directory did not have it yet.
        package let then: CredentialState?
        /// The last check that had been asked by then.
        package let thenCheck: PastCheck?
        package let now: Hindsight
        /// The check that decides what was true.
        package let nowCheck: PastCheck?
        /// The last decision made by then.
        package let ruling: CredentialPast.Ruling?
    }

    /// Which check tells it.
    package struct PastCheck: Sendable {
        package let publicID: String
        package let askedAt: Instant
        /// The moment of which it speaks.
        package let speaksOf: Instant
    }

    /// Whether the practitioner was vetted at a location.
    package struct PastPlace: Sendable {
        package let publicID: String
        package let location: Location
        /// Nil where the directory did not know the practitioner yet.
        package let then: Vetting?
        package let now: Vetting
    }
}

extension Database {
    /// The past of the practitioner with this identifier, a public one or an NPI, at a moment.
    ///
    /// - Parameters:
    ///   - identifier: Who is asked about.
    ///   - moment: Any moment until now.
    /// - Returns: Nil where there is nobody of this identifier.
    /// - Throws: `StorageError`.
    package func past(
        of identifier: String,
        at moment: Instant
    ) async throws -> ProfilePast? {
        try await read { db in
            try Self.practitioner(with: identifier, db).flatMap { key in
                try Self.past(of: key, at: moment, db)
            }
        }
    }

    private struct PastPerson {
        let name: PersonName
        let publicID: String
        let createdAt: Instant
        let deactivatedOn: CalendarDate?
    }

    private static func past(
        of key: Practitioner.Key,
        at moment: Instant,
        _ db: Connection
    ) throws -> ProfilePast? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT given_name, middle_name, family_name, name_suffix, name_order, public_id,
                    created_at, npi_deactivated_on
                FROM practitioner WHERE id = ?
                """
        )
        let found = try statement.first(key.value) { row in
            PastPerson(
                name: PersonName(row, from: 0),
                publicID: row[5],
                createdAt: Instant(secondsSince1970: row[6]),
                deactivatedOn: day(row[7])
            )
        }
        guard let person = found else { return nil }
        let exclusions = try exclusionPasts(of: key, db)
        let registries = try registryRows(db)
        let pasts = try credentialPasts(
            of: key,
            registries,
            turns: turns(of: exclusions.changes),
            db
        )
        let findings = exclusions.pasts
        let isKnown = person.createdAt <= moment
        let isExcludedThen = isKnown && findings.contains { $0.knownThen(at: moment) }
        let isExcludedNow = findings.contains { $0.knownNow(at: moment) }
        let shown = try pasts.map {
            try shownCredential($0.publicID, $0.past, registries, moment, db)
        }
        let isDeactivated = person.deactivatedOn.map { $0.startInUTC <= moment } ?? false
        let places = try locations(of: key, withHours: false, db).map { _, publicID, location in
            let policy = try location.jurisdiction.flatMap { try self.policy(of: $0, db) }
            func vetting(_ states: [CredentialState], _ isExcluded: Bool) -> Vetting {
                Vetting(
                    under: policy,
                    credentials: states,
                    isNPIDeactivated: isDeactivated,
                    isExcluded: isExcluded
                )
            }
            return ProfilePast.PastPlace(
                publicID: publicID,
                location: location,
                then: isKnown ? vetting(shown.compactMap(\.then), isExcludedThen) : nil,
                now: vetting(shown.filter(\.now.existed).map(\.now.state), isExcludedNow)
            )
        }
        return ProfilePast(
            publicID: person.publicID,
            name: person.name,
            moment: moment,
            knownSince: person.createdAt,
            credentials: shown,
            places: places,
            isExcludedThen: isExcludedThen,
            isExcludedNow: isExcludedNow,
            experienceThen: isKnown
                ? ExperienceAccount(
                    pasts.compactMap { $0.past.experienceSource(knownAt: moment) },
                    until: moment.date
                ) : nil,
            experienceNow: ExperienceAccount(
                pasts.compactMap { $0.past.experienceSource() },
                until: moment.date
            )
        )
    }

    private static func shownCredential(
        _ publicID: String,
        _ past: CredentialPast,
        _ registries: [RegistryID: RegistryRow],
        _ moment: Instant,
        _ db: Connection
    ) throws -> ProfilePast.PastCredential {
        let then = past.knownThen(at: moment)
        let now = past.knownNow(at: moment)
        return ProfilePast.PastCredential(
            publicID: publicID,
            credential: past.credential,
            registry: past.credential.registry.flatMap { registries[$0] },
            then: then,
            thenCheck: then == nil
                ? nil : try past.latestReading(at: moment).map { try pastCheck($0, db) },
            now: now,
            nowCheck: try now.reading.map { try pastCheck($0, db) },
            ruling: past.ruling(at: moment)
        )
    }

    private static func pastCheck(
        _ reading: CredentialPast.Reading,
        _ db: Connection
    ) throws -> ProfilePast.PastCheck {
        let statement = try db.cachedStatement(
            sql: "SELECT public_id FROM registry_check WHERE id = ?"
        )
        let publicID = try statement.first(reading.key.value) { $0[0] as String }
        return ProfilePast.PastCheck(
            publicID: publicID ?? "",
            askedAt: reading.askedAt,
            speaksOf: reading.speaksOf
        )
    }

    // MARK: - Credentials

    private static func credentialPasts(
        of key: Practitioner.Key,
        _ registries: [RegistryID: RegistryRow],
        turns: [Instant],
        _ db: Connection
    ) throws -> [(publicID: String, past: CredentialPast)] {
        let creation = try db.cachedStatement(
            sql: "SELECT created_at FROM credential WHERE practitioner_id = ? ORDER BY id"
        )
        let moments = try creation.all(key.value) { Instant(secondsSince1970: $0[0]) }
        return try zip(credentials(of: key, db), moments).map { stored, createdAt in
            let summary = stored.state.credential.registry.flatMap { registries[$0]?.summary }
            let past = CredentialPast(
                credential: stored.state.credential,
                createdAt: createdAt,
                readings: try readings(of: stored.key, db),
                changes: try changes(of: stored.key, db),
                rulings: try rulings(of: stored.key, db),
                exclusionTurns: turns,
                waits: try waits(of: stored.key, db),
                completeness: summary?.completeness,
                timeZone: summary.flatMap { TimeZone(identifier: $0.timeZone) } ?? .gmt
            )
            return (stored.publicID, past)
        }
    }

    private static func readings(
        of key: Credential.Key,
        _ db: Connection
    ) throws -> [CredentialPast.Reading] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, asked_at, source_as_of, outcome, wording, standing, expires_on,
                    first_issued_on, good_until, seen_on IS NOT NULL
                FROM registry_check WHERE credential_id = ? AND NOT is_secondary ORDER BY id
                """
        )
        return try statement.all(key.value) { row in
            CredentialPast.Reading(
                key: RowKey(row[0]),
                askedAt: Instant(secondsSince1970: row[1]),
                sourceAsOf: instant(row[2]),
                outcome: try known(row[3]),
                wording: row[4],
                standing: (row[5] as String?).flatMap(Standing.init),
                expiresOn: day(row[6]),
                firstIssuedOn: day(row[7]),
                goodUntil: instant(row[8]),
                isByHand: row[9]
            )
        }
    }

    private static func changes(
        of key: Credential.Key,
        _ db: Connection
    ) throws -> [CredentialPast.Change] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT changed_at, wording, standing, outcome, decision, discipline_covered,
                    expires_on, first_issued_on
                FROM credential_history WHERE credential_id = ? ORDER BY id
                """
        )
        return try statement.all(key.value) { row in
            CredentialPast.Change(
                changedAt: Instant(secondsSince1970: row[0]),
                wording: row[1],
                standing: (row[2] as String?).flatMap(Standing.init),
                outcome: (row[3] as String?).flatMap(Outcome.init),
                decision: try known(row[4]),
                isDisciplineCovered: row[5],
                expiresOn: day(row[6]),
                firstIssuedOn: day(row[7])
            )
        }
    }

    static func rulings(
        of key: Credential.Key,
        _ db: Connection
    ) throws -> [CredentialPast.Ruling] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT decision, decided_at, check_id FROM decision WHERE credential_id = ?
                ORDER BY id
                """
        )
        return try statement.all(key.value) { row in
            CredentialPast.Ruling(
                decision: try known(row[0]),
                decidedAt: Instant(secondsSince1970: row[1]),
                check: (row[2] as Int64?).map { RowKey($0) }
            )
        }
    }

    /// The changes for the worse that were held, in the order in which they came.
    static func waits(
        of key: Credential.Key,
        _ db: Connection
    ) throws -> [CredentialPast.Wait] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT held_change.id, held_at, ended_at, kind, held_change_end.check_id, good_until
                FROM held_change
                LEFT JOIN held_change_end ON held_change_id = held_change.id
                LEFT JOIN brake_event ON brake_event.id = brake_event_id
                WHERE credential_id = ? ORDER BY held_change.id
                """
        )
        let checks = try db.cachedStatement(
            sql: """
                SELECT check_id, standing FROM held_check
                JOIN registry_check ON registry_check.id = check_id WHERE held_change_id = ?
                """
        )
        return try statement.all(key.value) { row in
            let held = try checks.all(row[0] as Int64) { check in
                (
                    key: Check.Key(check[0]),
                    standing: (check[1] as String?).flatMap(Standing.init)
                )
            }
            let endedAt = instant(row[2])
            let decided: String? = row[3]
            return CredentialPast.Wait(
                since: Instant(secondsSince1970: row[1]),
                standing: held.compactMap(\.standing).max { $0.gravity < $1.gravity },
                checks: Set(held.map(\.key)),
                endedAt: endedAt,
                end: decided.flatMap(CredentialPast.Wait.End.init)
                    ?? (endedAt == nil ? nil : .answered),
                endingCheck: (row[4] as Int64?).map { RowKey($0) },
                goodUntil: instant(row[5])
            )
        }
    }

    // MARK: - Exclusions

    /// A change of some finding, in the order in which all of them were written down.
    struct ExclusionChange {
        let sequence: Int64
        let finding: Int64
        let changedAt: Instant
        let state: ExclusionFinding.State
    }

    private static func exclusionPasts(
        of key: Practitioner.Key,
        _ db: Connection
    ) throws -> (changes: [ExclusionChange], pasts: [ExclusionPast]) {
        let statement = try db.cachedStatement(
            sql: """
                SELECT finding.id, excluded_on, reinstated_on
                FROM exclusion_finding AS finding
                JOIN exclusion ON exclusion.id = exclusion_id
                WHERE practitioner_id = ?
                """
        )
        let findings = try statement.all(key.value) { row in
            (id: row[0] as Int64, excludedOn: day(row[1]), reinstatedOn: day(row[2]))
        }
        var changes: [ExclusionChange] = []
        let pasts = try findings.map { finding in
            let own = try exclusionChanges(of: finding.id, db)
            changes += own
            return ExclusionPast(
                changes: own.map { .init(changedAt: $0.changedAt, state: $0.state) },
                excludedOn: finding.excludedOn,
                reinstatedOn: finding.reinstatedOn
            )
        }
        return (changes.sorted { $0.sequence < $1.sequence }, pasts)
    }

    private static func exclusionChanges(
        of finding: Int64,
        _ db: Connection
    ) throws -> [ExclusionChange] {
        let statement = try db.cachedStatement(
            sql:
                "SELECT id, changed_at, state FROM exclusion_history WHERE finding_id = ? ORDER BY id"
        )
        return try statement.all(finding) { row in
            ExclusionChange(
                sequence: row[0],
                finding: finding,
                changedAt: Instant(secondsSince1970: row[1]),
                state: try known(row[2])
            )
        }
    }

    /// The moments at which a practitioner turned from or to being excluded, by any finding.
    static func exclusionTurns(
        of key: Practitioner.Key,
        _ db: Connection
    ) throws -> [Instant] {
        turns(of: try exclusionPasts(of: key, db).changes)
    }

    private static func turns(of changes: [ExclusionChange]) -> [Instant] {
        var confirmed: Set<Int64> = []
        var turns: [Instant] = []
        var wasExcluded = false
        for (index, change) in changes.enumerated() {
            if change.state == .confirmed {
                confirmed.insert(change.finding)
            } else {
                confirmed.remove(change.finding)
            }
            // What one transaction changes has one moment, and turns once or not at all.
            let isLast =
                index + 1 == changes.count || changes[index + 1].changedAt != change.changedAt
            guard isLast, wasExcluded != !confirmed.isEmpty else { continue }
            turns.append(change.changedAt)
            wasExcluded.toggle()
        }
        return turns
    }
}

extension CredentialPast {
    /// What it tells about experience, by what was known at a moment, or by all that is known.
    fileprivate func experienceSource(knownAt moment: Instant? = nil) -> ExperienceAccount.Source? {
        let known = moment.map { moment in changes.filter { $0.changedAt <= moment } } ?? changes
        guard credential.countsAsExperience, let last = known.last,
            let issuedOn = last.firstIssuedOn
        else { return nil }
        return ExperienceAccount.Source(
            issuedOn: issuedOn,
            expiresOn: last.expiresOn,
            history: known.compactMap { change in
                change.standing.map { .init(day: change.changedAt.date, standing: $0) }
            }
        )
    }
}
