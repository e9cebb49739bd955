import Directory
import Foundation

/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension TimeZone {
    static func named(_ identifier: String) throws -> TimeZone {
        guard let zone = TimeZone(identifier: identifier) else {
            throw MissingSample(what: identifier)
        }
        return zone
    }
}

extension CalendarDate {
    static func day(_ iso: String) throws -> CalendarDate {
        guard let date = CalendarDate(iso: iso) else { throw MissingSample(what: iso) }
        return date
    }
}

extension Instant {
    /// The moment written `2026-11-23 09:05`, in UTC.
    static func moment(_ text: String) throws -> Instant {
        let parts = text.split(separator: " ")
        let clock = parts.last?.split(separator: ":").compactMap { Int64($0) } ?? []
        guard parts.count == 2, clock.count == 2, let day = CalendarDate(iso: parts[0]) else {
            throw MissingSample(what: text)
        }
        return day.startInUTC + (clock[0] * 3600 + clock[1] * 60)
    }
}

struct MissingSample: Error {
    let what: String
}
