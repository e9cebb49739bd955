import Directory
import HTTPTypes
import Hummingbird
import Storage

/// Tells admins' calendars when approved credentials expire: whoever knows a token may read it.
struct CalendarController {
    let site: Site

    /// Before and behind the present day.
    private static let daysBefore = 31
    private static let daysBehind = 366
    /// What calendar programs still take; the earliest expiries come first.
    private static let limit = 5000

    func expiries(_ request: Request, _ context: some RequestContext) async throws -> Response {
        guard let file = context.parameters.get("file"), file.hasSuffix(".ics") else {
            throw Refusal.noSuchPath
        }
        let today = site.clock().date
        let found = try await site.database.expiries(
            shownTo: String(file.dropLast(4)),
            on: today - Self.daysBefore...today + Self.daysBehind,
            limit: Self.limit
        )
        guard let found else { throw Refusal.noSuchPath }
        let isDemonstration =
            if case .demonstration = try site.state().installation { true } else { false }
        let calendar = CalendarText(
            name: isDemonstration ? "Expiries (demonstration)" : "Expiries",
            description: (isDemonstration ? "Everybody in it is invented. " : "")
                + "When approved credentials expire, by what registers said last."
                + (found.count == Self.limit ? " Only the first \(Self.limit) are shown." : "")
        ) { calendar in
            for expiry in found {
                // A calendar program knows of no address but a whole one.
                let slug = ProfileSlug(name: expiry.name, id: expiry.practitioner)
                let url = site.configuration.publicURL.map { _ in
                    site.link(to: .profilePage(slug))
                }
                calendar.event(expiry, url: url)
            }
        }
        let body = ByteBuffer(string: calendar.text)
        let tag = EntityTag(of: body)
        return tag.response(
            headers: [
                .contentType: "text/calendar; charset=utf-8",
                .contentLength: String(body.readableBytes), .cacheControl: "private, max-age=3600",
                .eTag: tag.text, .xContentTypeOptions: "nosniff",
            ],
            body: body,
            to: request
        )
    }
}
