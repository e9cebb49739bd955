import Directory
import Foundation
import Storage
import Verification

/// What a sweep has to say of one list.
struct ListRow: Encodable {
    /// What changed with a list that was taken in.
    struct Change: Encodable {
        let rows: Int
        /// Of a list of exclusions, as the next two.
        let added: Int?
        let corrected: Int?
        let removed: Int?
        let rejected: Int
        /// People found on a list of exclusions; nil of one of licences.
        let confirmed: Int?
        let candidates: Int?
        /// Credentials that a list of licences has looked up at once; nil of one of exclusions.
        let due: Int?
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
        case .taken(.exclusions(let summary)): (outcome, change) = ("taken", Change(summary))
        case .taken(.licences(let summary)): (outcome, change) = ("taken", Change(summary))
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
                    ?? "    none was ever read: nobody is excluded or looked up by it"
            )
        }
        if isStale, let seenAt {
            lines.append("    it was last seen \(seenAt): it is not the current list any more")
        }
        return lines
    }

    private var sentence: String {
        guard let change else { return outcome.replacing("_", with: " ") }
        if let due = change.due {
            let rejected = change.rejected > 0 ? ", \(change.rejected) rejected" : ""
            return "\(change.rows) rows\(rejected), \(due) credentials looked up at once"
        }
        var parts = [
            "\(change.rows) rows", "\(change.added ?? 0) new", "\(change.removed ?? 0) gone",
        ]
        if let corrected = change.corrected, corrected > 0 {
            parts.append("\(corrected) corrected")
        }
        if change.rejected > 0 {
            parts.append("\(change.rejected) rejected, so nobody was taken off")
        }
        parts.append("\(change.confirmed ?? 0) confirmed, \(change.candidates ?? 0) candidates")
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
        due = nil
    }

    fileprivate init(_ summary: LicenceListSummary) {
        rows = summary.rows.read
        added = nil
        corrected = nil
        removed = nil
        rejected = summary.rows.rejected
        confirmed = nil
        candidates = nil
        due = summary.due
    }
}
