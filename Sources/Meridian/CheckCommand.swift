import ArgumentParser
import Curl
import Directory
import Foundation
import Registries
import Storage
import Verification

/// Shows what is known of one practitioner's credentials and on what evidence.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Show the evidence of one practitioner's credentials, or ask the registries now."
    )

    @OptionGroup var options: Configuration
    @Argument(help: "An NPI, or the id of a practitioner or credential.") var subject: String
    @Flag(help: "Ask the registries first.") var ask = false
    @Flag(help: "Print the evidence as JSON.") var json = false

    func run() async throws {
        let database = try options.open(for: .working)
        let registries = ask ? try await options.registries(for: database) : []
        guard let person = try await practitioner(in: database) else {
            throw StorageError.notFound("practitioner or credential \(subject)")
        }
        if ask { try await askNow(about: person, registries, database) }
        guard let profile = try await database.profile(of: person) else {
            throw StorageError.notFound("practitioner \(subject)")
        }
        // For whoever has a shell on this machine, and nobody else: a candidate is never public, nor
        // is who decided or looked.
        let findings = try await database.exclusionFindings(of: person)
        var decisions: [String: [DecisionRow]] = [:]
        for id in profile.credentials.compactMap({ PublicID($0.publicID) }) {
            decisions[id.text] = try await database.decisions(about: id)
        }
        guard !json else {
            let report = CheckReport(
                profile,
                decisions: decisions,
                exclusions: findings,
                at: .now
            )
            return print(try jsonText(report))
        }
        print(EvidenceText(profile, decisions, at: .now).lines.joined(separator: "\n"))
        for finding in findings {
            print(ExclusionText.lines(about: finding).joined(separator: "\n"))
        }
    }

    private func practitioner(in database: Database) async throws -> Practitioner.Key? {
        if let key = try await database.practitioner(with: subject) { return key }
        guard let id = PublicID(subject) else { return nil }
        return try await database.credential(with: id)?.practitioner
    }

    private func askNow(
        about person: Practitioner.Key,
        _ registries: [Registry],
        _ database: Database
    ) async throws {
        let transport = try Transport()
        for (key, registryID) in try await database.askableCredentials(of: person) {
            guard let registry = registries.first(where: { $0.id == registryID }) else { continue }
            let verifier = Verifier(
                registry: registry,
                database: database,
                transport: transport,
                clock: { .now }
            )
            _ = try await verifier.verify(key)
        }
        transport.shutdown()
    }
}

/// The evidence about one practitioner, as lines for a terminal.
struct EvidenceText {
    let lines: [String]

    init(_ profile: Profile, _ decisions: [String: [DecisionRow]], at now: Instant) {
        var lines = [profile.practitioner.name.full]
        let others = profile.practitioner.otherNames.map(\.full)
        if !others.isEmpty { lines.append("  also known as \(others.joined(separator: ", "))") }
        if let npi = profile.practitioner.npi { lines.append("  NPI \(npi)") }
        if let day = profile.npiDeactivatedOn { lines.append("  NPI deactivated on \(day)") }
        lines.append("  id \(profile.publicID)")
        if let account = profile.experience {
            let years = account.experience.years(on: now.date)
            lines.append("  experience by registers: \(years) years (\(account.arithmetic))")
        }
        for place in profile.places {
            let location = place.location
            let address = [location.clinic, location.street, location.city, location.region]
                .filter { !$0.isEmpty }.joined(separator: ", ")
            lines.append("at \(address)")
            if let reason = place.vetting.reason(at: now) {
                lines.append("  not vetted: \(reason.sentence)")
            } else if let until = place.vetting.vettedUntil {
                lines.append("  vetted until \(until)")
            }
        }
        for credential in profile.credentials {
            lines += Self.lines(about: credential)
            lines += (decisions[credential.publicID] ?? []).map(Self.line)
            for word in credential.secondary {
                lines.append("  beside it, which moves nothing: \(word.registry.summary.name)")
                lines += Self.lines(about: word.check, at: word.registry.summary)
            }
        }
        self.lines = lines
    }

    private static func lines(about credential: Profile.ProfileCredential) -> [String] {
        let state = credential.state
        var lines = [
            "\(state.credential.kind.rawValue) \(state.credential.jurisdiction.code) "
                + "\(state.credential.number)",
            "  id        \(credential.publicID)",
            "  wording   \(state.wording.map { "\"\($0)\"" } ?? "none seen")",
            "  standing  \(state.standing?.rawValue ?? "none seen")",
            "  outcome   \(state.outcome?.rawValue ?? "not checked yet")",
            "  decision  \(state.decision.rawValue)",
        ]
        if let until = state.trust.goodUntil { lines.append("  good until \(until)") }
        if let day = state.expiresOn { lines.append("  expires   \(day)") }
        if let day = state.firstIssuedOn { lines.append("  issued    \(day)") }
        guard let registry = credential.registry else {
            return lines + ["  registry  none is described yet"]
        }
        let isAsked = registry.summary.asker != .nobody
        lines.append(
            "  registry  \(registry.summary.name) (\(registry.summary.id))"
                + (isAsked ? "" : ", not asked at present")
        )
        if let dueAt = credential.dueAt {
            lines.append(
                registry.summary.asker == .person
                    ? "  to be looked up again by \(dueAt)" : "  next check \(dueAt)"
            )
        }
        guard let check = credential.latestCheck else { return lines }
        return lines + Self.lines(about: check, at: registry.summary)
    }

    private static func lines(about check: CheckRow, at registry: RegistrySummary) -> [String] {
        var lines = [
            "  last check \(check.publicID) at \(check.askedAt), \(check.milliseconds) ms",
            "    asked   \(check.question)",
        ]
        if let sighting = check.sighting {
            lines[0] = "  last check \(check.publicID) entered at \(check.askedAt)"
            lines += [
                "    seen by a person on \(sighting.on): \(sighting.by)",
                "    answer  \(check.outcome.rawValue): \(check.reason)",
            ]
            if !sighting.note.isEmpty { lines.append("    note    \(sighting.note)") }
        } else {
            lines.append(
                "    answer  \(check.status.map { "HTTP \($0)" } ?? "none"), "
                    + "\(check.outcome.rawValue): \(check.reason)"
            )
            if let date = check.sourceAsOf { lines.append("    source's own date \(date)") }
        }
        for field in check.fields { lines.append("    \(field.name): \(field.value)") }
        if let sha256 = check.sha256 { lines.append("    sha256  \(sha256)") }
        lines.append("    by hand: \(registry.publicPage)")
        return lines
    }

    private static func line(about decision: DecisionRow) -> String {
        let record = decision.record
        return "  \(record.decision.rawValue) at \(record.decidedAt) by \(record.actor)"
            + (decision.checkID.map { " on the check \($0)" } ?? " before any check")
            + ": \(record.reason)"
    }
}
