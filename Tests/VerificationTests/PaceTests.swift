import Directory
import Registries
import Testing

@testable import Verification

@Suite struct PaceTests {
    private let start = ContinuousClock.now

    private func pace(interval: Int = 0, pause: Int = 30) -> Pace {
        Pace(
            Pacing(intervalMilliseconds: interval, concurrency: 2, pauseSeconds: pause),
            now: start
        )
    }

    @Test func `questions keep their distance`() {
        var pace = pace(interval: 500)
        #expect(pace.mayStart(at: start))

        pace.started(at: start)
        #expect(!pace.mayStart(at: start + .milliseconds(499)))
        #expect(pace.mayStart(at: start + .milliseconds(500)))
        #expect(pace.wait(at: start + .milliseconds(200)) == .milliseconds(300))
    }

    @Test func `ten silences in a row end the sweep, nine and an answer do not`() {
        var pace = pace()
        for _ in 0..<9 { pace.finished(.unreachable, retryAfterSeconds: nil, at: start) }
        pace.finished(.absent, retryAfterSeconds: nil, at: start)
        #expect(pace.stopReason == nil)

        for _ in 0..<10 { pace.finished(.unparseable, retryAfterSeconds: nil, at: start) }
        #expect(pace.stopReason != nil)
        #expect(!pace.mayStart(at: start + .seconds(3600)))
    }

    @Test func `a short Retry-After is waited out`() {
        var pace = pace()
        pace.finished(.throttled, retryAfterSeconds: 5, at: start)

        #expect(pace.stopReason == nil)
        #expect(!pace.mayStart(at: start + .seconds(4)))
        #expect(pace.mayStart(at: start + .seconds(5)))
    }

    @Test func `a long Retry-After ends the sweep`() {
        var pace = pace()
        pace.finished(.throttled, retryAfterSeconds: 61, at: start)

        #expect(pace.stopReason != nil)
    }

    @Test func `without a Retry-After the described pause holds`() {
        var pace = pace(pause: 20)
        pace.finished(.blocked, retryAfterSeconds: nil, at: start)

        #expect(!pace.mayStart(at: start + .seconds(19)))
        #expect(pace.mayStart(at: start + .seconds(20)))
    }

    @Test func `no more is claimed than can be asked within the lease`() {
        #expect(pace(interval: 0).claimLimit(leaseSeconds: 300) == 1024)
        #expect(pace(interval: 1000).claimLimit(leaseSeconds: 300) == 150)
        #expect(pace(interval: 3_600_000).claimLimit(leaseSeconds: 300) == 1)
    }
}
