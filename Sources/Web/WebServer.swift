package import Directory
package import Hummingbird
import HummingbirdCore
package import Logging
import Search
package import Storage

/// The site, ready to be served.
package struct WebServer: Sendable {
    /// What keeps the listing index up to date; `application` runs it.
    package let feed: IndexFeed
    let site: Site
    private let logger: Logger

    // MARK: Limits

    /// A connection on which nothing whole arrives for so long is closed.
    private static let idleSeconds: Int64 = 30
    private static let headerFieldBytes = 16_384
    private static let headerBytes = 32_768
    private static let headerFields = 100
    /// Under the 1,024 files that a process may open by default, with room for the database.
    private static let connections = 900

    /// A site on a database that was opened for `serving`; `clock` tells the present moment.
    package init(
        database: Database,
        configuration: WebConfiguration,
        logger: Logger,
        clock: @escaping @Sendable () -> Instant
    ) throws {
        feed = try IndexFeed(database, logger: logger)
        site = Site(
            database: database,
            feed: feed,
            configuration: configuration,
            templates: try PageTemplates(),
            clock: clock
        )
        self.logger = logger
    }

    /// The server and what runs beside it: it listens at once, and is ready when `/readyz` says so.
    package func application() -> some ApplicationProtocol {
        Application(
            router: Routes<SiteContext>(site).router(),
            server: HTTPServerBuilder { responder in
                EventLoopChannel(
                    base: HTTP1Channel(
                        responder: responder,
                        configuration: .init(
                            idleTimeout: .seconds(Self.idleSeconds),
                            httpDecoderConfiguration: .init(
                                maxHeaderFieldSize: Self.headerFieldBytes,
                                maxHeaderListSize: Self.headerBytes,
                                maxHeaderFieldCount: Self.headerFields
                            )
                        )
                    ),
                    search: SearchController(site: site)
                )
            },
            configuration: ApplicationConfiguration(
                address: .hostname(site.configuration.host, port: site.configuration.port),
                availableConnectionsDelegate: .maximum(Self.connections, logger: logger)
            ),
            services: [feed],
            logger: logger
        )
    }

    /// How often a search was answered from a page rendered before.
    package var pageCacheCounts: PageCacheCounts { feed.pages.counts }
}
