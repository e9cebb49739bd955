import Directory
import Foundation
import Storage
import Verification

/// What a sweep has to say of one list.
struct ListRow: Encodable {
    /// What changed with a list that was taken in.
    struct Change: Encodable {
        let rows: Int
        let added: Int
        let corrected: Int
        let removed: Int
        let rejected: Int
        let confirmed: Int
        let candidates: Int
    }

    let list: String
    /// `taken`, `unchanged`, `not_due`, `refused`, `unreachable` or `overtaken`.
    let outcome: String
    let change: Change?
    /// Why the last one that was asked for is not in force; nil where it is.
    let failure: String?
    /// When its source last gave it, or said that it has not changed.
    let seenAt: String?
    let readAt: String?
    let isStale: Bool

    init(_ sweep: ListSweep) {
        list = sweep.list.text
        failure = sweep.state?.failure
        seenAt = sweep.state?.seenAt?.description
        readAt = sweep.state?.readAt?.description
        isStale = sweep.isStale
        switch sweep.outcome {
        case .notDue: (outcome, change) = ("not_due", nil)
        case .unchanged: (outcome, change) = ("unchanged", nil)
        case .taken(let summary): (outcome, change) = ("taken", Change(summary))
        case .refused: (outcome, change) = ("refused", nil)
        case .unreachable: (outcome, change) = ("unreachable", nil)
        case .overtaken: (outcome, change) = ("overtaken", nil)
        }
    }

    var needsLook: Bool { failure != nil || isStale }

    /// What a person reads.
    var lines: [String] {
        var lines = ["  " + list.padding(toLength: 14, withPad: " ", startingAt: 0) + sentence]
        if let failure { lines.append("    not taken in: \(failure)") }
        if needsLook {
            lines.append(
                readAt.map { "    in force is the one that was read \($0)" }
                    ?? "    none was ever read: nobody is excluded by it"
            )
        }
        if isStale, let seenAt {
            lines.append("    it was last seen \(seenAt): it is not the current list any more")
        }
        return lines
    }

    private var sentence: String {
        guard let change else { return outcome.replacing("_", with: " ") }
        var parts = ["\(change.rows) rows", "\(change.added) new", "\(change.removed) gone"]
        if change.corrected > 0 { parts.append("\(change.corrected) corrected") }
        if change.rejected > 0 {
            parts.append("\(change.rejected) rejected, so nobody was taken off")
        }
        parts.append("\(change.confirmed) confirmed, \(change.candidates) candidates")
        return parts.joined(separator: ", ")
    }
}

extension ListRow.Change {
    fileprivate init(_ summary: ExclusionSummary) {
        rows = summary.rows.read
        added = summary.added
        corrected = summary.corrected
        removed = summary.removed
        rejected = summary.rows.rejected
        confirmed = summary.confirmed
        candidates = summary.candidates
    }
}
