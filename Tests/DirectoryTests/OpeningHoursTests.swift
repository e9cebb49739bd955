import Directory
import Testing

@Suite struct OpeningHoursTests {
    @Test(arguments: [
        ("", ""), ("mo 09:00-17:00", "mo 09:00-17:00"),
        ("mo-we 09:00-12:00", "mo 09:00-12:00;tu 09:00-12:00;we 09:00-12:00"),
        ("su 00:00-24:00", "su 00:00-24:00"), ("fr 08:05-08:06", "fr 08:05-08:06"),
        // Written in another order, or twice: the same hours.
        ("sa 10:00-14:00;mo 09:00-17:00", "mo 09:00-17:00;sa 10:00-14:00"),
        ("mo 13:00-17:00;mo 09:00-12:00", "mo 09:00-12:00;mo 13:00-17:00"),
        ("mo 09:00-17:00;mo 09:00-17:00", "mo 09:00-17:00"),
        ("mo 09:00-12:00;mo 09:00-17:00", "mo 09:00-17:00"),
    ])
    func `hours are read and written in the order of the week`(text: String, written: String) throws
    {
        let hours = try OpeningHours(text)

        #expect(hours.description == written)
        #expect(try OpeningHours(hours.description) == hours)
    }

    @Test(arguments: [
        "monday 09:00-17:00", "mo", "mo 9:00-17:00", "mo 09:00", "mo 17:00-09:00",
        "mo 09:00-09:00", "mo 09:00-24:01", "mo 09:60-17:00", "mo 25:00-26:00", "fr-mo 09:00-17:00",
        "mo- 09:00-17:00", "mo-tu-we 09:00-17:00", "mo 09:00-17:00-18:00", "mo 09.00-17.00",
        "mo +9:00-17:00", "MO 09:00-17:00", "mo 09:00 - 17:00", "mo ０9:00-17:00",
        "mo 09:00-17:00,tu 09:00-17:00",
    ])
    func `what is no hours is refused, and said`(text: String) {
        #expect(throws: OpeningHours.ParseError.self) { try OpeningHours(text) }
    }

    @Test func `hours too long to be any are refused, not cut`() {
        let long = Array(repeating: "mo 09:00-17:00", count: 40).joined(separator: ";")

        #expect(throws: OpeningHours.ParseError.self) { try OpeningHours(long) }
    }

    @Test func `random hours come back as they were`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let spans = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                let opens = Int.random(in: 0..<1440, using: &generator)
                return OpeningHours.Span(
                    weekday: OpeningHours.Weekday.allCases.randomElement(using: &generator)
                        ?? .monday,
                    opens: opens,
                    closes: .random(in: opens + 1...1440, using: &generator)
                )
            }
            let hours = OpeningHours(spans: spans)
            #expect(try OpeningHours(hours.description) == hours)
        }
    }
}
