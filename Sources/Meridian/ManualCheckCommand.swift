import ArgumentParser
import Directory
import Foundation
import Registries
import Storage

/// Enters what a person saw on a register that no machine asks.
struct AdminCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Enter what a register showed you, where no machine asks it.",
        discussion: """
            Look the person up on the register's page, save the page or a picture of it, and enter \
            what it shows, word for word: it is judged as a machine's answer would be, as old as the \
            day on which you saw it, and carries trust for at most 90 days. Another person than you \
            approves the credential. Exits with 1 where it is not the person of the credential.
            """
    )

    @OptionGroup var options: Configuration
    @Argument(help: "The credential's id, as meridian check and meridian admin waiting show it.")
    var credential: String
    @Option(help: "The number, as the register prints it.") var number: String?
    @Option(help: "The name, given name first; or family name, comma, given name.")
    var name: String?
    @Option(help: "The status, word for word.") var wording: String?
    @Option(help: "What the status means, where the registry's description does not say it.")
    var standing: Standing?
    @Option(help: "The licence type or class, where it is shown.") var type = ""
    @Option(help: "Terms, restrictions or conditions, where any are shown.") var conditions = ""
    @Option(help: "The expiry date, as 2027-03-31.") var expires: CalendarDate?
    @Option(help: "The date of the first issue.") var firstIssued: CalendarDate?
    @Flag(help: "The register shows nobody under the number: in place of what it shows.")
    var absent = false
    @Option(help: "The day on which you saw it, in the register's time zone.")
    var seenOn: CalendarDate
    @Option(help: "The saved page: PDF, JPEG, PNG, WebP, HTML or text, at most 10 MB; it is kept.")
    var document: String
    @Option(help: "What other admins should know; nothing private, it is kept for ever.")
    var note = ""
    @Flag(help: "Print what came of it as JSON.") var json = false

    func validate() throws {
        let shown = [number, name, wording]
        guard absent ? shown.allSatisfy({ $0 == nil }) : shown.allSatisfy({ $0 != nil }) else {
            throw ValidationError(
                "What the register shows takes --number, --name and --wording; that it shows nobody, "
                    + "--absent and none of them."
            )
        }
        guard note.unicodeScalars.count <= 2000 else {
            throw ValidationError("A note has at most 2000 characters.")
        }
    }

    struct Report: Encodable {
        let credential: String
        let check: String
        let registry: String
        let outcome: String
        let reason: String
        let standing: String?
        let goodUntil: String?
        let document: String
        let seenBy: String
        let seenOn: String
    }

    func run() async throws {
        let id = try DecisionOptions.credentialID(credential)
        let database = try options.open(for: .working)
        _ = try await options.registries(for: database)
        guard let lookUp = try await database.lookUp(of: id) else {
            throw StorageError.notFound("credential \(id)")
        }
        let registry = try manualRegistry(of: lookUp)
        let kept = try readDocument()
        let seen = try seenEntry()
        let sighting = Sighting(by: Admin.actor, on: seenOn, note: note)
        let check: Check
        do {
            check = try registry.check(
                seeing: seen,
                of: lookUp.claimant,
                sighting,
                document: kept,
                at: .now
            )
        } catch {
            throw Failure(sentence: "\(error)", exit: Exit.wrongUse)
        }
        let effect = try await database.record(
            check,
            showing: Evidence(
                sha256: kept.sha256,
                contentType: kept.contentType,
                body: kept.bytes
            ),
            about: id,
            terms: registry.terms
        )
        try report(check, effect, id, registry)
        if effect.outcome != .matched { throw ExitCode(Exit.failures) }
    }

    private func report(
        _ check: Check,
        _ effect: ManualCheckEffect,
        _ id: PublicID,
        _ registry: ManualRegistry
    ) throws {
        let report = Report(
            credential: id.text,
            check: effect.checkID.text,
            registry: registry.id.text,
            outcome: effect.outcome.rawValue,
            reason: check.verdict.reason,
            standing: check.verdict.entry?.standing?.rawValue,
            goodUntil: effect.goodUntil?.description,
            document: check.sha256 ?? "",
            seenBy: Admin.actor,
            seenOn: seenOn.description
        )
        guard !json else { return print(try jsonText(report)) }
        print("\(report.outcome): \(report.reason)")
        if let standing = report.standing { print("  standing  \(standing)") }
        if let until = report.goodUntil { print("  good until \(until), once approved") }
        print("  check     \(report.check)")
        print("  document  \(report.document)")
        if effect.outcome == .matched {
            print(
                "Another person than \(report.seenBy) approves it: meridian admin approve \(id) "
                    + "--reason …"
            )
        }
    }

    private func manualRegistry(of lookUp: LookUp) throws -> ManualRegistry {
        guard let summary = lookUp.registry else {
            throw Failure(
                sentence: "No registry is described for this credential; a description of the kind "
                    + "manual for its place would be right.",
                exit: Exit.wrongUse
            )
        }
        let catalogue = try options.catalogue()
        if let manual = catalogue.manualRegistries.first(where: { $0.id == summary.id }) {
            return manual
        }
        let reason = catalogue.description(of: summary.id)?.offReason
        throw Failure(
            sentence: reason.map { "\(summary.id) is off: \($0)." }
                ?? (summary.asker == .machine
                    ? "\(summary.id) is asked by machine: meridian check \(credential) --ask"
                    : "\(summary.id) is not described any more."),
            exit: Exit.wrongUse
        )
    }

    private func readDocument() throws -> SightingDocument {
        guard let handle = FileHandle(forReadingAtPath: document),
            let data = try? handle.read(upToCount: SightingDocument.mostBytes + 1)
        else { throw Failure(sentence: "\(document) cannot be read.", exit: Exit.wrongUse) }
        do throws(SightingDocument.ParseError) {
            return try SightingDocument(Array(data))
        } catch {
            throw Failure(sentence: "--document \(document): \(error).", exit: Exit.wrongUse)
        }
    }

    /// Nil where the register shows nobody.
    private func seenEntry() throws -> SeenEntry? {
        guard let number, let name, let wording else { return nil }
        return SeenEntry(
            number: number,
            name: try PersonName(option: name),
            type: type,
            wording: wording,
            standing: standing,
            conditions: conditions,
            expiresOn: expires,
            firstIssuedOn: firstIssued
        )
    }
}

extension PersonName {
    /// Reads a name as the option `--name` takes it: "Ada Example" or "Example, Ada".
    init(option text: String) throws(Failure) {
        let parts = text.split(separator: ",", maxSplits: 1).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        if parts.count == 2 {
            self.init(given: parts[1], family: parts[0])
            return
        }
        let words = text.split(separator: " ").map(String.init)
        guard let family = words.last, words.count > 1 else {
            throw Failure(
                sentence: "--name takes a given and a family name, as \"Ada Example\".",
                exit: Exit.wrongUse
            )
        }
        self.init(given: words.dropLast().joined(separator: " "), family: family)
    }
}

extension CalendarDate: ExpressibleByArgument {
    public init?(argument: String) { self.init(iso: argument) }
}

extension Standing: ExpressibleByArgument {}
