import Directory
import HTTPTypes
import Hummingbird
import Logging
import Storage

/// Tells those who watch over the server how it is.
struct HealthController {
    let site: Site
    let writing: WritingWatch

    /// The process is up.
    func alive(_: Request, _: some RequestContext) -> Response {
        var json = JSONWriter(capacity: 64)
        json.object { $0.member("status", "up") }
        return response(json.bytes, .ok)
    }

    /// Searches can be answered, and answered rightly; degraded where nothing more can be saved, or
    /// soon cannot: what is there is answered all the same.
    func ready(_: Request, _ context: some RequestContext) async -> Response {
        let hasIndex = site.feed.state?.isFollowing ?? false
        var newestCheckAt: Instant?
        var hasDatabase = true
        do {
            newestCheckAt = try await site.database.newestCheckAt()
        } catch {
            hasDatabase = false
            context.logger.warning(
                "Database does not answer",
                metadata: ["error": "\(String(reflecting: error))"]
            )
        }
        // A clock before the newest check went back, and would stretch everybody's trust.
        let isClockRight = newestCheckAt.map { site.clock() >= $0 } ?? true
        let isReady = hasIndex && hasDatabase && isClockRight
        let writing = await writing.report().state
        let status = !isReady ? "not ready" : writing == .works ? "ready" : "degraded"
        var json = JSONWriter(capacity: 256)
        json.object { json in
            json.member("status", status)
            json.member("index", hasIndex)
            json.member("database", hasDatabase)
            json.member("clock", isClockRight)
            json.member("writing", writing.rawValue)
        }
        return response(json.bytes, isReady ? .ok : .serviceUnavailable)
    }

    private func response(_ body: ByteBuffer, _ status: HTTPResponse.Status) -> Response {
        var headers = HTTPFields.forJSON()
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: .init(byteBuffer: body))
    }
}
