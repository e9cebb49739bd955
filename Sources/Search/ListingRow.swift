import Directory

/// A listing in the form in which its columns keep it.
struct ListingRow {
    var practitioner: Int64
    var location: Int64
    var cell: UInt32
    /// The unit vector in steps of 6 mm; nothing asks for it where the cell is nowhere.
    var position: SIMD3<Int32>
    /// A `Lane.moment`.
    var vettedUntil: Int32
    var verifiedAt: Int32
    /// Days since 1970, `Lane.noDay` where there is none.
    var since: Int32
    var until: Int32
    /// A `Lane.rating`.
    var rating: Int32
    var reviews: Int32
    /// A `Lane.mean`.
    var mean: Int32
    var marks: Marks
    /// Which of the word lists that its columns are made from is its own.
    var wordList: UInt32 = 0

    /// Features and words, a bit each.
    struct Marks {
        private var bits = InlineArray<9, UInt32>(repeating: 0)

        static let wordCount = 9
        /// The first of the two words, the lower half first, that a vocabulary fills.
        static let conditions = 0
        static let languages = 2
        static let techniques = 4
        static let payers = 6
        static let features = 8

        subscript(word: Int) -> UInt32 {
            get { bits[word] }
            set { bits[word] = newValue }
        }

        mutating func formUnion(_ other: Marks) {
            for word in 0..<Self.wordCount { bits[word] |= other.bits[word] }
        }

        func subtracting(_ other: Marks) -> Marks {
            var rest = self
            for word in 0..<Self.wordCount { rest.bits[word] &= ~other.bits[word] }
            return rest
        }
    }
}

extension ListingRow {
    init(_ listing: Listing) {
        practitioner = listing.practitioner.value
        location = listing.location.value
        cell = listing.coordinate.map(CellGrid.cell) ?? CellGrid.nowhere
        position = listing.coordinate.map(Lane.position) ?? .zero
        vettedUntil = Lane.moment(listing.vettedUntil)
        verifiedAt = Lane.moment(listing.verifiedAt)
        since = Lane.day(listing.experience?.since)
        until = Lane.day(listing.experience?.until)
        rating = Lane.rating(listing.score)
        reviews = Int32(clamping: max(0, listing.score.count))
        mean = Lane.mean(listing.score)
        marks = Marks(
            conditions: listing.conditions,
            languages: listing.languages,
            techniques: listing.techniques,
            payers: listing.payers,
            features: listing.features
        )
    }

    /// The order of rows in columns: by cell, and within one so that neighbours stand together.
    ///
    /// Within a cell by the cubes of 3.1, 1.6 and 0.8 km in which places are (Morton's order).
    var order: UInt64 {
        func spread(_ steps: Int32) -> UInt64 {
            var bits = UInt64(truncatingIfNeeded: steps >> 17 & 7)
            bits = (bits | bits << 4) & 0x43
            return (bits | bits << 2) & 0x49
        }
        let cube = spread(position.x) << 2 | spread(position.y) << 1 | spread(position.z)
        return UInt64(cell) << 9 | cube
    }
}

extension ListingRow.Marks {
    init(
        conditions: WordSet<Condition> = [],
        languages: WordSet<Language> = [],
        techniques: WordSet<Technique> = [],
        payers: WordSet<Payer> = [],
        features: Listing.Features = []
    ) {
        set(conditions.bits, from: Self.conditions)
        set(languages.bits, from: Self.languages)
        set(techniques.bits, from: Self.techniques)
        set(payers.bits, from: Self.payers)
        self[Self.features] = UInt32(features.rawValue)
    }

    private mutating func set(_ words: UInt64, from first: Int) {
        self[first] = UInt32(truncatingIfNeeded: words)
        self[first + 1] = UInt32(truncatingIfNeeded: words >> 32)
    }
}

/// How values are written in 32 bits so that signed comparisons, all that the least x86-64 has, order
/// them.
enum Lane {
    // MARK: - Moments

    /// Seconds since 1970, 1 to 2³² − 1, less 2³¹; `never`, the least, where there is none.
    static func moment(_ instant: Instant?) -> Int32 {
        Int32(
            bitPattern: UInt32(clamping: instant?.secondsSince1970 ?? 0) ^ 0x8000_0000
        )
    }

    static func instant(ofMoment moment: Int32) -> Instant? {
        moment == never ? nil : Instant(secondsSince1970: seconds(ofMoment: moment))
    }

    static func seconds(ofMoment moment: Int32) -> Int64 {
        Int64(UInt32(bitPattern: moment) ^ 0x8000_0000)
    }

    static let never = Int32.min

    // MARK: - Days

    /// Days since 1970; `noDay`, later than all, where there is none.
    static func day(_ date: CalendarDate?) -> Int32 {
        guard let date else { return noDay }
        return min(max(date.daysSince1970, -dayLimit), dayLimit)
    }

    static let noDay: Int32 = 1 << 30
    /// Further than the years 1 to 9999 go, so that differences of days cannot overflow.
    private static let dayLimit: Int32 = 10_000_000

    static func experience(since: Int32, until: Int32) -> Experience? {
        guard since != noDay else { return nil }
        return Experience(
            since: CalendarDate(daysSince1970: since),
            until: until == noDay ? nil : CalendarDate(daysSince1970: until)
        )
    }

    // MARK: - Scores

    /// `Score.millionths`, and above them a bit where the testimonials are enough: the order by
    /// rating.
    static func rating(_ score: Score) -> Int32 {
        let millionths = Int32(min(max(score.millionths, 0), Int(millionthsMask)))
        return millionths | (score.isEnough ? enoughBit : 0)
    }

    static let enoughBit: Int32 = 1 << 24
    static let millionthsMask = enoughBit - 1

    /// The plain mean in whole hundredths, rounded down; 0 under too few testimonials.
    ///
    /// A mean reaches whole hundredths exactly when it does so rounded down.
    static func mean(_ score: Score) -> Int32 {
        Int32(clamping: max(0, score.meanHundredths ?? 0))
    }

    // MARK: - Positions

    static func position(_ coordinate: Coordinate) -> SIMD3<Int32> {
        let vector = (coordinate.unitVector * stepsPerRadius).rounded(.toNearestOrEven)
        return SIMD3(Int32(vector.x), Int32(vector.y), Int32(vector.z))
    }

    /// 2³⁰: sums of squares of differences stay below 2⁶³.
    static let stepsPerRadius = 1_073_741_824.0
    static let squareSteps = stepsPerRadius * stepsPerRadius
}
