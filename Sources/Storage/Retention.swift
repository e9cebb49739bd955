package import Directory
import GRDB

/// What emptying old bodies came to.
package struct RetentionTally: Hashable, Sendable {
    /// Bodies received before the day that were looked at.
    package var looked = 0
    package var emptied = 0
    package var emptiedBytes = 0
    /// Old ones that have to stay: the newest conclusive ones, and those a decision names.
    package var kept: Int { looked - emptied }
}

extension Database {
    /// Empties the bodies of answers received before a moment; checks, hashes and extracted fields
    /// stay for ever.
    ///
    /// A body stays where a check made since received the same bytes, where it is the newest of its
    /// credential in which the person was found or that was an answer at all, and where a decision
    /// names its check.
    ///
    /// - Parameters:
    ///   - moment: Bodies received since then stay.
    ///   - isDry: Whether to count only and change nothing.
    /// - Returns: What it came to.
    /// - Throws: `StorageError`; what was emptied until then is emptied.
    package func emptyBodies(
        receivedBefore moment: Instant,
        isDry: Bool = false
    ) async throws -> RetentionTally {
        var tally = RetentionTally()
        let (kept, lastCheck) = try await read { db in
            (try Self.keptBodies(since: moment, db), try Self.lastCheckKey(db))
        }
        var last: Int64 = 0
        while true {
            let old = try await read { [last] db in
                try Self.oldBodies(receivedBefore: moment, after: last, db)
            }
            guard let end = old.last?.id else { return tally }
            last = end
            tally.looked += old.count
            let batch = old.filter { !kept.contains($0.digest) }
            if batch.isEmpty { continue }
            let emptied =
                isDry
                ? batch
                : try await write { db in
                    // The same bytes may have come again since the first look.
                    let new = try Self.digests(ofChecksAfter: lastCheck, db)
                    let batch = batch.filter { !new.contains($0.digest) }
                    let change = try db.cachedStatement(
                        sql: "UPDATE evidence SET body = NULL WHERE id = ?"
                    )
                    for body in batch { try change.run(body.id) }
                    return batch
                }
            tally.emptied += emptied.count
            tally.emptiedBytes += emptied.reduce(0) { $0 + $1.bytes }
        }
    }

    private struct OldBody: Sendable {
        let id: Int64
        let digest: UInt64
        let bytes: Int
    }

    private static let batchSize = 1000

    /// The beginning of a hash; two that begin alike keep a body longer than need be, and no more.
    private static func digest(_ sha256: String) -> UInt64 {
        UInt64(sha256.prefix(16), radix: 16) ?? 0
    }

    private static func oldBodies(
        receivedBefore moment: Instant,
        after id: Int64,
        _ db: Connection
    ) throws -> [OldBody] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, sha256, length(body) FROM evidence
                WHERE id > ? AND received_at < ? AND body IS NOT NULL ORDER BY id LIMIT ?
                """
        )
        return try statement.all(id, moment.secondsSince1970, batchSize) { row in
            OldBody(id: row[0], digest: digest(row[1]), bytes: row[2])
        }
    }

    private static func lastCheckKey(_ db: Connection) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(id) FROM registry_check") ?? 0
    }

    private static func digests(ofChecksAfter id: Int64, _ db: Connection) throws -> Set<UInt64> {
        let statement = try db.cachedStatement(
            sql: "SELECT sha256 FROM registry_check WHERE id > ? AND sha256 IS NOT NULL"
        )
        return Set(try statement.all(id) { digest($0[0]) })
    }

    /// The bodies that stay, eight bytes each.
    private static func keptBodies(since moment: Instant, _ db: Connection) throws -> Set<UInt64> {
        var kept: Set<UInt64> = []
        let recent = try db.cachedStatement(
            sql: "SELECT sha256 FROM registry_check WHERE asked_at >= ? AND sha256 IS NOT NULL"
        )
        try recent.each(moment.secondsSince1970) { kept.insert(digest($0[0])) }
        for outcomes in [Outcome.allCases.filter(\.isAnswer), [.matched, .unrecognised]] {
            let words = outcomes.map { "outcome = '\($0.rawValue)'" }.joined(separator: " OR ")
            for isSecondary in [0, 1] {
                let newest = try db.cachedStatement(
                    sql: """
                        SELECT sha256 FROM credential JOIN registry_check AS newest
                            ON newest.id = (SELECT max(id) FROM registry_check
                                WHERE credential_id = credential.id AND sha256 IS NOT NULL
                                    AND is_secondary = \(isSecondary) AND (\(words)))
                        """
                )
                try newest.each { kept.insert(digest($0[0])) }
            }
        }
        let named = try db.cachedStatement(
            sql: """
                SELECT sha256 FROM decision JOIN registry_check ON registry_check.id = check_id
                WHERE sha256 IS NOT NULL
                """
        )
        try named.each { kept.insert(digest($0[0])) }
        return kept
    }
}
