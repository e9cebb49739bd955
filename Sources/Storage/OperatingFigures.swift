package import Directory
import GRDB

/// How the work of checking and telling stands, in numbers: what monitoring asks for.
package struct OperatingFigures: Sendable {
    /// The questions about credentials at one registry that a machine asks.
    package struct Queue: Hashable, Sendable {
        package var due = 0
        /// How long the longest due has waited; nil where nothing is due.
        package var oldestSeconds: Int64?
        /// Claimed by some process at this moment.
        package var claimed = 0
    }

    /// What is to be sent to all recipients of a kind.
    package struct Outbox: Hashable, Sendable {
        package var recipients = 0
        /// Events of which no delivery was made yet, and deliveries that have not been taken.
        package var waiting = 0
        package var oldestSeconds: Int64 = 0
        /// In the last seven days.
        package var givenUp = 0
    }

    /// Every registry that a machine asks has one.
    package let queues: [RegistryID: Queue]
    /// Checks of the last 24 hours by what came of them.
    package let checks: [RegistryID: [Outcome: Int]]
    package let newestCheckAt: Instant?
    package let outboxes: [Recipient.Kind: Outbox]
}

extension Database {
    /// How the work of checking and telling stands at this moment.
    package func operatingFigures(at now: Instant) async throws -> OperatingFigures {
        let outboxes = try await outboxReports(at: now).reduce(
            into: Dictionary(uniqueKeysWithValues: Recipient.Kind.allCases.map { ($0, .init()) })
        ) { (outboxes: inout [Recipient.Kind: OperatingFigures.Outbox], report) in
            var outbox = outboxes[report.recipient.kind] ?? .init()
            outbox.recipients += 1
            outbox.givenUp += report.givenUp
            // One that wants nothing more is not waited for.
            if report.stoppedAt == nil {
                outbox.waiting += report.untold + report.waiting
                let age = report.waitingSince.map { max(0, now.seconds(since: $0)) } ?? 0
                outbox.oldestSeconds = max(outbox.oldestSeconds, age)
            }
            outboxes[report.recipient.kind] = outbox
        }
        return try await read { db in
            OperatingFigures(
                queues: try Self.queues(at: now, db),
                checks: try Self.checksOfADay(at: now, db),
                newestCheckAt: try Self.newestCheckAt(db),
                outboxes: outboxes
            )
        }
    }

    private static func queues(
        at now: Instant,
        _ db: Connection
    ) throws -> [RegistryID: OperatingFigures.Queue] {
        var queues: [RegistryID: OperatingFigures.Queue] = [:]
        for id in try String.fetchAll(db, sql: "SELECT id FROM registry WHERE asker = 'machine'") {
            queues[try RegistryID(id)] = .init()
        }
        for table in ["credential", "secondary_question"] {
            let due = try db.cachedStatement(
                sql: """
                    SELECT count(*), min(due_at) FROM \(table)
                    WHERE registry_id = ? AND due_at <= ?
                    """
            )
            // A lease that runs has moved the day on by its length at most.
            let claimed = try db.cachedStatement(
                sql: """
                    SELECT count(lease) FROM \(table)
                    WHERE registry_id = ?1 AND due_at > ?2 AND due_at <= ?2 + \(leaseSeconds)
                    """
            )
            for (id, known) in queues {
                var queue = known
                try due.each(id.text, now.secondsSince1970) { row in
                    queue.due += row[0]
                    guard let since = instant(row[1]) else { return }
                    let age = max(0, now.seconds(since: since))
                    queue.oldestSeconds = max(queue.oldestSeconds ?? 0, age)
                }
                try claimed.each(id.text, now.secondsSince1970) { queue.claimed += $0[0] }
                queues[id] = queue
            }
        }
        return queues
    }

    private static func checksOfADay(
        at now: Instant,
        _ db: Connection
    ) throws -> [RegistryID: [Outcome: Int]] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT registry_id, outcome, sum(checks) FROM registry_hour
                WHERE hour > ? GROUP BY 1, 2
                """
        )
        var checks: [RegistryID: [Outcome: Int]] = [:]
        try statement.each(now.secondsSince1970 / RegistryMeter.secondsPerHour - 24) { row in
            let outcome: Outcome = try known(row[1])
            checks[try RegistryID(row[0] as String), default: [:]][outcome] = row[2]
        }
        return checks
    }
}
