/// A hundred and twenty-eight rows, or four blocks, filtered together.
///
/// What filters ask about stands in bit slices: for every binary digit of a number, and for every
/// word and feature, the set of the rows that have it.
struct RowBatch {
    /// How many rows make a batch.
    static let rows = 128
    /// How many blocks.
    static let blocks = 4

    let summary: UnsafeMutablePointer<Summary>
    let slices: UnsafeMutablePointer<RowSet>

    /// What is true of all rows of a block, a lane for each.
    struct Summary {
        /// A ball round all rows that have a place, in steps; the radius allows for rounding.
        var x = SIMD4<Float>.zero
        var y = SIMD4<Float>.zero
        var z = SIMD4<Float>.zero
        var radius = SIMD4<Float>.zero
        /// The most that ranking can find.
        var earliestSince = SIMD4<Int32>(repeating: .max)
        var bestRating = SIMD4<Int32>.zero
        var mostReviews = SIMD4<Int32>.zero
        /// Of the whole batch.
        var leastVettedUntil = Int32.max
        var leastVerifiedAt = Int32.max

        /// Of up to 128 rows.
        init(_ rows: [ListingRow]) {
            for start in stride(from: 0, to: rows.count, by: RowBlock.rows) {
                take(in: rows[start...].prefix(RowBlock.rows), block: start / RowBlock.rows)
            }
        }

        private mutating func take(in rows: ArraySlice<ListingRow>, block: Int) {
            // The best score may be that of one who has too few testimonials for the bit above it.
            var score: Int32 = 0
            var enough: Int32 = 0
            for row in rows {
                score = max(score, row.rating & Lane.millionthsMask)
                enough |= row.rating & Lane.enoughBit
                earliestSince[block] = min(earliestSince[block], row.since)
                mostReviews[block] = max(mostReviews[block], row.reviews)
                leastVettedUntil = min(leastVettedUntil, row.vettedUntil)
                leastVerifiedAt = min(leastVerifiedAt, row.verifiedAt)
            }
            bestRating[block] = score | enough
            surround(rows, block)
        }

        private mutating func surround(_ rows: ArraySlice<ListingRow>, _ block: Int) {
            var least = SIMD3(repeating: Int32.max)
            var greatest = SIMD3(repeating: Int32.min)
            for row in rows where row.cell != CellGrid.nowhere {
                least.replace(with: row.position, where: row.position .< least)
                greatest.replace(with: row.position, where: row.position .> greatest)
            }
            guard least.x <= greatest.x else { return }
            let middle = SIMD3<Float>((SIMD3<Double>(least) + SIMD3<Double>(greatest)) / 2)
            x[block] = middle.x
            y[block] = middle.y
            z[block] = middle.z
            var squared = 0.0
            for row in rows where row.cell != CellGrid.nowhere {
                let difference = SIMD3<Double>(row.position) - SIMD3<Double>(middle)
                squared = max(squared, (difference * difference).sum())
            }
            radius[block] = Float(squared.squareRoot() * 1.00001 + Self.slack)
        }

        /// Steps, 3 m: several times what single precision loses of two positions.
        private static let slack = 512.0
    }
}
