import HTTPTypes
import Hummingbird

/// That a request could not be answered, for people.
struct NoticePage: PageModel {
    static let template = PageTemplates.Page.notice

    let frame: PageFrame
    let status: Int
    let heading: String
    let sentence: String

    init(_ site: Site, about problem: Problem) {
        status = problem.status.code
        switch problem.status {
        case .notFound:
            heading = "There is nobody and nothing here"
            sentence =
                "The address may be mistyped, or the profile may have been taken out of the "
                + "directory."
        case .serviceUnavailable, .tooManyRequests:
            heading = "One moment, please"
            sentence = problem.detail
        case .internalServerError:
            heading = "Something went wrong"
            sentence = "It is not your fault. Please try again in a little while."
        default:
            heading = "This cannot be answered"
            sentence = problem.detail
        }
        frame = PageFrame(site, title: heading)
    }

    /// Whether somebody with a browser asked: whoever asks the API is answered as the API does.
    static func isWanted(by request: Request) -> Bool {
        let path = request.uri.path
        guard path != SitePath.api.text, !path.hasPrefix(SitePath.api.text + "/") else {
            return false
        }
        return request.headers[values: .accept].contains { $0.contains("text/html") }
    }
}
