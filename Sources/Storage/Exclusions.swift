package import Directory
import Foundation
import GRDB

/// An admin who lets a list in that looks wrong.
package struct ListAcceptance: Hashable, Sendable {
    package let actor: String
    package let reason: String

    package init(actor: String, reason: String) {
        self.actor = actor
        self.reason = reason
    }
}

/// Takes in the rows of a list, one after the other.
package final class ExclusionStage {
    /// More rows than any list has; memory is bounded by it.
    fileprivate static let mostRows = 2_000_000

    fileprivate private(set) var exclusions: [Exclusion] = []
    /// The day of the latest exclusion, those of businesses included.
    package private(set) var latestOn: CalendarDate?
    private let lastDay: CalendarDate

    /// A list is published within weeks of its latest exclusion; a later day is a mistyped one.
    fileprivate init(at now: Instant) {
        lastDay = now.date + 60
    }

    /// Takes a row; one that can mean nobody is passed over.
    ///
    /// - Parameter exclusion: The row.
    /// - Returns: Whether it can mean anybody.
    @discardableResult
    package func add(_ exclusion: Exclusion) -> Bool {
        if let day = exclusion.excludedOn, day <= lastDay { latestOn = max(latestOn ?? day, day) }
        guard exclusion.canMeanAPerson else { return false }
        if exclusions.count <= Self.mostRows { exclusions.append(exclusion) }
        return true
    }
}

/// A list of exclusions that was read to its end.
package struct ReadExclusions: Hashable, Sendable {
    /// Rows that could not be read are counted as rejected, and then nobody is taken off the list.
    package var rows = RowCounts()
    /// SHA-256 of its bytes, in hexadecimal.
    package var sha256: String

    package init(rows: RowCounts, sha256: String) {
        self.rows = rows
        self.sha256 = sha256
    }
}

/// What came of reading a list of exclusions.
package struct ExclusionSummary: Hashable, Sendable {
    package let list: RegistryID
    package let file: String
    /// Rows of the list; those kept can mean a person.
    package var rows = RowCounts()
    /// Rows that the last list had not.
    package var added = 0
    /// Rows with findings that stand there otherwise now.
    package var corrected = 0
    /// Rows that the list has no more.
    package var removed = 0
    /// Rows that seem gone and stay, since some row of this list could not be read.
    package var doubtful = 0
    /// Practitioners who were compared.
    package var compared = 0
    /// Findings that are new or stand otherwise now.
    package var changes = 0
    /// Practitioners whom this list made excluded, or excluded no more.
    package var turned = 0
    /// Findings by this list as they stand now.
    package var confirmed = 0
    package var candidates = 0
    /// How long other writers had to wait at a stretch.
    package var longestLock: Duration = .zero

    init(list: RegistryID, file: String) {
        self.list = list
        self.file = file
    }
}

extension Database {
    /// So many rows go in or out in one transaction.
    private static let rowsAtOnce = 2_000

    /// Puts a list in the place of the one of the same id that was read last.
    ///
    /// Others may write meanwhile, and at no moment is anybody less excluded than the old or the new
    /// list has them: first come the new rows, by which whoever is written down is compared from
    /// then on; then everybody is compared with the list, on a reading connection; then the rows
    /// that are gone are marked; and last, in short transactions, findings begin and end. Should the
    /// process die, the rows of both lists stand, and reading the list again goes on. Should another
    /// process claim the list, this one stops and that one goes on.
    ///
    /// - Parameters:
    ///   - claim: Which list; the claim ends with it.
    ///   - origin: Where it came from.
    ///   - now: The moment.
    ///   - acceptance: Who lets it in, and why, though it looks wrong.
    ///   - pace: How long others have to wait.
    ///   - read: Reads the list, on a thread of its own, and throws where it must not take the place
    ///     of the one that it is handed the extent of.
    /// - Returns: What came of it.
    /// - Throws: What the reader throws, or `StorageError`; the old list stands then.
    package func takeInExclusions(
        under claim: ListClaim,
        from origin: ListOrigin,
        at now: Instant,
        accepting acceptance: ListAcceptance? = nil,
        pace: ApplyPace = ApplyPace(),
        reading read: @escaping @Sendable (ExclusionStage, ListExtent?) throws -> ReadExclusions
    ) async throws -> ExclusionSummary {
        let list = claim.list
        let last = try await self.read { db in try Self.lastExtent(of: list, db) }
        let (exclusions, latest, taken) = try await Self.onThread {
            let stage = ExclusionStage(at: now)
            let taken = try read(stage, last)
            return (stage.exclusions, stage.latestOn, taken)
        }
        try Self.refuse(exclusions, taken.rows, accepting: acceptance)
        var summary = ExclusionSummary(list: list, file: origin.file)
        summary.rows = taken.rows
        summary.rows.kept = exclusions.count

        let plan = try await self.read { db in
            try ListChange(to: exclusions, of: list, db)
        }
        summary.added = plan.new.count - plan.corrections.count
        summary.corrected = plan.corrections.count
        let clock = ContinuousClock()
        for slice in plan.slices(of: Self.rowsAtOnce) {
            let start = clock.now
            try await write { db in
                try Self.hold(claim, at: now, db)
                try Self.store(slice, of: list, db)
            }
            summary.longestLock = max(summary.longestLock, clock.now - start)
            try await Task.sleep(for: pace.pause)
        }

        let search = try await self.read { db in
            let ids = try Self.listedRows(of: list, db)
            let index = ExclusionIndex(
                exclusions.compactMap { exclusion in
                    guard exclusion.isInForce(on: now.date) else { return nil }
                    return ids[exclusion.digest].map { ($0.id, exclusion) }
                }
            )
            return try Self.search(index, of: list, on: now.date, db)
        }
        summary.compared = search.compared

        // A row that could not be read may be any of those that seem gone.
        var practitioners = search.practitioners
        if taken.rows.rejected == 0 {
            summary.removed = plan.vanished.count
            for start in stride(from: 0, to: plan.vanished.count, by: Self.rowsAtOnce) {
                let slice = Array(plan.vanished[start...].prefix(Self.rowsAtOnce))
                let begin = clock.now
                let meant = try await write { db in
                    try Self.hold(claim, at: now, db)
                    return try Self.remove(slice, at: now, db)
                }
                summary.longestLock = max(summary.longestLock, clock.now - begin)
                practitioners += meant
            }
        } else {
            summary.doubtful = plan.vanished.count
        }
        try await settle(
            Array(Set(practitioners)).sorted(),
            under: claim,
            at: now,
            pace: pace,
            &summary
        )
        let extent = ListExtent(rows: taken.rows.read - taken.rows.rejected, latestOn: latest)
        return try await write { [summary] db in
            try Self.noteRead(claim, from: origin, at: now, db)
            try Self.record(
                summary,
                extent,
                sha256: taken.sha256,
                accepting: acceptance,
                at: now,
                db
            )
            return try Self.counted(summary, db)
        }
    }

    static func onThread<Answer: Sendable>(
        _ work: @escaping @Sendable () throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
        }
    }

    // MARK: - Refusing

    /// Refuses what no list can be, whatever its description says or an admin decides.
    private static func refuse(
        _ exclusions: [Exclusion],
        _ rows: RowCounts,
        accepting acceptance: ListAcceptance?
    ) throws {
        if let acceptance,
            acceptance.actor.isEmpty
                || !(1...2000).contains(acceptance.reason.unicodeScalars.count)
        {
            throw StorageError.refused(
                "To take such a list needs the name of who decides and a reason of 1 to 2000 "
                    + "characters."
            )
        }
        guard rows.read > rows.rejected, !exclusions.isEmpty else {
            throw StorageError.refused(
                "The list has no row that can be read: it would reinstate everybody. Get it again."
            )
        }
        guard exclusions.count <= ExclusionStage.mostRows else {
            throw StorageError.refused("The list has more than \(ExclusionStage.mostRows) rows.")
        }
    }

    private static func lastExtent(
        of list: RegistryID,
        _ db: Connection
    ) throws -> ListExtent? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT row_count, latest_on FROM exclusion_reading WHERE list_id = ?
                ORDER BY id DESC LIMIT 1
                """
        )
        return try statement.first(list.text) { ListExtent(rows: $0[0], latestOn: day($0[1])) }
    }

    // MARK: - Rows

    /// The rows that are stored of a list, by their digests.
    private static func listedRows(
        of list: RegistryID,
        _ db: Connection
    ) throws -> [Int64: (id: Int64, isGone: Bool)] {
        let statement = try db.cachedStatement(
            sql: "SELECT digest, id, gone_at IS NOT NULL FROM exclusion WHERE list_id = ?"
        )
        var rows: [Int64: (id: Int64, isGone: Bool)] = [:]
        try statement.each(list.text) { rows[$0[0]] = ($0[1], $0[2]) }
        return rows
    }

    /// What has to be done to the stored rows of a list.
    private struct ListChange: Sendable {
        /// Those to store, corrections among them; those that come back among them too.
        private(set) var new: [Exclusion] = []
        /// Of corrected rows the stored one, by the digest of the new.
        private(set) var corrections: [Int64: Int64] = [:]
        /// Stored rows that the list lacks.
        private(set) var vanished: [Int64] = []

        init(to exclusions: [Exclusion], of list: RegistryID, _ db: Connection) throws {
            var stored = try listedRows(of: list, db)
            var seen: Set<Int64> = []
            seen.reserveCapacity(exclusions.count)
            for exclusion in exclusions where seen.insert(exclusion.digest).inserted {
                let known = stored.removeValue(forKey: exclusion.digest)
                if known?.isGone ?? true { new.append(exclusion) }
            }
            vanished = stored.values.filter { !$0.isGone }.map(\.id).sorted()
            try findCorrections(db)
            let corrected = Set(corrections.values)
            vanished.removeAll(where: corrected.contains)
            // Corrections first: should the process die after them, they are known no more.
            new =
                new.filter { corrections[$0.digest] != nil }
                + new.filter { corrections[$0.digest] == nil }
        }

        /// Knows rows again that were corrected, as far as anybody was found by them.
        ///
        /// A decision is about a person: when the list mends a name or an NPI, the finding goes on
        /// and is compared anew, rather than ending and beginning.
        private mutating func findCorrections(_ db: Connection) throws {
            guard !vanished.isEmpty, !new.isEmpty else { return }
            let meaning = try db.cachedStatement(
                sql: "SELECT 1 FROM exclusion_finding WHERE exclusion_id = ? LIMIT 1"
            )
            let byNumber = Dictionary(grouping: new.filter { $0.npi != nil }, by: \.npi)
            var byName: [String: [Exclusion]]?
            for id in vanished {
                guard try meaning.first(id, read: { _ in true }) ?? false,
                    let (old, _) = try storedExclusion(id, db)
                else { continue }
                var found = old.npi.flatMap { byNumber[$0] } ?? []
                if found.isEmpty {
                    let names = byName ?? Dictionary(grouping: new, by: \.foldedName)
                    byName = names
                    found = (names[old.foldedName] ?? []).filter {
                        $0.excludedOn == old.excludedOn || $0.region == old.region
                    }
                }
                // Of several nobody knows which.
                if found.count == 1, let only = found.first, corrections[only.digest] == nil {
                    corrections[only.digest] = id
                }
            }
        }

        /// Parts that go into one transaction each.
        func slices(of count: Int) -> [[(exclusion: Exclusion, corrects: Int64?)]] {
            stride(from: 0, to: new.count, by: count).map { start in
                new[start...].prefix(count).map { ($0, corrections[$0.digest]) }
            }
        }
    }

    private static func store(
        _ rows: [(exclusion: Exclusion, corrects: Int64?)],
        of list: RegistryID,
        _ db: Connection
    ) throws {
        let returning = try db.cachedStatement(
            sql: """
                UPDATE exclusion SET gone_at = NULL WHERE list_id = ? AND digest = ?
                RETURNING id
                """
        )
        for (exclusion, corrected) in rows {
            let digest = exclusion.digest
            // It comes back, or another process has just brought it.
            if try returning.all(list.text, digest, read: { _ in () }).isEmpty {
                try store(exclusion, digest, correcting: corrected, of: list, db)
            }
        }
    }

    private static func store(
        _ exclusion: Exclusion,
        _ digest: Int64,
        correcting corrected: Int64?,
        of list: RegistryID,
        _ db: Connection
    ) throws {
        let id: Int64
        if let corrected {
            let removal = try db.cachedStatement(
                sql: "DELETE FROM exclusion_name_key WHERE exclusion_id = ?"
            )
            try removal.run(corrected)
            id = corrected
        } else {
            id = -1
        }
        let saving = try db.cachedStatement(
            sql: """
                INSERT INTO exclusion (id, list_id, \(exclusionColumns), licence_key, digest)
                VALUES (nullif(?, -1), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET npi = excluded.npi,
                    given_name = excluded.given_name, middle_name = excluded.middle_name,
                    family_name = excluded.family_name, name_suffix = excluded.name_suffix,
                    is_family_cut = excluded.is_family_cut, is_given_cut = excluded.is_given_cut,
                    organisation = excluded.organisation, occupations = excluded.occupations,
                    city = excluded.city, region = excluded.region, ground = excluded.ground,
                    excluded_on = excluded.excluded_on, reinstated_on = excluded.reinstated_on,
                    licence_number = excluded.licence_number,
                    licence_region = excluded.licence_region,
                    licence_key = excluded.licence_key, digest = excluded.digest, gone_at = NULL
                """
        )
        try saving.run(
            id,
            list.text,
            exclusion.npi?.description,
            exclusion.name?.given,
            exclusion.name?.middle,
            exclusion.name?.family,
            exclusion.name?.suffix,
            exclusion.isFamilyCut,
            exclusion.isGivenCut,
            exclusion.organisation,
            exclusion.occupations.joined(separator: "\n"),
            exclusion.city,
            exclusion.region,
            exclusion.ground,
            exclusion.excludedOn?.daysSince1970,
            exclusion.reinstatedOn?.daysSince1970,
            exclusion.licence?.number,
            exclusion.licence?.region,
            exclusion.licence?.key,
            digest
        )
        let stored = corrected ?? db.lastInsertedRowID
        let listing = try db.cachedStatement(
            sql: "INSERT INTO exclusion_name_key (key, exclusion_id) VALUES (?, ?)"
        )
        for key in ExclusionNameKeys(listing: exclusion).keys { try listing.run(key, stored) }
    }

    /// Takes rows off a list, and says whom they were thought to mean; rows by which somebody was
    /// found are kept.
    private static func remove(
        _ rows: [Int64],
        at now: Instant,
        _ db: Connection
    ) throws -> [Practitioner.Key] {
        let meaning = try db.cachedStatement(
            sql: "SELECT practitioner_id FROM exclusion_finding WHERE exclusion_id = ?"
        )
        let marking = try db.cachedStatement(
            sql: "UPDATE exclusion SET gone_at = ? WHERE id = ? AND gone_at IS NULL"
        )
        let removal = try db.cachedStatement(sql: "DELETE FROM exclusion WHERE id = ?")
        var practitioners: [Practitioner.Key] = []
        for row in rows {
            let meant = try meaning.all(row) { Practitioner.Key($0[0]) }
            if meant.isEmpty {
                try removal.run(row)
            } else {
                try marking.run(now.secondsSince1970, row)
                practitioners += meant
            }
        }
        return practitioners
    }

    // MARK: - Findings

    /// Settles practitioners in short transactions, each with whole people.
    func settle(
        _ practitioners: [Practitioner.Key],
        under claim: ListClaim,
        at now: Instant,
        pace: ApplyPace,
        _ summary: inout ExclusionSummary
    ) async throws {
        var rest = practitioners[...]
        let clock = ContinuousClock()
        while !rest.isEmpty {
            let some = rest
            let (count, changes, turned, lock) = try await write { db in
                let start = clock.now
                try Self.hold(claim, at: now, db)
                var count = 0
                var changes = 0
                var turned = 0
                for key in some {
                    let effect = try Self.settleExclusions(of: key, at: now, db)
                    if effect.hasTurned {
                        try Self.refreshListings(of: key, db)
                        turned += 1
                    }
                    changes += effect.changes
                    count += 1
                    if clock.now - start >= pace.slice { break }
                }
                return (count, changes, turned, clock.now - start)
            }
            summary.changes += changes
            summary.turned += turned
            summary.longestLock = max(summary.longestLock, lock)
            rest = rest.dropFirst(count)
            if !rest.isEmpty { try await Task.sleep(for: pace.pause) }
        }
    }

    private static func record(
        _ summary: ExclusionSummary,
        _ extent: ListExtent,
        sha256: String,
        accepting acceptance: ListAcceptance?,
        at now: Instant,
        _ db: Connection
    ) throws {
        var taken = ImportSummary(kind: .exclusions, file: summary.file)
        taken.rows = summary.rows
        taken.updated = summary.turned
        let run = try insert(taken, at: now, db)
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO exclusion_reading (list_id, import_id, read_at, sha256, row_count,
                    latest_on, actor, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try insertion.run(
            summary.list.text,
            run,
            now.secondsSince1970,
            sha256,
            extent.rows,
            extent.latestOn?.daysSince1970,
            acceptance?.actor,
            acceptance?.reason
        )
    }

    /// With the findings by the list as they stand now.
    private static func counted(
        _ summary: ExclusionSummary,
        _ db: Connection
    ) throws -> ExclusionSummary {
        var summary = summary
        let standing = try db.cachedStatement(
            sql: """
                SELECT coalesce(sum(state = 'confirmed'), 0),
                    coalesce(sum(state = 'candidate'), 0)
                FROM exclusion_finding JOIN exclusion ON exclusion.id = exclusion_id
                WHERE list_id = ?
                """
        )
        try standing.each(summary.list.text) { row in
            summary.confirmed = row[0]
            summary.candidates = row[1]
        }
        return summary
    }
}
