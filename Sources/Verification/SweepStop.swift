import Directory

/// Why a sweep ended before everything due was asked about.
package struct SweepStop: Hashable, Sendable {
    package let reason: String
    /// Whether it is worth a look; false for what the registry's description asks for.
    package let isFailure: Bool

    /// The hours of the registry's day in which it is left alone.
    static func quiet(_ hours: QuietHours) -> SweepStop {
        SweepStop(reason: "it is not asked from \(hours), by its own clock", isFailure: false)
    }

    static func usedUp(_ dailyLimit: Int) -> SweepStop {
        SweepStop(
            reason: "the \(dailyLimit) requests that it permits in a day are made",
            isFailure: false
        )
    }

    static func clockBehind(newest: Instant) -> SweepStop {
        SweepStop(
            reason: "the clock shows less than the time of the newest check (\(newest)): "
                + "set it right; nothing is asked until then",
            isFailure: true
        )
    }

    static func closed(until: Instant, because reason: String) -> SweepStop {
        SweepStop(reason: "it is left alone until \(until): \(reason)", isFailure: true)
    }

    /// Its list was never taken in, or is not the current one any more.
    static func noList(_ reason: String) -> SweepStop {
        SweepStop(reason: reason, isFailure: true)
    }

    static func silence(_ reason: String) -> SweepStop {
        SweepStop(reason: reason, isFailure: true)
    }
}
