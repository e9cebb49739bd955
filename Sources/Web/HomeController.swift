import Directory
import Hummingbird

/// Says what this is, to whoever opens its address.
struct HomeController {
    let site: Site

    func show(_ request: Request, _: some RequestContext) throws -> Response {
        try requireNoParameters(in: request.head.path ?? "")
        return try site.response(to: request) { json in
            json.member("name", "Meridian")
            json.member(
                "about",
                "A directory of acupuncture practitioners whose licences were seen in good "
                    + "standing at the registries themselves."
            )
            json.object("links") { json in
                json.member("practitioners", site.link(to: .practitioners))
                json.member("near", site.link(to: .practitioners) + "?place={place}&radius_km={km}")
                json.member("practitioner", site.link(to: .practitioner("{id}")))
                json.member("credentials", site.link(to: .credentials(of: "{id}")))
                json.member("testimonials", site.link(to: .testimonials(of: "{id}")))
                json.member("registries", site.link(to: .registries))
                json.member("places", site.link(to: .places) + "?q={text}")
                json.member("suggestions", site.link(to: .suggestions) + "?q={text}")
                json.member("contract", site.link(to: .contract))
            }
        }
    }
}
