package import Directory
import GRDB

extension Database {
    /// Adds a practitioner that an admin enters by hand.
    package func add(
        _ practitioner: Practitioner,
        at locations: [Location],
        now: Instant
    ) async throws -> PublicID {
        try await write { db in
            try Self.requireReal(db)
            if let npi = practitioner.npi {
                let known = try Int64.fetchOne(
                    db,
                    sql: "SELECT id FROM practitioner WHERE npi = ?",
                    arguments: [npi.description]
                )
                guard known == nil else {
                    throw StorageError.refused(
                        "There is a practitioner with the NPI \(npi) already."
                    )
                }
            }
            var random = SystemRandomNumberGenerator()
            let record = PractitionerRecord(
                source: .admin,
                sourceID: PublicID(at: now, using: &random).text,
                practitioner: practitioner,
                locations: locations
            )
            let registries = try RegistryChoice(db)
            let added = try Self.insert(record, choosing: registries, at: now, db)
            _ = try Self.settleExclusions(of: added.key, at: now, db)
            try Self.list(added, db)
            return try Self.publicID(in: "practitioner", of: added.key.value, db)
        }
    }

    /// Adds a credential that an admin enters by hand.
    package func add(
        _ credential: Credential,
        to key: Practitioner.Key,
        now: Instant
    ) async throws -> PublicID {
        try await write { db in
            let registries = try RegistryChoice(db)
            if let named = credential.registry, registries.registry(for: credential) != named {
                throw StorageError.refused("No registry \(named) is described here.")
            }
            let added = try Self.insert(credential, of: key, choosing: registries, at: now, db)
            guard let added else {
                throw StorageError.refused(
                    "This practitioner has a credential of that kind, place and number already."
                )
            }
            // A list may name the licence.
            _ = try Self.settleExclusions(of: key, at: now, db)
            try Self.refreshListings(of: key, db)
            return try Self.publicID(in: "credential", of: added.key.value, db)
        }
    }

    static func publicID(
        in table: String,
        of id: Int64,
        _ db: Connection
    ) throws -> PublicID {
        let text = try String.fetchOne(
            db,
            sql: "SELECT public_id FROM \(table) WHERE id = ?",
            arguments: [id]
        )
        guard let publicID = text.flatMap({ PublicID($0) }) else {
            throw StorageError.notFound(table)
        }
        return publicID
    }
}
