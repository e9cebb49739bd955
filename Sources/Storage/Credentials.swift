package import Directory
import GRDB

extension Database {
    /// The credential with this id, and whose it is.
    package func credential(
        with publicID: PublicID
    ) async throws -> (key: Credential.Key, practitioner: Practitioner.Key)? {
        try await read { db in
            try Row.fetchOne(
                db,
                sql: "SELECT id, practitioner_id FROM credential WHERE public_id = ?",
                arguments: [publicID.text]
            ).map { (RowKey($0[0]), RowKey($0[1])) }
        }
    }

    /// The credentials of one practitioner that some registry can be asked about; one that secondary
    /// registries are asked about too stands there for each.
    package func askableCredentials(
        of key: Practitioner.Key
    ) async throws -> [(key: Credential.Key, registry: RegistryID)] {
        try await read { db in
            try Self.credentials(of: key, db).flatMap { stored in
                let own = stored.state.credential.registry.map { [$0] } ?? []
                let secondary = try Self.secondaryRegistries(of: stored.key, db)
                return (own + secondary).map { (stored.key, $0) }
            }
        }
    }

    /// Adds a credential, unless the practitioner has it already, however its number is written;
    /// due at once where a registry can be asked.
    @discardableResult
    static func insert(
        _ credential: Credential,
        of key: Practitioner.Key,
        choosing registries: RegistryChoice,
        at now: Instant,
        _ db: Connection
    ) throws -> StoredCredential? {
        let publicID = PublicID.made(at: now)
        let registry = registries.registry(for: credential)
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO credential (public_id, practitioner_id, kind, class, jurisdiction,
                    number, folded_number, type, title, registry_id, is_registry_named, source,
                    created_at, due_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        )
        let before = db.totalChangesCount
        try insertion.run(
            publicID,
            key.value,
            credential.kind.rawValue,
            credential.credentialClass?.rawValue,
            credential.jurisdiction.code,
            credential.number,
            RegisterEntry.folded(number: credential.number),
            credential.type,
            credential.title,
            registry?.text,
            registry != nil && registry == credential.registry,
            credential.source.rawValue,
            now.secondsSince1970,
            registry == nil ? nil : now.secondsSince1970
        )
        guard db.totalChangesCount > before else { return nil }
        let credentialKey = Credential.Key(db.lastInsertedRowID)
        for secondary in registries.secondaryRegistries(for: credential) {
            try ask(secondary, about: credentialKey, at: now, db)
        }
        var stored = credential
        stored.registry = registry
        return StoredCredential(
            key: credentialKey,
            publicID: publicID,
            state: CredentialState(credential: stored),
            checkedAt: nil,
            dueAt: registry == nil ? nil : now
        )
    }

    /// What tells the credentials of one person apart.
    struct CredentialNumber: Hashable {
        let kind: String
        let jurisdiction: String
        /// As compared.
        let number: String

        init(_ credential: Credential) {
            self.init(
                kind: credential.kind.rawValue,
                jurisdiction: credential.jurisdiction.code,
                number: RegisterEntry.folded(number: credential.number)
            )
        }

        init(kind: String, jurisdiction: String, number: String) {
            self.kind = kind
            self.jurisdiction = jurisdiction
            self.number = number
        }
    }

    static func credentialNumbers(
        of key: Practitioner.Key,
        _ db: Connection
    ) throws -> [CredentialNumber] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT kind, jurisdiction, folded_number FROM credential WHERE practitioner_id = ?
                """
        )
        return try statement.all(key.value) { row in
            CredentialNumber(kind: row[0], jurisdiction: row[1], number: row[2])
        }
    }

    /// The registries that new credentials can be asked about.
    ///
    /// Read once for many credentials; true as long as the transaction that read them.
    struct RegistryChoice {
        private struct Place: Hashable {
            let jurisdiction: String
            let role: RegistryRole
        }

        private var ids: Set<RegistryID> = []
        /// Those that a machine asks first.
        private var asked: [Place: [RegistryID]] = [:]

        init(_ db: Connection) throws {
            let statement = try db.cachedStatement(
                sql: """
                    SELECT id, jurisdiction, role, asker FROM registry
                    ORDER BY asker = 'person', id
                    """
            )
            try statement.each { row in
                let id = try RegistryID(row[0] as String)
                ids.insert(id)
                guard try known(row[3]) as RegistryAsker != .nobody else { return }
                asked[Place(jurisdiction: row[1], role: try known(row[2])), default: []].append(id)
            }
        }

        /// The registry that can be asked about a credential; nil while none is described.
        func registry(for credential: Credential) -> RegistryID? {
            // One that is not described yet is found by its place when it is.
            if let named = credential.registry, ids.contains(named) { return named }
            guard credential.isFoundByPlace else { return nil }
            let role = credential.kind == .identity ? RegistryRole.identity : .licence
            return asked[Place(jurisdiction: credential.jurisdiction.code, role: role)]?.first
        }

        /// The registries that repeat what others say of such a credential.
        func secondaryRegistries(for credential: Credential) -> [RegistryID] {
            guard credential.isFoundByPlace else { return [] }
            let place = Place(jurisdiction: credential.jurisdiction.code, role: .secondary)
            return asked[place] ?? []
        }
    }

    /// A credential with its key, and its name for the world.
    struct StoredCredential {
        let key: Credential.Key
        let publicID: String
        var state: CredentialState
        let checkedAt: Instant?
        let dueAt: Instant?
        /// Checks in a row that got no answer about the person.
        var silences = 0
        /// Of the worker that has claimed it.
        var lease: Int64?
        /// The row of the change for the worse that waits.
        var heldChange: Int64?
    }

    static let credentialColumns = """
        id, public_id, kind, class, jurisdiction, number, type, title, registry_id, source,
        decision, wording, standing, outcome, good_until, absences, last_absence_at, expires_on,
        first_issued_on, answered_at, matched_at, discipline_covered, checked_at, due_at,
        silences, lease,
        coalesce((SELECT asker FROM registry WHERE registry.id = registry_id), '') <> 'nobody',
        held_change_id, held_at, held_standing
        """

    /// How many these are: where a question goes on behind them.
    static let credentialColumnCount = 30

    static func credentials(
        of key: Practitioner.Key,
        _ db: Connection
    ) throws -> [StoredCredential] {
        try credentialsStatement(db).all(key.value, read: storedCredential)
    }

    /// Finds the credentials of one practitioner.
    static func credentialsStatement(_ db: Connection) throws -> Statement {
        try db.cachedStatement(
            sql: """
                SELECT \(credentialColumns) FROM credential WHERE practitioner_id = ? ORDER BY id
                """
        )
    }

    static func storedCredential(_ row: some ColumnReading) throws -> StoredCredential {
        let credential = Credential(
            kind: try known(row[2]),
            credentialClass: try optional(row[3]),
            jurisdiction: try Jurisdiction(row[4] as String),
            number: row[5],
            type: row[6],
            title: row[7],
            registry: try (row[8] as String?).map { try RegistryID($0) },
            source: try known(row[9])
        )
        let state = CredentialState(
            credential: credential,
            decision: try known(row[10]),
            wording: row[11],
            standing: try optional(row[12]),
            outcome: try optional(row[13]),
            trust: Trust(
                goodUntil: instant(row[14]),
                absences: row[15],
                lastAbsenceAt: instant(row[16])
            ),
            expiresOn: day(row[17]),
            firstIssuedOn: day(row[18]),
            answeredAt: instant(row[19]),
            matchedAt: instant(row[20]),
            isDisciplineCovered: row[21],
            isAsked: row[26],
            hold: try instant(row[28]).map { Hold(since: $0, standing: try optional(row[29])) }
        )
        return StoredCredential(
            key: RowKey(row[0]),
            publicID: row[1],
            state: state,
            checkedAt: instant(row[22]),
            dueAt: instant(row[23]),
            silences: row[24],
            lease: row[25],
            heldChange: row[27]
        )
    }

    static func instant(_ seconds: Int64?) -> Instant? {
        seconds.map { Instant(secondsSince1970: $0) }
    }

    static func day(_ days: Int32?) -> CalendarDate? {
        days.map { CalendarDate(daysSince1970: $0) }
    }

    /// A stored word, which the schema's CHECK has kept to the ones we know.
    static func known<Word: RawRepresentable<String>>(_ text: String) throws -> Word {
        guard let word = Word(rawValue: text) else { throw StorageError.fault(code: 0) }
        return word
    }

    private static func optional<Word: RawRepresentable<String>>(_ text: String?) throws -> Word? {
        guard let text else { return nil }
        return try known(text)
    }
}

extension Credential {
    /// Whether a registry of its place is asked about it without being named.
    fileprivate var isFoundByPlace: Bool { kind == .identity || credentialClass == .statutory }
}
