import Directory
import Storage

/// A calendar as calendar programs read it (RFC 5545, with the names of RFC 7986).
struct CalendarText {
    /// Octets of a line, its end not counted.
    private static let lineLimit = 75

    private(set) var text = ""

    /// Writes a calendar of whole days.
    ///
    /// - Parameters:
    ///   - name: What programs call it.
    ///   - description: What it holds, in a sentence.
    ///   - events: Writes the days; at least one component has to stand in a calendar, so without any
    ///     its time zone does.
    init(name: String, description: String, _ events: (inout CalendarText) -> Void) {
        line("BEGIN", "VCALENDAR")
        line("VERSION", "2.0")
        line("PRODID", "-//Meridian//Expiries//EN")
        line("CALSCALE", "GREGORIAN")
        line("NAME", Self.escaped(name))
        line("X-WR-CALNAME", Self.escaped(name))
        line("DESCRIPTION", Self.escaped(description))
        line("X-WR-CALDESC", Self.escaped(description))
        line("REFRESH-INTERVAL;VALUE=DURATION", "PT12H")
        line("X-PUBLISHED-TTL", "PT12H")
        let head = text.utf8.count
        events(&self)
        if text.utf8.count == head {
            line("BEGIN", "VTIMEZONE")
            line("TZID", "Etc/UTC")
            line("BEGIN", "STANDARD")
            line("DTSTART", "19700101T000000")
            line("TZOFFSETFROM", "+0000")
            line("TZOFFSETTO", "+0000")
            line("END", "STANDARD")
            line("END", "VTIMEZONE")
        }
        line("END", "VCALENDAR")
    }

    /// Writes the day on which a credential expires; a later day is the same event, moved.
    mutating func event(_ expiry: Expiry, url: String?) {
        line("BEGIN", "VEVENT")
        line("UID", "\(expiry.credential)-expiry")
        line("DTSTAMP", Self.moment(expiry.seenAt))
        line("DTSTART;VALUE=DATE", Self.day(expiry.expiresOn))
        line("DTEND;VALUE=DATE", Self.day(expiry.expiresOn + 1))
        line(
            "SUMMARY",
            Self.escaped("\(expiry.name): \(expiry.number) (\(expiry.jurisdiction)) expires")
        )
        let title = expiry.title.isEmpty ? "" : "\(expiry.title)\n"
        let wording = expiry.wording.map { "The register said \"\($0)\"" } ?? "Seen"
        line(
            "DESCRIPTION",
            Self.escaped(
                "\(title)\(wording) on \(expiry.seenAt.date).\nCredential \(expiry.credential)"
            )
        )
        if let url { line("URL", url) }
        line("TRANSP", "TRANSPARENT")
        line("END", "VEVENT")
    }

    /// Writes a property, folded where it is longer than a line; no character is cut in two.
    private mutating func line(_ name: String, _ value: String) {
        var length = 0
        for scalar in "\(name):\(value)".unicodeScalars {
            let octets = UTF8.width(scalar)
            if length + octets > Self.lineLimit {
                text += "\r\n "
                length = 1
            }
            text.unicodeScalars.append(scalar)
            length += octets
        }
        text += "\r\n"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                escaped += "\\"
                escaped.unicodeScalars.append(scalar)
            case "\n": escaped += "\\n"
            // Control characters have no place in a calendar.
            case "\u{0}"..."\u{1F}", "\u{7F}": escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func day(_ date: CalendarDate) -> String {
        date.description.filter { $0 != "-" }
    }

    /// `2026-11-23T12:00:00Z` without its ornament.
    private static func moment(_ instant: Instant) -> String {
        instant.description.filter { $0 != "-" && $0 != ":" }
    }
}
