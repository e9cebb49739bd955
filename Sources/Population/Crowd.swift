package import Directory

/// The benchmark's population: people by the million, one after the other, in flat memory.
///
/// They live round 1,000 invented towns whose sizes follow Zipf's law with exponent 0.8, scattered
/// by a bell curve of 10 km; 15 % live anywhere on the continent. Of a million about 52,000 are
/// within 25 km of the largest town, and about two in five of these pass every filter of
/// a typical search at once. The same count gives the same people everywhere, and a larger crowd
/// begins with the smaller one.
package struct Crowd: Sequence, IteratorProtocol, Sendable {
    /// One person at one location.
    package struct Member: Sendable {
        /// From 0, without gaps.
        package let ordinal: Int
        package let givenName: String
        package let familyName: String
        package let city: String
        /// `WA`, `CO` or `IL`, so that each has a board.
        package let region: String
        package let latitude: Double
        package let longitude: Double
        /// How many days the person stays vetted, 1 to 30; 0 where not vetted.
        package let vettedForDays: Int
        /// Days of experience that registers show.
        package let experienceDays: Int
        package let testimonialCount: Int
        /// The sum of all stars.
        package let stars: Int
        package let conditions: WordSet<Condition>
        package let languages: WordSet<Language>
        package let techniques: WordSet<Technique>
        package let payers: WordSet<Payer>
        package let features: Listing.Features
    }

    /// How many people the budgets are about.
    package static let benchmarkCount = 1_000_000

    private let count: Int
    private var ordinal = 0

    package init(count: Int = Crowd.benchmarkCount) {
        self.count = count
    }

    package var underestimatedCount: Int { count - ordinal }

    package mutating func next() -> Member? {
        guard ordinal < count else { return nil }
        defer { ordinal += 1 }
        return Self.member(ordinal)
    }

    /// The centre of the largest town.
    package static var densestCentre: (latitude: Double, longitude: Double) {
        let town = towns[0]
        return (town.point.latitude, town.point.longitude)
    }
}

// MARK: - People

extension Crowd {
    private static func member(_ ordinal: Int) -> Member {
        var dice = SplitMix64(seed: SplitMix64.mixed(UInt64(ordinal) &+ 0x5eed))
        let isRural = dice.chance(0.15)
        let town = towns[isRural ? dice.below(towns.count) : drawnTown(with: &dice)]
        let point =
            isRural
            ? drawnAnywhere(with: &dice)
            : town.point.moved(north: dice.bell() * 10, east: dice.bell() * 10)
        let culture = cultures[dice.below(cultures.count)]
        let (reviewed, stars) = drawnTestimonials(with: &dice)
        return Member(
            ordinal: ordinal,
            givenName: dice.pick(culture.given),
            familyName: dice.pick(culture.families),
            city: town.name,
            region: town.region,
            latitude: point.latitude,
            longitude: point.longitude,
            vettedForDays: dice.chance(0.92) ? dice.within(1...30) : 0,
            experienceDays: dice.below(14_600),
            testimonialCount: reviewed,
            stars: stars,
            conditions: drawnConditions(with: &dice),
            languages: drawnLanguages(with: &dice),
            techniques: WordSet(bits: dice.next() & techniqueMask | 1),
            payers: WordSet(bits: dice.next() & dice.next() & payerMask),
            features: drawnFeatures(with: &dice)
        )
    }

    private static func drawnTestimonials(
        with dice: inout SplitMix64
    ) -> (count: Int, stars: Int) {
        let isFew = dice.chance(0.15)
        let spread = dice.unit()
        let count = isFew ? dice.below(5) : 5 + Int(55 * spread * spread * spread)
        let mean = 3.75 + 1.25 * dice.unit()
        return (count, Int((Double(count) * mean).rounded()))
    }

    private static func drawnConditions(with dice: inout SplitMix64) -> WordSet<Condition> {
        // Two draws joined: each of the other conditions is treated by a quarter.
        var conditions = WordSet<Condition>(bits: dice.next() & dice.next() & conditionMask)
        if dice.chance(0.78) { conditions.bits |= neuropathy }
        return conditions
    }

    private static func drawnLanguages(with dice: inout SplitMix64) -> WordSet<Language> {
        var languages = WordSet<Language>()
        if dice.chance(0.94) { languages.bits |= english }
        if languages.isEmpty || dice.chance(0.3) {
            languages.bits |= 1 << UInt64(1 + dice.below(Language.allCases.count - 1))
        }
        return languages
    }

    private static func drawnFeatures(with dice: inout SplitMix64) -> Listing.Features {
        var features: Listing.Features = [.statutory]
        if dice.chance(0.8) { features.insert(.accepting) }
        if dice.chance(0.6) { features.insert(.acceptsReferrals) }
        if dice.chance(0.25) { features.insert(.telehealth) }
        if dice.chance(0.6) { features.insert(.wheelchair) }
        return features
    }

    private static let neuropathy = WordSet<Condition>([.neuropathy]).bits
    private static let english = WordSet<Language>([.en]).bits
    private static let conditionMask = WordSet(Condition.allCases).bits & ~neuropathy
    private static let techniqueMask = WordSet(Technique.allCases).bits
    private static let payerMask = WordSet(Payer.allCases).bits

    private static let cultures: [(given: [String], families: [String])] = [
        .english, .english, .english, .english, .chinese, .chinese, .korean, .hispanic,
        .vietnamese, .japanese,
    ].map { (culture: Culture) in (culture.women + culture.men, culture.families) }
}

extension Crowd.Member {
    /// An invented NPI with a valid check digit, another for each of up to 100 million people.
    package var npi: String {
        let digits = Int64(200_000_000 + ordinal)
        return "\(digits)\(NPI.checkDigit(forFirstNine: digits))"
    }

    /// A licence number in a letter series that no board uses.
    package var licenceNumber: String {
        "ZX" + padded(ordinal, to: 8)
    }
}

// MARK: - Towns

extension Crowd {
    private struct Town: Sendable {
        let name: String
        let region: String
        let point: Gazetteer.Point
        /// The weights of this town and all larger ones together.
        let cumulative: Double
    }

    private static let towns: [Town] = {
        var dice = SplitMix64("towns of the crowd")
        var towns: [Town] = []
        var cumulative = 0.0
        for rank in 1...1_000 {
            var point = drawnAnywhere(with: &dice)
            // Nobody else's suburbs shall swell the largest town.
            while let first = towns.first, first.point.squaredKilometres(to: point) < 90 * 90 {
                point = drawnAnywhere(with: &dice)
            }
            cumulative += zipfWeight(rank)
            towns.append(
                Town(
                    name: townName(rank - 1),
                    region: ["WA", "CO", "IL"][rank % 3],
                    point: point,
                    cumulative: cumulative
                )
            )
        }
        return towns
    }()

    private static func drawnTown(with dice: inout SplitMix64) -> Int {
        let target = dice.unit() * towns[towns.count - 1].cumulative
        var low = 0
        var high = towns.count - 1
        while low < high {
            let middle = (low + high) / 2
            if towns[middle].cumulative > target { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Draws a point of the continent's middle latitudes, seas included.
    private static func drawnAnywhere(with dice: inout SplitMix64) -> Gazetteer.Point {
        Gazetteer.Point(latitude: 27 + 25 * dice.unit(), longitude: -123 + 55 * dice.unit())
    }

    /// The rank to the power of −0.8, by roots that are exactly rounded and Newton's steps.
    private static func zipfWeight(_ rank: Int) -> Double {
        let rank = Double(rank)
        var root = rank.squareRoot().squareRoot()
        for _ in 0..<60 {
            let fourth = root * root * root * root
            root -= (root * fourth - rank) / (5 * fourth)
        }
        return root / rank
    }

    private static func townName(_ index: Int) -> String {
        let beginnings = [
            "Sample", "Oak", "Ash", "Elm", "Mill", "North", "Lake", "Stone", "Fair", "Green",
        ]
        let middles = [
            "wood", "field", "brook", "ridge", "haven", "ford", "dale", "stead", "moor", "bury",
        ]
        let additions = [
            "", " Heights", " Springs", " Falls", " Junction", " Grove", " Park", " Center",
            " Point",
            " Valley",
        ]
        return beginnings[index % 10] + middles[index / 10 % 10] + additions[index / 100]
    }
}
