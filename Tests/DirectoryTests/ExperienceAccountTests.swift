import Directory
import Testing

@Suite struct ExperienceAccountTests {
    private func source(
        _ history: [(String, Standing)],
        issued: String = "2009-04-01",
        expires: String? = nil
    ) throws -> ExperienceAccount.Source {
        ExperienceAccount.Source(
            issuedOn: try .day(issued),
            expiresOn: try expires.map { try .day($0) },
            history: try history.map { .init(day: try .day($0.0), standing: $0.1) }
        )
    }

    private func arithmetic(
        _ sources: ExperienceAccount.Source...,
        until day: String? = nil
    ) throws -> String? {
        ExperienceAccount(sources, until: try day.map { try .day($0) })?.arithmetic
    }

    @Test func `a suspension is taken off, with its year`() throws {
        let seen = try source([
            ("2009-04-01", .active), ("2014-02-01", .suspended), ("2014-09-01", .active),
        ])

        #expect(try arithmetic(seen) == "since 2009-04, less 7 months suspended in 2014")
    }

    @Test func `an unbroken time is told by its beginning alone`() throws {
        #expect(try arithmetic(source([("2026-11-01", .active)])) == "since 2009-04")
    }

    @Test func `a time that is over is told by both ends`() throws {
        let ended = try source([("2026-11-01", .expired)], expires: "2020-05-31")

        #expect(try arithmetic(ended) == "from 2009-04 to 2020-05")
    }

    @Test func `a gap between two licences has no standing, only dates`() throws {
        let first = try source([("2026-11-01", .expired)], expires: "2012-12-31")
        let second = try source([("2026-11-01", .active)], issued: "2013-01-11")

        #expect(
            try arithmetic(first, second)
                == "since 2009-04, less 10 days without a credential in force in 2013"
        )
    }

    @Test func `a gap over two years names both, and the gravest standing`() throws {
        let seen = try source([
            ("2009-04-01", .active), ("2014-11-01", .expired), ("2014-12-01", .suspended),
            ("2015-03-01", .active),
        ])

        #expect(try arithmetic(seen) == "since 2009-04, less 4 months suspended in 2014–2015")
    }

    @Test func `the time of another licence in force is no gap`() throws {
        let suspended = try source([
            ("2009-04-01", .active), ("2014-02-01", .suspended), ("2014-09-01", .active),
        ])
        let other = try source([("2014-01-01", .active)], issued: "2013-01-01")

        #expect(try arithmetic(suspended, other) == "since 2009-04")
    }

    @Test func `many gaps end in a sum`() throws {
        let history = (10..<16).flatMap { year in
            [("20\(year)-02-01", Standing.inactive), ("20\(year)-02-11", .active)]
        }

        #expect(
            try arithmetic(source([("2009-04-01", .active)] + history))
                == "since 2009-04, less 10 days inactive in 2010 and 10 days inactive in 2011 and "
                + "10 days inactive in 2012 and 30 days in later gaps"
        )
    }

    @Test func `up to a day only what was before it counts`() throws {
        let seen = try source([
            ("2009-04-01", .active), ("2014-02-01", .suspended), ("2014-09-01", .active),
        ])

        #expect(try arithmetic(seen, until: "2013-01-01") == "since 2009-04")
        #expect(try arithmetic(seen, until: "2014-05-01") == "from 2009-04 to 2014-01")
        #expect(try arithmetic(seen, until: "2009-03-31") == nil)
    }

    @Test func `the sum is the experience that searches count`() throws {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<200 {
            var day = CalendarDate(daysSince1970: 15_000)
            let sources = (0..<3).map { _ in
                day = day + Int.random(in: -500...500, using: &generator)
                let issuedOn = day
                var seenOn = issuedOn
                return ExperienceAccount.Source(
                    issuedOn: issuedOn,
                    expiresOn: Bool.random(using: &generator)
                        ? issuedOn + Int.random(in: 0...3000, using: &generator) : nil,
                    history: (0..<5).map { _ in
                        seenOn = seenOn + Int.random(in: 1...400, using: &generator)
                        return .init(
                            day: seenOn,
                            standing: Standing.allCases.randomElement(using: &generator) ?? .active
                        )
                    }
                )
            }
            let spans = sources.flatMap { source in
                Experience.Span.spans(
                    issuedOn: source.issuedOn,
                    expiresOn: source.expiresOn,
                    history: source.history.map { ($0.day, $0.standing) }
                )
            }
            let account = ExperienceAccount(sources)
            #expect(account?.experience == Experience(spans: spans))
            if let account {
                let gapDays = account.gaps.reduce(0) { $0 + $1.days }
                #expect(account.firstIssuedOn + gapDays == account.experience.since)
            }
        }
    }
}
