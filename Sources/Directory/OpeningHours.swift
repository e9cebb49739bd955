/// When a location is open, in its own time.
package struct OpeningHours: Hashable, Sendable {
    package struct ParseError: Error, Equatable, CustomStringConvertible {
        package let found: String

        package var description: String {
            "hours are written as mo-fr 09:00-17:00;sa 10:00-14:00, found \"\(found)\""
        }
    }

    package enum Weekday: String, CaseIterable, Sendable {
        case monday = "mo"
        case tuesday = "tu"
        case wednesday = "we"
        case thursday = "th"
        case friday = "fr"
        case saturday = "sa"
        case sunday = "su"
    }

    /// One stretch of one day, in minutes since midnight.
    package struct Span: Hashable, Sendable {
        package let weekday: Weekday
        /// 0 to 1439.
        package let opens: Int
        /// Later than `opens`, up to 1440.
        package let closes: Int

        package init(weekday: Weekday, opens: Int, closes: Int) {
            self.weekday = weekday
            self.opens = opens
            self.closes = closes
        }

        fileprivate static func comesFirst(_ left: Span, _ right: Span) -> Bool {
            let week = Weekday.allCases
            let leftDay = week.firstIndex(of: left.weekday) ?? 0
            let rightDay = week.firstIndex(of: right.weekday) ?? 0
            return (leftDay, left.opens, left.closes) < (rightDay, right.opens, right.closes)
        }
    }

    /// In the order of the week, each beginning once.
    package let spans: [Span]

    /// Hours in any order; of several spans that begin together the longest counts.
    package init(spans: [Span] = []) {
        var ordered: [Span] = []
        for span in spans.sorted(by: Span.comesFirst) {
            if let last = ordered.last, (last.weekday, last.opens) == (span.weekday, span.opens) {
                ordered.removeLast()
            }
            ordered.append(span)
        }
        self.spans = ordered
    }

    /// Hours written as `mo-fr 09:00-12:00;mo-th 13:00-17:00`; nothing is closed all week.
    package init(_ text: some StringProtocol) throws(ParseError) {
        guard text.utf8.count <= Self.longestText else {
            throw ParseError(found: String(text.prefix(40)) + "…")
        }
        var spans: [Span] = []
        for part in String(text).split(separator: ";") {
            let words = part.split(separator: " ")
            guard words.count == 2, let days = Self.days(words[0]),
                let (opens, closes) = Self.minutes(words[1])
            else { throw ParseError(found: String(part)) }
            for day in days { spans.append(Span(weekday: day, opens: opens, closes: closes)) }
        }
        self.init(spans: spans)
    }

    /// Bytes; seven days of four spans each take fewer.
    package static let longestText = 500

    private static func days(_ text: Substring) -> ArraySlice<Weekday>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            .map { Weekday(rawValue: String($0)) }
        guard (1...2).contains(ends.count), let first = ends.first ?? nil,
            let last = ends.last ?? nil,
            let start = Weekday.allCases.firstIndex(of: first),
            let end = Weekday.allCases.firstIndex(of: last), start <= end
        else { return nil }
        return Weekday.allCases[start...end]
    }

    private static func minutes(_ text: Substring) -> (opens: Int, closes: Int)? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(minute)
        guard ends.count == 2, let opens = ends[0], let closes = ends[1], opens < closes else {
            return nil
        }
        return (opens, closes)
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isClock = text.utf8.allSatisfy { $0 == 0x3A || ($0 >= 0x30 && $0 <= 0x39) }
        guard isClock, parts.count == 2, parts[0].utf8.count == 2, parts[1].utf8.count == 2,
            let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...24).contains(hour), (0...59).contains(minute), hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}

extension OpeningHours: CustomStringConvertible {
    package var description: String {
        func clock(_ minutes: Int) -> String {
            let (hour, minute) = (minutes / 60, minutes % 60)
            return (hour < 10 ? "0\(hour)" : "\(hour)")
                + (minute < 10 ? ":0\(minute)" : ":\(minute)")
        }
        return
            spans.map { "\($0.weekday.rawValue) \(clock($0.opens))-\(clock($0.closes))" }
            .joined(separator: ";")
    }
}
