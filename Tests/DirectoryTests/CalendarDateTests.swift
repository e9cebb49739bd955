import Directory
import Foundation
import Testing

@Suite struct CalendarDateTests {
    // Days counted by hand or taken from the calendar's own definition.
    @Test(
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-03-01", 11_017), ("2026-11-23", 20_780),
            ("0001-01-01", -719_162), ("9999-12-31", 2_932_896), ("2024-02-29", 19_782),
        ] as [(String, Int32)]
    )
    func `a day has its place in the count of days`(text: String, days: Int32) throws {
        let date = try CalendarDate.day(text)

        #expect(date.daysSince1970 == days)
        #expect(date.description == text)
    }

    @Test func `every day of four hundred years follows the one before and comes back`() throws {
        var expected = try CalendarDate.day("1799-12-31").daysSince1970
        var wrong: [CalendarDate] = []
        for year in 1800...2200 {
            for month in 1...12 {
                let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
                let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
                for day in 1...lengths[month - 1] {
                    expected += 1
                    let date = CalendarDate(daysSince1970: expected)
                    let isSame = CalendarDate(year: year, month: month, day: day) == date
                    if !isSame || date.yearMonthDay != (year, month, day) { wrong.append(date) }
                }
                #expect(CalendarDate(year: year, month: month, day: lengths[month - 1] + 1) == nil)
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test(arguments: [
        "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31",
        "0000-01-01", "2026-1-01", "26-01-01", "2026/01/01", "2026-01-01T00:00", "", "+026-01-01",
        "２０２６-01-01", "2026-01-0\u{0}",
    ])
    func `what is no day is refused`(text: String) {
        #expect(CalendarDate(iso: text) == nil)
    }

    // MARK: - The end of a day

    // Ends as the time zone database has them, in UTC.
    @Test(arguments: [
        // New York in winter and summer, and the days of its clock changes.
        ("2026-01-15", "America/New_York", "2026-01-16 05:00"),
        ("2026-07-15", "America/New_York", "2026-07-16 04:00"),
        ("2026-03-07", "America/New_York", "2026-03-08 05:00"),
        ("2026-03-08", "America/New_York", "2026-03-09 04:00"),
        ("2026-10-31", "America/New_York", "2026-11-01 04:00"),
        ("2026-11-01", "America/New_York", "2026-11-02 05:00"),
        ("2026-06-30", "America/Los_Angeles", "2026-07-01 07:00"),
        ("2026-06-30", "America/St_Johns", "2026-07-01 02:30"),
        ("2026-06-30", "Asia/Tokyo", "2026-06-30 15:00"),
        ("2026-06-30", "Australia/Lord_Howe", "2026-06-30 13:30"),
        ("2026-06-30", "UTC", "2026-07-01 00:00"),
        // Midnight does not exist: the clock goes from 24:00 to 01:00.
        ("2018-11-03", "America/Sao_Paulo", "2018-11-04 03:00"),
        ("2013-03-09", "America/Havana", "2013-03-10 05:00"),
        ("2021-03-27", "Asia/Beirut", "2021-03-27 22:00"),
        // Midnight comes twice: the day goes on from 24:00 back to 23:00.
        ("2018-02-17", "America/Sao_Paulo", "2018-02-18 03:00"),
        ("2021-10-30", "Asia/Beirut", "2021-10-30 22:00"),
        // The clock changes in the evening before.
        ("2022-03-26", "America/Nuuk", "2022-03-27 02:00"),
    ])
    func `a day ends when the next begins there`(
        day: String,
        zone: String,
        end: String
    ) throws {
        let found = try CalendarDate.day(day).end(in: .named(zone))

        #expect(try found == .moment(end))
    }

    @Test(arguments: [
        "America/Los_Angeles", "America/Denver", "America/Chicago", "America/Sao_Paulo",
        "America/St_Johns", "Asia/Beirut", "Pacific/Auckland", "America/Havana", "America/Nuuk",
    ])
    func `each day ends later than the one before, and is another day on the clock`(
        identifier: String
    ) throws {
        let zone = try TimeZone.named(identifier)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        var wrong: [CalendarDate] = []
        var date = try CalendarDate.day("2012-01-01")
        while date < (try CalendarDate.day("2019-01-01")) {
            let end = date.end(in: zone).secondsSince1970
            let before = calendar.dateComponents(
                [.day],
                from: Date(timeIntervalSince1970: Double(end - 1))
            )
            let after = calendar.dateComponents(
                [.day],
                from: Date(timeIntervalSince1970: Double(end))
            )
            let next = date + 1
            let isEnd = before.day == date.yearMonthDay.day && after.day == next.yearMonthDay.day
            if !isEnd { wrong.append(date) }
            date = next
        }
        #expect(wrong.isEmpty)
    }

    // MARK: - Years

    @Test(arguments: [
        ("2024-02-29", 1, "2023-02-28"), ("2024-02-29", 4, "2020-02-29"),
        ("2024-02-29", 124, "1900-02-28"), ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-23", 40, "1986-11-23"), ("0005-06-07", 10, "0001-06-07"),
    ])
    func `years earlier is the same day, or 28 February`(
        day: String,
        years: Int,
        earlier: String
    ) throws {
        #expect(try CalendarDate.day(day).yearsEarlier(years) == .day(earlier))
    }

    @Test(arguments: [
        ("2020-02-29", "2021-02-28", 0), ("2020-02-29", "2021-03-01", 1),
        ("2020-02-29", "2024-02-28", 3), ("2020-02-29", "2024-02-29", 4),
        ("2020-11-23", "2026-11-22", 5), ("2020-11-23", "2026-11-23", 6),
        ("2026-11-23", "2026-11-23", 0), ("2026-11-23", "2020-11-23", 0),
    ])
    func `whole years are completed on the anniversary`(
        from: String,
        to: String,
        years: Int
    ) throws {
        #expect(try CalendarDate.day(from).wholeYears(until: .day(to)) == years)
    }

    @Test func `counting years and going back years never disagree`() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<20_000 {
            let from = CalendarDate(daysSince1970: .random(in: 0..<20_000, using: &generator))
            let to = from + Int.random(in: 0..<18_000, using: &generator)
            let years = Int.random(in: 0...50, using: &generator)
            #expect((from.wholeYears(until: to) >= years) == (from <= to.yearsEarlier(years)))
        }
    }

    @Test(arguments: [
        ("2024-02-01", "2024-02-29"), ("2023-02-28", "2023-02-28"), ("2026-12-01", "2026-12-31"),
    ])
    func `a month ends on its last day`(day: String, last: String) throws {
        #expect(try CalendarDate.day(day).endOfMonth == .day(last))
    }
}
