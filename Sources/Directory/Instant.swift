/// A moment in time, to the second.
///
/// Trust is compared with the clock in whole seconds; what needs less than a second (how long a
/// registry took to answer) is measured elsewhere, in milliseconds.
package struct Instant: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let secondsSince1970: Int64

    package init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    package static func + (instant: Instant, seconds: Int64) -> Instant {
        Instant(secondsSince1970: instant.secondsSince1970 + seconds)
    }

    package static func - (instant: Instant, seconds: Int64) -> Instant {
        Instant(secondsSince1970: instant.secondsSince1970 - seconds)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    /// Seconds from another moment to this one; negative when the other is later.
    package func seconds(since other: Instant) -> Int64 {
        secondsSince1970 - other.secondsSince1970
    }

    /// The date in UTC.
    package var date: CalendarDate {
        CalendarDate(daysSince1970: Int32(clamping: Self.floorDivide(secondsSince1970, by: 86_400)))
    }

    private static func floorDivide(_ value: Int64, by divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

/// Seconds in a day of a clock without daylight saving.
package let secondsPerDay: Int64 = 86_400

extension Instant: CustomStringConvertible {
    /// As RFC 3339 writes it in UTC: `2026-11-23T09:05:00Z`.
    package var description: String {
        let day = date
        let second = secondsSince1970 - Int64(day.daysSince1970) * secondsPerDay
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(day)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }
}
