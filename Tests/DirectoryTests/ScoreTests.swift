import Directory
import Testing

@Suite struct ScoreTests {
    @Test(
        arguments: [
            (7, 34, 485), (6, 28, 466), (5, 25, 500), (4, 20, nil),
            // Rounded it would be 4.5, for somebody whom min_rating=4.5 leaves out.
            (200, 899, 449), (200, 900, 450),
        ] as [(Int, Int, Int?)]
    )
    func `the mean shown is cut, so that whoever is shown with one passes its filter`(
        _ sample: (count: Int, stars: Int, hundredths: Int?)
    ) {
        let score = Score(count: sample.count, stars: sample.stars)
        #expect(score.meanHundredths == sample.hundredths)
        if let shown = score.meanHundredths {
            #expect(score.reaches(hundredths: shown))
            #expect(!score.reaches(hundredths: shown + 1))
        }
    }

    // round(10⁶ × (42 + stars) / (10 + n)), worked out by hand.
    @Test(arguments: [
        (0, 0, 4_200_000), (1, 5, 4_272_727), (1, 1, 3_909_091), (5, 25, 4_466_667),
        (5, 5, 3_133_333), (6, 30, 4_500_000), (200, 1000, 4_961_905), (200, 999, 4_957_143),
        (60, 240, 4_028_571), (22, 88, 4_062_500),
    ])
    func `the score is exact`(count: Int, stars: Int, millionths: Int) {
        #expect(Score(count: count, stars: stars).millionths == millionths)
    }

    @Test func `the score rounds half up and differs from the true quotient by half at most`() {
        for count in 0...300 {
            for stars in stride(from: count, through: count * 5, by: 7) {
                let score = Score(count: count, stars: stars).millionths
                let doubled = 2 * (score * (10 + count) - 1_000_000 * (42 + stars))
                #expect(doubled > -(10 + count) && doubled <= 10 + count)
            }
        }
    }

    @Test func `more and better testimonials never lower it`() {
        for count in 0..<60 {
            for stars in count...(count * 5) {
                let score = Score(count: count, stars: stars).millionths
                #expect(Score(count: count + 1, stars: stars + 5).millionths >= score)
                #expect(Score(count: count, stars: stars + 1).millionths > score)
            }
        }
    }

    @Test func `under five testimonials no star is shown`() {
        #expect(Score(count: 4, stars: 20).mean == nil)
        #expect(!Score(count: 4, stars: 20).reaches(hundredths: 100))
        #expect(Score(count: 5, stars: 20).mean == 4)
    }

    @Test(arguments: [
        (5, 23, 460, true), (5, 23, 461, false), (7, 31, 442, true), (7, 31, 443, false),
        (5, 25, 500, true), (200, 999, 500, false), (5, 5, 0, true), (4, 20, 0, false),
    ])
    func `a rating is reached by the plain mean, exactly`(
        count: Int,
        stars: Int,
        hundredths: Int,
        reaches: Bool
    ) {
        #expect(Score(count: count, stars: stars).reaches(hundredths: hundredths) == reaches)
    }
}
