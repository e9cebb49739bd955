/// How long a practitioner has practised as far as registers show it.
///
/// Counted from the earliest first-issue date of a matched statutory or accredited credential,
/// less the spans in which none was in force (design, "experience").
package struct Experience: Hashable, Sendable {
    /// The first-issue date, moved later by every span in which nothing was in force.
    package let since: CalendarDate
    /// The last day in force; nil while something is.
    package let until: CalendarDate?

    package init(since: CalendarDate, until: CalendarDate? = nil) {
        self.since = since
        self.until = until
    }

    /// A stretch in which one credential was in force.
    package struct Span: Hashable, Sendable {
        package let from: CalendarDate
        /// The last day; nil while it runs.
        package let to: CalendarDate?

        package init(from: CalendarDate, to: CalendarDate?) {
            self.from = from
            self.to = to
        }
    }

    /// The experience that spans of all credentials of one person add up to; nil without any.
    package init?(spans: [Span]) {
        let ordered = spans.filter { span in span.to.map { $0 >= span.from } ?? true }
            .sorted { $0.from < $1.from }
        guard let first = ordered.first else { return nil }
        var gapDays = 0
        var end = first.to
        for span in ordered.dropFirst() {
            guard let lastDay = end else { break }
            if span.from > lastDay + 1 {
                gapDays += Int(span.from.daysSince1970 - lastDay.daysSince1970) - 1
            }
            if let to = span.to { end = max(to, lastDay) } else { end = nil }
        }
        since = first.from + gapDays
        until = end
    }

    /// Whole years up to a day.
    package func years(on day: CalendarDate) -> Int {
        // The last day counts in full: who held a licence from 1 May to 30 April held it a year.
        since.wholeYears(until: until.map { min($0 + 1, day) } ?? day)
    }
}

extension Experience.Span {
    /// The stretches in which one credential was in force, as its register states or we saw it.
    ///
    /// - Parameters:
    ///   - issuedOn: When the register says it was first issued.
    ///   - expiresOn: The expiry now known.
    ///   - history: Each standing with the day it was first seen, oldest first. A wording that
    ///     nobody has read yet says nothing; before the first standing it is taken to have been in
    ///     force, unless that first one is provisional or pending, which never count.
    /// - Returns: The stretches, in order; none where it was never seen to be in force.
    package static func spans(
        issuedOn: CalendarDate,
        expiresOn: CalendarDate?,
        history: [(day: CalendarDate, standing: Standing)]
    ) -> [Experience.Span] {
        let known = history.filter { $0.standing != .unknown }
        // What nobody has read yet may be a student's.
        guard !known.isEmpty else { return [] }
        var spans: [Experience.Span] = []
        var start: CalendarDate? = issuedOn
        for (index, seen) in known.enumerated() {
            if seen.standing.isInForce {
                start = start ?? seen.day
                continue
            }
            guard let from = start else { continue }
            start = nil
            let neverCounted = seen.standing == .provisional || seen.standing == .pending
            if index == 0 && neverCounted { continue }
            let lastDay = seen.day - 1
            spans.append(
                Experience.Span(from: from, to: expiresOn.map { min($0, lastDay) } ?? lastDay)
            )
        }
        if let start { spans.append(Experience.Span(from: start, to: expiresOn)) }
        return spans
    }
}
