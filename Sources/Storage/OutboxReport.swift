package import Directory
import GRDB

/// How it stands with telling one recipient.
package struct OutboxReport: Hashable, Sendable {
    package let recipient: Recipient
    /// Since when it wants nothing more; nil where it does.
    package let stoppedAt: Instant?
    /// Events of which no delivery has been made.
    package let untold: Int
    package let waiting: Int
    /// When what has waited longest happened, or was put into the outbox; nil where nothing waits.
    package let waitingSince: Instant?
    /// Why the last attempt of what waits failed.
    package let problem: String?
    /// Given up in the last seven days, and why the last of them was.
    package let givenUp: Int
    package let givenUpProblem: String?
    package let deliveredAt: Instant?
}

extension Database {
    /// How it stands with every recipient that there ever was.
    package func outboxReports(at now: Instant) async throws -> [OutboxReport] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT kind, name, stopped_at,
                        (SELECT count(*) FROM event WHERE event.id > told_event_id),
                        (SELECT min(occurred_at) FROM event WHERE event.id > told_event_id),
                        (SELECT count(*) FROM delivery
                            WHERE recipient_id = recipient.id AND state = 'waiting'),
                        (SELECT min(created_at) FROM delivery
                            WHERE recipient_id = recipient.id AND state = 'waiting'),
                        (SELECT problem FROM delivery WHERE recipient_id = recipient.id
                            AND state = 'waiting' AND problem IS NOT NULL
                            ORDER BY delivery.id DESC LIMIT 1),
                        (SELECT count(*) FROM delivery WHERE recipient_id = recipient.id
                            AND state = 'given_up' AND ended_at > ?1),
                        (SELECT problem FROM delivery WHERE recipient_id = recipient.id
                            AND state = 'given_up' AND ended_at > ?1
                            ORDER BY ended_at DESC LIMIT 1),
                        (SELECT max(ended_at) FROM delivery
                            WHERE recipient_id = recipient.id AND state = 'delivered')
                    FROM recipient ORDER BY kind, name
                    """
            )
            return try statement.all(now.secondsSince1970 - 7 * secondsPerDay) { row in
                let sinces: [Instant] = [Self.instant(row[4]), Self.instant(row[6])]
                    .compactMap(\.self)
                return OutboxReport(
                    recipient: Recipient(try Self.known(row[0]), row[1]),
                    stoppedAt: Self.instant(row[2]),
                    untold: row[3],
                    waiting: row[5],
                    waitingSince: sinces.min(),
                    problem: row[7],
                    givenUp: row[8],
                    givenUpProblem: row[9],
                    deliveredAt: Self.instant(row[10])
                )
            }
        }
    }
}
