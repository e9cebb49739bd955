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
        print(EvidenceText(profile, at: .now).lines.joined(separator: "\n"))
        // For whoever has a shell on this machine, and nobody else: a candidate is never public.
        for finding in try await database.exclusionFindings(of: person) {
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

    init(_ profile: Profile, at now: Instant) {
        var lines = [profile.practitioner.name.full]
        let others = profile.practitioner.otherNames.map(\.full)
        if !others.isEmpty { lines.append("  also known as \(others.joined(separator: ", "))") }
        if let npi = profile.practitioner.npi { lines.append("  NPI \(npi)") }
        if let day = profile.npiDeactivatedOn { lines.append("  NPI deactivated on \(day)") }
        lines.append("  id \(profile.publicID)")
        if let experience = profile.experience {
            let years = experience.years(on: now.date)
            lines.append("  experience by registers: \(years) years (since \(experience.since))")
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
        for credential in profile.credentials { lines += Self.lines(about: credential) }
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
        lines.append("  registry  \(registry.summary.name) (\(registry.summary.id))")
        if let dueAt = credential.dueAt { lines.append("  next check \(dueAt)") }
        guard let check = credential.latestCheck else { return lines }
        lines += [
            "  last check \(check.publicID) at \(check.askedAt), \(check.milliseconds) ms",
            "    asked   \(check.question)",
            "    answer  \(check.status.map { "HTTP \($0)" } ?? "none"), \(check.outcome.rawValue): "
                + check.reason,
        ]
        if let date = check.sourceAsOf { lines.append("    source's own date \(date)") }
        for field in check.fields { lines.append("    \(field.name): \(field.value)") }
        if let sha256 = check.sha256 { lines.append("    sha256  \(sha256)") }
        lines.append("    by hand: \(registry.summary.publicPage)")
        return lines
    }
}
