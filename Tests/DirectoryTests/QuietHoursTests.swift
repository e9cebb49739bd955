import Directory
import Foundation
import Testing

@Suite struct QuietHoursTests {
    @Test(
        arguments: [
            ("08:00", "17:00", "2026-11-23 15:59", false),
            ("08:00", "17:00", "2026-11-23 16:00", true),
            ("08:00", "17:00", "2026-11-24 00:59", true),
            ("08:00", "17:00", "2026-11-24 01:00", false),
            // Over midnight, in Los Angeles.
            ("22:30", "06:00", "2026-11-24 06:29", false),
            ("22:30", "06:00", "2026-11-24 06:30", true),
            ("22:30", "06:00", "2026-11-24 13:59", true),
            ("22:30", "06:00", "2026-11-24 14:00", false),
            // In summer the same hours lie an hour earlier.
            ("08:00", "17:00", "2026-07-01 15:00", true),
            ("08:00", "17:00", "2026-07-01 14:59", false),
        ]
    )
    func `they go by the registry's own clock`(
        from: String,
        to: String,
        moment: String,
        isQuiet: Bool
    ) throws {
        let hours = try QuietHours(from: from, to: to)
        let zone = try TimeZone.named("America/Los_Angeles")
        #expect(hours.contain(try .moment(moment), in: zone) == isQuiet)
        #expect(hours.description == "\(from) to \(to)")
    }

    @Test(arguments: [
        ("8:00", "17:00"), ("08:00", "24:00"), ("08:60", "17:00"), ("08:00", "08:00"), ("", ""),
        ("08.00", "17:00"), ("-1:00", "17:00"), ("٠٨:00", "17:00"), ("08:00:00", "17:00"),
    ])
    func `what is no time of day is refused`(from: String, to: String) {
        #expect(throws: QuietHours.ParseError.self) { try QuietHours(from: from, to: to) }
    }
}
