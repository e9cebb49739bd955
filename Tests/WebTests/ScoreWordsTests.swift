import Directory
import Testing

@testable import Web

/// How a mean of testimonials is written and drawn.
@Suite struct ScoreWordsTests {
    @Test(arguments: [
        (7, 33, "4.71", "9"), (10, 50, "5.00", "10"), (200, 999, "4.99", "9"), (5, 5, "1.00", "2"),
        (6, 21, "3.50", "7"), (6, 20, "3.33", "6"),
    ])
    func `neither the figure nor the stars show more than the mean`(
        count: Int,
        stars: Int,
        mean: String,
        halves: String
    ) {
        let score = Score(count: count, stars: stars)
        #expect(score.meanText == mean)
        #expect(score.halfStars == halves)
    }

    @Test func `too few are neither written nor drawn`() {
        let score = Score(count: 4, stars: 20)
        #expect(score.meanText == nil)
        #expect(score.halfStars == nil)
    }
}
