import Directory
import Hummingbird
import Storage

/// Shows the checks on which trust in a practitioner rests.
struct CheckController {
    let site: Site

    /// All checks of all credentials, the latest first.
    func list(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let asked = try CheckRequest(target: request.head.path ?? "", at: site.clock())
        let identifier = try context.practitionerIdentifier()
        let page = try await page(of: asked, about: identifier)
        let next = page.next.map {
            SitePath.nextChecks(
                of: identifier,
                after: $0.text,
                limit: asked.limit,
                asOf: asked.moment?.description
            )
        }
        return try site.response(to: request, next: next) { json in
            json.array("results") { json in
                for evidence in page.checks {
                    json.object { json in
                        json.evidence(evidence)
                        if let moment = asked.moment {
                            json.member("known_then", evidence.check.askedAt <= moment)
                        }
                    }
                }
            }
            json.member("total", page.total)
            json.member("next", page.next?.text)
            if let moment = asked.moment { json.asOfOfChecks(moment) }
        }
    }

    /// One check.
    func show(_ request: Request, _ context: some RequestContext) async throws -> Response {
        try requireNoParameters(in: request.head.path ?? "")
        let identifier = try context.practitionerIdentifier()
        guard let text = context.parameters.get("check"), let id = PublicID(text),
            let evidence = try await site.database.check(id, of: identifier)
        else { throw Refusal.noSuchCheck }
        return try site.response(to: request) { $0.evidence(evidence) }
    }

    private func page(
        of asked: CheckRequest,
        about identifier: String
    ) async throws -> CheckPage {
        do {
            let page = try await site.database.checks(
                of: identifier,
                limit: asked.limit,
                after: asked.cursor,
                speakingOf: asked.moment
            )
            guard let page else { throw Refusal.noSuchPractitioner }
            return page
        } catch StorageError.notFound {
            throw BadParameters(faults: [
                ParameterFault(
                    parameter: CheckParameter.cursor.rawValue,
                    value: asked.cursor?.text ?? "",
                    detail: "cursor belongs to another list: begin again without it."
                )
            ])
        }
    }
}
