import Directory
import Foundation
import GRDB
import Population
import Storage

/// A database with the crowd's listings, for what is measured at full size.
///
/// The rows are written straight into the tables: through the commands that a real import uses,
/// a million would take minutes and measure nothing that is asked here.
enum CrowdDatabase {
    /// Makes the database, unless it is there already.
    static func make(at path: String, count: Int, now: Instant) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        try Storage.Database.create(at: path, now: now).close()
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
            try db.execute(
                sql:
                    "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000"
            )
        }
        try queue.write { db in
            try db.execute(
                sql: """
                    UPDATE installation SET kind = 'demonstration', loaded_on = \(now.date.daysSince1970)
                    """
            )
            for member in Crowd(count: count) { try insert(member, at: now, db) }
        }
        try queue.inDatabase { db in
            try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE); ANALYZE")
        }
        try queue.close()
    }

    private static func insert(_ member: Crowd.Member, at now: Instant, _ db: GRDB.Database) throws
    {
        let listing = Listing(member, at: now)
        let id = listing.location.value
        let publicID = String(format: "018f0000-0000-7000-8000-%012d", id)
        let person = try db.cachedStatement(
            sql: """
                INSERT INTO practitioner (id, public_id, npi, source, source_id, given_name,
                    family_name, profile, created_at, updated_at)
                VALUES (?, ?, ?, 'file', ?, ?, ?, 'claimed', ?, ?)
                """
        )
        try person.execute(arguments: [
            id, publicID, member.npi, publicID, member.givenName, member.familyName,
            now.secondsSince1970, now.secondsSince1970,
        ])
        let location = try db.cachedStatement(
            sql: """
                INSERT INTO location (id, public_id, practitioner_id, source, clinic, street, city,
                    region, country, postal_code, latitude, longitude, placement, telephone)
                VALUES (?1, ?2, ?1, 'file', 'Sample Clinic', '12 Example Street', ?3, ?4, 'US', '',
                    ?5, ?6, 'exact', '206-555-0100')
                """
        )
        try location.execute(arguments: [
            id, publicID, member.city, member.region, member.latitude, member.longitude,
        ])
        let row = try db.cachedStatement(
            sql: """
                INSERT INTO listing (location_id, practitioner_id, latitude, longitude,
                    vetted_until, verified_at, experience_since_on, experience_until_on,
                    testimonial_count, testimonial_stars, condition_bits, language_bits,
                    technique_bits, payer_bits, feature_bits, public_id, name, is_claimed, clinic,
                    street, city, region, country, postal_code, telephone, placement,
                    credential_id, credential_title, credential_class, credential_jurisdiction,
                    credential_wording, credential_standing, credential_answered_at, registry_id,
                    words)
                VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                    1, 'Sample Clinic', '12 Example Street', ?16, ?17, 'US', '', '206-555-0100',
                    'exact', NULL, 'L.Ac.', 'statutory', 'US-' || ?17, 'Active', 'active', ?5, NULL,
                    ?18)
                """
        )
        try row.execute(arguments: [
            id, member.latitude, member.longitude, listing.vettedUntil?.secondsSince1970,
            listing.verifiedAt?.secondsSince1970, listing.experience?.since.daysSince1970,
            member.testimonialCount, member.stars, Int64(bitPattern: member.conditions.bits),
            Int64(bitPattern: member.languages.bits), Int64(bitPattern: member.techniques.bits),
            Int64(bitPattern: member.payers.bits), member.features.rawValue, publicID,
            "\(member.givenName) \(member.familyName)", member.city, member.region, listing.words,
        ])
    }
}
