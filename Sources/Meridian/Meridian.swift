import ArgumentParser
import Glibc
import Ingestion
import Storage

/// The `meridian` command.
@main
struct Meridian: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meridian",
        abstract: "A directory of acupuncture practitioners that can be trusted.",
        discussion: """
            Exit codes: 0 done; 1 done, with failures worth a look; 2 wrong use; 75 try again later.
            Every option can be given as an environment variable too: MERIDIAN_DATABASE,
            MERIDIAN_DATA, MERIDIAN_REGISTRIES (separated by colons), MERIDIAN_PUBLIC_URL,
            MERIDIAN_CONTACT (shown to registries) and MERIDIAN_SECRETS (a file of registries' keys).
            Who is told of changes stands in MERIDIAN_ADMIN_MAIL and MERIDIAN_WEBHOOKS: see README.
            """,
        subcommands: [
            Init.self, Import.self, Serve.self, WorkerCommand.self, Reverify.self,
            CheckCommand.self, RegistryCommand.self, Admin.self, Backup.self, Restore.self,
            Doctor.self, ReplayCommand.self, Retention.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as StorageError {
            printError(error.description)
            Glibc.exit(error.isTransient ? Exit.tryLater : Exit.failures)
        } catch let error as ImportError {
            printError(error.description)
            Glibc.exit(Exit.wrongUse)
        } catch let failure as Failure {
            printError(failure.sentence)
            Glibc.exit(failure.exit)
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch {
            // Help and version are no failures; everything else ArgumentParser finds is wrong use.
            let isHelp = exitCode(for: error) == .success
            let message = isHelp ? fullMessage(for: error) : message(for: error)
            if isHelp { print(message) } else { printError(message) }
            Glibc.exit(isHelp ? Exit.done : Exit.wrongUse)
        }
    }
}

/// What the command's exit code means.
enum Exit {
    static let done: Int32 = 0
    static let failures: Int32 = 1
    static let wrongUse: Int32 = 2
    /// EX_TEMPFAIL of sysexits.h.
    static let tryLater: Int32 = 75
}

/// Why a command could not do its work, in a sentence for whoever ran it.
struct Failure: Error {
    let sentence: String
    var exit = Exit.failures
}

/// Prints a line where it does not mix with a command's output.
func printError(_ line: String) {
    var bytes = Array(line.utf8)
    bytes.append(0x0A)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
