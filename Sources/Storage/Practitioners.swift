package import Directory
import GRDB

extension Database {
    /// Adds or updates practitioners as a source has them now, all or none.
    package func apply(
        _ records: [PractitionerRecord],
        at now: Instant
    ) async throws -> [RecordEffect] {
        try await write { db in
            try Self.requireReal(db)
            let registries = try RegistryChoice(db)
            return try records.map { try Self.apply($0, choosing: registries, at: now, db) }
        }
    }

    /// Adds or updates a practitioner as a source has them now.
    ///
    /// - Parameters:
    ///   - record: What the source says.
    ///   - fingerprint: Of the record as NPPES gave it, by which the next import passes it over.
    ///   - registries: Who can be asked about new credentials.
    ///   - now: The moment.
    ///   - db: The connection, in a transaction.
    /// - Returns: What changed.
    /// - Throws: `DatabaseError`.
    static func apply(
        _ record: PractitionerRecord,
        fingerprint: Int64? = nil,
        choosing registries: RegistryChoice,
        at now: Instant,
        _ db: Connection
    ) throws -> RecordEffect {
        let fingerprint = record.source == .nppes ? fingerprint : nil
        guard let key = try practitionerKey(of: record, db) else {
            let added = try insert(
                record,
                fingerprint: fingerprint,
                choosing: registries,
                at: now,
                db
            )
            // Before anything can vet them: whoever stands on a list is never vetted for a moment.
            _ = try settleExclusions(of: added.key, at: now, db)
            try list(added, db)
            return .added
        }
        guard try !isOutdated(record, for: key, db) else { return .outdated }
        if let fingerprint { try note(fingerprint, of: key, db) }
        let before = db.totalChangesCount
        try update(key, with: record, choosing: registries, at: now, db)
        guard db.totalChangesCount > before else { return .unchanged }
        let dating = try db.cachedStatement(
            sql: "UPDATE practitioner SET updated_at = ? WHERE id = ?"
        )
        try dating.run(now.secondsSince1970, key.value)
        _ = try settleExclusions(of: key, at: now, db)
        try refreshListings(of: key, db)
        return .updated
    }

    private static func note(
        _ fingerprint: Int64,
        of key: Practitioner.Key,
        _ db: Connection
    ) throws {
        let change = try db.cachedStatement(
            sql: """
                UPDATE practitioner SET nppes_fingerprint = ?1
                WHERE id = ?2 AND nppes_fingerprint IS NOT ?1
                """
        )
        try change.run(fingerprint, key.value)
    }

    static func practitionerKey(
        of record: PractitionerRecord,
        _ db: Connection
    ) throws -> Practitioner.Key? {
        // NPPES names its records by the NPI itself.
        if record.source != .nppes {
            let bySource = try db.cachedStatement(
                sql: "SELECT id FROM practitioner WHERE source = ? AND source_id = ?"
            )
            let known = try bySource.first(record.source.rawValue, record.sourceID) { row in
                Practitioner.Key(row[0])
            }
            if let known { return known }
        }
        guard let npi = record.practitioner.npi else { return nil }
        let byNPI = try db.cachedStatement(sql: "SELECT id FROM practitioner WHERE npi = ?")
        return try byNPI.first(npi.description) { RowKey($0[0]) }
    }

    /// Whether the database knows a later state of the record that NPPES gives.
    private static func isOutdated(
        _ record: PractitionerRecord,
        for key: Practitioner.Key,
        _ db: Connection
    ) throws -> Bool {
        guard record.source == .nppes else { return false }
        let statement = try db.cachedStatement(
            sql: "SELECT npi_updated_on, npi_deactivated_on FROM practitioner WHERE id = ?"
        )
        return try statement.first(key.value) { row in
            if let updatedOn = day(row[0]), let given = record.npiUpdatedOn, given < updatedOn {
                return true
            }
            return day(row[1]).map(record.isEnded) ?? false
        } ?? false
    }

    /// Somebody who has just been added, as the tables have them now.
    struct NewPractitioner {
        let key: Practitioner.Key
        let publicID: String
        let practitioner: Practitioner
        var locations: [(key: Location.Key, location: Location)] = []
        var credentials: [StoredCredential] = []
    }

    static func insert(
        _ record: PractitionerRecord,
        fingerprint: Int64? = nil,
        choosing registries: RegistryChoice,
        at now: Instant,
        _ db: Connection
    ) throws -> NewPractitioner {
        let practitioner = record.practitioner
        let name = practitioner.name
        let statement = practitioner.statement
        let publicID = PublicID.made(at: now)
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO practitioner (public_id, npi, source, source_id, given_name,
                    middle_name, family_name, name_suffix, name_order, profile, accepting,
                    accepts_referrals, practising_since_on, about, npi_updated_on,
                    npi_reactivated_on, nppes_fingerprint, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try insertion.run(
            publicID,
            practitioner.npi?.description,
            record.source.rawValue,
            record.sourceID,
            name.given,
            name.middle,
            name.family,
            name.suffix,
            name.order.rawValue,
            practitioner.profile.rawValue,
            statement.accepting,
            statement.acceptsReferrals,
            statement.practisingSince?.daysSince1970,
            statement.about,
            record.npiUpdatedOn?.daysSince1970,
            record.npiReactivatedOn?.daysSince1970,
            fingerprint,
            now.secondsSince1970,
            now.secondsSince1970
        )
        let key = Practitioner.Key(db.lastInsertedRowID)
        var added = NewPractitioner(key: key, publicID: publicID, practitioner: practitioner)
        try insertWords(of: statement, for: key, db)
        for other in practitioner.otherNames { try insertOtherName(other, of: key, db) }
        for location in record.locations {
            added.locations.append(
                try insert(location, of: key, source: record.source, at: now, db)
            )
        }
        for credential in record.credentials {
            if let stored = try insert(credential, of: key, choosing: registries, at: now, db) {
                added.credentials.append(stored)
            }
        }
        for taxonomy in record.taxonomies ?? [] { try insertTaxonomy(taxonomy, of: key, db) }
        return added
    }

    private static func update(
        _ key: Practitioner.Key,
        with record: PractitionerRecord,
        choosing registries: RegistryChoice,
        at now: Instant,
        _ db: Connection
    ) throws {
        try updateName(of: key, to: record.practitioner.name, from: record.source, db)
        if record.source == .nppes {
            try updateDates(of: key, to: record, db)
        } else if let npi = record.practitioner.npi {
            let identifying = try db.cachedStatement(
                sql: """
                    UPDATE practitioner SET npi = ?1
                    WHERE id = ?2 AND npi IS NULL
                        AND NOT EXISTS (SELECT 1 FROM practitioner WHERE npi = ?1)
                    """
            )
            try identifying.run(npi.description, key.value)
        }
        for other in record.practitioner.otherNames { try insertOtherName(other, of: key, db) }
        if !record.locations.isEmpty {
            try replaceLocations(of: key, by: record.locations, from: record.source, at: now, db)
        }
        if !record.credentials.isEmpty {
            let known = Set(try credentialNumbers(of: key, db))
            for credential in record.credentials
            where !known.contains(CredentialNumber(credential)) {
                try insert(credential, of: key, choosing: registries, at: now, db)
            }
        }
        if let taxonomies = record.taxonomies, !taxonomies.isEmpty {
            try replaceTaxonomies(of: key, by: taxonomies, db)
        }
        if record.source == .file {
            try updateStatement(of: key, to: record.practitioner, db)
        }
    }

    private static func updateDates(
        of key: Practitioner.Key,
        to record: PractitionerRecord,
        _ db: Connection
    ) throws {
        let change = try db.cachedStatement(
            sql: """
                UPDATE practitioner SET npi_updated_on = coalesce(?1, npi_updated_on),
                    npi_reactivated_on = coalesce(?2, npi_reactivated_on),
                    npi_deactivated_on = NULL
                WHERE id = ?3 AND (npi_updated_on IS NOT coalesce(?1, npi_updated_on)
                    OR npi_reactivated_on IS NOT coalesce(?2, npi_reactivated_on)
                    OR npi_deactivated_on IS NOT NULL)
                """
        )
        try change.run(
            record.npiUpdatedOn?.daysSince1970,
            record.npiReactivatedOn?.daysSince1970,
            key.value
        )
    }

    private static func updateStatement(
        of key: Practitioner.Key,
        to practitioner: Practitioner,
        _ db: Connection
    ) throws {
        let statement = practitioner.statement
        let change = try db.cachedStatement(
            sql: """
                UPDATE practitioner SET profile = ?1, accepting = ?2, accepts_referrals = ?3,
                    practising_since_on = ?4, about = ?5
                WHERE id = ?6 AND (profile IS NOT ?1 OR accepting IS NOT ?2
                    OR accepts_referrals IS NOT ?3 OR practising_since_on IS NOT ?4
                    OR about IS NOT ?5)
                """
        )
        try change.execute(arguments: [
            practitioner.profile.rawValue, statement.accepting, statement.acceptsReferrals,
            statement.practisingSince?.daysSince1970, statement.about, key.value,
        ])
        guard try words(of: key, db) != WordSets(statement) else { return }
        for table in ["language", "condition", "technique", "payer"] {
            let removal = try db.cachedStatement(
                sql: "DELETE FROM practitioner_\(table) WHERE practitioner_id = ?"
            )
            try removal.execute(arguments: [key.value])
        }
        try insertWords(of: statement, for: key, db)
    }

    /// Records that NPPES has switched an identifier off; the stored name and places stay.
    ///
    /// - Returns: Whether anything changed: not where the record is of a later day.
    static func deactivate(
        _ npi: NPI,
        on day: CalendarDate,
        at now: Instant,
        _ db: Connection
    ) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, npi_updated_on, npi_reactivated_on, npi_deactivated_on
                FROM practitioner WHERE npi = ?
                """
        )
        let found = try statement.first(npi.description) { row -> Practitioner.Key? in
            let isEnded = PractitionerRecord.isEnded(
                by: day,
                updatedOn: self.day(row[1]),
                reactivatedOn: self.day(row[2])
            )
            let isNews = self.day(row[3]).map { $0 < day } ?? true
            return isEnded && isNews ? RowKey(row[0]) : nil
        }
        guard let key = found ?? nil else { return false }
        let change = try db.cachedStatement(
            sql: "UPDATE practitioner SET npi_deactivated_on = ?, updated_at = ? WHERE id = ?"
        )
        try change.run(day.daysSince1970, now.secondsSince1970, key.value)
        try refreshListings(of: key, db)
        return true
    }
}
