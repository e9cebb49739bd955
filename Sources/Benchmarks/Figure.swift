import Foundation

/// One measured figure beside the reference it is to be read against.
struct Figure {
    let name: String
    let value: Double
    let reference: Double
    /// What the budget asks of the ratio or the value, in words.
    let budget: String

    /// The value as a share or multiple of the reference.
    var ratio: Double { value / reference }

    /// One line: an object for programs, or words for people.
    func line(json: Bool) -> String {
        func text(_ number: Double) -> String { String(format: "%.4g", number) }
        return json
            ? """
            {"figure": "\(name)", "value": \(text(value)), "reference": \(text(reference)), \
            "ratio": \(text(ratio))}
            """
            : """
            \(name.padding(toLength: 40, withPad: " ", startingAt: 0)) \(text(value))  \
            reference \(text(reference))  ratio \(text(ratio))  (\(budget))
            """
    }

    static func milliseconds(_ work: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await work()
        let duration = ContinuousClock.now - start
        return Double(duration.components.seconds) * 1e3
            + Double(duration.components.attoseconds) / 1e15
    }

    /// The time that a share of all times, from 0 to 1, does not exceed.
    static func percentile(_ times: [Double], _ share: Double) -> Double {
        let sorted = times.sorted()
        return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}
