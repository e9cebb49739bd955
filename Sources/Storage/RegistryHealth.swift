package import Directory
import GRDB

/// How a registry that is asked is doing.
package struct RegistryHealth: Hashable, Sendable {
    /// The checks of some hours up to now.
    package struct Period: Hashable, Sendable {
        package var checks = 0
        /// How many said something about the person.
        package var answered = 0
        /// How many changed somebody for the worse, held or not.
        package var worsened = 0
        /// Half of the answers took at most so many milliseconds, and 95 of 100; nil without any.
        package var median: Int?
        package var slowest: Int?
    }

    package struct Canary: Hashable, Sendable {
        package let askedAt: Instant
        package let outcome: Outcome
        package let reason: String
    }

    package let day: Period
    package let week: Period
    /// When it last answered anything at all.
    package let reachedAt: Instant?
    /// The source's own date of what it said last; nil where it gives none.
    package let sourceAsOf: Instant?
    /// The last check of the canary; nil where none was made by the present description.
    package let canary: Canary?
    package let isCanaryFailing: Bool
    /// Since when changes for the worse are held; nil while they take effect.
    package let brakedAt: Instant?
    /// How many credentials wait for an admin.
    package let held: Int
    /// Until when it is left alone after silences, and why.
    package let closedUntil: Instant?
    package let closedBecause: String?

    package enum CanaryState: String, Sendable, CaseIterable {
        case found
        case notFound = "not_found"
        case noAnswer = "no_answer"
        /// None is described, or nothing was due since it is.
        case notAsked = "not_asked"
    }

    package var canaryState: CanaryState {
        if isCanaryFailing { return .notFound }
        guard let canary else { return .notAsked }
        return canary.outcome.isAnswer ? .found : .noAnswer
    }
}

/// What everybody may know of a described registry.
package struct RegistryDescriptionRow: Hashable, Sendable {
    package let id: RegistryID
    package let name: String
    package let jurisdiction: Jurisdiction
    /// As descriptions name it, and the kind.
    package let role: String
    package let kind: String
    package let completeness: Completeness
    package let publicPage: String
    /// Why it is not asked; nil where it is.
    package let offReason: String?

    package init(
        id: RegistryID,
        name: String,
        jurisdiction: Jurisdiction,
        role: String,
        kind: String,
        completeness: Completeness,
        publicPage: String,
        offReason: String?
    ) {
        self.id = id
        self.name = name
        self.jurisdiction = jurisdiction
        self.role = role
        self.kind = kind
        self.completeness = completeness
        self.publicPage = publicPage
        self.offReason = offReason
    }

    /// Whether a machine of ours asks it.
    package var isAsked: Bool { notAskedReason == nil }

    package var notAskedReason: String? {
        if let offReason { return offReason }
        return kind == "manual" ? "No machine asks it: a person looks there." : nil
    }
}

/// A described registry and how it is doing; nil where nothing was ever asked of it one by one.
package struct RegistryReport: Hashable, Sendable {
    package let description: RegistryDescriptionRow
    package let health: RegistryHealth?
    /// Of a list that is downloaded: when its source last gave it, or said that it has not changed,
    /// and when one was last put in the place of another.
    package let list: ListReport?

    package struct ListReport: Hashable, Sendable {
        package let seenAt: Instant?
        package let readAt: Instant?
    }
}

extension Database {
    /// Makes the described registries these, whether asked or not.
    package func replaceDescriptions(_ rows: [RegistryDescriptionRow]) async throws {
        try await write { db in
            try db.execute(sql: "DELETE FROM registry_description")
            for row in rows {
                try db.execute(
                    sql: "INSERT INTO registry_description VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        row.id.text, row.name, row.jurisdiction.code, row.role, row.kind,
                        row.completeness.rawValue, row.publicPage, row.offReason,
                    ]
                )
            }
        }
    }

    /// Every described registry with its health, in the order of the ids.
    package func registryReports(at now: Instant) async throws -> [RegistryReport] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT id, name, jurisdiction, role, kind, completeness, public_page, off_reason
                    FROM registry_description ORDER BY id
                    """
            )
            let lists = try db.cachedStatement(
                sql: "SELECT seen_at, read_at FROM list WHERE id = ?"
            )
            return try statement.all { row in
                let id = try RegistryID(row[0] as String)
                return RegistryReport(
                    description: RegistryDescriptionRow(
                        id: id,
                        name: row[1],
                        jurisdiction: try Jurisdiction(row[2] as String),
                        role: row[3],
                        kind: row[4],
                        completeness: try Self.known(row[5]),
                        publicPage: row[6],
                        offReason: row[7]
                    ),
                    health: try Self.health(of: id, at: now, db),
                    list: try lists.first(id.text) { list in
                        RegistryReport.ListReport(
                            seenAt: Self.instant(list[0]),
                            readAt: Self.instant(list[1])
                        )
                    }
                )
            }
        }
    }

    private static func health(
        of registry: RegistryID,
        at now: Instant,
        _ db: Connection
    ) throws -> RegistryHealth? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT registry.reached_at, source_as_of, canary_outcome, braked_at, closed_until,
                    closed_because, (SELECT count(*) FROM credential
                        WHERE credential.registry_id = registry.id AND held_change_id IS NOT NULL)
                FROM registry_health JOIN registry ON registry.id = registry_id
                WHERE registry_id = ?
                """
        )
        let periods = try (
            day: period(of: registry, hours: 24, at: now, db),
            week: period(of: registry, hours: 7 * 24, at: now, db)
        )
        return try statement.first(registry.text) { row in
            let closedUntil = instant(row[4])
            let isClosed = closedUntil.map { $0 > now } ?? false
            return RegistryHealth(
                day: periods.day,
                week: periods.week,
                reachedAt: instant(row[0]),
                sourceAsOf: instant(row[1]),
                canary: try canary(of: registry, db),
                isCanaryFailing: RegistryMeter.isFailing(canary: row[2]),
                brakedAt: instant(row[3]),
                held: row[6],
                closedUntil: isClosed ? closedUntil : nil,
                closedBecause: isClosed ? row[5] : nil
            )
        }
    }

    /// The whole hours up to now, the one that runs included.
    private static func period(
        of registry: RegistryID,
        hours: Int64,
        at now: Instant,
        _ db: Connection
    ) throws -> RegistryHealth.Period {
        let statement = try db.cachedStatement(
            sql: """
                SELECT outcome, milliseconds, sum(checks), sum(worsened) FROM registry_hour
                WHERE registry_id = ? AND hour > ? GROUP BY 1, 2
                """
        )
        let first = now.secondsSince1970 / RegistryMeter.secondsPerHour - hours
        var period = RegistryHealth.Period()
        var answers: [Int: Int] = [:]
        try statement.each(registry.text, first) { row in
            let outcome: Outcome = try known(row[0])
            let count: Int = row[2]
            period.checks += count
            period.worsened += row[3]
            guard outcome.isAnswer else { return }
            period.answered += count
            answers[row[1], default: 0] += count
        }
        period.median = milliseconds(of: answers, hundredths: 50)
        period.slowest = milliseconds(of: answers, hundredths: 95)
        return period
    }

    /// The time in which so many hundredths of the answers had come.
    private static func milliseconds(of answers: [Int: Int], hundredths: Int) -> Int? {
        let all = answers.values.reduce(0, +)
        var seen = 0
        return answers.sorted { $0.key < $1.key }.first { _, count in
            seen += count
            return seen * 100 >= all * hundredths
        }?.key
    }

    private static func canary(
        of registry: RegistryID,
        _ db: Connection
    ) throws -> RegistryHealth.Canary? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT asked_at, outcome, reason FROM canary_check
                WHERE registry_id = ?1 AND description_sha256 =
                    (SELECT description_sha256 FROM registry WHERE id = ?1)
                ORDER BY id DESC LIMIT 1
                """
        )
        return try statement.first(registry.text) { row in
            RegistryHealth.Canary(
                askedAt: Instant(secondsSince1970: row[0]),
                outcome: try known(row[1]),
                reason: row[2]
            )
        }
    }
}
