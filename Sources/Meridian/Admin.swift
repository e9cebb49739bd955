import ArgumentParser
import Directory
import Foundation
import Storage

/// What admins decide and enter.
struct Admin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Look up, approve, reject and enter credentials; decide about exclusions and held changes; see what people are told.",
        subcommands: [
            AdminWaiting.self, AdminCheck.self, Approve.self, Reject.self, Withdraw.self,
            AddPractitioner.self, AddCredential.self,
            AdminExclusions.self, AdminExclusion.self, AdminHeld.self, AdminRelease.self,
            AdminDiscard.self, AdminEvents.self, AdminEvent.self, AdminRecipient.self,
            AdminCalendar.self,
        ]
    )

    /// The account of the operating system that the command runs under.
    static var actor: String {
        // sudo keeps who it was that became root.
        let environment = ProcessInfo.processInfo.environment
        let name = environment["SUDO_USER"] ?? NSUserName()
        return "os:" + (name.isEmpty ? "\(getuid())" : name)
    }
}

/// What every decision needs.
struct DecisionOptions: ParsableArguments {
    @Argument(help: "The credential's id, as meridian check shows it.") var credential: String
    @Option(help: "Why; it is kept for ever.") var reason: String

    func decide(
        _ decision: Decision,
        coversDiscipline: Bool = false,
        in database: Database
    ) async throws {
        let id = try Self.credentialID(credential)
        guard (1...2000).contains(reason.count) else {
            throw Failure(
                sentence: "A reason has 1 to 2000 characters.",
                exit: Exit.wrongUse
            )
        }
        let record = DecisionRecord(
            decision: decision,
            actor: Admin.actor,
            reason: reason,
            decidedAt: .now,
            coversDiscipline: coversDiscipline
        )
        try await database.decide(record, about: id)
        let checkID = try await database.decisions(about: id).first?.checkID
        print(
            "The credential \(id) is \(decision.rawValue), by \(record.actor), "
                + (checkID.map { "on the check \($0)." } ?? "before any check.")
        )
    }

    static func credentialID(_ text: String) throws(Failure) -> PublicID {
        guard let id = PublicID(text) else {
            throw Failure(
                sentence: "\"\(text)\" is no credential's id; it looks like "
                    + "01890a5d-ac96-774b-bcce-b302099a8057.",
                exit: Exit.wrongUse
            )
        }
        return id
    }
}

struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Approve a credential on the evidence of its last check, at most a day old."
    )

    @OptionGroup var options: Configuration
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var recheck: Recheck
    @Flag(help: "List the person in spite of this credential's suspension or revocation.")
    var despiteDiscipline = false

    func run() async throws {
        let database = try options.open(for: .working)
        try await recheck.requireFreshAnswer(about: decision.credential, in: database, options)
        try await decision.decide(.approved, coversDiscipline: despiteDiscipline, in: database)
    }
}

struct Reject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Reject a credential.")

    @OptionGroup var options: Configuration
    @OptionGroup var decision: DecisionOptions

    func run() async throws {
        try await decision.decide(.rejected, in: options.open(for: .working))
    }
}

struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Withdraw an approval.")

    @OptionGroup var options: Configuration
    @OptionGroup var decision: DecisionOptions

    func run() async throws {
        try await decision.decide(.withdrawn, in: options.open(for: .working))
    }
}

struct AddPractitioner: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Enter a practitioner by hand."
    )

    @OptionGroup var options: Configuration
    @Option(help: "Given name.") var given = ""
    @Option(help: "Middle name.") var middle = ""
    @Option(help: "Family name.") var family: String
    @Option(help: "NPI, where there is one.") var npi: String?
    @Option(help: "The clinic's name.") var clinic = ""
    @Option(help: "Street and number.") var street = ""
    @Option(help: "City.") var city: String
    @Option(help: "State or province by its letters, as WA or BC.") var region: String
    @Option(help: "Country by its two letters.") var country = "US"
    @Option(help: "Postal code.") var postalCode = ""
    @Option(help: "Telephone.") var telephone = ""

    func run() async throws {
        let parsedNPI: NPI?
        do {
            parsedNPI = try npi.map { text throws(NPI.ParseError) in try NPI(text) }
        } catch {
            throw Failure(sentence: "--npi \(npi ?? ""): \(error).", exit: Exit.wrongUse)
        }
        let location = Location(
            clinic: clinic,
            street: street,
            city: city,
            region: region.uppercased(),
            country: country.uppercased(),
            postalCode: postalCode,
            telephone: telephone
        )
        guard location.jurisdiction != nil else {
            throw Failure(
                sentence: "--region and --country are letters, as WA and US.",
                exit: Exit.wrongUse
            )
        }
        let database = try options.open(for: .working)
        let id = try await database.add(
            Practitioner(
                npi: parsedNPI,
                name: PersonName(given: given, middle: middle, family: family)
            ),
            at: [location],
            now: .now
        )
        print("Added the practitioner \(id).")
    }
}

struct AddCredential: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Enter a credential of a practitioner; it is checked and decided like any other."
    )

    @OptionGroup var options: Configuration
    @Argument(help: "The practitioner's id or NPI.") var practitioner: String
    @Option(help: "licence, registration, national_certification, permit, training or insurance.")
    var kind = Credential.Kind.licence
    @Option(name: .customLong("class"), help: "statutory, accredited or certificate.")
    var credentialClass = Credential.Class.statutory
    @Option(help: "Where it is valid, as US-WA, CA-BC or US.") var jurisdiction: String
    @Option(help: "Its number.") var number: String
    @Option(help: "The licence type in the register's words.") var type = ""
    @Option(help: "The title that goes with it, as L.Ac.") var title = ""
    @Option(help: "The registry to ask, where it is not the one of the place: gb-bacc.")
    var registry: String?

    func run() async throws {
        let place: Jurisdiction
        do {
            place = try Jurisdiction(jurisdiction)
        } catch {
            let sentence = "--jurisdiction \(jurisdiction): \(error)."
            throw Failure(sentence: sentence, exit: Exit.wrongUse)
        }
        guard (1...64).contains(number.utf8.count), kind != .identity else {
            throw Failure(
                sentence: "A number has 1 to 64 characters; an NPI comes with the practitioner.",
                exit: Exit.wrongUse
            )
        }
        let registryID: RegistryID?
        do {
            registryID = try registry.map { text throws(RegistryID.ParseError) in
                try RegistryID(text)
            }
        } catch {
            throw Failure(sentence: "--registry \(registry ?? ""): \(error).", exit: Exit.wrongUse)
        }
        let database = try options.open(for: .working)
        _ = try await options.registries(for: database)
        guard let key = try await database.practitioner(with: practitioner) else {
            throw StorageError.notFound("practitioner \(practitioner)")
        }
        let id = try await database.add(
            Credential(
                kind: kind,
                credentialClass: credentialClass,
                jurisdiction: place,
                number: number,
                type: type,
                title: title,
                registry: registryID,
                source: .admin
            ),
            to: key,
            now: .now
        )
        print("Added the credential \(id).")
    }
}

extension Credential.Kind: ExpressibleByArgument {}
extension Credential.Class: ExpressibleByArgument {}
