import Directory
import Testing

@Suite struct RankingTests {
    @Test(arguments: [
        (1.0, 5_000_000, 20, 100.0), (0.0, 0, 0, 0.0), (1.0, 0, 0, 50.0), (0.0, 5_000_000, 0, 30.0),
        (0.0, 0, 20, 20.0), (0.0, 0, 40, 20.0), (0.0, 0, 5, 5.0), (0.75, 4_200_000, 10, 72.7),
    ])
    func `fifty points are for nearness, thirty for the score, twenty for experience`(
        nearness: Double,
        score: Int,
        years: Int,
        points: Double
    ) {
        #expect(
            abs(Ranking.points(nearness: nearness, score: score, years: years) - points) < 1e-9
        )
    }
}
