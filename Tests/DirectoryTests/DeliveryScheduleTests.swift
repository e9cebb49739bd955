import Directory
import Testing

@Suite struct DeliveryScheduleTests {
    private let start = Instant(secondsSince1970: 1_795_435_200)

    @Test func `it is tried ever less often for a day, and then given up`() {
        var now = start
        var pauses: [Int64] = []
        while let next = DeliverySchedule.nextAttempt(
            after: pauses.count + 1,
            created: start,
            now: now
        ) {
            pauses.append(next.seconds(since: now))
            now = next
        }

        #expect(pauses.prefix(9) == [60, 120, 240, 480, 960, 1920, 3840, 7200, 7200])
        #expect(pauses.dropFirst(8).dropLast().allSatisfy { $0 == 7200 })
        #expect(now == start + secondsPerDay)
    }

    @Test func `whoever asks to be left alone is, for two hours at most`() {
        func pause(_ retryAfter: Int64) -> Int64? {
            DeliverySchedule.nextAttempt(
                after: 1,
                created: start,
                now: start,
                retryAfter: retryAfter
            )?.seconds(since: start)
        }

        #expect(pause(600) == 600)
        #expect(pause(1) == 60)
        #expect(pause(-5) == 60)
        #expect(pause(.max) == 7200)
    }

    @Test func `no count of attempts is too large`() {
        #expect(
            DeliverySchedule.nextAttempt(after: .max, created: start, now: start) == start + 7200
        )
    }
}
