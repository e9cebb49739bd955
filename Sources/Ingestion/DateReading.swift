package import Directory

/// How a file writes its dates.
package enum DateReading: Hashable, Sendable {
    /// `YYYY-MM-DD`.
    case calendar
    /// Also days before or after a day, in braces: `{-4200}`.
    case relative(to: CalendarDate)

    /// The day written so; nil for anything else.
    func date(_ text: String) -> CalendarDate? {
        if let date = CalendarDate(iso: text) { return date }
        guard case .relative(let origin) = self, text.first == "{", text.last == "}",
            let days = Int(text.dropFirst().dropLast()), abs(days) < 100_000
        else { return nil }
        return origin + days
    }

    /// What would be right.
    var form: String {
        switch self {
        case .calendar: "a date is written YYYY-MM-DD"
        case .relative: "a date is written YYYY-MM-DD or as days from loading, {-30}"
        }
    }
}
