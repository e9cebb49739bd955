import Directory
import Foundation
import Storage
import Verification

/// What a sweep has to say to a person, or to a program.
struct SweepSummary: Encodable {
    struct Row: Encodable {
        let registry: String
        let checks: Int
        let outcomes: [String: Int]
        /// Answers for the worse that wait for an admin.
        let held: Int
        let stopped: String?
        /// Whether that is worth a look, and not what the description asks for.
        let isFailure: Bool
    }

    struct Change: Encodable {
        let from: String
        let to: String
        let count: Int
    }

    let checks: Int
    let unanswered: Int
    let seconds: Double
    let registries: [Row]
    let changes: [Change]
    let lists: [ListRow]

    init(_ sweeps: [RegistrySweep], lists: [ListSweep], seconds: Double) {
        var whole = Tally()
        for sweep in sweeps { whole.add(sweep.tally) }
        checks = whole.checked
        unanswered = whole.unanswered
        self.seconds = seconds
        registries = sweeps.map { sweep in
            Row(
                registry: sweep.registry.text,
                checks: sweep.tally.checked,
                outcomes: Dictionary(
                    uniqueKeysWithValues: sweep.tally.outcomes.map { ($0.key.rawValue, $0.value) }
                ),
                held: sweep.tally.held,
                stopped: sweep.stop?.reason,
                isFailure: sweep.stop?.isFailure ?? false
            )
        }
        changes =
            whole.changes.map { change, count in
                Change(from: change.from.rawValue, to: change.to.rawValue, count: count)
            }
            .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
        self.lists = lists.map { ListRow($0) }
    }

    /// Whether something is worth a look: a registry that stopped answering, changes that wait, or a
    /// list that is not the present one.
    var isWorthALook: Bool {
        registries.contains { $0.isFailure || $0.held > 0 } || lists.contains { $0.needsLook }
    }

    var text: String {
        let rate = seconds > 0 ? Int(Double(checks) / seconds) : 0
        var lines = [
            "\(checks) checks in \(String(format: "%.1f", seconds)) s (\(rate) a second), "
                + "\(unanswered) without an answer about the person."
        ]
        for row in registries {
            let outcomes = Outcome.allCases.compactMap { outcome in
                row.outcomes[outcome.rawValue].map { "\(outcome.rawValue) \($0)" }
            }
            lines.append(
                "  " + row.registry.padding(toLength: 14, withPad: " ", startingAt: 0)
                    + (outcomes.isEmpty ? "nothing due" : outcomes.joined(separator: ", "))
            )
            if row.held > 0 {
                lines.append(
                    "    \(row.held) held as changes for the worse: meridian admin held \(row.registry)"
                )
            }
            if let stopped = row.stopped { lines.append("    stopped: \(stopped)") }
        }
        for change in changes {
            lines.append("  \(change.count) changed from \(change.from) to \(change.to)")
        }
        for list in lists { lines += list.lines }
        return lines.joined(separator: "\n")
    }
}
