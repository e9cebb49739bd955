import ArgumentParser
import Directory
import Hummingbird
import Logging
import Storage
import Web

/// Serves the directory.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the directory over HTTP, until stopped."
    )

    @OptionGroup var options: Configuration
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes a free one.") var port = 8080

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port takes a number from 0 to 65535.")
        }
    }

    func run() async throws {
        let publicURL: PublicURL?
        do {
            publicURL = try options.publicURL.map { text throws(PublicURL.ParseError) in
                try PublicURL(text)
            }
        } catch {
            throw Failure(sentence: "MERIDIAN_PUBLIC_URL: \(error).", exit: Exit.wrongUse)
        }
        var logger = Configuration.logger("meridian.serve")
        logger.logLevel = .notice
        let database = try options.open(for: .serving)
        let server = try WebServer(
            database: database,
            configuration: WebConfiguration(host: host, port: port, publicURL: publicURL),
            logger: logger,
            clock: { .now }
        )
        try await server.application().runService()
    }
}
