package import Foundation

/// A day of the Gregorian calendar, in no time zone.
package struct CalendarDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    package let daysSince1970: Int32

    package init(daysSince1970: Int32) {
        self.daysSince1970 = daysSince1970
    }

    /// The day with this year (1 to 9999), month and day of the month; nil when there is none.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        // Days from civil, after Howard Hinnant: March is the first month, so that the leap day
        // comes last.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSince1970 = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// The day written `YYYY-MM-DD`; nil for anything else.
    package init?(iso text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(11))
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
            return nil
        }
        self.init(year: year, month: month, day: day)
    }

    package var yearMonthDay: (year: Int, month: Int, day: Int) {
        // After Cassio Neri and Lorenz Schneider, "Euclidean affine functions": multiplications
        // where the plain way divides. Days count from 1 March of a year before all there are.
        let cycles = 14_704
        let day = UInt64(Int(daysSince1970) + 719_468 + cycles * 146_097)
        let (century, dayInCentury) = (4 * day + 3).quotientAndRemainder(dividingBy: 146_097)
        let product = 2_939_745 * (dayInCentury / 4 * 4 + 3)
        let dayOfYear = (product & 0xFFFF_FFFF) / 2_939_745 / 4
        let shifted = 2141 * dayOfYear + 197_913
        let isNextYear = dayOfYear >= 306
        let year = Int(100 * century + product >> 32) - 400 * cycles + (isNextYear ? 1 : 0)
        let month = Int(shifted >> 16) - (isNextYear ? 12 : 0)
        return (year, month, Int((shifted & 0xFFFF) / 2141) + 1)
    }

    package static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func + (date: CalendarDate, days: Int) -> CalendarDate {
        CalendarDate(daysSince1970: date.daysSince1970 + Int32(days))
    }

    package static func - (date: CalendarDate, days: Int) -> CalendarDate {
        CalendarDate(daysSince1970: date.daysSince1970 - Int32(days))
    }

    package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }

    /// The same day so many years earlier; 28 February where that year has no 29th.
    package func yearsEarlier(_ years: Int) -> CalendarDate {
        let (year, month, day) = yearMonthDay
        let earlier = year - years
        let lastDay = Self.days(inMonth: month, of: max(1, earlier))
        return CalendarDate(year: max(1, earlier), month: month, day: min(day, lastDay)) ?? self
    }

    /// Whole years from this day to a later one; 0 when the other is not later.
    ///
    /// Who began on 29 February completes a year on 1 March where there is no 29th.
    package func wholeYears(until other: CalendarDate) -> Int {
        guard other > self else { return 0 }
        let (fromYear, fromMonth, fromDay) = yearMonthDay
        let (toYear, toMonth, toDay) = other.yearMonthDay
        return toYear - fromYear - ((toMonth, toDay) < (fromMonth, fromDay) ? 1 : 0)
    }

    /// The last day of this day's month.
    package var endOfMonth: CalendarDate {
        let (year, month, day) = yearMonthDay
        return self + (Self.days(inMonth: month, of: year) - day)
    }

    /// The moment at which this day ends in a time zone, which is when the next one begins.
    package func end(in zone: TimeZone) -> Instant {
        let midnight = Int64(daysSince1970 + 1) * secondsPerDay
        func offset(at seconds: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
        }
        // Twice, since the offset at the guess may be the one from before a clock change.
        let guess = midnight - offset(at: midnight)
        let found = midnight - offset(at: guess)
        // Where the clock leaps over midnight, no offset leads there: the leap is the end.
        let isThere = offset(at: found) == midnight - found
        return Instant(secondsSince1970: isThere ? found : max(guess, found))
    }

    /// The moment at which this day begins in UTC.
    package var startInUTC: Instant {
        Instant(secondsSince1970: Int64(daysSince1970) * secondsPerDay)
    }
}

extension Instant {
    /// The day that it is in a time zone.
    package func date(in zone: TimeZone) -> CalendarDate {
        let moment = Date(timeIntervalSince1970: Double(secondsSince1970))
        return (self + Int64(zone.secondsFromGMT(for: moment))).date
    }
}

extension CalendarDate: CustomStringConvertible {
    /// As ISO 8601 writes it: `2026-11-23`.
    package var description: String {
        let (year, month, day) = yearMonthDay
        let digits = String(year)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            + (month < 10 ? "-0\(month)" : "-\(month)") + (day < 10 ? "-0\(day)" : "-\(day)")
    }
}
