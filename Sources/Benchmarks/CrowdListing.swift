import Directory
import Population

extension Listing {
    /// One of the crowd as the listing index holds them, at a moment.
    init(_ member: Crowd.Member, at now: Instant) {
        let key = Int64(member.ordinal) + 1
        self.init(
            practitioner: RowKey(key),
            location: RowKey(key),
            coordinate: try? Coordinate(latitude: member.latitude, longitude: member.longitude),
            vettedUntil: now + Int64(member.vettedForDays) * secondsPerDay,
            verifiedAt: now - secondsPerDay,
            experience: Experience(since: now.date - member.experienceDays),
            score: Score(count: member.testimonialCount, stars: member.stars),
            conditions: member.conditions,
            languages: member.languages,
            techniques: member.techniques,
            payers: member.payers,
            features: member.features,
            words: SearchWords.ofListing(
                names: ["\(member.givenName) \(member.familyName)", "Sample Clinic"],
                city: member.city,
                region: member.region,
                country: "US"
            )
        )
    }
}

/// The questions that the benchmarks ask about the densest city.
struct DenseCityQuery {
    private var random = SplitMix64(seed: 7)

    /// Every filter at once, each time from a point of its own.
    mutating func next() -> PractitionerQuery {
        let center = Crowd.densestCentre
        var query = PractitionerQuery()
        query.circle =
            (try? Coordinate(
                latitude: center.latitude + jitter(),
                longitude: center.longitude + jitter()
            )).map { PractitionerQuery.Circle(center: $0, radiusKilometres: 25) }
        query.minYears = 5 + Int(random.next() % 2)
        query.minRatingHundredths = 400
        query.minReviews = 5
        query.conditions = [.neuropathy]
        query.languages = [.en]
        query.verifiedWithinDays = 30
        return query
    }

    /// Up to a kilometre either way, in degrees.
    private mutating func jitter() -> Double {
        (Double(random.next() >> 11) / Double(1 << 53) - 0.5) * 0.02
    }
}
