/// What the testimonials of one practitioner add up to.
package struct Score: Hashable, Sendable {
    /// How many testimonials.
    package let count: Int
    /// The sum of their stars, 1 to 5 each.
    package let stars: Int

    package init(count: Int, stars: Int) {
        self.count = count
        self.stars = stars
    }

    /// Under so many testimonials no star is shown and nobody passes a rating filter.
    package static let leastCount = 5
    /// What everybody is taken to have before any testimonial, and with which weight.
    package static let priorMean = 4.2
    package static let priorWeight = 10
    /// `priorMean × priorWeight`, kept whole so that the score is exact.
    package static let priorStars = 42

    /// The score in words: it begins at 4.2 and moves to the mean as testimonials come in.
    package static let formula =
        "score = (10 × 4.2 + the sum of all stars) ÷ (10 + the number of testimonials)"

    package var isEnough: Bool { count >= Self.leastCount }

    /// round(10⁶ × (10 × 4.2 + stars) / (10 + n)).
    package var millionths: Int {
        let weight = Self.priorWeight + count
        return ((Self.priorStars + stars) * 1_000_000 + weight / 2) / weight
    }

    /// The plain mean; nil under five testimonials.
    package var mean: Double? { isEnough ? Double(stars) / Double(count) : nil }

    /// The plain mean in hundredths of a star, as it is shown; nil under five testimonials.
    ///
    /// Cut, never rounded: 899 stars of 200 are shown as 4.49, since `min_rating=4.5` leaves them
    /// out. Whoever is shown with a mean passes the filter that asks for it.
    package var meanHundredths: Int? { isEnough ? stars * 100 / count : nil }

    /// Whether the plain mean reaches a rating in hundredths; nobody does under five testimonials.
    package func reaches(hundredths: Int) -> Bool {
        isEnough && stars * 100 >= hundredths * count
    }
}
