import Directory
import Testing

@Suite struct ExperienceTests {
    private func span(_ from: String, _ to: String? = nil) throws -> Experience.Span {
        Experience.Span(from: try .day(from), to: try to.map { try .day($0) })
    }

    private func day(_ iso: String) throws -> CalendarDate { try .day(iso) }

    // MARK: - Adding up spans

    @Test func `without a span there is none`() {
        #expect(Experience(spans: []) == nil)
    }

    @Test func `a span that ends before it begins is none`() throws {
        #expect(try Experience(spans: [span("2020-01-02", "2020-01-01")]) == nil)
    }

    @Test func `a running span counts from its first day`() throws {
        #expect(
            try Experience(spans: [span("2010-05-01")]) == Experience(since: day("2010-05-01"))
        )
    }

    @Test func `a gap moves the beginning later by its days`() throws {
        // In force to 31 May, and again from 11 June: ten days without.
        let found = try Experience(spans: [
            span("2015-06-11"), span("2010-05-01", "2015-05-31"),
        ])

        #expect(try found == Experience(since: day("2010-05-11")))
    }

    @Test func `spans that touch or overlap leave no gap`() throws {
        let touching = try Experience(spans: [
            span("2010-05-01", "2015-05-31"), span("2015-06-01", "2020-01-01"),
        ])
        let overlapping = try Experience(spans: [
            span("2010-05-01", "2015-05-31"), span("2012-01-01", "2013-01-01"),
            span("2014-01-01", "2020-01-01"),
        ])

        let expected = try Experience(since: day("2010-05-01"), until: day("2020-01-01"))
        #expect(touching == expected)
        #expect(overlapping == expected)
    }

    @Test func `a span within a running one changes nothing`() throws {
        let found = try Experience(spans: [
            span("2010-05-01"), span("2012-01-01", "2013-01-01"), span("2019-01-01"),
        ])

        #expect(try found == Experience(since: day("2010-05-01")))
    }

    @Test func `spans add up to the days they cover, in any order`() {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<500 {
            let spans = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                let from = CalendarDate(daysSince1970: .random(in: 0..<2000, using: &generator))
                let length = Int.random(in: 0..<500, using: &generator)
                return Experience.Span(from: from, to: from + length)
            }
            var covered: Set<Int32> = []
            for span in spans {
                guard let to = span.to else { continue }
                covered.formUnion(span.from.daysSince1970...to.daysSince1970)
            }
            let found = Experience(spans: spans.shuffled(using: &generator))
            let days = found.flatMap { experience in
                experience.until.map { $0.daysSince1970 - experience.since.daysSince1970 + 1 }
            }
            #expect(days == Int32(covered.count))
            #expect(found?.until?.daysSince1970 == covered.max())
        }
    }

    // MARK: - Years

    @Test(arguments: [
        ("2010-05-01", nil, "2026-04-30", 15), ("2010-05-01", nil, "2026-05-01", 16),
        // Ended: it counts to the last day, that day included.
        ("2010-05-01", "2020-04-30", "2026-05-01", 10),
        ("2010-05-01", "2020-04-29", "2026-05-01", 9),
        // The last day is still to come.
        ("2010-05-01", "2030-01-01", "2026-05-01", 16),
        ("2010-05-01", "2026-04-30", "2026-04-30", 15),
        // It has not begun.
        ("2027-01-01", nil, "2026-05-01", 0), ("2016-02-29", nil, "2026-02-28", 9),
    ])
    func `whole years are counted to the day asked for or the last in force`(
        since: String,
        until: String?,
        on: String,
        years: Int
    ) throws {
        let experience = Experience(since: try day(since), until: try until.map { try day($0) })

        #expect(try experience.years(on: day(on)) == years)
    }

    // MARK: - Spans of one credential

    private func spans(
        _ history: [(String, Standing)],
        issued: String = "2010-05-01",
        expires: String? = "2027-05-01"
    ) throws -> [Experience.Span] {
        Experience.Span.spans(
            issuedOn: try day(issued),
            expiresOn: try expires.map { try day($0) },
            history: try history.map { (try day($0.0), $0.1) }
        )
    }

    @Test func `a licence first seen in force counts from its issue to its expiry`() throws {
        #expect(
            try spans([("2026-11-01", .active)]) == [span("2010-05-01", "2027-05-01")]
        )
        #expect(
            try spans([("2026-11-01", .activeRestricted)], expires: nil) == [span("2010-05-01")]
        )
    }

    @Test func `a licence first seen expired counts to its expiry`() throws {
        #expect(
            try spans([("2026-11-01", .expired)], expires: "2020-05-01")
                == [span("2010-05-01", "2020-05-01")]
        )
    }

    @Test func `what ended without a date counts to the day before it was seen`() throws {
        #expect(
            try spans([("2026-11-01", .inactive)], expires: nil)
                == [span("2010-05-01", "2026-10-31")]
        )
    }

    @Test func `a suspension that was seen is a gap`() throws {
        let found = try spans([
            ("2024-01-01", .active), ("2025-03-10", .suspended), ("2025-06-10", .active),
        ])

        #expect(
            try found == [span("2010-05-01", "2025-03-09"), span("2025-06-10", "2027-05-01")]
        )
    }

    @Test(arguments: [Standing.provisional, .pending])
    func `provisional time counts for nothing`(standing: Standing) throws {
        #expect(try spans([("2025-01-01", standing)]).isEmpty)
        #expect(
            try spans([("2025-01-01", standing), ("2026-01-01", .active)])
                == [span("2026-01-01", "2027-05-01")]
        )
    }

    @Test func `an unread wording between says nothing`() throws {
        let found = try spans([
            ("2024-01-01", .active), ("2025-03-10", .unknown), ("2025-06-10", .active),
        ])

        #expect(try found == [span("2010-05-01", "2027-05-01")])
    }

    @Test func `provisional behind an unread wording still counts for nothing`() throws {
        #expect(try spans([("2024-01-01", .unknown), ("2025-01-01", .provisional)]).isEmpty)
    }

    // It may be a student's.
    @Test func `what nobody has read yet is no experience`() throws {
        #expect(try spans([("2024-01-01", .unknown)]).isEmpty)
        #expect(try spans([]).isEmpty)
    }

    @Test func `grace time counts, and what comes after does not`() throws {
        let found = try spans(
            [("2024-01-01", .active), ("2025-05-02", .lapsedGrace), ("2025-07-01", .expired)],
            expires: nil
        )

        #expect(try found == [span("2010-05-01", "2025-06-30")])
    }
}
