import Directory
import GRDB

extension Database {
    /// Takes over a new name and keeps the former one, by which a register may still know them.
    ///
    /// NPPES, which writes everybody in capitals and without diacritics, renames only those whom it
    /// told us of; of others it adds its spelling where that is another name.
    static func updateName(
        of key: Practitioner.Key,
        to name: PersonName,
        from source: PractitionerRecord.Source,
        _ db: Connection
    ) throws {
        let (former, owner) = try self.name(of: key, db)
        guard former != name, !name.given.isEmpty || !name.family.isEmpty else { return }
        if source == .nppes, owner != .nppes {
            if former.compared(with: name) != .exact { try insertOtherName(name, of: key, db) }
            return
        }
        let change = try db.cachedStatement(
            sql: """
                UPDATE practitioner SET given_name = ?, middle_name = ?, family_name = ?,
                    name_suffix = ?, name_order = ?
                WHERE id = ?
                """
        )
        try change.run(
            name.given,
            name.middle,
            name.family,
            name.suffix,
            name.order.rawValue,
            key.value
        )
        if former.compared(with: name) != .exact { try insertOtherName(former, of: key, db) }
    }

    private static func name(
        of key: Practitioner.Key,
        _ db: Connection
    ) throws -> (name: PersonName, owner: PractitionerRecord.Source) {
        let statement = try db.cachedStatement(
            sql: """
                SELECT given_name, middle_name, family_name, name_suffix, name_order, source
                FROM practitioner WHERE id = ?
                """
        )
        let found = try statement.first(key.value) { row in
            (PersonName(row, from: 0), try known(row[5]) as PractitionerRecord.Source)
        }
        guard let found else { throw StorageError.notFound("practitioner") }
        return found
    }

    static func insertOtherName(
        _ name: PersonName,
        of key: Practitioner.Key,
        _ db: Connection
    ) throws {
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO other_name (practitioner_id, given_name, middle_name, family_name,
                    name_suffix)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        )
        try insertion.run(key.value, name.given, name.middle, name.family, name.suffix)
    }
}

extension PersonName {
    /// Reads given, middle, family, suffix and order from five columns in a row.
    init(_ row: some ColumnReading, from index: Int) {
        let order: String = row[index + 4]
        self.init(
            given: row[index],
            middle: row[index + 1],
            family: row[index + 2],
            suffix: row[index + 3],
            order: Order(rawValue: order) ?? .givenFirst
        )
    }
}
