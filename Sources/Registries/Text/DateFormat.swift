package import Directory
package import Foundation

/// A way in which a registry writes dates: `MM/DD/YYYY`, `YYYY-MM-DDT00:00:00.000`, `Mon-DD-YYYY`.
///
/// `YYYY`, `MM` and `DD` are that many digits, `M` and `D` one or two; `Mon` is `Jan`, `Month` is
/// `January`; a `*` at the end is anything; all else stands for itself. Without a day, the month's
/// last is meant. `epoch_s` and `epoch_ms` are seconds and milliseconds since 1970.
package struct DateFormat: Sendable {
    package struct ParseError: Error, CustomStringConvertible {
        package var description: String {
            "a date format has YYYY, one of MM, M, Mon, Month, and DD or D unless days are not given, as MM/DD/YYYY; a * may end it; epoch_s and epoch_ms are known too"
        }
    }

    private enum Part: Equatable {
        case year, month, monthName, fullMonthName, day, monthOneOrTwo, dayOneOrTwo, anything
        case literal(UInt8)
    }

    private static let words: [(text: String, part: Part)] = [
        ("YYYY", .year), ("Month", .fullMonthName), ("Mon", .monthName), ("MM", .month),
        ("DD", .day), ("M", .monthOneOrTwo), ("D", .dayOneOrTwo), ("*", .anything),
    ]

    private static let monthNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ].map { Array($0.utf8) }

    private let parts: [Part]
    /// How many units of an epoch a second has; nil for a written date.
    private let unitsPerSecond: Int64?

    package init(_ text: String) throws(ParseError) {
        unitsPerSecond = text == "epoch_s" ? 1 : text == "epoch_ms" ? 1000 : nil
        guard unitsPerSecond == nil else {
            parts = []
            return
        }
        var parts: [Part] = []
        var rest = Substring(text)
        while let first = rest.first {
            if let (word, part) = Self.words.first(where: { rest.hasPrefix($0.text) }) {
                parts.append(part)
                rest = rest.dropFirst(word.count)
            } else {
                guard let byte = first.asciiValue else { throw ParseError() }
                parts.append(.literal(byte))
                rest = rest.dropFirst()
            }
        }
        func count(_ wanted: Part...) -> Int { parts.count { wanted.contains($0) } }
        guard count(.year) == 1,
            count(.month, .monthName, .fullMonthName, .monthOneOrTwo) == 1,
            count(.day, .dayOneOrTwo) <= 1,
            count(.anything) == 0 || parts.lastIndex(of: .anything) == parts.count - 1,
            count(.anything) <= 1, parts.count <= 40
        else { throw ParseError() }
        self.parts = parts
    }

    /// The date that a text writes in this format; nil where it writes none.
    ///
    /// - Parameters:
    ///   - text: What the registry wrote.
    ///   - zone: Where a moment's day is looked up.
    /// - Returns: The date; nil where the text is not in this format.
    package func date(_ text: String, in zone: TimeZone = .gmt) -> CalendarDate? {
        if let unitsPerSecond { return Self.date(ofEpoch: text, unitsPerSecond, in: zone) }
        var text = text
        return text.withUTF8 { bytes in
            var position = 0
            var year = 0
            var month = 0
            var day: Int?
            func digits(_ count: ClosedRange<Int>) -> Int? {
                var value = 0
                var found = 0
                while found < count.upperBound, position < bytes.count, bytes[position] &- 0x30 < 10
                {
                    value = value * 10 + Int(bytes[position] - 0x30)
                    position += 1
                    found += 1
                }
                return found >= count.lowerBound ? value : nil
            }
            func name(letters: Int?) -> Int? {
                for (index, name) in Self.monthNames.enumerated() {
                    let name = name.prefix(letters ?? name.count)
                    guard bytes.count - position >= name.count else { continue }
                    let isIt = zip(name, bytes[position...]).allSatisfy { $0 == $1 | 0x20 }
                    if isIt {
                        position += name.count
                        return index + 1
                    }
                }
                return nil
            }
            for part in parts {
                let number: Int?
                switch part {
                case .anything:
                    position = bytes.count
                    continue
                case .literal(let byte):
                    guard position < bytes.count, bytes[position] == byte else { return nil }
                    position += 1
                    continue
                case .year: number = digits(4...4)
                case .month, .day: number = digits(2...2)
                case .monthOneOrTwo, .dayOneOrTwo: number = digits(1...2)
                case .monthName: number = name(letters: 3)
                case .fullMonthName: number = name(letters: nil)
                }
                guard let number else { return nil }
                switch part {
                case .year: year = number
                case .day, .dayOneOrTwo: day = number
                default: month = number
                }
            }
            guard position == bytes.count else { return nil }
            return CalendarDate(year: year, month: month, day: day ?? 1)
                .map { day == nil ? $0.endOfMonth : $0 }
        }
    }

    private static func date(
        ofEpoch text: String,
        _ unitsPerSecond: Int64,
        in zone: TimeZone
    ) -> CalendarDate? {
        guard (1...15).contains(text.utf8.count), let units = Int64(text) else { return nil }
        let seconds = Int64((Double(units) / Double(unitsPerSecond)).rounded(.down))
        // The years 1 to 9999.
        guard (-62_135_596_800..<253_402_300_800).contains(seconds) else { return nil }
        let moment = Date(timeIntervalSince1970: Double(seconds))
        return Instant(secondsSince1970: seconds + Int64(zone.secondsFromGMT(for: moment))).date
    }
}
