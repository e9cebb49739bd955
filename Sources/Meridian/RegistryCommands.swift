import ArgumentParser
import Curl
import Directory
import Foundation
import Ingestion
import Registries
import Storage

/// What operators who describe registries work with.
struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract:
            "Look at descriptions of registries, try them, read their words and their health.",
        subcommands: [
            RegistryLint.self, RegistryTry.self, RegistryWordings.self, RegistryHealthCommand.self,
        ]
    )
}

struct RegistryLint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Say what is wrong with descriptions, with file, line and column."
    )

    @OptionGroup var options: Configuration
    @Argument(help: "Description files.") var files: [String]

    func run() throws {
        var isSound = true
        let folders = options.descriptionFolders
        let secrets = try options.secrets()
        for file in files {
            do throws(DescriptionError) {
                let description = try RegistryCatalogue.description(
                    in: URL(filePath: file),
                    beside: folders,
                    secrets: secrets,
                    contact: Configuration.contact
                )
                let off = description.offReason.map { "; off: \($0)" } ?? ""
                print("ok      \(description.id)  \(description.profile.summary.name)\(off)")
            } catch {
                isSound = false
                print("WRONG   \(error)")
            }
        }
        if !isSound { throw ExitCode(Exit.failures) }
    }
}

struct RegistryTry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Ask a registry about one person and show every step.",
        discussion: """
            With --answer nothing is sent: the saved answers are read in place of the registry's, one \
            for each request of the look-up, in order; of a list of licences it is the whole list. \
            Nothing is recorded in either case.
            """
    )

    @OptionGroup var options: Configuration
    @Argument(help: "The description file.") var file: String
    @Option(help: "The number to ask for.") var number: String
    @Option(help: "The person's name, given name first; or family name, comma, given name.")
    var name: String
    @Option(help: "A file with a saved answer; may be repeated.") var answer: [String] = []
    @Option(help: "The status of the saved answers.") var status = 200
    @Option(help: "Their content type, where the file's ending does not tell it.")
    var contentType: String?

    func validate() throws {
        if !(100...599).contains(status) {
            throw ValidationError("--status takes a number from 100 to 599.")
        }
    }

    func run() async throws {
        let registry = try description()
        let claimant = Claimant(number: number, names: [try PersonName(option: name)])
        let reply =
            registry.list != nil
            ? try await lookUp(registry, claimant)
            : answer.isEmpty
                ? await registry.ask(claimant, over: try Transport(), at: .now, isTraced: true)
                : try offline(registry, claimant)
        print(text(reply))
        if !reply.verdict.outcome.isAnswer { throw ExitCode(Exit.failures) }
    }

    private func description() throws -> Registry {
        let description: RegistryDescription
        let secrets = try options.secrets()
        do throws(DescriptionError) {
            description = try RegistryCatalogue.description(
                in: URL(filePath: file),
                beside: options.descriptionFolders,
                secrets: secrets,
                contact: Configuration.contact
            )
        } catch {
            throw Failure(sentence: error.description, exit: Exit.wrongUse)
        }
        guard case .registry(let registry) = description else {
            throw Failure(
                sentence: "Nobody can be looked up at \(description.id): a list of exclusions is "
                    + "compared with everybody (meridian import exclusions), and what a person reads "
                    + "is entered by hand (meridian admin check).",
                exit: Exit.wrongUse
            )
        }
        return registry
    }

    private func offline(_ registry: Registry, _ claimant: Claimant) throws -> RegistryReply {
        var inquiry = registry.inquiry(about: claimant, isOffline: true, isTraced: true)
        var saved = answer[...]
        while true {
            switch inquiry.next {
            case .reply(let reply): return reply
            case .request(let request):
                guard let path = saved.popFirst() else {
                    throw Failure(
                        sentence: "The look-up goes on with \(request.url), and no saved answer is "
                            + "left: give one more --answer.",
                        exit: Exit.wrongUse
                    )
                }
                inquiry.take(try savedAnswer(path), at: .now)
            }
        }
    }

    /// Looks somebody up in a whole list, saved or downloaded now.
    private func lookUp(_ registry: Registry, _ claimant: Claimant) async throws -> RegistryReply {
        guard var reader = LicenceListReader(registry), let list = registry.list else {
            throw Failure(sentence: "\(registry.id) has no list.", exit: Exit.wrongUse)
        }
        var inquiry = registry.inquiry(
            about: claimant,
            isOffline: !answer.isEmpty,
            isTraced: true
        )
        if case .reply(let reply) = inquiry.next { return reply }
        let key = registry.key(of: claimant.number)
        var rows: [[UInt8]] = []
        func take(_ row: Result<LicenceRow, ListProblem>) {
            if case .success(let row) = row, row.key == key, rows.count < 200 {
                rows.append(row.bytes)
            }
        }
        let source = try await listBytes(of: list)
        while true {
            let piece = try source.next()
            guard !piece.isEmpty, reader.take(piece, take) else { break }
        }
        let summary = reader.finish(take)
        print("\(summary.entries) rows can be read, \(summary.problemCount) cannot.")
        if let problem = summary.firstProblem { print("The first that cannot: \(problem)") }
        if let refusal = list.refusal(of: summary, after: nil) {
            print("Such a list is not taken in: \(refusal)")
            inquiry.giveUp(because: refusal.sentence)
        } else {
            inquiry.take(
                ListExcerpt(
                    head: reader.headBytes,
                    rows: rows,
                    asOf: source.asOf,
                    sha256: summary.sha256
                ),
                at: .now
            )
        }
        guard case .reply(let reply) = inquiry.next else {
            throw Failure(sentence: "The look-up has no end.")
        }
        return reply
    }

    private func listBytes(
        of list: RegistryList
    ) async throws -> (next: () throws -> [UInt8], asOf: Instant?) {
        if let path = answer.first {
            guard answer.count == 1 else {
                throw Failure(sentence: "A list is one --answer.", exit: Exit.wrongUse)
            }
            let source = try ByteSource(path: path)
            return ({ try source.piece() }, nil)
        }
        let response: Response
        let file: BodyFile
        do throws(TransferError) {
            file = try BodyFile(in: FileManager.default.temporaryDirectory.path)
            response = try await Transport().send(list.request(), into: file)
        } catch {
            throw Failure(sentence: "The list cannot be had: \(error)")
        }
        if let refusal = list.refusal(status: response.status, contentType: response.contentType) {
            throw Failure(sentence: refusal)
        }
        var offset = 0
        return (
            {
                let bytes = try file.bytes(from: offset)
                offset += bytes.count
                return bytes
            }, response.headers["Last-Modified"].flatMap(HTTPDate.instant)
        )
    }

    /// The longest saved answer that is read, in bytes.
    private static let longestAnswer = 32 << 20

    private func savedAnswer(_ path: String) throws -> ReceivedAnswer {
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try handle.read(upToCount: Self.longestAnswer + 1)
        else { throw Failure(sentence: "\(path) cannot be read.", exit: Exit.wrongUse) }
        guard data.count <= Self.longestAnswer else {
            throw Failure(
                sentence: "\(path) is longer than \(Self.longestAnswer) bytes.",
                exit: Exit.wrongUse
            )
        }
        let types = [
            "json": "application/json", "html": "text/html", "htm": "text/html", "csv": "text/csv",
        ]
        let type = contentType ?? types[URL(filePath: path).pathExtension.lowercased()]
        return ReceivedAnswer(
            status: status,
            headers: [Request.Header(name: "Content-Type", value: type ?? "application/json")],
            body: Array(data)
        )
    }

    private func text(_ reply: RegistryReply) -> String {
        var lines = reply.trace?.lines ?? []
        let verdict = reply.verdict
        lines.append("\(verdict.outcome.rawValue): \(verdict.reason)")
        if let entry = verdict.entry {
            let standing = entry.standing?.rawValue ?? "in no map: a person has to read it"
            lines.append("  wording   \(entry.wording)")
            lines.append("  standing  \(standing)")
            if let day = entry.expiresOn { lines.append("  expires   \(day)") }
            if let day = entry.firstIssuedOn { lines.append("  issued    \(day)") }
        }
        if let asOf = reply.sourceAsOf { lines.append("  source    as of \(asOf)") }
        return lines.joined(separator: "\n")
    }
}

struct RegistryWordings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wordings",
        abstract: "List the words of registries that no map knows, or say what one means.",
        discussion: """
            With --registry, --wording, --means and --into, the answer is written as a line of a \
            description in that folder, which has to be one of the --registries; those who carry the \
            wording are then asked about again at the next sweep. What a word means for the right to \
            practise is the registry's to say: ask it before you answer.
            """
    )

    @OptionGroup var options: Configuration
    @Option(help: "The registry whose word it is.") var registry: String?
    @Option(help: "The word, as the registry writes it.") var wording: String?
    @Option(help: "The standing that it means.") var means: String?
    @Option(help: "The folder of your own descriptions.") var into: String?
    @Flag(help: "Print them, or what was written, as JSON.") var json = false

    struct Report: Encodable {
        struct Wording: Encodable {
            let registry: String
            let wording: String
            let count: Int
            let lastSeenAt: String
        }

        let wordings: [Wording]
    }

    struct Answer: Encodable {
        let registry: String
        let wording: String
        let means: String
        let file: String
        let askedAgain: Int
    }

    func validate() throws {
        let given = [registry, wording, means, into].compactMap(\.self).count
        guard given == 0 || given == 4 else {
            throw ValidationError("An answer takes --registry, --wording, --means and --into.")
        }
    }

    func run() async throws {
        let database = try options.open(for: .working)
        guard let registry, let wording, let means, let into else {
            return try await list(database)
        }
        guard let id = try? RegistryID(registry) else {
            throw Failure(sentence: "\"\(registry)\" is no registry's id.", exit: Exit.wrongUse)
        }
        guard let standing = Standing(rawValue: means), standing != .unknown else {
            let all = Standing.allCases.filter { $0 != .unknown }.map(\.rawValue)
            throw Failure(
                sentence: "\"\(means)\" is no standing; one of these would be right: "
                    + all.joined(separator: ", "),
                exit: Exit.wrongUse
            )
        }
        guard let described = try options.catalogue()[id] else {
            throw Failure(sentence: "No registry \(id) is described.", exit: Exit.wrongUse)
        }
        // "ACTIVE" with a reason that nobody knows must not make every ACTIVE mean the same.
        guard !described.standings.contains(wording) else {
            throw Failure(
                sentence:
                    "\"\(wording)\" stands in the map of \(id) already: what nobody could read "
                    + "is another column of the entry. Look at the check, and edit the description.",
                exit: Exit.wrongUse
            )
        }
        let file = URL(filePath: into).appending(path: "\(id)-wordings.yaml")
        try write(wording, standing, of: id, to: file)
        let count = try await database.askAgain(about: wording, at: id, now: .now)
        guard json else {
            return print(
                "\(file.path) says it now; \(count) credentials are asked about at the next sweep."
            )
        }
        let answer = Answer(
            registry: id.text,
            wording: wording,
            means: means,
            file: file.path,
            askedAgain: count
        )
        print(try jsonText(answer))
    }

    private func list(_ database: Database) async throws {
        let wordings = try await database.unreadWordings()
        guard !json else {
            let report = Report(
                wordings: wordings.map { unread in
                    Report.Wording(
                        registry: unread.registry.text,
                        wording: unread.wording,
                        count: unread.count,
                        lastSeenAt: unread.lastSeenAt.description
                    )
                }
            )
            return print(try jsonText(report))
        }
        guard !wordings.isEmpty else { return print("Every wording stands in a map.") }
        for unread in wordings {
            print("\(unread.count)\t\(unread.registry)\t\(quoted(unread.wording))")
        }
    }

    /// Adds the line to the file, and takes it back where the description then cannot be read.
    private func write(
        _ wording: String,
        _ standing: Standing,
        of id: RegistryID,
        to file: URL
    ) throws {
        let before = try? String(contentsOf: file, encoding: .utf8)
        let start =
            before
            ?? "# What admins said that words of this registry mean.\nid: \(id)\nstandings:\n"
        let line =
            "  \(quoted(wording)): \(standing.rawValue)  # \(Admin.actor), \(Instant.now.date)\n"
        try (start + line).write(to: file, atomically: true, encoding: .utf8)
        do throws(DescriptionError) {
            _ = try RegistryCatalogue.description(in: file, beside: options.descriptionFolders)
        } catch {
            if let before {
                try before.write(to: file, atomically: true, encoding: .utf8)
            } else {
                try FileManager.default.removeItem(at: file)
            }
            throw Failure(sentence: "\(error); nothing was written.", exit: Exit.wrongUse)
        }
    }

    /// As YAML's double quotes have it, which are JSON's for what a wording can hold.
    private func quoted(_ wording: String) -> String {
        let escaped = wording.map { character -> String in
            switch character {
            case "\"": "\\\""
            case "\\": "\\\\"
            case _ where character.asciiValue.map { $0 < 0x20 } ?? false: " "
            default: String(character)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}
