import Directory

/// What an address about a past takes.
enum AsOfParameter: String, CaseIterable {
    case asOf = "as_of"
}

/// Which moment an address asks about.
struct AsOfRequest {
    /// Nil where the present is meant.
    private(set) var moment: Instant?

    init(target: String, at now: Instant) throws(BadParameters) {
        let given = GivenParameters<AsOfParameter>(target: target) {
            (_, text) throws(NotPermitted) in
            moment = try ParameterValue.past(text, until: now)
        }
        guard given.faults.isEmpty else { throw BadParameters(faults: given.faults) }
    }
}

extension ParameterValue {
    /// A moment gone by, written as RFC 3339 does; a date alone is the end of that day in UTC, and
    /// today's the present moment.
    static func past(_ text: String, until now: Instant) throws(NotPermitted) -> Instant {
        guard let (start, end) = span(text) else {
            throw NotPermitted(
                sentenceEnd:
                    "takes a date, as 2026-05-03, which means its end in UTC, or a moment, "
                    + "as 2026-05-03T12:00:00Z."
            )
        }
        guard start <= now else {
            throw NotPermitted(
                sentenceEnd: "lies in the future, of which nothing is known: it is \(now)."
            )
        }
        return min(end, now)
    }

    /// The first and the last second of what is written.
    private static func span(_ text: String) -> (start: Instant, end: Instant)? {
        if let day = CalendarDate(iso: text) {
            return (day.startInUTC, (day + 1).startInUTC - 1)
        }
        let bytes = Array(text.utf8.prefix(26))
        guard bytes.count >= 20, let day = CalendarDate(iso: text.prefix(10)),
            bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), let hour = twoDigits(bytes[11...], under: 24),
            let minute = twoDigits(bytes[14...], under: 60),
            let second = twoDigits(bytes[17...], under: 60),
            let offset = offset(bytes[19...])
        else { return nil }
        let moment = day.startInUTC + (hour * 3600 + minute * 60 + second - offset)
        return (moment, moment)
    }

    /// Seconds east of UTC: `Z` or `+02:00`, whose plus forms send as a space.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let sign = bytes.first else { return nil }
        if bytes.count == 1 { return sign | 0x20 == UInt8(ascii: "z") ? 0 : nil }
        let start = bytes.startIndex
        guard bytes.count == 6, bytes[start + 3] == UInt8(ascii: ":"),
            let hours = twoDigits(bytes[(start + 1)...], under: 24),
            let minutes = twoDigits(bytes[(start + 4)...], under: 60)
        else { return nil }
        switch sign {
        case UInt8(ascii: "+"), UInt8(ascii: " "): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }

    private static func twoDigits(_ bytes: ArraySlice<UInt8>, under limit: Int64) -> Int64? {
        let digits = bytes.prefix(2).map { Int64($0) - 0x30 }
        guard digits.count == 2, digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        let number = digits[0] * 10 + digits[1]
        return number < limit ? number : nil
    }
}
