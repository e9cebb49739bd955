import Directory

/// What former patients of the seed's people say.
struct SeedTestimonials {
    private(set) var table = Table(columns: "practitioner,day,rating,condition,text")

    init(of practitioners: [SeedPractitioner]) {
        var written: Set<String> = []
        for practitioner in practitioners where practitioner.mayHaveTestimonials {
            var dice = SplitMix64("what is said of \(practitioner.id)")
            let oldest = max(practitioner.firstIssued + 45, -2_100)
            guard oldest < -20 else { continue }
            let isMostReviewed = practitioner.id == Seed.mostReviewed
            let count = isMostReviewed ? 200 : Self.drawnCount(with: &dice)
            let standing =
                isMostReviewed ? 1 : dice.pick(weighted: [(0, 30), (1, 48), (2, 17), (3, 5)])
            let days = (0..<count).map { _ in dice.within(oldest...(-3)) }.sorted()
            var voices = SeedVoices(of: practitioner)
            for day in days {
                let rating = dice.pick(weighted: Self.ratings[standing])
                var (condition, text) = voices.testimonial(rating: rating, with: &dice)
                while !written.insert(text).inserted {
                    (condition, text) = voices.testimonial(rating: rating, with: &dice)
                }
                table.append([
                    practitioner.id, "{\(day)}", String(rating), condition?.rawValue ?? "", text,
                ])
            }
        }
    }

    private static func drawnCount(with dice: inout SplitMix64) -> Int {
        let range = dice.pick(weighted: [
            (0...0, 300), (1...2, 220), (3...4, 150), (5...8, 170), (9...16, 100), (17...30, 45),
            (31...60, 15),
        ])
        return dice.within(range)
    }

    /// How stars fall to those who are liked best, well, middling and not so well.
    private static let ratings: [[(Int, Int)]] = [
        [(5, 84), (4, 12), (3, 3), (2, 1)],
        [(5, 64), (4, 21), (3, 8), (2, 4), (1, 3)],
        [(5, 40), (4, 27), (3, 16), (2, 10), (1, 7)],
        [(5, 22), (4, 22), (3, 22), (2, 18), (1, 16)],
    ]
}

/// The former patients of one practitioner, who do not repeat one another if they can help it.
struct SeedVoices {
    private let conditions: [Condition]
    private let languages: Set<Language>
    private let isFrenchTown: Bool
    private var uses: [String: Int] = [:]

    init(of practitioner: SeedPractitioner) {
        conditions = practitioner.statement.conditions
        languages = Set(practitioner.statement.languages)
        isFrenchTown = practitioner.locations.contains { $0.region == "QC" || $0.city == "Moncton" }
    }

    mutating func testimonial(
        rating: Int,
        with dice: inout SplitMix64
    ) -> (condition: Condition?, text: String) {
        let condition = dice.chance(0.16) ? nil : drawnCondition(with: &dice)
        if languages.contains(.fr), dice.chance(isFrenchTown ? 0.8 : 0.1) {
            return (nil, foreign(SeedPhrases.french, rating: rating, with: &dice))
        }
        if languages.contains(.es), dice.chance(0.13) {
            return (nil, foreign(SeedPhrases.spanish, rating: rating, with: &dice))
        }
        return (condition, english(rating: rating, about: condition, with: &dice))
    }

    private func drawnCondition(with dice: inout SplitMix64) -> Condition? {
        let weighted = conditions.map { condition in
            (
                condition,
                [.neuropathy, .diabeticNeuropathy, .chemotherapyNeuropathy].contains(condition)
                    ? 4 : 1
            )
        }
        return weighted.isEmpty ? nil : dice.pick(weighted: weighted)
    }

    private mutating func english(
        rating: Int,
        about condition: Condition?,
        with dice: inout SplitMix64
    ) -> String {
        let complaint = condition.map(SeedComplaint.init)
        let opening = complaint?.openings ?? SeedPhrases.plainOpenings
        let effect = complaint?.effects ?? SeedPhrases.plainEffects
        let manner = dice.pick([
            SeedPhrases.firstVisit, SeedPhrases.firstVisit, SeedPhrases.listening,
            SeedPhrases.listening, SeedPhrases.clinic, SeedPhrases.needles,
        ])
        let practical = dice.pick([
            SeedPhrases.cost, SeedPhrases.punctuality, SeedPhrases.clinic, SeedPhrases.doctor,
        ])
        let shapes: [[[String]]] =
            switch rating {
            case 5:
                [
                    [opening, effect], [opening, effect, manner], [effect, manner],
                    [manner, effect], [effect, SeedPhrases.closings], [SeedPhrases.doctor, effect],
                    [opening, effect, SeedPhrases.closings], [manner, practical], [effect],
                    [opening, SeedPhrases.doctor, effect], [manner, SeedPhrases.closings],
                    [effect, practical], [opening, manner, effect, practical],
                    [SeedPhrases.lately, effect], [opening, effect, SeedPhrases.caveats],
                    [SeedPhrases.closings],
                ]
            case 4:
                [
                    [opening, effect, SeedPhrases.caveats], [effect, SeedPhrases.caveats],
                    [manner, SeedPhrases.caveats], [opening, SeedPhrases.partly, manner],
                    [effect, practical, SeedPhrases.caveats], [effect, SeedPhrases.grumbles],
                    [SeedPhrases.doctor, effect, SeedPhrases.caveats],
                ]
            case 3:
                [
                    [opening, SeedPhrases.partly], [SeedPhrases.partly, manner],
                    [SeedPhrases.partly, SeedPhrases.grumbles], [manner, SeedPhrases.grumbles],
                    [opening, SeedPhrases.partly, SeedPhrases.grumbles], [SeedPhrases.partly],
                ]
            case 2:
                [
                    [opening, SeedPhrases.nothing], [SeedPhrases.nothing, SeedPhrases.grumbles],
                    [SeedPhrases.faults], [manner, SeedPhrases.faults],
                    [SeedPhrases.nothing, SeedPhrases.faults],
                    [SeedPhrases.grumbles, SeedPhrases.faults],
                ]
            default:
                [
                    [SeedPhrases.faults], [opening, SeedPhrases.nothing, SeedPhrases.faults],
                    [SeedPhrases.faults, SeedPhrases.regrets],
                    [SeedPhrases.nothing, SeedPhrases.regrets],
                ]
            }
        return compose(dice.pick(shapes), complaint, with: &dice)
    }

    private mutating func foreign(
        _ phrases: SeedPhrases.Foreign,
        rating: Int,
        with dice: inout SplitMix64
    ) -> String {
        let shapes: [[[String]]] =
            switch rating {
            case 4...:
                [
                    [phrases.openings, phrases.effects], [phrases.effects, phrases.manner],
                    [phrases.manner, phrases.effects], [phrases.openings, phrases.manner],
                    [phrases.openings, phrases.effects, phrases.manner],
                ]
            case 3: [[phrases.openings, phrases.partly], [phrases.partly, phrases.manner]]
            default:
                [
                    [phrases.openings, phrases.faults], [phrases.faults],
                    [phrases.manner, phrases.faults],
                ]
            }
        return compose(dice.pick(shapes), nil, with: &dice)
    }

    private mutating func compose(
        _ shape: [[String]],
        _ complaint: SeedComplaint?,
        with dice: inout SplitMix64
    ) -> String {
        shape.map { pool in
            SeedPhrases.filled(leastUsed(of: pool, with: &dice), about: complaint, with: &dice)
        }.joined(separator: " ")
    }

    /// Draws a few sentences and takes the one that was said of this practitioner least.
    private mutating func leastUsed(of pool: [String], with dice: inout SplitMix64) -> String {
        var best = dice.pick(pool)
        for _ in 0..<4 {
            let other = dice.pick(pool)
            if uses[other, default: 0] < uses[best, default: 0] { best = other }
        }
        uses[best, default: 0] += 1
        return best
    }
}
