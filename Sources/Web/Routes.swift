import HTTPTypes
import Hummingbird

/// Every address of the site, one line each.
struct Routes<Context: RemoteAddressRequestContext> {
    typealias Handler = @Sendable (Request, Context) async throws -> Response

    private let site: Site
    let gets: [(path: RouterPath, handler: Handler)]
    private let posts: [(path: RouterPath, handler: Handler)]

    init(_ site: Site) {
        self.site = site
        let home = HomeController(site: site)
        let writing = WritingWatch(site.database)
        let health = HealthController(site: site, writing: writing)
        let metrics = MetricsController(site: site, writing: writing)
        let calendars = CalendarController(site: site)
        let search = SearchController(site: site)
        let profiles = ProfileController(site: site)
        let registries = RegistriesController(site: site)
        let checks = CheckController(site: site)
        let homePages = HomePageController(site: site)
        let searchPages = SearchPageController(search: search)
        let profilePages = ProfilePageController(profiles: profiles)
        let files = PageFiles()
        let places = PlacesController(site: site)
        let suggestions = SuggestController(site: site)
        let contract = OpenAPIController(site: site)
        gets = [
            ("/", homePages.show),
            ("/practitioners", searchPages.show),
            ("/practitioners/{slug}", profilePages.show),
            ("/ask-your-doctor", homePages.askYourDoctor),
            ("/style.css", files.styleSheet),
            ("/icon.svg", files.icon),

            ("/healthz", health.alive),
            ("/readyz", health.ready),
            ("/openapi.json", contract.show),
            ("/metrics", metrics.show),
            ("/calendars/{file}", calendars.expiries),

            ("/v1", home.show),
            ("/v1/practitioners", search.answer),
            ("/v1/practitioners/{id}", profiles.show),
            ("/v1/practitioners/{id}/credentials", profiles.credentials),
            ("/v1/practitioners/{id}/testimonials", profiles.testimonials),
            ("/v1/practitioners/{id}/checks", checks.list),
            ("/v1/practitioners/{id}/checks/{check}", checks.show),

            ("/v1/registries", registries.list),
            ("/v1/ranking", RankingController(site: site).show),
            ("/v1/places", places.complete),
            ("/v1/suggest", suggestions.complete),
        ]
        posts = [
            ("/", homePages.answer)
        ]
    }

    func router() -> Router<Context> {
        let router = Router(context: Context.self, options: .autoGenerateHeadEndpoints)
        let methods: [(path: RouterPath, methods: [HTTPRequest.Method])] = gets.map { path, _ in
            (path, [.get, .head] + (posts.contains { $0.path == path } ? [.post] : []))
        }
        router.add(middleware: Front(site: site, methods: methods))
        for (path, handler) in gets { router.get(path, use: handler) }
        for (path, handler) in posts { router.post(path, use: handler) }
        return router
    }
}
