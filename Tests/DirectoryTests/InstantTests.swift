import Directory
import Testing

@Suite struct InstantTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
            (1_795_424_700, "2026-11-23T09:05:00Z"), (951_868_799, "2000-02-29T23:59:59Z"),
            (-62_135_596_800, "0001-01-01T00:00:00Z"),
        ] as [(Int64, String)]
    )
    func `a moment is written as RFC 3339 does`(seconds: Int64, text: String) {
        #expect(Instant(secondsSince1970: seconds).description == text)
    }

    @Test(
        arguments: [
            (86_399, 0), (86_400, 1), (-1, -1), (-86_400, -1), (-86_401, -2),
        ] as [(Int64, Int32)]
    )
    func `the date is the one in UTC, before 1970 too`(seconds: Int64, days: Int32) {
        #expect(Instant(secondsSince1970: seconds).date.daysSince1970 == days)
    }

    @Test func `moments are moved and compared by seconds`() {
        let moment = Instant(secondsSince1970: 100)

        #expect(moment + 20 > moment)
        #expect(moment - 20 < moment)
        #expect((moment + 20).seconds(since: moment) == 20)
        #expect(moment.seconds(since: moment + 20) == -20)
    }

    @Test(arguments: [Int64.min, Int64.max])
    func `the furthest moments have some date and no crash`(seconds: Int64) {
        let year = Instant(secondsSince1970: seconds).date.yearMonthDay.year

        #expect(abs(year) > 1_000_000)
    }
}
