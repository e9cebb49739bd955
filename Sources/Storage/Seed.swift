package import Directory
import GRDB

/// The seed as it is to be stored, its dates resolved.
package struct StoredSeed: Sendable {
    /// Something about one practitioner, by the name of the record in the seed.
    package struct Statement<What: Sendable>: Sendable {
        package let practitioner: String
        package let what: What

        package init(practitioner: String, what: What) {
            self.practitioner = practitioner
            self.what = what
        }
    }

    /// A decision about the credential of this number.
    package struct Decided: Sendable {
        package let number: String
        package let record: DecisionRecord

        package init(number: String, record: DecisionRecord) {
            self.number = number
            self.record = record
        }
    }

    /// The day its relative dates were counted from.
    package let loadedOn: CalendarDate
    package let practitioners: [PractitionerRecord]
    package let testimonials: [Statement<Testimonial>]
    package let decisions: [Statement<Decided>]

    package init(
        loadedOn: CalendarDate,
        practitioners: [PractitionerRecord],
        testimonials: [Statement<Testimonial>],
        decisions: [Statement<Decided>]
    ) {
        self.loadedOn = loadedOn
        self.practitioners = practitioners
        self.testimonials = testimonials
        self.decisions = decisions
    }
}

extension Database {
    /// Loads the seed in one transaction and marks the database as a demonstration; what is there
    /// already is left as it is.
    package func load(
        _ seed: StoredSeed,
        from file: String,
        rows: RowCounts,
        at now: Instant
    ) async throws -> ImportSummary {
        try await write { db in
            let loadedOn = try Self.requireDemonstration(db, today: seed.loadedOn)
            guard loadedOn == seed.loadedOn else {
                throw StorageError.refused(
                    "The seed was loaded by another process meanwhile. Load it again."
                )
            }
            var summary = ImportSummary(kind: .seed, file: file)
            summary.rows = rows
            let registries = try RegistryChoice(db)
            for record in seed.practitioners {
                summary.count(try Self.apply(record, choosing: registries, at: now, db))
            }
            var keys: [String: Practitioner.Key] = [:]
            func key(of id: String) throws -> Practitioner.Key {
                if let known = keys[id] { return known }
                let statement = try db.cachedStatement(
                    sql: "SELECT id FROM practitioner WHERE source = 'file' AND source_id = ?"
                )
                guard let row = try Int64.fetchOne(statement, arguments: [id]) else {
                    throw StorageError.refused("The seed speaks of \(id), who is not in it.")
                }
                keys[id] = RowKey(row)
                return RowKey(row)
            }
            var touched: Set<Practitioner.Key> = []
            for statement in seed.testimonials {
                let key = try key(of: statement.practitioner)
                if try Self.insertOnce(statement.what, about: key, at: now, db) {
                    touched.insert(key)
                }
            }
            for key in touched.sorted() { try Self.refreshListings(of: key, db) }
            for statement in seed.decisions {
                try Self.decideOnce(statement.what, of: key(of: statement.practitioner), db)
            }
            try Self.insert(summary, at: now, db)
            return summary
        }
    }

    private static func insertOnce(
        _ testimonial: Testimonial,
        about key: Practitioner.Key,
        at now: Instant,
        _ db: Connection
    ) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT 1 FROM testimonial
                WHERE practitioner_id = ? AND written_on = ? AND rating = ? AND text = ?
                """
        )
        let found = try Int.fetchOne(
            statement,
            arguments: [
                key.value, testimonial.writtenOn.daysSince1970, testimonial.rating,
                testimonial.text,
            ]
        )
        guard found == nil else { return false }
        try insert(testimonial, about: key, at: now, db)
        return true
    }

    private static func decideOnce(
        _ decided: StoredSeed.Decided,
        of key: Practitioner.Key,
        _ db: Connection
    ) throws {
        let credentials = try self.credentials(of: key, db)
        let number = RegisterEntry.folded(number: decided.number)
        let stored = credentials.first {
            RegisterEntry.folded(number: $0.state.credential.number) == number
                && $0.state.credential.kind != .identity
        }
        guard let stored else {
            throw StorageError.refused("The seed decides on \(decided.number), which nobody has.")
        }
        let statement = try db.cachedStatement(
            sql: """
                SELECT 1 FROM decision
                WHERE credential_id = ? AND decision = ? AND actor = ? AND decided_at = ?
                """
        )
        let record = decided.record
        let found = try Int.fetchOne(
            statement,
            arguments: [
                stored.key.value, record.decision.rawValue, record.actor,
                record.decidedAt.secondsSince1970,
            ]
        )
        guard found == nil else { return }
        try decide(record, about: stored, of: key, db)
    }
}
