/// How often a registry may be asked.
package struct Pacing: Hashable, Sendable {
    /// Milliseconds from the start of one request to the start of the next.
    package var intervalMilliseconds: Int
    /// How many requests are under way at most.
    package var concurrency: Int
    /// Seconds to leave the registry alone when it throttles or blocks without a Retry-After.
    package var pauseSeconds: Int

    package init(intervalMilliseconds: Int, concurrency: Int, pauseSeconds: Int) {
        self.intervalMilliseconds = intervalMilliseconds
        self.concurrency = concurrency
        self.pauseSeconds = pauseSeconds
    }
}
