import Directory
import GRDB

extension Database {
    /// Makes the listings of a practitioner anew from everything they follow from, and notes that
    /// they changed.
    ///
    /// Every command that changes a practitioner ends here, so that no listing can tell another
    /// story than the tables do.
    static func refreshListings(of key: Practitioner.Key, _ db: Connection) throws {
        let removal = try db.cachedStatement(sql: "DELETE FROM listing WHERE practitioner_id = ?")
        try removal.run(key.value)
        if let person = try listedPerson(key, db) {
            for (locationKey, _, location) in try locations(of: key, withHours: false, db) {
                try insertListing(of: person, at: locationKey, location, db)
            }
        }
        try noteChange(of: key, db)
    }

    /// Makes the listings of somebody who has just been added: the same ones, without reading back
    /// what was written a moment ago.
    static func list(_ added: NewPractitioner, _ db: Connection) throws {
        let isClaimed = added.practitioner.profile == .claimed
        let statement = added.practitioner.statement
        let person = ListedPerson(
            key: added.key,
            publicID: added.publicID,
            name: added.practitioner.name.full,
            otherNames: added.practitioner.otherNames.map(\.full),
            isClaimed: isClaimed,
            accepting: statement.accepting,
            acceptsReferrals: statement.acceptsReferrals,
            words: isClaimed ? WordSets(statement) : WordSets(),
            score: Score(count: 0, stars: 0),
            credentials: added.credentials,
            isExcluded: try isExcluded(added.key, db),
            experience: nil,
            reviewRules: try reviewRules(db)
        )
        for (key, location) in added.locations {
            try insertListing(of: person, at: key, location, db)
        }
        try noteChange(of: added.key, db)
    }

    /// The trust in a practitioner at a location, and the credential that a listing shows.
    struct ListedTrust {
        let vettedUntil: Instant?
        let heldSince: Instant?
        /// The one that carries the trust, or comes nearest to it.
        let credential: StoredCredential?

        /// People whose NPI is deactivated have no listings.
        init(
            _ credentials: [StoredCredential],
            under policy: JurisdictionPolicy?,
            isExcluded: Bool
        ) {
            let states = credentials.map(\.state)
            let vetting = Vetting(
                under: policy,
                credentials: states,
                isNPIDeactivated: false,
                isExcluded: isExcluded
            )
            vettedUntil = vetting.vettedUntil
            heldSince = vetting.heldSince
            credential = (vetting.credentialIndex ?? nearest(states, under: policy))
                .map { credentials[$0] }
        }
    }

    private static func noteChange(of key: Practitioner.Key, _ db: Connection) throws {
        try changeNote(db).run { $0.add(key.value) }
    }

    static func changeNote(_ db: Connection) throws -> Statement {
        try db.cachedStatement(sql: "INSERT INTO change_log (practitioner_id) VALUES (?)")
    }

    /// What the listings of one practitioner have in common.
    private struct ListedPerson {
        let key: Practitioner.Key
        let publicID: String
        let name: String
        let otherNames: [String]
        let isClaimed: Bool
        let accepting: Bool?
        let acceptsReferrals: Bool?
        let words: WordSets
        let score: Score
        let credentials: [StoredCredential]
        /// Whether an exclusion is confirmed.
        let isExcluded: Bool
        let experience: Experience?
        /// All that there are.
        let reviewRules: [ReviewRule]

        /// What keeps reviews from being shown where the person practises here.
        func reviewRule(at jurisdiction: Jurisdiction?) -> ReviewRule? {
            guard !reviewRules.isEmpty else { return nil }
            let licensed = credentials.filter(\.state.bindsReviews)
                .map(\.state.credential.jurisdiction)
            return ReviewRule.strictest(
                of: licensed + [jurisdiction].compactMap(\.self),
                among: reviewRules
            )
        }
    }

    /// Nil where the practitioner is not listed: unknown, or deactivated at NPPES.
    private static func listedPerson(
        _ key: Practitioner.Key,
        _ db: Connection
    ) throws -> ListedPerson? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT given_name, middle_name, family_name, name_suffix, name_order, public_id,
                    profile, accepting, accepts_referrals
                FROM practitioner WHERE id = ? AND npi_deactivated_on IS NULL
                """
        )
        return try statement.first(key.value) { row in
            let profile: String = row[6]
            let isClaimed = profile == Practitioner.Profile.claimed.rawValue
            let credentials = try self.credentials(of: key, db)
            return ListedPerson(
                key: key,
                publicID: row[5],
                name: PersonName(row, from: 0).full,
                otherNames: try names(of: key, db).dropFirst().map(\.full),
                isClaimed: isClaimed,
                accepting: row[7],
                acceptsReferrals: row[8],
                words: isClaimed ? try words(of: key, db) : WordSets(),
                score: isClaimed ? try score(of: key, db) : Score(count: 0, stars: 0),
                credentials: credentials,
                isExcluded: try isExcluded(key, db),
                experience: try experience(by: credentials, db),
                reviewRules: try reviewRules(db)
            )
        }
    }

    static func score(of key: Practitioner.Key, _ db: Connection) throws -> Score {
        let statement = try db.cachedStatement(
            sql: """
                SELECT count(*), coalesce(sum(rating), 0) FROM testimonial
                WHERE practitioner_id = ? AND state = 'published'
                """
        )
        return try statement.first(key.value) { Score(count: $0[0], stars: $0[1]) }
            ?? Score(count: 0, stars: 0)
    }

    /// The experience that matched statutory and accredited credentials show.
    static func experience(
        by credentials: [StoredCredential],
        _ db: Connection
    ) throws -> Experience? {
        let spans = try experienceSources(credentials, db).flatMap { source in
            Experience.Span.spans(
                issuedOn: source.issuedOn,
                expiresOn: source.expiresOn,
                history: source.history.map { ($0.day, $0.standing) }
            )
        }
        return Experience(spans: spans)
    }

    private static func insertListing(
        of person: ListedPerson,
        at locationKey: Location.Key,
        _ location: Location,
        _ db: Connection
    ) throws {
        let policy = try location.jurisdiction.flatMap { try self.policy(of: $0, db) }
        let trust = ListedTrust(
            person.credentials,
            under: policy,
            isExcluded: person.isExcluded
        )
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO listing (location_id, practitioner_id, latitude, longitude,
                    vetted_until, held_at, verified_at, experience_since_on, experience_until_on,
                    reviews_withheld, testimonial_count, testimonial_stars, condition_bits,
                    language_bits, technique_bits, payer_bits, feature_bits, public_id, name,
                    is_claimed, clinic,
                    street, city, region, country, postal_code, telephone, placement,
                    credential_id, credential_title, credential_class, credential_jurisdiction,
                    credential_wording, credential_standing, credential_answered_at, registry_id,
                    words)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        let state = trust.credential?.state
        let withheld = person.reviewRule(at: location.jurisdiction)
        let score = withheld == nil ? person.score : Score(count: 0, stars: 0)
        let words = person.words
        try insertion.run(
            locationKey.value,
            person.key.value,
            location.coordinate?.latitude,
            location.coordinate?.longitude,
            trust.vettedUntil?.secondsSince1970,
            trust.heldSince?.secondsSince1970,
            state?.matchedAt?.secondsSince1970,
            person.experience?.since.daysSince1970,
            person.experience?.until?.daysSince1970,
            withheld?.jurisdiction.code,
            score.count,
            score.stars,
            Int64(bitPattern: words.conditions.bits),
            Int64(bitPattern: words.languages.bits),
            Int64(bitPattern: words.techniques.bits),
            Int64(bitPattern: words.payers.bits),
            features(of: person, at: location, under: policy).rawValue,
            person.publicID,
            person.name,
            person.isClaimed,
            location.clinic,
            location.street,
            location.city,
            location.region,
            location.country,
            location.postalCode,
            location.telephone,
            location.placement?.rawValue,
            trust.credential?.key.value,
            state?.credential.title,
            state?.credential.credentialClass?.rawValue,
            state?.credential.jurisdiction.code,
            state?.wording,
            state?.standing?.rawValue,
            state?.answeredAt?.secondsSince1970,
            state?.credential.registry?.text,
            SearchWords.ofListing(
                names: [person.name] + person.otherNames + [location.clinic],
                city: location.city,
                region: location.region,
                country: location.country
            )
        )
    }

    /// The credential to show of somebody who is not vetted: one that permits practice here, the
    /// lately matched first.
    private static func nearest(
        _ states: [CredentialState],
        under policy: JurisdictionPolicy?
    ) -> Int? {
        guard let policy else { return nil }
        return states.indices.filter { states[$0].credential.permitsPractice(under: policy) }
            .max { (states[$0].matchedAt, -$0) < (states[$1].matchedAt, -$1) }
    }

    private static func features(
        of person: ListedPerson,
        at location: Location,
        under policy: JurisdictionPolicy?
    ) -> Listing.Features {
        var features: Listing.Features = []
        if person.isClaimed, person.accepting == true { features.insert(.accepting) }
        if person.isClaimed, person.acceptsReferrals == true { features.insert(.acceptsReferrals) }
        if person.isClaimed, location.telehealth == true { features.insert(.telehealth) }
        if person.isClaimed, location.wheelchair == true { features.insert(.wheelchair) }
        for state in person.credentials.map(\.state) where state.decision == .approved {
            guard let policy, state.credential.jurisdiction.covers(policy.jurisdiction) else {
                continue
            }
            switch state.credential.credentialClass {
            case .statutory: features.insert(.statutory)
            case .accredited: features.insert(.accredited)
            case .certificate: features.insert(.certificate)
            case nil: continue
            }
        }
        return features
    }
}

/// Orders moments with "never" before all of them.
private func < (left: (Instant?, Int), right: (Instant?, Int)) -> Bool {
    let first = left.0?.secondsSince1970 ?? .min
    let second = right.0?.secondsSince1970 ?? .min
    return first == second ? left.1 < right.1 : first < second
}
