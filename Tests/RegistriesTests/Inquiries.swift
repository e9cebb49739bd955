import Curl
import Directory
import Testing

@testable import Registries

extension Registry {
    /// The first request of a look-up.
    func request(about claimant: Claimant) throws -> Request {
        guard case .request(let request) = inquiry(about: claimant, isOffline: true).next else {
            throw NothingIsAsked()
        }
        return request
    }

    struct NothingIsAsked: Error {}

    /// What comes of a look-up that gets these answers in order.
    func reply(
        about claimant: Claimant,
        to answers: [ReceivedAnswer],
        at now: Instant,
        isTraced: Bool = false
    ) throws -> RegistryReply {
        var inquiry = inquiry(about: claimant, isOffline: true, isTraced: isTraced)
        for answer in answers { inquiry.take(answer, at: now) }
        guard case .reply(let reply) = inquiry.next else { throw NothingIsDecided() }
        return reply
    }

    struct NothingIsDecided: Error {}
}

extension ReceivedAnswer {
    static func json(_ text: String, status: Int = 200) -> ReceivedAnswer {
        answer(text, "application/json", status: status)
    }

    static func html(_ text: String, status: Int = 200) -> ReceivedAnswer {
        answer(text, "text/html; charset=utf-8", status: status)
    }

    static func answer(
        _ text: String,
        _ type: String,
        status: Int = 200,
        headers: [Request.Header] = []
    ) -> ReceivedAnswer {
        ReceivedAnswer(
            status: status,
            headers: [Request.Header(name: "Content-Type", value: type)] + headers,
            body: Array(text.utf8)
        )
    }
}
