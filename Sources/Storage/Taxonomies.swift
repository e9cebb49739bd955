import Directory
import GRDB

extension Database {
    static func insertTaxonomy(
        _ taxonomy: PractitionerRecord.Taxonomy,
        of key: Practitioner.Key,
        _ db: Connection
    ) throws {
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO taxonomy (practitioner_id, code, licence, state, is_primary)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        )
        try insertion.run(
            key.value,
            taxonomy.code,
            taxonomy.licence,
            taxonomy.state,
            taxonomy.primary.rawValue
        )
    }

    static func replaceTaxonomies(
        of key: Practitioner.Key,
        by taxonomies: Set<PractitionerRecord.Taxonomy>,
        _ db: Connection
    ) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT code, licence, state, is_primary FROM taxonomy WHERE practitioner_id = ?"
        )
        let stored = try statement.all(key.value) { row in
            PractitionerRecord.Taxonomy(
                code: row[0],
                licence: row[1],
                state: row[2],
                primary: .init(rawValue: row[3]) ?? .notAnswered
            )
        }
        guard Set(stored) != taxonomies else { return }
        let removal = try db.cachedStatement(
            sql: "DELETE FROM taxonomy WHERE practitioner_id = ?"
        )
        try removal.run(key.value)
        for taxonomy in taxonomies { try insertTaxonomy(taxonomy, of: key, db) }
    }
}
