import Directory
import Testing

@testable import RegistrySimulator

@Suite struct DateTemplateTests {
    // A leap day, the days around it, the same day of other years, and a year's end.
    @Test(arguments: [
        ("2028-02-29", "{0:iso}", "2028-02-29T00:00:00.000"),
        ("2028-02-29", "{0:us}", "02/29/2028"),
        ("2028-02-29", "{0:date}", "2028-02-29"),
        ("2028-02-29", "{0:compact}", "20280229"),
        ("2028-02-29", "{0:month}", "Feb-29-2028"),
        ("2028-02-29", "{-7:month}", "Feb-22-2028"),
        ("2026-12-31", "{1:compact}", "20270101"),
        ("2028-02-29", "{1:date}", "2028-03-01"),
        ("2028-02-29", "{-1:us}", "02/28/2028"),
        ("2028-02-29", "{365:date}", "2029-02-28"),
        ("2028-02-29", "{366:date}", "2029-03-01"),
        ("2028-02-29", "{-1461:date}", "2024-02-29"),
        ("2027-02-28", "{1:date}", "2027-03-01"),
        ("2026-12-31", "{1:us}", "01/01/2027"),
        ("2026-11-23", "{-40000:date}", "1917-05-19"),
    ])
    func `a template names a day relative to the day of loading`(
        day: String,
        template: String,
        text: String
    ) throws {
        let day = try #require(CalendarDate(iso: day))

        #expect(try DateTemplate(template).text(asOf: day) == text)
    }

    @Test(arguments: [
        "{}", "{0}", "{0:}", "{:iso}", "{0:ISO}", "{0:iso", "0:iso}", "{0:iso:us}", "{1.5:iso}",
        "{40001:iso}", "{9999999999999999999:iso}", "{ 0:iso}", "2026-11-23",
    ])
    func `what is no template is refused`(text: String) {
        #expect(throws: DateTemplate.ParseError(text: text)) { try DateTemplate(text) }
    }

    @Test func `a wrong template is reported with its line and column name`() throws {
        let table = try Sample.table("number,expires\nAC1,{0:iso}\nAC2,{0:eu}\n")

        #expect(
            try table.value(1, of: table.rows[0], asOf: Sample.day) == "2028-02-29T00:00:00.000"
        )
        let error = #expect(throws: SeedError.self) {
            try table.value(1, of: table.rows[1], asOf: Sample.day)
        }
        #expect(error?.line == 3)
        #expect(error?.reason.hasPrefix("expires: {0:eu} is no date") == true)
    }
}
