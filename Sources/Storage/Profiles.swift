package import Directory
import GRDB

/// Everything that the public may know of one practitioner.
package struct Profile: Sendable {
    package let publicID: String
    package let practitioner: Practitioner
    package let npiDeactivatedOn: CalendarDate?
    /// Whether an exclusion is confirmed; of candidates the public learns nothing.
    package let isExcluded: Bool
    package let places: [Place]
    package let credentials: [ProfileCredential]
    package let experience: ExperienceAccount?
    package let score: Score
    package let testimonials: [Testimonial]
    /// What keeps score and testimonials from being shown: then there are none here.
    package let reviewsWithheldBy: ReviewRule?

    /// A location, and what decides there whether the practitioner is vetted.
    package struct Place: Sendable {
        package let publicID: String
        package let location: Location
        package let vetting: Vetting
    }

    /// The last word of a secondary registry, which moves nothing.
    package struct SecondaryWord: Sendable {
        package let registry: RegistryRow
        package let check: CheckRow
    }

    package struct ProfileCredential: Sendable {
        package let publicID: String
        package let state: CredentialState
        package let registry: RegistryRow?
        /// The last check, whatever came of it.
        package let latestCheck: CheckRow?
        /// What registries that repeat what others licensed said last, one after the other.
        package let secondary: [SecondaryWord]
        /// When it is asked next, or looked at again; nil while nobody asks the registry.
        package let dueAt: Instant?
    }
}

extension Database {
    /// The practitioner with this identifier: a public one, or an NPI.
    package func practitioner(with identifier: String) async throws -> Practitioner.Key? {
        try await read { db in try Self.practitioner(with: identifier, db) }
    }

    static func practitioner(
        with identifier: String,
        _ db: Connection
    ) throws -> Practitioner.Key? {
        let column = (try? NPI(identifier)) == nil ? "public_id" : "npi"
        let statement = try db.cachedStatement(
            sql: "SELECT id FROM practitioner WHERE \(column) = ?"
        )
        let text = PublicID(identifier)?.text ?? identifier
        return try Int64.fetchOne(statement, arguments: [text]).map { RowKey($0) }
    }

    /// The public profile of the practitioner with this identifier, a public one or an NPI.
    package func profile(
        with identifier: String,
        testimonialLimit: Int = 200
    ) async throws -> Profile? {
        try await read { db in
            try Self.practitioner(with: identifier, db).flatMap {
                try Self.profile(of: $0, testimonialLimit: testimonialLimit, db)
            }
        }
    }

    /// The practitioner whom a source knows under this name of its record.
    package func practitioner(
        from source: PractitionerRecord.Source,
        sourceID: String
    ) async throws -> Practitioner.Key? {
        try await read { db in
            try Int64.fetchOne(
                db,
                sql: "SELECT id FROM practitioner WHERE source = ? AND source_id = ?",
                arguments: [source.rawValue, sourceID]
            ).map { RowKey($0) }
        }
    }

    /// The public profile; nil where there is nobody of this key.
    package func profile(
        of key: Practitioner.Key,
        testimonialLimit: Int = 200
    ) async throws -> Profile? {
        try await read { db in
            try Self.profile(of: key, testimonialLimit: testimonialLimit, db)
        }
    }

    private static func profile(
        of key: Practitioner.Key,
        testimonialLimit: Int,
        _ db: Connection
    ) throws -> Profile? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT given_name, middle_name, family_name, name_suffix, name_order, public_id,
                    npi, profile, accepting, accepts_referrals, practising_since_on, about,
                    npi_deactivated_on
                FROM practitioner WHERE id = ?
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [key.value]) else { return nil }
        let practitioner = try Self.practitioner(row, key, db)
        let isClaimed = practitioner.profile == .claimed
        let credentials = try Self.credentials(of: key, db)
        let registries = try Self.registryRows(db)
        let deactivatedOn = Self.day(row[12])
        let isExcluded = try Self.isExcluded(key, db)
        let places = try Self.places(
            of: key,
            isClaimed: isClaimed,
            isNPIDeactivated: deactivatedOn != nil,
            isExcluded: isExcluded,
            judging: credentials,
            db
        )
        let rule = try Self.reviewRule(
            credentials,
            at: places.compactMap(\.location.jurisdiction),
            db
        )
        let showsReviews = isClaimed && rule == nil
        return Profile(
            publicID: row[5],
            practitioner: practitioner,
            npiDeactivatedOn: deactivatedOn,
            isExcluded: isExcluded,
            places: places,
            credentials: try credentials.map { stored in
                Profile.ProfileCredential(
                    publicID: stored.publicID,
                    state: stored.state,
                    registry: stored.state.credential.registry.flatMap { registries[$0] },
                    latestCheck: try Self.latestCheck(of: stored.key, db),
                    secondary: try Self.secondaryChecks(of: stored.key, db).compactMap { check in
                        registries[check.registry].map {
                            Profile.SecondaryWord(registry: $0, check: check)
                        }
                    },
                    dueAt: stored.state.isAsked ? stored.dueAt : nil
                )
            },
            experience: ExperienceAccount(try Self.experienceSources(credentials, db)),
            score: showsReviews ? try Self.score(of: key, db) : Score(count: 0, stars: 0),
            testimonials: showsReviews
                ? try Self.testimonials(of: key, limit: testimonialLimit, db) : [],
            reviewsWithheldBy: rule
        )
    }

    /// Why each of these practitioners is not vetted at the location, at a moment; nil where vetted.
    package func notVettedReasons(
        at locations: [Location.Key],
        moment: Instant
    ) async throws -> [Location.Key: NotVettedReason] {
        try await read { db in
            var reasons: [Location.Key: NotVettedReason] = [:]
            let statement = try db.cachedStatement(
                sql: """
                    SELECT practitioner_id, npi_deactivated_on IS NOT NULL
                    FROM location JOIN practitioner ON practitioner.id = practitioner_id
                    WHERE location.id = ?
                    """
            )
            for location in locations {
                guard
                    let (key, isNPIDeactivated) = try statement.first(
                        location.value,
                        read: { (Practitioner.Key($0[0]), $0[1] as Bool) }
                    )
                else { continue }
                let place = try Self.locations(of: key, db).first { $0.key == location }
                let policy = try place?.location.jurisdiction.flatMap {
                    try Self.policy(of: $0, db)
                }
                let states = try Self.credentials(of: key, db).map(\.state)
                let vetting = Vetting(
                    under: policy,
                    credentials: states,
                    isNPIDeactivated: isNPIDeactivated,
                    isExcluded: try Self.isExcluded(key, db)
                )
                reasons[location] = vetting.reason(at: moment)
            }
            return reasons
        }
    }

    private static func practitioner(
        _ row: Row,
        _ key: Practitioner.Key,
        _ db: Connection
    ) throws -> Practitioner {
        let npi: String? = row[6]
        let isClaimed = row[7] as String == Practitioner.Profile.claimed.rawValue
        var statement = ProfileStatement()
        if isClaimed {
            let words = try words(of: key, db)
            statement.conditions = words.conditions
            statement.languages = words.languages
            statement.techniques = words.techniques
            statement.payers = words.payers
            statement.accepting = row[8]
            statement.acceptsReferrals = row[9]
            statement.practisingSince = day(row[10])
            statement.about = row[11]
        }
        return Practitioner(
            npi: npi.flatMap { try? NPI($0) },
            name: PersonName(row, from: 0),
            otherNames: Array(try names(of: key, db).dropFirst()),
            profile: isClaimed ? .claimed : .unclaimed,
            statement: statement
        )
    }

    private static func places(
        of key: Practitioner.Key,
        isClaimed: Bool,
        isNPIDeactivated: Bool,
        isExcluded: Bool,
        judging credentials: [StoredCredential],
        _ db: Connection
    ) throws -> [Profile.Place] {
        let states = credentials.map(\.state)
        return try locations(of: key, db).map { _, publicID, location in
            let policy = try location.jurisdiction.flatMap { try self.policy(of: $0, db) }
            var shown = location
            if !isClaimed {
                shown.hours = OpeningHours()
                shown.wheelchair = nil
                shown.telehealth = nil
            }
            return Profile.Place(
                publicID: publicID,
                location: shown,
                vetting: Vetting(
                    under: policy,
                    credentials: states,
                    isNPIDeactivated: isNPIDeactivated,
                    isExcluded: isExcluded
                )
            )
        }
    }
}
