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

    /// The same for whoever wants to repeat the sum.
    package static let formula =
        "points = 50 × (1 − (distance ÷ radius)²) + 30 × score ÷ 5 + 20 × min(years, 20) ÷ 20"
    package static let sentence =
        "Fifty points for being near, thirty for what former patients say, twenty for years of "
        + "experience that a register shows. Without a place nobody has points for being near. "
        + "Nobody can pay for a place in this order."
    package static let ties =
        "Who has equal points stands in the order in which the directory first heard of them."

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
