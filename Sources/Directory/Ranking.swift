/// How `best` orders: fifty points for being near, thirty for the score, twenty for experience.
///
/// points = 50 × (1 − (distance ÷ radius)²) + 30 × score ÷ 5 + 20 × min(years, 20) ÷ 20, with the
/// distance taken as the chord, and no points for nearness where no place was asked for. Nobody
/// can pay for a place.
package enum Ranking {
    package static let nearnessPoints = 50.0
    package static let scorePoints = 30.0
    package static let experiencePoints = 20.0
    /// Years beyond which more experience adds nothing.
    package static let fullExperienceYears = 20

    /// - Parameters:
    ///   - nearness: 1 at the centre, 0 at the edge of the circle or without one.
    ///   - score: `Score.millionths`.
    ///   - years: Whole years of experience.
    /// - Returns: 0 to 100.
    package static func points(nearness: Double, score: Int, years: Int) -> Double {
        nearnessPoints * nearness
            + scorePoints * (Double(score) / 5_000_000)
            + experiencePoints * (Double(min(years, fullExperienceYears)) / 20)
    }
}
