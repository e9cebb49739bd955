import Testing

@testable import Search

@Suite struct StableOrderTests {
    @Test(arguments: [0, 1, 2, 1000])
    func `sorts any keys and keeps equal ones as they came`(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        for mask in [0, 7, 0xFFFF_FFFF, UInt64.max] {
            let keys = (0..<count).map { _ in generator.next() & mask }
            let expected = (0..<count).sorted { (keys[$0], $0) < (keys[$1], $1) }
            #expect(stableOrder(count: count) { keys[$0] }.map(Int.init) == expected)
        }
    }
}
