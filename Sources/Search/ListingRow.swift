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
    /// A `Lane.traits`.
    var traits: Int32
    /// Conditions, languages, techniques, payers, two halves each, the lower first.
    var words: SIMD8<Int32>

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
        traits = Lane.traits(listing.features, score: listing.score)
        words = Lane.words(
            listing.conditions.bits,
            listing.languages.bits,
            listing.techniques.bits,
            listing.payers.bits
        )
    }

    init(
        practitioner: Int64,
        location: Int64,
        cell: UInt32,
        position: SIMD3<Int32>,
        vettedUntil: Int32,
        verifiedAt: Int32,
        since: Int32,
        until: Int32,
        rating: Int32,
        reviews: Int32,
        traits: Int32,
        words: SIMD8<Int32>
    ) {
        self.practitioner = practitioner
        self.location = location
        self.cell = cell
        self.position = position
        self.vettedUntil = vettedUntil
        self.verifiedAt = verifiedAt
        self.since = since
        self.until = until
        self.rating = rating
        self.reviews = reviews
        self.traits = traits
        self.words = words
    }
}

/// How values are written in 32-bit lanes so that signed comparisons, all that the least x86-64
/// has, order them.
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

    // MARK: - Traits

    /// The features, and from bit 16 upward the plain mean in whole hundredths, rounded down.
    ///
    /// A mean reaches whole hundredths exactly when it does so rounded down.
    static func traits(_ features: Listing.Features, score: Score) -> Int32 {
        var hundredths: Int32 = 0
        if score.isEnough {
            hundredths = Int32(min(max(score.stars * 100 / score.count, 0), meanLimit))
        }
        return Int32(features.rawValue) | hundredths << 16
    }

    /// The least traits of who reaches a mean.
    static func traits(reachingHundredths hundredths: Int) -> Int32 {
        Int32(min(max(hundredths, 0), meanLimit)) << 16
    }

    private static let meanLimit = 0x7FFF

    // MARK: - Words

    static func words(
        _ conditions: UInt64,
        _ languages: UInt64,
        _ techniques: UInt64,
        _ payers: UInt64
    ) -> SIMD8<Int32> {
        func lower(_ bits: UInt64) -> Int32 { Int32(truncatingIfNeeded: bits) }
        func upper(_ bits: UInt64) -> Int32 { Int32(truncatingIfNeeded: bits >> 32) }
        return SIMD8(
            lower(conditions),
            upper(conditions),
            lower(languages),
            upper(languages),
            lower(techniques),
            upper(techniques),
            lower(payers),
            upper(payers)
        )
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
