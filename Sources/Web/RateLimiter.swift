import Directory
import HTTPTypes
import Synchronization

/// Counts how often each caller asks, and says who asks too often.
///
/// A quota fills again evenly, so that all that is kept of a caller is when it will be full (the
/// generic cell rate algorithm). Memory is bounded: where callers are too many, whoever has most of
/// the quota left is forgotten, and so begins with a full one.
final class RateLimiter: Sendable {
    /// What came of counting a request.
    struct Turn: Equatable {
        let isGranted: Bool
        /// Requests that may come at once after this one.
        let remaining: Int
        /// Until when to wait; 0 where the turn was granted.
        let waitSeconds: Int
    }

    private struct Slot {
        var caller: UInt64 = 0
        /// When the quota is full again, in parts of a second of which there are `quota`.
        var fullAt = Int64.min
    }

    static let windowSeconds: Int64 = 60
    static let policyName = "address"
    private static let slotsPerShelf = 8
    private static let shelfBits = 13

    private let quota: Int64
    private let policy: HTTPField
    /// What is said of the quota, by how much of it is left.
    private let standings: [HTTPField]
    private let slots: Mutex<[Slot]>
    /// Odd and different in each process, so that nobody can choose whom to meet on a shelf.
    private let multiplier = UInt64.random(in: 0...UInt64.max) | 1

    /// - Parameter quota: Requests that each caller may make in a minute, all at once or not.
    init(quota: Int) {
        self.quota = Int64(quota)
        policy = HTTPField(
            name: .rateLimitPolicy,
            value: "\"\(Self.policyName)\";q=\(quota);w=\(Self.windowSeconds)"
        )
        standings = (0...quota).map { remaining in
            // Until the quota is full again.
            let seconds = ((quota - remaining) * Int(Self.windowSeconds) + quota - 1) / quota
            return Self.standing(remaining: remaining, seconds: seconds)
        }
        slots = Mutex(Array(repeating: Slot(), count: Self.slotsPerShelf << Self.shelfBits))
    }

    private static func standing(remaining: Int, seconds: Int) -> HTTPField {
        HTTPField(name: .rateLimit, value: "\"\(policyName)\";r=\(remaining);t=\(seconds)")
    }

    /// Counts a request.
    func turn(of caller: Caller, at now: Instant) -> Turn {
        let present = now.secondsSince1970 &* quota
        let whole = quota * Self.windowSeconds
        return slots.withLock { slots in
            let place = place(of: caller, in: slots)
            let isKnown = slots[place].caller == caller.key
            // A clock that was set back shuts nobody out for longer than the window.
            let fullAt = isKnown ? min(max(slots[place].fullAt, present), present + whole) : present
            let used = fullAt + Self.windowSeconds - present
            let isGranted = used <= whole
            slots[place] = Slot(
                caller: caller.key,
                fullAt: isGranted ? fullAt + Self.windowSeconds : fullAt
            )
            return Turn(
                isGranted: isGranted,
                remaining: isGranted ? Int((whole - used) / Self.windowSeconds) : 0,
                waitSeconds: isGranted ? 0 : Int((used - whole + quota - 1) / quota)
            )
        }
    }

    /// Undoes the counting of a request that is going to be counted elsewhere.
    func takeBack(from caller: Caller) {
        slots.withLock { slots in
            let place = place(of: caller, in: slots)
            if slots[place].caller == caller.key { slots[place].fullAt -= Self.windowSeconds }
        }
    }

    /// Says in an answer how the caller stands.
    func mark(_ fields: inout HTTPFields, _ turn: Turn) {
        fields.append(policy)
        fields.append(
            turn.isGranted
                ? standings[turn.remaining]
                : Self.standing(remaining: 0, seconds: turn.waitSeconds)
        )
    }

    /// Where a caller is kept, or is to be.
    private func place(of caller: Caller, in slots: [Slot]) -> Int {
        let shelf = Int((caller.key &* multiplier) >> UInt64(64 - Self.shelfBits))
        let first = shelf * Self.slotsPerShelf
        var fullest = first
        for place in first..<(first + Self.slotsPerShelf) {
            if slots[place].caller == caller.key { return place }
            if slots[place].fullAt < slots[fullest].fullAt { fullest = place }
        }
        return fullest
    }
}
