package import Directory
import Storage

/// What came of the checks of a sweep.
package struct Tally: Hashable, Sendable {
    package private(set) var outcomes: [Outcome: Int] = [:]
    /// Credentials whose standing got worse, from what to what.
    package private(set) var changes: [Change: Int] = [:]
    /// Answers that the brake holds.
    package private(set) var held = 0
    /// Claimed by somebody else before we could record: not counted as checked.
    package private(set) var lost = 0

    package struct Change: Hashable, Sendable {
        package let from: Standing
        package let to: Standing
    }

    package init() {}

    package var checked: Int { outcomes.values.reduce(0, +) }

    /// Checks that said nothing about the person.
    package var unanswered: Int {
        outcomes.reduce(0) { $1.key.isAnswer ? $0 : $0 + $1.value }
    }

    mutating func add(_ effect: CheckEffect) {
        guard effect.isRecorded else {
            lost += 1
            return
        }
        outcomes[effect.outcome, default: 0] += 1
        if effect.isHeld { held += 1 }
        if let from = effect.oldStanding, let to = effect.newStanding, from != to {
            changes[Change(from: from, to: to), default: 0] += 1
        }
    }

    package mutating func add(_ other: Tally) {
        outcomes.merge(other.outcomes, uniquingKeysWith: +)
        changes.merge(other.changes, uniquingKeysWith: +)
        held += other.held
        lost += other.lost
    }
}
