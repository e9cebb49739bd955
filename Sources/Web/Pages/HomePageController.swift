import HTTPTypes
import Hummingbird
import NIOCore

/// Shows the first page, and asks the three questions before anybody is shown.
struct HomePageController {
    let site: Site

    /// Bytes that a browser may send of the form.
    private static let formLimit = 8192

    func show(_ request: Request, _: some RequestContext) -> Response {
        site.page(HomePage(site), to: request)
    }

    /// Goes on to the search, or to the family doctor; the answers are not passed on.
    func answer(_ request: Request, _: some RequestContext) async throws -> Response {
        let answers = SafetyAnswers(form: try await form(request))
        if answers.isStopped { return site.goOn(to: .askYourDoctor) }
        guard answers.isComplete else {
            return site.passingPage(HomePage(site, answers: answers), status: .badRequest)
        }
        return site.goOn(to: .searchPage(queryString: answers.queryString))
    }

    /// Says that acupuncture is not for this person as it stands, and whom to ask.
    func askYourDoctor(_ request: Request, _: some RequestContext) -> Response {
        site.page(AskYourDoctorPage(site), to: request)
    }

    private func form(_ request: Request) async throws -> String {
        do {
            return String(buffer: try await request.body.collect(upTo: Self.formLimit))
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge, message: "The form is too long.")
        }
    }
}
