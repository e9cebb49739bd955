package import Directory

/// What HTTP headers say of time.
package enum HTTPDate {
    /// The moment written as RFC 9110 §5.6.7 prefers it: `Sun, 06 Nov 1994 08:49:37 GMT`.
    package static func instant(_ text: String) -> Instant? {
        let parts = text.split(separator: " ", maxSplits: 8)
        guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT" || parts[5] == "UTC",
            let day = parts[1].wholeNumber(digits: 1...2),
            let month = months.firstIndex(of: parts[2].lowercased()),
            let year = parts[3].wholeNumber(digits: 4...4),
            let date = CalendarDate(year: year, month: month + 1, day: day)
        else { return nil }
        let time = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard time.count == 3,
            let hour = time[0].wholeNumber(digits: 2...2), hour < 24,
            let minute = time[1].wholeNumber(digits: 2...2), minute < 60,
            let second = time[2].wholeNumber(digits: 2...2), second <= 60
        else { return nil }
        return date.startInUTC + Int64(hour * 3600 + minute * 60 + second)
    }

    /// How many seconds a Retry-After asks to wait, at most a day; nil where it says nothing sane.
    package static func retryAfter(_ text: String, at now: Instant) -> Int? {
        if text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) {
            guard !text.isEmpty else { return nil }
            return min(Int(text) ?? .max, longestRetryAfter)
        }
        guard let moment = instant(text), moment >= now else { return nil }
        return Int(min(moment.seconds(since: now), Int64(longestRetryAfter)))
    }

    /// How many seconds ago a cache took the copy it answers with (RFC 9111 §5.1); nil where that
    /// is not said.
    package static func age(_ text: String) -> Int? {
        guard (1...10).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else {
            return nil
        }
        return Int(text)
    }

    package static let longestRetryAfter = 86_400

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
}

extension Substring {
    fileprivate func wholeNumber(digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(utf8.count), utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return Int(self)
    }
}
