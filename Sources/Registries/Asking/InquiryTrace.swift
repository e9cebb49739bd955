package import Directory

/// What an inquiry did, step by step, for somebody who writes or mends a description.
///
/// No secret stands in it.
package struct InquiryTrace: Hashable, Sendable {
    /// One request and what was made of its answer.
    package struct Step: Hashable, Sendable {
        /// Which step of the description it is: "search, number 2 of 2".
        package let name: String
        /// The request as anybody can repeat it.
        package internal(set) var request: String
        /// The HTTP status; nil where no answer came.
        package var status: Int?
        package var contentType: String?
        package var bytes = 0
        package var milliseconds = 0
        /// Which of the outcome rules decided, from 1; nil where none foresaw the answer.
        package var rule: Int?
        /// What was captured for the next steps.
        package var captured: [RegisterEntry.Field] = []
        package var rows: [Row] = []
        /// What was decided and why, in a sentence.
        package var decision = ""
    }

    /// One row of an answer.
    package struct Row: Hashable, Sendable {
        package let fields: [RegisterEntry.Field]
        /// Whether its number is the one asked for, and its type an acupuncturist's.
        package let isCandidate: Bool
        /// Why it is one, or is not.
        package let reason: String
    }

    package internal(set) var steps: [Step] = []

    /// Writes down what came of the last step.
    mutating func changeLast(_ change: (inout Step) -> Void) {
        guard let last = steps.indices.last else { return }
        change(&steps[last])
    }

    private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar.properties.generalCategory == .control ? " " : scalar
    }

    /// The trace as lines for a terminal.
    package var lines: [String] {
        steps.enumerated().flatMap { number, step in
            var lines = ["\(number + 1). \(step.name)", "   asked     \(step.request)"]
            let status = step.status.map { "HTTP \($0)" } ?? "none"
            let type = step.contentType.map { ", \($0)" } ?? ""
            lines.append(
                "   answered  \(status)\(type), \(step.bytes) bytes, \(step.milliseconds) ms"
            )
            if let rule = step.rule { lines.append("   rule      outcomes, number \(rule)") }
            for value in step.captured {
                lines.append("   captured  \(value.name): \(value.value)")
            }
            for row in step.rows {
                lines.append("   row       \(row.isCandidate ? "kept" : "left"): \(row.reason)")
                for field in row.fields { lines.append("     \(field.name): \(field.value)") }
            }
            lines.append("   decided   \(step.decision)")
            // What a registry wrote must not write to the terminal.
            return lines.map { line in
                String(String.UnicodeScalarView(line.unicodeScalars.map { Self.shown($0) }))
            }
        }
    }
}
