import Dispatch
import Synchronization

/// How long searches took in this process, from the request's head to the page that is sent.
///
/// Counting costs two looks at the clock and two additions, beside which a search is long.
final class SearchMeter: Sendable {
    /// The upper ends of the buckets, in nanoseconds; what is above them all has one of its own.
    static let ends: [Int] = [
        50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000,
        50_000_000, 100_000_000, 250_000_000, 500_000_000, 1_000_000_000,
    ]

    private let counts: InlineArray<15, Atomic<Int>> = InlineArray { _ in Atomic(0) }
    private let nanoseconds = Atomic<Int>(0)

    /// A moment to measure from.
    static func start() -> Int {
        Int(DispatchTime.now().uptimeNanoseconds)
    }

    /// Counts a search that began at a moment and ends now.
    func count(since start: Int) {
        count(nanoseconds: max(0, Self.start() - start))
    }

    func count(nanoseconds duration: Int) {
        var bucket = 0
        while bucket < Self.ends.count, duration > Self.ends[bucket] { bucket += 1 }
        counts[bucket].add(1, ordering: .relaxed)
        nanoseconds.add(duration, ordering: .relaxed)
    }

    /// What was counted, as a histogram has it: every bucket holds those below it too.
    struct Reading {
        let buckets: [(endSeconds: Double, count: Int)]
        let count: Int
        let seconds: Double
    }

    var reading: Reading {
        var sum = 0
        var buckets: [(endSeconds: Double, count: Int)] = []
        for bucket in 0..<counts.count {
            sum += counts[bucket].load(ordering: .relaxed)
            let end = bucket < Self.ends.count ? Double(Self.ends[bucket]) / 1e9 : .infinity
            buckets.append((end, sum))
        }
        return Reading(
            buckets: buckets,
            count: sum,
            seconds: Double(nanoseconds.load(ordering: .relaxed)) / 1e9
        )
    }
}
