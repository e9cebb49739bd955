package import Directory
import GRDB

/// Some of what former patients say of one practitioner, the latest first.
package struct TestimonialPage: Sendable {
    package let testimonials: [Testimonial]
    /// How many there are in all.
    package let total: Int
    /// After which one the next page begins; nil on the last.
    package let next: PublicID?
    /// What keeps all of them from being shown.
    package let withheldBy: ReviewRule?
}

extension Database {
    /// The published testimonials about a practitioner; none where nobody has claimed the profile.
    ///
    /// - Parameters:
    ///   - identifier: A public one, or an NPI.
    ///   - limit: How many at most.
    ///   - previous: The one after which to begin; nil begins at the latest.
    /// - Returns: Nil where there is no such practitioner.
    /// - Throws: `StorageError.notFound` where the practitioner has no testimonial `previous`.
    package func testimonials(
        about identifier: String,
        limit: Int,
        after previous: PublicID?
    ) async throws -> TestimonialPage? {
        try await read { db in
            guard let key = try Self.practitioner(with: identifier, db) else { return nil }
            let isClaimed = try Bool.fetchOne(
                db,
                sql: "SELECT profile = 'claimed' FROM practitioner WHERE id = ?",
                arguments: [key.value]
            )
            let rule = try Self.reviewRule(
                Self.credentials(of: key, db),
                at: Self.locations(of: key, withHours: false, db).compactMap(
                    \.location.jurisdiction
                ),
                db
            )
            guard isClaimed == true, rule == nil else {
                return TestimonialPage(testimonials: [], total: 0, next: nil, withheldBy: rule)
            }
            let place = try previous.map { try Self.place(of: $0, about: key, db) }
            let statement = try db.cachedStatement(
                sql: """
                    SELECT rating, text, condition, written_on, public_id FROM testimonial
                    WHERE practitioner_id = ? AND state = 'published'
                        AND (written_on, id) < (?, ?)
                    ORDER BY written_on DESC, id DESC LIMIT ?
                    """
            )
            let rows = try Row.fetchAll(
                statement,
                arguments: [
                    key.value, place?.writtenOn ?? .max, place?.id ?? .max, limit + 1,
                ]
            )
            let lastID: String? = rows.count > limit ? rows[limit - 1][4] : nil
            return TestimonialPage(
                testimonials: rows.prefix(limit).map(Self.testimonial),
                total: try Self.score(of: key, db).count,
                next: lastID.flatMap { PublicID($0) },
                withheldBy: nil
            )
        }
    }

    /// Where a testimonial, shown or not, stands in the order by date.
    private static func place(
        of testimonial: PublicID,
        about key: Practitioner.Key,
        _ db: Connection
    ) throws -> (writtenOn: Int64, id: Int64) {
        let row = try Row.fetchOne(
            db,
            sql:
                "SELECT written_on, id FROM testimonial WHERE public_id = ? AND practitioner_id = ?",
            arguments: [testimonial.text, key.value]
        )
        guard let row else { throw StorageError.notFound("testimonial \(testimonial)") }
        return (row[0], row[1])
    }

    /// The published testimonials of a practitioner, the latest first.
    static func testimonials(
        of key: Practitioner.Key,
        limit: Int,
        _ db: Connection
    ) throws -> [Testimonial] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT rating, text, condition, written_on FROM testimonial
                WHERE practitioner_id = ? AND state = 'published'
                ORDER BY written_on DESC, id DESC LIMIT ?
                """
        )
        return try Row.fetchAll(statement, arguments: [key.value, limit]).map(testimonial)
    }

    private static func testimonial(_ row: Row) -> Testimonial {
        let condition: String? = row[2]
        return Testimonial(
            rating: row[0],
            text: row[1],
            condition: condition.flatMap(Condition.init),
            writtenOn: CalendarDate(daysSince1970: row[3])
        )
    }

    static func insert(
        _ testimonial: Testimonial,
        about key: Practitioner.Key,
        at now: Instant,
        _ db: Connection
    ) throws {
        var random = SystemRandomNumberGenerator()
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO testimonial (public_id, practitioner_id, rating, condition, text,
                    written_on)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        try insertion.execute(arguments: [
            PublicID(at: now, using: &random).text, key.value, testimonial.rating,
            testimonial.condition?.rawValue, testimonial.text, testimonial.writtenOn.daysSince1970,
        ])
    }
}
