import Directory
import HTTPTypes
import Testing
@testable import Web

@Suite struct RateLimiterTests {
    private let start = SampleSite.now
    private let alice = Caller(InternetAddress("192.0.2.1"))
    private let bob = Caller(InternetAddress("192.0.2.2"))

    @Test func `the quota may be used at once, and fills again evenly`() {
        let limiter = RateLimiter(quota: 6)
        let turns = (0..<7).map { _ in limiter.turn(of: alice, at: start) }
        #expect(turns.map(\.isGranted) == [true, true, true, true, true, true, false])
        #expect(turns.map(\.remaining) == [5, 4, 3, 2, 1, 0, 0])
        #expect(turns.last?.waitSeconds == 10)

        #expect(!limiter.turn(of: alice, at: start + 9).isGranted)
        #expect(limiter.turn(of: alice, at: start + 9).waitSeconds == 1)
        #expect(limiter.turn(of: alice, at: start + 10).isGranted)
        #expect(!limiter.turn(of: alice, at: start + 10).isGranted)
        #expect(limiter.turn(of: alice, at: start + 300).remaining == 5)
    }

    @Test func `whoever waits as long as was said gets an answer`() {
        for quota in [1, 7, 60, 599, 10_000] {
            let limiter = RateLimiter(quota: quota)
            for _ in 0..<quota { #expect(limiter.turn(of: alice, at: start).isGranted) }
            let wait = limiter.turn(of: alice, at: start).waitSeconds
            #expect((1...60).contains(wait))
            #expect(limiter.turn(of: alice, at: start + Int64(wait)).isGranted, "\(quota)")
        }
    }

    @Test func `callers do not count for each other`() {
        let limiter = RateLimiter(quota: 1)
        #expect(limiter.turn(of: alice, at: start).isGranted)
        #expect(!limiter.turn(of: alice, at: start).isGranted)
        #expect(limiter.turn(of: bob, at: start).isGranted)
    }

    @Test func `what is taken back was not counted`() {
        let limiter = RateLimiter(quota: 2)
        for _ in 0..<10 {
            #expect(limiter.turn(of: alice, at: start).remaining == 1)
            limiter.takeBack(from: alice)
        }
    }

    @Test func `a clock that was set back shuts nobody out for longer than a minute`() {
        let limiter = RateLimiter(quota: 2)
        for _ in 0..<3 { _ = limiter.turn(of: alice, at: start + 86_400) }
        let turn = limiter.turn(of: alice, at: start)
        #expect(!turn.isGranted)
        #expect(turn.waitSeconds <= 60)
        #expect(limiter.turn(of: alice, at: start + 60).isGranted)
    }

    @Test func `of too many callers those are forgotten who used least`() {
        let limiter = RateLimiter(quota: 100)
        for _ in 0..<101 { _ = limiter.turn(of: alice, at: start) }
        // Twice as many as there is room for, each asking once.
        for number in 0..<131_072 {
            _ = limiter.turn(
                of: Caller(
                    InternetAddress("2001:db8:\(hex(number >> 16)):\(hex(number & 0xFFFF))::")
                ),
                at: start
            )
        }
        #expect(!limiter.turn(of: alice, at: start).isGranted)
    }

    @Test func `an answer says the policy and how the caller stands`() {
        let limiter = RateLimiter(quota: 600)
        var fields = HTTPFields()
        limiter.mark(&fields, limiter.turn(of: alice, at: start))
        #expect(fields[.rateLimitPolicy] == "\"address\";q=600;w=60")
        #expect(fields[.rateLimit] == "\"address\";r=599;t=1")
        fields = HTTPFields()
        for _ in 0..<599 { _ = limiter.turn(of: alice, at: start) }
        limiter.mark(&fields, limiter.turn(of: alice, at: start))
        #expect(fields[.rateLimit] == "\"address\";r=0;t=1")
    }

    private func hex(_ number: Int) -> String { String(number, radix: 16) }
}
