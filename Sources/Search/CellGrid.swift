import Directory
import Foundation

/// The earth cut into cells of a twentieth of a degree, numbered eastward, then northward.
///
/// Rows sorted by cell stand together as places do, so that a circle is a few ranges of cells: one
/// a band of latitude, two where it crosses the date line.
enum CellGrid {
    private static let perDegree = 20.0
    private static let columns = 7200
    private static let bands = 3600

    static func cell(of coordinate: Coordinate) -> UInt32 {
        let band = Self.band(at: coordinate.latitude)
        // 180° east is 180° west.
        let column = Int(((coordinate.longitude + 180) * perDegree).rounded(.down)) % columns
        return UInt32(band * columns + column)
    }

    /// The number of every row without a place, after all cells.
    static let nowhere = UInt32.max

    /// The northernmost band takes the pole in.
    private static func band(at latitude: Double) -> Int {
        min(max(Int(((latitude + 90) * perDegree).rounded(.down)), 0), bands - 1)
    }

    /// Hands over the cells that a circle touches: eastward from the centre, then westward of it,
    /// then other latitudes, so that what is near comes early.
    static func forEachRange(
        around center: Coordinate,
        metres: Double,
        _ body: (ClosedRange<UInt32>) -> Void
    ) {
        // The reach is a metre longer than asked, for what arithmetic loses near the edge.
        let reach = min((metres + 1) / Coordinate.earthRadius, .pi)
        let disc = Disc(latitude: center.latitude * .pi / 180, reach: reach)
        let degrees = reach * 180 / .pi
        let south = max(center.latitude - degrees, -90)
        let north = min(center.latitude + degrees, 90)
        let home = band(at: center.latitude)
        let middle = cell(of: center)
        let lowest = band(at: south)
        let highest = band(at: north)

        func visit(_ band: Int) {
            let lower = max(Double(band) / perDegree - 90, south)
            let upper = min(Double(band + 1) / perDegree - 90, north)
            let halfWidth =
                disc.halfWidth(from: lower * .pi / 180, to: upper * .pi / 180) * 180 / .pi
            let west = (center.longitude - halfWidth + 180) * perDegree
            let east = (center.longitude + halfWidth + 180) * perDegree
            let first = min(Int(west.rounded(.down)), columns - 1)
            let last = Int(east.rounded(.down))
            let base = band * columns
            func hand(_ first: Int, _ last: Int) {
                let cells = UInt32(base + first)...UInt32(base + last)
                if band == home, cells.contains(middle), cells.lowerBound < middle {
                    body(middle...cells.upperBound)
                    body(cells.lowerBound...middle - 1)
                } else {
                    body(cells)
                }
            }
            if last - first >= columns - 1 {
                hand(0, columns - 1)
            } else if first < 0 {
                hand(0, last)
                hand(first + columns, columns - 1)
            } else if last >= columns {
                hand(first, columns - 1)
                hand(0, last - columns)
            } else {
                hand(first, last)
            }
        }

        visit(home)
        for step in 1...max(1, max(home - lowest, highest - home)) {
            if home - step >= lowest { visit(home - step) }
            if home + step <= highest { visit(home + step) }
        }
    }

    /// A circle on the unit sphere, in radians.
    private struct Disc {
        let latitude: Double
        let reach: Double

        /// The widest it gets to either side of its centre's meridian between two latitudes; π where
        /// it goes round a pole.
        func halfWidth(from south: Double, to north: Double) -> Double {
            var widest = max(halfWidth(at: south), halfWidth(at: north))
            // Where a meridian touches it, unless it holds a pole.
            if reach + abs(latitude) < .pi / 2 {
                let tangent = asin(sin(latitude) / cos(reach))
                if tangent >= south, tangent <= north {
                    widest = max(widest, asin(min(1, sin(reach) / cos(latitude))))
                }
            }
            return widest
        }

        private func halfWidth(at other: Double) -> Double {
            let breadth = cos(latitude) * cos(other)
            guard breadth > 1e-12 else { return .pi }
            let cosine = (cos(reach) - sin(latitude) * sin(other)) / breadth
            return acos(min(max(cosine, -1), 1))
        }
    }
}
