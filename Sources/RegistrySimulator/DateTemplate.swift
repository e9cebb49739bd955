import Directory

/// A date of the seed, written relative to the day it is loaded: `{30:iso}` is 30 days later.
///
/// A seed with fixed dates would rot: its licences would all have expired a few years on.
struct DateTemplate: Equatable, Sendable {
    /// How the registry writes its dates.
    enum Format: String, CaseIterable, Sendable {
        /// `2026-11-23T00:00:00.000`
        case iso
        /// `11/23/2026`
        case us
        /// `2026-11-23`
        case date
        /// `20261123`
        case compact
        /// `Nov-23-2026`
        case month
    }

    struct ParseError: Error, Equatable, CustomStringConvertible {
        let text: String

        var description: String {
            "\(text) is no date; right would be {30:iso}, {-365:us} or {0:date}, "
                + "at most \(DateTemplate.greatestDistance) days away"
        }
    }

    /// A little over a century.
    static let greatestDistance = 40_000

    let days: Int
    let format: Format

    init(_ text: String) throws(ParseError) {
        guard text.hasPrefix("{"), text.hasSuffix("}") else { throw ParseError(text: text) }
        let parts = text.dropFirst().dropLast().split(
            separator: ":",
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, let days = Int(parts[0]),
            let format = Format(rawValue: String(parts[1])),
            (-Self.greatestDistance...Self.greatestDistance).contains(days)
        else { throw ParseError(text: text) }
        self.days = days
        self.format = format
    }

    func day(asOf day: CalendarDate) -> CalendarDate {
        day + days
    }

    func text(asOf day: CalendarDate) -> String {
        let date = self.day(asOf: day)
        let iso = "\(date)"
        let (year, month, number) = (iso.prefix(4), iso.dropFirst(5).prefix(2), iso.suffix(2))
        switch format {
        case .iso: return "\(iso)T00:00:00.000"
        case .date: return iso
        case .us: return "\(month)/\(number)/\(year)"
        case .compact: return "\(year)\(month)\(number)"
        case .month:
            return "\(CalendarDate.monthNames[date.yearMonthDay.month - 1])-\(number)-\(year)"
        }
    }
}

extension CSVTable {
    /// What a cell holds as of a day: nil when empty, a date where it has a template, else its text.
    func value(_ column: Int, of row: Row, asOf day: CalendarDate) throws(SeedError) -> String? {
        let cell = row.cells[column]
        if cell.isEmpty { return nil }
        guard cell.hasPrefix("{") else { return cell }
        do {
            return try DateTemplate(cell).text(asOf: day)
        } catch {
            throw SeedError(file, line: row.line, "\(columns[column]): \(error)")
        }
    }
}
