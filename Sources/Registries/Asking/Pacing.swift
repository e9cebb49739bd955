package import Directory

/// How often a registry may be asked.
package struct Pacing: Hashable, Sendable {
    /// Milliseconds from the start of one request to the start of the next.
    package var intervalMilliseconds: Int
    /// How many requests are under way at most.
    package var concurrency: Int
    /// Seconds to leave the registry alone when it throttles or blocks without a Retry-After.
    package var pauseSeconds: Int

    /// Hours of its own day in which it is not asked; nil where it always may be.
    package var quietHours: QuietHours?
    /// How many requests a day it permits, by its own clock; nil where no number is known.
    package var dailyLimit: Int?

    package init(
        intervalMilliseconds: Int,
        concurrency: Int,
        pauseSeconds: Int,
        quietHours: QuietHours? = nil,
        dailyLimit: Int? = nil
    ) {
        self.intervalMilliseconds = intervalMilliseconds
        self.concurrency = concurrency
        self.pauseSeconds = pauseSeconds
        self.quietHours = quietHours
        self.dailyLimit = dailyLimit
    }
}
