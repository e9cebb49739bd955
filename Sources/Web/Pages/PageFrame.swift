import Directory
import HTTPTypes
import Hummingbird
import NIOCore
import Storage

/// What every page has around what it shows.
struct PageFrame {
    let title: String
    /// The address of this page as the world knows it; empty where it has none of its own.
    let canonical: String
    let home: String
    let search: String
    let referrals: String
    let api: String
    let style: String
    let icon: String
    let isDemonstration: Bool
    let isSearch: Bool
    /// Whether a search is offered: not to somebody who was told to ask the family doctor.
    let offersSearch: Bool
    let choose = SafetyMessage.choose
    let askFirst = SafetyMessage.askFirst
    let contraindications = SafetyMessage.contraindications
    let source = SafetyMessage.source

    init(
        _ site: Site,
        title: String,
        at path: SitePath? = nil,
        isSearch: Bool = false,
        offersSearch: Bool = true
    ) {
        self.title = title
        self.isSearch = isSearch
        self.offersSearch = offersSearch
        canonical = path.map(site.link) ?? ""
        home = site.href(to: .root)
        search = site.href(to: .searchPage(queryString: ""))
        referrals = site.href(
            to: .searchPage(queryString: "\(SearchParameter.acceptsReferrals.rawValue)=true")
        )
        api = site.href(to: .api)
        style = site.href(to: .styleSheet) + "?v=" + PageFiles.styleVersion
        icon = site.href(to: .icon)
        isDemonstration = site.isDemonstration
    }
}

extension Site {
    /// The address of something on this site, as a page links to it: without the host, by which a
    /// browser may know the site under another name than the world does.
    func href(to path: SitePath) -> String { configuration.pathPrefix + path.text }

    fileprivate var isDemonstration: Bool {
        switch feed.state?.installation {
        case .demonstration: true
        case .empty, .real, nil: false
        }
    }

    /// A page that may be kept for a minute, or that it is still what the browser has.
    func page(_ model: some PageModel, to request: Request) -> Response {
        let body = templates.text(of: model)
        let tag = EntityTag(of: body)
        var headers = HTTPFields.forPublicPage()
        headers[.eTag] = tag.text
        return tag.response(headers: headers, body: body, to: request)
    }

    /// A page about this one request, which nobody may keep.
    func passingPage(
        _ model: some PageModel,
        status: HTTPResponse.Status,
        adding more: HTTPFields = [:]
    ) -> Response {
        var headers = HTTPFields.forPage()
        headers[.cacheControl] = "no-store"
        for field in more { headers[field.name] = field.value }
        return Response(
            status: status,
            headers: headers,
            body: .init(byteBuffer: templates.text(of: model))
        )
    }

    /// Sends the browser on, with GET.
    func goOn(
        to path: SitePath,
        _ status: HTTPResponse.Status = .seeOther,
        cacheControl: String = "no-store"
    ) -> Response {
        Response(
            status: status,
            headers: [.location: href(to: path), .cacheControl: cacheControl]
        )
    }
}

extension HTTPFields {
    /// What every page has: nothing from elsewhere, no script, no style but the one sheet, no frame
    /// around it, and nothing told to the sites it links to.
    static func forPage() -> HTTPFields { page }

    /// A page that may be kept for a minute, by which trust is judged.
    static func forPublicPage() -> HTTPFields { publicPage }

    private static let page: HTTPFields = {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8",
            .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy:
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                + "base-uri 'none'; frame-ancestors 'none'",
        ]
        let others = [
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ]
        for (name, value) in others {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return headers
    }()

    private static let publicPage: HTTPFields = {
        var headers = page
        headers[.cacheControl] = "public, max-age=60"
        return headers
    }()
}
