import Directory
import Registries

/// When a registry may be asked next, as its description and its own answers have it.
struct Pace {
    /// Answers in a row that said nothing about a person, after which the registry counts as down.
    static let silencesThatOpen = 10
    /// The longest pause that a sweep waits out; a longer one ends it for this registry.
    static let longestPauseSeconds: Int64 = 60

    /// The most that is claimed at once: enough to ask about while a batch is being recorded.
    private static let mostClaimed = 1024

    private let pacing: Pacing
    private var nextStart: ContinuousClock.Instant
    private var silences = 0
    /// Why the registry is not asked any more in this sweep; nil while it is.
    private(set) var stopReason: String?
    /// For how long the registry asked to be left alone when that ended the sweep.
    private(set) var pauseAskedForSeconds: Int64?

    init(_ pacing: Pacing, now: ContinuousClock.Instant) {
        self.pacing = pacing
        nextStart = now
    }

    var concurrency: Int { pacing.concurrency }

    /// The most that may be claimed at once, so that all of it is asked before the lease runs out.
    func claimLimit(leaseSeconds: Int64) -> Int {
        guard pacing.intervalMilliseconds > 0 else { return Self.mostClaimed }
        return max(1, min(Self.mostClaimed, Int(leaseSeconds) * 500 / pacing.intervalMilliseconds))
    }

    func mayStart(at now: ContinuousClock.Instant) -> Bool {
        stopReason == nil && now >= nextStart
    }

    /// How long until the next question may start; zero where it may now.
    func wait(at now: ContinuousClock.Instant) -> Duration {
        max(.zero, now.duration(to: nextStart))
    }

    mutating func started(at now: ContinuousClock.Instant) {
        nextStart = max(nextStart, now + .milliseconds(pacing.intervalMilliseconds))
    }

    /// Takes in an outcome and the pause that came with it.
    mutating func finished(
        _ outcome: Outcome,
        retryAfterSeconds: Int?,
        at now: ContinuousClock.Instant
    ) {
        guard !outcome.isAnswer else {
            silences = 0
            return
        }
        silences += 1
        if silences >= Self.silencesThatOpen {
            stopReason = "\(silences) questions in a row got no answer"
        }
        guard outcome == .throttled || outcome == .blocked || retryAfterSeconds != nil else {
            return
        }
        let pause = Int64(retryAfterSeconds ?? pacing.pauseSeconds)
        if pause > Self.longestPauseSeconds {
            stopReason = "the registry asks to be left alone for \(pause) seconds"
            pauseAskedForSeconds = pause
        }
        nextStart = max(nextStart, now + .seconds(pause))
    }
}
