package import Foundation

/// Hours of the day in which a registry is not asked, by its own clock: `22:30` to `06:00`.
package struct QuietHours: Hashable, Sendable {
    package struct ParseError: Error, Equatable, CustomStringConvertible {
        package var description: String {
            "a time of day would be right here, as \"22:30\", and another one for the end"
        }
    }

    /// Minutes since midnight; the quiet begins at this one and is over at the other.
    package let from: Int
    package let to: Int

    package init(
        from: some StringProtocol,
        to: some StringProtocol
    ) throws(ParseError) {
        guard let from = Self.minutes(from), let to = Self.minutes(to), from != to else {
            throw ParseError()
        }
        self.from = from
        self.to = to
    }

    private static func minutes(_ text: some StringProtocol) -> Int? {
        let bytes = Array(text.utf8.prefix(6))
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [0, 1, 3, 4].map { Int(bytes[$0]) - 0x30 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        return hour < 24 && minute < 60 ? hour * 60 + minute : nil
    }

    /// Whether it is quiet at a moment, by the clock of a time zone; over midnight too.
    package func contain(_ moment: Instant, in zone: TimeZone) -> Bool {
        let date = Date(timeIntervalSince1970: Double(moment.secondsSince1970))
        let local = moment + Int64(zone.secondsFromGMT(for: date))
        let minute = Int(local.seconds(since: local.date.startInUTC) / 60)
        return from < to ? minute >= from && minute < to : minute >= from || minute < to
    }
}

extension QuietHours: CustomStringConvertible {
    package var description: String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        func clock(_ minutes: Int) -> String { "\(two(minutes / 60)):\(two(minutes % 60))" }
        return "\(clock(from)) to \(clock(to))"
    }
}
