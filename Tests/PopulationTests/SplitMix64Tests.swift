import Testing

@testable import Population

@Suite struct SplitMix64Tests {
    /// The first numbers of seed 1234567, as other implementations give them.
    @Test func `the numbers are those of SplitMix64`() {
        var dice = SplitMix64(seed: 1_234_567)
        let numbers = (0..<5).map { _ in dice.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ]
        )
    }

    @Test func `draws stay within their bounds and reach them`() {
        var dice = SplitMix64(seed: 1)
        let draws = Set((0..<1_000).map { _ in dice.within(3...7) })
        #expect(draws == [3, 4, 5, 6, 7])
        let units = (0..<1_000).map { _ in dice.unit() }
        #expect(units.allSatisfy { (0..<1).contains($0) })
    }

    @Test func `the bell curve has mean zero and deviation one`() {
        var dice = SplitMix64(seed: 2)
        let draws = (0..<20_000).map { _ in dice.bell() }
        let mean = draws.reduce(0, +) / 20_000
        let variance = draws.reduce(0) { $0 + $1 * $1 } / 20_000
        #expect(abs(mean) < 0.03)
        #expect(abs(variance - 1) < 0.05)
    }

    @Test func `weights are kept`() {
        var dice = SplitMix64(seed: 3)
        let draws = (0..<4_000).map { _ in dice.pick(weighted: [("a", 3), ("b", 0), ("c", 1)]) }
        #expect(!draws.contains("b"))
        #expect((2_800...3_200).contains(draws.filter { $0 == "a" }.count))
    }
}
