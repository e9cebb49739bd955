import Crypto
package import Directory
import GRDB

/// Whoever may read when credentials expire, with a calendar program: the token itself is known to
/// them alone.
package struct CalendarToken: Hashable, Sendable {
    package let name: String
    package let madeBy: String
    package let madeAt: Instant
    package let revokedAt: Instant?
}

/// The day on which an approved credential expires.
package struct Expiry: Hashable, Sendable {
    /// Public ids.
    package let credential: String
    package let practitioner: String
    package let name: String
    package let title: String
    package let number: String
    package let jurisdiction: String
    package let expiresOn: CalendarDate
    package let wording: String?
    /// When the register last said so.
    package let seenAt: Instant
}

extension Database {
    /// The least and the most letters of a token's name.
    package static let calendarNameLengths = 1...100

    /// Makes a token under which the expiries can be read from now on.
    ///
    /// - Parameters:
    ///   - name: What it is known by until it is revoked.
    ///   - actor: Who makes it.
    ///   - now: The moment.
    /// - Returns: The token; the database keeps its hash alone.
    /// - Throws: `StorageError.refused` where the name is none or is taken.
    package func makeCalendarToken(
        named name: String,
        by actor: String,
        at now: Instant
    ) async throws -> String {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<20).map { _ in UInt8.random(in: 0...255, using: &random) }
        let token = bytes.map(Self.hexadecimal).joined()
        let sha256 = Self.hash(ofToken: token)
        try await write { db in
            guard Self.calendarNameLengths.contains(name.unicodeScalars.count) else {
                throw StorageError.refused("A name has 1 to 100 letters.")
            }
            try db.execute(
                sql: """
                    INSERT INTO calendar_token (name, token_sha256, made_by, made_at)
                    SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM calendar_token
                        WHERE name = ?1 AND revoked_at IS NULL)
                    """,
                arguments: [name, sha256, actor, now.secondsSince1970]
            )
            guard db.changesCount == 1 else {
                throw StorageError.refused(
                    "There is a calendar called \(name) already: revoke it, or choose another name."
                )
            }
        }
        return token
    }

    /// Ends what a token permits.
    package func revokeCalendarToken(
        named name: String,
        by actor: String,
        at now: Instant
    ) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE calendar_token SET revoked_at = ?, revoked_by = ?
                    WHERE name = ? AND revoked_at IS NULL
                    """,
                arguments: [now.secondsSince1970, actor, name]
            )
            guard db.changesCount == 1 else {
                throw StorageError.notFound("calendar called \(name)")
            }
        }
    }

    /// Every token that there ever was, the latest first.
    package func calendarTokens() async throws -> [CalendarToken] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT name, made_by, made_at, revoked_at FROM calendar_token ORDER BY id DESC
                    """
            )
            return try statement.all { row in
                CalendarToken(
                    name: row[0],
                    madeBy: row[1],
                    madeAt: Instant(secondsSince1970: row[2]),
                    revokedAt: Self.instant(row[3])
                )
            }
        }
    }

    /// The expiries that whoever has a token may read, the earliest first.
    ///
    /// - Parameters:
    ///   - token: What was shown.
    ///   - days: From the first to the last day of expiry.
    ///   - limit: At most so many.
    /// - Returns: Nil where no such token was made, or it is revoked.
    /// - Throws: `StorageError`.
    package func expiries(
        shownTo token: String,
        on days: ClosedRange<CalendarDate>,
        limit: Int
    ) async throws -> [Expiry]? {
        let sha256 = Self.hash(ofToken: token)
        return try await read { db in
            let known = try db.cachedStatement(
                sql: "SELECT 1 FROM calendar_token WHERE token_sha256 = ? AND revoked_at IS NULL"
            )
            guard try known.first(sha256, read: { _ in true }) != nil else { return nil }
            let statement = try db.cachedStatement(
                sql: """
                    SELECT credential.public_id, practitioner.public_id, title, type, number,
                        jurisdiction, expires_on, wording, matched_at, given_name, middle_name,
                        family_name, name_suffix, name_order
                    FROM credential JOIN practitioner ON practitioner.id = practitioner_id
                    WHERE decision = 'approved' AND expires_on BETWEEN ? AND ?
                        AND matched_at IS NOT NULL
                    ORDER BY expires_on, credential.id LIMIT ?
                    """
            )
            return try statement.all(
                Int64(days.lowerBound.daysSince1970),
                Int64(days.upperBound.daysSince1970),
                limit
            ) { row in
                let title: String = row[2]
                return Expiry(
                    credential: row[0],
                    practitioner: row[1],
                    name: PersonName(row, from: 9).full,
                    title: title.isEmpty ? row[3] : title,
                    number: row[4],
                    jurisdiction: row[5],
                    expiresOn: CalendarDate(daysSince1970: row[6]),
                    wording: row[7],
                    seenAt: Instant(secondsSince1970: row[8])
                )
            }
        }
    }

    private static func hash(ofToken token: String) -> String {
        SHA256.hash(data: Array(token.utf8)).map(hexadecimal).joined()
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
