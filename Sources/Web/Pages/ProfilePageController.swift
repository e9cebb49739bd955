import Directory
import HTTPTypes
import Hummingbird
import Storage

/// Shows one practitioner, from the same questions as the API.
struct ProfilePageController {
    let profiles: ProfileController

    private var site: Site { profiles.site }

    /// Checks that a profile's page lists; the API has all of them.
    private static let checkCount = 20

    func show(_ request: Request, _ context: some RequestContext) async throws -> Response {
        guard let text = context.parameters.get("slug"),
            let identifier = ProfileSlug.identifier(in: text)
        else { throw Refusal.noSuchPractitioner }
        let answer = try await profiles.answer(about: identifier)
        let profile = answer.profile
        let slug = ProfileSlug(name: profile.practitioner.name.full, id: profile.publicID)
        guard slug.text == text else {
            // A name can change: kept no longer than the page itself.
            return site.goOn(
                to: .profilePage(slug),
                .movedPermanently,
                cacheControl: "public, max-age=60"
            )
        }
        let checks = try await site.database.checks(of: profile.publicID, limit: Self.checkCount)
        guard let checks else { throw Refusal.noSuchPractitioner }
        return site.page(ProfilePage(answer, slug: slug, evidence: checks), to: request)
    }
}
