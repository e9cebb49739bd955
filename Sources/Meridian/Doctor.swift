import ArgumentParser
import Directory
import Foundation
import Registries
import Storage

/// Looks whether the installation is sound, and says what to do where it is not.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Is this installation sound?",
        discussion: """
            Looks at the file and its owner, the disk, the schema, the integrity of the data, the \
            clock, the gazetteer, the registry descriptions, the lists of exclusions and what is \
            due. Exits with 1 where something needs a hand.
            """
    )

    @OptionGroup var options: Configuration
    @Flag(help: "Also make every listing anew and compare; writers wait meanwhile.") var deep =
        false
    @Option(
        help: ArgumentHelp(
            "Also ask a running server, as http://127.0.0.1:8080, and compare its index with "
                + "the database.",
            valueName: "url"
        )
    )
    var server: String?
    @Flag(help: "Print the findings as JSON.") var json = false

    struct Finding: Encodable {
        let what: String
        let isSound: Bool
        let detail: String
    }

    struct Report: Encodable {
        let findings: [Finding]
        let isSound: Bool
        let loadedOn: String?
    }

    func run() async throws {
        let database = try options.open(for: .working)
        var findings = [fileMode(), await writing(to: database), try integrity(of: database)]
        findings.append(descriptions())
        findings += try await contents(of: database)
        findings.append(try await unasked(in: database))
        findings += try await health(of: database)
        findings.append(try await outbox(of: database))
        findings += try await lists(of: database)
        if deep { findings.append(try await listings(of: database)) }
        if let server {
            findings.append(
                try await ServerSoundness(database: database, server: server).finding()
            )
        }
        let report = Report(
            findings: findings,
            isSound: findings.allSatisfy(\.isSound),
            loadedOn: try await loadedOn(database)
        )
        print(try json ? jsonText(report) : text(report))
        if !report.isSound { throw ExitCode(Exit.failures) }
    }

    private func fileMode() -> Finding {
        let path = options.databasePath
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
        return Finding(
            what: "file",
            isSound: mode & 0o077 == 0,
            detail: mode & 0o077 == 0
                ? "\(path), readable by its owner only"
                : "others may read \(path): run chmod 600 \(path)"
        )
    }

    private func writing(to database: Database) async -> Finding {
        let report = await database.writingReport()
        let free = report.freeBytes.map { "\($0 >> 20) MB free" } ?? "free room unknown"
        let detail =
            switch report.state {
            case .works: "takes what is saved; \(free)"
            case .diskNearlyFull:
                "\(free), less than \(Database.scarceBytes >> 20): make room, or have meridian "
                    + "retention keep bodies for fewer days"
            case .diskFull: "full: nothing can be saved; make room"
            case .locked: "another process holds the database: nothing can be saved meanwhile"
            case .notPermitted:
                "nothing can be saved: look at the owner of the file and its folder"
            }
        return Finding(what: "disk", isSound: report.state == .works, detail: detail)
    }

    private func integrity(of database: Database) throws -> Finding {
        let problems = try database.integrityProblems()
        return Finding(
            what: "integrity",
            isSound: problems.isEmpty,
            detail: problems.isEmpty
                ? "SQLite finds nothing wrong; schema version \(Database.schemaVersion)"
                : problems.joined(separator: "; ") + ": restore the last backup"
        )
    }

    private func descriptions() -> Finding {
        do {
            let catalogue = try options.catalogue()
            let asked = catalogue.registries + catalogue.secondaryRegistries
            return Finding(
                what: "registries",
                isSound: !catalogue.registries.isEmpty,
                detail: "\(asked.count) asked by machine: "
                    + asked.map(\.id.text).joined(separator: ", ")
                    + "; \(catalogue.manualRegistries.count) by people"
            )
        } catch {
            return Finding(
                what: "registries",
                isSound: false,
                detail: (error as? Failure)?.sentence ?? "\(error)"
            )
        }
    }

    private func contents(of database: Database) async throws -> [Finding] {
        let census = try await database.census(at: .now)
        var findings = [
            Finding(
                what: "clock",
                isSound: !census.isClockBehind,
                detail: census.isClockBehind
                    ? "the newest check is from \(census.newestCheckAt?.description ?? ""), which "
                        + "is later than now: set the clock right"
                    : "not before the newest check"
            ),
            Finding(
                what: "gazetteer",
                isSound: census.places > 0,
                detail: census.places > 0
                    ? "\(census.places) places" : "empty: run meridian init"
            ),
            Finding(
                what: "practitioners",
                isSound: true,
                detail: "\(census.practitioners), \(census.vetted) of them vetted now"
            ),
            Finding(
                what: "checks",
                isSound: true,
                detail: "\(census.checks) made, \(census.due) credentials due"
            ),
            Finding(
                what: "imports",
                isSound: census.unfinishedImports == 0,
                detail: census.unfinishedImports == 0
                    ? "none is left unapplied"
                    : "\(census.unfinishedImports) read and not applied whole: the worker "
                        + "finishes it when it starts, and so does the next import"
            ),
        ]
        if let overdue = census.longestOverdueSeconds {
            // Two nights without a sweep: the job does not run.
            let isLate = overdue > 2 * secondsPerDay
            findings.append(
                Finding(
                    what: "sweep",
                    isSound: !isLate,
                    detail: isLate
                        ? "something has been due for \(overdue / 3600) hours: does the nightly job run?"
                        : "nothing has been due for long"
                )
            )
        }
        return findings
    }

    /// Credentials that nobody can check: not a fault, where a registry is meant to be off.
    private func unasked(in database: Database) async throws -> Finding {
        let counts = try await database.unaskedCounts().sorted { $0.key < $1.key }
        let whole = counts.map(\.value).reduce(0, +)
        return Finding(
            what: "not asked",
            isSound: true,
            detail: whole == 0
                ? "every credential's registry is described and on"
                : "\(whole) credentials have a registry that is not described at present, or off; "
                    + "their trust runs out: "
                    + counts.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        )
    }

    /// A line for every registry that needs a hand, or one for all.
    private func health(of database: Database) async throws -> [Finding] {
        let now = Instant.now
        let troubled = try await database.registryReports(at: now)
            .map { HealthText($0, at: now) }.filter { !$0.problems.isEmpty }
        guard !troubled.isEmpty else {
            return [Finding(what: "health", isSound: true, detail: "every registry asked is well")]
        }
        return troubled.map { registry in
            Finding(
                what: registry.id,
                isSound: false,
                detail: registry.problems.joined(separator: "; ")
            )
        }
    }

    /// A day's patience is over for something, a recipient wants nothing more, or what should be
    /// sent at once has waited for an hour.
    private func outbox(of database: Database) async throws -> Finding {
        let reports = try await database.outboxReports(at: .now)
        let problems = reports.compactMap { report -> String? in
            let name = "\(report.recipient.kind.rawValue) \(report.recipient.name)"
            if let since = report.stoppedAt {
                return
                    "\(name) has wanted nothing since \(since): take it out of the configuration, "
                    + "or run meridian admin recipient resume"
            }
            if report.givenUp > 0 {
                return "\(report.givenUp) to \(name) given up in the last seven days "
                    + "(\(report.givenUpProblem ?? "")): meridian admin event resend"
            }
            guard let waiting = report.waitingSince, Instant.now.seconds(since: waiting) > 3600
            else {
                return nil
            }
            return
                "\(name) has not been told since \(waiting) (\(report.problem ?? "nobody sends"))"
        }
        return Finding(
            what: "outbox",
            isSound: problems.isEmpty,
            detail: !problems.isEmpty
                ? problems.joined(separator: "; ")
                : reports.isEmpty
                    ? "nobody is told of changes: set MERIDIAN_ADMIN_MAIL"
                    : "\(reports.count) are told of changes, nothing waits for long"
        )
    }

    private func listings(of database: Database) async throws -> Finding {
        let wrong = try await database.staleListings()
        return Finding(
            what: "listings",
            isSound: wrong == 0,
            detail: wrong == 0
                ? "each follows from the tables" : "\(wrong) do not follow from the tables"
        )
    }

    private func loadedOn(_ database: Database) async throws -> String? {
        if case .demonstration(let day) = try await database.installation() {
            day.description
        } else {
            nil
        }
    }

    private func text(_ report: Report) -> String {
        report.findings.map { finding in
            (finding.isSound ? "ok      " : "WRONG   ")
                + finding.what.padding(toLength: 15, withPad: " ", startingAt: 0) + finding.detail
        }.joined(separator: "\n")
    }
}
