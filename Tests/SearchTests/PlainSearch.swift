import Directory

/// The same search written plainly over whole listings: the index has to agree with it.
struct PlainSearch {
    var listings: [Listing]

    struct Match {
        var listing: Listing
        /// Ascending, as `order` of the query says.
        var key: Double
    }

    /// Whether somebody stands so near the edge of the circle that rounding may decide.
    func isEdgeInDoubt(_ query: PractitionerQuery) -> Bool {
        guard let circle = query.circle else { return false }
        return listings.contains { listing in
            guard let coordinate = listing.coordinate else { return false }
            let metres = coordinate.haversineMetres(to: circle.center)
            return abs(metres - circle.radiusKilometres * 1000) < 1
        }
    }

    /// Every location that matches, with its key.
    func matchingListings(_ query: PractitionerQuery, at now: Instant) -> [Match] {
        listings.compactMap { listing in
            var metres: Double?
            if let circle = query.circle {
                guard let coordinate = listing.coordinate else { return nil }
                let distance = coordinate.haversineMetres(to: circle.center)
                guard distance <= circle.radiusKilometres * 1000 else { return nil }
                metres = distance
            }
            guard matches(listing, query, at: now) else { return nil }
            return Match(listing: listing, key: key(listing, query, metres, at: now))
        }
    }

    /// One match a practitioner, in order.
    func matches(_ query: PractitionerQuery, at now: Instant) -> [Match] {
        Dictionary(grouping: matchingListings(query, at: now), by: \.listing.practitioner)
            .compactMap {
                $0.value.min { ($0.key, $0.listing.location) < ($1.key, $1.listing.location) }
            }
            .sorted { ($0.key, $0.listing.practitioner) < ($1.key, $1.listing.practitioner) }
    }

    private func matches(
        _ listing: Listing,
        _ query: PractitionerQuery,
        at now: Instant
    ) -> Bool {
        if query.vettedOnly {
            guard let until = listing.vettedUntil, now < until else { return false }
        }
        let years = listing.experience?.years(on: now.date) ?? 0
        guard years >= query.minYears, listing.score.count >= query.minReviews else { return false }
        if query.minRatingHundredths > 0 {
            guard let mean = listing.score.mean,
                mean * 100 >= Double(query.minRatingHundredths) - 1e-9
            else { return false }
        }
        func sharesWord<Word>(_ wanted: WordSet<Word>, _ offered: WordSet<Word>) -> Bool {
            wanted.isEmpty || wanted.words.contains { offered.contains($0) }
        }
        guard sharesWord(query.conditions, listing.conditions),
            sharesWord(query.languages, listing.languages),
            sharesWord(query.techniques, listing.techniques),
            sharesWord(query.payers, listing.payers)
        else { return false }
        switch query.credentialClass {
        case .statutory: guard listing.features.contains(.statutory) else { return false }
        case .accredited: guard listing.features.contains(.accredited) else { return false }
        case .certificate: guard listing.features.contains(.certificate) else { return false }
        case nil: break
        }
        if query.accepting, !listing.features.contains(.accepting) { return false }
        if query.acceptsReferrals, !listing.features.contains(.acceptsReferrals) { return false }
        if query.telehealth, !listing.features.contains(.telehealth) { return false }
        if query.wheelchair, !listing.features.contains(.wheelchair) { return false }
        if let days = query.verifiedWithinDays {
            guard let verifiedAt = listing.verifiedAt,
                now.seconds(since: verifiedAt) <= Int64(days) * 86_400
            else { return false }
        }
        return true
    }

    private func key(
        _ listing: Listing,
        _ query: PractitionerQuery,
        _ metres: Double?,
        at now: Instant
    ) -> Double {
        switch query.sort {
        case .best:
            var nearness = 0.0
            if let metres, let circle = query.circle {
                let reach = Coordinate.chordSquared(ofMetres: circle.radiusKilometres * 1000)
                nearness = 1 - Coordinate.chordSquared(ofMetres: metres) / reach
            }
            return -Ranking.points(
                nearness: nearness,
                score: listing.score.millionths,
                years: listing.experience?.years(on: now.date) ?? 0
            )
        case .distance: return metres ?? 0
        case .rating:
            return -Double(listing.score.millionths) - (listing.score.isEnough ? 1e9 : 0)
        case .experience:
            guard let experience = listing.experience else { return 1 }
            let end = min(experience.until.map { $0 + 1 } ?? now.date, now.date)
            return -Double(max(0, end.daysSince1970 - experience.since.daysSince1970))
        case .reviews: return -Double(listing.score.count)
        }
    }
}
