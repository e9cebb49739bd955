/// An experience with the arithmetic that leads to it, as a patient can follow it.
package struct ExperienceAccount: Hashable, Sendable {
    /// The dates of one statutory or accredited credential, as registers state them or we saw them.
    package struct Source: Hashable, Sendable {
        /// A standing with the day on which it was first seen.
        package struct Seen: Hashable, Sendable {
            package let day: CalendarDate
            package let standing: Standing

            package init(day: CalendarDate, standing: Standing) {
                self.day = day
                self.standing = standing
            }
        }

        package let issuedOn: CalendarDate
        package let expiresOn: CalendarDate?
        /// Oldest first.
        package let history: [Seen]

        package init(issuedOn: CalendarDate, expiresOn: CalendarDate?, history: [Seen]) {
            self.issuedOn = issuedOn
            self.expiresOn = expiresOn
            self.history = history
        }
    }

    /// Days in which no credential was in force.
    package struct Gap: Hashable, Sendable {
        package let from: CalendarDate
        /// The last day of it.
        package let to: CalendarDate
        /// The gravest standing that was seen then; nil where only dates tell the gap.
        package let standing: Standing?

        package var days: Int { Int(to.daysSince1970 - from.daysSince1970) + 1 }
    }

    package let experience: Experience
    /// The earliest first-issue date.
    package let firstIssuedOn: CalendarDate
    package let gaps: [Gap]

    /// The experience that credentials add up to; nil without any that was seen in force.
    ///
    /// - Parameters:
    ///   - sources: The dates of every credential that counts.
    ///   - day: The last day to look at; nil looks at all.
    package init?(_ sources: [Source], until day: CalendarDate? = nil) {
        let spans = sources.flatMap { source in
            Experience.Span.spans(
                issuedOn: source.issuedOn,
                expiresOn: source.expiresOn,
                history: source.history.map { ($0.day, $0.standing) }
            )
        }
        let seen = day.map { day in spans.compactMap { $0.until(day) } } ?? spans
        guard let experience = Experience(spans: seen),
            let first = seen.filter({ $0.to.map { [from = $0.from] in $0 >= from } ?? true })
                .map(\.from).min()
        else { return nil }
        self.experience = experience
        firstIssuedOn = first
        gaps = Self.gaps(between: seen).map { gap in
            let standings = sources.flatMap(\.history)
                .filter { $0.day >= gap.from && $0.day <= gap.to && !$0.standing.isInForce }
                .map(\.standing)
            return Gap(
                from: gap.from,
                to: gap.to,
                standing: standings.filter { $0 != .unknown }.max { $0.gravity < $1.gravity }
            )
        }
    }

    private static func gaps(
        between spans: [Experience.Span]
    ) -> [(from: CalendarDate, to: CalendarDate)] {
        let ordered = spans.filter { span in span.to.map { $0 >= span.from } ?? true }
            .sorted { $0.from < $1.from }
        var gaps: [(from: CalendarDate, to: CalendarDate)] = []
        guard var end = ordered.first?.to else { return [] }
        for span in ordered.dropFirst() {
            if span.from > end + 1 { gaps.append((end + 1, span.from + -1)) }
            guard let to = span.to else { break }
            end = max(end, to)
        }
        return gaps
    }

    /// One sentence without a full stop: "since 2009-04, less 7 months suspended in 2014".
    package var arithmetic: String {
        let start =
            experience.until.map { "from \(firstIssuedOn.monthText) to \($0.monthText)" }
            ?? "since \(firstIssuedOn.monthText)"
        guard !gaps.isEmpty else { return start }
        let shown = gaps.prefix(Self.shownGaps).map(\.text)
        let rest = gaps.dropFirst(Self.shownGaps).reduce(0) { $0 + $1.days }
        let parts = rest > 0 ? shown + ["\(rest.lengthText) in later gaps"] : shown
        return start + ", less " + parts.joined(separator: " and ")
    }

    /// A sentence that goes on for ever explains nothing.
    private static let shownGaps = 3
}

extension ExperienceAccount.Gap {
    fileprivate var text: String {
        let first = from.yearMonthDay.year
        let last = to.yearMonthDay.year
        let why =
            switch standing {
            case nil: "without a credential in force"
            case .lapsedGrace, .expired: "expired"
            case let standing?: standing.rawValue
            }
        return "\(days.lengthText) \(why) in \(first == last ? "\(first)" : "\(first)–\(last)")"
    }
}

extension Experience.Span {
    /// The part of it up to a day; nil where it begins later.
    fileprivate func until(_ day: CalendarDate) -> Experience.Span? {
        guard from <= day else { return nil }
        // What still runs on that day is not over then.
        guard let to, to < day else { return Experience.Span(from: from, to: nil) }
        return self
    }
}

extension CalendarDate {
    /// Year and month: `2009-04`.
    fileprivate var monthText: String { String(description.dropLast(3)) }
}

extension Int {
    /// Days as people say them: months from two of them on.
    fileprivate var lengthText: String {
        guard self >= 61 else { return self == 1 ? "1 day" : "\(self) days" }
        // A month is 365.25 / 12 days on average.
        return "\((self * 48 + 730) / 1461) months"
    }
}
