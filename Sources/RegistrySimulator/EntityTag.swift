import Directory

/// The `ETag` of a body, and whether a client has that body already.
enum EntityTag {
    /// FNV-1a over 64 bits: enough to tell two bodies apart, and no more is promised.
    static func of(_ body: [UInt8]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in body { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return "\"\(String(hash, radix: 16))\""
    }

    /// Whether a header `If-None-Match` names a tag, called weak or not.
    static func isKnown(_ tag: String, from header: String) -> Bool {
        header.split(separator: ",").contains { part in
            let known = part.drop { $0 == " " }
            let bare = (known.hasPrefix("W/") ? known.dropFirst(2) : known).prefix { $0 != " " }
            return bare == tag || bare == "*"
        }
    }
}

extension CalendarDate {
    static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The beginning of this day in UTC as HTTP writes it: `Mon, 23 Nov 2026 00:00:00 GMT`.
    var httpDate: String {
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let (year, month, day) = yearMonthDay
        let weekday = weekdays[(Int(daysSince1970) % 7 + 7) % 7]
        return
            "\(weekday), \(day < 10 ? "0" : "")\(day) \(Self.monthNames[month - 1]) \(year) 00:00:00 GMT"
    }
}
