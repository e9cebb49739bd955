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
    @Option(
        name: .customLong("trusted-proxy"),
        help: ArgumentHelp(
            "A proxy whose X-Forwarded-For is believed, as 127.0.0.1 or 10.0.0.0/8; may be repeated.",
            valueName: "address"
        )
    )
    var trustedProxies: [String] = []
    @Option(help: "Requests that an address may make in a minute (default: 600); 0 counts none.")
    var rateLimit: Int?

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
        var configuration = WebConfiguration(host: host, port: port, publicURL: publicURL)
        configuration.trustedProxies = try proxies()
        configuration.requestsPerMinute = try requestsPerMinute()
        configuration.metricsToken = try options.metricsToken()
        var logger = Configuration.logger("meridian.serve")
        logger.logLevel = .notice
        let database = try options.open(for: .serving)
        let server = try WebServer(
            database: database,
            configuration: configuration,
            logger: logger,
            clock: { .now }
        )
        try await server.application().runService()
    }

    private func proxies() throws -> [AddressBlock] {
        let listed = Configuration.environment("TRUSTED_PROXIES")?.split(separator: ",") ?? []
        let texts = trustedProxies.isEmpty ? listed.map(String.init) : trustedProxies
        return try texts.map { text in
            do throws(AddressBlock.ParseError) {
                return try AddressBlock(text.filter { $0 != " " })
            } catch {
                throw Failure(
                    sentence: "\(text) names no proxy to trust: \(error).",
                    exit: Exit.wrongUse
                )
            }
        }
    }

    /// Nil where nobody counts.
    private func requestsPerMinute() throws -> Int? {
        let range = WebConfiguration.requestsPerMinuteRange
        let listed = Configuration.environment("RATE_LIMIT").map { Int($0) ?? -1 }
        let number = rateLimit ?? listed ?? 600
        guard number != 0 else { return nil }
        guard range.contains(number) else {
            throw Failure(
                sentence: "--rate-limit and MERIDIAN_RATE_LIMIT take a number from "
                    + "\(range.lowerBound) to \(range.upperBound), or 0.",
                exit: Exit.wrongUse
            )
        }
        return number
    }
}

extension Configuration {
    /// By which monitoring is known: the line of the file that MERIDIAN_METRICS_TOKEN names.
    fileprivate func metricsToken() throws -> BearerToken? {
        guard let path = Self.environment("METRICS_TOKEN") else { return nil }
        let file = try Self.ownersOnly(path)
        do throws(BearerToken.ParseError) {
            return try BearerToken(file: file)
        } catch {
            throw Failure(
                sentence: "MERIDIAN_METRICS_TOKEN: \(path): \(error).",
                exit: Exit.wrongUse
            )
        }
    }
}
