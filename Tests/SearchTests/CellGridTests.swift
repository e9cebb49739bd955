import Directory
import Testing

@testable import Search

@Suite struct CellGridTests {
    private func cells(around center: Coordinate, metres: Double) -> [ClosedRange<UInt32>] {
        var ranges: [ClosedRange<UInt32>] = []
        CellGrid.forEachRange(around: center, metres: metres) { ranges.append($0) }
        return ranges
    }

    @Test func `a circle's cells hold every point in it, once`() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<3000 {
            let latitude = [
                Double.random(in: -90...90, using: &generator), 90, -90, 89.97, 0, 45.05,
            ][generator.below(6)]
            let longitude = [
                Double.random(in: -180...180, using: &generator), 180, -180, 179.99, 0, -122.35,
            ][generator.below(6)]
            let center = try Coordinate.degrees(latitude, longitude)
            let metres = [1000, 25_000, 500_000][generator.below(3)] as Double
            let ranges = cells(around: center, metres: metres)
            for (range, next) in zip(
                ranges.sorted { $0.lowerBound < $1.lowerBound },
                ranges.sorted { $0.lowerBound < $1.lowerBound }.dropFirst()
            ) {
                #expect(range.upperBound < next.lowerBound)
            }
            for _ in 0..<20 {
                // A step from the centre in any direction, often to the very edge.
                let reach =
                    metres * (generator.happens(0.5) ? 0.999_999 : 0.5) / Coordinate.earthRadius
                let turn = Double.random(in: 0..<2 * .pi, using: &generator)
                let point = try center.moved(by: reach, turn: turn)
                let cell = CellGrid.cell(of: point)
                #expect(
                    ranges.count { $0.contains(cell) } == 1,
                    "\(point) within \(metres) m of \(center)"
                )
            }
        }
    }

    @Test func `the date line is one meridian`() throws {
        #expect(
            CellGrid.cell(of: try .degrees(12, 180)) == CellGrid.cell(of: try .degrees(12, -180))
        )
    }

    @Test func `a city's circle is about ten ranges`() throws {
        let count = cells(around: try .degrees(47.6, -122.3), metres: 25_000).count
        #expect((9...11).contains(count))
    }
}
