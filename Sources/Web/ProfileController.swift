import Directory
import HTTPTypes
import Hummingbird
import Storage

/// Answers for one practitioner.
struct ProfileController {
    let site: Site

    /// How many testimonials a profile brings along; the rest have an address of their own.
    private static let testimonialCount = 20

    /// The whole profile; with `as_of`, what of it has a past.
    func show(_ request: Request, _ context: some RequestContext) async throws -> Response {
        if let past = try await past(request, context) {
            return try site.response(to: request) { $0.profilePast(past, site) }
        }
        let answer = try await answer(about: context.practitionerIdentifier())
        return try site.response(to: request) { $0.profile(answer) }
    }

    /// The credentials alone.
    func credentials(_ request: Request, _ context: some RequestContext) async throws -> Response {
        if let past = try await past(request, context) {
            return try site.response(to: request) { $0.credentialPasts(past) }
        }
        let answer = try await answer(about: context.practitionerIdentifier())
        return try site.response(to: request) { json in
            let credentials = answer.profile.credentials
            json.array("results") { json in
                for credential in credentials {
                    json.object { $0.credential(credential, in: answer) }
                }
            }
            json.member("total", credentials.count)
            json.member("next", String?.none)
        }
    }

    /// What former patients say, the latest first.
    func testimonials(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let asked = try TestimonialRequest(target: request.head.path ?? "")
        let identifier = try context.practitionerIdentifier()
        let page = try await page(of: asked, about: identifier)
        let next = page.next.map {
            SitePath.nextTestimonials(of: identifier, after: $0.text, limit: asked.limit)
        }
        return try site.response(to: request, next: next) { json in
            json.array("results") { json in
                for testimonial in page.testimonials { json.testimonial(testimonial) }
            }
            json.member("total", page.total)
            json.member("next", page.next?.text)
            json.reviewsWithheld(page.withheldBy)
        }
    }

    private func page(
        of asked: TestimonialRequest,
        about identifier: String
    ) async throws -> TestimonialPage {
        do {
            let page = try await site.database.testimonials(
                about: identifier,
                limit: asked.limit,
                after: asked.cursor
            )
            guard let page else { throw Refusal.noSuchPractitioner }
            return page
        } catch StorageError.notFound {
            throw BadParameters(faults: [
                ParameterFault(
                    parameter: TestimonialParameter.cursor.rawValue,
                    value: asked.cursor?.text ?? "",
                    detail: "cursor belongs to another list: begin again without it."
                )
            ])
        }
    }

    /// What is known of a practitioner now.
    func answer(about identifier: String) async throws -> ProfileAnswer {
        let profile = try await site.database.profile(
            with: identifier,
            testimonialLimit: Self.testimonialCount
        )
        guard let profile else { throw Refusal.noSuchPractitioner }
        return ProfileAnswer(
            site: site,
            profile: profile,
            policies: try site.state().policies,
            moment: site.clock()
        )
    }

    /// The past that is asked for; nil where the present is.
    private func past(
        _ request: Request,
        _ context: some RequestContext
    ) async throws -> ProfilePast? {
        let now = site.clock()
        let asked = try AsOfRequest(target: request.head.path ?? "", at: now)
        guard let moment = asked.moment else { return nil }
        let past = try await site.database.past(
            of: context.practitionerIdentifier(),
            at: moment
        )
        guard let past else { throw Refusal.noSuchPractitioner }
        return past
    }
}

extension RequestContext {
    /// The identifier in the path, in the form in which the database has it.
    func practitionerIdentifier() throws(Refusal) -> String {
        guard let text = parameters.get("id") else { throw .noSuchPractitioner }
        if let id = PublicID(text) { return id.text }
        guard let npi = try? NPI(text) else { throw .noSuchPractitioner }
        return npi.description
    }
}

extension Site {
    /// An answer that says also what everybody is told.
    func response(
        to request: Request,
        next: SitePath? = nil,
        _ members: (inout JSONWriter) -> Void
    ) throws -> Response {
        var json = JSONWriter(capacity: 16_384)
        let installation = try state().installation
        json.object { json in
            members(&json)
            json.safety()
            json.demonstration(installation)
        }
        let body = json.bytes
        let tag = EntityTag(of: body)
        var headers = HTTPFields.forPublicJSON()
        headers[.eTag] = tag.text
        if let next, let name = HTTPField.Name.link {
            headers[name] = "<\(link(to: next))>; rel=\"next\""
        }
        return tag.response(headers: headers, body: body, to: request)
    }
}
