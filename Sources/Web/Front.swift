import HTTPTypes
import Hummingbird
import Logging

/// What stands before every route: it refuses what no route answers and turns errors into problems.
struct Front<Context: RequestContext>: RouterMiddleware {
    /// Which methods each path of the site has.
    let methods: [(path: RouterPath, methods: [HTTPRequest.Method])]

    /// Bytes of path and query.
    static var targetLimit: Int { 8192 }

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            if let target = request.head.path, target.utf8.count > Self.targetLimit {
                throw Refusal.targetTooLong
            }
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && error.body == nil {
            // The router says so for an unknown path and for an unknown method alike.
            return problem(for: refusal(of: request), request, context)
        } catch let error as CancellationError {
            // Whoever asked has gone.
            throw error
        } catch {
            return problem(for: error, request, context)
        }
    }

    private func refusal(of request: Request) -> Refusal {
        let components = request.uri.path.split(separator: "/")
        let known = methods.first { path, _ in
            path.count == components.count
                && zip(path, components).allSatisfy { element, component in element ~= component }
        }
        guard let known else { return .noSuchPath }
        return .methodNotAllowed(allowed: known.methods)
    }

    private func problem(for error: any Error, _ request: Request, _ context: Context) -> Response {
        if let problem = Problem(error) { return problem.response(about: request.uri.path) }
        context.logger.error(
            "Request failed",
            metadata: [
                "method": "\(request.method)", "route": "\(context.endpointPath ?? "")",
                "error": "\(String(reflecting: error))",
            ]
        )
        return Problem.somethingWentWrong.response(about: request.uri.path)
    }
}
