import Directory
import Foundation
import Testing

/// Two years of random answers, judged, and the rules held against what came of them as promises
/// about the whole history: nothing here repeats how the rule is written.
@Suite struct TrustModelTests {
    /// What happened to a credential, and the state that it left behind.
    private struct Event {
        enum What {
            case check(Check)
            case withdrawal
        }

        let at: Instant
        let what: What
        let before: CredentialState
        let after: CredentialState

        var check: Check? { if case .check(let check) = what { check } else { nil } }
        var outcome: Outcome? { check?.verdict.outcome }
        var isActive: Bool { outcome == .matched && check?.verdict.entry?.standing == .active }
        /// The moment of which the check speaks.
        var speaksOf: Instant { min(check?.sourceAsOf ?? at, at) }
    }

    private static let seeds: [UInt64] = [1, 2, 3, 4]
    private static let start = TrustTests.now
    private static let end = start + 730 * secondsPerDay

    /// A history of two years in one of several moods, so that long silences, runs of absences and
    /// quiet years all come up.
    private static func history(
        _ terms: RegistryTerms,
        _ generator: inout SeededGenerator
    ) throws -> [Event] {
        let credential = Credential(
            kind: .licence,
            credentialClass: .statutory,
            jurisdiction: try Jurisdiction("US-WA"),
            number: "ZX1",
            source: .file
        )
        var state = CredentialState(credential: credential, decision: .approved)
        var events: [Event] = []
        var clock = start
        var mood = Int.random(in: 0..<5, using: &generator)
        while true {
            if Int.random(in: 0..<12, using: &generator) == 0 {
                mood = Int.random(in: 0..<5, using: &generator)
            }
            let longest: Int64 = mood == 4 ? 12 : 8 * 24
            clock = clock + Int64.random(in: 1...(longest * 3600), using: &generator)
            guard clock < end else { return events }
            let before = state
            if Int.random(in: 0..<60, using: &generator) == 0 {
                state.trust = state.trust.ended(at: clock)
                events.append(Event(at: clock, what: .withdrawal, before: before, after: state))
                continue
            }
            let check = check(at: clock, mood: mood, &generator)
            state = state.after(check, terms: terms)
            events.append(Event(at: clock, what: .check(check), before: before, after: state))
        }
    }

    private static func check(
        at clock: Instant,
        mood: Int,
        _ generator: inout SeededGenerator
    ) -> Check {
        let likely: [Outcome] =
            switch mood {
            case 0, 1: [.matched]
            case 2: [.unreachable, .throttled, .refused, .blocked, .unparseable]
            case 3: [.mismatched, .ambiguous, .unrecognised, .absent, .matched]
            default: [.absent]
            }
        let isLikely = Int.random(in: 0..<8, using: &generator) > 0
        let outcome =
            (isLikely ? likely : Outcome.allCases).randomElement(using: &generator) ?? .absent
        let isOther = mood == 1 && Int.random(in: 0..<4, using: &generator) == 0
        let standing =
            isOther ? Standing.allCases.randomElement(using: &generator) ?? .active : .active
        let expiresOn =
            Bool.random(using: &generator)
            ? clock.date + Int.random(in: -40...90, using: &generator) : nil
        let entry = RegisterEntry(
            number: "ZX1",
            names: [],
            wording: standing.rawValue,
            standing: outcome == .unrecognised ? nil : standing,
            expiresOn: expiresOn
        )
        let age = Int64.random(in: -3600...(40 * secondsPerDay), using: &generator)
        return Check(
            askedAt: clock,
            question: "",
            status: 200,
            verdict: Verdict(outcome: outcome, reason: "", entry: outcome.isAnswer ? entry : nil),
            sourceAsOf: Bool.random(using: &generator) ? clock - age : nil
        )
    }

    private static func histories(
        _ seed: UInt64,
        _ body: ([Event], RegistryTerms) throws -> Void
    ) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<15 {
            let terms = RegistryTerms(
                completeness: Completeness.allCases.randomElement(using: &generator)
                    ?? .fullHistory,
                windowDays: Int.random(in: 1...120, using: &generator),
                timeZone: try .named(
                    ["America/Los_Angeles", "Australia/Sydney", "UTC"]
                        .randomElement(using: &generator) ?? "UTC"
                ),
                renewalGraceDays: [0, 0, 14].randomElement(using: &generator) ?? 0
            )
            try body(try history(terms, &generator), terms)
        }
    }

    @Test(arguments: seeds)
    func `trust never outlives an active reading's age and window, nor its expiry and grace`(
        seed: UInt64
    ) throws {
        try Self.histories(seed) { events, terms in
            for (index, event) in events.enumerated() {
                guard let until = event.after.trust.goodUntil else { continue }
                // Whoever is good a second before the end is so by some active reading.
                let vouching = events[...index].reversed().contains { reading in
                    guard reading.isActive else { return false }
                    let window = reading.speaksOf + Int64(terms.windowDays) * secondsPerDay
                    guard until <= window else { return false }
                    let expiry = reading.check?.verdict.entry?.expiresOn
                        .map { ($0 + terms.renewalGraceDays).end(in: terms.timeZone) }
                    return expiry.map { until <= $0 } ?? true
                }
                #expect(vouching, "until \(until) after \(event.at)")
            }
        }
    }

    @Test(arguments: seeds)
    func `silence ends nothing, extends nothing and unsays nothing`(seed: UInt64) throws {
        try Self.histories(seed) { events, _ in
            for event in events where event.outcome.map({ !$0.isAnswer }) ?? false {
                var after = event.after
                after.outcome = event.before.outcome
                #expect(after == event.before)
            }
        }
    }

    @Test(arguments: seeds)
    func `what has run out or ended is good again only by a matched active answer`(
        seed: UInt64
    ) throws {
        func isGood(_ state: CredentialState, at moment: Instant) -> Bool {
            state.trust.goodUntil.map { $0 > moment } ?? false
        }
        try Self.histories(seed) { events, _ in
            for event in events where !isGood(event.before, at: event.at) {
                #expect(!isGood(event.after, at: event.at) || event.isActive)
            }
        }
    }

    @Test(arguments: seeds)
    func `mismatched, ambiguous and absent never extend, and only active ever does`(
        seed: UInt64
    ) throws {
        try Self.histories(seed) { events, _ in
            for event in events {
                let before = event.before.trust.goodUntil?.secondsSince1970 ?? .min
                let after = event.after.trust.goodUntil?.secondsSince1970 ?? .min
                #expect(after <= before || event.isActive)
                if event.outcome == .mismatched || event.outcome == .ambiguous {
                    #expect(after == before)
                }
            }
        }
    }

    @Test(arguments: seeds)
    func `absences end trust by the third in steps of a day, and only in a full history`(
        seed: UInt64
    ) throws {
        try Self.histories(seed) { events, terms in
            for (index, event) in events.enumerated() where event.outcome == .absent {
                let hasEnded = event.after.trust.goodUntil != event.before.trust.goodUntil
                let counted = Self.countedAbsences(events[...index])
                if hasEnded {
                    #expect(terms.completeness == .fullHistory && counted >= 3)
                    #expect(event.after.trust.goodUntil == event.at)
                }
                let isThird = counted == 3 && Self.countedAbsences(events[..<index]) == 2
                if terms.completeness == .fullHistory, isThird {
                    #expect(event.after.trust.goodUntil.map { $0 <= event.at } ?? true)
                }
            }
        }
    }

    /// Absences since the last other answer, of each day of the source's own the first.
    private static func countedAbsences(_ events: ArraySlice<Event>) -> Int {
        let lastOther = events.lastIndex {
            $0.outcome.map { $0.isAnswer && $0 != .absent } ?? false
        }
        var last: Instant?
        return events[(lastOther.map { $0 + 1 } ?? events.startIndex)...].reduce(0) {
            count,
            event in
            guard event.outcome == .absent,
                last.map({ event.speaksOf.seconds(since: $0) >= secondsPerDay }) ?? true
            else { return count }
            last = event.speaksOf
            return count + 1
        }
    }

    @Test(arguments: seeds)
    func `trust ends early by an answer about the person, the third absence or an admin alone`(
        seed: UInt64
    ) throws {
        try Self.histories(seed) { events, _ in
            for event in events {
                let before = event.before.trust.goodUntil?.secondsSince1970 ?? .min
                let after = event.after.trust.goodUntil?.secondsSince1970 ?? .min
                guard after < before else { continue }
                switch event.outcome {
                case nil, .matched, .unrecognised, .absent: break
                default: Issue.record("\(String(describing: event.outcome)) ended trust")
                }
                // An end is at that moment; a shorter reading may replace a longer one.
                #expect(event.isActive || event.after.trust.goodUntil == event.at)
            }
        }
    }
}
