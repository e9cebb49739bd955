import HTTPTypes
import Hummingbird

/// Every address of the site, one line each.
struct Routes<Context: RemoteAddressRequestContext> {
    private typealias Handler = @Sendable (Request, Context) async throws -> Response

    private let site: Site
    private let gets: [(path: RouterPath, handler: Handler)]

    init(_ site: Site) {
        self.site = site
        let home = HomeController(site: site)
        let health = HealthController(site: site)
        let search = SearchController(site: site)
        let profiles = ProfileController(site: site)
        let registries = RegistriesController(site: site)
        let checks = CheckController(site: site)
        gets = [
            ("/", home.show),
            ("/healthz", health.alive),
            ("/readyz", health.ready),

            ("/v1/practitioners", search.answer),
            ("/v1/practitioners/{id}", profiles.show),
            ("/v1/practitioners/{id}/credentials", profiles.credentials),
            ("/v1/practitioners/{id}/testimonials", profiles.testimonials),
            ("/v1/practitioners/{id}/checks", checks.list),
            ("/v1/practitioners/{id}/checks/{check}", checks.show),

            ("/v1/registries", registries.list),
        ]
    }

    func router() -> Router<Context> {
        let router = Router(context: Context.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Front(site: site, methods: gets.map { ($0.path, [.get, .head]) }))
        for (path, handler) in gets { router.get(path, use: handler) }
        return router
    }
}
