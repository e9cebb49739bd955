import Directory

/// Every address of the site that something links to.
enum SitePath {
    case root
    case api
    case contract
    case searchPage(queryString: String)
    case profilePage(ProfileSlug)
    case askYourDoctor
    case styleSheet
    case icon
    case practitioners
    case registries
    case places
    case suggestions
    case ranking
    case nextPage(queryString: String)
    case search(queryString: String)
    case practitioner(String)
    case credentials(of: String)
    case checks(of: String)
    case check(String, of: String)
    case nextChecks(of: String, after: String, limit: Int, asOf: String?)
    case testimonials(of: String)
    case nextTestimonials(of: String, after: String, limit: Int)

    var text: String {
        switch self {
        case .root: "/"
        case .api: "/v1"
        case .contract: "/openapi.json"
        case .searchPage(""): "/practitioners"
        case .searchPage(let queryString): "/practitioners?\(queryString)"
        case .profilePage(let slug): "/practitioners/\(slug.text)"
        case .askYourDoctor: "/ask-your-doctor"
        case .styleSheet: "/style.css"
        case .icon: "/icon.svg"
        case .practitioners: "/v1/practitioners"
        case .registries: "/v1/registries"
        case .places: "/v1/places"
        case .suggestions: "/v1/suggest"
        case .ranking: "/v1/ranking"
        case .nextPage(let queryString), .search(let queryString):
            "/v1/practitioners?\(queryString)"
        case .practitioner(let id): "/v1/practitioners/\(id)"
        case .credentials(let id): "/v1/practitioners/\(id)/credentials"
        case .checks(let id): "/v1/practitioners/\(id)/checks"
        case .check(let check, let id): "/v1/practitioners/\(id)/checks/\(check)"
        case .nextChecks(let id, let cursor, let limit, let moment):
            "/v1/practitioners/\(id)/checks?limit=\(limit)&cursor=\(cursor)"
                + (moment.map { "&as_of=\($0)" } ?? "")
        case .testimonials(let id): "/v1/practitioners/\(id)/testimonials"
        case .nextTestimonials(let id, let cursor, let limit):
            "/v1/practitioners/\(id)/testimonials?limit=\(limit)&cursor=\(cursor)"
        }
    }

    /// Whether what stands there is for any site's scripts too.
    static func isPublicData(_ path: String) -> Bool {
        path.hasPrefix("/v1/") || path == api.text || path == contract.text
    }

    /// Whether it may be asked for however often: whoever watches over the server has to.
    static func isUnlimited(_ path: String) -> Bool {
        path == "/healthz" || path == "/readyz"
    }

    /// Whether a request's target is the search, with or without parameters, plainly written.
    static func isSearch(_ target: String) -> Bool {
        let path = practitioners.text
        guard target.hasPrefix(path) else { return false }
        let rest = target.utf8.dropFirst(path.utf8.count)
        return rest.isEmpty || rest.first == 0x3F
    }
}
