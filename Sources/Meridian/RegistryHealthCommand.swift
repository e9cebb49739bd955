import ArgumentParser
import Directory
import Foundation
import Storage

struct RegistryHealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Show how each registry is doing: its answers, its canary, its brake."
    )

    @OptionGroup var options: Configuration
    @Flag(help: "Print it as JSON.") var json = false

    func run() async throws {
        let database = try options.open(for: .working)
        let now = Instant.now
        let reports = try await database.registryReports(at: now).map { HealthText($0, at: now) }
        if json { return print(try jsonText(reports)) }
        if reports.isEmpty { return print("No registry is described yet: meridian init") }
        print(reports.flatMap(\.lines).joined(separator: "\n"))
    }
}

/// How a registry is doing, for a terminal or a program.
struct HealthText: Encodable {
    struct Period: Encodable {
        let checks: Int
        let answered: Int
        let successRate: Double?
        let p50Milliseconds: Int?
        let p95Milliseconds: Int?
        let worsened: Int
        let worsenedShare: Double?

        init(_ period: RegistryHealth.Period) {
            checks = period.checks
            answered = period.answered
            successRate = Self.share(period.answered, of: period.checks)
            p50Milliseconds = period.median
            p95Milliseconds = period.slowest
            worsened = period.worsened
            worsenedShare = Self.share(period.worsened, of: period.answered)
        }

        private static func share(_ part: Int, of whole: Int) -> Double? {
            whole > 0 ? Double(part * 1000 / whole) / 1000 : nil
        }

        var line: String {
            guard checks > 0 else { return "nothing was asked" }
            return "\(checks) checks, \(answered) answered "
                + "(\(String(format: "%.1f", 100 * Double(answered) / Double(checks))) %), "
                + "half within \(p50Milliseconds ?? 0) ms, 95 of 100 within "
                + "\(p95Milliseconds ?? 0) ms, \(worsened) for the worse"
        }
    }

    let id: String
    let name: String
    let asked: Bool
    let notAskedBecause: String?
    let reachedAt: String?
    let listSeenAt: String?
    let sourceAsOf: String?
    let last24Hours: Period?
    let last7Days: Period?
    let canary: String?
    let canaryAskedAt: String?
    let canaryReason: String?
    let openCircuitUntil: String?
    let openCircuitReason: String?
    let brakeSetSince: String?
    let waiting: Int

    /// What needs a hand; empty where nothing does.
    let problems: [String]

    init(_ report: RegistryReport, at now: Instant) {
        let health = report.health
        id = report.description.id.text
        name = report.description.name
        asked = report.description.isAsked
        notAskedBecause = report.description.notAskedReason
        reachedAt = health?.reachedAt?.description
        listSeenAt = report.list?.seenAt?.description
        sourceAsOf = health?.sourceAsOf?.description
        last24Hours = health.map { Period($0.day) }
        last7Days = health.map { Period($0.week) }
        canary = health?.canaryState.rawValue
        canaryAskedAt = health?.canary?.askedAt.description
        canaryReason = health?.canary?.reason
        openCircuitUntil = health?.closedUntil?.description
        openCircuitReason = health?.closedBecause
        brakeSetSince = health?.brakedAt?.description
        waiting = health?.held ?? 0
        problems =
            health.map { Self.problems($0, asked: report.description.isAsked, at: now) } ?? []
    }

    private static func problems(
        _ health: RegistryHealth,
        asked: Bool,
        at now: Instant
    ) -> [String] {
        var problems: [String] = []
        if health.isCanaryFailing { problems.append("its canary is not found") }
        if let since = health.brakedAt {
            problems.append("changes for the worse are held since \(since)")
        }
        if health.held > 0 {
            problems.append("\(health.held) wait for an admin: meridian admin held")
        }
        // Two nights without an answer are no bad hour of the registry's.
        let reached = health.reachedAt ?? Instant(secondsSince1970: 0)
        if asked, health.week.checks > 0, now.seconds(since: reached) > 2 * secondsPerDay {
            problems.append("it has not answered for two days")
        }
        return problems
    }

    var lines: [String] {
        var lines = ["\(id)  \(name)"]
        if let notAskedBecause { lines.append("  not asked: \(notAskedBecause)") }
        if let listSeenAt { lines.append("  list seen \(listSeenAt)") }
        guard let last24Hours, let last7Days else { return lines }
        lines.append("  reached   \(reachedAt ?? "never")")
        if let sourceAsOf { lines.append("  data as of \(sourceAsOf)") }
        lines.append("  24 hours  \(last24Hours.line)")
        lines.append("  7 days    \(last7Days.line)")
        if let canary, canary != RegistryHealth.CanaryState.notAsked.rawValue {
            lines.append(
                "  canary    \(canary), asked \(canaryAskedAt ?? ""): \(canaryReason ?? "")"
            )
        }
        if let openCircuitUntil {
            lines.append("  left alone until \(openCircuitUntil): \(openCircuitReason ?? "")")
        }
        for problem in problems { lines.append("  WRONG     \(problem)") }
        return lines
    }
}
