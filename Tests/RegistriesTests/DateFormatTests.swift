import Directory
import Testing

@testable import Registries

@Suite struct DateFormatTests {
    @Test(arguments: [
        ("YYYY-MM-DD", "2026-11-23", "2026-11-23"),
        ("YYYY-MM-DDT00:00:00.000", "2027-09-30T00:00:00.000", "2027-09-30"),
        ("YYYY-MM-DD*", "2027-09-30T23:59:59Z", "2027-09-30"),
        ("MM/DD/YYYY", "01/12/2028", "2028-01-12"),
        ("M/D/YYYY", "1/2/2028", "2028-01-02"),
        ("M/D/YYYY", "11/22/2028", "2028-11-22"),
        ("YYYYMMDD", "20110405", "2011-04-05"),
        ("Mon-DD-YYYY", "Feb-29-2028", "2028-02-29"),
        ("Month D, YYYY", "September 5, 2026", "2026-09-05"),
        ("MM-DD-YYYY", "12-31-1999", "1999-12-31"),
        // Without a day, the month's last.
        ("MM/YYYY", "02/2028", "2028-02-29"), ("Month YYYY", "JUNE 2027", "2027-06-30"),
    ])
    func `a date is read in its format`(format: String, text: String, date: String) throws {
        #expect(try DateFormat(format).date(text)?.description == date)
    }

    @Test(arguments: [
        ("YYYY-MM-DD", "2026-02-29"), ("YYYY-MM-DD", "2026-13-01"), ("YYYY-MM-DD", "2026-1-1"),
        ("YYYY-MM-DD", "2026-01-01T00:00"), ("YYYY-MM-DD", "0000-00-00"), ("YYYY-MM-DD", ""),
        ("YYYY-MM-DDT00:00:00.000", "2027-09-30T10:00:00.000"), ("YYYYMMDD", "00000000"),
        ("MM/DD/YYYY", "13/01/2028"), ("MM/DD/YYYY", "1/2/2028"), ("MM/DD/YYYY", "01/02/28"),
        ("Mon-DD-YYYY", "Fev-01-2028"), ("Month D, YYYY", "Sept 5, 2026"),
        ("MM/DD/YYYY", "０１/01/2028"),
    ])
    func `what is no date of the format is none`(format: String, text: String) throws {
        #expect(try DateFormat(format).date(text) == nil)
    }

    @Test(arguments: ["", "YYYY", "MM/DD", "YY-MM-DD", "YYYY-MM-DD-DD", "*YYYY-MM", "YYYY-MM-é"])
    func `a format without year or month is refused`(format: String) {
        #expect(throws: DateFormat.ParseError.self) { try DateFormat(format) }
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
        ("Mon, 23 Nov 2026 00:00:00 GMT", "2026-11-23T00:00:00Z"),
        ("Tue, 29 Feb 2028 23:59:60 GMT", "2028-03-01T00:00:00Z"),
    ])
    func `a header's date is read`(text: String, instant: String) {
        #expect(HTTPDate.instant(text)?.description == instant)
    }

    @Test(arguments: [
        "", "yesterday", "2026-11-23", "Sun, 06 Nov 1994 08:49:37 PST",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Abc 1994 08:49:37 GMT", "1795392000",
    ])
    func `a header that is no date says nothing`(text: String) {
        #expect(HTTPDate.instant(text) == nil)
    }

    @Test(
        arguments: [
            ("120", 120), ("0", 0), ("86400", 86_400),
            // A year, and more than any integer, are a day.
            ("31536000", 86_400), ("99999999999999999999999", 86_400),
            ("Mon, 23 Nov 2026 12:01:00 GMT", 60), ("Tue, 23 Nov 2027 12:00:00 GMT", 86_400),
            // The past, a negative number, text and nothing are no advice.
            ("Mon, 23 Nov 2026 11:59:59 GMT", nil), ("-5", nil), ("soon", nil), ("", nil),
            ("1.5", nil),
        ] as [(String, Int?)]
    )
    func `Retry-After is bounded by a day`(text: String, seconds: Int?) throws {
        let noon = try #require(HTTPDate.instant("Mon, 23 Nov 2026 12:00:00 GMT"))
        #expect(HTTPDate.retryAfter(text, at: noon) == seconds)
    }
}
