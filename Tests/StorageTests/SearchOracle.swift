import Directory
import Foundation
import GRDB
import Search

@testable import Storage

/// Answers searches by SQL over the base tables: it knows neither the listings nor the index, and
/// judges who is vetted, for how long somebody has practised and how far off by its own statements.
struct SearchOracle {
    let database: Storage.Database

    /// One match of a query.
    struct Match {
        let practitioner: Int64
        let location: Int64
        /// What the order goes by, ascending.
        let key: Double
        /// Score and years in whole numbers: two sums of theirs may be equal by rounding only.
        let merit: Int64
    }

    struct Answer {
        /// The first of the order.
        let matches: [Match]
        let total: Int
        /// Those of them for whom a metre decides whether they lie in the circle.
        let edgeCount: Int
    }

    // MARK: - What is true of each location

    /// Works out by SQL what does not depend on the query, into temporary tables of the writer.
    func prepare(days: [CalendarDate]) throws {
        try database.pool.write { db in
            try db.execute(sql: Self.spanSQL)
            try db.execute(sql: Self.experienceSQL)
            try db.execute(sql: Self.placeSQL)
            try db.execute(
                sql:
                    "DROP TABLE IF EXISTS temp.years; CREATE TEMP TABLE years (day INTEGER, practitioner INTEGER, years INTEGER, days INTEGER, PRIMARY KEY (day, practitioner)) WITHOUT ROWID"
            )
            for day in days { try db.execute(sql: Self.yearsSQL, arguments: [day.daysSince1970]) }
        }
    }

    /// Stretches in which a credential was in force: what was seen of it is a series of switches,
    /// on at its issue unless it began as provisional or pending.
    private static let spanSQL = """
        DROP TABLE IF EXISTS temp.span;
        CREATE TEMP TABLE span AS
        WITH counted AS (
            SELECT id, practitioner_id, first_issued_on AS issued, expires_on AS expires
            FROM credential
            WHERE class IN ('statutory', 'accredited') AND matched_at IS NOT NULL
                AND first_issued_on IS NOT NULL
        ), seen AS (
            SELECT counted.id, changed_at / 86400 AS day, standing,
                standing IN ('active', 'active_restricted', 'lapsed_grace') AS is_on,
                row_number() OVER (PARTITION BY counted.id ORDER BY credential_history.id) AS place
            FROM counted JOIN credential_history ON credential_id = counted.id
            WHERE standing IS NOT NULL AND standing <> 'unknown'
        ), switch AS (
            SELECT seen.id, 0 AS place, issued AS day,
                standing NOT IN ('provisional', 'pending') AS is_on
            FROM seen JOIN counted USING (id) WHERE place = 1
            UNION ALL SELECT id, place, day, is_on FROM seen
        ), turn AS (
            SELECT *, lag(is_on, 1, 0) OVER (PARTITION BY id ORDER BY place) AS was_on FROM switch
        ), stretch AS (
            SELECT id, is_on, day AS first_day,
                lead(day) OVER (PARTITION BY id ORDER BY place) - 1 AS last_day
            FROM turn WHERE is_on <> was_on
        )
        SELECT practitioner_id, first_day,
            -- Running and without an expiry is for ever.
            min(ifnull(last_day, 100000000), ifnull(expires, 100000000)) AS last_day
        FROM stretch JOIN counted USING (id)
        WHERE is_on AND min(ifnull(last_day, 100000000), ifnull(expires, 100000000)) >= first_day;
        """

    /// First day moved later by the days between the stretches; last day, NULL where it runs.
    private static let experienceSQL = """
        DROP TABLE IF EXISTS temp.experience;
        CREATE TEMP TABLE experience (practitioner_id INTEGER PRIMARY KEY, since INTEGER, until INTEGER);
        INSERT INTO temp.experience
        WITH reached AS (
            SELECT practitioner_id, first_day, last_day,
                max(last_day) OVER (PARTITION BY practitioner_id ORDER BY first_day, last_day
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
            FROM temp.span
        )
        SELECT practitioner_id, min(first_day) + sum(max(0, first_day - ifnull(before, first_day) - 1)),
            nullif(max(last_day), 100000000)
        FROM reached GROUP BY practitioner_id;
        """

    /// A row a location, with what a search compares; a location of nobody listed has none.
    private static let placeSQL = """
        DROP TABLE IF EXISTS temp.truth;
        CREATE TEMP TABLE truth AS
        WITH spot AS (
            SELECT location.*, profile = 'claimed' AS claimed, accepting, accepts_referrals,
                CASE region WHEN '' THEN country ELSE country || '-' || region END AS code
            FROM location JOIN practitioner ON practitioner.id = practitioner_id
            WHERE npi_deactivated_on IS NULL
        ), bound AS (
            SELECT credential.practitioner_id FROM credential JOIN review_rule
                ON review_rule.jurisdiction
                    IN (credential.jurisdiction, substr(credential.jurisdiction, 1, 2))
            WHERE class = 'statutory' AND decision IN ('pending', 'approved')
        ), valid AS (
            SELECT spot.id AS location_id, credential.*,
                CASE class
                    WHEN 'statutory' THEN kind IN ('licence', 'registration', 'permit')
                    WHEN 'accredited' THEN licensing = 'unregulated'
                        AND kind IN ('licence', 'registration', 'national_certification')
                    ELSE 0
                END AS permits
            FROM spot JOIN jurisdiction USING (code)
                JOIN credential ON credential.practitioner_id = spot.practitioner_id
                    AND credential.jurisdiction IN (spot.code, spot.country)
        ), struck AS (
            SELECT DISTINCT practitioner_id FROM credential
            WHERE standing IN ('suspended', 'revoked', 'surrendered') AND NOT discipline_covered
        )
        SELECT spot.id AS location, spot.practitioner_id AS practitioner, claimed,
            latitude, radians(latitude) AS north, radians(longitude) AS east,
            (SELECT max(good_until) FROM valid WHERE location_id = spot.id AND permits
                AND decision = 'approved' AND spot.practitioner_id NOT IN struck) AS vetted_until,
            coalesce(
                (SELECT iif(matched_at IS NULL, -1, matched_at) FROM valid
                    WHERE location_id = spot.id AND permits AND decision = 'approved'
                        AND good_until IS NOT NULL AND spot.practitioner_id NOT IN struck
                    ORDER BY good_until DESC, id LIMIT 1),
                (SELECT matched_at FROM valid WHERE location_id = spot.id AND permits
                    ORDER BY matched_at DESC NULLS LAST, id LIMIT 1)) AS verified_at,
            claimed AND accepting IS 1 AS accepting,
            claimed AND accepts_referrals IS 1 AS accepts_referrals,
            claimed AND telehealth IS 1 AS telehealth, claimed AND wheelchair IS 1 AS wheelchair,
            EXISTS (SELECT 1 FROM valid WHERE location_id = spot.id AND decision = 'approved'
                AND class = 'statutory') AS statutory,
            EXISTS (SELECT 1 FROM valid WHERE location_id = spot.id AND decision = 'approved'
                AND class = 'accredited') AS accredited,
            EXISTS (SELECT 1 FROM valid WHERE location_id = spot.id AND decision = 'approved'
                AND class = 'certificate') AS certificate,
            iif(claimed AND NOT (practitioner_id IN bound
                OR spot.code IN (SELECT jurisdiction FROM review_rule)
                OR spot.country IN (SELECT jurisdiction FROM review_rule)),
                (SELECT count(*) FROM testimonial
                WHERE testimonial.practitioner_id = spot.practitioner_id
                    AND state = 'published'), 0) AS reviews,
            iif(claimed AND NOT (practitioner_id IN bound
                OR spot.code IN (SELECT jurisdiction FROM review_rule)
                OR spot.country IN (SELECT jurisdiction FROM review_rule)),
                (SELECT ifnull(sum(rating), 0) FROM testimonial
                WHERE testimonial.practitioner_id = spot.practitioner_id
                    AND state = 'published'), 0) AS stars
        FROM spot;
        CREATE INDEX temp.truth_by_latitude ON truth (latitude);
        """

    /// Whole years by the calendar, and days, up to the day after the last one or a given day.
    private static let yearsSQL = """
        INSERT INTO temp.years
        WITH stretch AS (
            SELECT ?1 AS day, practitioner_id, since, min(ifnull(until + 1, ?1), ?1) AS last
            FROM temp.experience
        ), written AS (
            SELECT *, date(since * 86400, 'unixepoch') AS first_date,
                date(last * 86400, 'unixepoch') AS last_date
            FROM stretch
        )
        SELECT day, practitioner_id,
            iif(last <= since, 0, substr(last_date, 1, 4) - substr(first_date, 1, 4)
                - (substr(last_date, 6) < substr(first_date, 6))),
            max(0, last - since) + 1
        FROM written
        """

    /// The locations of which a listing says something else than these statements, the first ten.
    func disagreements() throws -> [Int64] {
        try database.pool.writeWithoutTransaction { db in
            let truth = """
                SELECT location, practitioner, vetted_until, nullif(verified_at, -1), since, until,
                    reviews, stars, accepting + 2 * accepts_referrals + 4 * telehealth
                        + 8 * wheelchair + 16 * statutory + 32 * accredited + 64 * certificate
                FROM temp.truth LEFT JOIN temp.experience ON practitioner_id = practitioner
                """
            let listings = """
                SELECT location_id, practitioner_id, vetted_until, verified_at,
                    experience_since_on, experience_until_on, testimonial_count,
                    testimonial_stars, feature_bits
                FROM listing
                """
            return try Int64.fetchAll(
                db,
                sql: """
                    SELECT * FROM (\(truth) EXCEPT \(listings))
                    UNION SELECT * FROM (\(listings) EXCEPT \(truth)) LIMIT 10
                    """
            )
        }
    }

    // MARK: - Queries

    /// The first matches of a query in order, and how many there are.
    func answer(
        _ query: PractitionerQuery,
        at now: Instant,
        first count: Int
    ) throws -> Answer {
        let sql = sql(for: query, at: now)
        return try database.pool.writeWithoutTransaction { db in
            let rows = try Row.fetchAll(db, sql: sql + " LIMIT \(count)")
            return Answer(
                matches: rows.map {
                    Match(practitioner: $0[0], location: $0[1], key: $0[2], merit: $0[3])
                },
                total: rows.first?[4] ?? 0,
                edgeCount: rows.first?[5] ?? 0
            )
        }
    }

    private func sql(for query: PractitionerQuery, at now: Instant) -> String {
        """
        SELECT practitioner, location, key, merit, count(*) OVER (), sum(is_edge) OVER () FROM (
            SELECT practitioner, location, key, merit,
                max(is_edge) OVER (PARTITION BY practitioner) AS is_edge,
                row_number() OVER (PARTITION BY practitioner ORDER BY key, location) AS place
            FROM (
                SELECT practitioner, location, \(key(query)) AS key, \(edge(query)) AS is_edge,
                    CAST(\(Self.millionths) AS INTEGER) * 100 + min(years, 20) AS merit
                FROM (
                    SELECT truth.*, ifnull(years, 0) AS years, ifnull(days, 0) AS days,
                        \(haversine(query)) AS haversine
                    FROM temp.truth LEFT JOIN temp.years AS seen
                        ON seen.day = \(now.date.daysSince1970)
                            AND seen.practitioner = truth.practitioner
                    WHERE \(filters(query, at: now).joined(separator: "\n AND "))
                )
                WHERE \(circle(query))
            )
        )
        WHERE place = 1 ORDER BY key, practitioner
        """
    }

    private static let radius = 6_371_008.8

    private func haversine(_ query: PractitionerQuery) -> String {
        guard let center = query.circle?.center else { return "NULL" }
        let north = "radians(\(center.latitude))"
        let east = "radians(\(center.longitude))"
        return """
            pow(sin((north - \(north)) / 2), 2)
                + cos(north) * cos(\(north)) * pow(sin((east - \(east)) / 2), 2)
            """
    }

    private static let millionths = "round((42.0 + stars) * 1000000 / (10 + reviews))"

    private static let metres = "(2 * \(radius) * asin(min(1, sqrt(haversine))))"

    /// A metre more than asked, for `edge` to say whether it matters.
    private func circle(_ query: PractitionerQuery) -> String {
        guard let circle = query.circle else { return "1" }
        return "\(Self.metres) <= \(circle.radiusKilometres * 1000 + 1)"
    }

    private func edge(_ query: PractitionerQuery) -> String {
        guard let circle = query.circle else { return "0" }
        return "\(Self.metres) > \(circle.radiusKilometres * 1000 - 1)"
    }

    private func key(_ query: PractitionerQuery) -> String {
        switch query.sort {
        case .distance: return Self.metres
        case .rating: return "-(\(Self.millionths) + iif(reviews >= 5, 100000000, 0))"
        case .experience: return "-days"
        case .reviews: return "-reviews"
        case .best:
            var nearness = "0"
            if let circle = query.circle {
                let edge = circle.radiusKilometres * 1000 / (2 * Self.radius)
                nearness = "max(0, 1 - haversine / pow(sin(\(edge)), 2))"
            }
            return """
                -(50 * \(nearness) + 30 * \(Self.millionths) / 5000000.0 + 20 * min(years, 20) / 20.0)
                """
        }
    }

    private func filters(_ query: PractitionerQuery, at now: Instant) -> [String] {
        var filters: [String] = ["1"]
        if let circle = query.circle {
            // Only to be quick: no point of the circle lies further north or south.
            let degrees = circle.radiusKilometres / 111 + 0.01
            let latitude = circle.center.latitude
            filters.append("latitude BETWEEN \(latitude - degrees) AND \(latitude + degrees)")
        }
        if query.vettedOnly { filters.append("vetted_until > \(now.secondsSince1970)") }
        if query.minYears > 0 { filters.append("years >= \(query.minYears)") }
        if query.minReviews > 0 { filters.append("reviews >= \(query.minReviews)") }
        if query.minRatingHundredths > 0 {
            filters.append("reviews >= 5 AND stars * 100 >= \(query.minRatingHundredths) * reviews")
        }
        if let days = query.verifiedWithinDays {
            let from = now - Int64(days) * secondsPerDay
            filters.append("verified_at >= \(from.secondsSince1970)")
        }
        if let credentialClass = query.credentialClass { filters.append(credentialClass.rawValue) }
        if query.accepting { filters.append("accepting") }
        if query.acceptsReferrals { filters.append("accepts_referrals") }
        if query.telehealth { filters.append("telehealth") }
        if query.wheelchair { filters.append("wheelchair") }
        func words<Word>(_ set: WordSet<Word>, in table: String) {
            guard !set.isEmpty else { return }
            let list = set.words.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            filters.append(
                """
                claimed AND EXISTS (SELECT 1 FROM practitioner_\(table)
                    WHERE practitioner_id = truth.practitioner AND \(table) IN (\(list)))
                """
            )
        }
        words(query.conditions, in: "condition")
        words(query.languages, in: "language")
        words(query.techniques, in: "technique")
        words(query.payers, in: "payer")
        return filters
    }
}
